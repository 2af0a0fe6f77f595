"""Department-years to Word files and previews: the whole way from model to bytes."""

from tools import framework, model
from tools.form import definition, specimen, style
from tools.form.preview import Notice, page
from tools.form.template import fill
from tools.form.word import Properties, write
from tools.grid import Document
from tools.source.repository import Entry
from tools.source.workspace import Workspace


def grid(workspace: Workspace, entry: Entry, sample: bool = False) -> Document:
    """The filled-in form; raise ``ProblemError`` where its template is at fault."""
    record = entry.record
    frameworks = framework.load(workspace.schema)
    form = definition.load(workspace, record.form)
    known = style.base(workspace, record.form).ids
    return fill(form, frameworks[record.framework], record, sample, known, hidden=entry.hidden)


def word(workspace: Workspace, entry: Entry, sample: bool = False) -> bytes:
    """The .docx file; raise ``ProblemError`` where form or style is at fault.

    ``sample`` marks made-up data on the cover.
    """
    record = entry.record
    form = definition.load(workspace, record.form)
    name = record.department.name or ""
    properties = Properties(
        title=f"{name}{record.year}年{form.name}",
        creator=name,
        date=f"{record.year}-01-01",
    )
    return write(grid(workspace, entry, sample), style.base(workspace, record.form), properties)


def preview(
    workspace: Workspace, form: str, entry: Entry | None = None, sample: bool = False
) -> str:
    """The HTML page of a form with an entry's data, or with made-up data where there is none.

    Raise ``ProblemError`` where form or style is at fault.
    """
    chosen = definition.load(workspace, form)
    record: model.DepartmentYear
    if entry:
        record, source = entry.record, entry.path
    else:
        record, source = specimen.department_year(chosen, form), "程序编的示例，纯属虚构"
    frameworks = framework.load(workspace.schema)
    filled = fill(
        chosen,
        frameworks[record.framework],
        record,
        sample or entry is None,
        style.base(workspace, form).ids,
        mark_values=True,
    )
    notice = Notice(title=f"{chosen.name}（{form}）", source=source)
    return page(filled, style.load(workspace, form), notice)

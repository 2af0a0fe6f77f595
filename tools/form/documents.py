"""Department-years to Word files and previews: the whole way from model to bytes."""

from msgspec import Struct

from tools import framework, model
from tools.form import definition, excerpt, specimen, style
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


class Words(Struct, frozen=True):
    """A department-year's .docx file, and one for each project by its place in the file.

    There is none of a project that the form does not print, or under no heading of its own.
    """

    whole: bytes
    projects: dict[int, bytes]


def word(workspace: Workspace, entry: Entry, sample: bool = False) -> bytes:
    """The .docx file; raise ``ProblemError`` where form or style is at fault.

    ``sample`` marks made-up data on the cover.
    """
    return _written(workspace, entry, grid(workspace, entry, sample), "")


def words(workspace: Workspace, entry: Entry, sample: bool = False) -> Words:
    """The same, and the forms of single projects cut out of it."""
    filled = grid(workspace, entry, sample)
    cut = excerpt.projects(filled, sample)
    order = _printed_order(workspace, entry)
    listed = zip(order, cut, strict=True) if len(order) == len(cut) else ()
    projects = entry.record.projects
    return Words(
        _written(workspace, entry, filled, ""),
        {
            index: _written(workspace, entry, document, projects[index].name)
            for index, document in listed
        },
    )


def _written(workspace: Workspace, entry: Entry, document: Document, project: str) -> bytes:
    record = entry.record
    form = definition.load(workspace, record.form)
    name = record.department.name or ""
    properties = Properties(
        title=f"{name}{record.year}年{project or form.name}",
        creator=name,
        date=f"{record.year}-01-01",
    )
    return write(document, style.base(workspace, record.form), properties)


def _printed_order(workspace: Workspace, entry: Entry) -> list[int]:
    """The places of the projects in the order in which the form prints them."""
    projects = entry.record.projects
    categories = definition.load(workspace, entry.record.form).categories
    if not categories:
        return list(range(len(projects)))
    return [
        index
        for category in categories
        for index, project in enumerate(projects)
        if project.category == category
    ]


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

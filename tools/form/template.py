"""A department-year and a form's Jinja template to the filled-in form.

Templates see the form's own labels: ``项目.预算数`` is what the YAML calls 预算数. A value is
data and never template: the sandbox escapes it, so that nothing in it can become markup, and
keeps its white space.
"""

from collections.abc import Container, Iterator
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from tools import model
from tools.form.definition import Definition
from tools.form.locating import LineMarks, Marked, unmark
from tools.form.xhtml import FormError, parse
from tools.framework import Framework
from tools.grid import Document
from tools.problem import Problem, ProblemError
from tools.source.redaction import Hidden, marked
from tools.templating import ManyValuesError, Sandbox, sandbox, template_problem

TEMPLATE = "document.xhtml.j2"
# Unicode noncharacters: XML allows them, and no text has them.
VALUE_START, VALUE_END = "\ufdd0", "\ufdd1"
NOTHING: Hidden = {}
DIGITS = "零一二三四五六七八九"


class Marking(Enum):
    """What a rendered form carries besides its text."""

    NONE = auto()
    LINES = auto()
    VALUES = auto()


def render(
    definition: Definition,
    framework: Framework,
    record: model.DepartmentYear,
    sample: bool,
    marking: Marking = Marking.NONE,
    hidden: Hidden = NOTHING,
) -> str:
    """The form as XHTML. ``sample`` marks made-up data on the cover.

    ``hidden`` is what a redacted record has lost, by its JSON Pointer.
    """
    name = f"{definition.folder.name}/{TEMPLATE}"
    try:
        template = _environment(definition.folder.parent, marking).get_template(name)
        return template.render(context(definition, framework, record, sample, hidden))
    except Exception as error:  # a template can divide by zero as well
        raise ProblemError(
            template_problem(definition.root, definition.folder / TEMPLATE, error)
        ) from error


def fill(
    definition: Definition,
    framework: Framework,
    record: model.DepartmentYear,
    sample: bool,
    known: Container[str],
    *,
    mark_values: bool = False,
    hidden: Hidden = NOTHING,
) -> Document:
    """The form as a grid; raise ``ProblemError`` where the template is at fault.

    ``known`` are the styles that a template may name. ``mark_values`` puts each value between
    ``VALUE_START`` and ``VALUE_END``.
    """
    marking = Marking.VALUES if mark_values else Marking.NONE
    try:
        return parse(render(definition, framework, record, sample, marking, hidden), known)
    except FormError as error:
        marked = unmark(render(definition, framework, record, sample, Marking.LINES, hidden))
        raise ProblemError(_located(definition, marked, known, error)) from error


def _located(
    definition: Definition, marked: Marked, known: Container[str], error: FormError
) -> Problem:
    """The same fault in the marked form, whose lines are known."""
    origin = None
    try:
        parse(marked.text, known)
    except FormError as again:
        error, origin = again, marked.origin(again.line)
    forms = definition.folder.parent
    path = forms / origin.template if origin else definition.folder / TEMPLATE
    line = origin.line if origin else 0
    shown = path.read_text("utf-8").split("\n")[line - 1].strip() if line else ""
    return Problem(
        path=path.relative_to(definition.root).as_posix(),
        line=line,
        column=1 if line else 0,
        rule="template",
        message=f"模板有误：{error}",
        hint=f"改这一行：{shown[:80]}" if shown else "对照 tools/form/xhtml.py 开头的说明改",
    )


def context(
    definition: Definition,
    framework: Framework,
    record: model.DepartmentYear,
    sample: bool,
    hidden: Hidden = NOTHING,
) -> dict[str, Any]:
    """What a template can name."""
    tree: dict[str, Any] = marked(model.chinese(record), hidden)
    for index, project in enumerate(tree["项目"]):
        why = hidden.get(f"/项目/{index}")
        rows = project["绩效指标"]
        groups = [_untold(rows[0], why)] if why else _groups(definition, framework, rows)
        project["指标分组"] = list(groups)
    return {**tree, "示例数据": sample, "项目类别": definition.categories}


def _untold(row: dict[str, Any], why: model.Withheld) -> dict[str, Any]:
    """The table of a project that is withheld: its one row says so, and not even its class."""
    return {"一级指标": why, "行": [dict.fromkeys(row, why)]}


def _groups(
    definition: Definition, framework: Framework, rows: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Runs of neighbouring rows of the same 一级指标: the form merges their first cell."""
    first = {
        name: definition.label(level1)
        for level1, members in framework.classes.items()
        for name in members
    }
    group: dict[str, Any] | None = None
    for row in rows:
        level1 = first[row["二级指标"]]
        if group is None or group["一级指标"] != level1:
            if group:
                yield group
            group = {"一级指标": level1, "行": []}
        group["行"].append({**row, "二级指标": definition.label(row["二级指标"])})
    if group:
        yield group


@cache
def _environment(forms: Path, marking: Marking) -> Sandbox:
    environment = sandbox(
        forms,
        finalize=_marked_value if marking is Marking.VALUES else _value,
        extensions=[LineMarks] if marking is Marking.LINES else [],
    )
    environment.filters["中文数字"] = chinese_number
    environment.filters["百分数"] = percent
    environment.filters["分段"] = paragraphs
    environment.filters["属性"] = attribute
    environment.filters["结尾是"] = lambda text, end: str(text or "").endswith(end)
    return environment


def _value(value: object) -> object:
    """The value, escaped; in ``span`` where the form's white space rules would change it."""
    if isinstance(value, (Markup, StrictUndefined)):
        return value
    if isinstance(value, (list, tuple, dict)):
        raise ManyValuesError
    text = "" if value is None else str(value)
    if text and "\n" not in text and text == text.strip():
        return escape(text)
    return Markup(f"<span>{escape(text)}</span>")  # noqa: S704  (escaped)


def _marked_value(value: object) -> object:
    if isinstance(value, (Markup, StrictUndefined)):
        return value
    return _value(f"{VALUE_START}{'' if value is None else value}{VALUE_END}")


def chinese_number(number: int) -> str:
    """1 to 999 as in 第十一条: 一, 十, 十一, 二十三, 一百零五, 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        head += "零"
    return head + (DIGITS[ones] if ones or not head else "")


def percent(value: Decimal | model.Withheld | None) -> str:
    """A share of the spending plan as printed: “25%”, blank for a blank cell."""
    if isinstance(value, model.Withheld):
        return str(value)
    return "" if value is None else f"{value:f}%"


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a text cell; none for a blank one."""
    return text.split("\n") if text else []


def attribute(value: object) -> Markup:
    """A value for use inside an attribute, where ``span`` cannot stand."""
    return escape(str(value))

"""The Jinja environment of the site's pages.

Pages are Markdown only for their headings; everything else is HTML, where Markdown leaves values
alone. Values are escaped everywhere, and a second time against Markdown in headings.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tools import model
from tools.form.template import chinese_number
from tools.problem import ProblemError
from tools.source.workspace import Workspace
from tools.templating import sandbox, template_problem


@cache
def environment(templates: Path) -> ImmutableSandboxedEnvironment:
    """The environment for ``templates/site``."""
    result = sandbox(
        templates,
        keep_trailing_newline=True,
        comment_start_string="{##",  # “{#” opens a heading's id in Markdown
        comment_end_string="##}",
    )
    result.filters.update(
        heading=heading,
        quoted=quoted,
        plain=plain,
        css_string=css_string,
        lines=lines,
        amount=amount,
        percent=percent,
        chinese_number=chinese_number,
    )
    return result


def render(workspace: Workspace, name: str, values: Mapping[str, Any]) -> str:
    """A page from its template; raise ``ProblemError`` where the template is at fault."""
    folder = workspace.site_templates
    try:
        return environment(folder).get_template(name).render(values)
    except Exception as error:  # a template can divide by zero as well
        raise ProblemError(template_problem(workspace.root, folder / name, error)) from error


def heading(text: str) -> Markup:
    """Text for a Markdown heading: every sign that could mean something becomes an entity."""
    signs = (
        c if c.isalnum() or c == " " or ord(c) > 127 else f"&#{ord(c)};"
        for c in text.replace("\n", " ")
    )
    return Markup("".join(signs))  # noqa: S704


def quoted(text: str) -> Markup:
    """Text for the page's YAML front matter, which the theme prints as HTML."""
    return Markup(json.dumps(str(escape(text)), ensure_ascii=False))  # noqa: S704


def plain(text: str) -> str:
    """What a macro printed, as the text that it stands for."""
    return text.unescape() if isinstance(text, Markup) else text


def css_string(text: str) -> Markup:
    """Text between quotation marks in a style sheet, where it can mean nothing else."""
    signs = (c if c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup("".join(signs))  # noqa: S704


def lines(text: str | model.Withheld | None) -> Markup:
    """Text with its line breaks; a blank cell says so in words, and so does a withheld one."""
    if isinstance(text, model.Withheld):
        return withheld(text)
    if not text:
        return Markup('<span class="blank">（空白）</span>')
    return Markup("<br>").join(text.split("\n"))


def withheld(why: model.Withheld) -> Markup:
    """What stands in the place of something withheld."""
    return Markup('<span class="withheld">{}</span>').format(str(why))


def percent(value: Decimal | model.Withheld | None) -> Markup:
    """A share in per cent; a blank or withheld one says so in words."""
    return amount(value) + "%" if isinstance(value, Decimal) else amount(value)


def amount(value: Decimal | model.Withheld | None, unit: str = "") -> Markup:
    """An amount as written, with its unit; a blank cell says so in words."""
    if isinstance(value, model.Withheld):
        return withheld(value)
    if value is None:
        return Markup('<span class="blank">（空白）</span>')
    return escape(f"{value:f} {unit}".strip())

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
        lines=lines,
        amount=amount,
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


def lines(text: str | None) -> Markup:
    """Text with its line breaks; a blank cell says so in words."""
    if not text:
        return Markup('<span class="blank">（空白）</span>')
    return Markup("<br>").join(text.split("\n"))


def amount(value: Decimal | None, unit: str = "") -> Markup:
    """An amount as written, with its unit; a blank cell says so in words."""
    if value is None:
        return Markup('<span class="blank">（空白）</span>')
    return escape(f"{value:f} {unit}".strip())

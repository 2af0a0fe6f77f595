"""The sandbox that templates run in, and what is wrong with one, in Chinese and with its line."""

import re
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tools.problem import Problem


class Sandbox(ImmutableSandboxedEnvironment):
    """In templates, ``项目.预算数`` is first of all a key of the record."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look the key up before Jinja asks Python for an attribute and catches its error."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def sandbox(folder: Path, **options: Any) -> Sandbox:
    """A Jinja environment for ``folder`` in which values are data.

    They are escaped, cannot become template, and an unknown name is an error, not a blank.
    """
    return Sandbox(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


def template_problem(root: Path, template: Path, error: Exception) -> Problem:
    """A problem for ``error``, met while rendering ``template``; paths are shown from ``root``."""
    path, line = _place(template, error)
    return Problem(
        path=Path(path).relative_to(root).as_posix(),
        line=line,
        column=1 if line else 0,
        rule="template",
        message=f"模板有误：{_meaning(error)}",
        hint=f"名称就是 YAML 里的键名，语句要成对（Jinja 的说法：{error}）",
    )


def _meaning(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        name = re.search(r"'([^']+)'(?: is undefined)?$", str(error))
        return f"没有“{name[1]}”这个名称" if name else "用了没有的名称"
    if isinstance(error, TemplateNotFound):
        return f"没有 {error.name} 这个模板"
    if isinstance(error, SecurityError):
        return "用了不允许的名称"
    if isinstance(error, TemplateSyntaxError):
        return "语句没有写完或写错"
    return "算不出来"


def _place(template: Path, error: Exception) -> tuple[str, int]:
    """The template and line at fault: Jinja maps its frames in the traceback to the source."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or str(template), error.lineno
    file, line = str(template), 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file, line

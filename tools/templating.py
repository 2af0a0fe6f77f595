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

UNCLOSED = re.compile(r"innermost block that needs to be closed is '(\w+)'")


class ManyValuesError(Exception):
    """A template prints a list or a record as if it were one value."""


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
    if isinstance(error, ManyValuesError):
        return "这个名称下面有多个值，不能直接印；用 {% for 项 in 名称 %}…{% endfor %} 一个一个印"
    if isinstance(error, TemplateNotFound):
        return f"没有 {error.name} 这个模板"
    if isinstance(error, SecurityError):
        return "用了不允许的名称"
    if isinstance(error, TemplateSyntaxError):
        return _syntax(error.message or "")
    return "算不出来"


def _syntax(message: str) -> str:
    if found := re.search(r"No (filter|test) named '(.+?)'", message):
        return f"没有“{found[2]}”这个{'过滤器' if found[1] == 'filter' else '判断'}"
    met = re.search(r"Encountered unknown tag '(\w+)'", message)
    if met and not met[1].startswith("end"):
        return f"没有“{met[1]}”这种语句"
    if found := UNCLOSED.search(message):
        before = f"，先遇到了 {{% {met[1]} %}}" if met else ""
        return f"语句没有成对：{{% {found[1]} %}} 没有用 {{% end{found[1]} %}} 关上{before}"
    return "语句没有写完或写错"


def _opening(source: str, kind: str) -> int:
    """The line of the last statement of ``kind`` that nothing closes; 0 if all are closed."""
    opened: list[int] = []
    for statement in re.finditer(rf"\{{%-?\s*(end)?{kind}\b", source):
        if not statement[1]:
            opened.append(source.count("\n", 0, statement.start()) + 1)
        elif opened:
            opened.pop()
    return opened[-1] if opened else 0


def _place(template: Path, error: Exception) -> tuple[str, int]:
    """The template and line at fault: Jinja maps its frames in the traceback to the source."""
    if isinstance(error, TemplateSyntaxError):
        unclosed = UNCLOSED.search(error.message or "")
        line = _opening(error.source or "", unclosed[1]) if unclosed else 0
        return error.filename or str(template), line or error.lineno
    file, line = str(template), 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file, line

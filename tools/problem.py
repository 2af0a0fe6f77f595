"""The one finding type: schema, review rules, intake and build all report with it."""

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How much a finding weighs; only ``error`` fails a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(Struct, frozen=True, kw_only=True):
    """One finding, where it stands and how to put it right.

    ``line`` and ``column`` count from 1; 0 means the file as a whole. ``pointer`` is the JSON
    Pointer (RFC 6901) of the value, ``project`` the project's code, or its name where it has
    none, ``indicator`` the name of the 三级指标 that the value belongs to. ``message`` and ``hint``
    are Chinese: what is wrong, and how to write it right. ``replacement`` is the text to write
    there instead, where it means exactly the same.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: str = ""
    project: str = ""
    indicator: str = ""
    rule: str
    level: Level = Level.ERROR
    message: str
    hint: str = ""
    replacement: str | None = None

    @property
    def place(self) -> str:
        """``path:line:column`` as editors understand it."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class ProblemError(Exception):
    """Carries problems to the edge of the program when work cannot go on."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("；".join(f"{p.place} {p.message}" for p in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["ProblemError"], tuple[Problem, ...]]:
        """Comes whole out of another process."""
        return type(self), self.problems

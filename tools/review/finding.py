"""What a rule yields, and what it says of itself."""

from enum import StrEnum

from msgspec import Struct


class Criterion(StrEnum):
    """The four criteria of review in 财预〔2015〕88号, and two matters that come before them."""

    COMPLETENESS = "完整性"
    RELEVANCE = "相关性"
    APPROPRIATENESS = "适当性"
    FEASIBILITY = "可行性"
    WRITING = "写法"
    PRIVACY = "隐私"


class Scope(StrEnum):
    """How much a rule looks at: one project, one file, or all years of a department."""

    PROJECT = "project"
    DEPARTMENT_YEAR = "department-year"
    REPOSITORY = "repository"


class Finding(Struct, frozen=True):
    """One defect; the engine adds file, line and level.

    ``place`` is a JSON Pointer below what the rule looked at: below the project for a rule of
    that scope, else below the file's root. ``replacement`` is the whole text that should stand
    there instead, where it means exactly the same and ``fmt --fix`` may write it. ``path`` names
    the file, where a rule looked at more than one.
    """

    place: str
    message: str
    hint: str
    replacement: str | None = None
    path: str = ""

"""What a rule sees and what it yields."""

from enum import StrEnum

from msgspec import Struct

from tools import model
from tools.framework import Framework


class Criterion(StrEnum):
    """The four criteria of review in 财预〔2015〕88号."""

    COMPLETENESS = "完整性"
    RELEVANCE = "相关性"
    APPROPRIATENESS = "适当性"
    FEASIBILITY = "可行性"


class Finding(Struct, frozen=True):
    """``place`` is a JSON Pointer below the project; the engine adds file, line and level."""

    place: str
    message: str
    hint: str


class Subject(Struct, frozen=True):
    """One project under review, with the file it belongs to."""

    project: model.Project
    record: model.DepartmentYear
    framework: Framework

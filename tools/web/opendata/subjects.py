"""What a row of a table tells of: a department-year, a project, an indicator, a plan, a correction.

Ids are the permanent addresses of the site: ``region/department/year``, and below it the anchor of
the project or indicator on that page.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct, UnsetType

from tools import model
from tools.framework import Framework
from tools.source.commits import Commit
from tools.source.repository import Entry, Repository
from tools.source.withholding import ROW_CELLS, covers
from tools.value import MONEY_UNITS, TargetValue
from tools.web.links import (
    indicator_anchors,
    measure_anchors,
    project_anchors,
    sub_target_anchors,
)
from tools.web.page import display_name

# The dates of a spending plan: its key in the file, the field, month and day.
PLAN = (
    ("3月底", "march", 3, 31),
    ("6月底", "june", 6, 30),
    ("10月底", "october", 10, 31),
    ("12月底", "december", 12, 31),
)
# What becomes of an indicator that the project did not have the year before.
NEW = "新增"


class Change(Struct, frozen=True):
    """What became of a 指标值 since ``year``, in which it was ``value``."""

    told: str
    year: int | None = None
    value: str | None = None


class Year(Struct, frozen=True, kw_only=True):
    """A department-year with the names that the site calls it by.

    ``commit`` changed its file last, as far as git knows; ``changes`` are those of its indicators
    by the numbers of project and row.
    """

    entry: Entry
    place: model.Region
    name: str
    framework: Framework
    commit: Commit | None = None
    changes: Mapping[tuple[int, int], Change] = {}

    @property
    def address(self) -> str:
        """The department-year's id, and its page below the site's root."""
        return self.entry.address

    @property
    def record(self) -> model.DepartmentYear:
        """What the file says."""
        return self.entry.record

    @property
    def title(self) -> str:
        """How people call it; made-up data says so."""
        mark = "（示例数据）" if self.place.sample else ""
        return f"{self.name}{self.entry.year}年度预算绩效目标{mark}"

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why cells of the department-year itself are withheld, by their labels."""
        return _below(self.entry, "/整体绩效目标")

    def yuan(self, amount: Decimal | UnsetType | None) -> Decimal | None:
        """An amount of the file in yuan; None where there is none or no unit is printed."""
        if not isinstance(amount, Decimal) or not isinstance(self.record.unit, str):
            return None
        return shortest(amount * MONEY_UNITS[self.record.unit])

    def projects(self) -> Iterator["Project"]:
        """Its projects in the order of the form."""
        anchors = project_anchors(self.record.projects)
        for number, (record, anchor) in enumerate(
            zip(self.record.projects, anchors, strict=True), 1
        ):
            yield Project(year=self, record=record, number=number, anchor=anchor)

    def sub_targets(self) -> Iterator["SubTarget"]:
        """Its 分项绩效目标 in the order of the form."""
        listed = self.record.targets.sub_targets
        anchors = sub_target_anchors(listed)
        for number, (record, anchor) in enumerate(zip(listed, anchors, strict=True), 1):
            yield SubTarget(year=self, record=record, number=number, anchor=anchor)

    def measures(self) -> Iterator["Measure"]:
        """Its 工作保障措施 in the order of the form."""
        listed = self.record.targets.measures
        anchors = measure_anchors(listed)
        for number, (record, anchor) in enumerate(zip(listed, anchors, strict=True), 1):
            yield Measure(year=self, record=record, number=number, anchor=anchor)

    def corrections(self) -> Iterator["Correction"]:
        """Its corrections in the order of the file."""
        for number, record in enumerate(self.record.corrections, 1):
            yield Correction(year=self, record=record, number=number)


class SubTarget(Struct, frozen=True, kw_only=True):
    """One of the 分项绩效目标; ``number`` is its place in the form, from 1."""

    year: Year
    record: model.SubTarget
    number: int
    anchor: str

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why it is withheld, by the labels of its cells."""
        return _item(
            self.year.entry,
            f"/整体绩效目标/分项绩效目标/{self.number - 1}",
            ("名称", "绩效目标", "绩效指标"),
        )

    @property
    def id(self) -> str:
        """The department-year and a digest of its name."""
        return f"{self.year.address}#{self.anchor}"


class Measure(Struct, frozen=True, kw_only=True):
    """One of the 工作保障措施; ``number`` is its place in the form, from 1."""

    year: Year
    record: model.Measure
    number: int
    anchor: str

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why it is withheld, by the labels of its cells."""
        return _item(
            self.year.entry, f"/整体绩效目标/工作保障措施/{self.number - 1}", ("名称", "内容")
        )

    @property
    def id(self) -> str:
        """The department-year and a digest of its name or text."""
        return f"{self.year.address}#{self.anchor}"


class Project(Struct, frozen=True, kw_only=True):
    """A project of a department-year; ``number`` is its place in the file, from 1."""

    year: Year
    record: model.Project
    number: int
    anchor: str

    @property
    def id(self) -> str:
        """Its permanent address below the site's root, but for the slash before the anchor."""
        return f"{self.year.address}#{self.anchor}"

    @property
    def code(self) -> str | None:
        """What stands in the cell of the code, if there is one."""
        return self.record.code if isinstance(self.record.code, str) else None

    @property
    def place(self) -> str:
        """Its JSON Pointer in the file."""
        return f"/项目/{self.number - 1}"

    @property
    def is_withheld(self) -> bool:
        """Whether nothing is told of it but that it is there."""
        return self.place in self.year.entry.hidden

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why its cells are withheld, by their labels."""
        why = self.year.entry.hidden.get(self.place)
        if why:
            return dict.fromkeys(model.chinese(self.record), why)
        return _below(self.year.entry, self.place)

    def indicators(self) -> Iterator["Indicator"]:
        """Every row of its table, blank ones too; none where the project is withheld."""
        if self.is_withheld:
            return
        anchors = indicator_anchors(self.anchor, self.record.indicators)
        for number, (record, anchor) in enumerate(
            zip(self.record.indicators, anchors, strict=True), 1
        ):
            yield Indicator(project=self, record=record, number=number, anchor=anchor)

    def plan(self) -> Iterator["Share"]:
        """The four dates of its spending plan; none where the form has none, or all is withheld."""
        plan = self.record.spending_plan
        if isinstance(plan, UnsetType) or self.is_withheld:
            return
        for label, field, month, day in PLAN:
            end = date(self.year.entry.year, month, day)
            yield Share(project=self, label=label, date=end, percent=getattr(plan, field))


class Indicator(Struct, frozen=True, kw_only=True):
    """A row of a project's table of indicators; ``number`` counts blank rows too."""

    project: Project
    record: model.Indicator
    number: int
    anchor: str

    @property
    def year(self) -> Year:
        """The department-year that it belongs to."""
        return self.project.year

    @property
    def id(self) -> str:
        """Its permanent address; blank rows have one, but no place on the page."""
        return f"{self.year.address}#{self.anchor}"

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why its cells are withheld, by their labels."""
        place = f"{self.project.place}/绩效指标/{self.number - 1}"
        return _item(self.year.entry, place, ROW_CELLS)

    @property
    def target(self) -> TargetValue | None:
        """The 指标值 as it is understood; None where the cell is blank or withheld."""
        return self.record.target if self.record.value and "指标值" not in self.withheld else None

    @property
    def change(self) -> Change | None:
        """What became of it; None for a blank row, and where there is no year before."""
        return self.year.changes.get((self.project.number, self.number))

    @property
    def amount(self) -> Decimal | None:
        """The number in its unit, with the digits as written unless 万 or 亿 was worked in."""
        target = self.target
        if target is None or target.amount is None or target.scale == 1:
            return target.amount if target else None
        return shortest(target.amount)

    @property
    def yuan(self) -> Decimal | None:
        """The amount, if it is one of money."""
        return self.amount if self.target and self.target.yuan is not None else None


class Share(Struct, frozen=True, kw_only=True):
    """The part of a project's budget that is to be spent by a date."""

    project: Project
    label: str
    date: date
    percent: Decimal | None

    @property
    def year(self) -> Year:
        """The department-year that it belongs to."""
        return self.project.year

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why the share is withheld, by the label of its column."""
        place = f"{self.project.place}/资金支出计划/{self.label}"
        hidden = self.year.entry.hidden
        found = (why for pointer, why in hidden.items() if covers(pointer, place))
        return dict.fromkeys(("累计百分比",), why) if (why := next(found, None)) else {}

    @property
    def id(self) -> str:
        """Its project's id and the month."""
        return f"{self.project.id}-plan-{self.date.month:02}"


class Correction(Struct, frozen=True, kw_only=True):
    """A change to a published file; ``number`` is its place in the file, from 1."""

    year: Year
    record: model.Correction
    number: int

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Nothing of it can be withheld."""
        return {}

    @property
    def id(self) -> str:
        """Date and digest: it stays the same when corrections are added before it."""
        told = "\n".join((self.record.date, self.record.change, self.record.reason))
        digest = hashlib.sha256(told.encode("utf-8")).hexdigest()[:8]
        return f"{self.year.address}#correction-{self.record.date}-{digest}"


def _item(entry: Entry, place: str, cells: tuple[str, ...]) -> dict[str, model.Withheld]:
    """All cells of an item that is withheld as a whole, else those of them that are."""
    why = entry.hidden.get(place)
    return dict.fromkeys(cells, why) if why else _below(entry, place)


def _below(entry: Entry, place: str) -> dict[str, model.Withheld]:
    """What is withheld of the cells right below ``place``, by their labels."""
    cells = ((pointer.rpartition("/"), why) for pointer, why in entry.hidden.items())
    return {label: why for (parent, _, label), why in cells if parent == place}


def shortest(amount: Decimal) -> Decimal:
    """The same number without zeros at the end, which nobody has written."""
    return amount.normalize()


def years(
    repository: Repository,
    frameworks: dict[str, Framework],
    commits: Mapping[str, Commit] | None = None,
) -> Iterator[Year]:
    """Every department-year of the repository, in its order; ``commits`` are by address."""
    for entry in repository.entries:
        yield Year(
            entry=entry,
            place=repository.regions[entry.region],
            name=display_name(repository, entry),
            framework=frameworks[entry.record.framework],
            commit=(commits or {}).get(entry.address),
        )

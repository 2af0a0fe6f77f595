"""What a rule sees: a project, a file, or the years of a department."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from tools import model
from tools.framework import Framework
from tools.review.comparing import is_blank
from tools.source.positions import below
from tools.source.repository import Entry
from tools.value import TargetValue

DATES = ("3月底", "6月底", "10月底", "12月底")

# As many signs as before, so that places stay.
HALF_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
    | {"＠": "@", "．": ".", "－": "-", "＋": "+"}
)
LONG_NUMBER = re.compile(r"[0-9](?:[^0-9\n\u4e00-\u9fff]{0,3}[0-9]){6}")
WIDE = re.compile("[\uff01-\uff5e]")


class Row(NamedTuple):
    """One filled row of the indicator table; ``place`` is its pointer below the project."""

    place: str
    level1: str
    level2: str
    name: str
    description: str
    value: str
    basis: str
    target: TargetValue

    @property
    def at_value(self) -> str:
        """Where the 指标值 stands."""
        return f"{self.place}/指标值"


class Text(NamedTuple):
    """One text somebody wrote, with its pointer below the file's root."""

    place: str
    text: str

    @property
    def label(self) -> str:
        """The label of the cell that it stands in, e.g. 资金用途."""
        return next(part for part in reversed(self.place.split("/")) if not part.isdigit())


class ProjectSubject(Struct, frozen=True, dict=True):
    """One project under review, with the file it belongs to."""

    project: model.Project
    record: model.DepartmentYear
    framework: Framework
    place: str

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are filled in; “无” and “/” fill nothing. Blank cells read as empty."""
        return tuple(
            Row(
                f"/绩效指标/{index}",
                self.framework.level1(row.level2),
                row.level2,
                row.level3 or "",
                row.description or "",
                row.value or "",
                row.basis or "",
                row.target,
            )
            for index, row in enumerate(self.project.indicators)
            if not all(map(is_blank, (row.level3, row.description, row.value, row.basis)))
        )

    @cached_property
    def shares(self) -> dict[str, Decimal | None]:
        """资金支出计划 by its dates, in per cent; empty where the form has no plan."""
        plan = self.project.spending_plan
        if not isinstance(plan, model.SpendingPlan):
            return {}
        return dict(zip(DATES, (plan.march, plan.june, plan.october, plan.december), strict=True))

    @cached_property
    def cost_rows(self) -> tuple[Row, ...]:
        """Rows of what the project spends: 成本指标 of 财预〔2015〕88号, 经济成本指标 of 101号.

        社会成本 and 生态环境成本 fall on others than the budget.
        """
        return tuple(row for row in self.rows if row.level2 in ("成本指标", "经济成本指标"))


class FileSubject(Struct, frozen=True, dict=True):
    """One department-year under review. ``region`` is missing where region.yaml is at fault."""

    entry: Entry
    framework: Framework
    region: model.Region | None = None

    @property
    def record(self) -> model.DepartmentYear:
        """The department-year itself."""
        return self.entry.record

    @cached_property
    def projects(self) -> tuple[ProjectSubject, ...]:
        """Each project as a rule of that scope sees it."""
        return tuple(
            ProjectSubject(project, self.record, self.framework, f"/项目/{number}")
            for number, project in enumerate(self.record.projects)
        )

    def project_name(self, place: str) -> str:
        """The name of the project that a place lies in; empty for the form's first part."""
        _, part, number, *_ = [*place.split("/"), "", ""]
        return self.record.projects[int(number)].name if part == "项目" else ""

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that is filled in, in the order of the form."""
        return tuple(
            Text(place, text)
            for place, text in _texts(self.record)
            if isinstance(text, str) and text
        )

    @cached_property
    def whole(self) -> str:
        """All texts, one below the other, to see quickly whether a sign occurs at all."""
        return _below_each_other(self.texts)

    def matching(self, pattern: re.Pattern[str]) -> Iterator[tuple[Text, re.Match[str]]]:
        """Each text in which ``pattern`` matches, with the first match.

        The pattern meets all texts in one piece, line by line: it must not look across line ends,
        and ``^`` and ``$`` must be meant by line (``re.MULTILINE``).
        """
        told = None
        for text, match in self._joined.matches(pattern):
            if text is not told:
                told = text
                yield text, match

    def revealing(self, pattern: re.Pattern[str]) -> Iterator[tuple[Text, re.Match[str]]]:
        """Every match in everything that gets published: texts, and what is said about them.

        ``pattern`` sees letters and digits in half width.
        """
        for joined in self._published:
            yield from joined.matches(pattern)

    def long_numbers(self, pattern: re.Pattern[str]) -> Iterator[tuple[Text, re.Match[str]]]:
        """The same for patterns of seven digits or more, which most files have nowhere."""
        for joined in self._published:
            if joined.has_long_number:
                yield from joined.matches(pattern)

    @cached_property
    def _joined(self) -> "Joined":
        return Joined(self.texts, self.whole)

    @cached_property
    def remarks(self) -> tuple[Text, ...]:
        """What is said about the texts and gets published with them."""
        return tuple(Text(place, text) for place, text in _remarks(self.record) if text)

    @cached_property
    def _published(self) -> tuple["Joined", ...]:
        return (
            Joined(self.texts, _half_width(self.whole)),
            Joined(self.remarks, _half_width(_below_each_other(self.remarks))),
        )


class Joined(Struct, frozen=True, dict=True):
    """Many texts in one piece: one search of all is quicker than a search of each."""

    texts: tuple[Text, ...]
    whole: str

    @cached_property
    def has_long_number(self) -> bool:
        """Whether seven digits stand in a row anywhere, signs between them aside."""
        return bool(LONG_NUMBER.search(self.whole))

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(text.text) + 1 for text in self.texts))

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Text, re.Match[str]]]:
        """Every match with the text that it lies in."""
        for match in pattern.finditer(self.whole):
            yield self.texts[bisect_right(self._ends, match.start())], match


class HistorySubject(Struct, frozen=True):
    """The files of one department, the earliest year first."""

    files: tuple[FileSubject, ...]

    def following(self) -> Iterator[tuple[FileSubject, FileSubject]]:
        """Each file with the one of the nearest year before it."""
        return zip(self.files, self.files[1:], strict=False)


def _half_width(text: str) -> str:
    return text.translate(HALF_WIDTH) if WIDE.search(text) else text


def _below_each_other(texts: Iterable[Text]) -> str:
    return "\n".join(text.text for text in texts)


Subject = ProjectSubject | FileSubject | HistorySubject


def _texts(record: model.DepartmentYear) -> Iterator[tuple[str, object]]:
    targets = record.targets
    yield "/整体绩效目标/总体绩效目标", targets.overall
    for number, sub in enumerate(targets.sub_targets):
        yield from _cells(f"/整体绩效目标/分项绩效目标/{number}", sub)
    for number, measure in enumerate(targets.measures):
        yield from _cells(f"/整体绩效目标/工作保障措施/{number}", measure)
    for number, project in enumerate(record.projects):
        place = f"/项目/{number}"
        yield f"{place}/标题", project.heading
        yield f"{place}/项目名称", project.name
        yield f"{place}/资金用途", project.purpose
        for index, goal in enumerate(project.goals):
            yield f"{place}/绩效目标/{index}", goal
        for index, row in enumerate(project.indicators):
            yield from _row(f"{place}/绩效指标/{index}", row)


def _remarks(record: model.DepartmentYear) -> Iterator[tuple[str, str | None]]:
    yield "/部门/名称", record.department.name
    if isinstance(record.origin, model.Origin):
        for label, text in model.chinese(record.origin).items():
            yield below("/来源", label), str(text)
    for number, withheld in enumerate(record.withheld):
        yield f"/不公开/{number}/理由", withheld.reason
    for number, correction in enumerate(record.corrections):
        yield f"/更正记录/{number}/内容", correction.change
        yield f"/更正记录/{number}/原因", correction.reason
    for number, exemption in enumerate(record.exemptions):
        yield f"/审核例外/{number}/位置", exemption.place
        yield f"/审核例外/{number}/理由", exemption.reason
    for number, project in enumerate(record.projects):
        yield from _former(f"/项目/{number}", project)
        for index, row in enumerate(project.indicators):
            yield from _former(f"/项目/{number}/绩效指标/{index}", row)


def _former(place: str, record: model.Project | model.Indicator) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(record.former or ()):
        yield f"{place}/曾用名/{number}", name


def _cells(place: str, record: model.SubTarget | model.Measure) -> Iterator[tuple[str, object]]:
    for label, text in model.chinese(record).items():
        yield below(place, label), text


def _row(place: str, row: model.Indicator) -> Iterator[tuple[str, object]]:
    yield f"{place}/三级指标", row.level3
    yield f"{place}/绩效指标描述", row.description
    yield f"{place}/指标值", row.value
    yield f"{place}/指标值确定依据", row.basis

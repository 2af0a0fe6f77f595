"""What is searched: department-years, projects and filled indicators, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from tools import model
from tools.framework import Framework
from tools.review.changes.threads import indicator_threads, project_threads
from tools.source.repository import Entry, Repository
from tools.web.links import indicator_anchors, project_anchors
from tools.web.page import display_name
from tools.web.understanding import understood

BODY, PROJECT, INDICATOR = "部门年度", "项目", "指标"
# Why there is no verdict: the department has no earlier year here, or that had no such indicator.
ALONE = "没有更早的年度"
NEW = "新出现的指标"
BLANK_VALUE = "（空白）"

# Of (year, id of the indicator) what became of its value since the year before.
Verdicts = Mapping[tuple[int, int], str]


class Field(Struct, frozen=True):
    """One cell or paragraph with the form's label; ``anchor`` if it has a place of its own."""

    label: str
    text: str
    anchor: str = ""


class Sort(Struct, frozen=True, kw_only=True):
    """What a row is filtered by, below region, department and year."""

    type: str
    level1: str = ""
    level2: str = ""
    kind: str = ""
    verdict: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One thing that can be found. The first field is its name; ``project`` that of its parent."""

    sort: Sort
    anchor: str
    fields: tuple[Field, ...]
    project: str = ""
    understood: str = ""


class Group(Struct, frozen=True, kw_only=True):
    """A department-year with its rows in the order of the form."""

    entry: Entry
    region: str
    department: str
    sample: bool
    rows: tuple[Row, ...]


def groups(repository: Repository, frameworks: Mapping[str, Framework]) -> Iterator[Group]:
    """All that can be found, by region, department and year."""
    for _, listed in groupby(repository.entries, key=lambda e: (e.region, e.department)):
        years = list(listed)
        verdicts = _verdicts(years)
        for entry in years:
            framework = frameworks[entry.record.framework]
            name = display_name(repository, entry)
            yield Group(
                entry=entry,
                region=repository.regions[entry.region].name,
                department=name,
                sample=repository.is_sample(entry),
                rows=tuple(_rows(entry, name, framework, verdicts)),
            )


def _rows(entry: Entry, name: str, framework: Framework, verdicts: Verdicts) -> Iterator[Row]:
    yield Row(sort=Sort(type=BODY), anchor="top", fields=tuple(_body(entry.record, name)))
    projects = entry.record.projects
    for project, anchor in zip(projects, project_anchors(projects), strict=True):
        yield Row(sort=Sort(type=PROJECT), anchor=anchor, fields=tuple(_project(project)))
        anchors = indicator_anchors(anchor, project.indicators)
        for indicator, place in zip(project.indicators, anchors, strict=True):
            if not indicator.is_blank:
                yield Row(
                    sort=_sort(indicator, framework, verdicts[entry.year, id(indicator)]),
                    anchor=place,
                    fields=tuple(_indicator(indicator)),
                    project=project.name,
                    understood=understood(indicator.target) if indicator.value else "",
                )


def _body(record: model.DepartmentYear, name: str) -> Iterator[Field]:
    yield Field("部门", name)
    yield from _filled("单位名称", record.department.name)
    yield from _filled("单位编码", record.department.code)
    yield from _filled("总体绩效目标", record.targets.overall, "overall")
    for number, item in enumerate(record.targets.sub_targets, 1):
        for text in (item.name, item.goal, item.indicators):
            yield from _filled("分项绩效目标", text, f"item-{number}")
    for number, measure in enumerate(record.targets.measures, 1):
        anchor = f"measure-{number}" if isinstance(measure.name, str) and measure.name else ""
        for text in (measure.name, measure.content):
            yield from _filled("工作保障措施", text, anchor or "measures")


def _project(project: model.Project) -> Iterator[Field]:
    yield Field("项目名称", project.name)
    yield from _filled("项目编码", project.code)
    yield from _filled("项目类别", project.category)
    yield from _filled("表格标题", project.heading)
    yield from _filled("资金用途", project.purpose)
    for goal in project.goals:
        yield from _filled("绩效目标", goal)


def _indicator(row: model.Indicator) -> Iterator[Field]:
    """The four cells, blank ones too: the page tells which is which by the label."""
    yield Field("三级指标", row.level3 or "")
    yield Field("绩效指标描述", row.description or "")
    yield Field("指标值", row.value or "")
    yield Field("指标值确定依据", row.basis or "")


def _filled(label: str, text: object, anchor: str = "") -> Iterator[Field]:
    if isinstance(text, str) and text:
        yield Field(label, text, anchor)


def _sort(row: model.Indicator, framework: Framework, verdict: str) -> Sort:
    return Sort(
        type=INDICATOR,
        level1=framework.level1(row.level2),
        level2=row.level2,
        kind=str(row.target.kind) if row.value else BLANK_VALUE,
        verdict=verdict,
    )


def _verdicts(years: Sequence[Entry]) -> dict[tuple[int, int], str]:
    """``years`` are those of one department, the earliest first."""
    found: dict[tuple[int, int], str] = {}
    for number, entry in enumerate(years):
        for _, row in entry.record.indicators():
            found[entry.year, id(row)] = NEW if number else ALONE
    if len(years) < 2:
        return found
    for thread in project_threads([entry.record for entry in years]):
        stages = [
            (years[stage.file].year, years[stage.file].record.projects[stage.project])
            for stage in thread
        ]
        for values in indicator_threads(stages):
            for value in values[1:]:
                found[value.year, id(value.indicator)] = str(value.verdict)
    return found

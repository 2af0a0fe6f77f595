"""What is searched: department-years, projects and filled indicators, each with its place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from tools import model
from tools.framework import Framework
from tools.review.changes.verdict import Verdict
from tools.source.repository import Entry
from tools.web.links import (
    indicator_anchors,
    measure_anchors,
    sub_target_anchors,
)
from tools.web.opendata.comparing import changes
from tools.web.opendata.subjects import Change
from tools.web.pages.targets import is_told
from tools.web.public import Department, Public
from tools.web.threads import Stage
from tools.web.understanding import understood

BODY, PROJECT, INDICATOR = "部门年度", "项目", "指标"
# Why there is no verdict: no earlier year here has the project, or what it has is withheld.
ALONE = "没有以前年度的数据"
BLANK_VALUE = "（空白）"


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


class Before(Struct, frozen=True):
    """What an indicator's 指标值 was in the year with which it is compared; blank as ``""``."""

    year: int
    value: str


class Row(Struct, frozen=True, kw_only=True):
    """One thing that can be found. The first field is its name; ``project`` that of its parent.

    ``slug`` is the folder of that project's own page, below the department's. ``understood`` is
    the 指标值 in words, or the 预算数 of a project with its unit.
    """

    sort: Sort
    anchor: str
    fields: tuple[Field, ...]
    project: str = ""
    slug: str = ""
    understood: str = ""
    before: Before | None = None


class Group(Struct, frozen=True, kw_only=True):
    """A department-year with its rows in the order of the form."""

    entry: Entry
    region: str
    department: str
    sample: bool
    rows: tuple[Row, ...]


def groups(public: Public) -> Iterator[Group]:
    """All that can be found, by region, department and year."""
    for department in public.departments:
        found = changes([entry.record for entry in department.years])
        for entry, changed in zip(department.years, found, strict=True):
            framework = public.framework(entry)
            yield Group(
                entry=entry,
                region=department.place.name,
                department=department.name,
                sample=department.place.sample,
                rows=tuple(_rows(department, entry, framework, changed)),
            )


def _rows(
    department: Department,
    entry: Entry,
    framework: Framework,
    changed: Mapping[tuple[int, int], Change],
) -> Iterator[Row]:
    """``changed`` tells what became of indicators, by the numbers of project and row."""
    yield Row(
        sort=Sort(type=BODY), anchor="top", fields=tuple(_body(entry.record, department.name))
    )
    for index, project in enumerate(entry.record.projects):
        thread, stage = department.places[entry.address, index]
        yield Row(
            sort=Sort(type=PROJECT),
            anchor=stage.anchor,
            fields=tuple(_project(project)),
            understood=_budget(stage),
        )
        anchors = indicator_anchors(stage.anchor, project.indicators)
        cells = zip(project.indicators, anchors, strict=True)
        for row, (indicator, place) in enumerate(cells, 1):
            if not indicator.is_blank:
                change = changed.get((index + 1, row))
                yield Row(
                    sort=_sort(indicator, framework, change.told if change else ALONE),
                    anchor=place,
                    fields=tuple(_indicator(indicator)),
                    project=project.name,
                    slug=thread.slug,
                    understood=understood(indicator.target) if is_told(indicator.value) else "",
                    before=_before(change),
                )


def _before(change: Change | None) -> Before | None:
    """Only where there is something to see: the value is another, or written otherwise."""
    if change is None or change.year is None or change.told == Verdict.SAME:
        return None
    return Before(change.year, change.value or "")


def _budget(stage: Stage) -> str:
    """With its unit, or why it is withheld; nothing where the form has none or it is blank."""
    budget = stage.tree.get("预算数")
    if isinstance(budget, Decimal):
        return f"{budget:f} {stage.entry.record.unit or ''}".strip()
    return str(budget) if isinstance(budget, model.Withheld) else ""


def _body(record: model.DepartmentYear, name: str) -> Iterator[Field]:
    yield Field("部门", name)
    yield from _filled("单位名称", record.department.name)
    yield from _filled("单位编码", record.department.code)
    yield from _filled("总体绩效目标", record.targets.overall, "overall")
    items = record.targets.sub_targets
    for item, anchor in zip(items, sub_target_anchors(items), strict=True):
        for text in (item.name, item.goal, item.indicators):
            yield from _filled("分项绩效目标", text, anchor)
    measures = record.targets.measures
    for measure, anchor in zip(measures, measure_anchors(measures), strict=True):
        for text in (measure.name, measure.content):
            yield from _filled("工作保障措施", text, anchor)


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
        kind=_kind(row),
        verdict=verdict,
    )


def _kind(row: model.Indicator) -> str:
    if model.is_withheld(row.value):
        return model.WITHHELD
    return str(row.target.kind) if row.value else BLANK_VALUE

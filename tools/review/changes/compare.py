"""Two department-years side by side: what a reviewer should see of the difference."""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import structs

from tools import model
from tools.likeness.pairing import Pair
from tools.review.changes.kinds import Change, FileChanges, Kind, ProjectChanges
from tools.review.changes.matching import match_indicators, match_projects, match_texts
from tools.review.changes.verdict import Verdict, verdict
from tools.review.comparing import words
from tools.review.measure import budget_yuan
from tools.value import Kind as ValueKind
from tools.value import parse

TARGETS = {
    Verdict.TIGHTENED: Kind.TARGET_TIGHTENED,
    Verdict.RELAXED: Kind.TARGET_RELAXED,
    Verdict.INCOMPARABLE: Kind.TARGET_INCOMPARABLE,
    Verdict.UNIT: Kind.TARGET_UNIT_CHANGED,
    Verdict.QUALITATIVE: Kind.TARGET_MADE_QUALITATIVE,
    Verdict.QUANTITATIVE: Kind.TARGET_MADE_QUANTITATIVE,
    Verdict.REWORDED: Kind.TARGET_REWORDED,
    Verdict.ADDED: Kind.TARGET_ADDED,
    Verdict.DROPPED: Kind.TARGET_DROPPED,
    Verdict.FORMATTING: Kind.FORMATTING_ONLY,
}
# Indicators that a remark names, before it only counts them.
NAMED = 3
HEAD = ("状态", "版式", "指标框架", "金额单位")
NAMING = {
    "标题": Kind.HEAD_CHANGED,
    "项目类别": Kind.HEAD_CHANGED,
    "项目编码": Kind.CODE_CHANGED,
}
AMOUNTS = {
    "预算数": Kind.BUDGET_CHANGED,
    "财政资金": Kind.SOURCE_CHANGED,
    "其他资金": Kind.SOURCE_CHANGED,
}
TEXTS = (Kind.TEXT_ADDED, Kind.TEXT_DROPPED, Kind.TEXT_REWORDED)
GOALS = (Kind.GOAL_ADDED, Kind.GOAL_DROPPED, Kind.GOAL_REWORDED)
CELLS = (Kind.INDICATOR_REWORDED, Kind.INDICATOR_REWORDED, Kind.INDICATOR_REWORDED)
BASES = (Kind.BASIS_CHANGED, Kind.BASIS_CHANGED, Kind.BASIS_CHANGED)


def compare(
    before: model.DepartmentYear | None,
    after: model.DepartmentYear | None,
    names: tuple[str, str] = ("", ""),
) -> FileChanges:
    """Every change from ``before`` to ``after``; ``names`` say how to call the two.

    One of them may not be there: then the file is new or gone, with all its projects.
    """
    head = _head(before, after) if before and after else _one_side(before, after)
    pairs = match_projects(before.projects if before else (), after.projects if after else ())
    projects = (_project(pair, before, after) for pair in pairs)
    return FileChanges(
        before=names[0],
        after=names[1],
        head=tuple(head),
        projects=tuple(project for project in projects if project.changes),
    )


def _listed(before: model.DepartmentYear, after: model.DepartmentYear) -> Iterator[Change]:
    """What a reviewer lets pass, what the public may not see, and what it is told.

    Those of another year's file are not missing here.
    """
    exceptions = (Kind.EXEMPTION_ADDED, Kind.EXEMPTION_DROPPED)
    withholdings = (Kind.WITHHOLDING_ADDED, Kind.WITHHOLDING_DROPPED)
    corrections = (Kind.CORRECTION_ADDED, Kind.CORRECTION_DROPPED)
    for label, kinds, texts in (
        ("审核例外", exceptions, _exemptions),
        ("不公开", withholdings, _withholdings),
        ("更正记录", corrections, _corrections),
    ):
        old, new = texts(before), texts(after)
        for index, text in enumerate(old if before.year == after.year else ()):
            if text not in new:
                yield from _plain(kinds[1], label, text, None, f"/{label}/{index}")
        for index, text in enumerate(new):
            if text not in old:
                yield from _plain(kinds[0], label, None, text, f"/{label}/{index}")


def _one_side(
    before: model.DepartmentYear | None, after: model.DepartmentYear | None
) -> Iterator[Change]:
    old, new = (
        f"{record.department.name or ''} {record.year}年，{record.status}" if record else None
        for record in (before, after)
    )
    kind = Kind.FILE_ADDED if after else Kind.FILE_DROPPED
    yield from _plain(kind, "文件", old, new, "")


def _head(before: model.DepartmentYear, after: model.DepartmentYear) -> Iterator[Change]:
    old, new = model.chinese(before), model.chinese(after)
    for label in HEAD if before.year == after.year else HEAD[1:]:
        yield from _plain(Kind.HEAD_CHANGED, label, old.get(label), new.get(label), f"/{label}")
    for label, one, other in (
        ("部门编码", before.department.code, after.department.code),
        ("部门名称", before.department.name, after.department.name),
    ):
        yield from _plain(Kind.HEAD_CHANGED, label, one or None, other or None, "/部门")
    yield from _listed(before, after)
    place = "/整体绩效目标"
    old_targets, new_targets = before.targets, after.targets
    yield from _text(
        TEXTS, "总体绩效目标", old_targets.overall, new_targets.overall, f"{place}/总体绩效目标"
    )
    yield from _named(
        [_sub_target(one) for one in old_targets.sub_targets],
        [_sub_target(one) for one in new_targets.sub_targets],
        "分项绩效目标",
    )
    yield from _named(
        [(one.name or "", one.content or "") for one in old_targets.measures],
        [(one.name or "", one.content or "") for one in new_targets.measures],
        "工作保障措施",
    )


def _corrections(record: model.DepartmentYear) -> list[str]:
    return [f"{one.date} {one.change}（{one.reason}）" for one in record.corrections]


def _exemptions(record: model.DepartmentYear) -> list[str]:
    return [f"{one.rule}：{one.place}（{one.reason}）" for one in record.exemptions]


def _withholdings(record: model.DepartmentYear) -> list[str]:
    return [f"{one.place}（{one.reason}）" for one in record.withheld]


def _sub_target(one: model.SubTarget) -> tuple[str, str]:
    texts = [text for text in (one.goal, one.indicators) if isinstance(text, str)]
    return one.name or "", "\n".join(texts)


def _named(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]], label: str
) -> Iterator[Change]:
    """Items that have a name and a text, matched by name, or by text where there is none."""
    pairs = match_texts(
        [name or text for name, text in before], [name or text for name, text in after]
    )
    for pair in pairs:
        old = None if pair.before is None else "：".join(filter(None, before[pair.before]))
        new = None if pair.after is None else "：".join(filter(None, after[pair.after]))
        index = pair.before if pair.after is None else pair.after
        name = (before if pair.after is None else after)[index or 0][0]
        for change in _text(TEXTS, label, old, new, f"/整体绩效目标/{label}/{index}"):
            yield structs.replace(change, indicator=name)


def project_changes(
    old: model.Project,
    new: model.Project,
    files: tuple[model.DepartmentYear, model.DepartmentYear],
    place: str = "",
    is_likely: bool = False,
) -> ProjectChanges:
    """What became of one project; ``files`` are the two years that it stands in.

    ``place`` is the JSON Pointer of the project in the file after.
    """
    changes = tuple(_within(old, new, place, (files[0].year, files[1].year)))
    return ProjectChanges(
        identity=new.identity,
        name=new.name,
        changes=changes,
        remarks=tuple(_remarks(old, new, changes, files)),
        is_likely=is_likely,
    )


def _project(
    pair: Pair, before: model.DepartmentYear | None, after: model.DepartmentYear | None
) -> ProjectChanges:
    old = before.projects[pair.before] if before and pair.before is not None else None
    new = after.projects[pair.after] if after and pair.after is not None else None
    place = f"/项目/{pair.before if pair.after is None else pair.after}"
    if before and after and old and new:
        return project_changes(old, new, (before, after), place, pair.is_likely)
    one, file = (new, after) if new else (old, before)
    if one is None or file is None:
        raise ValueError("a pair has a project on one side at least")
    kind = Kind.PROJECT_ADDED if new else Kind.PROJECT_DROPPED
    told = _summary(one, file)
    sides = (None, told) if new else (told, None)
    change = Change(kind=kind, label="项目", before=sides[0], after=sides[1], pointer=place)
    return ProjectChanges(
        identity=one.identity,
        name=one.name,
        changes=(change,),
        remarks=(f"{kind.value}{_budget(one, file)}",),
    )


def _summary(project: model.Project, file: model.DepartmentYear) -> str:
    return f"{project.name}{_budget(project, file)}，指标 {len(project.filled_indicators)} 条"


def _budget(project: model.Project, file: model.DepartmentYear) -> str:
    return f"，预算数 {file.budget(project)}" if project.amount is not None else ""


def _within(
    old: model.Project, new: model.Project, place: str, years: tuple[int, int]
) -> Iterator[Change]:
    before, after = model.chinese(old), model.chinese(new)
    for label, kind in NAMING.items():
        yield from _plain(kind, label, before.get(label), after.get(label), f"{place}/{label}")
    renamed = (Kind.PROJECT_RENAMED,) * 3
    yield from _text(renamed, "项目名称", old.name, new.name, f"{place}/项目名称")
    for label, kind in AMOUNTS.items():
        yield from _amount(kind, label, before.get(label), after.get(label), f"{place}/{label}")
    yield from _text(
        TEXTS, "资金用途", old.purpose or None, new.purpose or None, f"{place}/资金用途"
    )
    yield from _plan(old, new, f"{place}/资金支出计划")
    goals = [[goal or "" for goal in project.goals] for project in (old, new)]
    for pair in match_texts(*goals):
        index = pair.before if pair.after is None else pair.after
        yield from _text(GOALS, "绩效目标", *_sides(pair, *goals), f"{place}/绩效目标/{index}")
    yield from _indicators(old, new, f"{place}/绩效指标", years)


def _sides(
    pair: Pair, before: Sequence[str], after: Sequence[str]
) -> tuple[str | None, str | None]:
    old = None if pair.before is None else before[pair.before]
    new = None if pair.after is None else after[pair.after]
    return old, new


def _amount(
    kind: Kind, label: str, before: object, after: object, pointer: str
) -> Iterator[Change]:
    """“1.00” and “1” are one amount; a row that the form does not have is no amount."""
    if isinstance(before, Decimal) and isinstance(after, Decimal) and before == after:
        if str(before) != str(after):
            yield from _plain(Kind.FORMATTING_ONLY, label, before, after, pointer)
        return
    yield from _plain(kind, label, before, after, pointer)


def _plan(old: model.Project, new: model.Project, place: str) -> Iterator[Change]:
    plans = [
        model.chinese(plan) if isinstance(plan, model.SpendingPlan) else {}
        for plan in (old.spending_plan, new.spending_plan)
    ]
    before, after = (
        "、".join(f"{date} {share}" for date, share in plan.items() if share is not None)
        for plan in plans
    )
    same = all(plans[0].get(date) == plans[1].get(date) for date in {**plans[0], **plans[1]})
    kind = Kind.FORMATTING_ONLY if same else Kind.PLAN_CHANGED
    yield from _plain(kind, "资金支出计划", before or None, after or None, place)


def _indicators(
    old: model.Project, new: model.Project, place: str, years: tuple[int, int]
) -> Iterator[Change]:
    before = [(i, row) for i, row in enumerate(old.indicators) if not row.is_blank]
    after = [(i, row) for i, row in enumerate(new.indicators) if not row.is_blank]
    for pair in match_indicators([row for _, row in before], [row for _, row in after]):
        one = None if pair.before is None else before[pair.before]
        other = None if pair.after is None else after[pair.after]
        if one and other:
            yield from _row(one[1], other[1], f"{place}/{other[0]}", years, pair.is_likely)
        elif other:
            yield _whole_row(Kind.INDICATOR_ADDED, other[1], f"{place}/{other[0]}")
        elif one:
            yield _whole_row(Kind.INDICATOR_DROPPED, one[1], f"{place}/{one[0]}")


def _whole_row(kind: Kind, row: model.Indicator, pointer: str) -> Change:
    told = f"{row.name}：{row.value or '（空白）'}"
    is_new = kind is Kind.INDICATOR_ADDED
    return Change(
        kind=kind,
        label="绩效指标",
        before=None if is_new else told,
        after=told if is_new else None,
        level2=row.level2,
        indicator=row.name,
        pointer=pointer,
    )


def _row(
    old: model.Indicator, new: model.Indicator, place: str, years: tuple[int, int], likely: bool
) -> Iterator[Change]:
    for change in _cells(old, new, place, years):
        yield structs.replace(change, level2=new.level2, indicator=new.name, is_likely=likely)


def _cells(
    old: model.Indicator, new: model.Indicator, place: str, years: tuple[int, int]
) -> Iterator[Change]:
    yield from _plain(Kind.INDICATOR_MOVED, "二级指标", old.level2, new.level2, f"{place}/二级指标")
    yield from _text(CELLS, "三级指标", old.level3, new.level3, f"{place}/三级指标")
    yield from _text(
        CELLS, "绩效指标描述", old.description, new.description, f"{place}/绩效指标描述"
    )
    found = verdict(old, new, years)
    if found is not Verdict.SAME:
        yield from _plain(TARGETS[found], "指标值", old.value, new.value, f"{place}/指标值")
    yield from _text(BASES, "指标值确定依据", old.basis, new.basis, f"{place}/指标值确定依据")


def _plain(kind: Kind, label: str, before: object, after: object, pointer: str) -> Iterator[Change]:
    """A change if the two are written differently; blank and absent are both None."""
    old = None if before is None else str(before)
    new = None if after is None else str(after)
    if old != new:
        yield Change(kind=kind, label=label, before=old, after=new, pointer=pointer)


def _text(
    kinds: tuple[Kind, Kind, Kind],
    label: str,
    before: str | None,
    after: str | None,
    pointer: str,
) -> Iterator[Change]:
    """``kinds`` are for what is new, gone and reworded; the same words are formatting only."""
    added, dropped, reworded = kinds
    if before and after:
        kind = Kind.FORMATTING_ONLY if _same_words(before, after) else reworded
    else:
        kind = added if after else dropped
    yield from _plain(kind, label, before or None, after or None, pointer)


def _same_words(one: str, other: str) -> bool:
    return words(unicodedata.normalize("NFKC", one)) == words(unicodedata.normalize("NFKC", other))


def _remarks(
    old: model.Project,
    new: model.Project,
    changes: tuple[Change, ...],
    files: tuple[model.DepartmentYear, model.DepartmentYear],
) -> Iterator[str]:
    """What a reviewer should ask about, when money and targets do not move together."""
    was = budget_yuan(old.budget, files[0].unit)
    is_now = budget_yuan(new.budget, files[1].unit)
    if not was or is_now is None or is_now <= was:
        return
    share = f"{(is_now - was) / was * 100:.0f}%"
    touched = {change.kind for change in changes if change.label in ("指标值", "绩效指标")}
    relaxed = [change.indicator for change in changes if _is_relaxed(change)]
    if not touched - {Kind.FORMATTING_ONLY}:
        yield f"预算增加 {share}，指标值一条没变"
    if relaxed:
        more = f"等 {len(relaxed)} 条" if len(relaxed) > NAMED else ""
        yield f"预算增加 {share}，却放宽了：{'、'.join(relaxed[:NAMED])}{more}"


def _is_relaxed(change: Change) -> bool:
    """A ceiling of cost that rises with the budget promises no less."""
    is_cost = (
        change.level2.endswith("成本指标") and parse(change.after or "").kind is ValueKind.MONEY
    )
    return change.kind is Kind.TARGET_RELAXED and not is_cost

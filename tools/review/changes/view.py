"""Changes as they are shown: where, what, and both sides cut into words that stayed or went."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from tools.likeness.phrases import Part, Segment, phrases
from tools.review.changes.kinds import Change, FileChanges, Kind, ProjectChanges

LONGEST_SAME = 40  # signs of unchanged text that are shown beside a change

# What is shown of a longer one behind and before a change: some sixteen signs, no cut number.
SHOWN = 16
NUMERALS = "0123456789."

GONE = {
    Kind.FILE_DROPPED,
    Kind.PROJECT_DROPPED,
    Kind.INDICATOR_DROPPED,
    Kind.GOAL_DROPPED,
    Kind.TEXT_DROPPED,
}
NEW = {Kind.FILE_ADDED, Kind.PROJECT_ADDED, Kind.INDICATOR_ADDED, Kind.GOAL_ADDED, Kind.TEXT_ADDED}
LOOSER = {Kind.TARGET_RELAXED, Kind.TARGET_MADE_QUALITATIVE, Kind.TARGET_DROPPED}
STRICTER = {Kind.TARGET_TIGHTENED, Kind.TARGET_MADE_QUANTITATIVE, Kind.TARGET_ADDED}

# What is compared as a whole and never word by word.
WHOLE = {"状态", "版式", "项目编码", "预算数", "财政资金", "其他资金", "二级指标", "指标值"}


class Line(Struct, frozen=True, kw_only=True):
    """One change. ``tone`` is how it weighs: looser, stricter, gone, new or plain.

    ``name`` is that of the indicator, of a 分项绩效目标 or of a 工作保障措施, if it is in one.
    """

    where: str
    name: str
    what: str
    tone: str
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]
    is_likely: bool


class ProjectView(Struct, frozen=True, kw_only=True):
    """One project: what its line of the summary says, and its changes."""

    name: str
    budget: str
    counts: dict[str, int]
    remarks: tuple[str, ...]
    is_likely: bool
    lines: tuple[Line, ...]


class FileView(Struct, frozen=True, kw_only=True):
    """One department-year."""

    before: str
    after: str
    head: tuple[Line, ...]
    projects: tuple[ProjectView, ...]

    @property
    def summary(self) -> str:
        """How much changed, in a line: “项目 5 个有改动：收紧 3 条，放宽 1 条，其他改动 20 处”."""
        totals: Counter[str] = Counter()
        for project in self.projects:
            totals.update(project.counts)
        told = "，".join(f"{label} {count}" for label, count in totals.items() if count)
        return f"{len(self.projects)} 个项目有改动：{told}" if told else "项目没有改动"

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return not self.head and not self.projects


COLUMNS = {
    "收紧": STRICTER,
    "放宽": LOOSER,
    "不可比": {Kind.TARGET_INCOMPARABLE, Kind.TARGET_UNIT_CHANGED},
    "新增指标": {Kind.INDICATOR_ADDED},
    "取消指标": {Kind.INDICATOR_DROPPED},
}


def view(changes: FileChanges) -> FileView:
    """What the reports show of the changes of one file."""
    return FileView(
        before=changes.before,
        after=changes.after,
        head=tuple(_line(change) for change in changes.head),
        projects=tuple(project_view(project) for project in changes.projects),
    )


def excerpt(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The same with long unchanged stretches cut down to what stands beside a change."""
    return tuple(
        Segment(segment.part, _cut(segment.text, index == 0, index == len(segments) - 1))
        if segment.part is Part.SAME
        else segment
        for index, segment in enumerate(segments)
    )


def _cut(text: str, is_first: bool, is_last: bool) -> str:
    if len(text) <= LONGEST_SAME:
        return text
    if is_first and is_last:
        return f"{text[:LONGEST_SAME]}……"
    head = len(text) - len(text[SHOWN:].lstrip(NUMERALS))
    tail = len(text[:-SHOWN].rstrip(NUMERALS))
    return f"{'' if is_first else text[:head]}……{'' if is_last else text[tail:]}"


def project_view(project: ProjectChanges) -> ProjectView:
    """What the reports show of the changes of one project."""
    kinds = Counter(change.kind for change in project.changes)
    counts = {label: sum(kinds[kind] for kind in some) for label, some in COLUMNS.items()}
    counts["其他改动"] = len(project.changes) - sum(counts.values())
    budget = next((c for c in project.changes if c.kind is Kind.BUDGET_CHANGED), None)
    return ProjectView(
        name=project.name,
        budget=f"{budget.before or '空白'} → {budget.after or '空白'}" if budget else "",
        counts=counts,
        remarks=project.remarks,
        is_likely=project.is_likely,
        lines=tuple(_line(change) for change in project.changes),
    )


def _line(change: Change) -> Line:
    before, after = _segments(change)
    return Line(
        where=_where(change),
        name=change.indicator,
        what=change.kind.value,
        tone=_tone(change.kind),
        before=before,
        after=after,
        is_likely=change.is_likely,
    )


def _where(change: Change) -> str:
    if not change.indicator:
        return change.label
    if not change.level2:
        return f"{change.label}“{change.indicator}”"
    row = f"{change.level2.removesuffix('指标')}“{change.indicator}”"
    return row if change.label == "绩效指标" else f"{row}的{change.label}"


def _tone(kind: Kind) -> str:
    tones = {"gone": GONE, "new": NEW, "looser": LOOSER, "stricter": STRICTER}
    return next((name for name, kinds in tones.items() if kind in kinds), "plain")


def _segments(change: Change) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Both sides; what was reworded is marked word by word."""
    if change.before is None or change.after is None or change.label in WHOLE:
        return _side(change.before, Part.GONE), _side(change.after, Part.NEW)
    found = phrases(change.before, change.after)
    return (
        excerpt(_without(found, Part.NEW)),
        excerpt(_without(found, Part.GONE)),
    )


def _side(text: str | None, part: Part) -> tuple[Segment, ...]:
    return () if text is None else (Segment(part, text),)


def _without(segments: Iterable[Segment], part: Part) -> tuple[Segment, ...]:
    return tuple(segment for segment in segments if segment.part is not part)

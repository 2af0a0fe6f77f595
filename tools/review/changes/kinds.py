"""The kinds of changes there are, and one change."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What happened, in the words that people read; the name is what programs read."""

    FILE_ADDED = "新增文件"
    FILE_DROPPED = "删除文件"
    HEAD_CHANGED = "表头变了"
    EXEMPTION_ADDED = "新增审核例外"
    EXEMPTION_DROPPED = "删去审核例外"
    WITHHOLDING_ADDED = "新增不公开"
    WITHHOLDING_DROPPED = "取消不公开"
    CORRECTION_ADDED = "新增更正记录"
    CORRECTION_DROPPED = "删去更正记录"
    TEXT_ADDED = "新增文字"
    TEXT_DROPPED = "删去文字"
    TEXT_REWORDED = "文字改写"
    PROJECT_ADDED = "新增项目"
    PROJECT_DROPPED = "取消项目"
    PROJECT_RENAMED = "项目改名"
    CODE_CHANGED = "编码变了"
    BUDGET_CHANGED = "预算变了"
    SOURCE_CHANGED = "资金来源变了"
    PLAN_CHANGED = "支出计划变了"
    GOAL_ADDED = "新增目标"
    GOAL_DROPPED = "删去目标"
    GOAL_REWORDED = "目标改写"
    INDICATOR_ADDED = "新增指标"
    INDICATOR_DROPPED = "取消指标"
    INDICATOR_MOVED = "指标换类别"
    INDICATOR_REWORDED = "指标改写"
    TARGET_TIGHTENED = "指标值收紧"
    TARGET_RELAXED = "指标值放宽"
    TARGET_INCOMPARABLE = "指标值变了，不可比"
    TARGET_UNIT_CHANGED = "指标值换单位"
    TARGET_MADE_QUALITATIVE = "指标值改为定性"
    TARGET_MADE_QUANTITATIVE = "指标值改为定量"
    TARGET_REWORDED = "指标值改写"
    TARGET_ADDED = "补上指标值"
    TARGET_DROPPED = "删去指标值"
    BASIS_CHANGED = "依据变了"
    FORMATTING_ONLY = "只改写法"
    WITHHELD = "不公开"

    @property
    def code(self) -> str:
        """The name that programs read, e.g. ``target-tightened``."""
        return self.name.lower().replace("_", "-")


class Change(Struct, frozen=True, kw_only=True):
    """One change with the old and the new value as they are written; None where there is none.

    ``label`` is the form's own label of the cell. ``level2`` and ``indicator`` name the row that
    it stands in, by the names after the change; without ``level2``, ``indicator`` is the name of a
    分项绩效目标 or 工作保障措施. ``pointer`` is the JSON Pointer in the file after,
    or in the one before for what was dropped.
    """

    kind: Kind
    label: str
    before: str | None = None
    after: str | None = None
    level2: str = ""
    indicator: str = ""
    pointer: str = ""
    is_likely: bool = False


class ProjectChanges(Struct, frozen=True, kw_only=True):
    """What happened to one project, under its code or name; ``remarks`` point things out.

    ``is_likely`` says that the two projects are only thought to be the same.
    """

    identity: str
    name: str
    changes: tuple[Change, ...]
    remarks: tuple[str, ...] = ()
    is_likely: bool = False


class FileChanges(Struct, frozen=True, kw_only=True):
    """What happened to one department-year; projects without any change are left out."""

    before: str
    after: str
    head: tuple[Change, ...]
    projects: tuple[ProjectChanges, ...]

    @property
    def all(self) -> tuple[Change, ...]:
        """Every change, in the order of the form."""
        return (*self.head, *(change for one in self.projects for change in one.changes))

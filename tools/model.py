"""A department's targets for one year, as the official form has them.

This is the only place that maps the form's Chinese labels to English names. ``UNSET`` means
that the form has no such row; ``None`` that its cell is blank.
"""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType, convert, field, to_builtins

from tools.value import TargetValue, parse

Text = str | None
OptionalText = str | None | UnsetType
OptionalAmount = Decimal | None | UnsetType
Former = tuple[str, ...] | UnsetType

# The 状态 of a file that is still being written.
DRAFT = "编制中"

# What the public reads where something is withheld; the reason follows in brackets.
WITHHELD = "依法不予公开"


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """What every part of the form has in common: frozen, and strict about its keys."""


class Department(Record, frozen=True, kw_only=True):
    """部门, the body that answers for the targets (预算部门或单位)."""

    code: OptionalText = field(default=UNSET, name="编码")
    name: Text = field(name="名称")


class Origin(Record, frozen=True, kw_only=True):
    """来源: the published document, and what had to be inferred because it is not printed."""

    file: str | UnsetType = field(default=UNSET, name="文件")
    note: str | UnsetType = field(default=UNSET, name="说明")


class SubTarget(Record, frozen=True, kw_only=True):
    """One 分项绩效目标: what a line of work is to achieve."""

    name: Text = field(name="名称")
    goal: OptionalText = field(default=UNSET, name="绩效目标")
    indicators: OptionalText = field(default=UNSET, name="绩效指标")


class Measure(Record, frozen=True, kw_only=True):
    """One 工作保障措施; without a name it is printed as a plain paragraph."""

    name: OptionalText = field(default=UNSET, name="名称")
    content: Text = field(name="内容")


class OverallTargets(Record, frozen=True, kw_only=True):
    """整体绩效目标, the form's first part."""

    overall: Text = field(name="总体绩效目标")
    sub_targets: tuple[SubTarget, ...] = field(name="分项绩效目标")
    measures: tuple[Measure, ...] = field(name="工作保障措施")


class SpendingPlan(Record, frozen=True, kw_only=True):
    """资金支出计划: the cumulative share of the budget spent by each date, in per cent."""

    march: Decimal | None = field(name="3月底")
    june: Decimal | None = field(name="6月底")
    october: Decimal | None = field(name="10月底")
    december: Decimal | None = field(name="12月底")


class Indicator(Record, frozen=True, kw_only=True):
    """One row of the indicator table (绩效指标)."""

    level2: str = field(name="二级指标")
    level3: Text = field(name="三级指标")
    former: Former = field(default=UNSET, name="曾用名")
    description: Text = field(name="绩效指标描述")
    value: Text = field(name="指标值")
    basis: Text = field(name="指标值确定依据")

    @property
    def is_blank(self) -> bool:
        """Whether the form's row was left empty but for its printed class."""
        return not any((self.level3, self.description, self.value, self.basis))

    @property
    def name(self) -> str:
        """What people call the row: 三级指标, or where that is blank the next best cell."""
        return self.level3 or self.description or self.level2

    @property
    def target(self) -> TargetValue:
        """The 指标值 as it is understood; a blank one is text."""
        return parse(self.value or "")


class Project(Record, frozen=True, kw_only=True):
    """One budget project (预算项目) with its 绩效目标表."""

    heading: str | UnsetType = field(default=UNSET, name="标题")
    category: str | UnsetType = field(default=UNSET, name="项目类别")
    code: OptionalText = field(default=UNSET, name="项目编码")
    name: str = field(name="项目名称")
    former: Former = field(default=UNSET, name="曾用名")
    budget: OptionalAmount = field(default=UNSET, name="预算数")
    fiscal_funds: OptionalAmount = field(default=UNSET, name="财政资金")
    other_funds: OptionalAmount = field(default=UNSET, name="其他资金")
    purpose: OptionalText = field(default=UNSET, name="资金用途")
    spending_plan: SpendingPlan | UnsetType = field(default=UNSET, name="资金支出计划")
    goals: tuple[str, ...] = field(name="绩效目标")
    indicators: tuple[Indicator, ...] = field(name="绩效指标")

    @property
    def identity(self) -> str:
        """The code, or the name where the form has no code or left it blank."""
        return self.code if isinstance(self.code, str) and is_code(self.code) else self.name

    @property
    def amount(self) -> Decimal | None:
        """The 预算数, zero among them; None where the form prints none or it is blank."""
        return self.budget if isinstance(self.budget, Decimal) else None

    @property
    def filled_indicators(self) -> tuple[Indicator, ...]:
        """The rows somebody filled in; forms print blank rows as well."""
        return tuple(row for row in self.indicators if not row.is_blank)


class Correction(Record, frozen=True, kw_only=True):
    """One 更正记录: why a published file was changed."""

    date: str = field(name="日期")
    change: str = field(name="内容")
    reason: str = field(name="原因")


class Exemption(Record, frozen=True, kw_only=True):
    """One 审核例外: a review finding that was looked at and accepted, and why."""

    rule: str = field(name="规则")
    place: str = field(name="位置")
    reason: str = field(name="理由")


class Withheld(Struct, frozen=True):
    """What the public sees in the place of something that is withheld from it."""

    reason: str

    def __str__(self) -> str:
        """The words that stand there: 依法不予公开, and why."""
        return f"{WITHHELD}（{self.reason}）"


class Withholding(Record, frozen=True, kw_only=True):
    """One 不公开: a project, a row or a cell that the public may not see, and why.

    ``tools/source/withholding.py`` says what a place may be.
    """

    place: str = field(name="位置")
    reason: str = field(name="理由")


class DepartmentYear(Record, frozen=True, kw_only=True):
    """One file of ``targets/``: a department's targets for one budget year."""

    format: int = field(name="格式")
    year: int = field(name="年度")
    status: str = field(name="状态")
    form: str = field(name="版式")
    framework: str = field(default="88号", name="指标框架")
    department: Department = field(name="部门")
    unit: str | UnsetType = field(default=UNSET, name="金额单位")
    origin: Origin | UnsetType = field(default=UNSET, name="来源")
    targets: OverallTargets = field(name="整体绩效目标")
    projects: tuple[Project, ...] = field(name="项目")
    withheld: tuple[Withholding, ...] = field(default=(), name="不公开")
    corrections: tuple[Correction, ...] = field(default=(), name="更正记录")
    exemptions: tuple[Exemption, ...] = field(default=(), name="审核例外")

    def budget(self, project: Project) -> str:
        """A project's 预算数 with its unit; empty where there is none."""
        return "" if project.amount is None else f"{project.amount}{self.unit or ''}"

    @property
    def is_published(self) -> bool:
        """Published files are frozen: findings on them are shown and do not fail."""
        return self.status == "已公开"

    @property
    def is_draft(self) -> bool:
        """Drafts are still being written and are nobody's business outside."""
        return self.status == DRAFT

    def withheld_project(self, project: Project) -> Withheld | None:
        """Why the public may not see a project at all; None where it may."""
        found = (one.reason for one in self.withheld if one.place == project.identity)
        return next(map(Withheld, found), None)

    @property
    def disclosed(self) -> tuple[Project, ...]:
        """The projects that are not withheld as a whole: what public totals are made of."""
        return tuple(p for p in self.projects if self.withheld_project(p) is None)

    def indicators(self) -> Iterator[tuple[Project, Indicator]]:
        """Every row of every project, in the order of the form."""
        for project in self.projects:
            for indicator in project.indicators:
                yield project, indicator


class RegionDepartment(Record, frozen=True, kw_only=True):
    """How the site names a department of the region, above its years."""

    name: str = field(name="名称")
    former: Former = field(default=UNSET, name="曾用网址")


class Region(Record, frozen=True, kw_only=True):
    """region.yaml: the county or district whose departments publish here."""

    format: int = field(name="格式")
    name: str = field(name="名称")
    full_name: str | UnsetType = field(default=UNSET, name="全称")
    code: str | UnsetType = field(default=UNSET, name="区划代码")
    note: str | UnsetType = field(default=UNSET, name="说明")
    sample: bool = field(default=False, name="示例数据")
    former: Former = field(default=UNSET, name="曾用网址")
    departments: dict[str, RegionDepartment] = field(name="部门")


def is_code(text: str) -> bool:
    """Whether a 项目编码 cell holds a code at all: forms are found with “————” or “无” in it."""
    return any(char in "0123456789" for char in text)


def is_withheld(text: object) -> bool:
    """Whether a text of a redacted record only says that something is withheld."""
    return isinstance(text, str) and text.startswith(f"{WITHHELD}（")


def department_year(tree: object) -> DepartmentYear:
    """Build the model from a tree that has passed ``department-year.schema.json``."""
    return convert(tree, DepartmentYear)


def region(tree: object) -> Region:
    """Build the model from a tree that has passed ``region.schema.json``."""
    return convert(tree, Region)


def chinese(record: Record) -> dict[str, object]:
    """The record under the form's own labels; rows the form does not have are absent."""
    result: dict[str, object] = to_builtins(record, builtin_types=(Decimal,))
    return result

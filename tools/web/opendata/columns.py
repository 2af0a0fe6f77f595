"""The columns of every table, in one place: CSV, XLSX, SQLite, JSON, schemas and the data
dictionary are all made of what stands here, so they cannot disagree.

A column's ``label`` is the form's own word, the same as the key in the YAML file; its ``name`` is
for programs. ``of`` finds the value; ``UNSET`` means that the form has no such cell, None that the
cell is blank. A table with columns that can be ``UNSET`` has one that lists them; one with cells
that can be withheld has one that lists those.
"""  # noqa: D205

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from msgspec import UNSET, Struct, UnsetType

from tools import model
from tools import value as values
from tools.review.changes.verdict import Verdict
from tools.web.opendata.subjects import (
    NEW,
    Correction,
    Indicator,
    Measure,
    Project,
    Share,
    SubTarget,
    Year,
)

Value = str | int | bool | Decimal | date | tuple[str, ...] | None
Row = tuple[Value, ...]


class Told(Protocol):
    """Whatever a row can tell of."""

    @property
    def withheld(self) -> dict[str, model.Withheld]:
        """Why its cells are withheld, by their labels."""


class OfYear(Told, Protocol):
    """Whatever belongs to a department-year."""

    @property
    def year(self) -> Year:
        """The department-year."""


class OfProject(OfYear, Protocol):
    """Whatever belongs to a project."""

    @property
    def project(self) -> Project:
        """The project."""


class Numbered(Told, Protocol):
    """Whatever has a place among its like, from 1."""

    @property
    def number(self) -> int:
        """The place."""


T = TypeVar("T", bound=Told)
N = TypeVar("N", bound=Numbered)
Y = TypeVar("Y", bound=OfYear)
P = TypeVar("P", bound=OfProject)


class Kind(StrEnum):
    """What a column's cells hold, in the words of the data dictionary."""

    TEXT = "文字"
    LINES = "多条文字"
    COLUMNS = "栏目"
    INTEGER = "整数"
    DECIMAL = "小数"
    BOOLEAN = "是否"
    DATE = "日期"


class Column(Struct, Generic[T], frozen=True):
    """One column. ``context`` repeats what a JSON document says further up."""

    name: str
    label: str
    about: str
    of: Callable[[T], Value | UnsetType]
    kind: Kind = Kind.TEXT
    required: bool = False
    context: bool = False
    refers: str = ""
    choices: tuple[str, ...] = ()
    width: int = 12


class Table(Struct, Generic[T], frozen=True):
    """One table; the first column is its key."""

    name: str
    title: str
    about: str
    columns: tuple[Column[T], ...]

    def row(self, subject: T) -> Row:
        """The subject's cells in the order of the columns; what is withheld is not among them."""
        withheld = subject.withheld
        row: list[Value] = []
        listed: dict[str, list[str]] = {ABSENT: [], WITHHELD: []}
        for column in self.columns:
            cell = column.of(subject)
            if isinstance(cell, UnsetType):
                listed[ABSENT].append(column.name)
                cell = None
            elif column.label in withheld:
                listed[WITHHELD].append(column.name)
                cell = cell if column.required else None
            row.append(cell)
        return tuple(
            tuple(listed[column.name]) if column.kind is Kind.COLUMNS else cell
            for column, cell in zip(self.columns, row, strict=True)
        )

    def rows(self, subjects: Iterable[T]) -> list[Row]:
        """The rows of all subjects."""
        return [self.row(subject) for subject in subjects]

    def place(self, name: str) -> int:
        """Where the column of this name stands, from 0."""
        return [column.name for column in self.columns].index(name)

    def labels(self, names: Iterable[str]) -> tuple[str, ...]:
        """What people call the columns of these names."""
        known = {column.name: column.label for column in self.columns}
        return tuple(known[name] for name in names)


# The columns that list other columns.
ABSENT, WITHHELD = "absent", "withheld"

# Where a row belongs, for people: every table begins so behind the id.
PLACE: tuple[Column[Year], ...] = (
    Column("region_name", "地区", "地区简称", lambda y: y.place.name, width=14),
    Column("department_name", "部门", "部门在网站上的名称", lambda y: y.name, width=22),
    Column("year", "年度", "预算年度", lambda y: y.entry.year, Kind.INTEGER, width=7),
    Column("sample", "示例数据", "是：纯属虚构", lambda y: y.place.sample, Kind.BOOLEAN, width=9),
)
# The same for programs: every table ends so.
FOLDERS: tuple[Column[Year], ...] = (
    Column("region", "地区代号", "地区的文件夹名，也是网址的第一段", lambda y: y.entry.region),
    Column("department", "部门代号", "部门的文件夹名，网址的第二段", lambda y: y.entry.department),
)


def _seen(
    columns: tuple[Column[Year], ...], year: Callable[[T], Year], *, context: bool = True
) -> tuple[Column[T], ...]:
    """Columns of a department-year in a table of what belongs to it."""

    def through(of: Callable[[Year], Value | UnsetType]) -> Callable[[T], Value | UnsetType]:
        return lambda subject: of(year(subject))

    return tuple(
        Column(
            column.name,
            column.label,
            column.about,
            through(column.of),
            column.kind,
            required=True,
            context=context,
            width=column.width,
        )
        for column in columns
    )


def _place(subject: type[Y]) -> tuple[Column[Y], ...]:  # noqa: ARG001 - says which Y is meant
    return _seen(PLACE, lambda s: s.year)


def _behind(subject: type[Y]) -> tuple[Column[Y], ...]:  # noqa: ARG001
    """The last columns of a table whose rows belong to a department-year."""
    year: Column[Y] = Column(
        "department_year",
        "部门年度",
        "所属部门年度的标识",
        lambda s: s.year.address,
        required=True,
        context=True,
        refers="department_years",
        width=28,
    )
    return (year, *_seen(FOLDERS, lambda s: s.year))


def _project(subject: type[P]) -> tuple[Column[P], ...]:
    """The first columns of a table whose rows belong to a project."""
    code: Column[P] = Column(
        "project_code",
        "项目编码",
        "所属项目的编码，空白或没有这一栏时为空",
        lambda s: s.project.code,
        context=True,
        width=24,
    )
    name: Column[P] = Column(
        "project_name",
        "项目名称",
        "所属项目的名称",
        lambda s: s.project.record.name,
        required=True,
        context=True,
        width=30,
    )
    return (*_place(subject), code, name)


def _behind_project(subject: type[P]) -> tuple[Column[P], ...]:
    """The last columns of a table whose rows belong to a project."""
    project: Column[P] = Column(
        "project",
        "项目",
        "所属项目的标识",
        lambda s: s.project.id,
        required=True,
        context=True,
        refers="projects",
        width=30,
    )
    return (project, *_behind(subject))


def _id(about: str, of: Callable[[T], str]) -> Column[T]:
    return Column("id", "标识", about, of, required=True, width=16)


def _number(
    subject: type[N],  # noqa: ARG001
    label: str = "序号",
    about: str = "在文件里的先后，从 1 起",
) -> Column[N]:
    return Column("number", label, about, lambda s: s.number, Kind.INTEGER, required=True, width=6)


def _absent() -> Column[T]:
    about = "官方表格没有的栏目；不在其中而为空的，是表格有这一栏但没有填"
    return Column(ABSENT, "没有的栏目", about, lambda _: (), Kind.COLUMNS, required=True, width=20)


def _withheld() -> tuple[Column[T], ...]:
    """Which cells are withheld, and why."""
    about = "依法不予公开的栏目；这些栏目为空，不能空的写“依法不予公开”和理由"
    listed: Column[T] = Column(
        WITHHELD, "不公开的栏目", about, lambda _: (), Kind.COLUMNS, required=True, width=20
    )
    why: Column[T] = Column(
        "withheld_reason", "不公开的理由", "没有不公开的栏目的为空", _reasons, width=30
    )
    return listed, why


def _reasons(subject: Told) -> str | None:
    return "；".join(dict.fromkeys(why.reason for why in subject.withheld.values())) or None


DEPARTMENT_YEARS = Table[Year](
    "department_years",
    "部门年度",
    "一个部门一个年度一行：公开了什么，出自哪里，整体要达到什么目标。",
    (
        _id("地区代号/部门代号/年度，也是网页的网址", lambda y: y.address),
        *_seen(PLACE, lambda y: y, context=False),
        Column(
            "region_full_name",
            "地区全称",
            "带上级的全称，没有载明的为空",
            lambda y: y.place.full_name or None,
            width=24,
        ),
        Column(
            "region_code",
            "区划代码",
            "照预算系统所用，功能区可能不在国标之内；没有载明的为空",
            lambda y: y.place.code or None,
        ),
        Column(
            "department_code", "部门编码", "表格上的单位编码", lambda y: y.record.department.code
        ),
        Column(
            "printed_name",
            "部门名称",
            "表格上的单位全称",
            lambda y: y.record.department.name,
            width=30,
        ),
        Column(
            "status",
            "状态",
            "编制中、已批复或已公开",
            lambda y: y.record.status,
            required=True,
            choices=("编制中", "已批复", "已公开"),
        ),
        Column("form", "版式", "官方表格的版式", lambda y: y.record.form, required=True),
        Column(
            "framework",
            "指标框架",
            "一级指标按哪个文件划分",
            lambda y: y.record.framework,
            required=True,
        ),
        Column("unit", "金额单位", "表格上的金额单位", lambda y: y.record.unit),
        Column(
            "source_file",
            "来源文件",
            "公开原件的文件名，没有记下的为空",
            lambda y: (y.record.origin.file or None) if y.record.origin else None,
            width=28,
        ),
        Column(
            "source_note",
            "来源说明",
            "哪些内容是推断的，从哪里推断",
            lambda y: (y.record.origin.note or None) if y.record.origin else None,
            width=40,
        ),
        Column(
            "overall",
            "总体绩效目标",
            "整体绩效目标的第一部分；分项绩效目标和工作保障措施各有一张表",
            lambda y: y.record.targets.overall,
            width=60,
        ),
        Column(
            "changed",
            "最近改动",
            "数据文件最近一次提交的日期，没有记录的为空",
            lambda y: date.fromisoformat(y.commit.date) if y.commit else None,
            Kind.DATE,
        ),
        Column(
            "commit",
            "版本",
            "那次提交的编号，没有记录的为空",
            lambda y: y.commit.id if y.commit else None,
            width=14,
        ),
        Column(
            "project_count",
            "项目数",
            "有几个预算项目，不公开的不计",
            lambda y: len(y.record.disclosed),
            Kind.INTEGER,
            required=True,
            width=8,
        ),
        Column(
            "withheld_project_count",
            "不公开的项目数",
            "有几个项目整个依法不予公开",
            lambda y: len(y.record.projects) - len(y.record.disclosed),
            Kind.INTEGER,
            required=True,
            width=10,
        ),
        Column(
            "indicator_count",
            "指标数",
            "已填写的绩效指标有几条",
            lambda y: sum(len(project.filled_indicators) for project in y.record.disclosed),
            Kind.INTEGER,
            required=True,
            width=8,
        ),
        _absent(),
        *_withheld(),
        *_seen(FOLDERS, lambda y: y, context=False),
    ),
)

SUB_TARGETS = Table[SubTarget](
    "sub_targets",
    "分项绩效目标",
    "整体绩效目标的第二部分，一项一行。",
    (
        _id("部门年度#item-名称的摘要", lambda s: s.id),
        *_place(SubTarget),
        _number(SubTarget),
        Column("name", "名称", "哪一项工作", lambda s: s.record.name, width=30),
        Column("goal", "绩效目标", "要做到什么", lambda s: s.record.goal, width=60),
        Column("indicators", "绩效指标", "写成文字的指标", lambda s: s.record.indicators, width=60),
        _absent(),
        *_withheld(),
        *_behind(SubTarget),
    ),
)

MEASURES = Table[Measure](
    "measures",
    "工作保障措施",
    "整体绩效目标的第三部分，一条一行。",
    (
        _id("部门年度#measure-摘要；摘要取自名称，没有名称的取自内容", lambda s: s.id),
        *_place(Measure),
        _number(Measure),
        Column("name", "名称", "哪方面的措施", lambda s: s.record.name, width=24),
        Column("content", "内容", "怎样做", lambda s: s.record.content, width=80),
        _absent(),
        *_withheld(),
        *_behind(Measure),
    ),
)

PROJECTS = Table[Project](
    "projects",
    "项目",
    "一个预算项目一行：花多少钱，办什么事，要达到什么目标。",
    (
        _id("部门年度#项目锚点；锚点是小写的项目编码，没有编码的是名称的摘要", lambda p: p.id),
        *_place(Project),
        _number(Project),
        Column(
            "heading",
            "标题",
            "表格上方印的名称，与项目名称相同的为空",
            lambda p: p.record.heading or None,
            width=30,
        ),
        Column("category", "项目类别", "项目所在的部分", lambda p: p.record.category),
        Column("code", "项目编码", "照原文，可能不是编码", lambda p: p.record.code, width=24),
        Column("name", "项目名称", "项目的全称", lambda p: p.record.name, required=True, width=36),
        Column(
            "unit", "金额单位", "下面三栏的金额单位", lambda p: p.year.record.unit, context=True
        ),
        Column(
            "budget", "预算数", "照原文，单位见金额单位", lambda p: p.record.budget, Kind.DECIMAL
        ),
        Column(
            "fiscal_funds",
            "财政资金",
            "照原文，单位见金额单位",
            lambda p: p.record.fiscal_funds,
            Kind.DECIMAL,
        ),
        Column(
            "other_funds",
            "其他资金",
            "照原文，单位见金额单位",
            lambda p: p.record.other_funds,
            Kind.DECIMAL,
        ),
        Column(
            "budget_yuan",
            "预算数（元）",
            "换算成元",
            lambda p: p.year.yuan(p.record.budget),
            Kind.DECIMAL,
            width=15,
        ),
        Column(
            "fiscal_funds_yuan",
            "财政资金（元）",
            "换算成元",
            lambda p: p.year.yuan(p.record.fiscal_funds),
            Kind.DECIMAL,
            width=15,
        ),
        Column(
            "other_funds_yuan",
            "其他资金（元）",
            "换算成元",
            lambda p: p.year.yuan(p.record.other_funds),
            Kind.DECIMAL,
            width=15,
        ),
        Column("purpose", "资金用途", "钱用来做什么", lambda p: p.record.purpose, width=50),
        Column(
            "has_plan",
            "资金支出计划",
            "表格有没有资金支出计划；计划在资金支出计划表里。整个不公开的项目为空",
            lambda p: None if p.is_withheld else p.record.spending_plan is not UNSET,
            Kind.BOOLEAN,
        ),
        Column(
            "goals",
            "绩效目标",
            "项目要达到的目标，一条一行",
            lambda p: p.record.goals,
            Kind.LINES,
            required=True,
            width=50,
        ),
        Column(
            "indicator_count",
            "指标数",
            "已填写的绩效指标有几条。整个不公开的项目为空",
            lambda p: None if p.is_withheld else len(p.record.filled_indicators),
            Kind.INTEGER,
            width=8,
        ),
        _absent(),
        *_withheld(),
        *_behind(Project),
    ),
)

INDICATORS = Table[Indicator](
    "indicators",
    "绩效指标",
    "指标表的一行一行，留空的行也在内（“已填写”为否）。指标值照原文，后面几栏是程序对它的理解。",
    (
        _id("项目的标识-摘要；摘要取自二级指标和三级指标", lambda i: i.id),
        *_project(Indicator),
        _number(Indicator, "行号", "在项目的指标表里的先后，从 1 起"),
        Column(
            "filled",
            "已填写",
            "否：表格印了这一行，但全部空白",
            lambda i: not i.record.is_blank,
            Kind.BOOLEAN,
            required=True,
            width=8,
        ),
        Column(
            "level1",
            "一级指标",
            "由指标框架从二级指标推出",
            lambda i: i.year.framework.level1(i.record.level2),
            required=True,
        ),
        Column(
            "level2", "二级指标", "指标类别", lambda i: i.record.level2, required=True, width=18
        ),
        Column("level3", "三级指标", "衡量什么", lambda i: i.record.level3, width=32),
        Column(
            "description",
            "绩效指标描述",
            "含义或计算方法",
            lambda i: i.record.description,
            width=40,
        ),
        Column("value", "指标值", "照原文", lambda i: i.record.value, width=16),
        Column("basis", "指标值确定依据", "指标值从哪里来", lambda i: i.record.basis, width=30),
        Column(
            "value_kind",
            "值的类型",
            "指标值是哪一类；没有填的为空",
            lambda i: str(i.target.kind) if i.target else None,
            choices=tuple(str(kind) for kind in values.Kind),
        ),
        Column(
            "value_operator",
            "比较",
            "没有写比较符号的数是“=”；不是数量和期限的为空",
            lambda i: (i.target.operator or None) if i.target else None,
            choices=("≥", "≤", ">", "<", "="),
            width=6,
        ),
        Column(
            "value_amount",
            "数值",
            "已乘上“万”“亿”；期限是月份",
            lambda i: i.amount,
            Kind.DECIMAL,
        ),
        Column(
            "value_unit",
            "单位",
            "“百分比”统一为 %，“万元”统一为元",
            lambda i: (i.target.unit or None) if i.target else None,
            width=10,
        ),
        Column(
            "value_year",
            "期限年度",
            "期限里写明的年度",
            lambda i: i.target.year if i.target else None,
            Kind.INTEGER,
            width=9,
        ),
        Column(
            "value_day",
            "期限日",
            "期限写明到某一天、又不是月末的，是那一天",
            lambda i: i.target.day if i.target else None,
            Kind.INTEGER,
            width=8,
        ),
        Column(
            "value_yuan",
            "金额（元）",
            "指标值是金额时换算成元",
            lambda i: i.yuan,
            Kind.DECIMAL,
            width=15,
        ),
        Column(
            "change",
            "比上次",
            "与这个项目上一次有这条指标的年度相比，由程序配对和判断；没有以前年度的项目为空",
            lambda i: i.change.told if i.change else None,
            choices=(*(str(verdict) for verdict in Verdict), NEW),
            width=10,
        ),
        Column(
            "previous_year",
            "上次年度",
            "上一次有这条指标的年度",
            lambda i: i.change.year if i.change else None,
            Kind.INTEGER,
            width=9,
        ),
        Column(
            "previous_value",
            "上次指标值",
            "那一年的指标值，照原文",
            lambda i: i.change.value if i.change else None,
            width=16,
        ),
        *_withheld(),
        *_behind_project(Indicator),
    ),
)

PLAN = Table[Share](
    "plan",
    "资金支出计划",
    "一个项目一个时点一行。表格没有资金支出计划的项目不在内。",
    (
        _id("项目的标识-plan-月份", lambda s: s.id),
        *_project(Share),
        Column("point", "时点", "表格上的写法", lambda s: s.label, required=True),
        Column("date", "日期", "时点那一天", lambda s: s.date, Kind.DATE, required=True, width=12),
        Column(
            "percent",
            "累计百分比",
            "到这一天累计支出百分之几，没有填的为空",
            lambda s: s.percent,
            Kind.DECIMAL,
        ),
        *_withheld(),
        *_behind_project(Share),
    ),
)

CORRECTIONS = Table[Correction](
    "corrections",
    "更正记录",
    "公开以后的改动，一次一行。",
    (
        _id("部门年度#correction-日期-摘要", lambda c: c.id),
        *_place(Correction),
        _number(Correction),
        Column(
            "date",
            "日期",
            "更正日期",
            lambda c: date.fromisoformat(c.record.date),
            Kind.DATE,
            required=True,
        ),
        Column("change", "内容", "改了什么", lambda c: c.record.change, required=True, width=60),
        Column("reason", "原因", "为什么改", lambda c: c.record.reason, required=True, width=40),
        *_behind(Correction),
    ),
)

# In the order in which one refers to another.
TABLES: tuple[Table[Any], ...] = (
    DEPARTMENT_YEARS,
    PROJECTS,
    INDICATORS,
    PLAN,
    SUB_TARGETS,
    MEASURES,
    CORRECTIONS,
)

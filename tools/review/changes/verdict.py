"""Whether a 指标值 was tightened or relaxed, as far as number, unit and direction tell."""

import re
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, structs

from tools import model
from tools.review.measure import higher_is_better, lower_is_better
from tools.value import Kind, TargetValue, parse


class Verdict(StrEnum):
    """What became of a 指标值."""

    SAME = "没有变"
    FORMATTING = "只改写法"
    TIGHTENED = "收紧"
    RELAXED = "放宽"
    INCOMPARABLE = "不可比"
    UNIT = "单位变了"
    QUALITATIVE = "改为定性"
    QUANTITATIVE = "改为定量"
    REWORDED = "改写"
    ADDED = "补上指标值"
    DROPPED = "删去指标值"


# Units of time that convert, in the smallest of their family; working days belong to neither.
FAMILIES: tuple[dict[str, int], ...] = (
    {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800},
    {"个月": 1, "个季度": 3, "年": 12},
)
BRACKETED = re.compile(r"[（(](?P<unit>[^（()）]{1,4})[）)]$")
GROWING = ("数量指标", "质量指标", "经济效益指标", "社会效益指标", "服务对象满意度指标")


class Range(Struct, frozen=True):
    """The results that reach a target. An end that is open does not itself belong to it."""

    low: Decimal | None
    high: Decimal | None
    is_low_open: bool = False
    is_high_open: bool = False

    def within(self, other: "Range") -> bool:
        """Whether every result that reaches this reaches the other too."""
        return _later(self.low, other.low, self.is_low_open, other.is_low_open) and _later(
            _turned(self.high), _turned(other.high), self.is_high_open, other.is_high_open
        )


def _turned(end: Decimal | None) -> Decimal | None:
    return None if end is None else -end


def _later(
    one: Decimal | None, other: Decimal | None, is_one_open: bool, is_other_open: bool
) -> bool:
    """Whether a range that begins at ``one`` begins no earlier than one that does at ``other``."""
    if other is None or one is None:
        return other is None
    return one > other or (one == other and (is_one_open or not is_other_open))


def verdict(
    before: model.Indicator, after: model.Indicator, years: tuple[int, int] = (0, 0)
) -> Verdict:
    """Compare the values of one indicator; ``years`` are those of the two files.

    Deadlines count from the beginning of their own year. “不可比” where nothing can be said.
    """
    old, new = before.target, after.target
    if not before.value or not after.value:
        return _one_blank(before, after)
    if before.value == after.value:
        return Verdict.SAME
    if old == new and old.kind not in (Kind.TEXT, Kind.BOOLEAN):
        return Verdict.FORMATTING
    is_measured = [value.number is not None for value in (old, new)]
    if not any(is_measured):
        return Verdict.REWORDED
    if not all(is_measured):
        return Verdict.QUANTITATIVE if is_measured[1] else Verdict.QUALITATIVE
    return _measured(before, after, years)


def _one_blank(before: model.Indicator, after: model.Indicator) -> Verdict:
    if not before.value and not after.value:
        return Verdict.SAME
    return Verdict.DROPPED if before.value else Verdict.ADDED


def _measured(before: model.Indicator, after: model.Indicator, years: tuple[int, int]) -> Verdict:
    amounts = _in_one_unit(_named_unit(before), _named_unit(after), years)
    if amounts is None:
        return Verdict.UNIT
    old = _range(before, amounts[0])
    new = _range(after, amounts[1])
    if old == new:
        return Verdict.FORMATTING
    if new.within(old):
        return Verdict.TIGHTENED
    return Verdict.RELAXED if old.within(new) else Verdict.INCOMPARABLE


def _named_unit(row: model.Indicator) -> TargetValue:
    """The value with the unit that the name gives in brackets: “宣传次数（次）” and “≥3”."""
    target = row.target
    name = BRACKETED.search(row.level3 or "")
    if target.kind is not Kind.NUMBER or target.is_bare_wan or not name:
        return target
    named = parse(f"1{name['unit']}")
    return structs.replace(target, kind=named.kind, unit=named.unit) if named.unit else target


def _in_one_unit(
    old: TargetValue, new: TargetValue, years: tuple[int, int]
) -> tuple[Decimal, Decimal] | None:
    """Both amounts in a unit that they share; None where there is none."""
    if old.kind is Kind.DEADLINE and new.kind is Kind.DEADLINE:
        return _day(old, years[0]), _day(new, years[1])
    if Kind.DEADLINE in (old.kind, new.kind) or old.amount is None or new.amount is None:
        return None
    if old.unit == new.unit:
        return old.amount, new.amount
    for family in FAMILIES:
        if old.unit in family and new.unit in family:
            return old.amount * family[old.unit], new.amount * family[new.unit]
    return None


def _day(deadline: TargetValue, year: int) -> Decimal:
    """The deadline's day, counted from the beginning of the file's own year; months have 31."""
    later = (deadline.year - year) * 12 if deadline.year and year else 0
    return ((deadline.number or Decimal(0)) + later) * 31 + (deadline.day or 31)


def _range(row: model.Indicator, amount: Decimal) -> Range:
    operator = row.target.operator
    if operator == "=":
        operator = _meant(row)
    if operator in ("≥", ">"):
        return Range(amount, None, is_low_open=operator == ">")
    if operator in ("≤", "<"):
        return Range(None, amount, is_high_open=operator == "<")
    return Range(amount, amount)


def _meant(row: model.Indicator) -> str:
    """A plain number is a floor where more is better and a ceiling where less is."""
    name, description = row.level3 or "", row.description or ""
    is_cost = "成本" in row.level2 and row.target.kind in (Kind.MONEY, Kind.RATE)
    is_time = row.target.kind in (Kind.DEADLINE, Kind.TIME)
    if is_cost or is_time or lower_is_better(name, description):
        return "≤"
    is_share = row.target.kind in (Kind.PERCENT, Kind.COUNT)
    if higher_is_better(name, description) or (is_share and row.level2 in GROWING):
        return "≥"
    return "="

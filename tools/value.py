"""The grammar of 指标值: operator, number, unit; a deadline; yes or no; or plain text.

::

    value    := quantity | deadline | boolean | text
    quantity := operator? number (万|亿)? unit? bound?     no operator means “equals”
    deadline := operator? (year年)? (month月 (底|份|day日)? | 年底 | 第N季度末?) (之?前)? 完成?
    boolean  := 是 | 否

The text as written stays the truth: what is parsed here is derived and never stored. Rules,
changes and pages all understand a value by :func:`parse`, so they cannot disagree.
"""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

# How people write ≥ ≤ > <; the sign first, then look-alikes, ASCII and words.
OPERATORS = {
    "≥": ("≥", "≧", "⩾", ">=", "=>", "＞=", "大于等于", "大于或等于", "不低于", "不少于", "至少"),
    "≤": ("≤", "≦", "⩽", "<=", "=<", "＜=", "小于等于", "小于或等于", "不高于", "不超过", "不多于"),
    ">": (">", "＞", "大于", "超过", "高于"),
    "<": ("<", "＜", "小于", "低于", "少于"),
    "=": ("=", "＝", "等于"),
}
SIGN = {written: sign for sign, ways in OPERATORS.items() for written in ways}
BOUNDS = {"以上": "≥", "及以上": "≥", "以下": "≤", "及以下": "≤", "以内": "≤", "之内": "≤"}
SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}

# “百分比” is how the budget system's dictionary of units prints %.
PERCENT_UNITS = {
    **dict.fromkeys(("%", "％", "百分比"), "%"),
    **dict.fromkeys(("百分点", "个百分点"), "个百分点"),
    "‰": "‰",
}
MONEY_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
TIME_UNITS = {
    **dict.fromkeys(("h", "H", "小时", "个小时"), "小时"),
    **dict.fromkeys(("min", "分钟"), "分钟"),
    **dict.fromkeys(("天", "日", "个日历日"), "天"),
    **dict.fromkeys(("工作日", "个工作日"), "个工作日"),
    **{unit: unit for unit in ("秒", "周", "个月", "年", "个季度")},
}

_LONGEST_FIRST = "|".join(re.escape(sign) for sign in sorted(SIGN, key=len, reverse=True))
QUANTITY = re.compile(
    rf"(?P<operator>{_LONGEST_FIRST})?\s*"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*"
    r"(?P<scale>[万亿])?\s*"
    r"(?P<unit>%|％|‰|百分比|[A-Za-z]{1,4}|(?:(?!及?以|之内|月)[\u4e00-\u9fff]){0,4}"
    r"(?:/[\u4e00-\u9fff]{1,2}(?:[·/][\u4e00-\u9fff]{1,2})?)?|个月)\s*"
    r"(?P<bound>及?以上|及?以下|以内|之内)?"
)
DEADLINE = re.compile(
    rf"(?P<operator>{_LONGEST_FIRST})?\s*(?:(?P<year>20[0-9]{{2}})\s*年(?:度)?)?\s*"
    r"(?:(?P<month>1[0-2]|0?[1-9])\s*月(?:底|末|份|(?P<day>[0-3]?[0-9])日)?"
    r"|(?P<quarter>(?:第?[一二三四1-4]季度))[末底]?|(?P<end>(?:当|本|全)?年[底末]|[底末]))"
    r"(?P<before>之前|以前|前)?(?:完成)?"
)
# 31 days have the others; a year that the text does not name may be a leap year.
SHORTEST_MONTHS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
QUARTERS = dict(zip("一二三四1234", (3, 6, 9, 12) * 2, strict=True))
FULL_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
    | dict(zip("．，／（）", ".,/()", strict=True))
)


class Kind(StrEnum):
    """What a target value is a value of, in the words that people read."""

    PERCENT = "百分比"
    COUNT = "数量"
    MONEY = "金额"
    TIME = "用时"
    RATE = "单位量"  # so much for each: 20元/户
    NUMBER = "没有单位的数"
    DEADLINE = "期限"
    BOOLEAN = "是否"
    TEXT = "文字"


class TargetValue(Struct, frozen=True, kw_only=True):
    """A parsed 指标值.

    ``operator`` is one of ``≥ ≤ > < =``. ``number`` is as written and ``scale`` the 万 or 亿 behind
    it; ``unit`` is the unit under its one name (“元” for “万元”, “%” for “百分比”). For a deadline
    ``number`` is the month, ``year`` is there if the text has one, and ``day`` if it has one that
    is not the last of the month.
    """

    kind: Kind
    operator: str = ""
    number: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    year: int | None = None
    day: int | None = None

    @property
    def amount(self) -> Decimal | None:
        """The number in ``unit``: 30000 for “3万张”; None for what is no quantity."""
        return None if self.number is None else self.number * self.scale

    @property
    def yuan(self) -> Decimal | None:
        """An amount of money in yuan (元); None for anything else."""
        return self.amount if self.kind is Kind.MONEY else None

    @property
    def is_bare_wan(self) -> bool:
        """Whether 万 or 亿 stands where a unit should: “≥2万” of what?"""
        return self.kind is Kind.NUMBER and self.scale != 1

    @property
    def is_quantity(self) -> bool:
        """Whether there is a number to compare with; a deadline's month is none."""
        return self.number is not None and self.kind is not Kind.DEADLINE

    @property
    def is_floor(self) -> bool:
        """Whether the value says what is at least to be reached."""
        return self.operator in ("≥", ">")

    @property
    def is_ceiling(self) -> bool:
        """Whether the value says what is not to be exceeded."""
        return self.operator in ("≤", "<")


@lru_cache(maxsize=65536)
def parse(text: str) -> TargetValue:
    """Understand a 指标值; what is none of the known forms is ``Kind.TEXT``."""
    text = text.strip().translate(FULL_WIDTH)
    if text in ("是", "否"):
        return TargetValue(kind=Kind.BOOLEAN)
    deadline = DEADLINE.fullmatch(text)
    if deadline and (deadline["year"] or deadline["end"] not in ("底", "末")):
        return _deadline(deadline)
    quantity = QUANTITY.fullmatch(text)
    return _quantity(quantity) if quantity else TargetValue(kind=Kind.TEXT)


def _deadline(match: re.Match[str]) -> TargetValue:
    month = QUARTERS[match["quarter"].removeprefix("第")[0]] if match["quarter"] else 12
    written = SIGN[match["operator"]] if match["operator"] else "≤" if match["before"] else "="
    number = Decimal(match["month"] or month)
    day = int(match["day"] or 31)
    return TargetValue(
        kind=Kind.DEADLINE,
        operator=written,
        number=number,
        unit="月",
        year=int(match["year"]) if match["year"] else None,
        day=day if day < SHORTEST_MONTHS.get(int(number), 31) else None,
    )


def _quantity(match: re.Match[str]) -> TargetValue:
    if match["operator"] and match["bound"]:
        return TargetValue(kind=Kind.TEXT)
    bound = BOUNDS[match["bound"]] if match["bound"] else "="
    kind, unit = _unit(match["unit"])
    return TargetValue(
        kind=kind,
        operator=SIGN[match["operator"]] if match["operator"] else bound,
        number=Decimal(match["number"].replace(",", "")),
        scale=SCALES[match["scale"] or ""],
        unit=unit,
    )


def _unit(written: str) -> tuple[Kind, str]:
    """The kind that a unit makes of a number, and the unit's one name."""
    if not written:
        return Kind.NUMBER, ""
    if written in PERCENT_UNITS:
        return Kind.PERCENT, PERCENT_UNITS[written]
    if written == "元":
        return Kind.MONEY, written
    if written in TIME_UNITS:
        return Kind.TIME, TIME_UNITS[written]
    return (Kind.RATE if "/" in written else Kind.COUNT), written

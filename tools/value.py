"""The grammar of 指标值: operator, number, unit; a deadline; yes or no; or plain text.

::

    value    := quantity | deadline | boolean | text
    quantity := operator? number 万? unit?        no operator means “equals”
    deadline := N月底(之)?前(完成)?
    boolean  := 是 | 否

The text as written stays the truth: what is parsed here is derived and never stored.
"""

import re
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

OPERATORS = {"≥": "≥", "≧": "≥", "≤": "≤", "≦": "≤", ">": ">", "＞": ">", "<": "<", "＜": "<"}

# “百分比” is how the budget system's dictionary of units prints %.
PERCENT_UNITS = {"%", "％", "百分比"}
MONEY_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

QUANTITY = re.compile(
    r"(?P<operator>[≥≧≤≦><＞＜])?\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^0-9≥≧≤≦><＞＜]{0,8})"
)
DEADLINE = re.compile(r"(?P<month>1[0-2]|[1-9])月底之?前(?:完成)?")
UNIT = re.compile(r"%|％|[A-Za-z]{1,4}|[\u4e00-\u9fff]{0,4}(?:/[\u4e00-\u9fff]{1,2})?")


class Kind(StrEnum):
    """What a target value is a value of."""

    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    DEADLINE = "deadline"
    BOOLEAN = "boolean"
    TEXT = "text"


class TargetValue(Struct, frozen=True, kw_only=True):
    """A parsed 指标值.

    ``operator`` is one of ``≥ ≤ > < =``. ``number`` is as written, ``unit`` what follows it
    (“万元” for “30万元”); for a deadline ``number`` is the month.
    """

    kind: Kind
    operator: str = ""
    number: Decimal | None = None
    unit: str = ""

    @property
    def yuan(self) -> Decimal | None:
        """An amount of money in yuan (元); None for anything else."""
        if self.kind is not Kind.MONEY or self.number is None:
            return None
        return self.number * MONEY_UNITS[self.unit]


def parse(text: str) -> TargetValue:
    """Understand a 指标值; what is none of the known forms is ``Kind.TEXT``."""
    text = text.strip()
    if text in ("是", "否"):
        return TargetValue(kind=Kind.BOOLEAN)
    deadline = DEADLINE.fullmatch(text)
    if deadline:
        month = Decimal(deadline["month"])
        return TargetValue(kind=Kind.DEADLINE, operator="≤", number=month, unit="月")
    quantity = QUANTITY.fullmatch(text)
    unit = quantity["unit"].strip() if quantity else ""
    if not quantity or not UNIT.fullmatch(unit) or "月底" in unit:
        return TargetValue(kind=Kind.TEXT)
    return TargetValue(
        kind=_kind(unit),
        operator=OPERATORS[quantity["operator"]] if quantity["operator"] else "=",
        number=Decimal(quantity["number"]),
        unit=unit,
    )


def _kind(unit: str) -> Kind:
    if unit in PERCENT_UNITS:
        return Kind.PERCENT
    if unit in MONEY_UNITS:
        return Kind.MONEY
    return Kind.COUNT if unit and unit != "万" else Kind.NUMBER

"""A 指标值 as it is understood, in plain words beside the value as written."""

from decimal import Decimal

from tools.value import Kind, TargetValue

OPERATORS = {"≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于", "=": "等于", "": "等于"}
TIGHT = {"%", "‰"}
TEN_THOUSAND = Decimal(10_000)


def understood(value: TargetValue) -> str:
    """“不低于 95%” for “≥95百分比”; what is no quantity says what it is instead."""
    if value.kind is Kind.TEXT:
        return "文字，没有量化"
    if value.kind is Kind.BOOLEAN:
        return "是或否"
    if value.kind is Kind.DEADLINE:
        return _deadline(value)
    if value.amount is None:
        return ""
    amount, unit = _in_ten_thousands(value.amount, value.unit)
    number = grouped(amount)
    unit = unit if unit in TIGHT else f" {unit}".rstrip()
    without = "（没有写单位）" if value.kind is Kind.NUMBER else ""
    return f"{OPERATORS[value.operator]} {number}{unit}{without}"


def _in_ten_thousands(amount: Decimal, unit: str) -> tuple[Decimal, str]:
    """Money from ten thousand yuan upwards in 万元, as budgets have it."""
    is_large = unit == "元" and amount >= TEN_THOUSAND
    return (amount / TEN_THOUSAND, "万元") if is_large else (amount, unit)


def grouped(amount: Decimal) -> str:
    """A number with a comma before each three digits, and no zeros that nobody wrote."""
    return f"{amount.normalize():,f}"


def _deadline(value: TargetValue) -> str:
    year = f"{value.year} 年 " if value.year else ""
    day = f" {value.day} 日" if value.day else "底"
    return f"期限：{year}{value.number} 月{day}"

"""A 指标值 as it is understood, in plain words beside the value as written."""

from decimal import Decimal

from tools.value import Kind, TargetValue

OPERATORS = {"≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于", "=": "等于", "": "等于"}
TIGHT = {"%", "‰"}


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
    number = grouped(value.amount)
    unit = value.unit if value.unit in TIGHT else f" {value.unit}".rstrip()
    without = "（没有写单位）" if value.kind is Kind.NUMBER else ""
    return f"{OPERATORS[value.operator]} {number}{unit}{without}"


def grouped(amount: Decimal) -> str:
    """A number with a comma before each three digits, and no zeros that nobody wrote."""
    whole = amount.normalize() if amount == amount.to_integral_value() else amount
    return f"{whole:,f}"


def _deadline(value: TargetValue) -> str:
    year = f"{value.year} 年 " if value.year else ""
    day = f" {value.day} 日" if value.day else "底"
    return f"期限：{year}{value.number} 月{day}"

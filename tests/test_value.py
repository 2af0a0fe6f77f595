"""The grammar of 指标值."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.value import Kind, parse


@pytest.mark.parametrize(
    ("text", "kind", "operator", "amount", "unit"),
    [
        ("≥95%", Kind.PERCENT, "≥", "95", "%"),
        ("≥50百分比", Kind.PERCENT, "≥", "50", "%"),
        ("３０％", Kind.PERCENT, "=", "30", "%"),
        ("≧95%", Kind.PERCENT, "≥", "95", "%"),
        (">=95%", Kind.PERCENT, "≥", "95", "%"),
        ("不低于95%", Kind.PERCENT, "≥", "95", "%"),
        ("95%以上", Kind.PERCENT, "≥", "95", "%"),
        ("30万元以内", Kind.MONEY, "≤", "300000", "元"),
        ("＜2%", Kind.PERCENT, "<", "2", "%"),
        ("100%", Kind.PERCENT, "=", "100", "%"),
        ("≤5‰", Kind.PERCENT, "≤", "5", "‰"),
        ("≥5个百分点", Kind.PERCENT, "≥", "5", "个百分点"),
        ("≤2400 元", Kind.MONEY, "≤", "2400", "元"),
        ("≤404万元", Kind.MONEY, "≤", "4040000", "元"),
        ("≥1.5亿元", Kind.MONEY, "≥", "150000000.0", "元"),
        ("1,200人", Kind.COUNT, "=", "1200", "人"),
        ("≥2万", Kind.NUMBER, "≥", "20000", ""),
        ("≥100", Kind.NUMBER, "≥", "100", ""),
        ("≥2万张", Kind.COUNT, "≥", "20000", "张"),
        ("100人次以上", Kind.COUNT, "≥", "100", "人次"),
        ("≤2h", Kind.TIME, "≤", "2", "小时"),
        ("≥24小时", Kind.TIME, "≥", "24", "小时"),
        ("≥10个月", Kind.TIME, "≥", "10", "个月"),
        ("≤２ｈ", Kind.TIME, "≤", "2", "小时"),
        ("20元/户", Kind.RATE, "=", "20", "元/户"),
        ("≥720元/生·年", Kind.RATE, "≥", "720", "元/生·年"),
        ("89元/人/年", Kind.RATE, "=", "89", "元/人/年"),
        ("12月底前", Kind.DEADLINE, "≤", "12", "月"),
        ("12月底之前完成", Kind.DEADLINE, "≤", "12", "月"),
        ("年底前", Kind.DEADLINE, "≤", "12", "月"),
        ("第三季度末前", Kind.DEADLINE, "≤", "9", "月"),
        ("≥10月份", Kind.DEADLINE, "≥", "10", "月"),
    ],
)
def test_quantities(text: str, kind: Kind, operator: str, amount: str, unit: str) -> None:
    value = parse(text)
    assert (value.kind, value.operator, value.unit) == (kind, operator, unit)
    assert str(value.amount) == amount


def test_a_deadline_knows_its_year() -> None:
    assert parse("2026年12月31日前").year == 2026
    assert parse("12月31日前").year is None


@pytest.mark.parametrize("text", ["是", "否"])
def test_booleans(text: str) -> None:
    assert parse(text).kind is Kind.BOOLEAN


@pytest.mark.parametrize(
    "text",
    [
        "按进度支付",
        "逐年提升",
        "0新区环境稳定",
        "补助1007家庭户，补助1630名被征地农民",
        "13月底前",
        "",
        "≥",
        "≥五个",
        "2-3次",
        "≥95%以上",
        "底",
        "增长5%",
    ],
)
def test_the_rest_is_text(text: str) -> None:
    assert parse(text).kind is Kind.TEXT


def test_money_in_yuan() -> None:
    assert parse("≤1.50万元").yuan == Decimal("15000.00")
    assert parse("708元").yuan == Decimal("708")
    assert parse("≥95%").yuan is None


def test_every_value_of_the_real_documents(
    workspace: Workspace, golden: Callable[[Path, str], None]
) -> None:
    """Each distinct value, how often it occurs, and how it is understood."""
    public = load(workspace).public()
    values = [i.value for e in public.entries for _, i in e.record.indicators() if i.value]
    assert len(values) == 420
    lines = [_understood(value, count) for value, count in sorted(Counter(values).items())]
    golden(Path(__file__).parent / "values.golden.txt", "\n".join(lines) + "\n")


def test_the_kinds_of_the_real_documents(workspace: Workspace) -> None:
    """As counted by hand, but for three odd ones that read as a deadline and as text."""
    public = load(workspace).public()
    kinds = Counter(
        i.target.kind for e in public.entries for _, i in e.record.indicators() if i.value
    )
    assert kinds == {
        Kind.PERCENT: 258,
        Kind.COUNT: 54,
        Kind.TEXT: 50 + 2,
        Kind.MONEY: 32,
        Kind.NUMBER: 7 + 4,
        Kind.DEADLINE: 5 + 1,
        Kind.TIME: 3,
        Kind.RATE: 2,
        Kind.BOOLEAN: 2,
    }


def _understood(value: str, count: int) -> str:
    target = parse(value)
    parts = [target.kind.value, target.operator, target.amount, target.unit]
    return f"{count} × {value} → " + " ".join(str(part) for part in parts if part not in ("", None))

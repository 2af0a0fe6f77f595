"""The grammar of 指标值."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.value import Kind, parse


@pytest.mark.parametrize(
    ("text", "kind", "operator", "number", "unit"),
    [
        ("≥95%", Kind.PERCENT, "≥", "95", "%"),
        ("≥50百分比", Kind.PERCENT, "≥", "50", "百分比"),
        ("≧95%", Kind.PERCENT, "≥", "95", "%"),
        ("＜2%", Kind.PERCENT, "<", "2", "%"),
        ("100%", Kind.PERCENT, "=", "100", "%"),
        ("≤2400 元", Kind.MONEY, "≤", "2400", "元"),
        ("≤404万元", Kind.MONEY, "≤", "404", "万元"),
        ("≥2万", Kind.NUMBER, "≥", "2", "万"),
        ("≥100", Kind.NUMBER, "≥", "100", ""),
        ("≥2万张", Kind.COUNT, "≥", "2", "万张"),
        ("≤2h", Kind.COUNT, "≤", "2", "h"),
        ("20元/户", Kind.COUNT, "=", "20", "元/户"),
        ("12月底前", Kind.DEADLINE, "≤", "12", "月"),
        ("12月底之前完成", Kind.DEADLINE, "≤", "12", "月"),
    ],
)
def test_quantities(text: str, kind: Kind, operator: str, number: str, unit: str) -> None:
    value = parse(text)
    assert (value.kind, value.operator, value.unit) == (kind, operator, unit)
    assert str(value.number) == number


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
    ],
)
def test_the_rest_is_text(text: str) -> None:
    assert parse(text).kind is Kind.TEXT


def test_money_in_yuan() -> None:
    assert parse("≤1.50万元").yuan == Decimal("15000.00")
    assert parse("708元").yuan == Decimal("708")
    assert parse("≥95%").yuan is None


def test_the_real_documents(workspace: Workspace) -> None:
    """The counts of reference: 258 percentages, 32 money, 7 bare 万 and 4 bare numbers, ..."""
    public = load(workspace).public()
    values = [i.value for e in public.entries for _, i in e.record.indicators() if i.value]
    kinds = Counter(parse(value).kind for value in values)
    assert len(values) == 420
    assert (kinds[Kind.PERCENT], kinds[Kind.MONEY], kinds[Kind.NUMBER]) == (258, 32, 11)
    assert (kinds[Kind.DEADLINE], kinds[Kind.BOOLEAN]) == (5, 2)
    assert {parse(v).unit for v in values if v.startswith("≥10月")} == {"月份"}
    assert Path(workspace.root / "targets").is_dir()

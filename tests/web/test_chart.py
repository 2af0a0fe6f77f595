"""The drawn spending plan: columns stand on the base and keep their proportions."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tools import model
from tools.web.chart import HEIGHT, chart

shares = st.none() | st.decimals(0, 300, places=2)


def plan(*values: Decimal | None) -> model.SpendingPlan:
    names = ("march", "june", "october", "december")
    return model.SpendingPlan(**dict(zip(names, values, strict=True)))


@given(st.tuples(shares, shares, shares, shares))
def test_columns_are_in_proportion(values: tuple[Decimal | None, ...]) -> None:
    drawn = chart(plan(*values))
    assert (drawn is None) == all(value is None for value in values)
    if drawn is None:
        return
    full = drawn.base - drawn.lines[-1].y
    for value, column in zip(values, drawn.columns, strict=True):
        assert column.y >= 0
        assert abs(column.y + column.height - drawn.base) < 0.2
        assert abs(column.height - float(value or 0) / 100 * full) < 0.4 * (1 + float(value or 0))
        assert (value is None) == (column.share is None)
    assert drawn.base < HEIGHT


def test_what_is_told_names_blank_cells() -> None:
    drawn = chart(plan(None, Decimal(20), Decimal("40.5"), Decimal(100)))
    assert drawn is not None
    assert drawn.told == "3月底 空白，6月底 20%，10月底 40.5%，12月底 100%"

"""The spending plan drawn: where each column stands, for the template to print as SVG."""

from decimal import Decimal

from msgspec import Struct

from tools import model

WIDTH, HEIGHT = 360, 168
LEFT, TOP, BOTTOM = 44, 22, 28
COLUMN = 40
FULL = Decimal(100)


class Column(Struct, frozen=True, kw_only=True):
    """One date: the column's middle, top and height; ``share`` is None where the cell is blank."""

    label: str
    share: Decimal | None
    x: int
    y: float
    height: float


class Line(Struct, frozen=True):
    """A line of the scale."""

    percent: int
    y: float


class Chart(Struct, frozen=True, kw_only=True):
    """The drawing in its own units, of which it is ``width`` wide and ``height`` high."""

    width: int
    height: int
    left: int
    base: int
    column: int
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    told: str


def chart(plan: model.SpendingPlan) -> Chart | None:
    """The plan's chart; None where every cell is blank."""
    shares: dict[str, Decimal | None] = dict(model.chinese(plan))  # type: ignore[arg-type]
    known = [share for share in shares.values() if share is not None]
    if not known:
        return None
    top = max(FULL, *known)
    base = HEIGHT - BOTTOM
    step = (WIDTH - LEFT) // len(shares)

    def y(share: Decimal) -> float:
        return round(float(base - (base - TOP) * max(share, Decimal(0)) / top), 1)

    columns = tuple(
        Column(
            label=label,
            share=share,
            x=LEFT + step * number + step // 2,
            y=y(share or Decimal(0)),
            height=round(base - y(share or Decimal(0)), 1),
        )
        for number, (label, share) in enumerate(shares.items())
    )
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        base=base,
        column=COLUMN,
        lines=tuple(Line(percent, y(Decimal(percent))) for percent in (0, 50, 100)),
        columns=columns,
        told="，".join(f"{label} {_told(share)}" for label, share in shares.items()),
    )


def _told(share: Decimal | None) -> str:
    return "空白" if share is None else f"{share:f}%"

"""Tables of two years as one, row by row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from tools.form.tracked.marks import Line, MarkedCell, MarkedRow, MarkedTable
from tools.form.tracked.texts import Both, closed_lines, line, part_of
from tools.grid import Paragraph, Slot, Table, place
from tools.likeness.alignment import align, walk

# Below this, a row is shown as gone and new: its cells have nothing to do with each other.
ROW_LIKENESS = 0.55


class _Row(Struct, frozen=True):
    """``shape`` is where the row's cells begin and end, and which come from above."""

    slots: list[Slot]
    is_header: bool

    @property
    def shape(self) -> tuple[object, ...]:
        return self.is_header, *((cell.grid_span, below) for cell, below in self.slots)

    @property
    def texts(self) -> list[str]:
        return ["" if below else cell.text for cell, below in self.slots]


def table(old: Table | None, new: Table | None) -> MarkedTable:
    """One table that comes, goes or changes; both have the same columns."""
    only = new or old
    if only is None:
        raise ValueError("a table is there on one side at least")
    sides = _sides(_rows(old), _rows(new))
    return MarkedTable(only.caption, only.widths, tuple(_marked_rows(sides)))


def _rows(table: Table | None) -> list[_Row]:
    if table is None:
        return []
    return [_Row(s, row.is_header) for row, s in zip(table.rows, place(table), strict=True)]


def _sides(old: list[_Row], new: list[_Row]) -> list[Both[_Row]]:
    """Which row is which.

    A row can only become one of the same shape. Word keeps one state of a cell for both years:
    the first row of a merged 一级指标 cannot become one that hangs below it, and is shown as gone
    and new.
    """
    counts = [Counter(row.shape for row in side) for side in (old, new)]
    only = {shape for shape in counts[0] if counts[0][shape] == counts[1][shape] == 1}
    weights = _weights([row for row in (*old, *new) if row.shape not in only])
    likeness = [[_likeness(one, other, weights) for other in new] for one in old]
    return list(walk(old, new, align(likeness, ROW_LIKENESS)))


def _weights(rows: Sequence[_Row]) -> dict[object, list[int]]:
    """How many texts a cell has in rows of one shape: 三级指标 tells rows apart, 一级指标 not."""
    texts: dict[object, list[set[str]]] = {}
    for row in rows:
        columns = texts.setdefault(row.shape, [set() for _ in row.slots])
        for column, text in zip(columns, row.texts, strict=True):
            column.add(text)
    return {shape: [len(column) for column in columns] for shape, columns in texts.items()}


def _likeness(old: _Row, new: _Row, weights: dict[object, list[int]]) -> float:
    """A row without weights is the only one of its shape: the same row, whatever stands in it."""
    if old.shape != new.shape:
        return 0.0
    if old.shape not in weights:
        return 1.0
    cells = zip(old.texts, new.texts, weights[old.shape], strict=True)
    filled = [(weight, ratio(one, other)) for one, other, weight in cells if one or other]
    total = sum(weight for weight, _ in filled)
    return sum(weight * share for weight, share in filled) / 100 / total if total else 1.0


def _marked_rows(sides: Sequence[Both[_Row]]) -> Iterator[MarkedRow]:
    below = [*(_hanging(row) for row in sides[1:]), set()]
    for (old, new), hanging in zip(sides, below, strict=True):
        is_header = any(row.is_header for row in (old, new) if row)
        yield MarkedRow(part_of(old, new), tuple(_cells(old, new, hanging)), is_header)


def _hanging(side: Both[_Row]) -> set[tuple[int, int]]:
    """Column and width of the row's cells that come from above."""
    row = side[1] or side[0]
    found, column = set(), 0
    for cell, below in row.slots if row else ():
        if below:
            found.add((column, cell.grid_span))
        column += cell.grid_span
    return found


def _cells(
    old: _Row | None, new: _Row | None, hanging: set[tuple[int, int]]
) -> Iterator[MarkedCell]:
    """The cells of one row; ``hanging`` are those of the next that come from above.

    A cell can be merged in one year only: then it counts as merged, and stands alone in the
    other year because nothing below it hangs from it.
    """
    column = 0
    for one, other in zip_longest(old.slots if old else (), new.slots if new else ()):
        cell, below = other or one
        is_merged = (column, cell.grid_span) in hanging or any(
            slot[0].row_span > 1 for slot in (one, other) if slot
        )
        yield MarkedCell(tuple(_lines(one, other)), cell.grid_span, below, is_merged)
        column += cell.grid_span


def _lines(old: Slot | None, new: Slot | None) -> list[Line]:
    before, after = _paragraphs(old), _paragraphs(new)
    if before and after:
        return closed_lines(before, after)
    return [line(one, None) for one in before] + [line(None, one) for one in after]


def _paragraphs(slot: Slot | None) -> tuple[Paragraph, ...]:
    """Word wants a paragraph in every cell, also in one merged from above."""
    if slot is None:
        return ()
    cell, below = slot
    return (Paragraph((), cell.paragraphs[0].style),) if below else cell.paragraphs

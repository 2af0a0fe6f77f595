"""A worksheet, whatever kind of file it came from, and the tables that stand in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.scan import Block, Place, Remark, UnreadableError

MOST_CELLS = 200_000
# A merge of more rows or columns comes of selecting whole columns, rows or sheets.
HIGHEST_MERGE, WIDEST_MERGE = 1000, 100
MOST_NAMED = 10

Spot = tuple[int, int]
"""Row and column, from 0."""

Merge = tuple[Spot, Spot]
"""First and last spot of a merged range."""


class Sheet(Struct, frozen=True, kw_only=True):
    """One visible sheet. ``texts`` has the cells that are not blank, as a person sees them.

    ``hidden_rows`` and ``hidden_columns`` count from 0; ``notes`` are about single cells,
    ``about`` about the sheet.
    """

    name: str
    texts: dict[Spot, str]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: tuple[tuple[Spot, str], ...] = ()
    about: tuple[str, ...] = ()


def address(spot: Spot) -> str:
    """A cell's name as on screen: ``(4, 1)`` is ``B5``."""
    row, column = spot
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def remarks(sheet: Sheet) -> Iterator[Remark]:
    """What the tables of the sheet cannot show: notes on cells, and what is hidden."""
    place = Place(sheet=sheet.name)
    for message in sheet.about:
        yield Remark(place, message)
    for spot, message in (*sheet.notes, *_under_merges(sheet)):
        at = Place(sheet=sheet.name, row=spot[0] + 1, cell=spot[1] + 1)
        yield Remark(at, f"{address(spot)}：{message}")
    rows = sorted({row for row, _ in sheet.texts} & sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.texts} & sheet.hidden_columns)
    message = "是隐藏的，里面的内容也取了，请核对要不要"
    if rows:
        yield Remark(place, f"第 {_named([str(row + 1) for row in rows])} 行{message}")
    if columns:
        letters = [address((0, column))[:-1] for column in columns]
        yield Remark(place, f"第 {_named(letters)} 列{message}")


def _named(names: list[str]) -> str:
    more = f"等 {len(names)} " if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def _under_merges(sheet: Sheet) -> Iterator[tuple[Spot, str]]:
    """A merged range shows its first cell only; other programs leave text under it."""
    for spot, (start, _) in _spans(_ordinary(sheet.merges)).items():
        if spot != start and spot in sheet.texts:
            text = sheet.texts[spot]
            yield spot, f"合并单元格底下还压着内容“{text}”，表上看不见，没有取"


def blocks(sheet: Sheet) -> Iterator[Block]:
    """The tables of a sheet: runs of rows between wholly empty rows, empty columns cut off.

    The place of each names its first row and column in the sheet. Raise ``UnreadableError`` where
    the tables would have more than ``MOST_CELLS`` cells.
    """
    ordinary = _ordinary(sheet.merges)
    huge = [merge for merge in sheet.merges if _is_huge(merge)]
    columns: dict[int, list[int]] = {}
    for row, column in (*sheet.texts, *(spot for merge in ordinary for spot in merge)):
        columns.setdefault(row, []).append(column)
    runs = _runs(sheet, ordinary)
    sizes = []
    for first, last in runs:
        across = [c for row in range(first, last + 1) for c in columns.get(row, ())]
        sizes.append(((first, min(across)), (last, max(across))))
    if sum(map(_size, sizes)) > MOST_CELLS:
        raise UnreadableError(
            f"工作表“{sheet.name}”里内容散得太开，超过 {MOST_CELLS:,} 格，没有读",
            "请删去离表格很远的零星内容，或把绩效目标表复制到新的工作簿，再导入",
        )
    ordinary_spans = _spans(ordinary)
    for start, end in sizes:
        clipped = [merge for merge in (_clip(merge, start, end) for merge in huge) if merge]
        spans = _spans([*ordinary, *clipped]) if clipped else ordinary_spans
        place = Place(sheet=sheet.name, row=start[0] + 1, cell=start[1] + 1)
        yield Block(_table(sheet.texts, spans, start, end), place)


def _ordinary(merges: tuple[Merge, ...]) -> list[Merge]:
    """Down to where they would cover more cells than a sheet may have."""
    total, kept = 0, []
    for merge in merges:
        size = _size(merge)
        if not _is_huge(merge) and total + size <= MOST_CELLS:
            total += size
            kept.append(merge)
    return kept


def _is_huge(merge: Merge) -> bool:
    (top, left), (bottom, right) = merge
    return bottom - top >= HIGHEST_MERGE or right - left >= WIDEST_MERGE


def _size(merge: Merge) -> int:
    (top, left), (bottom, right) = merge
    return (bottom - top + 1) * (right - left + 1)


def _clip(merge: Merge, first: Spot, last: Spot) -> Merge | None:
    top, left = max(merge[0][0], first[0]), max(merge[0][1], first[1])
    bottom, right = min(merge[1][0], last[0]), min(merge[1][1], last[1])
    return ((top, left), (bottom, right)) if top <= bottom and left <= right else None


def _runs(sheet: Sheet, merges: list[Merge]) -> list[tuple[int, int]]:
    """First and last row of each run of rows that have text or lie in a merged range."""
    reach = {row: row for row, _ in sheet.texts}
    for (top, _), (bottom, _) in merges:
        for row in range(top, bottom + 1):
            reach[row] = max(reach.get(row, row), bottom)
    runs: list[tuple[int, int]] = []
    for row in sorted(reach):
        if runs and row <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], reach[row]))
        else:
            runs.append((row, reach[row]))
    filled = sorted({row for row, _ in sheet.texts})
    return [(a, b) for a, b in runs if bisect_left(filled, a) < bisect_right(filled, b)]


def _spans(merges: list[Merge]) -> dict[Spot, Merge]:
    """Which merge covers a spot; of merges that overlap, as no Excel writes, the first counts."""
    covered: dict[Spot, Merge] = {}
    for merge in merges:
        (top, left), (bottom, right) = merge
        spots = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        if not any(spot in covered for spot in spots):
            covered.update(dict.fromkeys(spots, merge))
    return covered


def _table(texts: dict[Spot, str], spans: dict[Spot, Merge], first: Spot, last: Spot) -> Table:
    rows = []
    for row in range(first[0], last[0] + 1):
        cells = []
        for column in range(first[1], last[1] + 1):
            spot = (row, column)
            start, end = spans.get(spot, (spot, spot))
            if start == spot:
                height, width = end[0] - row + 1, end[1] - column + 1
                cells.append(_cell(texts.get(spot, ""), height, width))
        rows.append(Row(tuple(cells)))
    return Table("", (1,) * (last[1] - first[1] + 1), tuple(rows))


def _cell(text: str, height: int, width: int) -> Cell:
    runs = (Run(text),) if text else ()
    return Cell((Paragraph(runs, ""),), row_span=height, grid_span=width)

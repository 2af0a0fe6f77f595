"""The ruled tables of a PDF page as grids: from rectangles on paper to rows and columns."""

from collections import Counter
from itertools import pairwise
from typing import Any

from msgspec import Struct

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.files.lines import joined, lines

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner of the page."""

# Lines closer than this are one line, drawn twice or thick.
NEAR = 3.0
MOST_EDGES, MOST_CROSSINGS = 20_000, 5000
SETTINGS = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": NEAR,
    "join_tolerance": NEAR,
    "intersection_tolerance": NEAR,
}


class Ruled(Struct, frozen=True):
    """One table on paper: its cells and their outline."""

    cells: tuple[Box, ...]
    box: Box


class _Spot(Struct, eq=False):
    """A cell of the grid while it is being filled."""

    start: tuple[int, int]
    height: int
    width: int
    texts: list[str]


def find(page: Any) -> list[Ruled] | None:
    """The tables of a pdfplumber page; None if it has too many lines to be made of tables.

    A single box is no table: it may be the border of the page.
    """
    if len(page.lines) + 4 * len(page.rects) + len(page.curves) > MOST_EDGES:
        return None
    edges = [edge for edge in page.edges if edge["orientation"] in ("h", "v")]
    heights = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
    columns = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
    if len(heights) * len(columns) > MOST_CROSSINGS:
        return None
    settings = {
        **SETTINGS,
        "explicit_horizontal_lines": _missing(edges, "v", "top", "bottom"),
        "explicit_vertical_lines": _missing(edges, "h", "x0", "x1"),
    }
    found = [_ruled(table.cells) for table in page.find_tables(settings)]
    return [one for one in found if one]


def _missing(edges: list[dict[str, Any]], orientation: str, low: str, high: str) -> list[Any]:
    """Borders left open, at a page break or by taste, where at least three lines end alike."""
    other = "h" if orientation == "v" else "v"
    across = ("x0", "x1") if orientation == "v" else ("top", "bottom")
    if not any(edge["orientation"] == other for edge in edges):
        return []
    ends: dict[int, list[dict[str, Any]]] = {}
    for edge in edges:
        if edge["orientation"] == orientation and edge[high] - edge[low] > NEAR:
            for end in (low, high):
                ends.setdefault(round(edge[end] / NEAR), []).append(edge)
    drawn = [edge for edge in edges if edge["orientation"] == other]
    added = []
    for key, found in ends.items():
        at = key * NEAR
        first, last = min(e[across[0]] for e in found), max(e[across[1]] for e in found)
        is_drawn = any(
            abs(edge[low] - at) < 2 * NEAR
            and edge[across[0]] < last + NEAR
            and edge[across[1]] > first - NEAR
            for edge in drawn
        )
        # a thick line may be drawn as a rectangle, whose two sides end alike
        several = len({round(edge[across[0]] / NEAR) for edge in found}) > 2
        if several and not is_drawn:
            added.append(_line(at, first, last, orientation))
    return added


def _line(at: float, first: float, last: float, orientation: str) -> dict[str, Any]:
    box = (first, at, last, at) if orientation == "v" else (at, first, at, last)
    x0, top, x1, bottom = box
    sizes = {"width": x1 - x0, "height": bottom - top, "doctop": top}
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, **sizes}


def _ruled(cells: list[Box]) -> Ruled | None:
    kept = [box for box in cells if box[2] - box[0] > NEAR and box[3] - box[1] > NEAR]
    if not kept:
        return None
    left, top = min(box[0] for box in kept), min(box[1] for box in kept)
    right, bottom = max(box[2] for box in kept), max(box[3] for box in kept)
    return Ruled(tuple(kept), (left, top, right, bottom))


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def owner(tables: list[Ruled], char: dict[str, Any]) -> tuple[int, int] | None:
    """The table and cell that hold the middle of a character, by index."""
    point = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    found = [
        ((box[2] - box[0]) * (box[3] - box[1]), number, index)
        for number, table in enumerate(tables)
        if _holds(table.box, point)
        for index, box in enumerate(table.cells)
        if _holds(box, point)
    ]
    return min(found)[1:] if found else None


def grid(table: Ruled, chars: dict[int, list[dict[str, Any]]]) -> Table:
    """The table with its text; ``chars`` are those of each cell, by index.

    Where the paper has no cell, the grid gets a blank one.
    """
    columns = _edges([x for box in table.cells for x in (box[0], box[2])])
    heights = _edges([y for box in table.cells for y in (box[1], box[3])])
    taken: dict[tuple[int, int], _Spot] = {}
    for index, box in sorted(enumerate(table.cells), key=lambda item: item[1][1::-1]):
        left, right = _nearest(columns, box[0]), _nearest(columns, box[2])
        top, bottom = _nearest(heights, box[1]), _nearest(heights, box[3])
        places = [(r, c) for r in range(top, bottom) for c in range(left, right)]
        text = joined(lines(chars.get(index, ())), box[0], box[2])
        before = next((taken[place] for place in places if place in taken), None)
        if before:  # boxes that overlap on paper: the text must not be lost
            before.texts.append(text)
        else:
            spot = _Spot((top, left), bottom - top, right - left, [text])
            taken.update(dict.fromkeys(places, spot))
    rows = []
    for row in range(len(heights) - 1):
        cells = []
        for column in range(len(columns) - 1):
            spot = taken.get((row, column)) or _Spot((row, column), 1, 1, [])
            if spot.start == (row, column):
                cells.append(_cell(spot))
        rows.append(Row(tuple(cells)))
    widths = tuple(max(round(10 * (b - a)), 1) for a, b in pairwise(columns))
    return Table("", widths, tuple(rows))


def _edges(values: list[float]) -> list[float]:
    """Distinct edges; those that lie near each other count as the one that most cells have."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] < NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [Counter(group).most_common(1)[0][0] for group in groups]


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _cell(spot: _Spot) -> Cell:
    texts = "\n".join(text for text in spot.texts if text).split("\n")
    paragraphs = tuple(Paragraph((Run(text),) if text else (), "") for text in texts)
    return Cell(paragraphs, row_span=spot.height, grid_span=spot.width)

"""The optimal assignment: the pairs whose likeness adds up to the most, not the first best."""

from collections.abc import Sequence

GRAIN = 10_000  # likenesses are compared as whole numbers, so that rounding decides nothing


def assign(likeness: Sequence[Sequence[float]], least: float) -> list[tuple[int, int]]:
    """Pairs of row and column, each used once, with the greatest sum of likeness.

    ``likeness`` is a table of numbers from 0 to 1. Pairs below ``least`` are never made.
    """
    rows = len(likeness)
    columns = len(likeness[0]) if rows else 0
    if not columns:
        return []
    gains = [[_gain(value, least) for value in row] for row in likeness]
    if rows > columns:
        turned = [list(column) for column in zip(*gains, strict=True)]
        pairs = [(row, column) for column, row in enumerate(_columns(turned))]
    else:
        pairs = list(enumerate(_columns(gains)))
    return sorted((row, column) for row, column in pairs if gains[row][column])


def _gain(value: float, least: float) -> int:
    return round(value * GRAIN) if value >= least else 0


def _columns(gains: list[list[int]]) -> list[int]:
    """The column of each row; there are no more rows than columns.

    The Hungarian method with potentials: one row after the other finds the shortest way to a free
    column, moving earlier rows where that gains more in all. Index 0 is no row and no column.
    """
    rows, columns = len(gains), len(gains[0])
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        column, way = _shortest(gains, owner, row_price, column_price)
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    result = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result


def _shortest(
    gains: list[list[int]], owner: list[int], row_price: list[int], column_price: list[int]
) -> tuple[int, list[int]]:
    """The free column that is cheapest to reach from the row at column 0, and the way there."""
    columns = len(gains[0])
    best: list[float] = [float("inf")] * (columns + 1)
    way = [0] * (columns + 1)
    used = [False] * (columns + 1)
    column = 0
    while owner[column]:
        used[column] = True
        row = owner[column]
        free = [c for c in range(1, columns + 1) if not used[c]]
        for c in free:
            cost = -gains[row - 1][c - 1] - row_price[row] - column_price[c]
            if cost < best[c]:
                best[c], way[c] = cost, column
        nearest = min(free, key=lambda c: best[c])
        step = int(best[nearest])
        for c in range(columns + 1):
            if used[c]:
                row_price[owner[c]] += step
                column_price[c] -= step
            else:
                best[c] -= step
        column = nearest
    return column, way

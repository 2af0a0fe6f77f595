"""Two sequences side by side without crossing: what stands below stays below."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from tools.likeness.assignment import GRAIN

T = TypeVar("T")


def align(likeness: Sequence[Sequence[float]], least: float) -> list[tuple[int, int]]:
    """Pairs of row and column, none crossing another, that are together the most alike.

    ``likeness`` is a table of numbers from 0 to 1. Pairs below ``least`` are never made. What
    counts is how far a pair is above it: where one thing moved, the others should line up, and
    not each with its neighbour because all are somewhat alike.
    """
    gains = [[_gain(value, least) for value in row] for row in likeness]
    best = _best(gains)
    pairs = []
    row = column = 0
    while row < len(gains) and column < len(gains[0]):
        gain = gains[row][column]
        if gain and best[row][column] == gain + best[row + 1][column + 1]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _gain(value: float, least: float) -> int:
    return round((value - least) * GRAIN) + 1 if value >= least else 0


def _best(gains: list[list[int]]) -> list[list[int]]:
    """The greatest sum that can be had from each row and column on."""
    width = len(gains[0]) if gains else 0
    best = [[0] * (width + 1)]
    for line in reversed(gains):
        below, here = best[-1], [0] * (width + 1)
        for column in range(width - 1, -1, -1):
            paired = line[column] + below[column + 1]
            here[column] = max(below[column], here[column + 1], paired)
        best.append(here)
    return best[::-1]


def walk(
    before: Sequence[T], after: Sequence[T], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[T | None, T | None]]:
    """Both sequences as one: pairs in order, and between them first what is gone, then the new."""
    old = new = 0
    for row, column in pairs:
        yield from ((one, None) for one in before[old:row])
        yield from ((None, one) for one in after[new:column])
        yield before[row], after[column]
        old, new = row + 1, column + 1
    yield from ((one, None) for one in before[old:])
    yield from ((None, one) for one in after[new:])

"""What belongs together in two lists, through renames and reordering."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from tools.likeness.assignment import assign

T = TypeVar("T")


class Pair(Struct, frozen=True):
    """Indexes of what belongs together; None on the side where it is not there.

    ``is_likely`` says that the two are only thought to be the same.
    """

    before: int | None
    after: int | None
    is_likely: bool = False


def match(
    before: Sequence[T],
    after: Sequence[T],
    keys: Sequence[Callable[[T], str]],
    likeness: Callable[[T, T], float],
    least: float,
) -> list[Pair]:
    """Pairs in the order of ``after``, what was dropped behind what it stood behind.

    Each of ``keys`` makes certain pairs of what is still free and gives the same text, in order;
    an empty text makes none. The rest is assigned by ``likeness``, as is best in all.
    """
    pairs: list[Pair] = []
    for key in keys:
        free = _free(before, after, pairs)
        pairs += _with_same_key(before, after, *free, key)
    olds, news = _free(before, after, pairs)
    table = [[likeness(before[old], after[new]) for new in news] for old in olds]
    pairs += [Pair(olds[row], news[column], True) for row, column in assign(table, least)]
    olds, news = _free(before, after, pairs)
    pairs += [Pair(old, None) for old in olds] + [Pair(None, new) for new in news]
    return _in_order(pairs)


def _free(
    before: Sequence[T], after: Sequence[T], pairs: list[Pair]
) -> tuple[list[int], list[int]]:
    """Indexes on both sides that no pair has."""
    olds = {pair.before for pair in pairs}
    news = {pair.after for pair in pairs}
    return (
        [index for index in range(len(before)) if index not in olds],
        [index for index in range(len(after)) if index not in news],
    )


def _with_same_key(
    before: Sequence[T],
    after: Sequence[T],
    olds: list[int],
    news: list[int],
    key: Callable[[T], str],
) -> list[Pair]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for old in olds:
        waiting[key(before[old])].append(old)
    pairs = []
    for new in news:
        name = key(after[new])
        if name and waiting.get(name):
            pairs.append(Pair(waiting[name].pop(0), new))
    return pairs


def _in_order(pairs: list[Pair]) -> list[Pair]:
    places = {pair.before: pair.after for pair in pairs if pair.before is not None}

    def place(pair: Pair) -> tuple[float, int]:
        if pair.after is not None:
            return pair.after, -1
        old = pair.before or 0
        above = (places.get(index) for index in range(old - 1, -1, -1))
        nearest = next((index for index in above if index is not None), -math.inf)
        return nearest, old

    return sorted(pairs, key=place)

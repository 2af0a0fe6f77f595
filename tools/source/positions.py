"""Where each value and each key of a data file stands."""

import functools
from collections.abc import Iterable
from typing import NamedTuple


class Position(NamedTuple):
    """Line and column, both counted from 1."""

    line: int
    column: int


def below(place: str, part: str | int) -> str:
    """The JSON Pointer (RFC 6901) of a key or item below ``place``."""
    if isinstance(part, str) and ("/" in part or "~" in part):
        part = part.replace("~", "~0").replace("/", "~1")
    return f"{place}/{part}"


def pointer(parts: Iterable[str | int]) -> str:
    """The JSON Pointer of a path of keys and indexes."""
    return functools.reduce(below, parts, "")


class Positions:
    """Positions by JSON Pointer; a place that is not in the file leads to its parent."""

    def __init__(self) -> None:
        self.values: dict[str, Position] = {}
        self.keys: dict[str, Position] = {}

    def value(self, place: str) -> Position:
        """Where the value stands."""
        return self._nearest(self.values, place)

    def key(self, place: str) -> Position:
        """Where the value's own key stands; for an item of a list, where the item starts."""
        return self.keys.get(place) or self._nearest(self.values, place)

    @staticmethod
    def _nearest(table: dict[str, Position], place: str) -> Position:
        while place and place not in table:
            place = place.rpartition("/")[0]
        return table.get(place, Position(1, 1))

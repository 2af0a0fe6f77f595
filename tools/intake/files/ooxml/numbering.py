"""Automatic list numbers: printed by Word, but not in the text of the file.

The lists are in numbering.xml: a list (``w:num``) is an instance of a pattern
(``w:abstractNum``), and all instances of one pattern count on together.
"""

import re
from collections import defaultdict

from msgspec import Struct

from tools.intake.files.ooxml.markup import Element, W, integer, is_on, value
from tools.intake.files.ooxml.numerals import numeral
from tools.intake.files.ooxml.styles import Style, Styles

LEVELS = 9
PART = re.compile(r"%([1-9])")


class Level(Struct, frozen=True):
    """One level of a list; ``restart`` is the level, from 1, that starts it anew, 0 is none."""

    start: int
    number_format: str
    text: str
    restart: int
    is_legal: bool
    style_id: str


class _List(Struct, frozen=True):
    pattern: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts the lists of one document, paragraph by paragraph."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        patterns = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        lists = {} if root is None else _by_id(root, "num", "numId")
        self._lists = {
            key: _list(element, lists, patterns, styles) for key, element in lists.items()
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()

    def next(self, list_id: str, level: int | None, style: Style) -> str | None:
        """The number of the next paragraph of a list, as printed.

        ``""`` for a bullet or where there is no such list; None where it cannot be told.
        """
        found = self._lists.get(list_id)
        if found is None:
            return ""
        if level is None:
            level = _level_of(found, style)
        if level not in found.levels:
            return ""
        counts = self._count(list_id, found, level)
        return _printed(found, level, counts)

    def _count(self, list_id: str, found: _List, level: int) -> dict[int, int]:
        counts = self._counts[found.pattern]
        for above in range(level):
            if above in found.levels:
                counts.setdefault(above, _start(found, above))
        if level in found.starts and (list_id, level) not in self._started:
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else _start(found, level)
        self._started.add((list_id, level))
        for below, its in found.levels.items():
            if below > level and level < its.restart:
                counts.pop(below, None)
        return counts


def _by_id(root: Element, tag: str, key: str) -> dict[str, Element]:
    return {element.get(f"{W}{key}", ""): element for element in root.findall(f"{W}{tag}")}


def _list(
    element: Element, lists: dict[str, Element], patterns: dict[str, Element], styles: Styles
) -> _List:
    key = value(element, f"{W}abstractNumId") or ""
    pattern = patterns.get(key)
    link = value(pattern, f"{W}numStyleLink")
    if link is not None:
        linked = lists.get(styles.list_id(link) or "")
        key = value(linked, f"{W}abstractNumId") or ""
        pattern = patterns.get(key)
    levels = {} if pattern is None else _levels(pattern)
    starts = {}
    for override in element.findall(f"{W}lvlOverride"):
        level = integer(override.get(f"{W}ilvl"))
        levels |= _levels(override)
        start = value(override, f"{W}startOverride")
        if start is not None:
            starts[level] = integer(start)
    return _List(key, levels, starts)


def _levels(parent: Element) -> dict[int, Level]:
    found = {integer(level.get(f"{W}ilvl"), -1): level for level in parent.findall(f"{W}lvl")}
    return {key: _level(key, level) for key, level in found.items() if 0 <= key < LEVELS}


def _level(key: int, element: Element) -> Level:
    return Level(
        start=integer(value(element, f"{W}start")),
        number_format=value(element, f"{W}numFmt") or "decimal",
        text=value(element, f"{W}lvlText") or "",
        restart=integer(value(element, f"{W}lvlRestart"), key),
        is_legal=bool(is_on(element, f"{W}isLgl")),
        style_id=value(element, f"{W}pStyle") or "",
    )


def _start(found: _List, level: int) -> int:
    return found.starts.get(level, found.levels[level].start)


def _level_of(found: _List, style: Style) -> int:
    """A list that a style brings along names the style at its level."""
    levels = found.levels.items()
    named = (key for key, level in levels if level.style_id and level.style_id in style.ids)
    return next(named, 0)


def _printed(found: _List, level: int, counts: dict[int, int]) -> str | None:
    own = found.levels[level]
    if own.number_format == "bullet":
        return ""
    text = own.text
    for part in set(PART.findall(text)):
        index = int(part) - 1
        if index not in found.levels or index > level:
            return None
        number_format = found.levels[index].number_format
        is_decimal = own.is_legal or number_format == "bullet"
        printed = numeral(counts.get(index, 0), "decimal" if is_decimal else number_format)
        if printed is None:
            return None
        text = text.replace(f"%{part}", printed)
    return text

"""Paragraphs of two years as one, word by word."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace
from rapidfuzz.fuzz import ratio

from tools.form.tracked.marks import Line, Piece
from tools.grid import Paragraph
from tools.likeness.alignment import align, walk
from tools.likeness.phrases import Part, Segment, phrases

T = TypeVar("T")
Both = tuple[T | None, T | None]

# Below this, two paragraphs are shown as one gone and one new.
PARAGRAPH_LIKENESS = 0.4
# What two blank paragraphs have in common: less than two of the same words.
BLANK = 0.6
# Below this, a text is struck out whole: word by word nobody could read it.
TEXT_LIKENESS = 0.35


def part_of(old: object, new: object) -> Part:
    """What became of something that is None where it is not there."""
    if old is None:
        return Part.NEW
    return Part.GONE if new is None else Part.SAME


def likeness(old: Paragraph, new: Paragraph) -> float:
    """From 0 to 1; 0 if one cannot become the other, as its style belongs to its end."""
    if (old.style, old.level) != (new.style, new.level):
        return 0.0
    return ratio(old.text, new.text) / 100 if old.text or new.text else BLANK


def line(old: Paragraph | None, new: Paragraph | None) -> Line:
    """One paragraph that comes, goes or changes, together with its end."""
    only = new or old
    if only is None:
        raise ValueError("a paragraph is there on one side at least")
    return Line(tuple(pieces(old, new)), only.style, only.style, only.level, part_of(old, new))


def closed_lines(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Line]:
    """The paragraphs of a cell, of which the last must keep its end."""
    table = [[likeness(one, other) for other in new] for one in old]
    sides = closed(list(walk(old, new, align(table, PARAGRAPH_LIKENESS))))
    lines = [replace(line(one, other), mark=end) for one, other, end in sides]
    lines[-1] = replace(lines[-1], style=new[-1].style, old_style=old[-1].style)
    return lines


def closed(sides: Sequence[Both[T]]) -> list[tuple[T | None, T | None, Part]]:
    """Each pair with what becomes of its end, where the last end must stay.

    What comes or goes behind the last pair takes the end before it instead of its own, as it
    does when somebody types there. Where something goes and something else comes, the last of
    each share the last end.
    """
    rows = list(sides)
    start = max((n for n, row in enumerate(rows, 1) if part_of(*row) is Part.SAME), default=0)
    gone = [row for row in rows[start:] if part_of(*row) is Part.GONE]
    come = [row for row in rows[start:] if part_of(*row) is Part.NEW]
    if gone and come:
        rows = [*rows[:start], *gone[:-1], *come[:-1], (gone[-1][0], come[-1][1])]
        start = len(rows)
    ends = [part_of(*row) for row in rows]
    if start:
        ends = [*ends[: start - 1], *ends[start:], Part.SAME]
    return [(*row, end) for row, end in zip(rows, ends, strict=True)]


def pieces(old: Paragraph | None, new: Paragraph | None) -> Iterator[Piece]:
    """The runs of both paragraphs, what is gone before what is new."""
    before, after = _signs(old), _signs(new)
    i = j = 0
    for part, text in _segments(old.text if old else "", new.text if new else ""):
        size = len(text)
        if part is Part.SAME:
            yield from _same(before[i : i + size], after[j : j + size])
        else:
            signs = before[i : i + size] if part is Part.GONE else after[j : j + size]
            yield from _of_one_style(signs, part)
        i += size * (part is not Part.NEW)
        j += size * (part is not Part.GONE)


Sign = tuple[str, str]


def _signs(paragraph: Paragraph | None) -> list[Sign]:
    """Sign by sign with its character style."""
    runs = paragraph.runs if paragraph else ()
    return [(sign, run.style) for run in runs for sign in run.text]


def _of_one_style(signs: Sequence[Sign], part: Part) -> Iterator[Piece]:
    for style, some in groupby(signs, key=lambda sign: sign[1]):
        yield Piece(part, "".join(text for text, _ in some), style)


def _same(before: Sequence[Sign], after: Sequence[Sign]) -> Iterator[Piece]:
    """The same text; where its style changed, it is gone and new."""
    both = zip(before, after, strict=True)
    for is_same, some in groupby(both, key=lambda pair: pair[0] == pair[1]):
        olds, news = zip(*some, strict=True)
        if is_same:
            yield from _of_one_style(news, Part.SAME)
        else:
            yield from _of_one_style(olds, Part.GONE)
            yield from _of_one_style(news, Part.NEW)


def _segments(old: str, new: str) -> list[Segment]:
    if old == new:
        return [Segment(Part.SAME, new)]
    if not old or not new or ratio(old, new) < TEXT_LIKENESS * 100:
        return [Segment(Part.GONE, old), Segment(Part.NEW, new)]
    return list(_without_islands(phrases(old, new)))


def _without_islands(segments: Sequence[Segment]) -> Iterator[Segment]:
    """One sign left standing between two changes is read with them, not for itself."""
    last = len(segments) - 1
    kept = [
        part is Part.SAME and (len(text) > 1 or number in (0, last))
        for number, (part, text) in enumerate(segments)
    ]
    for is_kept, some in groupby(zip(kept, segments, strict=True), key=lambda pair: pair[0]):
        run = [segment for _, segment in some]
        if is_kept:
            yield from run
            continue
        for part, other in ((Part.GONE, Part.NEW), (Part.NEW, Part.GONE)):
            text = "".join(text for what, text in run if what is not other)
            if text:
                yield Segment(part, text)

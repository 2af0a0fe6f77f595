"""The lines of a page: from characters at places to text, and where a line was only wrapped.

Lengths are points; ``top`` and ``bottom`` count downwards, as pdfplumber has them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from msgspec import Struct

# What begins an item of a list, as official documents number them (GB/T 9704).
NUMBERED = re.compile(
    r"(第[一二三四五六七八九十百\d]+[部章节条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、)）](?!\d)|[①-⒇])"
)
INLINE = re.compile(rf"[；;。]\s*{NUMBERED.pattern}")
ENDS = tuple("。；;！？!?：:")
OPENING = "（(《“‘【[〔"
CLOSING = "，。；：、）)》”’】]〕！？,.;:!?%％"
WORD = re.compile(r"[^\W_]+")
INSIDE = "./-_:@,'+="
# A gap this wide, in widths of a character, is a space that the file does not spell out.
LATIN_GAP, WIDE_GAP = 0.25, 1.2


class Glyph(Struct, frozen=True):
    """One character, or what the file says that one sign on paper means, and its place."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height, which is about the size of the type."""
        return self.bottom - self.top


class Line(Struct, frozen=True):
    """Characters side by side; ``text`` keeps the spaces at both ends.

    Of text that is turned, ``glyphs`` stand as if it were not, and ``top`` where it really is.
    """

    glyphs: tuple[Glyph, ...]
    text: str
    top: float
    is_turned: bool = False

    @property
    def x0(self) -> float:
        """The left edge of the first character."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """The right edge of the last character."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of most of its type."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]


def lines(chars: Iterable[dict[str, Any]]) -> list[Line]:
    """Characters of pdfplumber as lines, from above; blank lines are left out."""
    upright: list[Glyph] = []
    down: list[Glyph] = []
    up: list[Glyph] = []
    for char in chars:
        text, x0, x1 = char["text"], char["x0"], char["x1"]
        top, bottom = char["top"], char["bottom"]
        if char["upright"]:
            upright.append(Glyph(text, x0, x1, top, bottom))
        elif char["matrix"][1] < 0:
            down.append(Glyph(text, top, bottom, -x1, -x0))
        else:
            up.append(Glyph(text, -bottom, -top, x0, x1))
    found = [Line(row, _text(row), min(g.top for g in row)) for row in _rows(upright)]
    found += [Line(row, _text(row), row[0].x0, is_turned=True) for row in _rows(down)]
    found += [Line(row, _text(row), -row[-1].x1, is_turned=True) for row in _rows(up)]
    return [line for line in found if line.text.strip()]


def _rows(glyphs: list[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Glyphs whose middles are less than half a character apart in height, from the left."""
    row: list[Glyph] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        own = (glyph.top + glyph.bottom) / 2
        if row and own - middle > 0.5 * max(min(glyph.size, row[0].size), 1):
            yield _ordered(row)
            row = []
        if not row:
            middle = own
        row.append(glyph)
    if row:
        yield _ordered(row)


def _ordered(row: list[Glyph]) -> tuple[Glyph, ...]:
    return tuple(sorted(row, key=lambda glyph: glyph.x0))


def is_latin(text: str) -> bool:
    """Whether a character belongs to words that are parted by spaces."""
    return text.isalnum() and text < "\u2e80"


def _text(row: tuple[Glyph, ...]) -> str:
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row:
        if before and not before.text.isspace() and not glyph.text.isspace():
            both = is_latin(before.text[-1:]) and is_latin(glyph.text[:1])
            if glyph.x0 - before.x1 > (LATIN_GAP if both else WIDE_GAP) * glyph.size:
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def visible(line: Line) -> tuple[float, float]:
    """Left and right edge of a line without the spaces at its ends."""
    inked = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    return inked[0].x0, max(glyph.x1 for glyph in inked)


def first_unit(line: Line) -> float:
    """The width of what could have gone to the line above only as a whole.

    A word or number, or one Chinese character, with the brackets and points that stick to it.
    """
    inked = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    count = 0
    while count < len(inked) - 1 and inked[count].text in OPENING:
        count += 1
    count += 1
    if is_latin(inked[count - 1].text):
        while count < len(inked) and (is_latin(inked[count].text) or inked[count].text in INSIDE):
            count += 1
    while count < len(inked) and inked[count].text in CLOSING:
        count += 1
    return inked[count - 1].x1 - inked[0].x0


def glue(above: str, below: str, *, is_full: bool) -> str:
    """What stands between two lines of one paragraph: a space between words, else nothing.

    A full line may end within a number, so there a space needs to be in the file. A word is only
    broken if it is longer than the line.
    """
    last, first = above.rstrip()[-1:], below.lstrip()[:1]
    if above[-1:].isspace() or below[:1].isspace():
        return " " if is_latin(last) or is_latin(first) else ""
    if not (is_latin(last) and is_latin(first)):
        return ""
    words = last.isalpha() and first.isalpha() and not WORD.fullmatch(above.strip())
    return " " if words or not is_full else ""


def joined(found: list[Line], left: float, right: float) -> str:
    """The text of a cell between two edges: wrapped lines joined, paragraphs apart.

    A paragraph ends where the next word would still have had ample room, or some room and the text
    itself speaks for an end: a full stop before, or the number of an item after.
    """
    if not found:
        return ""
    text = found[0].text.strip()
    counts = _numbers_start_lines(found)
    margin = _margin(found, left, right)
    start = min(visible(line)[0] for line in found)
    for above, below in pairwise(found):
        room = _room(above, below, left + margin, right - margin)
        em = below.size
        ends = above.text.rstrip().endswith(ENDS)
        begins = NUMBERED.match(below.text.strip()) is not None
        is_indented = visible(below)[0] - start > 1.5 * em and not _is_centred(below, left, right)
        spare = room - first_unit(below)
        is_new = spare > em or (spare > 0.5 * em and (ends or begins))
        is_new = is_new or (begins and ends and counts)
        if above.is_turned or below.is_turned:
            is_new = False
        is_new = is_new or (is_indented and ends)
        full = room < below.glyphs[0].x1 - below.glyphs[0].x0
        text += "\n" if is_new else glue(above.text, below.text, is_full=full)
        text += below.text.strip()
    return text


def _numbers_start_lines(found: list[Line]) -> bool:
    """Whether the items of a list all start on lines of their own."""
    is_list = NUMBERED.match(found[0].text.strip()) is not None
    return is_list and not any(INLINE.search(line.text) for line in found)


def _margin(found: list[Line], left: float, right: float) -> float:
    edges = [visible(line) for line in found]
    narrowest = min(min(x0 - left, right - x1) for x0, x1 in edges)
    return min(max(narrowest, 1), 6)


def _room(above: Line, below: Line, left: float, right: float) -> float:
    """How much of the line above is left, whether it stands to the left or in the middle."""
    x0, x1 = visible(above)
    if _is_centred(above, left, right) and _is_centred(below, left, right):
        return (right - left) - (x1 - x0)
    return right - x1


def _is_centred(line: Line, left: float, right: float) -> bool:
    x0, x1 = visible(line)
    return x0 - left > 3 and abs((x0 - left) - (right - x1)) < 3

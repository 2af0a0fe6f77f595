"""The text of a PDF between its tables: lines to paragraphs, and what repeats on every page."""

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct

from tools.grid import Paragraph, Run, Table
from tools.intake.files.lines import ENDS, NUMBERED, Line, first_unit, glue, visible
from tools.intake.scan import Block, Place, Remark

# Top and bottom of a page where page numbers and running headers stand, as parts of its height.
HEAD, FOOT = 0.12, 0.88
NUMBER = re.compile(
    r"[-—–－―·\s]*\d{1,4}[-—–－―·\s]*|第?\s*\d{1,4}\s*页?\s*[/，,共第]+\s*\d+\s*页?|第\s*\d+\s*页"
)
LEADERS = re.compile(r"([.．·…‥]\s*){6,}\s*[-—]?\s*\d*\s*[-—]?$")
CONTENTS = re.compile(r"目\s*[录次]")


class Page(Struct, frozen=True):
    """One page: lines outside tables, and tables by their upper edge."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[tuple[float, Table], ...]


def blocks(pages: list[Page]) -> tuple[list[Block], list[Remark]]:
    """Paragraphs and tables in reading order, and remarks on what was left out as repeated."""
    remarks: list[Remark] = []
    pages = _without_headers(_without_numbers(pages), remarks)
    pages = _without_numbers(pages)  # one may stand under a header
    pages = _without_contents(pages, remarks)
    edges = _edges(pages)
    found: list[Block] = []
    waiting: list[Line] = []
    tables = paragraphs = start = 0

    def close() -> None:
        nonlocal paragraphs
        if waiting:
            paragraphs += 1
            place = Place(page=start, paragraph=paragraphs)
            found.append(Block(_paragraph(waiting, edges[_kind(by_number[start])][1]), place))
            waiting.clear()

    by_number = {page.number: page for page in pages}
    for page in pages:
        pitch = _pitch(page)
        first = True
        for item in sorted(_items(page), key=lambda item: item[0]):
            content = item[1]
            if isinstance(content, Table):
                close()
                tables += 1
                found.append(Block(content, Place(page=page.number, table=tables)))
            else:
                same = bool(waiting) and _kind(by_number[start]) == _kind(page)
                if not same or _is_new(
                    waiting, content, edges[_kind(page)], None if first else pitch
                ):
                    close()
                    start = page.number
                waiting.append(content)
            first = False
    close()
    return found, remarks


def _items(page: Page) -> list[tuple[float, Line | Table]]:
    return [*((line.top, line) for line in page.lines), *page.tables]


def _kind(page: Page) -> tuple[int, int]:
    """Upright and lying pages have margins of their own."""
    return round(page.width), round(page.height)


def _without(page: Page, dropped: list[Line]) -> Page:
    kept = tuple(line for line in page.lines if not any(line is other for other in dropped))
    return Page(page.number, page.width, page.height, kept, page.tables)


def _outer(page: Page) -> list[Line]:
    """The first and last line, where they stand in the margins."""
    if not page.lines:
        return []
    first, last = page.lines[0], page.lines[-1]
    is_head = first.bottom < HEAD * page.height
    is_foot = last.top > FOOT * page.height
    if last is first:
        return [first] if is_head or is_foot else []
    return [line for line, is_outer in ((first, is_head), (last, is_foot)) if is_outer]


def _without_numbers(pages: list[Page]) -> list[Page]:
    return [
        _without(page, [line for line in _outer(page) if NUMBER.fullmatch(line.text.strip())])
        for page in pages
    ]


def _without_headers(pages: list[Page], remarks: list[Remark]) -> list[Page]:
    """Lines at the same height with the same text on most pages."""
    seen = Counter((line.text.strip(), round(line.top)) for p in pages for line in _outer(p))
    often = {key for key, count in seen.items() if count > 2 and count > len(pages) / 2}
    if not often:
        return pages
    named = "、".join(f"“{text}”" for text in sorted({text for text, _ in often}))
    remarks.append(Remark(Place(), f"每页重复的页眉页脚{named}没有取"))
    return [
        _without(
            page, [line for line in _outer(page) if (line.text.strip(), round(line.top)) in often]
        )
        for page in pages
    ]


def _without_contents(pages: list[Page], remarks: list[Remark]) -> list[Page]:
    """From 目录 to the last line with dot leaders; its entries repeat the headings."""
    result = []
    is_inside = False
    for page in pages:
        found = page.lines
        leaders = [index for index, line in enumerate(found) if LEADERS.search(line.text.strip())]
        title = [i for i, line in enumerate(found) if CONTENTS.fullmatch(line.text.strip())]
        if not leaders:
            is_inside = False
            result.append(page)
            continue
        first = 0 if is_inside else min([i for i in title if i < leaders[0]] or leaders)
        dropped = list(found[first : leaders[-1] + 1])
        remarks.append(Remark(Place(page=page.number), f"目录 {len(leaders)} 条没有取"))
        result.append(_without(page, dropped))
        is_inside = True
    return result


def _edges(pages: list[Page]) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of the text on each kind of page: where more than one line stands."""
    starts: dict[tuple[int, int], list[float]] = {}
    ends: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        for line in page.lines:
            x0, x1 = visible(line)
            starts.setdefault(_kind(page), []).append(x0)
            ends.setdefault(_kind(page), []).append(x1)
    edges = {}
    for kind in starts:
        left, right = _outermost(starts[kind], 1), _outermost(ends[kind], -1)
        width, _ = kind
        # no line goes across: then nothing shows the right margin, which is much like the left
        edges[kind] = (left, right if right - left > width / 2 else max(right, width - left))
    return edges


def _outermost(values: list[float], sign: int) -> float:
    ordered = sorted(values, reverse=sign < 0)
    shared = (a for a, b in pairwise(ordered) if abs(a - b) < 4)
    return next(shared, ordered[0])


def _pitch(page: Page) -> float:
    steps = sorted(b.top - a.top for a, b in pairwise(page.lines) if b.top - a.top > 1)
    return steps[len(steps) // 2] if steps else 0


def _is_centred(line: Line, edges: tuple[float, float]) -> bool:
    x0, x1 = visible(line)
    left, right = x0 - edges[0], edges[1] - x1
    return left > 2.5 * line.size and abs(left - right) < line.size


def _is_new(
    waiting: list[Line], line: Line, edges: tuple[float, float], pitch: float | None
) -> bool:
    """Whether a line begins a paragraph; without a pitch it is the first of its page."""
    above, em = waiting[-1], line.size
    left, right = edges
    if above.is_turned or line.is_turned or abs(above.size - em) > 1.5:
        return True
    if pitch is not None and line.top - above.top > max(1.7 * pitch, 2.2 * em):
        return True
    if pitch is not None and line.top - above.top < 0.5 * em:  # beside each other
        return True
    if _is_centred(above, edges) or _is_centred(line, edges):
        # the form's titles stand at the top of a page, and none is cut by one
        return pitch is None or not _continues_title(above, line, edges)
    indent = visible(line)[0] - left
    has_room = right - visible(above)[1] - first_unit(line) > 0.5 * em
    # a whole paragraph may stand further to the right than by the two characters of a first line
    is_aligned = indent > 2.6 * em and abs(visible(line)[0] - visible(above)[0]) < 0.5 * em
    is_apart = not is_aligned or _ends_or_begins(above, line)
    return has_room or (indent > em and is_apart)


def _ends_or_begins(above: Line, line: Line) -> bool:
    begins = NUMBERED.match(line.text.strip()) is not None
    return begins or above.text.rstrip().endswith(ENDS)


def _continues_title(above: Line, line: Line, edges: tuple[float, float]) -> bool:
    """A title in the middle that is too long for one line."""
    x0, x1 = visible(above)
    is_wide = x1 - x0 + first_unit(line) > 0.85 * (edges[1] - edges[0])
    return is_wide and _is_centred(line, edges) and not NUMBERED.match(line.text.strip())


def _paragraph(found: list[Line], right: float) -> Paragraph:
    text = found[0].text.strip()
    for above, below in pairwise(found):
        glyph = below.glyphs[0]
        full = right - visible(above)[1] < glyph.x1 - glyph.x0
        text += glue(above.text, below.text, is_full=full) + below.text.strip()
    return Paragraph((Run(text),), "")

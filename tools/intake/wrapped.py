"""Text of a PDF, whose lines break wherever a cell or a page was full: put together again.

Nothing but the form's labels and the widths of lines tells where a cell ends. A cell's lines are
all full but the last, and a column has one width through the document; where that leaves more
than one reading, none is taken.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from msgspec import Struct

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.lines import spaced
from tools.intake.notes import Notes
from tools.intake.pattern import AMOUNTS, INDICATOR_KEYS, LEVEL1, LEVEL2, PLAN, Pattern
from tools.intake.scan import Block, Place, Scan
from tools.intake.wording import GOAL, NUMBERINGS, PART, plain

PAGE_NUMBER = re.compile(r"\s*(?:[—－-]\s*)?[0-9]{1,3}(?:\s*[—－-])?\s*")
INDENT = 4
WIDTHS = range(6, 61)
NARROWEST = 8
NO_BREAK_BEFORE = "，。、；：？！）)%％”’》】,.;:?!"
NO_BREAK_BEHIND = "（(“‘《【"

# The text, and whether a space parts it from what stands before it on the line.
Fragment = tuple[str, bool]
Split = tuple[tuple[str, ...], ...]


def is_wrapped(scan: Scan) -> bool:
    """Whether the scan has the heads of indicator tables, but no tables."""
    if any(isinstance(block.content, Table) for block in scan.blocks):
        return False
    words = plain("".join(block.content.text for block in scan.blocks))  # type: ignore[union-attr]
    return LEVEL1 in words and LEVEL2 in words


def rebuild(scan: Scan, pattern: Pattern, notes: Notes) -> Scan:
    """The scan with its paragraphs joined and its tables as tables."""
    lines = [block for block in scan.blocks if isinstance(block.content, Paragraph)]
    lines = list(_without_page_numbers(lines, notes))
    starts = [n for n, line in enumerate(lines) if _is_heading(pattern, line)]
    blocks = list(_paragraphs(lines[: starts[0]] if starts else lines, pattern))
    ends = [*starts[1:], len(lines)]
    projects = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    tables = _Tables(pattern, notes, projects)
    for number, project in enumerate(projects):
        blocks.append(project[0])
        blocks.extend(tables.of(number))
    return Scan(tuple(blocks), scan.remarks)


def _text(block: Block) -> str:
    content = block.content
    return content.text if isinstance(content, Paragraph) else ""


def _without_page_numbers(lines: list[Block], notes: Notes) -> Iterator[Block]:
    """A number on a line of its own, with blank lines round it, is the page's."""
    texts = ["", *map(_text, lines), ""]
    for before, line, after in zip(texts, lines, texts[2:], strict=False):
        if PAGE_NUMBER.fullmatch(_text(line)) and not before.strip() and not after.strip():
            notes.assumed(line.place, f"“{_text(line).strip()}”当作页码，没有放进")
        else:
            yield line


def _is_heading(pattern: Pattern, line: Block) -> bool:
    title = rf"\s*(?:[0-9]{{1,3}}\s*[.．、])?\s*\S.*{spaced(pattern.heading_end)}\s*"
    return bool(re.fullmatch(title, _text(line)))


def width(text: str) -> int:
    """The width of a line in half characters; Chinese signs and signs of theirs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _paragraphs(lines: list[Block], pattern: Pattern) -> Iterator[Block]:
    """Paragraphs of the overall targets: a line that is not full ends one."""
    texts = [line for line in lines if _text(line).strip()]
    full = max((width(_text(line)) for line in texts), default=0)
    parts: list[str] = []
    place = Place()
    for line in texts:
        text = _text(line).strip()
        if parts and (_is_full(parts, text, full) and not _starts(text, pattern)):
            parts.append(text)
            continue
        if parts:
            yield _block("".join(parts), place)
        parts, place = [text], line.place
    if parts:
        yield _block("".join(parts), place)


def _is_full(parts: list[str], following: str, full: int) -> bool:
    """Whether the next sign had no room on the line; the first line of a paragraph is indented."""
    limit = full - INDENT if len(parts) == 1 else full
    return width(parts[-1]) + width(_unit(following)) > limit - 1


def _starts(text: str, pattern: Pattern) -> bool:
    labels = {**pattern.sub_targets.labels, **pattern.measures.labels}
    return (
        any(rule.match(text) for rule in NUMBERINGS.values())
        or bool(PART.match(text))
        or any(label and re.match(rf"{spaced(label)}\s*[:：]", text) for label in labels)
    )


def _block(text: str, place: Place) -> Block:
    return Block(Paragraph((Run(text),), ""), place)


def _unit(text: str) -> str:
    """The signs at the start of a line that cannot be parted from each other."""
    end = 1
    while end < len(text) and (
        text[end] in NO_BREAK_BEFORE
        or text[end - 1] in NO_BREAK_BEHIND
        or (text[end - 1].isascii() and text[end].isascii() and text[end].isalnum())
    ):
        end += 1
    return text[:end]


class _Candidate(Struct, frozen=True):
    """One way to part a row's fragments into cells, with the widths that each column allows.

    ``spaces`` counts spaces inside cells: there are some, but most stand between two cells.
    """

    cells: Split
    allowed: tuple[tuple[int, int], ...]
    spaces: int


class _RowText(Struct):
    level1: str
    level2: str
    fragments: list[Fragment]
    place: Place


class _Tables:
    """The tables of all projects: the columns are as wide in each of them."""

    def __init__(self, pattern: Pattern, notes: Notes, projects: list[list[Block]]) -> None:
        self.pattern, self.notes = pattern, notes
        self.heads: list[list[Block]] = []
        self.rows: list[list[_RowText]] = []
        for project in projects:
            head, rows = self._part(project[1:])
            self.heads.append(head)
            self.rows.append(list(self._row_texts(rows)))
        self.candidates = [[_candidates(row.fragments) for row in rows] for rows in self.rows]
        self.widths = _fit([found for rows in self.candidates for found in rows])
        self.known = self._known()

    def of(self, number: int) -> Iterator[Block]:
        """The head table and the indicator table of one project."""
        head = self.heads[number]
        place = Place(table=2 * number + 1)
        rows = self._head(head)
        if rows is None:
            self.notes.unplaced(
                head[0].place if head else place,
                "\n".join(_text(line) for line in head),
                "分不出项目表的各格",
            )
        else:
            yield Block(_table(rows), place)
        yield Block(_table(list(self._indicators(number))), Place(table=2 * number + 2))

    def _part(self, lines: list[Block]) -> tuple[list[Block], list[Block]]:
        """The lines above the head of the indicator table, and those below it."""
        head = spaced("".join((LEVEL1, LEVEL2, *self._columns())))
        text = "\n".join(_text(line) for line in lines)
        match = re.search(head, text)
        if not match:
            return lines, []
        above = text.count("\n", 0, match.start())
        below = text.count("\n", 0, match.end()) + 1
        before = text[: match.start()].rpartition("\n")[2]
        behind = text[match.end() :].partition("\n")[0]
        for beside in filter(str.strip, (before, behind)):
            self.notes.unplaced(lines[above].place, beside, "指标表的表头旁边多出的文字")
        return lines[:above], lines[below:]

    def _columns(self) -> list[str]:
        return [
            label
            for wanted in INDICATOR_KEYS
            for label, key in self.pattern.columns.items()
            if key == wanted
        ]

    # The table above the indicators

    def _head(self, lines: list[Block]) -> list[list[str]] | None:
        text = "\n".join(_text(line) for line in lines if _text(line).strip())
        parts = []
        for label, key in self.pattern.sequence:
            parts.append(spaced(label))
            parts.append(f"({_shape(key)})" if key else "")
        match = re.fullmatch(r"\s*" + r"\s*".join(parts) + r"\s*", text, re.DOTALL)
        if not match:
            return None
        keys = [key for _, key in self.pattern.sequence if key]
        return list(self._head_rows(dict(zip(keys, match.groups(), strict=True))))

    def _head_rows(self, values: dict[str, str]) -> Iterator[list[str]]:
        """One label and its value to a row: where they stood on the page is not known."""
        bare = "".join(_joined(values[key]) for key in values if key.startswith("部门/"))
        inside = [label + ":" + _joined(values[key]) for label, key in self.pattern.inside.items()]
        if bare:
            yield [bare, *inside]
        for label, key in self.pattern.right.items():
            if key == "绩效目标":
                yield [label, "\n".join(_goals(values[key]))]
            else:
                yield [label, _joined(values[key])]
        if self.pattern.below:
            yield ["", *self.pattern.below]
            yield ["", *(_joined(values[key]) for key in self.pattern.below.values())]

    # The indicators

    def _row_texts(self, lines: list[Block]) -> Iterator[_RowText]:
        """Each row begins with its 二级指标, the first of a group with its 一级指标 before it."""
        fragments = [
            (part, line.place, index > 0)
            for line in lines
            for index, part in enumerate(_text(line).split())
        ]
        frame = self.pattern.framework
        level1s = {self.pattern.form.label(name) for name in frame.classes} | set(frame.classes)
        level1, row, at = "", None, 0
        while at < len(fragments):
            if taken := _named(fragments, at, level1s):
                level1, at = _words(fragments, at, taken), at + taken
                continue
            level2s = self._level2s()
            if taken := _named(fragments, at, level2s):
                if row:
                    yield row
                row = _RowText(level1, _words(fragments, at, taken), [], fragments[at][1])
                level1, at = "", at + taken
                continue
            if row:
                row.fragments.append((fragments[at][0], fragments[at][2]))
            else:
                self.notes.unplaced(fragments[at][1], fragments[at][0])
            at += 1
        if level1:
            self.notes.unplaced(fragments[-1][1], level1, "后面没有指标的一级指标")
        if row:
            yield row

    def _level2s(self) -> set[str]:
        form, frame = self.pattern.form, self.pattern.framework
        names = {name for names in frame.classes.values() for name in names}
        return names | {form.label(name) for name in names}

    def _indicators(self, number: int) -> Iterator[list[str]]:
        yield [LEVEL1, LEVEL2, *self._columns()]
        for row, candidates in zip(self.rows[number], self.candidates[number], strict=True):
            fitting = self._readings(candidates)
            if len(fitting) > 1:
                fitting = self._told_apart(fitting)
            if len(fitting) == 1:
                yield [row.level1, row.level2, *map(_cell_text, fitting[0].cells)]
            else:
                self._ask(row, fitting)
                yield [row.level1, row.level2, "", "", "", ""]

    def _readings(self, candidates: list[_Candidate]) -> list[_Candidate]:
        return _best([found for found in candidates if _fits(found, self.widths)], self.widths)

    def _known(self) -> Counter[tuple[int, str]]:
        """What stands in each column of the rows that have only one reading."""
        known: Counter[tuple[int, str]] = Counter()
        for project in self.candidates:
            for candidates in project:
                fitting = self._readings(candidates)
                if len(fitting) == 1:
                    known.update(enumerate(map(_cell_text, fitting[0].cells)))
        return known

    def _told_apart(self, fitting: list[_Candidate]) -> list[_Candidate]:
        """The reading whose cells stand in the same columns of other rows."""

        def seen(candidate: _Candidate) -> int:
            texts = enumerate(map(_cell_text, candidate.cells))
            return sum(cell in self.known for cell in texts)

        most = max(map(seen, fitting))
        return [candidate for candidate in fitting if seen(candidate) == most]

    def _ask(self, row: _RowText, fitting: list[_Candidate]) -> None:
        text = " ".join(part for part, _ in row.fragments)
        why = f"有 {len(fitting)} 种分法" if fitting else "没有合适的分法"
        self.notes.ambiguous(
            row.place, f"{row.level2}一行的四栏{why}，没有填：“{text}”", "照原件分到四栏里"
        )


def _table(rows: list[list[str]]) -> Table:
    wide = max(map(len, rows))
    return Table("", (1,) * wide, tuple(Row(tuple(_row_cells(row, wide))) for row in rows))


def _row_cells(row: list[str], wide: int) -> Iterator[Cell]:
    for index, text in enumerate(row):
        span = wide - index if index == len(row) - 1 else 1
        paragraphs = tuple(Paragraph((Run(line),), "") for line in text.split("\n"))
        yield Cell(paragraphs, grid_span=span)


def _shape(key: str) -> str:
    if key in AMOUNTS:
        return r"[0-9.,，]*"
    if key.startswith(PLAN):
        return r"(?:[0-9.]+\s*[%％]?)?"
    return r".*?"


def _joined(text: str) -> str:
    return "".join(line.strip() for line in text.split("\n"))


def _goals(text: str) -> Iterator[str]:
    """Goals start with their numbers, one after the other; other lines go on."""
    parts: list[str] = []
    following = 1
    for line in filter(None, map(str.strip, text.split("\n"))):
        match = GOAL.match(line)
        if match and int(match[1]) == following:
            if parts:
                yield "".join(parts)
            parts, following = [line], following + 1
        else:
            parts.append(line)
    if parts:
        yield "".join(parts)


def _named(fragments: list[tuple[str, Place, bool]], at: int, names: set[str]) -> int:
    """How many fragments from ``at`` make up one of the names; 0 for none."""
    words = ""
    for taken, (part, *_) in enumerate(fragments[at : at + 4], 1):
        words += part
        if words in names:
            return taken
    return 0


def _words(fragments: list[tuple[str, Place, bool]], at: int, taken: int) -> str:
    return "".join(part for part, *_ in fragments[at : at + taken])


def _candidates(fragments: list[Fragment]) -> list[_Candidate]:
    found = []
    for cuts in combinations(range(1, len(fragments)), len(INDICATOR_KEYS) - 1):
        edges = (0, *cuts, len(fragments))
        cells = tuple(_lines(fragments[a:b]) for a, b in pairwise(edges))
        spaces = sum(line.count(" ") for lines in cells for line in lines)
        allowed = tuple(_allowed(lines) for lines in cells)
        if all(low <= high for low, high in allowed):
            found.append(_Candidate(cells, allowed, spaces))
    return found


def _lines(fragments: list[Fragment]) -> tuple[str, ...]:
    """A cell's lines, with the spaces that stand inside them."""
    lines = [fragments[0][0]]
    for text, is_beside in fragments[1:]:
        if is_beside:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return tuple(lines)


def _cell_text(lines: tuple[str, ...]) -> str:
    return "".join(lines)


def _best(candidates: list[_Candidate], widths: tuple[int, ...]) -> list[_Candidate]:
    """Those with the fewest spaces inside a cell, and the fewest lines that had room left."""

    def doubts(candidate: _Candidate) -> tuple[int, int]:
        tight = sum(high == wide for (_, high), wide in zip(candidate.allowed, widths, strict=True))
        return candidate.spaces, tight

    fewest = min(map(doubts, candidates), default=None)
    return [candidate for candidate in candidates if doubts(candidate) == fewest]


def _allowed(lines: tuple[str, ...]) -> tuple[int, int]:
    """The column widths with which just these lines come about."""
    low = max(NARROWEST, *map(width, lines))
    highs = [width(line) + width(_unit(after)) for line, after in pairwise(lines)]
    return low, min(highs, default=WIDTHS[-1])


def _fits(candidate: _Candidate, widths: tuple[int, ...]) -> bool:
    pairs = zip(candidate.allowed, widths, strict=True)
    return all(low <= wide <= high for (low, high), wide in pairs)


def _fit(rows: list[list[_Candidate]]) -> tuple[int, ...]:
    """The widths of the columns with which most rows can be read, and most of them in one way."""

    def score(widths: tuple[int, ...]) -> tuple[int, int]:
        counts = [sum(_fits(candidate, widths) for candidate in row) for row in rows]
        return sum(map(bool, counts)), -sum(counts)

    best = (WIDTHS[-1],) * len(INDICATOR_KEYS)
    improved = True
    while improved:
        improved = False
        for column in range(len(best)):
            options = [(*best[:column], wide, *best[column + 1 :]) for wide in WIDTHS]
            top = max(options, key=score)
            if score(top) > score(best):
                best, improved = top, True
    return best

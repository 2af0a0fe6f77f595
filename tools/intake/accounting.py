"""The last look: whatever a document says must be in the data file, on the form, or told.

Each reader of a part can overlook something. Here every piece of text is looked up, so that what
they all overlooked is told after all.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec import ValidationError

from tools import model
from tools.form.template import fill
from tools.grid import Contents, Paragraph
from tools.intake.pattern import ANY_YEAR, Pattern
from tools.intake.scan import Block, Place, Scan
from tools.intake.wording import CHINESE, NUMBERINGS, plain
from tools.problem import Problem

# Shorter words stand inside longer ones by chance.
SHORTEST = 4
SIGNS = re.compile(r"[\W_]+")
# A number that the form prints before or behind its words: of an item, or of a page.
NUMERAL = re.compile(f"[0-9]*|{CHINESE}")
COUNTED = re.compile(r"^[0-9]{1,3}|[0-9]{1,3}$")


class Ledger:
    """All that a piece of text may be: a value, a word of the form, or part of a note."""

    def __init__(self, tree: dict[str, Any], pattern: Pattern, notes: list[Problem]) -> None:
        values = [part for text in _leaves(tree) for part in (text, *text.split("\n"))]
        self.words = set(_words(pattern))
        self.known = {plain(text) for text in (*values, *_printed(tree, pattern))} | self.words
        self.told = "\n".join(plain(note.message) for note in notes)
        self.whole = "\n".join(plain(text) for text in _leaves(tree))
        self.values = sorted(
            {text for text in self.known if len(text) >= SHORTEST}, key=len, reverse=True
        )

    def has(self, text: str) -> bool:
        """Whether nothing of the text would be lost."""
        bare = plain(text)
        if bare in self.known or not SIGNS.sub("", bare):
            return True
        if bare in self.told:
            return True
        if len(bare) >= SHORTEST and bare in self.whole:
            return True
        return not self._left(text)

    def _left(self, text: str) -> str:
        """What is left of the text without values, words of the form and numbers of items."""
        for rule in NUMBERINGS.values():
            while match := rule.match(text):
                text = text[match.end() :]
        bare = plain(text)
        if bare in self.known or NUMERAL.fullmatch(bare):
            return "" if bare in self.known else bare
        for value in self.values:
            if value in bare:
                bare = bare.replace(value, " ")
        parts = (COUNTED.sub("", part) for part in SIGNS.split(bare))
        return "".join(p for p in parts if p not in self.known and not NUMERAL.fullmatch(p))


def missing(
    scan: Scan, tree: dict[str, Any], pattern: Pattern, notes: list[Problem]
) -> Iterator[tuple[Place, str]]:
    """Pieces of the scan that are nowhere, with their places."""
    ledger = Ledger(tree, pattern, notes)
    for block in scan.blocks:
        for place, whole in _pieces(block):
            if not ledger.has(whole):
                lines = whole.split("\n")
                yield place, "\n".join(line for line in lines if not ledger.has(line))


def _pieces(block: Block) -> Iterator[tuple[Place, str]]:
    content, here = block.content, block.place
    if isinstance(content, Paragraph):
        yield here, content.text
        return
    for index, row in enumerate(content.rows):
        for number, cell in enumerate(row.cells, 1):
            place = Place(
                page=here.page,
                sheet=here.sheet,
                table=here.table,
                row=max(here.row, 1) + index,
                cell=number,
            )
            yield place, cell.text


def _printed(tree: dict[str, Any], pattern: Pattern) -> Iterator[str]:
    """The form filled with the tree: each of its lines and cells as the form prints them."""
    head = {"格式": 1, "年度": 0, "状态": "", "版式": pattern.folder}
    try:
        record = model.department_year({**head, **tree})
    except ValidationError:
        return
    document = fill(pattern.form, pattern.framework, record, False, pattern.styles)
    for section in document.sections:
        for block in section.blocks:
            if not isinstance(block, Contents):
                yield from (text for _, text in _pieces(Block(block, Place())))


def _leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if {"编码", "名称"} <= tree.keys():
            yield f"{tree['编码'] or ''}{tree['名称'] or ''}"
        for part in tree.values():
            yield from _leaves(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _leaves(part)
    elif isinstance(tree, Decimal):
        yield from (f"{tree:f}", f"{tree:f}%", f"{tree:,}", f"{tree:f}百分比")
        yield from (f"{tree:f}{unit}" for unit in ("元", "万元"))
    elif tree is not None:
        yield str(tree)


def _words(pattern: Pattern) -> Iterator[str]:
    form, frame = pattern.form, pattern.framework
    yield from pattern.words
    for constant in pattern.constants:
        for line in (constant.text, *constant.text.split("\n")):
            yield plain(line.replace(ANY_YEAR, ""))
    yield from (plain(part) for title in pattern.titles for part in title)
    yield from (plain(part) for part in (*pattern.bodies, pattern.heading_end))
    for level1, members in frame.classes.items():
        for name in (level1, *members):
            yield from (plain(name), plain(form.label(name)))
    for items in (pattern.sub_targets, pattern.measures):
        yield from items.labels
    yield from ("一级指标", "二级指标", "目录", "年")

"""Two filled-in forms as one, from their outermost headings in."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.fuzz import ratio

from tools.form.tracked import tables, texts
from tools.form.tracked.marks import Break, Marked, Textless
from tools.form.tracked.texts import part_of
from tools.grid import Contents, Document, Paragraph, Table
from tools.likeness.alignment import align, walk
from tools.likeness.phrases import Part

Block = Paragraph | Table | Contents | Break

# Below these, two parts of a form are shown as one gone and one new.
GROUP_LIKENESS = 0.6
BLOCK_LIKENESS = 0.4

# A heading's own number says nothing of what stands below it.
LIST_NUMBER = re.compile(r"[（(]?[0-9一二三四五六七八九十百零]+[）).、．]")
PROJECT = re.compile("\ufdd0([0-9]+)\ufdd1")


class Item(Struct, frozen=True):
    """A block of a form, with the projects that are named in it."""

    block: Block
    projects: frozenset[int] = frozenset()

    @property
    def level(self) -> int:
        """The outline level of a heading; 0 for all else."""
        return self.block.level if isinstance(self.block, Paragraph) else 0

    @property
    def text(self) -> str:
        """All that is written in the block."""
        if isinstance(self.block, Paragraph):
            return self.block.text
        if isinstance(self.block, Table):
            cells = (cell.text for row in self.block.rows for cell in row.cells)
            return "\n".join((self.block.caption, *cells))
        return ""


Items = Sequence[Item]


def project_mark(index: int) -> str:
    """A name that no project has: these are noncharacters, and no text has them."""
    return f"\ufdd0{index}\ufdd1"


def items(document: Document, named: Document | None = None) -> list[Item]:
    """The blocks of a form in one row.

    ``named`` is the same form with :func:`project_mark` in place of each project's name: that is
    how it is known, whatever the form looks like, which project a block is about.
    """
    found = [Item(block) for block in _flat(document)]
    others = [Item(block) for block in _flat(named)] if named else []
    if len(others) != len(found):
        return found
    return [
        Item(item.block, frozenset(map(int, PROJECT.findall(other.text))))
        for item, other in zip(found, others, strict=True)
    ]


def _flat(document: Document) -> Iterator[Block]:
    for number, section in enumerate(document.sections):
        if number:
            yield Break()
        yield from section.blocks


def redline(before: Items, after: Items, projects: Mapping[int, int] | None = None) -> list[Marked]:
    """Both forms as one.

    ``projects`` says which project of ``before`` is which of ``after``; without it they are
    known by the likeness of all that is written of them. The last paragraph of a Word file can
    neither come nor go: it is the last of both.
    """
    last_old, last_new = _last(before), _last(after)
    if last_new is None or (before and last_old is None):
        return _blocks(before, after, projects)
    end = [replace(texts.line(None, last_new), mark=Part.SAME)]
    if last_old is not None:
        end = texts.closed_lines([last_old], [last_new])
    return [*_blocks(before[:-1], after[:-1], projects), *end]


def _last(side: Items) -> Paragraph | None:
    block = side[-1].block if side else None
    return block if isinstance(block, Paragraph) and not block.level else None


def _blocks(before: Items, after: Items, projects: Mapping[int, int] | None) -> list[Marked]:
    """What stands below a heading goes with it; what stands below none, block by block."""
    levels = [item.level for item in (*before, *after) if item.level]
    if not levels or not before or not after:
        return _leaves(before, after)
    olds, news = (_split(side, min(levels)) for side in (before, after))
    marked = _blocks(olds.pop(0), news.pop(0), projects)
    table = [[_group_likeness(old, new, projects) for new in news] for old in olds]
    for old, new in walk(olds, news, align(table, GROUP_LIKENESS)):
        if old and new:
            marked += _headings(old[0].block, new[0].block)
            marked += _blocks(old[1:], new[1:], projects)
        else:
            marked += _leaves(old or (), new or ())
    return marked


def _split(side: Items, level: int) -> list[list[Item]]:
    """What stands before the first heading of ``level``, and what belongs to each of them."""
    groups: list[list[Item]] = [[]]
    for item in side:
        if item.level == level:
            groups.append([])
        groups[-1].append(item)
    return groups


def _headings(old: Block, new: Block) -> list[Marked]:
    """Two headings known to be one; a new style belongs to a new paragraph."""
    if isinstance(old, Paragraph) and isinstance(new, Paragraph) and old.style == new.style:
        return [texts.line(old, new)]
    return [_marked(old, None), _marked(None, new)]


def _group_likeness(old: list[Item], new: list[Item], projects: Mapping[int, int] | None) -> float:
    """Of two headings with all that stands below them."""
    one, other = _project(old), _project(new)
    if projects is not None and (one is not None or other is not None):
        return float(one is not None and projects.get(one) == other)
    heads = [LIST_NUMBER.sub("", group[0].text, count=1) for group in (old, new)]
    if heads[0] == heads[1]:
        return 1.0
    whole = ["\n".join(item.text for item in group) for group in (old, new)]
    return (ratio(*heads) + ratio(*whole)) / 200


def _project(group: list[Item]) -> int | None:
    """The project that a heading's own blocks are about, without those of headings below it."""
    named = set(group[0].projects)
    for item in group[1:]:
        if item.level:
            break
        named |= item.projects
    return named.pop() if len(named) == 1 else None


def _leaves(before: Items, after: Items) -> list[Marked]:
    olds, news = [item.block for item in before], [item.block for item in after]
    table = [[_likeness(old, new) for new in news] for old in olds]
    return [_marked(old, new) for old, new in walk(olds, news, align(table, BLOCK_LIKENESS))]


def _likeness(old: Block, new: Block) -> float:
    """0 where one cannot become the other.

    Tables of the same columns always can: one gone and one new would stand side by side, and
    Word would make one table of them.
    """
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        return texts.likeness(old, new)
    if isinstance(old, Table) and isinstance(new, Table):
        if old.widths != new.widths:
            return 0.0
        share = ratio(Item(old).text, Item(new).text) / 100
        return BLOCK_LIKENESS + (1 - BLOCK_LIKENESS) * share
    return float(old == new)


def _marked(old: Block | None, new: Block | None) -> Marked:
    match old, new:
        case (Paragraph() | None, Paragraph() | None):
            return texts.line(old, new)
        case (Table() | None, Table() | None):
            return tables.table(old, new)
        case (Contents() | Break() as block, _) | (None, Contents() | Break() as block):
            return Textless(block, part_of(old, new))
    raise ValueError("blocks of one kind make a pair, and one is there at least")

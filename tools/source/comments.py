"""Comments of a data file, each tied to the key or list item that it speaks of."""

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml
from msgspec import Struct, field

from tools.source.positions import below

COMMENT = re.compile(r"(?:^|(?<=\s))#")


# The first line of every file, by which an editor finds the schema.
MODELINE = "# yaml-language-server: $schema="


class Comments(Struct):
    """Comment lines above a place, at the end of its line, and after everything else."""

    above: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


class Remark(Struct, frozen=True):
    """One comment with the place that it speaks of; line and column of its “#” count from 1."""

    place: str
    line: int
    column: int
    text: str


class _Found(Struct, frozen=True):
    """One comment, the entry whose line it stands on, and the place that follows."""

    owner: "_Entry | None"
    behind: str
    line: int
    column: int
    text: str


class _Entry(Struct, frozen=True):
    """A key or list item, and the lines its own scalar reaches over (both inclusive).

    ``has_line`` is false for a list item that is a mapping: the line is that of its first key.
    """

    place: str
    line: int
    end: int
    has_line: bool


def has_comments(text: str) -> bool:
    """The usual file has none but the editor's own first line."""
    first, _, rest = text.partition("\n")
    return "#" in rest or "#" in first.removeprefix(MODELINE)


def find(text: str, root: yaml.Node) -> Comments:
    """Collect the comments of ``text``, whose nodes are ``root``; none is left out."""
    result = Comments()
    for found in _each(text, root):
        _attach(result, found.owner, found.behind, found.text)
    return result


def remarks(text: str, root: yaml.Node) -> Iterator[Remark]:
    """The same comments where they stand, from the first line to the last."""
    for found in _each(text, root):
        place = found.owner.place if found.owner else found.behind
        yield Remark(place, found.line + 1, found.column + 1, found.text)


def _each(text: str, root: yaml.Node) -> Iterator[_Found]:
    if "#" not in text:
        return
    entries = sorted(_entries(root, ""), key=lambda entry: (entry.line, len(entry.place)))
    owners: dict[int, _Entry] = {}
    for entry in entries:
        for number in range(entry.line, entry.end + 1):
            owners[number] = entry
    scalars = _by_line(root)
    starts = [entry.line for entry in entries]
    for number, line in enumerate(text.split("\n")):
        column = _comment_column(line, number, scalars.get(number, []))
        if column is None:
            continue
        owner = owners.get(number) if line[:column].strip() else None
        following = bisect_right(starts, number)
        behind = entries[following].place if following < len(entries) else ""
        yield _Found(owner, behind, number, column, line[column:].rstrip())


def swallowed(text: str, root: yaml.Node) -> Iterator[tuple[int, int]]:
    """Lines and columns (from 1) where “#” cuts a value short without a space behind it.

    ``三级指标: #1泵站维修`` is a blank cell to YAML; hardly anybody means that.
    """
    scalars = _by_line(root)
    for number, line in enumerate(text.split("\n")):
        column = _comment_column(line, number, scalars.get(number, []))
        if column is not None and line[:column].strip() and line[column + 1 : column + 2] != " ":
            yield number + 1, column + 1


def _by_line(root: yaml.Node) -> dict[int, list[yaml.ScalarNode]]:
    scalars: dict[int, list[yaml.ScalarNode]] = {}
    for node in _scalars(root):
        for number in range(node.start_mark.line, node.end_mark.line + 1):
            scalars.setdefault(number, []).append(node)
    return scalars


def _attach(result: Comments, owner: _Entry | None, following: str, comment: str) -> None:
    """Beside its owner if there is room, else above it, else above what follows, else last."""
    if owner and owner.has_line and owner.place not in result.beside:
        result.beside[owner.place] = comment
    elif owner:
        result.above.setdefault(owner.place, []).append(comment)
    elif following:
        result.above.setdefault(following, []).append(comment)
    else:
        result.last.append(comment)


def _comment_column(line: str, number: int, scalars: list[yaml.ScalarNode]) -> int | None:
    for match in COMMENT.finditer(line):
        if not any(_covers(node, number, match.start()) for node in scalars):
            return match.start()
    return None


def _covers(node: yaml.ScalarNode, line: int, column: int) -> bool:
    start, end = node.start_mark, node.end_mark
    first = (start.line, start.column)
    if node.style in ("|", ">"):
        first = (start.line + 1, 0)  # the header line “|-” may carry a comment of its own
    return first <= (line, column) < (end.line, end.column)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        if node.value:
            yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    else:
        for item in node.value:
            yield from _scalars(item)


def _entries(node: yaml.Node, place: str) -> Iterator[_Entry]:
    children: list[tuple[str | int, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        children = [(key.value, key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(index, item, item) for index, item in enumerate(node.value)]
    for name, start, value in children:
        line = start.start_mark.line
        is_block = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
        end = value.end_mark.line if isinstance(value, yaml.ScalarNode) and not is_block else line
        here = below(place, name)
        is_item = isinstance(node, yaml.SequenceNode) and isinstance(value, yaml.MappingNode)
        yield _Entry(here, line, max(line, end), not is_item)
        yield from _entries(value, here)

"""Comments of a data file, each tied to the key or list item that it speaks of."""

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct, field

from tools.source.positions import below

COMMENT = re.compile(r"(?:^|(?<=\s))#")


class Comments(Struct):
    """Comment lines above a place, at the end of its line, and after everything else."""

    above: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


class _Entry(Struct, frozen=True):
    """A key or list item, and the lines its own scalar reaches over (both inclusive)."""

    place: str
    line: int
    end: int


def find(text: str, root: yaml.Node) -> Comments:
    """Collect the comments of ``text``, whose nodes are ``root``."""
    result = Comments()
    scalars = list(_scalars(root))
    entries = sorted(_entries(root, ""), key=lambda entry: (entry.line, len(entry.place)))
    for number, line in enumerate(text.split("\n")):
        column = _comment_column(line, number, scalars)
        if column is not None:
            _attach(result, entries, number, line[column:].rstrip(), column, line)
    return result


def _attach(
    result: Comments, entries: list[_Entry], number: int, comment: str, column: int, line: str
) -> None:
    if line[:column].strip():
        owner = [entry for entry in entries if entry.line <= number <= entry.end]
        if owner:
            result.beside[owner[-1].place] = comment
        return
    following = next((entry for entry in entries if entry.line > number), None)
    if following is None:
        result.last.append(comment)
    else:
        result.above.setdefault(following.place, []).append(comment)


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
        yield _Entry(here, line, max(line, end))
        yield from _entries(value, here)

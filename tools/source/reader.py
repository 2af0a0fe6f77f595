"""One data file to a tree of exact values with positions.

The schema decides what a scalar is: where it wants a number, ``1.00`` becomes ``Decimal('1.00')``
and keeps its digits; where it wants text, ``0123``, ``no`` and ``12:30`` stay text.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from msgspec import Struct

from tools.problem import Problem
from tools.source.comments import has_comments, swallowed
from tools.source.nodes import compose, full_width_colon
from tools.source.positions import Position, Positions, below
from tools.source.schema import Schema
from tools.source.text import CONTROL, decode

ILLEGAL = re.compile(f"[\r{CONTROL}]")
INTEGER = re.compile(r"0|[1-9][0-9]{0,8}")
DECIMAL = re.compile(r"(-(?=.*[1-9]))?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")


class Reading(Struct, kw_only=True):
    """What was read of one file. ``tree`` is None where the file could not be read at all."""

    path: str
    text: str = ""
    has_windows_lines: bool = False
    root: yaml.Node | None = None
    tree: Any = None
    positions: Positions
    problems: list[Problem]

    @property
    def is_valid(self) -> bool:
        """Whether a model can be built from the tree."""
        return self.tree is not None and not self.problems


def read(path: str, data: bytes, schema: Schema) -> Reading:
    """Read ``data`` strictly; every fault is in ``problems``, none is raised.

    ``path`` is only used to name the file in problems.
    """
    text, problems = decode(path, data)
    positions = Positions()
    if problems:
        return Reading(path=path, text=text, positions=positions, problems=problems)
    root, problems = compose(path, text, schema.keys)
    if root is None:
        return Reading(path=path, text=text, positions=positions, problems=problems)
    builder = _Builder(path, text, schema, positions)
    tree = builder.build(root, schema.content, "")
    problems = [*builder.problems, *_swallowed(path, text, root)]
    if not problems:
        problems = list(schema.problems(path, tree, positions))
    return Reading(
        path=path,
        text=text,
        has_windows_lines=b"\r\n" in data,
        root=root,
        tree=tree,
        positions=positions,
        problems=problems,
    )


def _swallowed(path: str, text: str, root: yaml.Node) -> Iterator[Problem]:
    for line, column in swallowed(text, root) if has_comments(text) else ():
        yield Problem(
            path=path,
            line=line,
            column=column,
            rule="swallowed-text",
            message="# 后面的字会当成注释，不会印出来",
            hint="要印出来：整个值加双引号；是注释：# 后面空一格，或另起一行",
        )


class _Builder:
    def __init__(self, path: str, text: str, schema: Schema, positions: Positions) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.schema = schema
        self.keys = schema.keys
        self.positions = positions
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, part: dict[str, Any], place: str) -> Any:
        part = self.schema.resolve(part)
        mark = node.start_mark
        self.positions.values[place] = Position(mark.line + 1, mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, part, place)
        if isinstance(node, yaml.SequenceNode):
            items = part.get("items", {})
            return [self.build(item, items, below(place, i)) for i, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            raise TypeError(f"{self.path}: unknown kind of node")
        if "object" in _types(part):
            self.problems.extend(self._colons(node))
        if ILLEGAL.search(node.value):
            hint = "删去；换行写 \\n，其余控制字符不用"
            message = "引号里用反斜杠写了控制字符，Word 里存不下"
            self._note(node, "control-character", message, hint)
        if node.style not in ("|", ">") and node.start_mark.line != node.end_mark.line:
            message = "一个值写成了几行，读的时候会多出空格"
            self._note(node, "wrapped-value", message, "写成一行；本来就分段的，用 |- 另起一行写")
        if not node.value and "array" in _types(part):
            return []
        # “|” and “|-” differ in a last line end that no form prints and no clerk means.
        text = node.value.rstrip("\n") if node.style in ("|", ">") else node.value
        return typed(text, node.style, _types(part))

    def _note(self, node: yaml.ScalarNode, rule: str, message: str, hint: str) -> None:
        fault = Problem(
            path=self.path,
            line=node.start_mark.line + 1,
            column=node.start_mark.column + 1,
            rule=rule,
            message=message,
            hint=hint,
        )
        self.problems.append(fault)

    def _mapping(self, node: yaml.MappingNode, part: dict[str, Any], place: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if key in first:
                self._report(line, column, "duplicate-key", f"“{key}”写了两次", first[key])
                continue
            first[key] = line
            here = below(place, key)
            self.positions.keys[here] = Position(line, column)
            child = part.get("properties", {}).get(key) or part.get("additionalProperties") or {}
            result[key] = self.build(value_node, child, here)
        return result

    def _report(self, line: int, column: int, rule: str, message: str, earlier: int) -> None:
        hint = f"第 {earlier} 行已经写过，留下对的那一个"
        fault = Problem(
            path=self.path, line=line, column=column, rule=rule, message=message, hint=hint
        )
        self.problems.append(fault)

    def _colons(self, node: yaml.ScalarNode) -> Iterator[Problem]:
        """A mapping that turned into one string is nearly always a full-width colon."""
        for index in range(node.start_mark.line, node.end_mark.line + 1):
            if index < len(self.lines):
                found = full_width_colon(self.path, self.lines[index], index + 1, self.keys)
                if found:
                    yield found


def _types(part: dict[str, Any]) -> tuple[str, ...]:
    wanted = part.get("type", "string")
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)


def typed(text: str, style: str | None, types: tuple[str, ...]) -> Any:
    """The value of a scalar for a place whose schema allows ``types``.

    What does not fit stays text, and the schema check then says so.
    """
    plain = style in (None, "")
    if not text and (plain or "null" in types):
        return None
    if "integer" in types and plain and INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and plain and DECIMAL.fullmatch(text):
        return Decimal(text)
    if "boolean" in types and plain and text in ("true", "false"):
        return text == "true"
    return text

"""The one canonical way to write a data file.

``fmt`` writes what :func:`canonical` returns and ``check`` compares with it, so the two cannot
disagree. Keys stand in the order of the schema, nothing is folded, and a one-word change of the
text is a one-line change of the file.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

from tools.source.comments import MODELINE, Comments, find, has_comments
from tools.source.positions import below
from tools.source.reader import Reading
from tools.source.schema import Schema
from tools.source.text import CONTROL, INVISIBLE

# First signs that mean something to YAML, and the marks of a document.
RESERVED_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]|\.\.\.|=$|<<$")
NEEDS_ESCAPE = re.compile(f"[\t\u0085\u00a0{CONTROL}{INVISIBLE}]")

# YAML 1.2 numbers that YAML 1.1 reads as text; editors differ in which version they speak.
CORE_NUMBER = re.compile(
    r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
)


def canonical(reading: Reading, schema: Schema, schema_path: str) -> str:
    """The canonical text of a valid file.

    ``schema_path`` is the schema's path as seen from the file, for the first line, by which an
    editor with the YAML language server finds it.
    """
    if reading.root is None:
        raise ValueError(f"{reading.path}: only what could be read has a canonical form")
    comments = find(reading.text, reading.root) if has_comments(reading.text) else Comments()
    writer = _Writer(schema, comments)
    first = f"{MODELINE}{schema_path}"
    body = list(writer.mapping(reading.tree, schema.content, "", 0))
    lines = [first, *_without_modeline(body), *_without_modeline(comments.last)]
    return "\n".join(lines) + "\n"


def write(tree: Any, schema: Schema, schema_path: str, comments: Comments | None = None) -> str:
    """The canonical text of a tree that has no file yet, with ``comments`` where given.

    Reading finds each comment at the place it was given for, but for one above the first key of
    a list item: that is read as one above the item, which is where it stands.
    """
    comments = comments or Comments()
    body = _Writer(schema, comments).mapping(tree, schema.content, "", 0)
    return "\n".join([f"{MODELINE}{schema_path}", *body, *comments.last]) + "\n"


def _without_modeline(lines: list[str]) -> Iterator[str]:
    """Every line but the editor's; what somebody wrote behind it on its line stays."""
    for line in lines:
        if not line.startswith(MODELINE):
            yield line
        elif " #" in line:
            yield f"#{line.partition(' #')[2]}"


class _Writer:
    def __init__(self, schema: Schema, comments: Comments) -> None:
        self.schema = schema
        self.comments = comments

    def mapping(
        self, tree: dict[str, Any], part: dict[str, Any], place: str, depth: int
    ) -> Iterator[str]:
        properties = part.get("properties", {})
        order = [key for key in properties if key in tree]
        for key in order + [key for key in tree if key not in properties]:
            child = self.schema.resolve(
                properties.get(key) or part.get("additionalProperties") or {}
            )
            if child.get("x-空行"):
                yield ""
            yield from self._entry(key, tree[key], child, below(place, key), depth)

    def _entry(
        self,
        key: str,
        value: Any,
        part: dict[str, Any],
        place: str,
        depth: int,
    ) -> Iterator[str]:
        indent = "  " * depth
        yield from self._above(place, indent)
        head = f"{indent}{scalar(key, ('string',))}:"
        beside = self._beside(place)
        if isinstance(value, dict) and value:
            yield head + beside
            yield from self.mapping(value, part, place, depth + 1)
        elif isinstance(value, list) and value:
            yield head + beside
            yield from self._items(value, part, place, depth + 1)
        else:
            yield from _scalar_lines(head, value, part, indent + "  ", beside)

    def _items(
        self, items: list[Any], part: dict[str, Any], place: str, depth: int
    ) -> Iterator[str]:
        indent = "  " * depth
        child = self.schema.resolve(part.get("items", {}))
        for index, item in enumerate(items):
            if index and child.get("x-空行"):
                yield ""
            here = below(place, index)
            yield from self._above(here, indent)
            if isinstance(item, dict) and item:
                yield from _dashed(list(self.mapping(item, child, here, depth + 1)), indent)
            else:
                head = f"{indent}-"
                yield from _scalar_lines(head, item, child, indent + "  ", self._beside(here))

    def _above(self, place: str, indent: str) -> Iterator[str]:
        for comment in self.comments.above.get(place, ()):
            yield indent + comment

    def _beside(self, place: str) -> str:
        comment = self.comments.beside.get(place)
        return f" {comment}" if comment else ""


def _dashed(lines: list[str], indent: str) -> Iterator[str]:
    """Put the list dash before the first key; comments above that key go above the dash."""
    waiting = True
    for line in lines:
        if waiting and line.lstrip().startswith("#"):
            yield indent + line.lstrip()
        elif waiting:
            waiting = False
            yield f"{indent}- {line.lstrip()}"
        else:
            yield line


def _scalar_lines(
    head: str, value: Any, part: dict[str, Any], indent: str, beside: str
) -> Iterator[str]:
    if isinstance(value, str) and _is_block(value, part):
        yield f"{head} |-{beside}"
        for line in value.split("\n"):
            yield (indent + line).rstrip(" ")
        return
    written = scalar(value, _types(part))
    yield f"{head} {written}{beside}" if written else head + beside


def _types(part: dict[str, Any]) -> tuple[str, ...]:
    wanted = part.get("type", "string")
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)


def _is_block(text: str, part: dict[str, Any]) -> bool:
    """Whether to write the text as a literal block: several lines, or a field made for them."""
    if "\n" not in text and not part.get("x-多行"):
        return False
    lines = text.split("\n")
    return (
        bool(lines[0])
        and bool(lines[-1])
        and not lines[0].startswith(" ")
        and not any(line.endswith(" ") for line in lines)
        and not NEEDS_ESCAPE.search(text)
    )


def scalar(value: Any, types: tuple[str, ...]) -> str:
    """One value on one line, quoted only where some YAML reader could misread it."""
    if value is None or value == []:
        return ""
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    text = str(value)
    return text if _is_plain(text) and "string" in types else _quoted(text)


@lru_cache(maxsize=65536)
def _is_plain(text: str) -> bool:
    if not text or text != text.strip() or "\n" in text or NEEDS_ESCAPE.search(text):
        return False
    if RESERVED_START.match(text) or text.endswith(":") or ": " in text or " #" in text:
        return False
    return not CORE_NUMBER.fullmatch(text) and _resolves_to_text(text)


def _resolves_to_text(text: str) -> bool:
    """Whether YAML 1.1 too takes the plain scalar for text (``no``, ``12:30``, ``2024-01-01``)."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = resolvers.get(text[0], []) + resolvers.get(None, [])
    return not any(pattern.match(text) for _, pattern in candidates)


def _quoted(text: str) -> str:
    """Double quotes with JSON's escapes, which YAML 1.2 shares."""
    written = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")
    return NEEDS_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)

"""Which line of which template a line of the rendered form comes from.

Rendering leaves no trace of that. To locate a fault the form is rendered once more, from
templates in which every tag and every line is preceded by a mark; the marks end a line, so that
what follows one starts a line of its own.
"""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from msgspec import Struct

# Control characters: values cannot hold them, and no template has them.
MARK = "\x01{}:{}\x02"
MARKS = re.compile("\x01([^\x01\x02]*):([0-9]+)\x02")
PIECES = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(?=[A-Za-z/])|\n", re.DOTALL)


class Origin(Struct, frozen=True):
    """A template by its name in the loader, and a line of it, from 1."""

    template: str
    line: int


class LineMarks(Extension):
    """Jinja extension that marks the lines of every template it compiles."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template with its marks; its statements and expressions stay as they are."""
        return "".join(_marked(source.replace("\r\n", "\n"), name or ""))


def _marked(source: str, name: str) -> Iterator[str]:
    line, end = 1, 0
    for piece in PIECES.finditer(source):
        yield source[end : piece.start()]
        end = piece.end()
        if piece[0] == "<":
            yield f"{MARK.format(name, line)}\n<"
        elif piece[0] == "\n":
            line += 1
            yield f"{MARK.format(name, line)}\n"
        else:
            line += piece[0].count("\n")
            yield piece[0]
    yield source[end:]


class Marked(Struct, frozen=True):
    """A form rendered from marked templates: its text without the marks, and the marks."""

    text: str
    marks: tuple[tuple[int, Origin], ...]

    def origin(self, line: int) -> Origin | None:
        """Where ``line`` of the text comes from: the last mark on a line before it."""
        before = [origin for place, origin in self.marks if place < line]
        return before[-1] if before else None


def unmark(rendered: str) -> Marked:
    """Take the marks out of a rendered form; ``marks`` are by the text's own lines."""
    marks, pieces, line, end = [], [], 1, 0
    for mark in MARKS.finditer(rendered):
        piece = rendered[end : mark.start()]
        pieces.append(piece)
        line += piece.count("\n")
        marks.append((line, Origin(mark[1], int(mark[2]))))
        end = mark.end()
    return Marked("".join([*pieces, rendered[end:]]), tuple(marks))

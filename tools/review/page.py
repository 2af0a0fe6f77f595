"""A rule's manual page, read from its docstring: what, why with the regulation, examples."""

import re
from collections.abc import Iterator

from msgspec import Struct

BASIS, PASSES, FAILS = "依据：", "通过：", "不通过："
LABELS = (BASIS, PASSES, FAILS)


class Page(Struct, frozen=True):
    """``body`` are paragraphs of plain Chinese; ``basis`` is the regulation."""

    title: str
    body: tuple[str, ...]
    basis: str
    passes: str
    fails: str

    @property
    def text(self) -> str:
        """The page as it is shown in a terminal and in SARIF."""
        examples = f"{PASSES}{self.passes}\n{FAILS}{self.fails}"
        return "\n\n".join((self.title, *self.body, BASIS + self.basis, examples))


def parse_page(docstring: str) -> Page:
    """Read a rule's docstring; raise ``ValueError`` where a part of it is missing."""
    title, *rest = _paragraphs(docstring)
    parts: dict[str, list[str]] = {label: [] for label in ("", *LABELS)}
    for paragraph in rest:
        label = next((label for label in LABELS if paragraph.startswith(label)), "")
        parts[label].append(paragraph.removeprefix(label))
    if not all(parts.values()):
        raise ValueError(f"“{title}”要有说明，和 {'、'.join(LABELS)} 各一段")
    return Page(
        title,
        tuple(parts[""]),
        *("".join(parts[label]) for label in LABELS),
    )


def _paragraphs(docstring: str) -> Iterator[str]:
    """Paragraphs with their lines joined; a label starts one of its own."""
    waiting: list[str] = []
    for line in [*docstring.split("\n"), ""]:
        if waiting and (not line or line.startswith(LABELS)):
            yield _joined(waiting)
            waiting = []
        if line:
            waiting.append(line)


def _joined(lines: list[str]) -> str:
    """Chinese lines run on without a space; Latin words keep theirs."""
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", "\n".join(lines)).replace("\n", "")

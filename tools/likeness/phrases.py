"""Which words of a reworded Chinese sentence are gone and which are new."""

import logging
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from itertools import takewhile
from operator import eq
from typing import Any, NamedTuple

# Numbers with their signs stay in one piece, Latin words too; the rest is cut by the dictionary.
PIECE = re.compile(
    r"[≥≤<>＞＜≧≦]?[0-9]+(?:[.,][0-9]+)*[%％]?|[A-Za-z]+|[\u4e00-\u9fff]+|\s+|.", re.DOTALL
)


# Of words that are the same on both sides: some hundred times what a page of real text has.
MOST_PAIRS = 1_000_000


class Part(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Segment(NamedTuple):
    """A piece of text, and what became of it."""

    part: Part
    text: str


def phrases(before: str, after: str) -> tuple[Segment, ...]:
    """Both texts as one row of pieces: what stayed, what is gone, and behind it what is new."""
    old, new = _words(before), _words(after)
    segments: list[Segment] = []
    for what, i, j, k, m in _steps(old, new):
        if what == "equal":
            segments += [Segment(Part.SAME, "".join(old[i:j]))] if j > i else []
            continue
        if j > i:
            segments.append(Segment(Part.GONE, "".join(old[i:j])))
        if m > k:
            segments.append(Segment(Part.NEW, "".join(new[k:m])))
    return tuple(segments)


def _steps(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """How the one becomes the other.

    Where the same few words come again and again, looking for the best way takes hours: then only
    what both begin and end with stays.
    """
    often = Counter(new)
    if sum(count * often[word] for word, count in Counter(old).items()) <= MOST_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    j, m = len(old) - end, len(new) - end
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, j, start, m),
        ("equal", j, len(old), m, len(new)),
    ]


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    return sum(takewhile(bool, map(eq, one, other)))


def _words(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in PIECE.findall(text):
        is_chinese = len(piece) > 1 and "\u4e00" <= piece[0] <= "\u9fff"
        pieces.extend(_tokenizer().lcut(piece, HMM=False) if is_chinese else (piece,))
    return pieces


@cache
def _tokenizer() -> Any:
    """A dictionary of our own: the shared one keeps a cache where anybody on the machine writes.

    jieba takes its time to load, and only who compares texts needs it.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    return tokenizer

"""Which words of a reworded Chinese sentence are gone and which are new."""

import logging
import re
import tempfile
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

# Numbers with their signs stay in one piece, Latin words too; the rest is cut by the dictionary.
PIECE = re.compile(
    r"[≥≤<>＞＜≧≦]?[0-9]+(?:[.,][0-9]+)*[%％]?|[A-Za-z]+|[\u4e00-\u9fff]+|\s+|.", re.DOTALL
)


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
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            segments.append(Segment(Part.SAME, "".join(old[i:j])))
            continue
        if j > i:
            segments.append(Segment(Part.GONE, "".join(old[i:j])))
        if m > k:
            segments.append(Segment(Part.NEW, "".join(new[k:m])))
    return tuple(segments)


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

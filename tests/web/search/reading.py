"""The index read again: a second, slow reader that knows only how the files are written."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from tools.web.search import numbers
from tools.web.search.folding import fold

SCRIPT = re.compile(r'budgetTargets\.take\("([0-9a-f]{16})","([a-z0-9/]+)",(.*)\);\n', re.DOTALL)


def parsed(data: bytes) -> tuple[str, str, Any]:
    """Version, name and content of one file."""
    match = SCRIPT.fullmatch(data.decode("utf-8"))
    assert match
    return match[1], match[2], json.loads(match[3])


def read_numbers(text: str) -> Iterator[int]:
    number, factor = 0, 1
    for sign in text:
        digit = numbers.ALPHABET.index(sign)
        number += digit % numbers.BASE * factor
        factor *= numbers.BASE
        if digit < numbers.BASE:
            yield number
            number, factor = 0, 1
    assert factor == 1


class Index:
    """All files together."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self.contents = {}
        self.versions = set()
        for path, data in files:
            version, name, self.contents[name] = parsed(data)
            self.versions.add(version)
            assert path == f"{name}.js"
        self.head = self.contents["index"]
        self.pairs: dict[str, str] = {}
        for name, content in self.contents.items():
            if name.startswith("pairs/"):
                assert self.head["pairs"][int(name[6:])] == min(content)
                self.pairs |= content
        names, rests = (read_numbers(self.head[key]) for key in ("name", "length"))
        self.starts = list(accumulate(map(sum, zip(names, rests, strict=True)), initial=0))

    def rows(self, word: str) -> set[int]:
        """The rows that hold a word, as the page finds them."""
        word = fold(word)
        found = self._starts(word) if len(word) > 1 else self._single(word)
        return {self._row(position) for position in found}

    def texts(self) -> list[Any]:
        """Every row as the page shows it."""
        counts = list(read_numbers(self.head["texts"]))
        chunks = [self.contents[f"texts/{number}"] for number in range(len(counts))]
        assert [len(chunk) for chunk in chunks] == counts
        return [row for chunk in chunks for row in chunk]

    def _positions(self, pair: str) -> set[int]:
        return set(accumulate(read_numbers(self.pairs.get(pair, ""))))

    def _single(self, sign: str) -> set[int]:
        pairs = (pair for pair in self.pairs if pair[0] == sign)
        return set().union(*map(self._positions, pairs))

    def _starts(self, word: str) -> set[int]:
        found = [
            {position - offset for position in self._positions(word[offset : offset + 2])}
            for offset in range(len(word) - 1)
        ]
        return set.intersection(*found)

    def _row(self, position: int) -> int:
        return next(i for i, start in enumerate(self.starts) if start > position) - 1

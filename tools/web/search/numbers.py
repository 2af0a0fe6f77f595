"""Rows of whole numbers as text that needs no escapes in a script: small ones take one sign.

A number is written in digits of base 46, the lowest first; all but the last are written with the
upper half of the alphabet. ``site/assets/search/files.js`` reads them.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import sub

BASE = 46
# Printable ASCII but for the quotation mark and the backslash.
ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')[: 2 * BASE]


def _written(number: int) -> str:
    signs = []
    while number >= BASE:
        number, digit = divmod(number, BASE)
        signs.append(ALPHABET[BASE + digit])
    signs.append(ALPHABET[number])
    return "".join(signs)


class _Table(dict[int, str]):
    """The usual numbers are kept; the rare big ones are written each time."""

    def __missing__(self, number: int) -> str:
        text = _written(number)
        if number < BASE**3:
            self[number] = text
        return text


_TABLE = _Table()


def write(numbers: Iterable[int]) -> str:
    """Numbers that are not negative, one after the other."""
    return "".join(map(_TABLE.__getitem__, numbers))


def write_rising(numbers: Sequence[int]) -> str:
    """Numbers none of which is smaller than the one before, as the steps between them."""
    return write(map(sub, numbers, chain((0,), numbers)))

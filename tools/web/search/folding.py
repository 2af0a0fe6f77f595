"""How texts are made alike before they are compared: by index, query and mark.

Each character by itself becomes its compatibility form in lower case, and white space goes, so a
word broken over two lines is one word. ``site/assets/search/text.js`` does the same.
"""

import unicodedata


class _Table(dict[int, str]):
    """Fills itself: a text has few different characters, and ``str.translate`` is quick."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(char for char in folded if not is_space(char))
        return self[code]


_TABLE = _Table()


def fold(text: str) -> str:
    """The text as it is indexed and looked for."""
    return text.translate(_TABLE)


def is_space(char: str) -> bool:
    """White space in Python's sense, and the mark that JavaScript counts among it."""
    return char.isspace() or char == "\ufeff"

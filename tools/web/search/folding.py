"""How texts are made alike before they are compared: by index, query and mark.

Each character by itself becomes its compatibility form in lower case, and white space goes, so a
word broken over two lines is one word. Then signs that mean the same become one: ≥, ≧ and >=, ≤, ≦
and <=, % and 百分比; and the commas between thousands go. ``site/assets/search/text.js`` does the
same.
"""

import re
import unicodedata

ALIKE = {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"}
LONGER = {">=": "≥", "<=": "≤", "百分比": "%"}
# A whole run of digits and commas, of which only a number cut into thousands loses the commas.
_RUN = re.compile("|".join((*LONGER, "[0-9]+(?:,[0-9]+)+")))
_THOUSANDS = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


class _Table(dict[int, str]):
    """Fills itself: a text has few different characters, and ``str.translate`` is quick."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        folded = ALIKE.get(folded, folded)
        self[code] = "".join(char for char in folded if not is_space(char))
        return self[code]


_TABLE = _Table()


def fold(text: str) -> str:
    """The text as it is indexed and looked for."""
    return _RUN.sub(_shorter, text.translate(_TABLE))


def _shorter(found: re.Match[str]) -> str:
    run = found[0]
    if run in LONGER:
        return LONGER[run]
    return run.replace(",", "") if _THOUSANDS.fullmatch(run) else run


def is_space(char: str) -> bool:
    """White space in Python's sense, and the mark that JavaScript counts among it."""
    return char.isspace() or char == "\ufeff"

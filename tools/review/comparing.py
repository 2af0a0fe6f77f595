"""When two texts say the same in the same words."""

import re
from functools import lru_cache

# What may differ between two writings of the same words: a unit in brackets at the end, spaces,
# punctuation and the width of brackets.
IGNORED = re.compile(r"[（(][%％次人个元件万户天条份张]{1,2}[）)]$|[\s，。；：、,.;:“”\"（）()]")


@lru_cache(maxsize=32768)
def words(text: str) -> str:
    """The text without spaces and punctuation."""
    return IGNORED.sub("", text)


def same(one: str, other: str) -> bool:
    """Whether both have the same words; blank texts are never the same."""
    return bool(one) and bool(other) and words(one) == words(other) != ""

"""When two texts say the same in the same words, and when a cell says nothing at all."""

import re
from functools import lru_cache

# What may differ between two writings of the same words: a unit in brackets at the end, spaces,
# punctuation and the width of brackets.
IGNORED = re.compile(
    r"[（(](?:万?[%％次人个元件户天条份张册场期项处座台套辆亩]|人次|公里|万)[）)]$"
    r"|[\s，。；：、,.;:“”\"（）()]"
)

DASHES = re.compile(r"[\s/／\\—－–_＿…·.。、()（）-]+")
NOTHING = frozenset(("", "无", "暂无", "没有", "不涉及", "不适用"))


@lru_cache(maxsize=32768)
def words(text: str) -> str:
    """The text without spaces and punctuation."""
    return IGNORED.sub("", text)


def same(one: str, other: str) -> bool:
    """Whether both have the same words; blank texts are never the same."""
    return bool(one) and bool(other) and words(one) == words(other) != ""


@lru_cache(maxsize=32768)
def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing: it is empty, or holds a dash, a slash, 无 or 不涉及."""
    return DASHES.sub("", text or "") in NOTHING


def code(cell: object) -> str:
    """A 项目编码 in one way of writing; empty where there is none: “————”, “待分配”."""
    text = "".join(cell.split()).upper() if isinstance(cell, str) else ""
    return text if any(sign in "0123456789" for sign in text) else ""

"""Words of the form as people type them: stray spaces, line breaks, brackets of either width."""

import re

from tools.value import MONEY_UNITS

WIDTH = str.maketrans("（）％：；，．＝", "()%:;,.=")
DIGITS = "零一二三四五六七八九"
CHINESE = f"[{DIGITS}〇十百]+"

# How the items of a list are numbered, by the first number as the form prints it.
NUMBERINGS = {
    "（一）": re.compile(rf"\s*[(（]({CHINESE})[）)]\s*"),
    "一、": re.compile(rf"\s*({CHINESE})[、.．]\s*"),
    "1.": re.compile(r"\s*([0-9]{1,3})[.．、](?![0-9])\s*"),
    "1、": re.compile(r"\s*([0-9]{1,3})[、.．](?![0-9])\s*"),
    "（1）": re.compile(r"\s*[(（]([0-9]{1,3})[）)]\s*"),
}
# The same numbers just as the forms print them, whatever follows.
PRINTED = {
    kind: re.compile(
        kind.replace("一", f"({CHINESE})").replace("1", "([0-9]+)").replace(".", r"\.")
    )
    for kind in NUMBERINGS
}
# “1.1、” is number 1 before a text that has a number of its own; “1.5万” is no number of a list.
GOAL = re.compile(r"([0-9]{1,3})([.．、])(?![0-9]+(?![0-9、.．]))\s*")
NEXT_GOAL = re.compile(r"([0-9]{1,3})([.．、])\s*")
PART = re.compile(rf"第({CHINESE})部分")


def plain(text: str) -> str:
    """The words alone, for comparing labels: no white space, half-width signs, no end colon."""
    return re.sub(r"\s", "", text).translate(WIDTH).rstrip(":")


def number(text: str) -> int:
    """The value of 十一, 一百零五 or 12, as list items are numbered."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for sign in text.replace("〇", "零"):
        if sign in "十百":
            total += (digit or 1) * {"十": 10, "百": 100}[sign]
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def numbering_of(text: str) -> str:
    """Which of ``NUMBERINGS`` the text is the first number of; empty if none."""
    return next((kind for kind in NUMBERINGS if text.strip() == kind), "")


def amount(text: str, unit: str | None) -> str:
    """The digits of an amount: thousands separators and the file's own unit are not kept.

    What is no amount comes back as it is.
    """
    bare = text.strip()
    if unit in MONEY_UNITS:
        bare = bare.removesuffix(unit).rstrip()
    if re.fullmatch(r"[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?", bare):
        bare = re.sub("[,，]", "", bare)
    return bare if re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare) else text


def share(text: str) -> str:
    """The number of a share of the spending plan (“25%”); other text comes back as it is."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*(%|％|百分比)?", text.strip())
    return match[1] if match else text

"""Automatic list numbers of Word (ISO/IEC 29500-1, 17.9): printed, but not part of the text."""

import re

from lxml import etree
from msgspec import Struct

from tools.intake.files.package import attribute, local

DIGITS = "〇一二三四五六七八九"
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "taiwaneseCounting",
    "koreanDigital2",
}
CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


class Level(Struct, frozen=True):
    """One level of a list: “（%1）” counted in ``form`` from ``start``."""

    form: str
    text: str
    start: int


class Numbering:
    """Counts list items through a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._abstract(element)
            elif local(element) == "num":
                self._list(element)

    def _abstract(self, element: etree._Element) -> None:
        levels = {}
        for level in element:
            if local(level) == "lvl":
                values = {local(child): attribute(child, "val") or "" for child in level}
                start = values.get("start", "1")
                levels[_number(attribute(level, "ilvl"))] = Level(
                    values.get("numFmt", "decimal"), values.get("lvlText", ""), _number(start, 1)
                )
        self.levels[attribute(element, "abstractNumId") or ""] = levels

    def _list(self, element: etree._Element) -> None:
        for child in element:
            if local(child) == "abstractNumId":
                self.lists[attribute(element, "numId") or ""] = attribute(child, "val") or ""

    def next(self, list_id: str, depth: int) -> str:
        """The number printed before the next item at ``depth``; empty for bullets."""
        levels = self.levels.get(self.lists.get(list_id, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.lists[list_id], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda m: self._shown(levels, counts, int(m[1]) - 1), level.text)

    @staticmethod
    def _shown(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return formatted(counts.get(depth, level.start), level.form) if level else ""


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default


def formatted(number: int, form: str) -> str:
    """A number as Word prints it: 十二, ⑫, XII, l or 12."""
    if form in CHINESE:
        return _chinese(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(DIGITS[int(digit)] for digit in str(number))
    if form in CIRCLED and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form.endswith("Roman"):
        roman = _roman(number)
        return roman if form.startswith("upper") else roman.lower()
    if form.endswith("Letter"):
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form.startswith("upper") else letters.lower()
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        head += "零"
    return head + (DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    parts = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    parts = [(50, "L"), (40, "XL"), *parts]
    result = ""
    for value, sign in parts:
        count, number = divmod(number, value)
        result += sign * count
    return result

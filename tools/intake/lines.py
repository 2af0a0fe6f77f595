"""The paragraphs of a form: title, parts, and the overall targets of the department.

A file written by this project is read by its styles, so that no value can be taken for a heading;
in any other file the words decide.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from tools.grid import Paragraph, Run
from tools.intake.notes import Notes
from tools.intake.pattern import (
    ANY_YEAR,
    MEASURES,
    OVERALL,
    PROJECTS,
    SUB_TARGETS,
    Constant,
    Items,
    Pattern,
)
from tools.intake.scan import Place
from tools.intake.wording import NUMBERINGS, PART, PRINTED, number, plain

ORDER = ("", OVERALL, SUB_TARGETS, MEASURES, PROJECTS)
SENTENCE_END = "。；！？;!?.：:"
LONGEST_NAME = 40
YEAR = re.compile("((?:20|二[〇○零])(?:[0-9〇○零一二三四五六七八九]{2}))年")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# How much of a part's heading must be the form's own words for it to be that heading.
ALIKE = 0.6
# Published documents skip a number now and then; further on it is a number inside the text.
SKIPPED_NUMBERS = 2

Item = dict[str, list[str]]


class Lines:
    """Reads paragraphs one after the other; project headings are kept for the tables."""

    def __init__(self, pattern: Pattern, styled: bool, notes: Notes) -> None:
        self.pattern, self.styled, self.notes = pattern, styled, notes
        self.section = ""
        self.category = ""
        self.year = 0
        self.name: str | None = None
        self.has_cover = False
        self.overall: list[str] = []
        self.items: dict[str, list[Item]] = {SUB_TARGETS: [], MEASURES: []}
        self.heading: str | None = None
        self._kinds: dict[str, str] = {}
        self._numbers = {SUB_TARGETS: 0, MEASURES: 0}
        self._key = ""
        self._used: set[Constant] = set()
        self._cover: list[tuple[Place, str]] = []

    def read(self, paragraph: Paragraph, place: Place) -> None:
        """Take in one paragraph; in ``heading`` the title of a project's table is left."""
        if not self.styled and not paragraph.text.strip():
            return
        if self._title(paragraph) or self._constant(paragraph, place) or self._body(paragraph):
            return
        heading, colon, rest = paragraph.text.partition("：")
        if colon and rest.strip() and not self.styled and self.opens(heading):
            self._constant(Paragraph((Run(heading),), ""), place)
            paragraph = Paragraph((Run(rest),), "")
        if (self.styled or self.section == OVERALL) and self._heading(paragraph):
            return
        if self.section == OVERALL:
            self._overall(paragraph, place)
        elif self.section in (SUB_TARGETS, MEASURES):
            self._listed(paragraph, place)
        elif not self._heading(paragraph) and paragraph.text.strip():
            self._beside(paragraph, place)

    def takes(self, text: str) -> bool:
        """Whether a row of a table with nothing else in it is a heading of the form."""
        return self.section != PROJECTS or bool(self.project_title(text)) or self.opens(text)

    def opens(self, text: str) -> bool:
        """Whether the text is a heading of the form that has not come yet."""
        unused = (one for one in self.pattern.constants if one.repeats or one not in self._used)
        return any(self._matches(one, text) and self._leads_on(one) for one in unused)

    def finish(self) -> None:
        """Tell of what stood before the first part and is not on the form's cover."""
        if not self.year:
            self._find_year()
        for place, text in self._cover:
            if plain(text) not in ("", plain(self.name or "")):
                self.notes.unplaced(place, text)

    def _find_year(self) -> None:
        """A title in other words than the form's: ××局2026年度部门预算绩效文本."""
        for place, text in self._cover:
            match = YEAR.search(plain(text))
            if match and "绩效" in text:
                self.year = int(match[1].translate(CHINESE_DIGITS))
                self.notes.assumed(place, f"年度按“{text.strip()}”填 {self.year}")
                return

    def _beside(self, paragraph: Paragraph, place: Place) -> None:
        if self.section == PROJECTS:
            self.notes.unplaced(place, paragraph.text)
        else:
            self._cover.append((place, paragraph.text))

    def _title(self, paragraph: Paragraph) -> bool:
        """The year; a heading that only names it also opens a part, so it is looked at again."""
        for before, after in self.pattern.titles:
            match = re.fullmatch(
                f"{re.escape(plain(before))}([0-9]{{4}}){re.escape(plain(after))}",
                plain(paragraph.text),
            )
            if match and not self.section and self.year in (0, int(match[1])):
                self.year = int(match[1])
                return True
        return False

    def _body(self, paragraph: Paragraph) -> bool:
        for before in self.pattern.bodies:
            text = paragraph.text if self.styled else paragraph.text.strip()
            match = re.match(rf"{spaced(before)}", text)
            if match and not self.section and not self.has_cover:
                rest = text[match.end() :]
                self.has_cover = True
                self.name = (rest if self.styled else _unstamped(rest)) or None
                return True
        return False

    def _constant(self, paragraph: Paragraph, place: Place) -> bool:
        for constant in self.pattern.constants:
            if constant in self._used and not constant.repeats:
                continue
            if not self.styled and self._is_first_line(constant, paragraph.text):
                return True
            if self._is_constant(constant, paragraph) and self._leads_on(constant):
                self._open(constant, paragraph, place)
                return True
        return False

    def _is_constant(self, constant: Constant, paragraph: Paragraph) -> bool:
        if not self.styled or paragraph.style == constant.style:
            is_heading = self.styled and bool(constant.section)
            return self._matches(constant, paragraph.text) or (
                is_heading and self._is_alike(constant, plain(paragraph.text))
            )
        # somebody typed a heading anew and gave it no style
        is_bare = paragraph.style not in (self.pattern.text_style, self.pattern.heading.style)
        return bool(constant.section) and is_bare and self._matches(constant, paragraph.text)

    def _is_first_line(self, constant: Constant, text: str) -> bool:
        first, _, rest = constant.text.partition("\n")
        return bool(rest) and plain(text) == plain(first)

    def _matches(self, constant: Constant, text: str) -> bool:
        said, printed = plain(text), plain(constant.text)
        if ANY_YEAR in printed:
            return bool(re.fullmatch(re.escape(printed).replace(ANY_YEAR, "[0-9]{4}"), said))
        if said == printed:
            return True
        return not self.styled and self._is_alike(constant, said)

    @staticmethod
    def _is_alike(constant: Constant, said: str) -> bool:
        """Whether the words are the form's but for a number, a misprint or an addition."""
        printed, last = plain(constant.text), plain(constant.text.split("\n")[-1])
        if said == last:
            return True
        part, own_part = PART.match(printed), PART.match(said)
        if part or own_part:
            is_same = bool(part and own_part and part[1] == own_part[1])
            return is_same and SequenceMatcher(None, said, printed).ratio() > ALIKE
        section = plain(constant.section)
        core = _unnumbered(said)
        is_close = bool(section) and section in core and len(core) <= len(section) + 4
        return is_close and section in _unnumbered(printed)

    def _leads_on(self, constant: Constant) -> bool:
        """Parts come in their order; the same words further down are text."""
        if not constant.section:
            return self.section == "" or self.styled or self.section != OVERALL
        here, there = ORDER.index(self.section), ORDER.index(constant.section)
        return there > here or (constant.section == PROJECTS and here == there)

    def _open(self, constant: Constant, paragraph: Paragraph, place: Place) -> None:
        self._used.add(constant)
        printed = constant.text.replace("\n", "　")
        lines = {plain(line) for line in (constant.text, *constant.text.split("\n"))}
        if ANY_YEAR not in printed and plain(paragraph.text) not in lines:
            self.notes.assumed(place, f"“{paragraph.text.strip()}”当作“{printed}”")
        if constant.section:
            self.section, self._key = constant.section, ""
            self.category = constant.category or self.category

    def _overall(self, paragraph: Paragraph, place: Place) -> None:
        if self.styled and paragraph.style != self.pattern.text_style:
            if paragraph.text.strip():
                self.notes.unplaced(place, paragraph.text)
            return
        self.overall.append(self._text(paragraph.text))

    def _text(self, text: str) -> str:
        return text if self.styled else "\n".join(line.strip() for line in text.split("\n"))

    def _listed(self, paragraph: Paragraph, place: Place) -> None:
        """One paragraph of 分项绩效目标 or 工作保障措施."""
        if self.styled:
            self._styled_item(paragraph, place)
            return
        if self._heading(paragraph):
            return
        for text in self._split(paragraph.text.strip(), place):
            self._worded_item(text, place)

    @property
    def _items(self) -> Items:
        pattern = self.pattern
        return pattern.sub_targets if self.section == SUB_TARGETS else pattern.measures

    @property
    def _text_key(self) -> str:
        """The key of a text that no label stands before."""
        return self._items.labels.get("", "绩效目标")

    def _styled_item(self, paragraph: Paragraph, place: Place) -> None:
        items = self._items
        first = paragraph.runs[0] if paragraph.runs else None
        if paragraph.style == items.style:
            self._start(self._unnumbered_name(paragraph.text))
        elif paragraph.style != self.pattern.text_style:
            if paragraph.text.strip():
                self.notes.unplaced(place, paragraph.text)
        elif first and items.inline and first.style == items.inline:
            self._start(self._unnumbered_name(first.text))
            self._append(self._text_key, paragraph.text[len(first.text) :])
        elif first and items.label_style and first.style == items.label_style:
            self._key = items.labels.get(plain(first.text), self._text_key)
            self._append(self._key, paragraph.text[len(first.text) :])
        else:
            self._warn_of_numbers(paragraph.text, place)
            self._append(self._key or self._text_key, paragraph.text)

    def _warn_of_numbers(self, text: str, place: Place) -> None:
        """Somebody who adds an item in Word may forget its style."""
        rest = self._after_number(text, self._items.numbering)
        if rest is not None:
            message = f"“{text[:20]}”像是新的一项，但不是小标题的样式，当作上一项的内容"
            self.notes.assumed(place, message, "如果是新的一项，在 Word 里改成小标题的样式再导入")

    def _unnumbered_name(self, text: str) -> str:
        """A name without the number that the form prints before it."""
        kind = self._items.numbering
        match = PRINTED[kind].match(text) if kind else None
        if not match:
            return text
        self._numbers[self.section] = number(match[1])
        return text[match.end() :]

    def _split(self, text: str, place: Place) -> Iterator[str]:
        """Paragraphs that ran together: the next item starts behind a full stop."""
        kind = self._kinds.get(self.section)
        for label in filter(None, self._items.labels):
            match = re.search(rf"(?<=[。；])\s*(?={spaced(label)}\s*[:：])", text)
            if match:
                self.notes.assumed(place, f"“{label}”没有另起一段，仍当作一栏")
                yield from (text[: match.start()], text[match.end() :])
                return
        if kind == "（一）":
            for match in re.finditer(r"[。；]\s*(?=[(（])", text):
                found = NUMBERINGS[kind].match(text, match.end())
                if found and number(found[1]) == self._numbers[self.section] + 1:
                    self.notes.assumed(place, f"“{found[0].strip()}”没有另起一段，仍当作新的一项")
                    yield text[: match.end()]
                    yield text[match.end() :]
                    return
        yield text

    def _worded_item(self, text: str, place: Place) -> None:
        name = self._name(text)
        if name is not None:
            self._start_worded(name, place)
            return
        for label, key in self._items.labels.items():
            match = re.match(rf"{spaced(label)}\s*[:：]\s*", text) if label else None
            if match:
                self._key = key
                self._append(key, text[match.end() :])
                return
        self._tell_jump(text, place)
        self._append(self._key or self._text_key, text)

    def _tell_jump(self, text: str, place: Place) -> None:
        kind = self._kinds.get(self.section, "")
        match = NUMBERINGS[kind].match(text) if kind else None
        if match and number(match[1]) > self._numbers[self.section]:
            message = f"“{text[:20]}”的序号接不上，当作上一项的内容"
            self.notes.assumed(place, message)

    def _start_worded(self, name: str, place: Place) -> None:
        for label, key in self._items.labels.items():
            match = re.search(rf"{spaced(label)}\s*[:：]\s*", name) if label else None
            if match:
                self.notes.assumed(place, f"“{label}”没有另起一段，仍当作一栏")
                self._start(name[: match.start()].strip())
                self._key = key
                self._append(key, name[match.end() :])
                return
        head, stop, rest = name.partition("。")
        if self._items.inline and rest.strip():
            self._start(head + stop)
            self._append(self._text_key, rest.strip())
        else:
            self._start(name)

    def _name(self, text: str) -> str | None:
        """The item's name if the paragraph starts an item."""
        if not self._items.numbering:
            is_name = text[-1] not in SENTENCE_END and len(text) <= LONGEST_NAME
            return text if is_name else None
        kind = self._kinds.get(self.section)
        for candidate in [kind] if kind else [self._items.numbering, *NUMBERINGS]:
            rest = self._after_number(text, candidate)
            if rest is not None:
                self._kinds[self.section] = candidate
                return rest
        return None

    def _after_number(self, text: str, kind: str) -> str | None:
        """What follows the next item's number; None where another number, or none, stands."""
        match = NUMBERINGS[kind].match(text) if kind else None
        if not match:
            return None
        found, last = number(match[1]), self._numbers[self.section]
        if not last < found <= last + 1 + (SKIPPED_NUMBERS if last else 0):
            return None
        rest = text[match.end() :]
        again = NUMBERINGS[kind].match(rest)  # “（四）（四）” is found in print
        if again and number(again[1]) == found:
            rest = rest[again.end() :]
        if not self.styled:
            self._numbers[self.section] = found
        return rest

    def _start(self, name: str) -> None:
        self.items[self.section].append({"名称": [name]})
        self._key = ""

    def _append(self, key: str, text: str) -> None:
        listed = self.items[self.section]
        if not listed:
            if self.section == SUB_TARGETS:
                listed.append({"名称": []})
            else:
                listed.append({})
        listed[-1].setdefault(key, []).append(text)

    def _heading(self, paragraph: Paragraph) -> bool:
        """Whether this is the title of a project's table, which is then left in ``heading``."""
        if self.styled:
            if paragraph.style != self.pattern.heading.style:
                return False
            self.section, self.heading = PROJECTS, self.project_title(paragraph.text)
            return True
        title = self.project_title(paragraph.text)
        if title is None or len(title) > 2 * LONGEST_NAME:
            return False
        self.section, self.heading = PROJECTS, title
        return True

    def project_title(self, text: str) -> str | None:
        """What a project table's title names: “1.法制工作专项绩效目标表” → 法制工作专项."""
        end = self.pattern.heading_end
        if self.styled:
            kind = self.pattern.heading.numbering
            match = PRINTED[kind].match(text) if kind else None
            return text[match.end() if match else 0 :].removesuffix(end)
        match = re.fullmatch(
            rf"\s*(?:[0-9]{{1,3}}\s*[.．、])?\s*(.*?)\s*{spaced(end)}\s*", text, re.DOTALL
        )
        return match[1] if match and match[1] else None


def spaced(label: str) -> str:
    """A regular expression for the label with any white space, and signs of either width."""
    signs = {"：": "[:：]", "（": "[(（]", "）": "[)）]", ":": "[:：]", "(": "[(（]", ")": "[)）]"}
    return r"\s*".join(signs.get(sign, re.escape(sign)) for sign in re.sub(r"\s", "", label))


def _unstamped(name: str) -> str:
    """A body's name without the mark for its seal: 某某局（盖章）."""
    return re.sub(r"\s*[（(](盖章|公章|签章)[）)]\s*$", "", name.strip())


def _unnumbered(text: str) -> str:
    """A heading without its number: 总体绩效目标 of “一、总体绩效目标”."""
    for numbering in NUMBERINGS.values():
        match = numbering.match(text)
        if match:
            return text[match.end() :]
    return text

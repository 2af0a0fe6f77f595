"""Fields: instructions to Word with their last result in the text, marked by begin and end.

Marks run through paragraphs, nest, and are not always paired.
"""

from tools.intake.files.ooxml.markup import FALLBACK, STRUCTURED, Element, W, is_special

MARK = f"{W}fldChar"
KIND = f"{W}fldCharType"
# Their results are made anew on every print, and are no text of the author's.
CONTENTS = "TOC"
NOT_TEXT = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", CONTENTS))
MAX_INSTRUCTION = 1000
# These print something, but keep no result in the file.
WITHOUT_RESULT = frozenset(
    ("EQ", "SYMBOL", "MACROBUTTON", "GOTOBUTTON", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")
)
NOT_READ = frozenset((f"{W}del", f"{W}moveFrom", f"{W}txbxContent", FALLBACK))
ROW, ROW_DELETED = f"{W}tr", f"{W}trPr/{W}del"


class _Field:
    """``is_shut`` while nothing in the field is text to take."""

    def __init__(self) -> None:
        self.instruction = ""
        self.is_result = False
        self.is_shut = True


class Fields:
    """Which fields are open at a place in a story (the body, or one header or note)."""

    def __init__(self, root: Element) -> None:
        self._paired = _paired(root)
        self._open: list[_Field] = []
        self._shut = 0
        self._contents = 0

    @property
    def is_text(self) -> bool:
        """Whether what stands here is text to take: no instruction, page number or contents."""
        return not self._shut

    @property
    def is_contents(self) -> bool:
        """Whether a table of contents is open here."""
        return self._contents > 0

    def mark(self, element: Element) -> str:
        """Pass a ``w:fldChar``; return the instruction of a field left without a result."""
        if element not in self._paired:
            return ""
        kind = element.get(KIND)
        if kind == "begin":
            self._open.append(_Field())
            self._shut += 1
        elif kind == "separate" and self._open:
            self._separate(self._open[-1])
        elif kind == "end" and self._open:
            return self._end(self._open.pop())
        return ""

    def _separate(self, field: _Field) -> None:
        if field.is_result:
            return
        field.is_result = True
        self._contents += _name(field.instruction) == CONTENTS
        if is_text(field.instruction):
            field.is_shut = False
            self._shut -= 1

    def _end(self, field: _Field) -> str:
        self._shut -= field.is_shut
        name = _name(field.instruction)
        self._contents -= field.is_result and name == CONTENTS
        return field.instruction.strip() if name in WITHOUT_RESULT and not field.is_result else ""

    def instruct(self, text: str) -> None:
        """Pass a piece of an instruction, which Word breaks up at random."""
        if self._open and not self._open[-1].is_result:
            field = self._open[-1]
            field.instruction += text[: MAX_INSTRUCTION - len(field.instruction)]


def _name(instruction: str) -> str:
    return next(iter(instruction.split(maxsplit=1)), "").upper()


def is_text(instruction: str) -> bool:
    """Whether the result of a field written as one element (``w:fldSimple``) is text."""
    return _name(instruction) not in NOT_TEXT


def _paired(root: Element) -> set[Element]:
    """The marks of fields that have a begin and an end; the rest would swallow what follows."""
    paired: set[Element] = set()
    waiting: list[list[Element]] = []
    for mark in root.iter(MARK):
        if _is_skipped(mark, root):
            continue
        kind = mark.get(KIND)
        if kind == "begin":
            waiting.append([mark])
        elif waiting and kind == "separate":
            waiting[-1].append(mark)
        elif waiting and kind == "end":
            paired.update(waiting.pop(), (mark,))
    return paired


def _is_skipped(mark: Element, root: Element) -> bool:
    """Whether the mark stands in what is not read, or not read as part of this story."""
    for around in mark.iterancestors():
        if around is root:
            return False
        if around.tag in NOT_READ:
            return True
        if around.tag == STRUCTURED and is_special(around):
            return True
        if around.tag == ROW and around.find(ROW_DELETED) is not None:
            return True
    return False

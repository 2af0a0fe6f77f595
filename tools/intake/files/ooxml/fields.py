"""Fields: instructions to Word with their last result in the text, marked by begin and end.

Marks run through paragraphs, nest, and are not always paired.
"""

from tools.intake.files.ooxml.markup import FALLBACK, STRUCTURED, Element, W, is_special

MARK = f"{W}fldChar"
KIND = f"{W}fldCharType"
# Their results are made anew on every print, and are no text of the author's.
NOT_TEXT = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC"))
# These print something, but keep no result in the file.
WITHOUT_RESULT = frozenset(
    ("EQ", "SYMBOL", "MACROBUTTON", "GOTOBUTTON", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")
)
NOT_READ = frozenset((f"{W}del", f"{W}moveFrom", f"{W}txbxContent", FALLBACK))
ROW, ROW_DELETED = f"{W}tr", f"{W}trPr/{W}del"


class _Field:
    def __init__(self, instruction: str = "", is_result: bool = False) -> None:
        self.instruction = instruction
        self.is_result = is_result

    @property
    def name(self) -> str:
        return next(iter(self.instruction.split()), "").upper()


class Fields:
    """Which fields are open at a place in a story (the body, or one header or note)."""

    def __init__(self, root: Element) -> None:
        self._paired = _paired(root)
        self._open: list[_Field] = []
        self._is_text = True

    @property
    def is_text(self) -> bool:
        """Whether what stands here is text to take: no instruction, page number or contents."""
        return self._is_text

    @property
    def is_contents(self) -> bool:
        """Whether a table of contents is open here."""
        return any(field.name == "TOC" for field in self._open)

    def mark(self, element: Element) -> str:
        """Pass a ``w:fldChar``; return the instruction of a field left without a result."""
        kind = element.get(KIND)
        ended = ""
        if element not in self._paired:
            return ended
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].is_result = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            if field.name in WITHOUT_RESULT and not field.is_result:
                ended = field.instruction.strip()
        self._update()
        return ended

    def instruct(self, text: str) -> None:
        """Pass a piece of an instruction, which Word breaks up at random."""
        if self._open and not self._open[-1].is_result:
            self._open[-1].instruction += text

    def _update(self) -> None:
        self._is_text = all(field.is_result and field.name not in NOT_TEXT for field in self._open)


def is_text(instruction: str) -> bool:
    """Whether the result of a field written as one element (``w:fldSimple``) is text."""
    return _Field(instruction).name not in NOT_TEXT


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

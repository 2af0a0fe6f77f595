"""Paragraphs of WordprocessingML: what a person sees, in runs of one character style."""

from collections import deque
from collections.abc import Callable

from tools import grid
from tools.intake.files.ooxml import symbols
from tools.intake.files.ooxml.fields import MARK, Fields
from tools.intake.files.ooxml.fields import is_text as is_text_of
from tools.intake.files.ooxml.markup import (
    MATH,
    SPACE,
    STRUCTURED,
    VAL,
    Element,
    W,
    integer,
    is_contents,
    is_on,
    switch,
    text_of,
    value,
    walk,
    within,
)
from tools.intake.files.ooxml.numbering import Numbering
from tools.intake.files.ooxml.pictures import DRAWINGS, drawn
from tools.intake.files.ooxml.styles import ListPlace, Style, Styles, direct_list, outline_level
from tools.intake.scan import Place, Remark

RUN = f"{W}r"
PROPERTIES = f"{W}pPr"
SIMPLE_FIELD = f"{W}fldSimple"
FORMULA = f"{MATH}oMath"
PIECES = frozenset((RUN, FORMULA, SIMPLE_FIELD, STRUCTURED))
# Text that was deleted or moved away, and what describes text without being any.
REMOVED = frozenset((f"{W}del", f"{W}moveFrom", PROPERTIES, f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr"))
TEXT = f"{W}t"
XML_SPACES = " \t\r\n"
LINE_BREAKS = (None, "textWrapping")
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
COMMENT = f"{W}commentReference"


class Reader:
    """Reads the paragraphs of one document in order: list numbers and fields run on.

    ``place`` is where the paragraphs stand that are read next. What is met on the way and is
    not text is left in ``remarks``, ``boxes`` (text boxes) and ``references`` (kind and id of
    notes and comments).
    """

    def __init__(self, root: Element, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.fields = Fields(root)
        self.place = Place()
        self.remarks: list[Remark] = []
        self.boxes: deque[tuple[Element, Place]] = deque()
        self.references: dict[tuple[str, str], Place] = {}
        self._runs: list[list[str]] = []
        self._hidden = ""
        self._style: Style = styles.paragraph("")
        self._keeps_spaces = root.get(SPACE) == "preserve"
        self._handlers = self._table()
        self._leaves = frozenset(self._handlers)

    def remark(self, message: str) -> None:
        """Tell something about the current place."""
        self.remarks.append(Remark(self.place, message))

    def blank(self) -> grid.Paragraph:
        """An empty paragraph in the document's default style."""
        return grid.Paragraph((), self.styles.paragraph("").name)

    def read(self, elements: list[Element]) -> grid.Paragraph | None:
        """One paragraph; of several elements where the marks between them were deleted.

        None for an entry of the table of contents, which repeats the headings.
        """
        properties = within(elements[-1], PROPERTIES)
        style = self.styles.paragraph(text_of(properties.get(f"{W}pStyle")) or "")
        self._runs, self._hidden, self._style = [], "", style
        is_entry = self.fields.is_contents
        for element in elements:
            for piece in walk(element, PIECES, REMOVED):
                self._piece(piece)
                is_entry = is_entry or (not self._runs and self.fields.is_contents)
        self._tell_hidden()
        if style.name.startswith("toc ") or (is_entry and not self._runs):
            return None
        level = style.level
        self._number(direct_list(properties.get(f"{W}numPr")), style)
        direct = text_of(properties.get(f"{W}outlineLvl"))
        if direct is not None:
            level = outline_level(direct)
        runs = tuple(grid.Run(text, name) for text, name in self._runs)
        return grid.Paragraph(runs, style.name, level)

    def _tell_hidden(self) -> None:
        if self._hidden.strip():
            self.remark(f"有隐藏的文字，没有取：{self._hidden.strip()}")

    def _number(self, direct: ListPlace, style: Style) -> None:
        """Put the list number that Word prints in front of the text."""
        list_id = direct.list_id or style.listed.list_id
        if not list_id or list_id == "0":
            return
        level = direct.level if direct.level is not None else style.listed.level
        if level is None and direct.list_id:
            level = 0
        printed = self.numbering.next(list_id, level, style)
        if printed is None:
            self.remark("这一段有自动编号，编号的样子认不出来，没有取；请对照原文补上")
        elif printed:
            self._runs.insert(0, [printed, ""])
            self._join()

    def _join(self) -> None:
        if len(self._runs) > 1 and self._runs[1][1] == "":
            self._runs[0][0] += self._runs.pop(1)[0]

    def _piece(self, piece: Element) -> None:
        if piece.tag == RUN:
            self._run(piece)
        elif piece.tag == FORMULA:
            text = "".join(each.text or "" for each in piece.iter(f"{MATH}t", TEXT))
            self._add(text, "", False)
            self.remark(f"有一个公式，只取了其中的文字“{text}”，请对照原文核对")
        elif piece.tag == STRUCTURED:
            self.skip_control(piece)
        elif is_text_of(piece.get(f"{W}instr", "")):
            for inner in walk(piece, PIECES - {SIMPLE_FIELD}, REMOVED):
                self._piece(inner)

    def skip_control(self, control: Element) -> None:
        """Tell of a content control that holds a prompt only."""
        if not is_contents(control):
            prompt = "".join(text.text or "" for text in control.iter(TEXT))
            self.remark(f"有一处还没有填写，只有提示文字“{prompt}”，没有取")

    def _run(self, run: Element) -> None:
        style, is_hidden = self._look(run)
        for piece in walk(run, self._leaves, REMOVED):
            text = self._handlers[piece.tag](piece)
            if text:
                self._add(text, style, is_hidden)

    def _look(self, run: Element) -> tuple[str, bool]:
        """The run's character style, and whether the run is hidden."""
        properties = within(run, f"{W}rPr")
        if not properties:
            return "", self._style.is_hidden
        style = self.styles.character(text_of(properties.get(f"{W}rStyle")) or "")
        direct = switch(properties.get(f"{W}vanish"))
        # A switch set in both styles is off again (ISO/IEC 29500-1, 17.7.3).
        in_styles = style.is_hidden != self._style.is_hidden
        return style.name, in_styles if direct is None else direct

    def _add(self, text: str, style: str, is_hidden: bool) -> None:
        if not self.fields.is_text:
            return
        if is_hidden:
            self._hidden += text
        elif text and self._runs and self._runs[-1][1] == style:
            self._runs[-1][0] += text
        elif text:
            self._runs.append([text, style])

    def _table(self) -> dict[str, Callable[[Element], str]]:
        """What each element inside a run puts into the text."""
        return {
            TEXT: self._text,
            f"{W}tab": lambda _: "\t",
            f"{W}ptab": lambda _: "\t",
            f"{W}br": lambda e: "\n" if e.get(f"{W}type") in LINE_BREAKS else "",
            f"{W}cr": lambda _: "\n",
            f"{W}noBreakHyphen": lambda _: "-",
            f"{W}sym": self._sign,
            f"{W}instrText": self._instruction,
            MARK: self._mark,
            COMMENT: self._reference,
            f"{W}rt": self._guide,
            **dict.fromkeys(NOTES, self._reference),
            **dict.fromkeys(DRAWINGS, self._drawing),
        }

    def _tell(self, message: str) -> str:
        self.remark(message)
        return ""

    def _text(self, element: Element) -> str:
        text: str = element.text or ""
        if element.get(SPACE) != "preserve" and not self._keeps_spaces:
            text = text.strip(XML_SPACES)
        if "\n" in text or "\r" in text:
            text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if symbols.PRIVATE.search(text):
            text = self._private(element, text)
        return text

    def _private(self, element: Element, text: str) -> str:
        """Characters of a sign font that stand in ordinary text."""
        run = next(element.iterancestors(RUN), None)
        fonts = None if run is None else run.find(f"{W}rPr/{W}rFonts")
        names = () if fonts is None else (fonts.get(f"{W}ascii"), fonts.get(f"{W}hAnsi"))
        font = next((name for name in names if name and name.lower() in symbols.FONTS), None)
        if font is None:  # a county's own signs, at the same place as Word's
            return text
        return symbols.PRIVATE.sub(lambda found: self._known(font, ord(found[0])), text)

    def _sign(self, element: Element) -> str:
        try:
            code = int(element.get(f"{W}char", "")[:8], 16)
        except ValueError:
            code = 0
        return self._known(element.get(f"{W}font"), code)

    def _known(self, font: str | None, code: int) -> str:
        sign = symbols.sign(font, code)
        if sign is None:
            return self._tell(f"有一个特殊符号（{font or '字体不明'} {code:04X}）认不出来，没有取")
        return sign

    def _instruction(self, element: Element) -> str:
        self.fields.instruct(element.text or "")
        return ""

    def _mark(self, element: Element) -> str:
        self._add(_form_field(element), "", False)  # stands in front of the field's instruction
        left = self.fields.mark(element)
        if left:
            self.remark(f"有一处由 Word 域生成的内容“{left}”，没有取，请对照原文补上")
        return ""

    def _reference(self, element: Element) -> str:
        kind = NOTES.get(str(element.tag), "comments")
        self.references.setdefault((kind, element.get(f"{W}id", "")), self.place)
        return ""

    def _guide(self, element: Element) -> str:
        text = "".join(each.text or "" for each in element.iter(TEXT))
        return self._tell(f"文字上方的拼音“{text}”没有取") if text.strip() else ""

    def _drawing(self, element: Element) -> str:
        found = drawn(element)
        self.boxes.extend((box, self.place) for box in found.boxes)
        for message in found.messages:
            self.remark(message)
        return ""


def _form_field(mark: Element) -> str:
    """What an old form field shows without a result: a ticked box or a choice of a list."""
    data = mark.find(f"{W}ffData")
    if data is None:
        return ""
    box = data.find(f"{W}checkBox")
    if box is not None:
        checked = is_on(box, f"{W}checked")
        ticked = is_on(box, f"{W}default") if checked is None else checked
        return "☑" if ticked else "☐"
    choices = data.findall(f"{W}ddList/{W}listEntry")
    index = integer(value(data, f"{W}ddList/{W}result"))
    return str(choices[index].get(VAL, "")) if 0 <= index < len(choices) else ""

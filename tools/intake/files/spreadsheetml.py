"""Read the sheets of an .xlsx file (SpreadsheetML, ISO/IEC 29500-1, 18).

calamine gives no number formats, leaves out errors such as #REF! without a word, and makes room
for every cell between the first and the last; so the parts are read here. It is the second opinion
in the tests. Formulas are not computed: the file has the value that Excel last showed.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from tools.intake.files.numberformat import BUILT_IN, display, plain
from tools.intake.files.ooxml.markup import parse
from tools.intake.files.ooxml.package import Package
from tools.intake.files.sheets import MOST_CELLS, Merge, Sheet, Spot
from tools.intake.scan import Place, Remark, UnreadableError

MOST_SHEETS = 1000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# ISO/IEC 29500-1, 22.9.2.19: a character that XML cannot hold, or the escape itself (_x005F_).
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
TRUE = ("1", "true", "on")
EXTERNAL = "xl/externallinks/"


class DamagedError(Exception):
    """The package lacks a part, or a part is not what it should be."""


class _Book(Struct, frozen=True):
    """What the sheets of a workbook share. ``formats`` are the codes of the cells' styles."""

    strings: list[str]
    formats: list[str]
    is_1904: bool


def read(data: bytes) -> tuple[list[Sheet], list[Remark]]:
    """The visible sheets, and remarks on what else the workbook has.

    Raise ``DamagedError`` and what ``lxml`` raises for a part that is broken, ``UnreadableError``
    for a file that is no sound package.
    """
    package = Package(data)
    main = package.main() or "xl/workbook.xml"
    root = _root(package, main)
    parts = package.relations(main)
    book = _book(package, main, root)
    listed = list(_children(root, "sheets", "sheet"))
    if len(listed) > MOST_SHEETS:
        raise DamagedError("too many sheets")
    sheets, remarks = [], _about(set(package))
    for entry in listed:
        name = entry.get("name", "")
        relation = parts.get(_relation(entry))
        if entry.get("state", "visible") != "visible":
            remarks.append(Remark(Place(sheet=name), "工作表是隐藏的，没有取"))
        elif relation and relation.kind == "worksheet" and relation.target in package:
            sheets.append(_sheet(package, relation.target, name, book))
        else:
            remarks.append(Remark(Place(sheet=name), "不是普通工作表（如图表），没有取"))
    return sheets, remarks


def _about(names: set[str]) -> list[Remark]:
    remarks = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        remarks.append(Remark(Place(), "工作簿带有宏，没有运行，也没有取"))
    if any(name.startswith(EXTERNAL) for name in names):
        remarks.append(
            Remark(Place(), "有公式引用了别的工作簿；没有打开那些文件，取的是上次保存时的结果")
        )
    return remarks


def _part(package: Package, name: str) -> bytes:
    content = package.part(name)
    if not content:
        raise DamagedError(name)
    return content


def _walk(content: bytes, *tags: str) -> Iterator[Any]:
    """Elements of these local names when they end; each is emptied when the caller goes on."""
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    events = etree.iterparse(
        io.BytesIO(content), ("end",), remove_comments=True, remove_pis=True, **options
    )
    wanted = set(tags)
    checked = False
    for _, element in events:
        if not checked:
            if element.getroottree().docinfo.doctype:
                raise DamagedError("DOCTYPE")
            checked = True
        if _local(element) in wanted:
            yield element
            element.clear(keep_tail=True)
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]


def _root(package: Package, name: str) -> Any:
    return parse(_part(package, name))


def _local(element: Any) -> str:
    """The name without its namespace: transitional and strict files differ in that only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Any, *path: str) -> Iterator[Any]:
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if _local(child) == name]
    yield from found


def _relation(entry: Any) -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")


def _book(package: Package, main: str, root: Any) -> _Book:
    strings = next(iter(package.related(main, "sharedStrings")), "")
    styles = next(iter(package.related(main, "styles")), "")
    dates = next(_children(root, "workbookPr"), None)
    return _Book(
        [_rich(item) for item in _walk(_part(package, strings), "si")] if strings else [],
        _formats(_root(package, styles)) if styles else [],
        dates is not None and dates.get("date1904", "0") in TRUE,
    )


def _formats(root: Any) -> list[str]:
    own = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in _children(root, "numFmts", "numFmt")
    }
    codes = []
    for element in _children(root, "cellXfs", "xf"):
        number = element.get("numFmtId", "0")
        codes.append(own.get(number) or BUILT_IN.get(int(number), "General"))
    return codes


def _rich(element: Any) -> str:
    """The text of a string and its runs, without the reading aids (rPh) of East Asian text."""
    parts = []
    for child in element:
        if _local(child) == "t":
            parts.append(child.text or "")
        elif _local(child) == "r":
            parts.extend(text.text or "" for text in _children(child, "t"))
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Reading:
    """One sheet's cells as they come."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.texts: dict[Spot, str] = {}
        self.notes: list[tuple[Spot, str]] = []
        self.hidden_rows: set[int] = set()
        self.row = self.column = -1

    def take_row(self, element: Any) -> None:
        """A cell or row without a reference stands next to the one before."""
        number = element.get("r")
        self.row = int(number) - 1 if number else self.row + 1
        if not 0 <= self.row < LAST_ROW:
            raise DamagedError(f"row {number}")
        self.column = -1
        if element.get("hidden") in TRUE:
            self.hidden_rows.add(self.row)
        for cell in _children(element, "c"):
            self.take_cell(cell)

    def take_cell(self, element: Any) -> None:
        reference = element.get("r")
        spot = _spot(reference) if reference else (self.row, self.column + 1)
        self.column = spot[1]
        kind = element.get("t", "n")
        value = next(_children(element, "v"), None)
        raw = (value.text or "") if value is not None else ""
        text = self.text_of(element, kind, raw, spot)
        if text:
            self.texts[spot] = text
        elif not raw and kind != "str" and next(_children(element, "f"), None) is not None:
            self.notes.append((spot, "公式没有保存算出的结果，按空白取；请在 WPS 里打开保存一次"))
        if len(self.texts) > MOST_CELLS:
            raise UnreadableError(
                f"工作簿里内容超过 {MOST_CELLS:,} 格，没有读",
                "请把绩效目标表复制到新的工作簿，再导入",
            )

    def text_of(self, element: Any, kind: str, raw: str, spot: Spot) -> str:
        if kind == "s":
            return self.book.strings[int(raw)] if raw else ""
        if kind == "inlineStr":
            return "".join(_rich(item) for item in _children(element, "is"))
        if kind == "b":
            return boolean(raw in TRUE, spot, self.notes) if raw else ""
        if kind == "e":
            self.notes.append((spot, f"公式出错，格子里是“{raw}”，请填上应有的内容"))
        if kind in ("e", "str", "d"):
            return _unescape(raw)
        if not raw.strip():
            return ""
        style = int(element.get("s", "0"))
        codes = self.book.formats
        code = codes[style] if style < len(codes) else "General"
        return number(raw, code, spot, self.notes, is_1904=self.book.is_1904)


def boolean(value: bool, spot: Spot, notes: list[tuple[Spot, str]]) -> str:
    """TRUE in a cell is what a form calls 是."""
    text = "是" if value else "否"
    notes.append((spot, f"格子里是逻辑值 {str(value).upper()}，按“{text}”取"))
    return text


def number(
    raw: str | float, code: str, spot: Spot, notes: list[tuple[Spot, str]], *, is_1904: bool
) -> str:
    """A number as shown; a note where what is shown is rounded, or the format not followed."""
    shown = display(raw, code, is_1904=is_1904)
    if shown is None:
        notes.append((spot, f"数字格式“{code}”还不会显示，按原数 {plain(raw)} 取，请核对"))
        return plain(raw)
    if shown.exact:
        notes.append((spot, f"格子里的数是 {shown.exact}，表上显示为“{shown.text}”，按显示的取"))
    return shown.text


def _spot(reference: str) -> Spot:
    match = REFERENCE.fullmatch(reference)
    if not match:
        raise DamagedError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > LAST_COLUMN or int(match[2]) > LAST_ROW:
        raise DamagedError(reference)
    return int(match[2]) - 1, column - 1


def _sheet(package: Package, part: str, name: str, book: _Book) -> Sheet:
    reading = _Reading(book)
    merges: list[Merge] = []
    hidden_columns: set[int] = set()
    pictures = False

    def merge(element: Any) -> None:
        first, _, last = element.get("ref", "").partition(":")
        start, end = _spot(first), _spot(last or first)
        top, bottom = sorted((start[0], end[0]))
        left, right = sorted((start[1], end[1]))
        merges.append(((top, left), (bottom, right)))

    def column(element: Any) -> None:
        if element.get("hidden") in TRUE:
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))

    take: dict[str, Callable[[Any], None]] = {
        "row": reading.take_row,
        "mergeCell": merge,
        "col": column,
    }
    for element in _walk(_part(package, part), *take, "drawing"):
        kind = _local(element)
        pictures = pictures or kind == "drawing"
        if kind in take:
            take[kind](element)
    about = ("工作表里有图片、图表或文本框，里面的文字没有取",) if pictures else ()
    return Sheet(
        name=name,
        texts=reading.texts,
        merges=tuple(merges),
        hidden_rows=frozenset(reading.hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        notes=tuple(reading.notes),
        about=about,
    )

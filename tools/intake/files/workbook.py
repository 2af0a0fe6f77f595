"""Read .xlsx and .xls workbooks: each visible sheet as tables of what a person sees in it."""

import datetime
import io
import zipfile
import zlib
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tools.intake.files import biff, compound, spreadsheetml
from tools.intake.files.numberformat import EPOCH
from tools.intake.files.sheets import MOST_CELLS, Sheet, Spot, blocks, remarks
from tools.intake.scan import Place, Remark, Scan, UnreadableError

BROKEN = (
    "工作簿已损坏，或者不是真正的 Excel 文件，读不出来",
    "请在 WPS 或 Excel 里打开，另存为 .xlsx，再导入",
)
LOCKED = (
    "工作簿设有打开密码，读不出来",
    "请在 WPS 或 Excel 里打开，去掉密码，另存为 .xlsx，再导入",
)
EMPTY = ("工作簿里没有内容", "请看一看文件选得对不对，内容是不是在隐藏的工作表里")
FAULTS = (
    *(CalamineError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError),
    *(compound.DamagedError, spreadsheetml.DamagedError),
    *(ValueError, LookupError, ArithmeticError, NotImplementedError, RuntimeError, OSError),
    *(EOFError, TypeError),
)


def read(data: bytes) -> Scan:
    """A workbook's visible sheets, in order; nothing in it is computed or run.

    Tables come apart at wholly empty rows. A block's place has the sheet, and the row and cell
    (column) of the table's first cell in it. Raise ``UnreadableError``.
    """
    try:
        if data.startswith(compound.MAGIC):
            sheets, notes = _old(data)
        else:
            sheets, notes = spreadsheetml.read(data)
    except FAULTS as error:
        raise UnreadableError(*BROKEN) from error
    except BaseException as error:
        # a panic of calamine's Rust code is no Exception
        if type(error).__name__ == "PanicException":
            raise UnreadableError(*BROKEN) from error
        raise
    found = tuple(block for sheet in sheets for block in blocks(sheet))
    if not found:
        raise UnreadableError(*EMPTY)
    notes += [remark for sheet in sheets for remark in remarks(sheet)]
    return Scan(found, tuple(notes))


def _old(data: bytes) -> tuple[list[Sheet], list[Remark]]:
    files = compound.streams(data)
    if "EncryptedPackage" in files:
        raise UnreadableError(*LOCKED)
    stream = files.get("Workbook", b"")
    looks = biff.book(stream) if stream else biff.Book([], is_1904=False, is_encrypted=False)
    if looks.is_encrypted:
        raise UnreadableError(*LOCKED)
    for sheet in looks.sheets:
        if (sheet.last[0] + 1) * (sheet.last[1] + 1) > 10 * MOST_CELLS:
            raise UnreadableError(
                "工作簿里内容散得太开，没有读",
                "请删去离表格很远的零星内容，或把绩效目标表复制到新的工作簿，再导入",
            )
    notes = []
    if not looks.sheets:
        notes.append(
            Remark(Place(), "工作簿是 Excel 97 以前的格式，百分比等数字格式没有读，请核对")
        )
    if any(name.upper() == "_VBA_PROJECT" for name in files):
        notes.append(Remark(Place(), "工作簿带有宏，没有运行，也没有取"))
    return _sheets(data, looks, notes), notes


def _sheets(data: bytes, book: biff.Book, notes: list[Remark]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, entry in enumerate(workbook.sheets_metadata):
            place = Place(sheet=entry.name)
            if entry.visible != SheetVisibleEnum.Visible:
                notes.append(Remark(place, "工作表是隐藏的，没有取"))
            elif entry.typ != SheetTypeEnum.WorkSheet:
                notes.append(Remark(place, "不是普通工作表（如图表），没有取"))
            else:
                found = workbook.get_sheet_by_index(index)
                has_looks = index < len(book.sheets)
                looks = book.sheets[index] if has_looks else biff.Looks({}, {}, set(), set())
                sheets.append(_sheet(entry.name, found, looks, is_1904=book.is_1904))
    return sheets


def _sheet(name: str, found: Any, looks: biff.Looks, *, is_1904: bool) -> Sheet:
    texts: dict[Spot, str] = {}
    notes: list[tuple[Spot, str]] = []
    for spot, error in looks.errors.items():
        texts[spot] = error
        notes.append((spot, f"公式出错，格子里是“{error}”，请填上应有的内容"))
    top, left = found.start or (0, 0)
    for row, values in enumerate(found.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            spot = (row, column)
            if value != "" and spot not in looks.errors:
                code = looks.formats.get(spot, "General")
                texts[spot] = _text(value, code, spot, notes, is_1904=is_1904)
    return Sheet(
        name=name,
        texts={spot: text for spot, text in texts.items() if text},
        merges=tuple(found.merged_cell_ranges or ()),
        hidden_rows=frozenset(looks.hidden_rows),
        hidden_columns=frozenset(looks.hidden_columns),
        notes=tuple(notes),
        about=("工作表里有图片、图表或文本框，里面的文字没有取",) if looks.has_drawing else (),
    )


def _text(
    value: object, code: str, spot: Spot, notes: list[tuple[Spot, str]], *, is_1904: bool
) -> str:
    if isinstance(value, bool):
        return spreadsheetml.boolean(value, spot, notes)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return spreadsheetml.number(_serial(value, is_1904=is_1904), code, spot, notes, is_1904=is_1904)


def _serial(value: object, *, is_1904: bool) -> float:
    """The number that a date is in the file; calamine makes dates by its own reading of formats."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime.time):
        value = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1)
    if not isinstance(value, datetime.date):
        raise TypeError(type(value).__name__)
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    return (value - EPOCH[is_1904]) / datetime.timedelta(days=1)

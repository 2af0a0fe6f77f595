"""Tables as one Excel file: numbers are numbers that show the digits as written, dates are dates.

SpreadsheetML (ISO/IEC 29500-1) is written directly, row by row: XlsxWriter needs five times as
long, and a country's tables would have to be held in memory. A row is encoded once, with a sign
for its number, and stands in the file of its department-year and in the whole one.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from tools.web.opendata.columns import Column, Kind, Table, Value
from tools.web.opendata.delimited import shown
from tools.web.opendata.tables import Filled

ROWS = 500_000  # a sheet has room for as many again, but a part of a zip only for 2 GB
CHARACTERS = 32_767
CUT = "……（Excel 的一格放不下，全文见 JSON）"
DIGITS = 15  # what Excel keeps of a number
EPOCH = date(1899, 12, 30)
NUMBER = "\x01"  # stands for a row's number; no text has it
LEVEL = 3  # a third larger than at level 6, in half the time

# What Excel takes for an escape of its own, and what XML cannot hold.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
HEAD, TEXT, DATE, WHOLE = 1, 2, 3, 4  # styles; WHOLE + n shows n decimal places

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKBOOK = f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">'


class Sheet(Struct, frozen=True):
    """A table with its encoded rows, in any pieces, each of whole lines."""

    table: Table[Any]
    count: int
    pieces: Iterable[bytes]


def write(tables: Iterable[Filled], title: str) -> bytes:
    """The tables as one file; those without rows are left out."""
    return bound(title, [Sheet(f.table, len(f.rows), [encoded(f)]) for f in tables])


def bound(title: str, sheets: Iterable[Sheet]) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    save(stream, title, sheets)
    return stream.getvalue()


def save(target: IO[bytes], title: str, sheets: Iterable[Sheet]) -> None:
    """A sheet for each table that has rows, and more where one is not enough."""
    names: list[tuple[str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for sheet in sheets:
            lines = (line for piece in sheet.pieces for line in piece.splitlines())
            for start in range(0, sheet.count, ROWS):
                count = min(ROWS, sheet.count - start)
                suffix = f" {start // ROWS + 1}" if start else ""
                last = f"${_letters(len(sheet.table.columns) - 1)}${count + 1}"
                names.append((sheet.table.title + suffix, f"$A$1:{last}"))
                with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as part:
                    _sheet(part, sheet.table, count, islice(lines, count))
        if not names:
            names.append(("没有数据", ""))
            with archive.open("xl/worksheets/sheet1.xml", "w") as part:
                part.write(f'{XML}<worksheet xmlns="{SHEET}"><sheetData/></worksheet>'.encode())
        for name, text in _parts(title, names).items():
            with archive.open(name, "w") as part:
                part.write((XML + text).encode("utf-8"))
        for info in archive.infolist():  # the same on every system
            info.create_system, info.external_attr = 0, 0


def encoded(filled: Filled) -> bytes:
    """The rows, a line each, with :data:`NUMBER` where a row's number belongs."""
    ways = [_way(filled, column, index) for index, column in enumerate(filled.table.columns)]
    start, end = f'<row r="{NUMBER}">', "</row>\n"
    lines = []
    for row in filled.rows:
        cells = [way(v) for way, v in zip(ways, row, strict=True) if v is not None]
        lines.append(start + "".join(cells) + end)
    return "".join(lines).encode("utf-8")


def _way(filled: Filled, column: Column[Any], index: int) -> Callable[[Value], str]:
    """How the cells of a column are written."""
    start = f'<c r="{_letters(index)}{NUMBER}" s="'
    text = f'{start}{TEXT}" t="inlineStr">'
    if column.kind is Kind.TEXT:
        return lambda value: f"{text}{_text(str(value))}</c>"

    def way(value: Value) -> str:
        number = _number(value)
        if number:
            return f"{start}{number}</c>"
        return f"{text}{_text(shown(filled.table, column, value))}</c>"

    return way


def _number(value: Value) -> str:
    """Style and content of a cell that holds a number or a day; empty for all others."""
    if isinstance(value, str | bool | tuple):
        return ""
    if isinstance(value, int):
        return f'{WHOLE}"><v>{value}</v>'
    if isinstance(value, date):
        return f'{DATE}"><v>{(value - EPOCH).days}</v>'
    if isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        if places <= DIGITS and len(value.normalize().as_tuple().digits) <= DIGITS:
            return f'{WHOLE + places}"><v>{value:f}</v>'
    return ""


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    safe = ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", fitting(text))
    kept = ' xml:space="preserve"' if safe != safe.strip() or "\n" in safe else ""
    return f"<is><t{kept}>{escape(safe, {chr(10): '&#10;'})}</t></is>"


def fitting(text: str) -> str:
    """Text that a cell has room for; what is cut says so. Excel counts in UTF-16."""
    if len(text) <= CHARACTERS // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * CHARACTERS:
        return text
    room = 2 * (CHARACTERS - len(CUT))
    return data[:room].decode("utf-16-le", "ignore") + CUT


def _sheet(part: IO[bytes], table: Table[Any], count: int, lines: Iterable[bytes]) -> None:
    columns = table.columns
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}.7109375" customWidth="1"/>'
        for n, column in enumerate(columns, 1)
    )
    labels = "".join(
        f'<c r="{_letters(index)}1" s="{HEAD}" t="inlineStr">{_text(column.label)}</c>'
        for index, column in enumerate(columns)
    )
    part.write(
        f'{XML}<worksheet xmlns="{SHEET}"><sheetPr filterMode="0"><pageSetUpPr fitToPage="1"/>'
        f'</sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f'<sheetData><row r="1" ht="30" customHeight="1">{labels}</row>'.encode()
    )
    mark = NUMBER.encode()
    for number, line in enumerate(lines, 2):
        part.write(line.replace(mark, b"%d" % number))
    part.write(
        f'</sheetData><autoFilter ref="A1:{_letters(len(columns) - 1)}{count + 1}"/>'
        '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/></worksheet>'.encode()
    )


def _letters(index: int) -> str:
    """A column's name: A, B, … Z, AA."""
    head, rest = divmod(index, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + rest)


def _parts(title: str, names: list[tuple[str, str]]) -> dict[str, str]:
    """Everything but the sheets; ``names`` are theirs, with the cells that each one fills."""
    numbers = range(1, len(names) + 1)
    return {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations(
            (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title),
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
            (f"{OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": STYLES,
    }


def _content_types(numbers: Iterable[int]) -> str:
    parts = {
        "/xl/workbook.xml": f"{MEDIA}.sheet.main+xml",
        "/xl/styles.xml": f"{MEDIA}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{MEDIA}.worksheet+xml" for n in numbers},
    }
    listed = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in parts.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(names: list[tuple[str, str]]) -> str:
    """Excel repeats the first line on each page, and knows what the filters are over."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _) in enumerate(names, 1)
    )
    defined = "".join(_defined(index, *name) for index, name in enumerate(names) if name[1])
    kept = f"<definedNames>{defined}</definedNames>" if defined else ""
    views = "<bookViews><workbookView/></bookViews>"
    return f"{WORKBOOK}{views}<sheets>{sheets}</sheets>{kept}</workbook>"


def _defined(index: int, name: str, cells: str) -> str:
    local, quoted = f'localSheetId="{index}"', f"'{escape(name)}'!"
    return (
        f'<definedName name="_xlnm._FilterDatabase" {local} hidden="1">{quoted}{cells}'
        f'</definedName><definedName name="_xlnm.Print_Titles" {local}>{quoted}$1:$1</definedName>'
    )


def _core(title: str) -> str:
    stamp = 'xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms'
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}'
        f"</dc:title><dcterms:created {stamp}:created><dcterms:modified {stamp}:modified>"
        "</cp:coreProperties>"
    )


def _styles() -> str:
    """Number formats from 164 on are our own: days, then as many places as were written."""
    patterns = ["yyyy-mm-dd", "0", *(f"0.{'0' * places}" for places in range(1, DIGITS + 1))]
    formats = "".join(
        f'<numFmt numFmtId="{164 + index}" formatCode="{pattern}"/>'
        for index, pattern in enumerate(patterns)
    )
    top = '<alignment vertical="top"/></xf>'
    cells = "".join(_cell_styles([49, *range(164, 164 + len(patterns))], top))
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    fill = '<fill><patternFill patternType="{}"/></fill>'
    blue = '<patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/></patternFill>'
    font = '<sz val="11"/><name val="等线"/>'
    return (
        f'<styleSheet xmlns="{SHEET}"><numFmts count="{len(patterns)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        f'<fills count="3">{fill.format("none")}{fill.format("gray125")}<fill>{blue}</fill></fills>'
        f'<borders count="2"><border/><border>{sides}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(patterns) + 3}">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" '
        'applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
        f'{cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


def _cell_styles(formats: Iterable[int], end: str) -> Iterator[str]:
    for number in formats:
        yield (
            f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyAlignment="1">{end}'
        )


STYLES = _styles()

"""Read .pdf files: ruled tables as grids, and the text between them as paragraphs."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pdfplumber
from msgspec.structs import replace

from tools.grid import Table
from tools.intake.files import flow, ruling
from tools.intake.files.lines import lines
from tools.intake.scan import Place, Remark, Scan, UnreadableError

MOST_PAGES = 500
MOST_CHARS = 30_000
# What stands where the file does not say which character a sign means.
UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\x00]")
# The end mark stands in the last 1024 bytes of a whole file (ISO 32000-1, annex H.3.4.4).
END = 1024
DAMAGED = "文件不完整或有损坏，内容可能没有读全；请重新下载或重新导出一份，并对照原件核对"
ORIGINAL = "请找 Word 原件导入；没有原件的，请先做文字识别（OCR），存成 Word 文件，核对后再导入"
LOCKED = ("PDF 设有打开密码，读不出来", "请用密码打开，另存为没有密码的文件，再导入")
BROKEN = ("PDF 文件已损坏或不完整，读不出来", "请重新下载或重新导出一份，或者找 Word 原件导入")


def read(data: bytes) -> Scan:
    """A PDF's paragraphs and ruled tables in reading order; page numbers are left out.

    Tables come page by page. Raise ``UnreadableError``, also for a scan without text.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError(*BROKEN)
    with _listening() as faults:
        try:
            with pdfplumber.open(io.BytesIO(data)) as document:
                scan = _scan(document)
                return replace(scan, remarks=(*_damage(data, document, faults), *scan.remarks))
        except (UnreadableError, MemoryError):
            raise
        except Exception as error:  # pdfminer raises whatever the damage leads to
            raise UnreadableError(*(LOCKED if _is_locked(error) else BROKEN)) from error


class _Faults(logging.Handler):
    """What pdfminer says of strings that it could not place, instead of printing it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.found += record.name in ("pdfminer.pdfdevice", "pdfminer.pdfinterp")


@contextmanager
def _listening() -> Iterator[_Faults]:
    logger = logging.getLogger("pdfminer")
    level, passes_on = logger.level, logger.propagate
    faults = _Faults()
    logger.addHandler(faults)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield faults
    finally:
        logger.removeHandler(faults)
        logger.setLevel(level)
        logger.propagate = passes_on


def _damage(data: bytes, document: Any, faults: _Faults) -> list[Remark]:
    """Pdfminer reads what it can of a broken file; what it cannot must not go unnoticed."""
    is_rebuilt = any(type(xref).__name__ == "PDFXRefFallback" for xref in document.doc.xrefs)
    if faults.found or is_rebuilt or b"%%EOF" not in data[-END:]:
        return [Remark(Place(), DAMAGED)]
    return []


def _is_locked(error: BaseException) -> bool:
    """Pdfplumber wraps what pdfminer raises."""
    return any(type(e).__name__ == "PDFPasswordIncorrect" for e in (error, *error.args))


def _scan(document: Any) -> Scan:
    count = len(document.pages)
    if count > MOST_PAGES:
        raise UnreadableError(
            f"PDF 有 {count} 页，超过 {MOST_PAGES} 页，没有读",
            "请只留下预算绩效文本的那些页，另存为一个文件，再导入",
        )
    remarks: list[Remark] = []
    pages = []
    unknown = total = 0
    for number, page in enumerate(document.pages, 1):
        text = "".join(char["text"] for char in page.chars)
        found = len(UNKNOWN.findall(text))
        if found:
            message = f"有 {found} 个字在文件里没有编码，认不出是什么字，请对照原件补上"
            remarks.append(Remark(Place(page=number), message))
        unknown, total = unknown + found, total + len(page.chars)
        pages.append(_page(number, page, remarks))
        page.close()
    _check(pages, unknown, total)
    blocks, dropped = flow.blocks(pages)
    if not any(isinstance(block.content, Table) for block in blocks):
        remarks.append(Remark(Place(), "没有找到有框线的表格，只取了文字；请找 Word 原件导入"))
    return Scan(tuple(blocks), (*remarks, *dropped))


def _check(pages: list[flow.Page], unknown: int, total: int) -> None:
    if not pages:
        raise UnreadableError(*BROKEN)
    if not any(page.lines or page.tables for page in pages):
        raise UnreadableError("这是扫描件或图片，PDF 里没有文字层，读不出文字", ORIGINAL)
    if unknown > total / 4:
        raise UnreadableError("PDF 里的字没有编码，取出来是乱码，没有读", ORIGINAL)


def _page(number: int, page: Any, remarks: list[Remark]) -> flow.Page:
    place = Place(page=number)
    if len(page.chars) > MOST_CHARS:
        raise UnreadableError(f"PDF 第 {number} 页字太多，不像是表格，没有读", ORIGINAL)
    tables = ruling.find(page)
    if tables is None:
        remarks.append(Remark(place, "线条太多，没有按表格读，只取了文字"))
    inside: list[dict[int, list[Any]]] = [{} for _ in tables or ()]
    outside = []
    slanted = []
    for char in _once(page.chars):
        spot = ruling.owner(tables or [], char)
        if _is_slanted(char):
            slanted.append(char["text"])
        elif spot:
            inside[spot[0]].setdefault(spot[1], []).append(char)
        else:
            outside.append(char)
    if slanted:
        remarks.append(Remark(place, f"斜着的文字（多半是水印）“{''.join(slanted)}”没有取"))
    if _is_picture(page):
        remarks.append(Remark(place, "有大幅图片，图片里的文字没有取"))
    grids = [
        (table.box[1], ruling.grid(table, chars))
        for table, chars in zip(tables or (), inside, strict=True)
    ]
    found = sorted(lines(outside), key=lambda line: line.top)
    return flow.Page(number, float(page.width), float(page.height), tuple(found), tuple(grids))


def _once(chars: list[Any]) -> Iterator[Any]:
    """Characters without the copies by which some programs make type bold."""
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        x, y = round(char["x0"]), round(char["top"])
        near = ((char["text"], x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(key in seen for key in near):
            yield char
        seen.add((char["text"], x, y))


def _is_slanted(char: Any) -> bool:
    a, b, c, d, *_ = char["matrix"]
    size = max(abs(a), abs(b), abs(c), abs(d))
    # italics lean by c alone
    return bool(min(abs(a), abs(b)) > 0.05 * size and min(abs(c), abs(d)) > 0.05 * size)


def _is_picture(page: Any) -> bool:
    area = page.width * page.height
    return any(image["width"] * image["height"] > 0.3 * area for image in page.images)

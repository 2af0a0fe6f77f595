"""The official form kept in a spreadsheet, as many counties do, imports all the same."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake import scans
from tools.grid import Paragraph, Table, place
from tools.intake.files import workbook
from tools.intake.importing import Request, draft
from tools.intake.scan import Block
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
ENTRIES = {found.address: found for found in load(WORKSPACE).entries}
ADDRESSES = ["chengde-gaoxin/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020"]
ADDRESSES += ["shili/sifaju/2026"]
WIDTH = 25


def sheets(entry: Entry) -> Iterator[list[Block]]:
    """The overall targets on one sheet, each project on one of its own."""
    part: list[Block] = []
    for block in scans.filled(WORKSPACE, entry).blocks:
        content = block.content
        if isinstance(content, Paragraph) and content.style == "项目标题":
            yield part
            part = []
        part.append(block)
    yield part


def fill(sheet: Worksheet, blocks: list[Block]) -> None:
    row = 2  # people leave a row and a column free
    for block in blocks:
        content = block.content
        if isinstance(content, Table):
            row = table(sheet, content, row)
        elif content.text.strip():
            sheet.cell(row, 2, content.text)
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=WIDTH + 1)
            row += 1


def table(sheet: Worksheet, content: Table, top: int) -> int:
    for offset, slots in enumerate(place(content)):
        column = 2
        for cell, continues in slots:
            if not continues:
                sheet.cell(top + offset, column, cell.text)
                if cell.row_span > 1 or cell.grid_span > 1:
                    sheet.merge_cells(
                        start_row=top + offset,
                        end_row=top + offset + cell.row_span - 1,
                        start_column=column,
                        end_column=column + cell.grid_span - 1,
                    )
            column += cell.grid_span
    return top + len(content.rows)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_workbook_imports_to_the_data_file(address: str) -> None:
    entry = ENTRIES[address]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, blocks in enumerate(sheets(entry)):
        fill(book.create_sheet(f"表{number}"), blocks)
    stream = io.BytesIO()
    book.save(stream)
    request = Request(region=entry.region, department=entry.department)
    found = draft(WORKSPACE, "绩效.xlsx", workbook.read(stream.getvalue()), request)
    assert found.text == found.path.read_text("utf-8")
    assert [note.message for note in found.notes] == []

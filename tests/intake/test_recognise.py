"""The grid read back: exactly where it carries our styles, by its words where it does not."""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.intake import scans
from tests.intake.scans import each_table, each_text, unstyled
from tests.records import entry, trees
from tools.form import definition
from tools.grid import Cell, Paragraph, Row, Table, place
from tools.intake import layout, pattern
from tools.intake.notes import Notes
from tools.intake.recognise import recognise
from tools.intake.scan import Scan
from tools.intake.tidy import tidy
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)
ENTRIES = {found.address: found for found in load(WORKSPACE).entries}
LABELS = ("项目编码", "项目名称", "预算数", "其中：财政资金", "其他资金", "绩效目标", "资金用途")


def back(scan: Scan, found: Entry) -> tuple[str, list[str]]:
    """What is recognised, as canonical text, and what is told about it."""
    notes = Notes("原件.docx")
    form = pattern.load(WORKSPACE, found.record.form, found.record.framework)
    recognised = recognise(scan, form, notes)
    return scans.written(WORKSPACE, recognised.tree), [note.message for note in notes.problems]


def same(scan: Scan, found: Entry) -> None:
    text, notes = back(scan, found)
    assert text == scans.printed(WORKSPACE, found.record)
    assert notes == []


@pytest.mark.parametrize("address", ENTRIES)
def test_a_filled_form_reads_back(address: str) -> None:
    same(scans.filled(WORKSPACE, ENTRIES[address]), ENTRIES[address])


@pytest.mark.parametrize("address", ENTRIES)
def test_the_words_alone_are_enough_for_real_documents(address: str) -> None:
    same(unstyled(scans.filled(WORKSPACE, ENTRIES[address])), ENTRIES[address])


@pytest.mark.parametrize("address", ENTRIES)
def test_the_form_is_told_by_its_words(address: str) -> None:
    found = layout.find(WORKSPACE, unstyled(scans.filled(WORKSPACE, ENTRIES[address])))
    assert found.folder == ENTRIES[address].record.form


def fitted(content: dict[str, Any], form: str) -> dict[str, Any]:
    """A tree of layout A made to fit another form's columns."""
    columns = definition.load(WORKSPACE, form).columns
    wanted = {part: {*keys.required, *keys.optional} for part, keys in columns.items()}
    result = {**copy.deepcopy(content), "版式": form}
    if "文件" not in wanted:
        del result["金额单位"]
    if "部门" not in wanted:
        result["部门"].pop("编码", None)
    overall = result["整体绩效目标"]
    for sub in overall["分项绩效目标"]:
        for key in {"绩效目标", "绩效指标"} - wanted["分项绩效目标"]:
            sub.pop(key, None)
    if "名称" in columns["工作保障措施"].required:
        overall["工作保障措施"] = [m for m in overall["工作保障措施"] if "名称" in m]
    common = {"项目名称", "绩效目标", "绩效指标"}
    for index, one in enumerate(result["项目"]):
        for key in set(one) - wanted["项目"] - common:
            del one[key]
        if "项目类别" in wanted["项目"]:
            one["项目类别"] = "专项资金" if index == 0 else "预算项目"
    return result


@pytest.mark.parametrize("form", ["hebei-text", "hebei-table", "hebei-info"])
@settings(max_examples=60, deadline=None)
@given(content=trees)
def test_any_filled_form_reads_back(form: str, content: dict[str, Any]) -> None:
    found = entry(fitted(content, form))
    same(scans.filled(WORKSPACE, found), found)


def spread(text: str) -> str:
    """The words of a label as people stretch them to fill a cell."""
    return f" {'　'.join(text)} " if text in LABELS or text in ("一级指标", "指标值") else text


def broken(text: str) -> str:
    """A label broken by hand because the cell is narrow."""
    return re.sub(r"^(其中：财政|预算规模及|指标值|绩效)(?=.)", "\\1\n", text)


def other_brackets(text: str) -> str:
    if text.startswith("资金支出计划"):
        return text.replace("（", "(").replace("）", ")")
    return text.replace("单位：", "单位:")


def wider(table: Table) -> list[Table]:
    """An empty column at the right and an empty row in between."""
    rows: list[Row] = []
    for number, slots in enumerate(place(table)):
        own = tuple(cell for cell, continues in slots if not continues)
        rows.append(Row((*own, Cell((Paragraph((), ""),))), table.rows[number].is_header))
    end = Row((Cell((Paragraph((), ""),), grid_span=len(table.widths) + 1),))
    return [Table(table.caption, (*table.widths, 1), (*rows, end))]


def halves(table: Table) -> list[Table]:
    """An indicator table split in two where no cell is merged."""
    slots = place(table)
    for cut in range(3, len(table.rows)):
        is_whole = not any(continues for _, continues in slots[cut])
        if is_whole and len(table.widths) == 6:
            head, tail = table.rows[:cut], table.rows[cut:]
            return [Table("", table.widths, head), Table("", table.widths, tail)]
    return [table]


def halves_with_header(table: Table) -> list[Table]:
    """Split in two, with the header printed again on the next page."""
    parts = halves(table)
    if len(parts) == 2:
        parts[1] = Table("", parts[1].widths, (table.rows[0], *parts[1].rows))
    return parts


def unmerged(table: Table) -> list[Table]:
    """Merged cells taken apart, the text in the first, as careless programs save them."""
    rows = []
    for slots in place(table):
        cells: list[Cell] = []
        for cell, continues in slots:
            paragraphs = (Paragraph((), ""),) if continues else cell.paragraphs
            cells.append(Cell(paragraphs, grid_span=cell.grid_span))
        rows.append(Row(tuple(cells)))
    return [Table("", table.widths, tuple(rows))]


SPOILED: dict[str, Callable[[Scan], Scan]] = {
    "labels spread by spaces": lambda scan: each_text(scan, spread),
    "labels broken over lines": lambda scan: each_text(scan, broken),
    "half-width brackets": lambda scan: each_text(scan, other_brackets),
    "an empty column and row": lambda scan: each_table(scan, wider),
    "indicator tables in two": lambda scan: each_table(scan, halves),
    "header on the next page": lambda scan: each_table(scan, halves_with_header),
    "merges taken apart": lambda scan: each_table(scan, unmerged),
    "indented by spaces": lambda scan: each_text(scan, lambda text: f"　　{text} "),
    "no-break spaces": lambda scan: tidy(each_text(scan, lambda text: f"\u00a0{text}\u200b"))[0],
}


@pytest.mark.parametrize("how", SPOILED)
@pytest.mark.parametrize(
    "address",
    ["chengde-gaoxin/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020"],
)
def test_spoiled_forms_read_back(how: str, address: str) -> None:
    whole = unstyled(scans.filled(WORKSPACE, ENTRIES[address]))
    spoiled = SPOILED[how](whole)
    assert how == "no-break spaces" or address.startswith("xinqu") or spoiled != whole
    same(spoiled, ENTRIES[address])

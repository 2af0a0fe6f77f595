"""Tables: what every kind of file says of them is the same, and is what the data says."""

import csv
import errno
import gc
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from tests.records import HOSTILE, indicator, project, trees
from tests.records import tree as plain_tree
from tests.web.opendata.made import public, small, year
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata import database, delimited, workbook
from tools.web.opendata import trees as json_trees
from tools.web.opendata.columns import TABLES, Kind
from tools.web.opendata.tables import Filled, fill

GOLDEN = Path(__file__).parent / "golden"
UNSAFE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def expected(filled: Filled) -> list[list[str]]:
    """The cells as people read them."""
    columns = filled.table.columns
    return [
        [delimited.shown(filled.table, c, v) for c, v in zip(columns, row, strict=True)]
        for row in filled.rows
    ]


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


def column(filled: Filled, name: str) -> list[Any]:
    place = [c.name for c in filled.table.columns].index(name)
    return [row[place] for row in filled.rows]


def test_every_column_has_one_name_and_one_label() -> None:
    for table in TABLES:
        names = [c.name for c in table.columns]
        labels = [c.label for c in table.columns]
        assert names[0] == "id"
        assert len(set(names)) == len(names)
        assert len(set(labels)) == len(labels)
        assert all(name.isidentifier() and name.isascii() for name in names)


def test_forms_labels_are_the_keys_of_the_files(workspace: Workspace) -> None:
    schema = json.loads((workspace.schema / "department-year.schema.json").read_text("utf-8"))
    for table, kind in ((TABLES[1], "project"), (TABLES[2], "indicator")):
        labels = {c.label for c in table.columns} | {"绩效指标", "曾用名"}  # rows, addresses
        assert set(schema["$defs"][kind]["properties"]) <= labels


def test_all_projects_and_indicators_are_there(workspace: Workspace) -> None:
    found = {filled.name: filled for filled in fill(public(workspace))}
    records = [entry.record for entry in load(workspace).public().entries]
    assert len(found["projects"].rows) == sum(len(r.projects) for r in records) == 74
    filled = [p.filled_indicators for r in records for p in r.projects]
    assert sum(column(found["indicators"], "filled")) == sum(map(len, filled)) == 423
    assert len(found["indicators"].rows) == 625
    assert sum(column(found["projects"], "indicator_count")) == 423
    budgets = [p.budget for r in records for p in r.projects if isinstance(p.budget, Decimal)]
    assert sum(b for b in column(found["projects"], "budget") if b is not None) == sum(budgets)
    assert sum(b for b in column(found["projects"], "budget_yuan") if b) == sum(budgets) * 10_000
    values = [row.value for r in records for _, row in r.indicators()]
    assert column(found["indicators"], "value") == values


def test_ids_are_unique_and_lead_to_each_other(workspace: Workspace) -> None:
    found = {filled.name: filled for filled in fill(public(workspace))}
    for filled in found.values():
        ids = column(filled, "id")
        assert len(set(ids)) == len(ids)
        for c in filled.table.columns:
            if c.refers:
                assert set(column(filled, c.name)) <= set(column(found[c.refers], "id"))


def test_absent_is_not_blank() -> None:
    tables = {filled.name: filled for filled in fill([small()])}
    projects = tables["projects"]
    assert column(projects, "other_funds") == [None, None]
    assert column(projects, "absent") == [("category",), ("category", "code", "other_funds")]
    assert column(projects, "has_plan") == [True, False]
    assert column(tables["department_years"], "absent") == [("department_code",)]
    head, *rows = read_csv(delimited.write(projects))
    assert [row[head.index("没有的栏目")] for row in rows] == [
        "项目类别",
        "项目类别、项目编码、其他资金",
    ]


def test_values_are_understood() -> None:
    indicators = fill([small()])[2]
    names = (
        "value_kind",
        "value_operator",
        "value_amount",
        "value_unit",
        "value_year",
        "value_day",
    )
    assert list(zip(*(column(indicators, name) for name in names), strict=True))[:6] == [
        ("数量", "≥", Decimal(12), "场", None, None),
        (None, None, None, None, None, None),
        ("金额", "≤", Decimal("64000.00"), "元", None, None),
        ("期限", "≤", Decimal(10), "月", 2024, None),
        ("百分比", "≥", Decimal(95), "%", None, None),
        ("文字", None, None, None, None, None),
    ]


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_small_tables(number: int, golden: Callable[[Path, str], None]) -> None:
    filled = fill([small()])[number]
    text = delimited.write(filled).decode("utf-8-sig").replace("\r\n", "\n")
    golden(GOLDEN / f"{filled.name}.csv", text)
    golden(GOLDEN / f"{filled.name}.json", json_trees.write(filled).decode("utf-8"))


def test_lines_of_csv_end_as_the_rfc_has_them() -> None:
    data = delimited.write(fill([small()])[-1])
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 2


@given(trees)
@settings(max_examples=60, deadline=None)
def test_csv_reads_back(content: dict[str, Any]) -> None:
    for filled in fill([year(content)]):
        cells = read_csv(delimited.write(filled))
        assert cells[0] == [c.label for c in filled.table.columns]
        assert [[delimited.unguarded(cell) for cell in row] for row in cells[1:]] == expected(
            filled
        )
        assert not [cell for row in cells for cell in row if cell.startswith(UNSAFE)]


@pytest.mark.parametrize("text", [*HOSTILE, "'=1", "''=1", "'", "''", "'a", "\t", "+", "＝1", ""])
def test_the_apostrophe_can_be_taken_away(text: str) -> None:
    guarded = delimited.guarded(text)
    assert not guarded.startswith(UNSAFE)
    assert delimited.unguarded(guarded) == text


@given(trees)
@settings(max_examples=60, deadline=None)
def test_json_keeps_every_text(content: dict[str, Any]) -> None:
    for filled in fill([year(content)]):
        names = [c.name for c in filled.table.columns]
        rows = json.loads(json_trees.write(filled))
        assert [list(row) for row in rows] == [names] * len(filled.rows)
        for row, wanted in zip(rows, filled.rows, strict=True):
            assert list(row.values()) == [json_trees.plain(value) for value in wanted]


@given(trees)
@settings(max_examples=30, deadline=None)
def test_xlsx_reads_back(content: dict[str, Any]) -> None:
    tables = fill([year(content)])
    data = workbook.write(tables, "题")
    book = openpyxl.load_workbook(io.BytesIO(data))
    for filled in tables:
        if not filled.rows:
            assert filled.table.title not in book.sheetnames
            continue
        sheet = book[filled.table.title]
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[1]] == [c.label for c in filled.table.columns]
        for cells, row, texts in zip(
            sheet.iter_rows(min_row=2), filled.rows, expected(filled), strict=True
        ):
            for cell, value, text in zip(cells, row, texts, strict=True):
                assert cell.data_type != "f"
                assert_cell(cell, value, text)


def assert_cell(cell: Any, value: object, text: str) -> None:
    if isinstance(value, Decimal):
        assert Decimal(str(cell.value)) == value
        places = -int(value.as_tuple().exponent)
        assert cell.number_format == ("0." + "0" * places if places > 0 else "0")
    elif isinstance(value, int) and not isinstance(value, bool):
        assert cell.value == value
    elif hasattr(value, "isoformat"):
        assert isinstance(cell.value, datetime)
        assert cell.value.date() == value
    else:
        assert (cell.value or "") == text


def test_long_numbers_stay_text() -> None:
    long = Decimal("12345678901234567.89")
    tables = fill([year(plain_tree(项目=[project(预算数=long)]))])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(tables, "题")))["项目"]
    texts = [cell.value for cell in sheet[2]]
    assert "12345678901234567.89" in texts
    with closing(opened(database.write(tables))) as base:  # which the data dictionary says
        assert base.execute("SELECT budget FROM projects").fetchone() == (12345678901234568,)


def test_more_places_than_excel_keeps_stay_text() -> None:
    tables = fill([year(plain_tree(项目=[project(预算数=Decimal("1E-20"))]))])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(tables, "题")))["项目"]
    assert f"{Decimal('1E-20'):f}" in [cell.value for cell in sheet[2]]


def test_escapes_of_xml_stay_as_written() -> None:
    """Excel reads _x0041_ as A unless the underscore is escaped itself."""
    tables = fill([year(plain_tree(项目=[project(项目名称="_x0041_甲")]))])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook.write(tables, "题")))
    assert "_x0041_甲" in rows.get_sheet_by_name("项目").to_python()[1]


@pytest.mark.parametrize(
    "text",
    [
        "<r>甲</r>",
        "<r><t>甲</t></r>",
        "<r>甲 & 乙</r>",
        "<r>_x0041_</r>",
        "<r></r>",
        "<r>",
        " 甲 ",
        "甲\n乙\n",
        "{=1+1}",
        "http://example.invalid/",
    ],
)
def test_text_that_a_writer_could_take_for_something_else(text: str) -> None:
    tables = fill([year(plain_tree(项目=[project(项目名称=text)]))])
    data = workbook.write(tables, "题")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["项目"]
    (cell,) = [cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "项目名称"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("项目").to_python()
    assert text in rows[1]


def test_what_xml_cannot_hold_is_escaped(tmp_path: Path) -> None:
    tables = fill([year(plain_tree(项目=[project(项目名称="甲\x01\x0b\r\ufffe\uffff")]))])
    at_once = io.BytesIO(workbook.write(tables, "题"))
    for data, name in (
        (at_once, "sharedStrings"),
        (by_rows(tables, tmp_path), "worksheets/sheet2"),
    ):
        part = zipfile.ZipFile(data).read(f"xl/{name}.xml").decode()
        assert "甲_x0001__x000B__x000D__xFFFE__xFFFF_<" in part


def by_rows(tables: Iterable[Filled], folder: Path) -> io.BytesIO:
    """The workbook as it is made where there are many rows."""
    target = io.BytesIO()
    workbook.save(target, "题", ((one.table, iter(one.rows)) for one in tables), folder)
    return target


def test_both_ways_of_writing_hold_the_same_cells(tmp_path: Path) -> None:
    tables = fill([small(), year(plain_tree(年度=2025, 项目=[project(项目名称="<r>甲</r>")]))])
    books = [
        openpyxl.load_workbook(data)
        for data in (io.BytesIO(workbook.write(tables, "题")), by_rows(tables, tmp_path))
    ]
    cells = [
        [[[(c.value, c.number_format) for c in row] for row in sheet] for sheet in book]
        for book in books
    ]
    assert cells[0] == cells[1]
    assert "<r>甲</r>" in str(cells)


def test_a_number_that_no_cell_can_hold_stays_text() -> None:
    tables = fill([year(plain_tree(项目=[project(预算数=Decimal("1E+400"))]))])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(tables, "题")))["项目"]
    assert f"{Decimal('1E+400'):f}" in [cell.value for cell in sheet[2]]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_told_as_such() -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full") as caught:
        workbook.save(Full(), "题", [(TABLES[0], fill([small()])[0].rows)])
    assert caught.value.errno == errno.ENOSPC
    del caught
    gc.collect()  # the unfinished zip


def test_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    long = "长" * 40_000
    tables = fill([year(plain_tree(项目=[project(资金用途=long)]))])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(tables, "题")))["项目"]
    (text,) = [c.value for c in sheet[2] if isinstance(c.value, str) and c.value.startswith("长")]
    assert len(text) == 32_767
    assert text.endswith("全文见 JSON）")
    assert json.loads(json_trees.write(tables[1]))[0]["purpose"] == long
    assert workbook.fitting("😀" * 16_383) == "😀" * 16_383
    assert workbook.fitting("😀" * 16_384).startswith("😀" * 16_370)


def test_many_rows_go_to_more_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(fill([small()]), "题")))
    assert book.sheetnames[2:5] == ["绩效指标", "绩效指标 2", "资金支出计划"]
    assert [book[name].max_row for name in book.sheetnames[2:4]] == [5, 4]


@given(trees)
@settings(max_examples=40, deadline=None)
def test_sqlite_reads_back(content: dict[str, Any]) -> None:
    tables = fill([year(content)])
    with closing(opened(database.write(tables))) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for filled in tables:
            rows = base.execute(f"SELECT * FROM {filled.name}").fetchall()  # noqa: S608
            for row, wanted in zip(rows, filled.rows, strict=True):
                for c, cell, value in zip(filled.table.columns, row, wanted, strict=True):
                    if c.kind is Kind.DECIMAL and value is not None:
                        assert Decimal(str(cell)) == value
                    elif isinstance(value, tuple):
                        assert json.loads(cell) == list(value)
                    else:
                        assert cell == json_trees.plain(value)


def test_sqlite_finds_words_and_knows_its_columns(workspace: Workspace) -> None:
    with closing(opened(database.write(fill(public(workspace))))) as base:
        query = (
            "SELECT count(*) FROM indicators WHERE rowid IN "
            "(SELECT rowid FROM indicators_search WHERE indicators_search MATCH ?)"
        )
        like = "SELECT count(*) FROM indicators WHERE level3 LIKE ?"
        (found,) = base.execute(query, ["level3 : 满意度"]).fetchone()
        assert found == base.execute(like, ["%满意度%"]).fetchone()[0] > 10
        assert base.execute(query, ["律师事务所签订"]).fetchone()[0] > 0
        told = base.execute("SELECT title FROM columns WHERE name = 'level3'").fetchall()
        assert told == [("三级指标",)]
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("PRAGMA foreign_keys = ON")
            base.execute("DELETE FROM department_years")


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = fill([small()])
    assert workbook.write(tables, "题") == workbook.write(tables, "题")
    data = workbook.write(tables, "题")
    times = {info.date_time for info in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert {(year, month) for year, month, *_ in times} == {(1980, 1)}
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert "1980-01-01T00:00:00Z" in core
    assert "2026" not in core
    assert database.write(tables) == database.write(tables)


def test_a_workbook_tells_nothing_of_the_system(tmp_path: Path) -> None:
    tables = fill([small()])
    data = by_rows(tables, tmp_path).getvalue()
    before = os.umask(0o077)
    try:
        with (tmp_path / "made").open("w+b") as file:
            workbook.save(file, "题", ((t.table, iter(t.rows)) for t in tables), tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "made").read_bytes() == data
    workbook.save(io.BytesIO(), "题", [], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    for one in (data, workbook.write(tables, "题")):
        for info in zipfile.ZipFile(io.BytesIO(one)).infolist():
            assert (info.create_system, info.external_attr) == (0, 0)


@given(trees)
@settings(max_examples=30, deadline=None)
def test_rows_come_back_from_json(content: dict[str, Any]) -> None:
    for filled in fill([year(content)]):
        rows = list(json_trees.decoded(filled.table, json_trees.encoded(filled)))
        assert rows == filled.rows


def test_no_rows_at_all() -> None:
    tables = fill([])
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(tables, "题")))
    assert book.sheetnames == ["没有数据"]
    assert json_trees.write(tables[0]) == b"[\n\n]\n"
    assert len(read_csv(delimited.write(tables[0]))) == 1
    assert database.write(tables)


def test_a_blank_row_has_an_id() -> None:
    rows = [indicator(三级指标=None, 绩效指标描述=None, 指标值=None, 指标值确定依据=None)] * 2
    ids = column(fill([year(plain_tree(项目=[project(绩效指标=rows)]))])[2], "id")
    assert ids[1] == f"{ids[0]}-2"

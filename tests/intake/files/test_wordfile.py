"""Word files to paragraphs and tables: our own, and what other programs write."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.form.test_documents import ADDRESSES, WORKSPACE, real
from tests.records import HOSTILE, entry, indicator, project, tree, trees
from tools import grid
from tools.form.documents import grid as form_grid
from tools.form.documents import word as form_word
from tools.form.style import base
from tools.intake.files.wordfile import read
from tools.intake.scan import Scan
from tools.source.repository import Entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_names(form: str) -> dict[str, str]:
    """The names of a form's styles in Word, by their names in the template."""
    parts = base(WORKSPACE, form)
    root = etree.fromstring(parts.parts["word/styles.xml"])
    names = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in root.iter(f"{W}style")
    }
    return {name: names[key] for name, key in parts.ids.items()}


def printed(found: Entry) -> list[grid.Paragraph | grid.Table]:
    """What Word should hold: the form without its contents, with Word's names of styles."""
    names = word_names(found.record.form)

    def paragraph(each: grid.Paragraph) -> grid.Paragraph:
        runs = tuple(grid.Run(run.text, names.get(run.style, "")) for run in each.runs if run.text)
        return grid.Paragraph(runs, names[each.style], each.level)

    def table(each: grid.Table) -> grid.Table:
        rows = tuple(
            grid.Row(
                tuple(
                    grid.Cell(tuple(map(paragraph, c.paragraphs)), c.row_span, c.grid_span)
                    for c in row.cells
                ),
                row.is_header,
            )
            for row in each.rows
        )
        return grid.Table(each.caption, (), rows)

    blocks = [
        block
        for section in form_grid(WORKSPACE, found).sections
        for block in section.blocks
        if not isinstance(block, grid.Contents)
    ]
    return [table(b) if isinstance(b, grid.Table) else paragraph(b) for b in blocks]


def taken(scan: Scan) -> list[grid.Paragraph | grid.Table]:
    """The blocks, without column widths and without the empty paragraph that ends a section."""
    return [
        grid.Table(b.content.caption, (), b.content.rows)
        if isinstance(b.content, grid.Table)
        else b.content
        for b in scan.blocks
        if b.content != grid.Paragraph((), "Normal")
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_our_own_word_files_read_back(address: str) -> None:
    found = real(address)
    scan = read(form_word(WORKSPACE, found))
    assert taken(scan) == printed(found)
    assert scan.remarks == ()
    for block in scan.blocks:
        if isinstance(block.content, grid.Table):
            grid.place(block.content)


@settings(max_examples=25, deadline=None)
@given(trees)
def test_hostile_values_read_back(content: dict[str, Any]) -> None:
    found = entry(content)
    assert taken(read(form_word(WORKSPACE, found))) == printed(found)


@pytest.mark.parametrize("text", [*HOSTILE, "  两端空格 ", "两\n行", "制表\t符", "\t", "\n", " "])
def test_a_value_reads_back_as_itself(text: str) -> None:
    listed = [project(资金用途=text, 绩效目标=[text], 绩效指标=[indicator(指标值=text)])]
    scan = read(form_word(WORKSPACE, entry(tree(项目=listed))))
    first, second = (b.content for b in scan.blocks if isinstance(b.content, grid.Table))
    assert first.rows[3].cells[0].text == text
    assert first.rows[6].cells[1].text == f"1.{text}"
    assert second.rows[1].cells[4].text == text


def test_the_columns_of_our_own_tables_keep_their_proportions() -> None:
    scan = read(form_word(WORKSPACE, entry(tree())))
    table = next(b.content for b in scan.blocks if isinstance(b.content, grid.Table))
    assert len(table.widths) == 25
    assert table.widths[0] / table.widths[1] == pytest.approx(48 / 11, abs=0.05)


def test_places_count_tables_and_paragraphs() -> None:
    data = form_word(WORKSPACE, entry(tree()))
    scan = read(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    assert [b.place.table for b in scan.blocks if b.place.table] == [1, 2]
    assert max(b.place.paragraph for b in scan.blocks) == len(body.findall(f"{W}p"))

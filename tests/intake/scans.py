"""Filled forms as a perfect reader of Word files would hand them over, and ways to spoil them."""

from collections.abc import Callable
from typing import Any

from tools import model
from tools.form import style
from tools.form.documents import grid
from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.scan import Block, Place, Scan
from tools.source.canonical import write
from tools.source.repository import Entry, department_year_schema
from tools.source.workspace import Workspace

UNPRINTED = ("格式", "年度", "状态", "版式", "指标框架", "来源", "不公开", "更正记录", "审核例外")


def lists(value: Any) -> Any:
    """Tuples as the lists that a file has."""
    if isinstance(value, dict):
        return {key: lists(part) for key, part in value.items()}
    return [lists(part) for part in value] if isinstance(value, tuple | list) else value


def printed(workspace: Workspace, record: model.DepartmentYear) -> str:
    """The canonical text of what the form prints."""
    tree = {k: v for k, v in lists(model.chinese(record)).items() if k not in UNPRINTED}
    return written(workspace, tree)


def written(workspace: Workspace, tree: dict[str, Any]) -> str:
    """The canonical text of a recognised tree."""
    return write(tree, department_year_schema(workspace), "x")


def filled(workspace: Workspace, entry: Entry) -> Scan:
    """The entry's form with the style names that Word has."""
    names = style.word_names(workspace, entry.record.form)
    blocks = []
    paragraphs = tables = 0
    for section in grid(workspace, entry).sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                paragraphs += 1
                place = Place(paragraph=paragraphs)
                blocks.append(Block(_renamed(block, names), place))
            elif isinstance(block, Table):
                tables += 1
                named = each_paragraph(block, lambda old: _renamed(old, names))
                blocks.append(Block(named, Place(table=tables)))
    return Scan(tuple(blocks))


def _renamed(paragraph: Paragraph, names: dict[str, str]) -> Paragraph:
    runs = tuple(Run(run.text, names.get(run.style, "")) for run in paragraph.runs)
    return Paragraph(runs, names[paragraph.style], paragraph.level)


def each_paragraph(table: Table, change: Callable[[Paragraph], Paragraph]) -> Table:
    """The table with each paragraph of its cells changed."""
    return each_cell(
        table,
        lambda cell: Cell(tuple(map(change, cell.paragraphs)), cell.row_span, cell.grid_span),
    )


def each_cell(table: Table, change: Callable[[Cell], Cell]) -> Table:
    """The table with each cell changed."""
    rows = tuple(Row(tuple(map(change, row.cells)), row.is_header) for row in table.rows)
    return Table(table.caption, table.widths, rows)


def unstyled(scan: Scan) -> Scan:
    """The words alone, as from a file that was not made here."""

    def bare(paragraph: Paragraph) -> Paragraph:
        return Paragraph((Run(paragraph.text),), "")

    return _everywhere(scan, bare)


def _everywhere(scan: Scan, change: Callable[[Paragraph], Paragraph]) -> Scan:
    """The scan with each paragraph changed, in cells and outside."""
    return Scan(
        tuple(
            Block(
                change(block.content)
                if isinstance(block.content, Paragraph)
                else each_paragraph(block.content, change),
                block.place,
            )
            for block in scan.blocks
        )
    )


def each_table(scan: Scan, change: Callable[[Table], list[Table]]) -> Scan:
    """The scan with each table changed, or made into several."""
    blocks: list[Block] = []
    for block in scan.blocks:
        if isinstance(block.content, Paragraph):
            blocks.append(block)
        else:
            blocks.extend(Block(table, block.place) for table in change(block.content))
    return Scan(tuple(blocks))


def each_text(scan: Scan, change: Callable[[str], str]) -> Scan:
    """The scan with each paragraph's text changed, in cells and outside."""

    def changed(paragraph: Paragraph) -> Paragraph:
        return Paragraph((Run(change(paragraph.text)),), paragraph.style, paragraph.level)

    return _everywhere(scan, changed)

"""Tables as grids: spans that add up, and what is said when they do not."""

import pytest

from tools.grid import (
    Cell,
    Document,
    GridError,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    outline,
    place,
)


def cell(text: str, rows: int = 1, columns: int = 1) -> Cell:
    return Cell((Paragraph((Run(text),), "表内文字"),), rows, columns)


def table(width: int, *rows: list[Cell]) -> Table:
    return Table("例", (1,) * width, tuple(Row(tuple(row)) for row in rows))


def drawn(subject: Table) -> list[str]:
    return outline(Document((Section((subject,), True),))).split("\n")[2:]


def test_merged_cells() -> None:
    # +---+-------+
    # | 甲 | 乙    |
    # |   +---+---+
    # |   | 丙 | 丁 |
    # +---+---+---+
    subject = table(3, [cell("甲", 2), cell("乙", 1, 2)], [cell("丙"), cell("丁")])
    assert drawn(subject) == ["  甲 | 乙 | <", "  ^ | 丙 | 丁"]


def test_a_block_of_rows_and_columns() -> None:
    # +---+-------+
    # | 甲 |       |
    # +---+  乙   |
    # | 丙 |       |
    # +---+-------+
    subject = table(3, [cell("甲"), cell("乙", 2, 2)], [cell("丙")])
    assert drawn(subject) == ["  甲 | 乙 | <", "  丙 | ^ | <"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[cell("甲"), cell("乙")]], "第 1 行只有 2 列，表格有 3 列"),
        ([[cell("甲")] * 4], "第 1 行多出 1 格，表格有 3 列"),
        ([[cell("甲", 1, 4)]], "第 1 行超出表格的 3 列"),
        ([[cell("甲", 2), cell("乙", 1, 2)]], "有格子向下合并，超出了表格的最后一行"),
        (
            [[cell("甲"), cell("乙", 2), cell("丙")], [cell("丁", 1, 2), cell("戊")]],
            "第 2 行有格子与上面合并下来的格子重叠",
        ),
    ],
)
def test_rows_that_do_not_add_up(rows: list[list[Cell]], message: str) -> None:
    with pytest.raises(GridError, match=message):
        place(table(3, *rows))

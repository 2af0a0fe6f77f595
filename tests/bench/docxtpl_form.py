"""The same project tables made with docxtpl, as Word is usually filled in from Python."""

import io
from typing import Any

import docx
from docx.table import Table
from docxtpl import DocxTemplate

from tools.source.repository import Entry

# The 7 x 7 project table: each row as (first column, last column, text).
ROWS: list[list[tuple[int, int, str]]] = [
    [(0, 4, "{{ 部门.编码 }}{{ 部门.名称 }}"), (5, 6, "单位：{{ 金额单位 }}")],
    [
        *[(0, 0, "项目编码"), (1, 2, "{{ 项.项目编码 }}")],
        *[(3, 3, "项目名称"), (4, 6, "{{ 项.项目名称 }}")],
    ],
    [
        *[(0, 0, "预算规模及资金用途"), (1, 1, "预算数"), (2, 2, "{{ 项.预算数 }}")],
        *[(3, 3, "其中：财政资金"), (4, 4, "{{ 项.财政资金 }}")],
        *[(5, 5, "其他资金"), (6, 6, "{{ 项.其他资金 or '' }}")],
    ],
    [(1, 6, "{{ 项.资金用途 }}")],
    [
        *[(0, 0, "资金支出计划（%）"), (1, 2, "3月底"), (3, 3, "6月底")],
        *[(4, 4, "10月底"), (5, 6, "12月底")],
    ],
    [
        *[(1, 2, "{{ 项.资金支出计划['3月底'] }}"), (3, 3, "{{ 项.资金支出计划['6月底'] }}")],
        *[(4, 4, "{{ 项.资金支出计划['10月底'] }}"), (5, 6, "{{ 项.资金支出计划['12月底'] }}")],
    ],
    [(0, 0, "绩效目标"), (1, 6, "{{ 项.绩效目标|join('\n') }}")],
]
HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
KEYS = ("一级指标", *HEADER[1:])


def template() -> bytes:
    """The form for docxtpl; ``{%p`` repeats paragraphs and tables, ``{%tr`` rows."""
    document = docx.Document()
    document.add_paragraph("{%p for 项 in 项目 %}")
    document.add_heading("{{ loop.index }}.{{ 项.项目名称 }}绩效目标表", 2)
    _project(document.add_table(7, 7, style="Table Grid"))
    document.add_paragraph()
    _indicators(document.add_table(4, 6, style="Table Grid"))
    document.add_paragraph("{%p endfor %}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _project(table: Table) -> None:
    for number, cells in enumerate(ROWS):
        for first, last, text in cells:
            merged = table.cell(number, first).merge(table.cell(number, last))
            merged.text = text
    for top in (2, 4):
        table.cell(top, 0).merge(table.cell(top + 1, 0))


def _indicators(table: Table) -> None:
    for column, (label, key) in enumerate(zip(HEADER, KEYS, strict=True)):
        table.cell(0, column).text = label
        table.cell(2, column).text = f"{{{{ 行.{key} }}}}"
    table.cell(1, 0).text = "{%tr for 行 in 项.绩效指标 %}"
    table.cell(3, 0).text = "{%tr endfor %}"


def render(form: bytes, context: dict[str, Any]) -> bytes:
    """The filled-in form."""
    filled = DocxTemplate(io.BytesIO(form))
    filled.render(context, autoescape=True)
    stream = io.BytesIO()
    filled.save(stream)
    return stream.getvalue()


def context(entry: Entry, tree: dict[str, Any], level1: dict[str, str]) -> dict[str, Any]:
    """The department-year under its labels, each indicator with its 一级指标."""
    projects = [
        {
            **project,
            "绩效指标": [
                {**row, "一级指标": level1[row["二级指标"]]} for row in project["绩效指标"]
            ],
        }
        for project in tree["项目"]
    ]
    return {**tree, "年度": entry.record.year, "项目": projects}

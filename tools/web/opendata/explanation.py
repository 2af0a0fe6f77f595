"""What people are told of the data: the data dictionary, and under which terms it stands."""

from collections.abc import Iterable
from typing import Any

from tools.source.workspace import Workspace
from tools.web.opendata import places
from tools.web.opendata.columns import TABLES, Column, Table

SUMMARY = (
    "各部门公开的预算绩效目标：部门整体目标，每个预算项目花多少钱、办什么事、用哪些指标衡量。"
    "内容照原文录入，原文的错漏一般保留不改；由程序推出的栏目（一级指标、指标值的理解、换算成元的金额）"
    "在说明里写明。"
)
LICENCE = "政府公开信息，没有另加使用限制"


def files(workspace: Workspace) -> dict[str, bytes]:
    """What is for people to read: a county may word it its own way in ``templates/data/``."""
    folder = workspace.data_templates
    head = (folder / "README.md").read_text("utf-8")
    terms = (folder / "LICENSE.txt").read_text("utf-8")
    return {places.README: readme(head).encode("utf-8"), places.LICENCE: terms.encode("utf-8")}


def readme(head: str) -> str:
    """The data dictionary in Markdown, below what is said of the whole."""
    return head + "".join(_table(table) for table in TABLES)


def _table(table: Table[Any]) -> str:
    lines = [
        f"\n## {table.title}（`{table.name}`）\n",
        f"{table.about}\n",
        "| 栏目 | 字段 | 类型 | 说明 |",
        "|---|---|---|---|",
        *_columns(table.columns),
    ]
    return "\n".join(lines) + "\n"


def _columns(columns: Iterable[Column[Any]]) -> Iterable[str]:
    for column in columns:
        about = column.about
        if column.refers:
            about += f"（`{column.refers}` 的标识）"
        if column.choices:
            about += f"。可以是：{'、'.join(column.choices)}"
        yield f"| {column.label} | `{column.name}` | {column.kind} | {about} |"

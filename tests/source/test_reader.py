"""Strict reading. A case is a file in cases/bad/ with its expected findings in a .txt beside it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.review.report import text
from tools.source.reader import Reading, read, typed
from tools.source.repository import department_year_schema
from tools.source.workspace import Workspace

CASES = Path(__file__).parent / "cases"
BAD = sorted((CASES / "bad").glob("*.yaml"))
GOOD = (CASES / "good.yaml").read_text("utf-8")


def reading(workspace: Workspace, data: bytes, name: str = "2024.yaml") -> Reading:
    return read(name, data, department_year_schema(workspace))


def test_the_good_case_is_good(workspace: Workspace) -> None:
    assert reading(workspace, GOOD.encode()).problems == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file(path: Path, workspace: Workspace, golden: Callable[[Path, str], None]) -> None:
    data = path.read_bytes()
    found = reading(workspace, data, path.name)
    assert not found.is_valid
    assert all(p.hint and (p.line or p.rule == "empty-file") for p in found.problems)
    lines = data.decode("utf-8", "replace").split("\n")
    golden(path.with_suffix(".txt"), "\n".join(text(found.problems, {path.name: lines})))


@pytest.mark.parametrize(
    ("written", "types", "value"),
    [
        ("0123", ("string",), "0123"),
        ("2024", ("string",), "2024"),
        ("2024", ("integer",), 2024),
        ("no", ("string",), "no"),
        ("是", ("string", "null"), "是"),
        ("12:30", ("string",), "12:30"),
        ("1308E5", ("string",), "1308E5"),
        ("1308E5", ("number", "null"), "1308E5"),
        ("1.00", ("number", "null"), Decimal("1.00")),
        ("100", ("number", "null"), Decimal("100")),
        ("1_000", ("number", "null"), "1_000"),
        ("１２", ("number", "null"), "１２"),
        ("0x1F", ("integer",), "0x1F"),
        ("", ("number", "null"), None),
        ("~", ("string", "null"), "~"),
        ("null", ("string", "null"), "null"),
        ("true", ("boolean",), True),
        ("True", ("boolean",), "True"),
        ("true", ("string",), "true"),
    ],
)
def test_the_schema_decides_what_a_scalar_is(
    written: str, types: tuple[str, ...], value: Any
) -> None:
    result = typed(written, "", types)
    assert result == value
    assert type(result) is type(value)
    if isinstance(value, Decimal):
        assert str(result) == written


def test_quoted_numbers_are_text() -> None:
    assert typed("30", '"', ("number", "null")) == "30"
    assert typed("", '"', ("string", "null")) is None


def test_windows_line_ends_are_line_ends(workspace: Workspace) -> None:
    found = reading(workspace, GOOD.replace("\n", "\r\n").encode())
    assert found.problems == []
    assert found.tree == reading(workspace, GOOD.encode()).tree


def test_every_fault_of_a_file_is_reported(workspace: Workspace) -> None:
    broken = GOOD.replace("状态: 编制中\n", "").replace("指标值:", "指标:")
    rules = [problem.rule for problem in reading(workspace, broken.encode()).problems]
    assert sorted(rules) == ["missing-key", "unknown-key"]  # 指标值 is told once, as misspelt

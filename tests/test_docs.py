"""READMEs and CONTRIBUTING cannot drift from the commands, sessions and folders there are."""

import ast
import re
from pathlib import Path

import pytest

from tools.cli import app

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def sessions() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    return {
        node.name.rstrip("_")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }


@pytest.mark.parametrize("name", READMES)
def test_readmes_name_every_session_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert set(re.findall(r"nox -s ([a-z0-9]+)", text)) == sessions()


def test_contributing_names_sessions_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"nox -s ([a-z0-9]+)", text))
    assert named <= sessions()
    assert {"new", "form", "lint", "tests"} <= named


@pytest.mark.parametrize("name", READMES)
def test_readmes_name_the_options_of_check_and_site(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "--format" in text
    assert "--with-sample" in text


def test_every_command_is_a_session() -> None:
    commands = {name for name in app if not name.startswith("-")}
    assert commands <= sessions()


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_named_paths_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:tools|tests|schema|templates|targets)/[\w./-]*\w/?)`", text):
        assert (ROOT / path).exists(), path


def test_contributing_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    small = {"__init__", "__main__", "progress"}
    for path in (ROOT / "tools").iterdir():
        if path.stem not in small and not path.name.startswith((".", "__")):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in text, path.name


def test_the_readme_counts_what_is_there() -> None:
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        assert "74" in text
        assert "423" in text

"""What all tests share: the checkout, copies of it, and golden files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import Checkout, configure, start
from tools.source.workspace import Workspace

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture
def workspace() -> Workspace:
    """This checkout."""
    return Workspace(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Workspace:
    """A checkout with forms, schema and templates, and nothing in ``targets/`` yet."""
    for name in ("schema", "templates", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "targets").mkdir()
    return Workspace(tmp_path.resolve())


@pytest.fixture
def own_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git sees no repository and no configuration but those of the test."""
    configure(tmp_path_factory.getbasetemp(), monkeypatch)


@pytest.fixture
def checkout(own_git: None, tmp_path: Path) -> Checkout:
    """A small repository, with a branch checked out beside main."""
    return start(tmp_path / "repository")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file; with ``--update-golden`` write the file instead."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} 还没有；用 --update-golden 写出，再看一遍"
        assert path.read_text("utf-8") == text

    return compare

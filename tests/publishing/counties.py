"""A small county in a git repository, to publish from; MkDocs is played where it can be."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout
from tests.records import blameless, save, tree
from tools.cli import run
from tools.source.workspace import Workspace
from tools.web import site

ROOT = Path(__file__).parents[2]
PARTS = ("schema", "templates", "site")
IGNORED = "build/\n__pycache__/\n*.bak\n*.导入报告.md\n"


def county(folder: Path) -> Checkout:
    """One public department-year, one draft and one of a made-up region, committed."""
    folder.mkdir(parents=True)
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    made = Checkout(folder.resolve())
    department_year(made, "jiaxian/sifaju/2024")
    department_year(made, "jiaxian/sifaju/2025", 状态="编制中", 来源={"说明": "草稿的话"})
    department_year(made, "yixian/sifaju/2024", 来源={"说明": "示例的话"})
    region = made.workspace.targets / "yixian" / "region.yaml"
    text = region.read_text("utf-8").replace("部门:", "示例数据: true\n部门:")
    region.write_text(text, "utf-8")
    made.git("init")
    commit(made)
    return made


def department_year(made: Checkout, address: str, **changes: Any) -> None:
    """Write one, 已批复 unless told otherwise: on the site, and free to change."""
    year = int(address.rpartition("/")[2])
    content = tree(**{"年度": year, "状态": "已批复", "项目": [blameless()], **changes})
    save(made.workspace, address, content)


def commit(made: Checkout) -> None:
    made.git("add", "-A")
    made.git("commit", "-m", "改")


def replace(made: Checkout, name: str, old: str, new: str) -> None:
    """Change a file and commit it."""
    path = made.workspace.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    commit(made)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def play_mkdocs(workspace: Workspace, add: Callable[[Path], object]) -> None:
    """The site without MkDocs: each page as it is, its ids as elements."""
    shutil.rmtree(workspace.build / "site", ignore_errors=True)
    shutil.copytree(workspace.build / "docs", workspace.build / "site")
    for path in (workspace.build / "site").rglob("index.md"):
        text = re.sub(r"\{#([^}]+)\}", r'<a id="\1"></a>', path.read_text("utf-8"))
        path.with_suffix(".html").write_text(text, "utf-8")
        path.unlink()
    add(workspace.build / "site")


class Publisher:
    """Runs the command in a county and keeps what it said."""

    def __init__(
        self, made: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.county = made
        self.capsys = capsys
        monkeypatch.chdir(made.workspace.root)
        monkeypatch.setattr(site, "build", play_mkdocs)

    def __call__(self, to: str | Path, *options: str, code: int = 0) -> str:
        """What the command says; ``code`` is how it has to end."""
        self.capsys.readouterr()
        ended = run(["publish", "--to", str(to), *options])
        said = self.capsys.readouterr()
        shown = said.out + said.err
        assert ended == code, shown
        return shown

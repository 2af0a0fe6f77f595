"""Real git repositories with ``targets/`` in them, for tests of what git tells."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.source.revisions import changed_since
from tools.source.workspace import Workspace

FILE = "targets/shili/sifaju/2024.yaml"
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def configure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No repository and no configuration but those of the test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder))
    (folder / "gitconfig").write_text(
        "[user]\nname = 甲\nemail = jia@example.invalid\n[init]\ndefaultBranch = main\n"
        '[protocol "file"]\nallow = always\n[commit]\ngpgSign = false\n',
        "utf-8",
    )


class Checkout:
    """A folder with ``targets/`` in a git repository, which may start further up."""

    def __init__(self, repository: Path, root: Path | None = None) -> None:
        self.repository = repository
        self.workspace = Workspace(root or repository)

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.repository), *arguments]
        done = subprocess.run(command, capture_output=True, check=True)
        return done.stdout.decode("utf-8").strip()

    def write(self, name: str, text: str) -> Path:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def commit(self, name: str, text: str) -> None:
        self.write(name, text)
        self.git("add", "-A")
        self.git("commit", "-m", f"write {name!r}")

    def changed(self, revision: str = "main") -> list[str]:
        return [
            path.relative_to(self.workspace.root).as_posix()
            for path in changed_since(self.workspace, revision)
        ]


def start(repository: Path, root: Path | None = None) -> Checkout:
    """A repository with one commit on main, and a branch that is checked out."""
    repository.mkdir(parents=True)
    checkout = Checkout(repository, root)
    checkout.git("init")
    checkout.commit(FILE, "一")
    checkout.git("switch", "-c", "branch")
    return checkout

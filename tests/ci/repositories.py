"""Git repositories of the test's own, without anybody's configuration."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

IDENTITY = "[user]\nname = 甲\nemail = jia@example.invalid\n[init]\ndefaultBranch = main\n"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What programs see: no ``GIT_`` variable, a configuration in ``folder``."""
    path = folder / "gitconfig"
    path.write_text(f'{IDENTITY}[protocol "file"]\nallow = always\n', "utf-8")
    free = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(path), "HOME": str(folder)}
    return {**free, **own, "GIT_CEILING_DIRECTORIES": str(folder), **more}


class Repository:
    """A working tree, and git as it runs there."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.folder = folder
        self.variables = variables
        folder.mkdir(parents=True, exist_ok=True)

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.variables, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8")

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    def commit(self, name: str = "README.md", text: str = "一") -> None:
        self.write(name, text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "写")

"""Hooks of pre-commit: which files they take, and what their commands do with them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.ci.repositories import Repository, environment
from tests.ci.scripts import ROOT
from tools.source.repository import data_files
from tools.source.workspace import Workspace

FILE = "targets/shili/sifaju/2026.yaml"


def loaded(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text("utf-8"))


MANIFEST = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
(LOCAL,) = loaded(".pre-commit-config.yaml")["repos"]
CONFIG = {hook["id"]: hook for hook in LOCAL["hooks"]}


def test_what_others_may_use() -> None:
    assert {name: hook["entry"] for name, hook in MANIFEST.items()} == {
        "targets-fmt": "targets fmt",
        "targets-check": "targets check",
    }
    assert {hook["language"] for hook in MANIFEST.values()} == {"python"}


def test_here_the_same_commands_run_by_nox() -> None:
    for name, hook in MANIFEST.items():
        own = CONFIG[name]
        assert own["entry"] == hook["entry"].replace("targets ", "nox -s ") + " --"
        assert (own["name"], own["files"]) == (hook["name"], hook["files"])


def test_ruff_is_the_one_in_the_lock() -> None:
    lock = (ROOT / "requirements" / "lint.lock").read_text("utf-8")
    version = re.search(r"^ruff==([\w.]+)", lock, re.MULTILINE)
    assert version
    for name in ("ruff-check", "ruff-format"):
        assert CONFIG[name]["additional_dependencies"] == [f"ruff=={version[1]}"]


@pytest.mark.parametrize("name", MANIFEST)
def test_all_data_files_are_taken_and_no_other(workspace: Workspace, name: str) -> None:
    paths = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("t*/**/*.yaml")]
    taken = {path for path in paths if re.search(MANIFEST[name]["files"], path)}
    assert taken == {path.relative_to(ROOT).as_posix() for path in data_files(workspace, None)[0]}


@pytest.fixture
def checkout(tmp_path: Path) -> Repository:
    """Another repository of data."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    variables = environment(tmp_path, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    repository = Repository(tmp_path / "data", variables)
    repository.git("init", "-q")
    for name in ("schema", "site", "templates", "targets/shili"):
        shutil.copytree(ROOT / name, repository.folder / name)
    repository.commit()
    return repository


def hook(checkout: Repository, name: str) -> tuple[int, str]:
    """Run it as pre-commit does: with the names of the staged files it takes."""
    staged = checkout.git("diff", "--cached", "--name-only", "-z").split("\0")
    files = [path for path in staged if re.search(MANIFEST[name]["files"], path)]
    words = MANIFEST[name]["entry"].split()[1:]
    done = subprocess.run(
        [sys.executable, "-m", "tools", *words, *files],
        cwd=checkout.folder,
        env=checkout.variables,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


def stage(checkout: Repository, before: str, after: str) -> None:
    text = (checkout.folder / FILE).read_text("utf-8")
    assert before in text
    checkout.write(FILE, text.replace(before, after, 1))
    checkout.write("README.md", "二")
    checkout.git("add", "-A")


def test_a_good_change_passes(checkout: Repository) -> None:
    stage(checkout, "年度: 2026", "年度: 2026 # 注释")
    status, printed = hook(checkout, "targets-check")
    assert (status, "检查了 1 个文件" in printed) == (0, True)


def test_a_bad_change_does_not(checkout: Repository) -> None:
    stage(checkout, "年度: 2026", "年度: 二〇二六")
    status, printed = hook(checkout, "targets-check")
    assert status == 1
    assert FILE in printed


def test_fmt_changes_the_staged_file_only(checkout: Repository) -> None:
    stage(checkout, "年度: 2026", "年度:   2026")
    assert hook(checkout, "targets-fmt")[0] == 0
    assert checkout.git("diff", "--name-only").split() == [FILE]

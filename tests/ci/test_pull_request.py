"""What the platforms run, with a nox that only writes down how it is called."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.repositories import Repository, environment
from tests.ci.scripts import CI

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("git") or not shutil.which("bash"),
    reason="shell scripts, and git",
)

NOX = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
*sarif*) echo '{"runs": []}'; exit 1 ;;
"-s check"*) echo "::error::"; exit "${CHECK:-0}" ;;
"-s diff"*) echo "- 改了一处"; exit "${DIFF:-0}" ;;
"-s documents"*) mkdir -p build/documents/a; [ "$WORD" = no ] || echo >build/documents/a/1.docx ;;
"-s site"*) mkdir -p build/site; [ "$SITE" = no ] || echo . >build/site/index.html ;;
esac
exit 1
"""
CALLS = [
    "-s check -- --changed-since origin/main --format github",
    "-s diff -- --format markdown origin/main...HEAD",
    "-s check -- --format sarif",
    "-s documents -- --keep-going",
    "-s site -- --keep-going --with-drafts --with-sample",
]
SCRIPTS = ["run", "pull-request", "publish", "reports", "gitee", "setup-git"]


class Runner(Repository):
    """A checkout as a platform makes it, with programs of the test before all others."""

    def script(self, *command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**self.variables, **variables},
            capture_output=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return (self.folder.parent / "calls").read_text("utf-8").splitlines()

    @property
    def changes(self) -> str:
        return (self.folder / "build/pull-request/changes.md").read_text("utf-8")


def program(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Main has moved on since the branch left it; only the branch's last commit is fetched."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program(programs / "nox", NOX)
    program(programs / "pip", '#!/bin/sh\necho "pip $*" >>"$CALLS"\n')
    (programs / "python3").symlink_to(sys.executable)
    path = f"{programs}:{os.environ['PATH']}"
    variables = environment(tmp_path, PATH=path, CALLS=str(tmp_path / "calls"))
    origin = Repository(tmp_path / "origin", variables)
    shutil.copytree(CI, origin.folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    origin.git("init", "-q")
    origin.commit()
    origin.git("switch", "-q", "-c", "branch")
    origin.commit("mine.txt")
    origin.git("switch", "-q", "main")
    origin.commit("theirs.txt")
    options = ("--depth=1", "--single-branch", "--branch=branch")
    origin.git("clone", "-q", *options, origin.folder.as_uri(), str(tmp_path / "checkout"))
    return Runner(tmp_path / "checkout", variables)


def test_everything_is_done_in_order(runner: Runner) -> None:
    done = runner.script(".ci/pull-request", "main", "github")
    assert done.returncode == 0, done.stderr.decode()
    assert runner.calls == CALLS
    assert runner.changes == "- 改了一处\n"
    assert b"\n::error::\n" in done.stdout
    assert (runner.folder / "build/reports/codequality.json").read_text() == "[]\n"
    assert runner.git("merge-base", "origin/main", "HEAD")


def test_text_unless_something_else_is_asked_for(runner: Runner) -> None:
    runner.script(".ci/pull-request", "main")
    assert runner.calls[0].endswith("--format text")


@pytest.mark.parametrize("variable", ["CHECK", "DIFF"])
def test_a_check_that_fails_fails_all_but_stops_nothing(runner: Runner, variable: str) -> None:
    assert runner.script(".ci/pull-request", "main", "github", **{variable: "1"}).returncode == 1
    assert runner.calls == CALLS


def test_a_diff_that_fails_leaves_no_old_text(runner: Runner) -> None:
    runner.script(".ci/pull-request", "main", DIFF="2")
    assert runner.changes.startswith("没能列出这次改了什么")


@pytest.mark.parametrize("variable", ["WORD", "SITE"])
def test_something_must_be_built(runner: Runner, variable: str) -> None:
    runner.script(".ci/pull-request", "main")
    assert runner.script(".ci/pull-request", "main", **{variable: "no"}).returncode == 1


def test_a_branch_that_is_not_there(runner: Runner) -> None:
    done = runner.script(".ci/pull-request", "nowhere")
    assert done.returncode != 0
    assert not (runner.folder.parent / "calls").exists()


@pytest.mark.parametrize("name", ["a;touch x", "$(touch x)", "--upload-pack=touch x"])
def test_a_name_of_a_branch_is_no_command(runner: Runner, name: str) -> None:
    assert runner.script(".ci/pull-request", name).returncode != 0
    assert not (runner.folder / "x").exists()


def test_without_a_branch(runner: Runner) -> None:
    assert "用法" in runner.script(".ci/pull-request").stderr.decode()


@pytest.mark.parametrize("status", [0, 1])
def test_gitee(runner: Runner, status: int) -> None:
    variables = {"GITEE_BRANCH": "main", "GITEE_PULL_ID": "7", "CHECK": str(status)}
    done = runner.script("bash", ".ci/gitee", **variables)
    assert done.returncode == status
    assert runner.calls[:2] == ["pip install -q nox", CALLS[0].replace("github", "text")]
    assert "没有令牌" in done.stdout.decode()


def test_gitee_when_the_comment_fails(runner: Runner) -> None:
    variables = {"GITEE_BRANCH": "main", "GITEE_PULL_ID": "x", "TARGETS_BOT_TOKEN": "secret"}
    done = runner.script("bash", ".ci/gitee", **variables)
    assert done.returncode == 0
    assert "COMMENT_NUMBER" in done.stderr.decode()
    assert b"secret" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_run_and_parsed(name: str) -> None:
    path = CI / name
    assert path.stat().st_mode & 0o111
    subprocess.run([shutil.which("bash") or "", "-n", str(path)], check=True)


def test_every_script_is_looked_at() -> None:
    found = {path.name for path in CI.iterdir() if path.is_file() and not path.suffix}
    assert found == set(SCRIPTS)
    assert ", ".join(f'"{name}"' for name in sorted(SCRIPTS)) in (
        CI.parent / "noxfile.py"
    ).read_text("utf-8")

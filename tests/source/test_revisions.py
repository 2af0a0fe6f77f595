"""Changed files and revisions by real git repositories, whatever configuration and names are."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.checkout import FILE, Checkout, needs_git, start
from tools.problem import Problem, ProblemError
from tools.source import plumbing
from tools.source.revisions import ON_DISK, changed_since, resolve
from tools.source.workspace import Workspace

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]
posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts and free names")


def refused(workspace: Workspace, revision: str = "main") -> Problem:
    with pytest.raises(ProblemError) as caught:
        changed_since(workspace, revision)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_nothing_is_changed(checkout: Checkout) -> None:
    checkout.write("README.md", "外")
    assert checkout.changed() == []


def test_committed_staged_unstaged_and_untracked(checkout: Checkout) -> None:
    checkout.commit("targets/a/committed.yaml", "一")
    checkout.write("targets/a/staged.yaml", "一")
    checkout.git("add", "-A")
    checkout.write(FILE, "二")
    checkout.write("targets/a/untracked.yaml", "一")
    assert checkout.changed() == [
        "targets/a/committed.yaml",
        "targets/a/staged.yaml",
        "targets/a/untracked.yaml",
        FILE,
    ]


@pytest.mark.parametrize("command", [["add"], ["commit", "-m", "x"]])
def test_what_is_put_back_by_hand_only_is_still_changed(
    checkout: Checkout, command: list[str]
) -> None:
    checkout.write(FILE, "二")
    checkout.git("add", FILE)
    checkout.git(*command)
    checkout.write(FILE, "一")
    assert checkout.changed() == [FILE]


def test_what_others_change_meanwhile_is_not_told(checkout: Checkout) -> None:
    checkout.commit("targets/a/mine.yaml", "一")
    checkout.git("switch", "main")
    checkout.commit("targets/a/theirs.yaml", "一")
    checkout.commit(FILE, "二")
    checkout.git("switch", "branch")
    assert checkout.changed() == ["targets/a/mine.yaml"]


def test_deleted_and_renamed_files(checkout: Checkout) -> None:
    checkout.commit("targets/a/one.yaml", "一" * 100)
    checkout.git("branch", "-f", "main")
    (checkout.workspace.root / FILE).unlink()
    checkout.write("gets/a/one.yaml", "what is left of the old name three letters on")
    checkout.git("mv", "targets/a/one.yaml", "targets/a/two.yaml")
    assert checkout.changed() == ["targets/a/two.yaml"]


def test_a_touched_file_is_not_changed(checkout: Checkout) -> None:
    os.utime(checkout.workspace.root / FILE, (1, 1))
    assert checkout.changed() == []


def test_ignored_files_are_not_told(checkout: Checkout) -> None:
    checkout.write(".gitignore", "*.md\n")
    checkout.write("targets/a/2024.导入报告.md", "")
    assert checkout.changed() == []


def test_a_link_is_told(checkout: Checkout) -> None:
    (checkout.workspace.root / "targets" / "link").symlink_to("nowhere")
    assert checkout.changed() == ["targets/link"]


NAMES = ["法治 局.yaml", "a\nb.yaml", '"quoted".yaml', "\t", "-x", "*", "é", ":(top)x", "a\\b"]


@posix
@pytest.mark.parametrize("quotepath", ["true", "false"])
def test_names_are_exact(checkout: Checkout, quotepath: str) -> None:
    checkout.git("config", "core.quotePath", quotepath)
    for number, name in enumerate(NAMES):
        checkout.write(f"targets/县/{name}", str(number))
        if number % 2:
            checkout.git("add", "-A")
    assert sorted(checkout.changed()) == sorted(f"targets/县/{name}" for name in NAMES)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_not_utf_8(checkout: Checkout) -> None:
    path = checkout.workspace.targets / os.fsdecode(b"\xff.yaml")
    path.write_text("", "utf-8")
    assert changed_since(checkout.workspace, "main") == [path]


SURPRISES = [
    "diff.noprefix true",
    "diff.relative false",
    "diff.renames copies",
    "diff.external false",
    "diff.orderFile nowhere",
    "diff.autoRefreshIndex false",
    "diff.ignoreSubmodules all",
    "status.branch true",
    "status.showStash true",
    "status.renames copies",
    "status.short true",
    "color.ui always",
    "core.pager false",
    "pager.diff true",
    "status.relativePaths true",
    "status.showUntrackedFiles no",
]


@pytest.mark.parametrize("surprise", SURPRISES)
def test_configuration_does_not_matter(tmp_path: Path, surprise: str) -> None:
    checkout = start(tmp_path / "repository", tmp_path / "repository" / "sub")
    checkout.commit("targets/a/old.yaml", "一" * 100)
    checkout.git("branch", "-f", "main")
    checkout.commit("targets/a/copy.yaml", "一" * 100)
    checkout.write("targets/a/old.yaml", "二")
    checkout.write("targets/a/untracked.yaml", "一")
    os.utime(checkout.workspace.root / FILE, (1, 1))
    checkout.git("config", *surprise.split())
    assert checkout.changed() == [f"targets/a/{n}.yaml" for n in ("copy", "old", "untracked")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "nowhere"),
        ("GIT_WORK_TREE", "nowhere"),
        ("GIT_INDEX_FILE", "nowhere"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("LC_ALL", "zh_CN.UTF-8"),
    ],
)
def test_variables_of_a_hook_do_not_matter(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    checkout.write(FILE, "二")
    monkeypatch.setenv(name, value)
    assert checkout.changed() == [FILE]
    assert refused(checkout.workspace, "nowhere").rule == "unknown-revision"


def test_the_index_is_left_alone(checkout: Checkout) -> None:
    os.utime(checkout.workspace.root / FILE, (1, 1))
    index = checkout.repository / ".git" / "index"
    before = index.read_bytes()
    assert checkout.changed() == []
    assert index.read_bytes() == before


def test_targets_in_a_subfolder(tmp_path: Path) -> None:
    checkout = start(tmp_path / "repository", tmp_path / "repository" / "县 财政")
    checkout.commit("targets/a/committed.yaml", "一")
    checkout.write("targets/a/untracked.yaml", "一")
    (checkout.repository / "targets").mkdir()
    (checkout.repository / "targets" / "outside.yaml").write_text("", "utf-8")
    assert checkout.changed() == ["targets/a/committed.yaml", "targets/a/untracked.yaml"]


def test_a_linked_worktree(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-b", "other", str(tmp_path / "linked"), "main")
    linked = Checkout(tmp_path / "linked")
    linked.commit("targets/a/linked.yaml", "一")
    checkout.write(FILE, "二")
    assert linked.changed() == ["targets/a/linked.yaml"]
    assert checkout.changed() == [FILE]


def test_a_checkout_behind_a_link(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(checkout.repository, target_is_directory=True)
    path = checkout.write(FILE, "二")
    linked = Workspace(tmp_path / "link")
    assert changed_since(linked, "main") == [linked.root / path.relative_to(checkout.repository)]


def test_any_name_of_a_commit_will_do(checkout: Checkout) -> None:
    checkout.git("tag", "-a", "v1", "-m", "一")
    checkout.commit(FILE, "二")
    for revision in ("main", "v1", "HEAD~1", checkout.git("rev-parse", "main"), "refs/heads/main"):
        assert checkout.changed(revision) == [FILE]
    assert checkout.changed("HEAD") == []


def test_unrelated_histories_are_compared_directly(checkout: Checkout) -> None:
    checkout.git("switch", "--orphan", "fresh")
    checkout.commit("targets/a/fresh.yaml", "一")
    assert checkout.changed() == ["targets/a/fresh.yaml"]


NO_COMMITS = [
    "nowhere",
    "",
    "--output=x",
    "--path-format=x",
    "-x",
    "--",
    "^main",
    "main..branch",
    "main...branch",
]
NO_COMMITS += ["a\0b", "a b", "0" * 40, f"main:{FILE}", "HEAD@{999}", "法治"]


@pytest.mark.parametrize("revision", NO_COMMITS)
def test_no_such_revision(checkout: Checkout, revision: str) -> None:
    problem = refused(checkout.workspace, revision)
    assert problem.rule == "unknown-revision"
    assert "origin/main" in problem.hint
    assert "git fetch" in problem.hint
    assert "--unshallow" not in problem.hint
    assert not list(checkout.repository.glob("x*"))


def test_a_revision_that_git_has_words_for(checkout: Checkout) -> None:
    problem = refused(checkout.workspace, "@{upstream}")
    assert problem.rule == "git-failed"
    assert "no upstream configured" in problem.message


def test_not_a_repository(tmp_path: Path) -> None:
    assert refused(Workspace(tmp_path)).rule == "no-repository"


def test_no_commits_yet(tmp_path: Path) -> None:
    Checkout(tmp_path).git("init")
    assert refused(Workspace(tmp_path)).rule == "no-commits"


def test_git_is_not_installed(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout.repository))
    assert refused(checkout.workspace).rule == "no-git"


def shallow(checkout: Checkout, folder: Path) -> Checkout:
    """A clone of the last commit of main and of branch, which have parted long ago."""
    checkout.commit("targets/a/mine.yaml", "一")
    checkout.git("switch", "main")
    checkout.commit("targets/a/theirs.yaml", "一")
    options = ("--depth=1", "--no-single-branch", "--branch=branch")
    checkout.git("clone", *options, checkout.repository.as_uri(), str(folder))
    return Checkout(folder)


def test_a_shallow_clone(checkout: Checkout, tmp_path: Path) -> None:
    clone = shallow(checkout, tmp_path / "clone")
    problem = refused(clone.workspace, "origin/main")
    assert problem.rule == "shallow-clone"
    assert "git fetch --unshallow" in problem.hint
    assert "fetch-depth: 0" in problem.hint
    assert "--unshallow" in refused(clone.workspace, "HEAD~1").hint
    clone.git("fetch", "--unshallow")
    assert clone.changed("origin/main") == ["targets/a/mine.yaml"]


def imitate(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A git that first runs ``script``."""
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\n{script}\nexec {shutil.which("git")} "$@"\n', "utf-8")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@posix
def test_no_program_of_the_configuration_runs(checkout: Checkout) -> None:
    program = checkout.write("program", "#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "core.pager"):
        checkout.git("config", name, str(program))
    checkout.write(FILE, "二")
    assert checkout.changed() == [FILE]
    assert not (checkout.repository / "ran").exists()


@posix
def test_dubious_ownership(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imitate(tmp_path / "bin", monkeypatch, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
    problem = refused(checkout.workspace)
    assert problem.rule == "dubious-ownership"
    assert f"safe.directory {checkout.repository}" in problem.hint
    for name, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", "*")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert checkout.changed() == []


@posix
def test_any_other_failure_in_the_words_of_git(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imitate(tmp_path / "bin", monkeypatch, "echo fatal: fire in $LC_ALL >&2; exit 3")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    problem = refused(checkout.workspace)
    assert (problem.rule, problem.message) == ("git-failed", "git 出错了：fatal: fire in C")


@posix
def test_a_failure_without_words(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imitate(tmp_path / "bin", monkeypatch, "exit 3")
    assert "退出状态 3" in refused(checkout.workspace).message


@posix
def test_git_that_does_not_answer(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plumbing, "SECONDS", 0.2)
    imitate(tmp_path / "bin", monkeypatch, "exec sleep 30")
    assert refused(checkout.workspace).rule == "slow-git"


def test_a_broken_repository(checkout: Checkout) -> None:
    (checkout.repository / ".git" / "index").write_bytes(b"broken")
    problem = refused(checkout.workspace)
    assert (problem.rule, "index" in problem.message) == ("git-failed", True)


def versions(checkout: Checkout, text: str) -> tuple[str | None, str | None]:
    span = resolve(checkout.workspace, text)
    return span.before.commit, span.after.commit


def unresolved(workspace: Workspace, text: str) -> Problem:
    with pytest.raises(ProblemError) as caught:
        resolve(workspace, text)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_one_revision_is_compared_with_the_disk(checkout: Checkout) -> None:
    span = resolve(checkout.workspace, "main")
    assert span.before.commit == checkout.git("rev-parse", "main")
    assert (span.before.written, span.before.shown) == ("main", "main 版本")
    assert span.after == ON_DISK
    assert (span.after.commit, span.after.written) == (None, "")


def test_two_revisions_and_where_they_parted(checkout: Checkout) -> None:
    base = checkout.git("rev-parse", "main")
    checkout.commit("targets/a/mine.yaml", "一")
    mine = checkout.git("rev-parse", "HEAD")
    checkout.git("switch", "main")
    checkout.commit("targets/a/theirs.yaml", "一")
    theirs = checkout.git("rev-parse", "HEAD")
    checkout.git("switch", "branch")
    assert versions(checkout, "main..branch") == (theirs, mine)
    assert versions(checkout, "main...branch") == (base, mine)
    assert versions(checkout, "branch...main") == (base, theirs)
    assert versions(checkout, "main..") == (theirs, mine)
    assert versions(checkout, "..main") == (mine, theirs)
    assert versions(checkout, "main...") == (base, mine)
    assert versions(checkout, "HEAD~1..HEAD") == (base, mine)
    span = resolve(checkout.workspace, "main...")
    assert (span.before.written, span.after.written) == ("main...HEAD", "HEAD")
    assert span.before.shown == "main 与 HEAD 分开时的版本"


NO_SPANS = [text for text in NO_COMMITS if ".." not in text]
NO_SPANS += ["..", "...", "main....branch", "main..nowhere", "nowhere...main", "main..--output=x"]
NO_SPANS += ["--output=x..main", "^main..branch", "main..branch..main", "main\n..branch"]


@pytest.mark.parametrize("text", NO_SPANS)
def test_no_such_span(checkout: Checkout, text: str) -> None:
    assert unresolved(checkout.workspace, text).rule == "unknown-revision"
    assert not list(checkout.repository.glob("x*"))


def test_unrelated_histories_never_parted(checkout: Checkout) -> None:
    checkout.git("switch", "--orphan", "fresh")
    checkout.commit("targets/a/fresh.yaml", "一")
    problem = unresolved(checkout.workspace, "main...fresh")
    assert (problem.rule, problem.message) == (
        "no-merge-base",
        "main 与 fresh 没有共同的历史",
    )
    assert "main..fresh" in problem.hint
    assert None not in versions(checkout, "main..fresh")


def test_a_span_without_a_repository_or_a_commit(tmp_path: Path) -> None:
    assert unresolved(Workspace(tmp_path), "main..").rule == "no-repository"
    Checkout(tmp_path).git("init")
    assert unresolved(Workspace(tmp_path), "main..").rule == "no-commits"
    assert unresolved(Workspace(tmp_path), "HEAD").rule == "no-commits"


def test_a_span_before_the_first_commit_of_a_branch(checkout: Checkout) -> None:
    checkout.git("switch", "--orphan", "fresh")
    assert versions(checkout, "main")[1] is None
    assert unresolved(checkout.workspace, "main..").rule == "no-commits"


def test_a_span_in_a_shallow_clone(checkout: Checkout, tmp_path: Path) -> None:
    clone = shallow(checkout, tmp_path / "clone")
    assert unresolved(clone.workspace, "origin/main...").rule == "shallow-clone"
    assert "--unshallow" in unresolved(clone.workspace, "HEAD~1..").hint
    assert None not in versions(clone, "origin/main..")

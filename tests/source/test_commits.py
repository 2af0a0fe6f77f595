"""Who changed a file and when, by real git repositories with everything that a log may hold."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.checkout import FILE, Checkout, needs_git, start
from tests.source.test_pairs import FOLDERS, LONG, Asked
from tests.source.test_pairs import asked as asked
from tools.problem import Problem, ProblemError
from tools.source.commits import Commit, history, last_change

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]
posix = pytest.mark.skipif(sys.platform == "win32", reason="free names")


class Clock:
    """Commits one minute after another; git counts whole seconds."""

    def __init__(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
        self.checkout = checkout
        self.monkeypatch = monkeypatch
        self.minute = 0

    def commit(self, subject: str, *options: str) -> None:
        self.tick()
        self.checkout.git("add", "-A")
        self.checkout.git("commit", "--cleanup=verbatim", "-m", subject, *options)

    def tick(self) -> None:
        self.minute += 1
        time = f"2024-05-06T{self.minute // 60:02}:{self.minute % 60:02}:00+08:00"
        self.monkeypatch.setenv("GIT_COMMITTER_DATE", time)
        self.monkeypatch.setenv("GIT_AUTHOR_DATE", time)

    def write(self, name: str, text: str, subject: str = "") -> None:
        self.checkout.write(name, text)
        self.commit(subject or f"write {text[:9]}")


@pytest.fixture
def clock(own_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(Checkout(tmp_path / "repository"), monkeypatch)
    clock.tick()
    clock.checkout = start(tmp_path / "repository")
    return clock


def told(checkout: Checkout, name: str = FILE) -> list[str]:
    root = checkout.workspace.root
    return [
        f"{commit.subject} {commit.path.relative_to(root).as_posix().removeprefix('targets/')}"
        for commit in history(checkout.workspace, root / name)
    ]


def last(checkout: Checkout, *names: str) -> dict[str, str]:
    root = checkout.workspace.root
    found = last_change(checkout.workspace, [root / name for name in names])
    return {path.relative_to(root).as_posix(): commit.subject for path, commit in found.items()}


def refused(checkout: Checkout, name: str = FILE) -> Problem:
    with pytest.raises(ProblemError) as caught:
        history(checkout.workspace, checkout.workspace.root / name)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_newest_first(clock: Clock) -> None:
    clock.write(FILE, "二")
    clock.write("targets/shili/sifaju/2025.yaml", "别的")
    clock.write(FILE, "三")
    clock.checkout.write(FILE, "没有提交")
    assert told(clock.checkout) == [
        "write 三 shili/sifaju/2024.yaml",
        "write 二 shili/sifaju/2024.yaml",
        f"write '{FILE}' shili/sifaju/2024.yaml",
    ]


def test_what_a_commit_tells(clock: Clock) -> None:
    clock.write(FILE, "二", "改了\n\n正文不读")
    (commit, _) = history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
    full = clock.checkout.git("rev-parse", "HEAD")
    assert commit == Commit(
        id=full,
        short_id=full[:7],
        author="甲",
        date="2024-05-06",
        subject="改了",
        path=clock.checkout.workspace.root / FILE,
    )


def test_the_short_name_is_the_same_in_a_clone_with_more_objects(clock: Clock) -> None:
    clock.write(FILE, "二")
    full = clock.checkout.git("rev-parse", "HEAD")
    twin = f"{full[2:7]}{'0' if full[7] != '0' else '1'}{'0' * 32}"
    (clock.checkout.repository / ".git" / "objects" / full[:2] / twin).touch()
    assert clock.checkout.git("log", "-1", "--abbrev=7", "--format=%h") == full[:8]
    (commit, _) = history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
    assert commit.short_id == full[:7]


def test_the_day_is_the_authors_own(clock: Clock) -> None:
    for time, day in (
        ("2024-05-06T23:30:00-0700", date(2024, 5, 6)),
        ("2024-05-06T00:30:00+0800", date(2024, 5, 6)),
    ):
        clock.checkout.write(FILE, time)
        clock.checkout.git("commit", "-a", "-m", "一", f"--date={time}")
        found = history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
        assert date.fromisoformat(found[0].date) == day


SUBJECTS = [
    ("", ""),
    ("  两头  空  ", "两头 空"),
    ("%H%x00%n", "%H%x00%n"),
    ("M\ttargets/x", "M targets/x"),
    ("\x1b[31m红\x1b[0m\u202e反", "[31m红 [0m 反"),
    ("<b>&amp;", "<b>&amp;"),
    (":000000 100644 R100", ":000000 100644 R100"),
    ("R100", "R100"),
    ("第一行\n第二行", "第一行 第二行"),
    ("法" * 5000, "法" * 5000),
]


@pytest.mark.parametrize(("subject", "shown"), SUBJECTS)
def test_a_subject_may_hold_anything(clock: Clock, subject: str, shown: str) -> None:
    clock.checkout.write(FILE, "二")
    clock.commit(subject, "--allow-empty-message")
    clock.write(FILE, "三")
    found = history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
    assert [commit.subject for commit in found[:2]] == ["write 三", shown]
    assert len(found) == 3


AUTHORS = [
    ("王某某", "王某某"),
    ("M", "M"),
    ("%an%x00", "%an%x00"),
    ("1234@example.invalid", "未署名"),
    ("王 wang@example.invalid", "王"),
    ("a\x1b[1mb", "a [1mb"),
]


@pytest.mark.parametrize(("name", "shown"), AUTHORS)
def test_an_author_is_named_without_an_address(clock: Clock, name: str, shown: str) -> None:
    clock.checkout.write(FILE, "二")
    clock.commit("一", f"--author={name} <secret@example.invalid>")
    (commit, first) = history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
    assert (commit.author, first.author) == (shown, "甲")
    assert "@" not in f"{commit}{first}".replace(str(clock.checkout.repository), "")


def test_addresses_are_not_asked_for(clock: Clock, asked: Asked) -> None:
    history(clock.checkout.workspace, clock.checkout.workspace.root / FILE)
    last_change(clock.checkout.workspace, [clock.checkout.workspace.root / FILE])
    words = " ".join(word for arguments, _ in asked for word in arguments)
    assert words.count("%an") == 2
    assert not any(code in words for code in ("%ae", "%aE", "%ce", "%al", "%b", "%B", "full"))


def test_a_commit_in_another_encoding(clock: Clock) -> None:
    clock.checkout.git("config", "user.name", "jia")
    clock.checkout.git("config", "i18n.commitEncoding", "GBK")
    clock.checkout.git("config", "i18n.logOutputEncoding", "GBK")
    clock.checkout.write(FILE, "二")
    clock.tick()
    command = ["git", "-C", str(clock.checkout.repository), "commit", "-a", "-F", "-"]
    subprocess.run(command, input="改了指标".encode("gbk"), capture_output=True, check=True)
    assert told(clock.checkout)[0] == "改了指标 shili/sifaju/2024.yaml"


def test_a_subject_that_is_no_text(clock: Clock) -> None:
    """Git leaves a message as it is where the author's name has another encoding."""
    clock.checkout.git("config", "i18n.commitEncoding", "GBK")
    clock.checkout.write(FILE, "二")
    clock.tick()
    command = ["git", "-C", str(clock.checkout.repository), "commit", "-a", "-F", "-"]
    subprocess.run(command, input=b"\xff\n", capture_output=True, check=True)
    assert told(clock.checkout)[0] == "\ufffd shili/sifaju/2024.yaml"


@posix
def test_signatures_are_not_looked_at(clock: Clock, tmp_path: Path) -> None:
    clock.write(FILE, "二")
    program = tmp_path / "gpg"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
    program.chmod(0o755)
    head, _, message = clock.checkout.git("cat-file", "commit", "HEAD").partition("\n\n")
    pgp = "-----{} PGP SIGNATURE-----"
    signature = f"gpgsig {pgp.format('BEGIN')}\n \n iQ==\n {pgp.format('END')}"
    signed = tmp_path / "signed"
    signed.write_text(f"{head}\n{signature}\n\n{message}\n", "utf-8")
    name = clock.checkout.git("hash-object", "-w", "-t", "commit", str(signed))
    clock.checkout.git("update-ref", "HEAD", name)
    clock.checkout.git("config", "log.showSignature", "true")
    clock.checkout.git("config", "gpg.program", str(program))
    assert told(clock.checkout)[0] == "write 二 shili/sifaju/2024.yaml"
    assert not (tmp_path / "ran").exists()
    clock.checkout.git("log", "-1")
    assert (tmp_path / "ran").exists()


def test_a_moved_department_is_followed(clock: Clock) -> None:
    clock.checkout.git("config", "diff.renameLimit", "1")
    clock.checkout.write("targets/a/bb/2024.yaml", LONG[::-1])
    clock.write("targets/a/b/2024.yaml", LONG, "begin")
    clock.checkout.git("mv", "targets/a/b", "targets/a/c")
    clock.checkout.git("mv", "targets/a/bb", "targets/a/cc")
    clock.checkout.write("targets/a/cc/2024.yaml", f"{LONG[::-1]}改")
    clock.write("targets/a/c/2024.yaml", f"{LONG}改", "move")
    clock.checkout.git("mv", "targets/a", "targets/z")
    clock.commit("move again")
    clock.write("targets/z/c/2024.yaml", f"{LONG}再改", "edit")
    expected = ["edit z/c/2024.yaml", "move again z/c/2024.yaml"]
    expected += ["move a/c/2024.yaml", "begin a/b/2024.yaml"]
    assert told(clock.checkout, "targets/z/c/2024.yaml") == expected


def test_last_years_file_is_not_followed(clock: Clock) -> None:
    clock.write("targets/a/b/2023.yaml", LONG, "2023")
    clock.write("targets/a/b/2024.yaml", LONG, "copy")
    clock.checkout.git("mv", "targets/a/b/2023.yaml", "targets/a/b/2025.yaml")
    clock.commit("move")
    assert told(clock.checkout, "targets/a/b/2024.yaml") == ["copy a/b/2024.yaml"]
    assert told(clock.checkout, "targets/a/b/2025.yaml") == ["move a/b/2025.yaml"]
    assert told(clock.checkout, "targets/a/b/2023.yaml") == [
        "move a/b/2023.yaml",
        "2023 a/b/2023.yaml",
    ]


def test_a_department_begun_as_a_copy_of_another_is_not_followed(clock: Clock) -> None:
    clock.write("targets/a/b/2024.yaml", LONG, "original")
    clock.write("targets/a/c/2024.yaml", LONG, "copy")
    assert told(clock.checkout, "targets/a/c/2024.yaml") == ["copy a/c/2024.yaml"]


def test_a_new_file_where_a_moved_one_was(clock: Clock) -> None:
    clock.write("targets/a/b/2024.yaml", LONG, "old")
    clock.checkout.git("mv", "targets/a/b", "targets/a/c")
    clock.commit("move")
    clock.write("targets/a/b/2024.yaml", "全新", "new")
    moved = ["move a/c/2024.yaml", "old a/b/2024.yaml"]
    assert told(clock.checkout, "targets/a/c/2024.yaml") == moved
    left = ["new a/b/2024.yaml", "move a/b/2024.yaml", "old a/b/2024.yaml"]
    assert told(clock.checkout, "targets/a/b/2024.yaml") == left


def test_deleted_and_written_again(clock: Clock) -> None:
    clock.write("targets/a/b/2024.yaml", LONG, "begin")
    clock.write("targets/a/b/2023.yaml", LONG, "alike")
    (clock.checkout.workspace.root / "targets/a/b/2024.yaml").unlink()
    clock.commit("delete")
    assert told(clock.checkout, "targets/a/b/2024.yaml") == [
        "delete a/b/2024.yaml",
        "begin a/b/2024.yaml",
    ]
    clock.write("targets/a/b/2024.yaml", LONG, "again")
    assert told(clock.checkout, "targets/a/b/2024.yaml") == [
        "again a/b/2024.yaml",
        "delete a/b/2024.yaml",
        "begin a/b/2024.yaml",
    ]


def parallel(clock: Clock, moved: int = 0) -> str:
    """A department is moved on main while a branch edits its file; the file's new name.

    With ``moved``, it is moved by a computer whose clock is off.
    """
    clock.write("targets/a/b/2024.yaml", LONG, "begin")
    clock.checkout.git("switch", "-c", "edits")
    clock.checkout.git("switch", "branch")
    folder = clock.checkout.workspace.targets / "a"
    (folder / "b").rename(folder / "c")
    now, clock.minute = clock.minute, moved or clock.minute
    clock.commit("move")
    clock.minute = now + 1
    clock.checkout.git("switch", "edits")
    clock.write("targets/a/b/2024.yaml", f"{LONG}改", "edit")
    clock.checkout.git("switch", "branch")
    clock.tick()
    clock.checkout.git("merge", "--no-ff", "-m", "merge", "edits")
    return "targets/a/c/2024.yaml"


def test_edited_on_one_branch_and_moved_on_another(clock: Clock) -> None:
    name = parallel(clock)
    assert told(clock.checkout, name) == [
        "merge a/c/2024.yaml",
        "edit a/b/2024.yaml",
        "move a/c/2024.yaml",
        "begin a/b/2024.yaml",
    ]


def test_moved_by_a_clock_that_is_off(clock: Clock) -> None:
    clock.minute = 100
    found = told(clock.checkout, parallel(clock, moved=50))
    assert [line.split()[0] for line in found] == ["merge", "edit", "move", "begin"]


def test_a_merge_that_brings_nothing_of_its_own_is_not_told(clock: Clock) -> None:
    clock.checkout.git("switch", "-c", "edits")
    clock.write(FILE, "二", "edit")
    clock.checkout.git("switch", "branch")
    clock.write("targets/a/b/2024.yaml", "别的", "other")
    clock.tick()
    clock.checkout.git("merge", "--no-ff", "-m", "merge", "edits")
    assert [line.split()[0] for line in told(clock.checkout)] == ["edit", "write"]
    assert last(clock.checkout, FILE, "targets/a/b/2024.yaml") == {
        FILE: "edit",
        "targets/a/b/2024.yaml": "other",
    }


def test_a_conflict_is_settled_by_the_merge(clock: Clock) -> None:
    clock.checkout.git("switch", "-c", "edits")
    clock.write(FILE, "二", "edit")
    clock.checkout.git("switch", "branch")
    clock.write(FILE, "三", "other")
    with pytest.raises(subprocess.CalledProcessError):
        clock.checkout.git("merge", "edits")
    clock.write(FILE, "四", "settle")
    assert [line.split()[0] for line in told(clock.checkout)][:3] == ["settle", "other", "edit"]
    assert last(clock.checkout, FILE) == {FILE: "settle"}


@posix
def test_names_are_exact(clock: Clock) -> None:
    names = [f"targets/县/{folder}/2024.yaml" for folder in FOLDERS]
    for number, name in enumerate(names):
        clock.write(name, f"{number}", f"write {number}")
    for number, name in enumerate(names):
        assert told(clock.checkout, name)[0].startswith(f"write {number} ")
    assert last(clock.checkout, *names) == {n: f"write {i}" for i, n in enumerate(names)}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_not_utf_8(clock: Clock) -> None:
    path = clock.checkout.workspace.targets / os.fsdecode(b"\xff") / "b" / "2024.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("一", "utf-8")
    clock.commit("odd")
    (commit,) = history(clock.checkout.workspace, path)
    assert commit.path == path
    assert last_change(clock.checkout.workspace, [path]) == {path: commit}


def test_a_thousand_files_by_one_process(clock: Clock, asked: Asked) -> None:
    names = [f"targets/r{number % 8}/d{number}/2024.yaml" for number in range(1000)]
    for name in names:
        clock.checkout.write(name, name)
    clock.commit("all")
    clock.write(names[3], "三", "three")
    clock.checkout.write("targets/a/b/2024.yaml", "没有提交")
    found = last(clock.checkout, *names, FILE, "targets/a/b/2024.yaml", "targets/nowhere.yaml")
    assert found == {
        **dict.fromkeys(names, "all"),
        names[3]: "three",
        FILE: f"write '{FILE}'",
    }
    assert last(clock.checkout) == {}
    assert len(asked) == 1


def test_a_moved_file_changed_when_it_moved(clock: Clock) -> None:
    clock.write("targets/a/b/2024.yaml", LONG, "begin")
    clock.checkout.git("mv", "targets/a/b", "targets/a/c")
    clock.commit("move")
    assert last(clock.checkout, "targets/a/c/2024.yaml") == {"targets/a/c/2024.yaml": "move"}


def test_targets_in_a_subfolder(
    own_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    clock = Clock(start(repository, repository / "县 财政"), monkeypatch)
    outside = repository / FILE
    outside.parent.mkdir(parents=True)
    outside.write_text("外", "utf-8")
    clock.commit("outside")
    name = parallel(clock)
    assert [line.split()[0] for line in told(clock.checkout, name)] == [
        "merge",
        "edit",
        "move",
        "begin",
    ]
    assert last(clock.checkout, name, FILE) == {name: "merge", FILE: f"write '{FILE}'"}


SURPRISES = [
    "log.showRoot false",
    "log.follow true",
    "log.date relative",
    "log.decorate full",
    "log.diffMerges off",
    "log.diffMerges combined",
    "log.diffMerges first-parent",
    "log.showSignature true",
    "log.excludeDecoration refs/heads/*",
    "log.abbrevCommit true",
    "log.mailmap false",
    "format.pretty fuller",
    "core.abbrev 20",
    "core.quotePath true",
    "diff.renames false",
    "diff.renameLimit 1",
    "diff.relative false",
    "diff.orderFile nowhere",
    "diff.external false",
    "core.pager false",
    "color.ui always",
    "core.commitGraph false",
]


@pytest.mark.parametrize("surprise", SURPRISES)
def test_configuration_does_not_matter(clock: Clock, surprise: str) -> None:
    name = parallel(clock)
    clock.checkout.git("config", *surprise.split())
    clock.checkout.git("branch", "grafted")
    found = history(clock.checkout.workspace, clock.checkout.workspace.root / name)
    assert [c.subject for c in found] == ["merge", "edit", "move", "begin"]
    assert {(len(c.short_id), c.date, c.author) for c in found} == {(7, "2024-05-06", "甲")}
    assert last(clock.checkout, name) == {name: "merge"}
    assert len(told(clock.checkout)) == 1


def test_a_shallow_clone_does_not_name_the_wrong_commit(clock: Clock, tmp_path: Path) -> None:
    clock.write("targets/a/b/2023.yaml", "一", "begin")
    clock.write("targets/a/b/2024.yaml", "一", "begin")
    clock.write("targets/a/b/2024.yaml", "二", "edit")
    for depth in (1, 2):
        folder = tmp_path / f"clone{depth}"
        address = clock.checkout.repository.as_uri()
        clock.checkout.git("clone", f"--depth={depth}", address, str(folder))
    names = ["targets/a/b/2023.yaml", "targets/a/b/2024.yaml", FILE]
    assert last(Checkout(tmp_path / "clone1"), *names) == {}
    assert last(Checkout(tmp_path / "clone2"), *names) == {names[1]: "edit"}
    clone = Checkout(tmp_path / "clone2")
    problem = refused(clone, names[1])
    assert problem.rule == "shallow-history"
    assert "git fetch --unshallow" in problem.hint
    clone.git("tag", "grafted")
    clone.git("fetch", "--unshallow")
    assert told(clone, names[1]) == ["edit a/b/2024.yaml", "begin a/b/2024.yaml"]
    assert len(last(clone, *names)) == 3


def test_a_file_that_nobody_committed(clock: Clock) -> None:
    clock.checkout.write("targets/a/b/2024.yaml", "一")
    assert told(clock.checkout, "targets/a/b/2024.yaml") == []
    for name in ("targets/a/b/2025.yaml", "../outside.yaml", "targets/../README.md"):
        assert refused(clock.checkout, name).rule == "no-such-file"


def test_outside_git(own_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Checkout(tmp_path)
    checkout.write(FILE, "一")
    assert last(checkout, FILE) == {}
    assert refused(checkout).rule == "no-repository"
    checkout.git("init")
    assert last(checkout, FILE) == {}
    assert refused(checkout).rule == "no-commits"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last(checkout, FILE) == {}
    assert refused(checkout).rule == "no-git"


def test_what_else_fails_is_told(clock: Clock) -> None:
    head = clock.checkout.git("rev-parse", "HEAD")
    (clock.checkout.repository / ".git/objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(ProblemError) as caught:
        last(clock.checkout, FILE)
    assert caught.value.problems[0].rule == "git-failed"

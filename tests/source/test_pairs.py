"""Which data files differ between versions, by real git repositories, and what is read for it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import FILE, Checkout, needs_git, start
from tools.problem import ProblemError
from tools.source.pairs import blobs, changed, contents
from tools.source.revisions import resolve

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]
posix = pytest.mark.skipif(sys.platform == "win32", reason="free names")

OTHER = "targets/shili/caizheng/2024.yaml"
REGION = "targets/shili/region.yaml"
LONG = "".join(f"第 {number} 行\n" for number in range(60))

Asked = list[tuple[list[str], bytes]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What git is asked: the arguments behind the fixed options, and what it is given to read."""
    calls: Asked = []
    real: Callable[..., Any] = subprocess.run

    def run(command: Sequence[str], **options: Any) -> Any:
        if "--literal-pathspecs" in command:
            last = max(i for i, word in enumerate(command) if word == "-c")
            calls.append((list(command[last + 2 :]), options["input"]))
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def names(checkout: Checkout, text: str) -> list[tuple[str | None, str | None]]:
    """The names on both sides, checked to have the content that the pairs promise."""
    span = resolve(checkout.workspace, text)
    pairs = changed(checkout.workspace, span)
    for pair in pairs:
        assert (pair.before is None) == (pair.before_blob is None)
        if span.after.commit:
            assert (pair.after is None) == (pair.after_blob is None)
        else:
            assert pair.after_blob is None
            assert pair.after is None or pair.after.is_file()
    root = checkout.workspace.root
    return [
        (
            pair.before.relative_to(root).as_posix() if pair.before else None,
            pair.after.relative_to(root).as_posix() if pair.after else None,
        )
        for pair in pairs
    ]


def everything(checkout: Checkout) -> None:
    """A commit with an added, a changed, a moved and a deleted file, and things of no account."""
    checkout.write(OTHER, LONG)
    checkout.write("targets/shili/gone/2023.yaml", "别的\n" * 9)
    checkout.write(REGION, "一")
    checkout.write("README.md", "一")
    checkout.commit("targets/shili/sifaju/2024.导入报告.md", "一")
    checkout.git("branch", "-f", "main")
    checkout.write(REGION, "二")
    checkout.write(FILE, "二")
    checkout.write("README.md", "二")
    checkout.write("targets/shili/sifaju/2024.导入报告.md", "二")
    checkout.write("targets/shili/sifaju/2025.yml", "二")
    checkout.write("targets/shili/sifaju/1999.yaml", "二")
    checkout.write("targets/shili/sifaju/deep/2024.yaml", "二")
    checkout.write("targets/shili/2024.yaml", "二")
    checkout.write("targets/shili/.hidden/2024.yaml", "二")
    checkout.write("targets/shili/sifaju/region.yaml", "二")
    checkout.write("targets/new/bumen/2024.yaml", "全新的内容\n" * 9)
    (checkout.workspace.targets / "shili/caizheng").rename(checkout.workspace.targets / "shili/cz")
    (checkout.workspace.targets / "shili/gone/2023.yaml").unlink()


EVERYTHING = [
    (None, "targets/new/bumen/2024.yaml"),
    (OTHER, "targets/shili/cz/2024.yaml"),
    ("targets/shili/gone/2023.yaml", None),
    (REGION, REGION),
    (FILE, FILE),
]


@pytest.mark.parametrize("staged", [[], ["."], [FILE, "targets/shili/cz"]])
def test_disk_and_commits_are_told_alike(checkout: Checkout, staged: list[str]) -> None:
    everything(checkout)
    if staged:
        checkout.git("add", *staged)
    assert names(checkout, "main") == EVERYTHING
    assert names(checkout, "main..") == []
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "all")
    assert names(checkout, "main..") == EVERYTHING
    assert names(checkout, "main") == EVERYTHING
    assert names(checkout, "HEAD") == []
    back = [(after, before) for before, after in EVERYTHING]
    assert sorted(names(checkout, "..main"), key=str) == sorted(back, key=str)


def test_only_what_the_branch_changed_since_it_parted(checkout: Checkout) -> None:
    checkout.commit(OTHER, "一")
    checkout.git("switch", "main")
    checkout.commit(FILE, "二")
    assert names(checkout, "main...branch") == [(None, OTHER)]
    assert names(checkout, "main..branch") == [(None, OTHER), (FILE, FILE)]


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_moved_and_edited_department_is_one_pair_a_year(
    checkout: Checkout, is_committed: bool
) -> None:
    files = [f"{name}/{year}.yaml" for name in ("one", "two") for year in (2022, 2023, 2024)]
    checkout.git("config", "diff.renameLimit", "1")
    for name in files:
        checkout.write(f"targets/old/{name}", f"{LONG}{name * 20}\n")
    checkout.commit(REGION, "一")
    checkout.git("branch", "-f", "main")
    (checkout.workspace.targets / "old").rename(checkout.workspace.targets / "new")
    for name in files:
        checkout.write(f"targets/new/{name}", f"{LONG}{name * 20}\n改过\n")
    if is_committed:
        checkout.git("add", "-A")
        checkout.git("commit", "-m", "move")
    assert names(checkout, "main..HEAD" if is_committed else "main") == [
        (f"targets/old/{name}", f"targets/new/{name}") for name in files
    ]


@pytest.mark.parametrize("text", ["main..", "main"])
def test_another_year_is_another_file_however_alike(checkout: Checkout, text: str) -> None:
    checkout.commit("targets/a/b/2023.yaml", LONG)
    checkout.git("branch", "-f", "main")
    checkout.git("mv", "targets/a/b/2023.yaml", "targets/a/b/2024.yaml")
    checkout.git("commit", "-m", "next year")
    gone, new = "targets/a/b/2023.yaml", "targets/a/b/2024.yaml"
    assert names(checkout, text) == [(gone, None), (None, new)]


@pytest.mark.parametrize("text", ["main..", "main"])
def test_moved_from_and_to_places_that_are_no_data(checkout: Checkout, text: str) -> None:
    checkout.write("targets/out.yaml", LONG)
    checkout.commit(OTHER, LONG[::-1])
    checkout.git("branch", "-f", "main")
    checkout.git("mv", "targets/out.yaml", "targets/shili/sifaju/2025.yaml")
    checkout.git("mv", OTHER, "targets/2024.yaml")
    checkout.git("commit", "-m", "move")
    assert names(checkout, text) == [(OTHER, None), (None, "targets/shili/sifaju/2025.yaml")]


@posix
def test_a_link_is_no_data_file(checkout: Checkout) -> None:
    checkout.commit(OTHER, LONG)
    checkout.git("branch", "-f", "main")
    path = checkout.workspace.root / OTHER
    path.unlink()
    path.symlink_to("../../../README.md")
    (path.parent / "2025.yaml").symlink_to("2024.yaml")
    assert names(checkout, "main") == [(OTHER, None)]
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "link")
    assert names(checkout, "main..") == [(OTHER, None)]
    assert names(checkout, "..main") == [(None, OTHER)]
    assert contents(checkout.workspace, [("HEAD", path)]) == [None]


FOLDERS = [
    "法治 局",
    "a\nb",
    '"quoted"',
    "\t",
    "-x",
    "*",
    "é",
    ":(top)x",
    "a\\b",
    " ",
    "a\rb",
    "\\t",
]


@posix
@pytest.mark.parametrize("quotepath", ["true", "false"])
def test_names_are_exact(checkout: Checkout, quotepath: str) -> None:
    checkout.git("config", "core.quotePath", quotepath)
    files = [f"targets/县/{folder}/2024.yaml" for folder in FOLDERS]
    for number, name in enumerate(files):
        checkout.write(name, f"{LONG}\n{number}")
    expected = sorted((None, name) for name in files)
    assert sorted(names(checkout, "main"), key=str) == sorted(expected, key=str)
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "odd")
    span = resolve(checkout.workspace, "main..")
    assert sorted(names(checkout, "main.."), key=str) == sorted(expected, key=str)
    pairs = changed(checkout.workspace, span)
    commit = span.after.commit or ""
    texts = blobs(checkout.workspace, [pair.after_blob for pair in pairs])
    paths = [pair.path for pair in pairs]
    assert texts == [path.read_bytes() for path in paths]
    assert contents(checkout.workspace, [(commit, path) for path in paths]) == texts


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_not_utf_8(checkout: Checkout) -> None:
    path = checkout.workspace.targets / os.fsdecode(b"\xff") / "b" / "2024.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("一", "utf-8")
    (pair,) = changed(checkout.workspace, resolve(checkout.workspace, "main"))
    assert pair.after == path
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "odd")
    (pair,) = changed(checkout.workspace, resolve(checkout.workspace, "main.."))
    assert pair.after == path
    assert contents(checkout.workspace, [("HEAD", path)]) == ["一".encode()]


def test_three_of_eight_hundred(checkout: Checkout, asked: Asked) -> None:
    for number in range(800):
        checkout.write(f"targets/r{number % 8}/d{number}/2024.yaml", f"{number}\n")
    checkout.commit(REGION, "一")
    checkout.git("branch", "-f", "main")
    for number in (7, 77, 777):
        checkout.write(f"targets/r{number % 8}/d{number}/2024.yaml", f"改 {number}\n")
    checkout.git("commit", "-a", "-m", "three")
    pairs = changed(checkout.workspace, resolve(checkout.workspace, "main.."))
    assert [pair.path.parent.name for pair in pairs] == ["d777", "d77", "d7"]
    ids = [blob for pair in pairs for blob in (pair.before_blob, pair.after_blob)]
    texts = blobs(checkout.workspace, ids)
    assert texts[:2] == [b"777\n", "改 777\n".encode()]
    assert [arguments[0] for arguments, _ in asked] == [
        "rev-parse",
        "rev-parse",
        "diff-tree",
        "cat-file",
    ]
    assert sorted(asked[-1][1].decode().split()) == sorted(filter(None, ids))
    assert len(set(ids)) == 6
    for number in (7, 77, 777):
        os.utime(checkout.workspace.targets / f"r{number % 8}/d{number}/2024.yaml", (1, 1))
    assert changed(checkout.workspace, resolve(checkout.workspace, "HEAD")) == []
    assert len(changed(checkout.workspace, resolve(checkout.workspace, "main"))) == 3


def test_without_a_checkout(checkout: Checkout, tmp_path: Path) -> None:
    everything(checkout)
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "all")
    bare = tmp_path / "bare"
    checkout.git("clone", "--bare", str(checkout.repository), str(bare))
    assert names(Checkout(bare), "main..branch") == EVERYTHING
    empty = tmp_path / "empty"
    checkout.git("clone", "--no-checkout", str(checkout.repository), str(empty))
    assert names(Checkout(empty), "origin/main..origin/branch") == EVERYTHING
    assert names(Checkout(empty), "origin/main") == [
        (name, None) for name in (OTHER, "targets/shili/gone/2023.yaml", REGION, FILE)
    ]


def test_targets_in_a_subfolder(tmp_path: Path) -> None:
    checkout = start(tmp_path / "repository", tmp_path / "repository" / "县 财政")
    outside = checkout.repository / "targets/a/b/2024.yaml"
    outside.parent.mkdir(parents=True)
    outside.write_text("", "utf-8")
    everything(checkout)
    assert names(checkout, "main") == EVERYTHING
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "all")
    assert names(checkout, "main..") == EVERYTHING
    path = checkout.workspace.root / FILE
    assert contents(checkout.workspace, [("main", path), ("HEAD", path)]) == [
        "一".encode(),
        "二".encode(),
    ]


def test_a_linked_worktree_has_an_index_of_its_own(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-b", "other", str(tmp_path / "linked"), "main")
    linked = Checkout(tmp_path / "linked")
    linked.write(OTHER, "一")
    checkout.write(FILE, "二")
    assert names(linked, "main") == [(None, OTHER)]
    assert names(checkout, "main") == [(FILE, FILE)]


def test_a_conflict_is_one_pair(checkout: Checkout) -> None:
    checkout.commit(FILE, "二")
    checkout.git("switch", "main")
    checkout.commit(FILE, "三")
    with pytest.raises(subprocess.CalledProcessError):
        checkout.git("merge", "branch")
    assert names(checkout, "HEAD") == [(FILE, FILE)]
    (checkout.workspace.root / FILE).unlink()
    assert names(checkout, "HEAD") == [(FILE, None)]


def test_changed_in_the_instant_in_which_the_index_was_written(checkout: Checkout) -> None:
    checkout.git("config", "core.trustctime", "false")
    path = checkout.workspace.root / FILE
    instant = 1_700_000_000
    os.utime(path, (instant, instant))
    checkout.git("add", FILE)
    checkout.write(FILE, "二")
    os.utime(path, (instant, instant))
    os.utime(checkout.repository / ".git/index", (instant, instant))
    assert names(checkout, "HEAD") == [(FILE, FILE)]


def test_a_file_where_a_folder_was(checkout: Checkout) -> None:
    (checkout.workspace.root / FILE).unlink()
    (checkout.workspace.root / FILE).parent.rmdir()
    checkout.write("targets/shili/sifaju", "一")
    assert names(checkout, "main") == [(FILE, None)]
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "file")
    (checkout.workspace.root / "targets/shili/sifaju").unlink()
    checkout.write(FILE, "新")
    assert names(checkout, "HEAD") == [(None, FILE)]


def test_ignored_files_and_foreign_repositories_are_not_told(
    checkout: Checkout, asked: Asked
) -> None:
    checkout.write(".gitignore", "2030.yaml\n")
    checkout.write("targets/shili/sifaju/2030.yaml", "一")
    foreign = checkout.workspace.targets / "shili/foreign"
    foreign.mkdir()
    Checkout(foreign).git("init")
    Checkout(foreign).commit("2024.yaml", "一")
    assert names(checkout, "main") == []
    assert [given for arguments, given in asked if arguments[0] == "update-index"] == [b""]


SURPRISES = [
    "diff.renames false",
    "diff.renameLimit 1",
    "diff.relative false",
    "diff.noprefix true",
    "diff.external false",
    "diff.orderFile nowhere",
    "diff.ignoreSubmodules all",
    "status.showUntrackedFiles no",
    "core.splitIndex true",
    "core.untrackedCache true",
    "core.abbrev 4",
    "core.pager false",
    "color.ui always",
    "index.version 4",
    "feature.manyFiles true",
]


@pytest.mark.parametrize("surprise", SURPRISES)
def test_configuration_does_not_matter(tmp_path: Path, surprise: str) -> None:
    checkout = start(tmp_path / "repository", tmp_path / "repository" / "sub")
    everything(checkout)
    checkout.git("config", *surprise.split())
    checkout.git("add", f"sub/{FILE}")
    index = checkout.repository / ".git/index"
    before = index.read_bytes(), sorted((checkout.repository / ".git").rglob("*"))
    assert names(checkout, "main") == EVERYTHING
    assert before == (index.read_bytes(), sorted((checkout.repository / ".git").rglob("*")))
    checkout.git("add", "-A")
    checkout.git("-c", "diff.orderFile=/dev/null", "commit", "-m", "all")
    assert names(checkout, "main..") == EVERYTHING


def test_contents_by_commit_and_path(checkout: Checkout, asked: Asked) -> None:
    checkout.commit(OTHER, "")
    other, file = checkout.workspace.root / OTHER, checkout.workspace.root / FILE
    nowhere = checkout.workspace.targets / "nowhere"
    commits = [checkout.git("rev-parse", name) for name in ("main", "HEAD")]
    wanted = [(c, path) for c in commits for path in (other, file, nowhere)]
    one = "一".encode()
    assert contents(checkout.workspace, wanted) == [
        *(None, one, None),
        *(b"", one, None),
    ]
    assert [a[0] for a, _ in asked] == ["ls-tree", "ls-tree", "cat-file"]
    assert contents(checkout.workspace, []) == blobs(checkout.workspace, []) == []
    assert blobs(checkout.workspace, [None]) == [None]
    assert len(asked) == 3


def test_any_bytes_come_back(checkout: Checkout) -> None:
    texts = [b"", b"\n", b"\0\n\0", b"x" * 200_000, b"a" * 40 + b" blob 5\n12345\n", b"\r\n"]
    for number, data in enumerate(texts):
        path = checkout.write(f"targets/a/d{number}/2024.yaml", "")
        path.write_bytes(data)
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "bytes")
    pairs = changed(checkout.workspace, resolve(checkout.workspace, "main.."))
    ids = [pair.after_blob for pair in pairs]
    assert blobs(checkout.workspace, [*ids, None, *ids]) == [*texts, None, *texts]


def test_what_is_missing_is_told(checkout: Checkout) -> None:
    with pytest.raises(ProblemError) as caught:
        blobs(checkout.workspace, ["0" * 39 + "1", None])
    assert caught.value.problems[0].rule == "missing-object"
    with pytest.raises(ProblemError) as caught:
        blobs(checkout.workspace, [checkout.git("rev-parse", "HEAD")])
    assert caught.value.problems[0].rule == "missing-object"


def test_the_index_and_the_objects_are_left_alone(checkout: Checkout) -> None:
    everything(checkout)
    os.utime(checkout.workspace.root / OTHER.replace("caizheng", "cz"), (1, 1))
    folder = checkout.repository / ".git"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert names(checkout, "main") == EVERYTHING
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_divided_index_is_left_alone_too(checkout: Checkout) -> None:
    checkout.git("config", "core.splitIndex", "true")
    checkout.git("config", "splitIndex.maxPercentChange", "0")
    for time in (1, 2):
        os.utime(checkout.workspace.root / FILE, (time, time))
        before = sorted((checkout.repository / ".git").iterdir())
        assert names(checkout, "main") == []
        assert sorted((checkout.repository / ".git").iterdir()) == before
        checkout.commit(REGION, f"{time}")
        checkout.git("branch", "-f", "main")
    assert list((checkout.repository / ".git").glob("sharedindex.*"))

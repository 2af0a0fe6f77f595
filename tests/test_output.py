"""Files that belong together appear all at once or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.output import mirror, new_folder, write_file, write_files


def test_all_are_written(tmp_path: Path) -> None:
    write_files({tmp_path / "a/b": b"1", tmp_path / "c": b"2"})
    assert (tmp_path / "a/b").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "c"]


def test_one_that_cannot_be_written_keeps_the_others_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="file"):
        write_files({tmp_path / "first": b"1", tmp_path / "file/second": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_mirror_has_the_same_files_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    write_file(source / "a" / "b", b"x")
    write_file(target / "old", b"y")
    for _ in range(2):
        mirror(source, target)
        assert [path for path in target.rglob("*") if path.is_file()] == [target / "a" / "b"]
        assert (target / "a" / "b").read_bytes() == b"x"
        monkeypatch.setattr(os, "link", fail)


def fail(*_: object) -> None:
    raise OSError("不同的磁盘")


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can ask whether a process lives")
def test_what_killed_runs_left_goes_with_the_next_and_what_others_work_in_stays(
    tmp_path: Path,
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (
        f".site.{dead.pid}.x",
        f".site.{os.getppid()}.x",
        ".site.x",
        f".docs.{dead.pid}.x",
    ):
        write_file(tmp_path / name / "new" / "index.html", b"")
    with new_folder(tmp_path / "site"), new_folder(tmp_path / "site"):
        pass
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f".docs.{dead.pid}.x", f".site.{os.getppid()}.x", ".site.x", "site"]

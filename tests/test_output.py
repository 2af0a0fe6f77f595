"""Files that belong together appear all at once or not at all."""

import os
from pathlib import Path

import pytest

from tools.output import mirror, write_file, write_files


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

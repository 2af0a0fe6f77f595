"""Files that belong together appear all at once or not at all."""

from pathlib import Path

import pytest

from tools.output import write_files


def test_all_are_written(tmp_path: Path) -> None:
    write_files({tmp_path / "a/b": b"1", tmp_path / "c": b"2"})
    assert (tmp_path / "a/b").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "c"]


def test_one_that_cannot_be_written_keeps_the_others_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="file"):
        write_files({tmp_path / "first": b"1", tmp_path / "file/second": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

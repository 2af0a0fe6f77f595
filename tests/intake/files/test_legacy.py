"""What .doc files need before LibreOffice is asked; with it, see tests/e2e/test_legacy.py."""

import os
import select
import struct
import sys
from pathlib import Path

import pytest

from tests.intake.files.records import compound_file
from tests.intake.files.test_workbook import form_xls
from tools.intake.files import compound, legacy
from tools.intake.scan import UnreadableError

RTF = b"{\\rtf1 x}"


def doc(flags: int = 0) -> bytes:
    """A file that passes for a Word document's."""
    main = b"\xec\xa5" + b"\0" * 8 + struct.pack("<H", flags)
    return compound_file("WordDocument", main)


def missing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(legacy, "PLACES", ())


def program(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """A script in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{body}\n", "utf-8")
    path.chmod(0o755)
    missing(monkeypatch, folder)


@pytest.mark.parametrize("data", [RTF, doc()])
def test_without_libreoffice_the_way_out_is_told(
    data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing(monkeypatch, tmp_path)
    assert legacy.find() is None
    with pytest.raises(UnreadableError, match="本机没有 LibreOffice") as caught:
        legacy.convert(data, ".doc")
    assert "另存为 .docx" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"<html>", compound.MAGIC + b"x" * 2000, form_xls()])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="不是真正的"):
        legacy.convert(data, ".doc")


def test_a_password_is_told() -> None:
    with pytest.raises(UnreadableError, match="打开密码"):
        legacy.convert(doc(flags=0x0100), ".doc")


def test_only_known_suffixes_are_taken() -> None:
    with pytest.raises(ValueError, match="x/"):
        legacy.convert(RTF, "x/../y")


posix = pytest.mark.skipif(os.name != "posix", reason="a script stands in for LibreOffice")


@posix
def test_the_program_gets_a_profile_of_its_own_and_no_shell(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    program(
        monkeypatch,
        tmp_path,
        "out = sys.argv[sys.argv.index('--outdir') + 1]\nos.mkdir(out)\n"
        "open(os.path.join(out, 'source.docx'), 'wb').write(open(sys.argv[-1], 'rb').read())\n"
        f"open({str(seen)!r}, 'w').write('\\n'.join(sys.argv) + os.environ['http_proxy'])",
    )
    assert legacy.convert(RTF, ".doc") == RTF
    arguments = seen.read_text("utf-8")
    assert "-env:UserInstallation=file:///" in arguments
    assert "--headless" in arguments
    assert "127.0.0.1:9" in arguments


@posix
def test_a_program_that_makes_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(monkeypatch, tmp_path, "sys.exit(1)")
    with pytest.raises(UnreadableError, match="打不开"):
        legacy.convert(RTF, ".doc")


@posix
def test_a_program_that_hangs_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each holds the pipe open as long as it lives."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    program(monkeypatch, tmp_path, f"os.fork()\npipe = open({str(path)!r}, 'w')\ntime.sleep(600)")
    monkeypatch.setattr(legacy, "SECONDS", 2)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(UnreadableError, match="已停止"):
            legacy.convert(RTF, ".doc")
        closed = select.poll()
        closed.register(reader, select.POLLHUP)
        assert [event for _, event in closed.poll(10_000)] == [select.POLLHUP]
    finally:
        os.close(reader)

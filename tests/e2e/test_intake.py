"""Through LibreOffice and back: what departments do to a file before they send it."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.form.documents import word
from tools.intake.files import opening
from tools.intake.importing import Draft, Request, draft
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

WORKSPACE = Workspace(ROOT)
ENTRIES = {found.address: found for found in load(WORKSPACE).entries}
ADDRESSES = ["chengde-gaoxin/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020"]
ADDRESSES += ["zunhua/zhengfawei/2024", "shili/sifaju/2026"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every way that LibreOffice can save the files, each way in one run."""
    folder = tmp_path_factory.mktemp("office")
    for address in ADDRESSES:
        (folder / f"{name(address)}.docx").write_bytes(word(WORKSPACE, ENTRIES[address]))
    convert(folder, "docx", "odt", folder)
    convert(folder, "odt", "docx", folder / "odt")
    convert(folder, "docx", "doc", folder)
    convert(folder, "docx", "pdf", folder)
    return folder


def name(address: str) -> str:
    return address.replace("/", "-")


def convert(folder: Path, old: str, new: str, into: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    paths = [str(path) for path in sorted(folder.glob(f"*.{old}"))]
    subprocess.run(
        [*command, "--convert-to", new, "--outdir", str(into), *paths],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts.conf")},
    )


def imported(path: Path, entry: Entry) -> Draft:
    request = Request(region=entry.region, department=entry.department, year=entry.year)
    return draft(WORKSPACE, path.name, opening.scan(path.name, path), request)


@pytest.mark.parametrize("address", ADDRESSES)
def test_docx_to_odt_to_docx(address: str, folder: Path) -> None:
    found = imported(folder / "odt" / f"{name(address)}.docx", ENTRIES[address])
    assert found.text == found.path.read_text("utf-8")
    assert found.notes == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_docx_to_doc(address: str, folder: Path) -> None:
    found = imported(folder / f"{name(address)}.doc", ENTRIES[address])
    assert found.text == found.path.read_text("utf-8")
    assert [note.message for note in found.notes if "LibreOffice" not in note.message] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_docx_to_pdf(address: str, folder: Path) -> None:
    """A line break that somebody set where the line was full anyway is lost on paper."""
    found = imported(folder / f"{name(address)}.pdf", ENTRIES[address])
    assert without_breaks(found.text) == without_breaks(found.path.read_text("utf-8"))
    expected = ("目录", "来源仍是")
    told = [note.message for note in found.notes]
    assert [text for text in told if not any(word in text for word in expected)] == []


def without_breaks(text: str) -> str:
    return re.sub(r"\s|\|-", "", text)

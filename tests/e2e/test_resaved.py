"""A Word file of ours that LibreOffice has saved anew still reads as the same text."""

import subprocess
from pathlib import Path

import pytest

from tests.form.test_documents import WORKSPACE, real
from tools.form.documents import word
from tools.grid import Paragraph, place
from tools.intake.files.wordfile import read
from tools.intake.scan import Scan


def texts(scan: Scan) -> list[object]:
    """Paragraphs, and tables cell by cell; LibreOffice counts the columns in its own way."""
    found: list[object] = []
    for block in scan.blocks:
        if not isinstance(block.content, Paragraph):
            rows = place(block.content)
            found.append([[(cell.text, below) for cell, below in row] for row in rows])
        elif block.content.text:
            found.append((block.content.style, block.content.level, block.content.text))
    return found


@pytest.mark.parametrize("address", ["gaoxinqu/bumen/2022", "shili/sifaju/2025"])
def test_a_file_saved_anew_reads_the_same(address: str, tmp_path: Path) -> None:
    data = word(WORKSPACE, real(address))
    (tmp_path / "x.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        [*command, str(tmp_path / "x.docx")], check=True, capture_output=True, timeout=300
    )
    saved = read((tmp_path / "out" / "x.docx").read_bytes())
    assert texts(saved) == texts(read(data))
    assert saved.remarks == ()

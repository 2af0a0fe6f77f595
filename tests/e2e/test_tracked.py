"""Tracked changes as LibreOffice understands them; the pictures stay in build/look/ to be seen."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.test_resaved import texts
from tests.e2e.test_word import text_of
from tests.form.changes import W, body
from tests.form.test_documents import WORKSPACE, real
from tests.form.test_tracked import SIGNATURE, altered
from tools.form.documents import word
from tools.form.tracked.documents import tracked_word
from tools.intake.files.wordfile import read
from tools.source.repository import Entry

LOOK = ROOT / "build" / "look"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MACRO = """Sub Settle(sCommand As String, sSource As String, sTarget As String)
  Dim oDocument As Object, oDispatcher As Object
  Dim aHidden(0) As New com.sun.star.beans.PropertyValue
  Dim aFormat(0) As New com.sun.star.beans.PropertyValue
  aHidden(0).Name = "Hidden"
  aHidden(0).Value = True
  oDocument = StarDesktop.loadComponentFromURL(ConvertToURL(sSource), "_blank", 0, aHidden())
  oDispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  oDispatcher.executeDispatch(oDocument.CurrentController.Frame, sCommand, "", 0, Array())
  aFormat(0).Name = "FilterName"
  aFormat(0).Value = "MS Word 2007 XML"
  oDocument.storeToURL(ConvertToURL(sTarget), aFormat())
  oDocument.close(True)
End Sub
"""


def office(folder: Path, *arguments: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run(
        [*command, *arguments],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts.conf")},
    )


def install_macro(folder: Path) -> None:
    """Into a profile that is there already: a new one begins with macros of its own."""
    office(folder, "--terminate_after_init")
    library = folder / "profile" / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    space = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    for name, listed in (("script", '<library:element library:name="Module1"/>'), ("dialog", "")):
        (library / f"{name}.xlb").write_text(
            f'{HEAD}<library:library {space} library:readonly="false" '
            f'library:passwordprotected="false">{listed}</library:library>'
        )
    (library / "Module1.xba").write_text(
        f'{HEAD}<script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="Module1" script:language="StarBasic">{MACRO}</script:module>'
    )


def years(address: str) -> tuple[Entry, Entry]:
    if address.startswith("shili"):
        return real(address), real("shili/sifaju/2026")
    return real(address), altered(real(address), 1)


def paragraphs(data: bytes) -> list[str]:
    """Every paragraph that has text, those of the table of contents too.

    LibreOffice keeps a zero-width joiner in blank cells of rows that came.
    """
    found = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body(data).iter(f"{W}p"))
    return [text.strip(" \u200d") for text in found if text.strip(" \u200d")]


@pytest.mark.parametrize(
    "address", ["shili/sifaju/2024", "shili/sifaju/2025", "gaoxinqu/bumen/2022"]
)
def test_accepted_and_rejected_in_libreoffice(address: str, tmp_path: Path) -> None:
    before, after = years(address)
    (tmp_path / "x.docx").write_bytes(tracked_word(WORKSPACE, before, after, SIGNATURE))
    install_macro(tmp_path)
    for command, entry in (("Accept", after), ("Reject", before)):
        target = tmp_path / f"{command}.docx"
        call = f".uno:{command}AllTrackedChanges,{tmp_path}/x.docx,{target}"
        office(tmp_path, f"macro:///Standard.Module1.Settle({call})")
        settled, plain = target.read_bytes(), word(WORKSPACE, entry)
        assert next(body(settled).iter(f"{W}ins", f"{W}del"), None) is None
        assert texts(read(settled)) == texts(read(plain))
        assert paragraphs(settled) == paragraphs(plain)


def test_changes_can_be_looked_at(tmp_path: Path) -> None:
    LOOK.mkdir(parents=True, exist_ok=True)
    (tmp_path / "tracked.docx").write_bytes(
        tracked_word(WORKSPACE, *years("shili/sifaju/2024"), SIGNATURE, sample=True)
    )
    office(tmp_path, "--convert-to", "pdf", "--outdir", str(LOOK), f"{tmp_path}/tracked.docx")
    command = ["pdftoppm", "-r", "60", "-png", str(LOOK / "tracked.pdf"), str(LOOK / "tracked")]
    subprocess.run(command, check=True)
    pages = text_of(LOOK / "tracked.pdf")
    gone, new = "公共法律服务站点标准化建设绩效目标表", "村（社区）法律顾问专项绩效目标表"
    assert gone in pages
    assert new in pages
    assert len(list(LOOK.glob("tracked-*.png"))) >= 10

"""The five published documents as text import to what is in ``targets/``, byte for byte."""

from pathlib import Path

import pytest

from tests.test_sources import DOCUMENTS, SOURCES
from tools.intake.files import extraction
from tools.intake.importing import Draft, Request, draft
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)

# What is told about each import; it stays the same unless somebody means to change it.
NOTES = {
    "000_63e6f7957b8e6260.txt": [],
    "001_dfc48b6464bdf355.txt": ["第 27 段：“绩效目标”没有另起一段，仍当作一栏"],
    "002_89e405313b3c43ac.txt": [
        "第 18 段：“（四）”没有另起一段，仍当作新的一项",
        "第 2 个表第 14 行：“社会效益”当作“社会效益指标”",
    ],
    "003_3e963503b18f6771.txt": [
        "第 72 段：“第二部分  专项资资金绩效目标”当作“第二部分　专项资金绩效目标”"
    ],
    "004_751714fef768bc2d.txt": ["第 825 段：“13”当作页码，没有放进"],
}


def imported(name: str, workspace: Workspace) -> Draft:
    address = DOCUMENTS[name][0]
    region, department, year = address.split("/")
    scan = extraction.read((SOURCES / name).read_text("utf-8"))
    return draft(
        workspace, name, scan, Request(region=region, department=department, year=int(year))
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_published_document_imports_to_its_data_file(name: str) -> None:
    found = imported(name, WORKSPACE)
    assert found.text == found.path.read_text("utf-8")
    assert found.faults == []
    assert [note.message for note in found.notes] == NOTES[name]

"""Through LibreOffice: .doc back to .docx, and the forms as PDF, read cell by cell."""

import io
import os
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.intake.files.test_workbook import GRID, form_xls, form_xlsx, shown, tables
from tests.records import entry, tree
from tools.form.documents import grid, word
from tools.grid import Paragraph, Table, place
from tools.intake.files import legacy, portable, workbook
from tools.intake.scan import UnreadableError
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

WORKSPACE = Workspace(ROOT)
ADDRESSES = ["zunhua/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020"]


def office(folder: Path, kind: str, *sources: Path) -> None:
    """Convert files into ``folder``."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts.conf")},
    )


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    paths = [WORKSPACE.targets / f"{address}.yaml" for address in ADDRESSES]
    return {found.address: found for found in load(WORKSPACE, paths).entries}


@pytest.fixture(scope="module")
def pdfs(entries: dict[str, Entry], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("pdf")
    sources = {}
    for address, found in entries.items():
        sources[address] = folder / f"{address.replace('/', '-')}.docx"
        sources[address].write_bytes(word(WORKSPACE, found))
    office(folder, "pdf", *sources.values())
    return {address: path.with_suffix(".pdf").read_bytes() for address, path in sources.items()}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_cell_of_the_form_is_a_cell_of_its_pdf(
    address: str, entries: dict[str, Entry], pdfs: dict[str, bytes]
) -> None:
    wanted = Counter(
        squeezed(cell.text)
        for section in grid(WORKSPACE, entries[address]).sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
    )
    scan = portable.read(pdfs[address])
    found = Counter(squeezed(c.text) for t in tables(scan) for row in t.rows for c in row.cells)
    assert found == wanted
    for table in tables(scan):
        place(table)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_table_of_the_form_is_merged_alike_in_its_pdf(
    address: str, entries: dict[str, Entry], pdfs: dict[str, bytes]
) -> None:
    """The PDF knows only the columns that some border shows, so spans are counted in cells."""

    def shape(table: Table) -> list[list[tuple[str, int]]]:
        return [[(squeezed(c.text), c.row_span) for c in row.cells] for row in table.rows]

    sections = grid(WORKSPACE, entries[address]).sections
    wanted = [shape(b) for section in sections for b in section.blocks if isinstance(b, Table)]
    assert [shape(table) for table in tables(portable.read(pdfs[address]))] == wanted


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_headings_of_the_form_are_paragraphs_of_its_pdf(
    address: str, entries: dict[str, Entry], pdfs: dict[str, bytes]
) -> None:
    scan = portable.read(pdfs[address])
    blocks = [block.content for block in scan.blocks]
    texts = [squeezed(block.text) for block in blocks if isinstance(block, Paragraph)]
    for heading in grid(WORKSPACE, entries[address]).headings(9):
        for line in heading.text.split("\n"):
            assert squeezed(line) in texts
    assert not any(re.fullmatch(r"[—\d]+", text) for text in texts)


def test_a_doc_file_keeps_its_text(tmp_path: Path) -> None:
    source = tmp_path / "source.docx"
    source.write_bytes(word(WORKSPACE, entry(tree())))
    office(tmp_path, "doc:MS Word 97", source)
    result = legacy.convert((tmp_path / "source.doc").read_bytes(), ".doc")
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        text = squeezed("".join(etree.fromstring(archive.read("word/document.xml")).itertext()))
    blocks = [b for s in grid(WORKSPACE, entry(tree())).sections for b in s.blocks]
    for table in blocks:
        if isinstance(table, Table):
            for row in table.rows:
                assert all(squeezed(cell.text) in text for cell in row.cells)


def test_a_damaged_doc_file_is_told(tmp_path: Path) -> None:
    source = tmp_path / "source.docx"
    source.write_bytes(word(WORKSPACE, entry(tree())))
    office(tmp_path, "doc:MS Word 97", source)
    data = (tmp_path / "source.doc").read_bytes()
    with pytest.raises(UnreadableError):
        legacy.convert(data[: len(data) // 3], ".doc")


def test_workbooks_of_libreoffice_read_the_same(tmp_path: Path) -> None:
    """It writes shared strings and its own styles, as Excel does."""
    (tmp_path / "new.xlsx").write_bytes(form_xlsx())
    (tmp_path / "old.xls").write_bytes(form_xls())
    office(tmp_path, "xls:MS Excel 97", tmp_path / "new.xlsx")
    office(tmp_path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "old.xls")
    for name in ("new.xls", "old.xlsx"):
        scan = workbook.read((tmp_path / name).read_bytes())
        assert "\n\n".join(map(shown, tables(scan))) == GRID
        assert scan.remarks == ()

"""Word files through LibreOffice to PDF and PNG; the pictures stay in build/look/ to be seen."""

import itertools
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.form.documents import word
from tools.source.repository import load
from tools.source.workspace import Workspace

LOOK = ROOT / "build" / "look"
ADDRESSES = ["chengde-gaoxin/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020"]
ADDRESSES += ["shili/sifaju/2026"]  # long texts with many numbers


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One PDF for each layout, converted in one run of LibreOffice."""
    workspace = Workspace(ROOT)
    folder = tmp_path_factory.mktemp("word")
    paths = {}
    for entry in load(workspace).entries:
        if entry.address in ADDRESSES:
            paths[entry.address] = folder / f"{entry.address.replace('/', '-')}.docx"
            paths[entry.address].write_bytes(word(workspace, entry))
    LOOK.mkdir(parents=True, exist_ok=True)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(LOOK), *map(str, paths.values())],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts.conf")},
    )
    return {address: LOOK / path.with_suffix(".pdf").name for address, path in paths.items()}


def text_of(pdf: Path) -> str:
    command = ["pdftotext", "-raw", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_value_is_on_paper(address: str, pdfs: dict[str, Path]) -> None:
    """Cells wrap, so lines are joined; LibreOffice draws cell by cell, so each stays whole."""
    (entry,) = [e for e in load(Workspace(ROOT)).entries if e.address == address]
    pages = text_of(pdfs[address]).split("\f")
    whole = re.sub(r"\s", "", "".join(re.sub(r"\n— \d+ —\s*$", "", page) for page in pages))
    overall = entry.record.targets
    values: list[object] = [overall.overall]
    values += [text for sub in overall.sub_targets for text in (sub.name, sub.goal, sub.indicators)]
    values += [text for measure in overall.measures for text in (measure.name, measure.content)]
    for project, row in entry.record.indicators():
        values += [project.name, project.purpose, *project.goals]
        values += [row.level3, row.description, row.value, row.basis]
    for value in values:
        wanted = re.sub(r"\s", "", value) if isinstance(value, str) else ""
        assert wanted in whole, wanted


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_project_starts_a_page(address: str, pdfs: dict[str, Path]) -> None:
    (entry,) = [e for e in load(Workspace(ROOT)).entries if e.address == address]
    pages = [re.sub(r"\s", "", page) for page in text_of(pdfs[address]).split("\f")]
    for project in entry.record.projects:
        heading = project.heading if isinstance(project.heading, str) else project.name
        title = re.sub(r"\s", "", heading)
        assert any(re.match(rf"(\d+[.、])?{re.escape(title)}", page) for page in pages), title


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_is_blank(address: str, pdfs: dict[str, Path]) -> None:
    pages = text_of(pdfs[address]).rstrip("\f").split("\f")
    assert [n for n, page in enumerate(pages, 1) if len(re.sub(r"[\s—\d]", "", page)) < 5] == []


def test_numbers_do_not_break_between_digits(pdfs: dict[str, Path]) -> None:
    """As zh-CN, digits break like Chinese characters; the language of Latin text is en-US."""
    lines = "".join(text_of(pdf) for pdf in pdfs.values()).split("\n")
    broken = [
        (above, below)
        for above, below in itertools.pairwise(lines)
        if re.search(r"\d\.?$", above) and re.match(r"[\d.%]", below)
    ]
    assert broken == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_can_be_looked_at(address: str, pdfs: dict[str, Path]) -> None:
    stem = pdfs[address].with_suffix("")
    command = ["pdftoppm", "-r", "60", "-l", "14", "-png", str(pdfs[address]), str(stem)]
    subprocess.run(command, check=True)
    assert len(list(LOOK.glob(f"{stem.name}-*.png"))) >= 10


def test_page_numbers_stand_on_the_outer_side(pdfs: dict[str, Path]) -> None:
    command = ["pdftotext", "-bbox", str(pdfs[ADDRESSES[0]]), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages = done.stdout.split("<page ")[1:]
    numbers = {}
    for page in pages:
        words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
        low = [(float(x), text) for x, y, text in words if float(y) > 750]
        for x, text in low:
            if text.isdigit():
                numbers[int(text)] = x
    assert set(range(1, len(numbers) + 1)) == set(numbers)
    assert len(numbers) == len(pages) - 2  # cover and contents have none
    assert all((x > 300) == (number % 2 == 1) for number, x in numbers.items())

"""Pages printed to PDF: what is in the data is on paper, and what is for the screen is not."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.e2e.browsing import open_page, watched
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

YEARS = {"shili/sifaju/2026": range(8, 13), "xinqu/bumen/2020": range(12, 60)}
PROJECT = "shili/sifaju/99999922p00010110001c"
FOR_THE_SCREEN = ("¶", "目录", "搜索", "首页", "切换到", "下载Word", "本页内容：", "跳到正文")
A4 = (595, 842)


def printed(browser: Browser, address: str, folder: str, look: Path) -> Path:
    """The page as a PDF, printed from the dark scheme; its pictures beside it.

    A project is printed without JavaScript: the theme's own opens what is closed.
    """
    page, wrong = watched(browser, 1280, "dark", java_script_enabled=folder != PROJECT)
    open_page(page, address, folder)
    pdf = look / f"paper-{folder.replace('/', '-')}.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    page.close()
    assert wrong == []
    command = ["pdftoppm", "-r", "60", "-png", str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True)
    return pdf


@pytest.fixture(scope="module")
def papers(browser: Browser, address: str, look: Path) -> dict[str, Path]:
    return {folder: printed(browser, address, folder, look) for folder in (*YEARS, PROJECT)}


def texts(pdf: Path) -> list[str]:
    """The text of each page without white space and page number; cells wrap, so order is loose."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages = done.stdout.removesuffix("\f").split("\f")
    return [re.sub(r"\s", "", re.sub(r"(?m)^\d+ ?/ ?\d+$", "", page)) for page in pages]


def values(entry: Entry) -> Iterator[str]:
    """Every text of the department-year."""
    overall = entry.record.targets
    told: list[object] = [*(overall.overall or "").split("\n")]
    told += [text for sub in overall.sub_targets for text in (sub.name, sub.goal, sub.indicators)]
    told += [text for one in overall.measures for text in (one.name, one.content)]
    for project in entry.record.projects:
        told += [project.name, project.code, project.purpose, *project.goals]
        for row in project.filled_indicators:
            told += [row.level2, row.level3, row.description, row.value, row.basis]
    for text in told:
        if isinstance(text, str):
            yield from (line for line in text.split("\n") if line)


@pytest.mark.parametrize("folder", YEARS)
def test_everything_in_the_data_is_on_paper(folder: str, papers: dict[str, Path]) -> None:
    (entry,) = [e for e in load(Workspace(ROOT)).entries if e.address == folder]
    whole = "".join(texts(papers[folder]))
    missing = [value for value in values(entry) if re.sub(r"\s", "", value) not in whole]
    assert missing == []
    assert entry.path in whole
    assert f"本页的固定网址：/{folder}/" in whole


def test_all_years_of_a_project_are_on_paper(papers: dict[str, Path]) -> None:
    whole = "".join(texts(papers[PROJECT]))
    assert "从2025年到2026年的改动" in whole
    assert "从2024年到2025年的改动" in whole  # closed on the screen
    assert f"本页的固定网址：/{PROJECT}/" in whole


@pytest.mark.parametrize("folder", [*YEARS, PROJECT])
def test_nothing_for_the_screen_is_on_paper(folder: str, papers: dict[str, Path]) -> None:
    whole = "".join(texts(papers[folder]))
    assert [word for word in FOR_THE_SCREEN if word in whole] == []


@pytest.mark.parametrize("folder", [*YEARS, PROJECT])
def test_pages_are_a4_numbered_full_and_black_on_white(
    folder: str, papers: dict[str, Path]
) -> None:
    with pdfplumber.open(papers[folder]) as pdf:
        count = len(pdf.pages)
        assert count in YEARS.get(folder, range(4, 8))
        for number, page in enumerate(pdf.pages, 1):
            assert (round(page.width), round(page.height)) == A4
            words = page.extract_words()
            assert "".join(word["text"] for word in words).endswith(f"{number}/{count}")
            assert len(words) > 8, number
            assert max(word["x1"] for word in words) < A4[0] - 40
            colours = {char["non_stroking_color"] for char in page.chars}
            assert all(max(colour or (0,)) <= 0.3 for colour in colours), colours
            large = [r for r in page.rects if r["width"] > 400 and r["height"] > 400]
            assert all(min(r["non_stroking_color"]) == 1 for r in large), number


def test_table_heads_are_on_each_page_and_headings_stay_with_what_follows(
    papers: dict[str, Path],
) -> None:
    folder = "xinqu/bumen/2020"
    (entry,) = [e for e in load(Workspace(ROOT)).entries if e.address == folder]
    pages = texts(papers[folder])
    tables = sum(bool(project.filled_indicators) for project in entry.record.projects)
    heads = sum(page.count("一级指标二级指标三级指标") for page in pages)
    assert heads > tables  # some tables go over to another page
    for page in pages:
        assert not re.search(r"(绩效指标\d+条|指标值确定依据|绩效目标|项目一览)$", page), page[-60:]


@pytest.mark.parametrize("folder", YEARS)
def test_each_page_says_whose_it_is(folder: str, papers: dict[str, Path]) -> None:
    pages = texts(papers[folder])
    year = folder.rpartition("/")[2]
    assert all(f"{year}年预算绩效目标" in page for page in pages)
    assert f"数据文件targets/{folder}.yaml" in pages[0]


def test_charts_are_printed(papers: dict[str, Path]) -> None:
    with pdfplumber.open(papers[PROJECT]) as pdf:
        bars = [r for r in pdf.pages[0].rects if 15 < r["width"] < 40 and r["fill"]]
    assert len({round(bar["x0"]) for bar in bars}) == 4

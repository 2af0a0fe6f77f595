"""The site in a real browser: no other host, no sideways scrolling, both schemes.

Screenshots stay in build/look/ to be seen.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.e2e.watching import watched

LOOK = ROOT / "build" / "look"
PAGES = ["", "about", "xinglong", "xinglong/zhengfawei", "xinglong/zhengfawei/2022"]
PAGES += ["xinqu/bumen/2020", "gaoxinqu/bumen/2022", "shili/sifaju/2026"]
PAGES += ["guide", "guide/clerk", "guide/review"]
PAGES += ["rules", "rules/stray-signs", "findings", "xinglong/zhengfawei/2022/findings"]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages(browser: Browser, address: str, width: int, scheme: str) -> None:
    LOOK.mkdir(parents=True, exist_ok=True)
    page, wrong = watched(browser, width, scheme)
    for place in PAGES:
        page.goto(f"{address}/{place}{'/' if place else ''}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        name = f"{place.replace('/', '-') or 'home'}-{width}-{scheme}.png"
        page.screenshot(path=LOOK / name)
    page.close()
    assert wrong == []


def test_word_and_yaml_can_be_downloaded(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/xinglong/zhengfawei/2022/")
    for label, ending in (("下载 Word 文件", "docx"), ("下载数据（YAML）", "yaml")):
        with page.expect_download() as waiting:
            page.get_by_text(label).click()
        assert waiting.value.suggested_filename.endswith(ending)
        saved = Path(waiting.value.path()).read_bytes()
        assert saved[:2] == b"PK" if ending == "docx" else b"288001" in saved
    page.close()


def test_a_permanent_link_leads_to_its_indicator(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/xinglong/zhengfawei/2022/")
    link = page.locator("table.indicators a.headerlink").nth(40)
    anchor = str(link.get_attribute("href"))
    page.goto(f"{address}/xinglong/zhengfawei/2022/{anchor}")
    top = page.locator(f'[id="{anchor[1:]}"]').bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 900
    page.close()


def test_the_page_reads_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/gaoxinqu/bumen/2022/")
    assert page.get_by_text("网络连通性").is_visible()
    context.close()

"""What visitors do on the site: download, follow permanent links, go back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import watched


@pytest.mark.parametrize(
    ("label", "ending", "begins"),
    [
        ("下载 Word 文件", "docx", b"PK"),
        ("下载 Excel 文件", "xlsx", b"PK"),
        ("YAML", "yaml", b"# yaml-language-server"),
    ],
)
def test_a_department_year_can_be_downloaded(
    browser: Browser, address: str, label: str, ending: str, begins: bytes
) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/xinglong/zhengfawei/2022/")
    with page.expect_download() as waiting:
        page.locator("a[download]", has_text=label).first.click()
    assert waiting.value.suggested_filename.endswith(ending)
    assert Path(waiting.value.path()).read_bytes().startswith(begins)
    assert wrong == []
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


def test_the_back_button_returns_to_the_place_that_was_left(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 390)
    page.goto(f"{address}/")
    page.locator(".table-scroll a[href='shili/']").first.click()
    page.wait_for_url("**/shili/")
    page.locator("a[href='sifaju/2026/']").first.click()
    page.wait_for_url("**/shili/sifaju/2026/")
    page.locator("a[href='../99999922p00010110001c/']").click()
    page.wait_for_url("**/99999922p00010110001c/")
    page.go_back()
    page.wait_for_url("**/shili/sifaju/2026/")
    page.wait_for_function("() => scrollY > 1000")
    page.go_back()
    page.go_back()
    assert page.url == f"{address}/"
    page.close()
    assert wrong == []


@pytest.mark.parametrize("label", ["Word", "YAML"])
def test_each_project_page_offers_its_files(browser: Browser, address: str, label: str) -> None:
    page, wrong = watched(browser, 390)
    page.goto(f"{address}/shili/sifaju/99999922p00010110001c/")
    with page.expect_download() as waiting:
        page.locator(".provenance").locator("a", has_text=label).first.click()
    saved = Path(waiting.value.path()).read_bytes()
    told = {"Word": b"PK", "YAML": "项目编码: 99999922P00010110001C".encode()}
    assert told[label] in saved[:200]
    assert wrong == []
    page.close()


NO_SCRIPT = {
    "": "各地区",
    "shili/sifaju/2026": "法律援助案件办理数",
    "shili/sifaju/99999922p00010110001c": "历年对照",
    "shili/sifaju/2025-2026": "有改动的项目",
    "findings": "各部门、各年度查出多少处",
    "rules": "指标行没有填全",
    "no/such/page": "没有这一页",
}


@pytest.mark.parametrize("folder", NO_SCRIPT)
def test_pages_read_without_javascript(browser: Browser, address: str, folder: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{folder}{'/' if folder else ''}")
    assert page.locator("article").get_by_text(NO_SCRIPT[folder]).first.is_visible()
    footer = page.locator(".site-footer a").first
    assert footer.is_visible()
    for closed in page.locator("details:not([open])").element_handles():
        summary = closed.query_selector("summary")
        assert summary is not None
        summary.click()
        assert closed.evaluate("one => one.open")
    context.close()

"""The site in a real browser: no other host, no sideways scrolling, Chinese search, both schemes.

Screenshots stay in build/look/ to be seen.
"""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.assembly import assemble

LOOK = ROOT / "build" / "look"
PAGES = ["", "about", "xinglong", "xinglong/zhengfawei", "xinglong/zhengfawei/2022"]
PAGES += ["xinqu/bumen/2020", "gaoxinqu/bumen/2022", "shili/sifaju/2026"]
PAGES += ["guide", "guide/clerk", "guide/review"]
PAGES += ["rules", "rules/stray-signs", "findings", "xinglong/zhengfawei/2022/findings"]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with the sample, built apart from build/ and served from this machine."""
    root = tmp_path_factory.mktemp("site")
    for name in ("schema", "templates", "site", "targets", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    workspace = Workspace(root.resolve())
    assemble(workspace, load(Workspace(ROOT)), check(Workspace(ROOT)).findings)
    handler = functools.partial(Quiet, directory=str(workspace.build / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()


def watched(browser: Browser, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """A page and the list of what goes wrong on it: requests elsewhere, errors, messages."""
    wrong: list[str] = []
    dark = scheme == "dark"
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )

    def note(message: str, is_wrong: bool = True) -> None:
        if is_wrong:
            wrong.append(message)

    page.on("request", lambda r: note(r.url, "//127.0.0.1" not in r.url))
    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda m: note(m.text, m.type in ("error", "warning")))
    return page, wrong


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


def search(page: Page, words: str) -> list[str]:
    """What the search box finds, as links."""
    box = page.locator(".md-search__input")
    box.click()
    box.fill(words)
    box.press("End")
    page.wait_for_function(
        "() => /结果/.test(document.querySelector('.md-search-result__meta').innerText)"
    )
    links = page.locator("a.md-search-result__link")
    return [str(link) for link in links.evaluate_all("all => all.map(a => a.href)")]


@pytest.mark.parametrize("words", ["护路", "信访", "雪亮工程", "见义勇为", "网格员"])
def test_search_finds_every_project_that_has_the_word(
    browser: Browser, address: str, words: str
) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/")
    found = " ".join(search(page, words))
    repository = load(Workspace(ROOT))
    holding = {
        entry.address
        for entry in repository.entries
        if any(words in str(project) for project in entry.record.projects)
    }
    assert holding
    assert {a for a in holding if f"/{a}/" not in found} == set()
    assert wrong == []
    page.close()


def test_search_finds_a_project_by_its_code(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/")
    found = search(page, "13082222P00899110001F")
    assert any("#13082222p00899110001f" in link for link in found)
    page.close()


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

"""Every kind of page at two widths and in both schemes: axe, layout, hosts, messages, pictures."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.e2e.browsing import open_page, watched
from tests.e2e.kinds import KINDS
from tools import framework
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.contents import all_pages
from tools.web.public import Public

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
# No rule is switched off.
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "passes"],
}


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, the place, the markup."""
    found: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [f"{v['id']}: {n['target']} {n['html'][:200]}" for v in found for n in v["nodes"]]


def test_every_kind_of_page_is_looked_at() -> None:
    workspace = Workspace(ROOT)
    public = Public(
        repository=load(workspace), frameworks=framework.load(workspace.schema), findings=()
    )
    folders = {page.folder: page.template for page in all_pages(public)}
    templates = {
        path.name
        for path in (ROOT / "templates/site").glob("*.j2")
        if "{#top}" in path.read_text("utf-8")
    }
    written = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / "site/pages").rglob("*")
        if path.suffix in (".md", ".html")
    }
    assert set(KINDS) == templates | written | {"site/overrides/404.html"}
    assert set(folders.values()) == templates
    for kind, addresses in KINDS.items():
        if kind in templates:
            assert {folders[one.partition("/?")[0]] for one in addresses} == {kind}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_page(
    browser: Browser, address: str, look: Path, kind: str, width: int, scheme: str
) -> None:
    page, wrong = watched(browser, width, scheme)
    for number, folder in enumerate(KINDS[kind]):
        open_page(page, address, folder)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, folder
        assert page.locator("h1").count() == 1, folder
        name = folder.replace("/?", "-").replace("/", "-") or "home"
        page.screenshot(path=look / f"{name}-{width}-{scheme}.png")
        if number == 0:
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], folder
    page.close()
    assert wrong == []


def test_axe_measures_targets_too(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 390)
    open_page(page, address, "")
    passed = Axe().run(page, options=AXE).response["passes"]
    assert {"target-size", "color-contrast", "region"} <= {rule["id"] for rule in passed}
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_drawer_on_a_phone(browser: Browser, address: str, look: Path, scheme: str) -> None:
    page, wrong = watched(browser, 390, scheme, reduced_motion="reduce")
    open_page(page, address, "shili/sifaju/2026")
    page.locator("label.md-header__button[for=__drawer]").click()
    page.get_by_role("navigation").get_by_text("收录情况").first.wait_for()
    page.screenshot(path=look / f"drawer-390-{scheme}.png")
    assert violations(page) == []
    page.close()
    assert wrong == []


@pytest.mark.parametrize("width", [640, 320])
def test_text_at_twice_the_size(browser: Browser, address: str, width: int) -> None:
    """A window of 1280 pixels at 200 %, and the narrowest one that WCAG asks for."""
    page, wrong = watched(browser, width, device_scale_factor=2)
    for folders in KINDS.values():
        open_page(page, address, folders[0])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, folders[0]
    page.close()
    assert wrong == []

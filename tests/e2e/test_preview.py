"""The preview of each form in Chromium; pictures stay in build/look/ to be seen."""

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tools.form import definition
from tools.form.documents import preview
from tools.source.workspace import Workspace

LOOK = ROOT / "build" / "look"
MILLIMETRE = 96 / 25.4


@pytest.mark.parametrize("form", definition.names(Workspace(ROOT)))
def test_sheets_have_the_size_of_the_paper(form: str, browser: Browser) -> None:
    LOOK.mkdir(parents=True, exist_ok=True)
    path = LOOK / f"preview-{form}.html"
    path.write_text(preview(Workspace(ROOT), form), "utf-8")
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 1000, "height": 1200})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.screenshot(path=path.with_suffix(".png"), full_page=True)
    boxes = [sheet.bounding_box() for sheet in page.query_selector_all(".sheet")]
    tables = [table.bounding_box() for table in page.query_selector_all("table")]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert asked == [path.as_uri()]
    assert width <= 1000
    for box in boxes:
        assert box is not None
        assert abs(box["width"] - 210 * MILLIMETRE) < 1
        assert box["height"] > 297 * MILLIMETRE - 1
    for table in tables:
        assert table is not None
        assert abs(table["width"] - 156 * MILLIMETRE) < 2

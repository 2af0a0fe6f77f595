"""The site by keyboard, and for those who asked for less motion."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import open_page, watched

YEAR = "shili/sifaju/2026"
PROJECT = "shili/sifaju/99999922p00010110001c"
# How the focused thing looks and where it stands; the outline is drawn on it or around it.
FOCUSED = """() => {
  const one = document.activeElement
  const seen = one.matches('.md-option') ? one.nextElementSibling : one  // the switch of schemes
  const box = seen.getBoundingClientRect(), style = getComputedStyle(seen)
  return {
    text: (one.getAttribute('aria-label') || one.title || one.innerText || one.name || '').trim(),
    area: one.closest('header.md-header, main, footer')?.tagName ?? '',
    order: [...document.querySelectorAll('*')].indexOf(one),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
    input: one.matches('input:not(.md-option)')
  }
}"""


def tabbed(page: Page, times: int) -> list[dict[str, Any]]:
    """What gets the focus, one press of Tab after another."""
    places = []
    for _ in range(times):
        page.keyboard.press("Tab")
        places.append(page.evaluate(FOCUSED))
    return places


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("folder", ["", YEAR, PROJECT, "rules"])
def test_focus_goes_down_the_page_and_is_seen(
    browser: Browser, address: str, folder: str, width: int
) -> None:
    page, wrong = watched(browser, width, reduced_motion="reduce")
    open_page(page, address, folder)
    places = tabbed(page, 25)
    orders = [place["order"] for place in places]
    first_round = orders[: next((i for i, o in enumerate(orders[1:], 1) if o < orders[i - 1]), 25)]
    assert len(first_round) >= 12
    assert first_round == sorted(set(first_round))
    for place in places[: len(first_round)]:
        assert place["outlined"] or place["input"], place
        assert place["onScreen"], place
        assert place["text"], place
    page.close()
    assert wrong == []


def test_the_first_stop_skips_to_the_content(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280, reduced_motion="reduce")
    open_page(page, address, YEAR)
    (first,) = tabbed(page, 1)
    assert first["text"] == "跳到正文"
    assert first["onScreen"]
    page.keyboard.press("Enter")
    (after,) = tabbed(page, 1)
    assert after["area"] == "MAIN"
    page.close()


def test_changes_of_a_year_open_by_keyboard(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 390, reduced_motion="reduce")
    open_page(page, address, PROJECT)
    closed = page.locator("details.step:not([open])").first
    step = closed.element_handle()
    summary = step.query_selector("summary")
    assert summary is not None
    summary.focus()
    page.keyboard.press("Enter")
    assert step.evaluate("one => one.open")
    page.keyboard.press("Space")
    assert not step.evaluate("one => one.open")
    page.close()


def test_wide_tables_move_by_keyboard(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 390, reduced_motion="reduce")
    open_page(page, address, "")
    table = page.locator(".table-scroll").last
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.table-scroll')].pop().scrollLeft > 0"
    )
    page.close()


def test_nothing_moves_for_those_who_asked(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 390, reduced_motion="reduce")
    open_page(page, address, YEAR)
    seconds = page.evaluate(
        """() => [...document.querySelectorAll('*')].map(one => getComputedStyle(one))
        .flatMap(s => `${s.transitionDuration},${s.animationDuration}`.split(','))
        .map(parseFloat)"""
    )
    assert max(seconds) <= 0.001
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_screen_readers_get_tables_as_tables(browser: Browser, address: str, width: int) -> None:
    """On a phone rows stand as blocks; they stay rows of a table with a name and headers."""
    page, _ = watched(browser, width)
    open_page(page, address, YEAR)
    table = page.get_by_role("table", name="法律援助案件补贴：绩效指标 9 条")
    assert table.count() == 1
    assert table.get_by_role("row").count() == 10
    assert table.get_by_role("columnheader").count() == 6
    assert table.get_by_role("rowheader").count() == 9
    page.close()

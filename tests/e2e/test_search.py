"""Search and the list of indicators in a real browser, held against the data.

Screenshots stay in build/look/ to be seen.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote, urldefrag

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.e2e.browsing import watched
from tests.web.opendata.made import FRAMEWORKS
from tests.web.search.reading import SCRIPT
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.public import Public
from tools.web.search.folding import fold
from tools.web.search.rows import INDICATOR, Group, Row, groups

LOOK = ROOT / "build" / "look"
WORDS = ["护路", "信访", "雪亮工程", "见义勇为", "网格员", "满意度", "水", "≥95%", "９５％"]
WORDS += [
    "95百分比",
    ">=95%",
    "13082222P00899110001F",
    "13082222p00899110001f",
    "铁路护路联防",
    "没有这样的词",
]
DATA = list(groups(Public(repository=load(Workspace(ROOT)), frameworks=FRAMEWORKS)))
# Where what is folded is more than one sign.
RUNS = ["≥ 95百分比", "＞＝９５％", "<=2，400次", "1,234,567.8", "2022,2023", "1,23", "百百分比比"]
ROWS = [(group, row) for group in DATA for row in group.rows]
# What is found unless the sample is asked for.
REAL = [(group, row) for group, row in ROWS if not group.sample]


def holding(word: str, rows: list[tuple[Group, Row]] = REAL) -> list[tuple[Group, Row]]:
    """The rows that hold a word in a field of their own, asked of the data itself."""
    return [(group, row) for group, row in rows if matches(group, row, [word])]


def matches(group: Group, row: Row, words: list[str]) -> bool:
    """All words in the row, its project's name or its department-year; one in the row itself."""
    own = [fold(field.text) for field in row.fields]
    label = f"{group.region}{group.department}{group.entry.year}年度"
    all_texts = [*own, fold(row.project), fold(label)]
    return all(any(fold(word) in text for text in all_texts) for word in words) and any(
        fold(word) in text for text in own for word in words
    )


def count(page: Page) -> int:
    """How many the page says it has found, once it has."""
    page.wait_for_function("() => document.body.dataset.found")
    return int(str(page.evaluate("document.body.dataset.found")))


def all_links(page: Page) -> list[str]:
    """Where everything that is found leads to, below the site's root."""
    wanted = count(page)
    links = page.locator("#hits :is(li, th) a")
    while links.count() < wanted:
        before = links.count()
        page.locator("#more").click()
        links.nth(before).wait_for()
    found = links.evaluate_all("all => all.map(a => decodeURIComponent(a.href))")
    return [re.sub(r"^.*?(/site|//127[^/]*)/", "", str(link)) for link in found]


def belongings(group: Group, row: Row) -> set[str]:
    """What a row is filtered by."""
    entry, sort = group.entry, row.sort
    return {entry.region, str(entry.year), sort.level1, sort.kind, sort.verdict}


def pages_of(found: Iterable[tuple[Group, Row]]) -> Counter[str]:
    return Counter(f"{group.entry.address}/" for group, _ in found)


@pytest.mark.parametrize("words", WORDS)
def test_search_finds_what_the_data_holds(browser: Browser, address: str, words: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/search/?q={quote(words)}")
    links = all_links(page)
    expected = holding(words)
    assert Counter(urldefrag(link)[0] for link in links) == pages_of(expected)
    below = {link for link in links if not urldefrag(link)[1].startswith(("top", "item", "meas"))}
    assert {f"{g.entry.address}/#{r.anchor}" for g, r in expected if r.anchor != "top"} <= below
    marks = page.locator("#hits mark").all_inner_texts()
    assert {fold(mark) for mark in marks} == ({fold(words)} if expected else set())
    assert page.locator("#none").is_visible() == (not expected)
    assert wrong == []
    page.close()


@pytest.mark.parametrize(
    "words", ["满意度 兴隆", "护路 满意度", "兴隆 2022年", "满意度 遵化 率", "护路，满意度"]
)
def test_several_words_are_all_there_or_in_project_and_department(
    browser: Browser, address: str, words: str
) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/?q={quote(words)}")
    expected = [found for found in REAL if matches(*found, re.split("[ ，]", words))]
    assert Counter(urldefrag(link)[0] for link in all_links(page)) == pages_of(expected)
    page.close()


def test_filters_stand_in_the_address_and_back_undoes_them(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/search/?q={quote('信访')}")
    all_found = holding("信访")
    assert count(page) == len(all_found)
    here = [(g, r) for g, r in all_found if g.entry.region == "zunhua"]
    option = page.locator("select[name=region] option[value=zunhua]")
    assert option.inner_text().endswith(f"（{len(here)}）")
    page.select_option("select[name=region]", "zunhua")
    page.wait_for_function(f"document.body.dataset.found === '{len(here)}'")
    others = page.locator("select[name=region] option").all_inner_texts()
    assert sum(int(text.split("（")[-1][:-1]) for text in others[1:]) == len(all_found)
    indicators = [(g, r) for g, r in here if r.sort.type == INDICATOR]
    page.select_option("select[name=type]", INDICATOR)
    page.wait_for_function(f"document.body.dataset.found === '{len(indicators)}'")
    assert 0 < len(indicators) < len(here)
    assert "region=zunhua" in page.url
    page.go_back()
    page.wait_for_function(f"document.body.dataset.found === '{len(here)}'")
    page.reload()
    assert count(page) == len(here)
    page.go_back()
    page.wait_for_function(f"document.body.dataset.found === '{len(all_found)}'")
    assert page.locator("select[name=region]").input_value() == ""
    assert wrong == []
    page.close()


def test_the_field_in_the_header_leads_to_what_it_finds(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/xinglong/zhengfawei/2022/")
    page.locator(".header-search input").fill("雪亮工程")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert count(page) == len(holding("雪亮工程"))
    page.locator("#hits a").first.click()
    page.wait_for_url(re.compile("/[0-9]{4}/#"))
    anchor = urldefrag(page.url)[1]
    assert page.locator(f'[id="{anchor}"]').count() == 1
    page.go_back()
    assert count(page) == len(holding("雪亮工程"))
    assert wrong == []
    page.close()


@pytest.mark.parametrize("with_script", [True, False])
def test_on_a_phone_the_home_page_has_the_field(
    browser: Browser, address: str, with_script: bool
) -> None:
    page, wrong = watched(browser, 390, java_script_enabled=with_script)
    page.goto(f"{address}/")
    field = page.get_by_role("searchbox", name="搜索项目、指标、单位")
    assert field.count() == 1
    field.fill("雪亮工程")
    page.get_by_role("button", name="搜索").click()
    page.wait_for_url(f"**/search/index.html?q={quote('雪亮工程')}")
    if with_script:
        assert count(page) == len(holding("雪亮工程"))
    assert wrong == []
    page.close()


def test_sample_data_is_left_out_until_asked_for(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    for place, size in (("search", len(holding("满意度"))), ("indicators", 0)):
        page.goto(f"{address}/{place}/?q={quote('满意度')}")
        rows = [(g, r) for g, r in holding("满意度") if size or r.sort.type == INDICATOR]
        everything = [
            (g, r) for g, r in holding("满意度", ROWS) if size or r.sort.type == INDICATOR
        ]
        assert count(page) == len(rows) < len(everything)
        assert page.locator("select[name=region] option[value=shili]").count() == 0
        page.get_by_label("包括示例数据（虚构）").check()
        page.wait_for_function(f"document.body.dataset.found === '{len(everything)}'")
        assert "sample=1" in page.url
        page.reload()
        assert count(page) == len(everything)
        assert "包括示例数据" in page.locator("#found").inner_text()
        page.go_back()
        page.wait_for_function(f"document.body.dataset.found === '{len(rows)}'")
        assert not page.get_by_label("包括示例数据（虚构）").is_checked()
    assert wrong == []
    page.close()


def test_sample_data_is_marked_and_stands_last(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/?q={quote('满意度')}&type={quote(INDICATOR)}&sample=1")
    all_links(page)
    hits = page.locator("#hits > li")
    marked = ["示例数据" in text for text in hits.all_inner_texts()]
    assert marked == sorted(marked)
    found = [g for g, r in holding("满意度", ROWS) if r.sort.type == INDICATOR]
    assert sum(marked) == sum(group.sample for group in found) > 0
    page.close()


@pytest.mark.parametrize("query", ["sample=1", "q=满意度", "q=法律援助&sample=1"])
def test_new_years_are_first_and_sample_data_last(
    browser: Browser, address: str, query: str
) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/indicators/?{query}")
    links = all_links(page)
    samples = {group.entry.address for group in DATA if group.sample}
    places = [urldefrag(link)[0].strip("/") for link in links]
    order = [(place in samples, -int(place.split("/")[-1])) for place in places]
    assert order == sorted(order)
    assert len(set(order)) > 2
    page.close()


def test_a_change_is_told_with_both_values(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/indicators/?change={quote('放宽')}&sample=1")
    all_links(page)
    told = page.locator("#hits td:nth-child(3)").all_inner_texts()
    looser = [(g, r) for g, r in ROWS if r.sort.verdict == "放宽"]
    looser.sort(key=lambda found: (found[0].sample, -found[0].entry.year))
    assert [re.sub(r"\s+", " ", text) for text in told] == [
        re.sub(r"\s+", " ", f"{r.before.value} → {r.fields[2].text}　放宽（比 {r.before.year} 年）")
        for _, r in looser
        if r.before
    ]
    assert told
    group, row = looser[0]
    department = f"/{group.entry.region}/{group.entry.department}/"
    page.locator("#hits td:nth-child(4) a").first.click()
    page.wait_for_url(f"**{department}{row.slug}/")
    assert row.project in page.locator("h1").inner_text()
    page.go_back()
    page.locator("#hits td:nth-child(5) a").first.click()
    page.wait_for_url(f"**{department}")
    page.goto(f"{address}/indicators/?change={quote('没有变')}&sample=1")
    assert count(page) > 0
    assert "→" not in page.locator("#hits").inner_text()
    assert wrong == []
    page.close()


def test_a_project_is_found_with_its_budget(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    for word in ("法律援助", "护路"):
        page.goto(f"{address}/search/?q={quote(word)}&type={quote('项目')}&sample=1")
        count(page)
        shown = page.locator("#hits .hit-line", has_text="预算数").all_inner_texts()
        found = [r for _, r in holding(word, ROWS) if r.sort.type == "项目"]
        assert sorted(shown) == sorted(f"预算数{r.understood}" for r in found if r.understood)
    assert shown
    page.close()


def test_where_nothing_has_all_words_each_is_offered(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/search/?q={quote('雪亮工程 没有这样的词')}")
    assert count(page) == 0
    links = page.locator("#single a")
    assert links.all_inner_texts() == ["雪亮工程"]
    told = page.locator("#single li").all_inner_texts()
    assert told == [f"雪亮工程（{len(holding('雪亮工程'))} 条）", "没有这样的词（0 条）"]
    links.first.click()
    page.wait_for_url(re.compile("%E5%B7%A5%E7%A8%8B$"))
    assert count(page) == len(holding("雪亮工程"))
    assert not links.first.is_visible()
    page.goto(f"{address}/search/?q={quote('没有这样的词')}")
    assert count(page) == 0
    assert not page.locator("#single").is_visible()
    assert wrong == []
    page.close()


def test_a_year_may_be_written_to_the_word(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    found = set()
    for query in ("2026年 法律援助", "2026年法律援助", "法律援助2026", "２０２６年度法律援助"):
        page.goto(f"{address}/search/?q={quote(query)}&sample=1")
        found.add(count(page))
    (number,) = found
    assert number > 0
    page.close()


def test_paper_has_a_table_and_names_the_filters(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/indicators/?q={quote('率')}&change={quote('放宽')}&sample=1")
    assert count(page) > 0
    page.set_viewport_size({"width": 660, "height": 900})  # A4 within its margins
    page.emulate_media(media="print")
    rows = page.locator("#hits tr")
    for part in (rows, page.locator("#hits td")):
        told = part.evaluate_all("all => [...new Set(all.map(a => getComputedStyle(a).display))]")
        assert told == ["table-row" if part == rows else "table-cell"]
    chosen = page.locator("#found .chosen")
    assert chosen.inner_text() == "字词：率；筛选：与上年相比＝放宽，包括示例数据"
    box = chosen.bounding_box()
    assert box is not None
    assert box["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 660
    assert not page.locator("#finder").is_visible()
    LOOK.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=LOOK / "indicators-print.png")
    page.close()


def test_typing_finds_and_the_keyboard_suffices(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/")
    page.locator("#q").press_sequentially("满意度")
    page.wait_for_function(f"document.body.dataset.found === '{len(holding('满意度'))}'")
    assert page.locator("#found").get_attribute("role") == "status"
    page.locator("#more").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#hits > li').length > 20")
    focused = "document.activeElement === document.querySelectorAll('#hits a')[20]"
    assert page.evaluate(focused)
    page.close()


def test_indicators_are_filtered_as_the_data_says(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"{address}/indicators/")
    assert count(page) == sum(r.sort.type == INDICATOR for _, r in REAL)
    page.get_by_label("包括示例数据（虚构）").check()
    listed = [(g, r) for g, r in ROWS if r.sort.type == INDICATOR]
    page.wait_for_function(f"document.body.dataset.found === '{len(listed)}'")
    assert page.locator("#hits tbody tr").count() == 50
    first = page.locator("#hits tbody tr").first
    assert "示例数据" not in first.inner_text()
    wishes = ("region=shili", "year=2025", "class=产出指标", "kind=百分比", "change=收紧")
    for wish in wishes:
        name, _, value = wish.partition("=")
        listed = [(g, r) for g, r in listed if value in belongings(g, r)]
        page.select_option(f"select[name={name}]", value)
        page.wait_for_function(f"document.body.dataset.found === '{len(listed)}'")
    assert listed
    links = all_links(page)
    assert Counter(links) == Counter(f"{g.entry.address}/#{r.anchor}" for g, r in listed)
    row = page.locator("#hits tbody tr").first.inner_text()
    assert "示例数据" in row
    assert "收紧" in row
    page.locator("button[type=reset]").click()
    page.wait_for_function("Number(document.body.dataset.found) > 300")
    assert "region" not in page.url
    assert wrong == []
    page.close()


@pytest.mark.parametrize("place", ["search/index.html?q=护路", "indicators/index.html?q=护路"])
def test_it_works_from_the_disk(browser: Browser, built: Workspace, place: str) -> None:
    page, wrong = watched(browser, 1280)
    page.goto(f"file://{built.build / 'site'}/{place}")
    found = holding("护路")
    if place.startswith("indicators"):
        found = [(g, r) for g, r in found if r.sort.type == INDICATOR]
    assert count(page) == len(found) > 0
    page.locator("#hits a").first.click()
    page.wait_for_url(re.compile("/20[0-9]{2}/index.html#"))
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/site/index.html")
    page.locator(".header-search input").fill("护路")
    page.keyboard.press("Enter")
    assert count(page) == len(holding("护路"))
    assert wrong == []
    page.close()


def test_values_are_text_and_nothing_else(browser: Browser, address: str) -> None:
    page, wrong = watched(browser, 1280)
    hostile = "<img src=x onerror=alert(1)>"
    page.goto(f"{address}/search/?q={quote(hostile)}&region={quote(hostile)}")
    assert count(page) == 0
    assert page.locator("article img").count() == 0
    assert page.locator("select[name=region]").input_value() == hostile
    page.goto(f"{address}/search/?q={quote('护路')}&region=shili")
    assert count(page) == 0
    assert "示例县" in page.locator("select[name=region] option").last.inner_text()
    assert wrong == []
    page.close()


def test_files_of_two_versions_are_not_mixed(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    old = 'budgetTargets.take("0000000000000000","{}",{{}});'
    page.route(
        "**/data/pairs/*.js*",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body=old.format(re.findall(r"pairs/[0-9]+", route.request.url)[0]),
        ),
    )
    page.goto(f"{address}/search/?q={quote('护路')}")
    page.wait_for_function("document.body.dataset.found === 'failed'")
    assert "刷新" in page.locator("#found").inner_text()
    page.close()


def test_without_javascript_it_says_so_and_leads_on(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for place in ("search", "indicators"):
        page.goto(f"{address}/{place}/")
        assert "要用 JavaScript" in page.locator("noscript").inner_text()
        assert not page.locator("#more").is_visible()
        assert not page.locator("#finder").is_visible()
        links = page.locator("article a[href*='/20']").count()
        assert links == len(DATA)
    context.close()


def test_javascript_folds_as_python_does(browser: Browser, address: str, built: Workspace) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/")
    signs = {sign for _, row in ROWS for field in row.fields for sign in field.text}
    blocks = (*range(0x20, 0x3400), *range(0xF900, 0x10000))
    known = {chr(code) for code in blocks if unicodedata.category(chr(code)) != "Cn"}
    listed = sorted(signs | known)
    folded = page.evaluate("signs => signs.map(budgetTargets.fold)", listed)
    assert [(a, b, fold(a)) for a, b in zip(listed, folded, strict=True) if b != fold(a)] == []
    whole = sorted({field.text for _, row in ROWS for field in row.fields}) + RUNS
    folded = page.evaluate("all => all.map(budgetTargets.fold)", whole)
    assert [(a, b, fold(a)) for a, b in zip(whole, folded, strict=True) if b != fold(a)] == []
    for path in (built.build / "site/assets/search/data").rglob("*.js"):
        assert SCRIPT.fullmatch(path.read_text("utf-8"))
    page.close()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("2026年法律援助", ["2026年", "法律援助"]),
        ("法律援助2026", ["法律援助", "2026"]),
        ("法律援助２０２６年度 培训", ["法律援助", "2026年度", "培训"]),
        ("满意度，培训、次数；护路", ["满意度", "培训", "次数", "护路"]),
        ("2,400次 ２，４００次", ["2400次"]),
        ("≥95% ≧95百分比 >=95％", ["≥95%"]),
        *(
            (same, [same])
            for same in ("2024年10月底前", "2000人次", "2024户", "2021年以来", "2026年")
        ),
        *((same, [same]) for same in ("13082222p00899110001f", "自2022年起", "2022-2024年")),
    ],
)
def test_what_people_type_is_cut_into_words(
    browser: Browser, address: str, query: str, words: list[str]
) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/")
    assert page.evaluate("budgetTargets.words", query) == words
    page.close()


def test_marks_stand_where_the_words_are_written(browser: Browser, address: str) -> None:
    page, _ = watched(browser, 1280)
    page.goto(f"{address}/search/")
    text = "𠮷约 >= 95百分比、２，４００次以上"
    for query, written in (("≥95%", ">= 95百分比"), ("2400次以", "２，４００次以"), ("约", "约")):
        marks = "([text, query]) => budgetTargets.places(text, budgetTargets.words(query))"
        (place,) = page.evaluate(marks, [text, query])
        told = text.encode("utf-16-le")[place[0] * 2 : place[1] * 2]
        assert told.decode("utf-16-le") == written
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looks(browser: Browser, address: str, width: int, scheme: str) -> None:
    LOOK.mkdir(parents=True, exist_ok=True)
    page, wrong = watched(browser, width, scheme)
    for place in (
        "search/?q=满意度",
        "search/?q=没有这样的词",
        "search/?q=护路 没有这样的词",
        "search/?q=信访 2022",
        "indicators/",
        "indicators/?change=放宽&sample=1",
    ):
        page.goto(f"{address}/{place}")
        count(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        name = re.sub(r"[^a-z]+", "-", place).strip("-") + str(len(place))
        page.screenshot(path=LOOK / f"{name}-{width}-{scheme}.png", full_page=True)
    assert wrong == []
    page.close()

"""The preview: one page that asks for nothing, looks like the form and tells label from value."""

import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from tests.conftest import ROOT
from tests.records import HOSTILE, entry, indicator, project, save, tree, trees
from tools.checking import check
from tools.form import definition, specimen, style
from tools.form.documents import grid, preview
from tools.form.preview import css
from tools.model import chinese
from tools.problem import ProblemError
from tools.source.workspace import Workspace

WORKSPACE = Workspace(ROOT)
FORMS = definition.names(WORKSPACE)
VOID = {"meta", "col", "br"}


class Page(HTMLParser):
    """Elements in order with their attributes and text; every element must be closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_seen_with_made_up_data(form: str) -> None:
    html = preview(WORKSPACE, form)
    page = Page(html)
    assert page.all("html") == [{"lang": "zh-CN"}]
    assert next(text for tag, text in page.texts if tag == "title").startswith("版式预览：")
    assert "示例县示例局" in html
    assert "纯属虚构" in html
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {f"#{i}" for i in ids} >= {a["href"] for a in page.all("a")} != set()
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(th["scope"] in ("row", "col") for th in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) > 0


@pytest.mark.parametrize("form", FORMS)
def test_the_page_asks_for_nothing(form: str) -> None:
    html = preview(WORKSPACE, form)
    assert re.findall(r"https?:|<script|<link|@import|url\(|<img|<iframe", html) == []
    assert set(re.findall(r"src: *(\w+)", html)) == {"local"}


@pytest.mark.parametrize("form", FORMS)
def test_made_up_data_has_every_column_and_passes_the_checks(form: str, copy: Workspace) -> None:
    chosen = definition.load(copy, form)
    record = specimen.department_year(chosen, form)
    content = listed(chinese(record))
    save(copy, "shili/sifaju/2026", {key: value for key, value in content.items() if value != []})
    assert check(copy).problems == []
    columns = chosen.columns["项目"]
    for item in content["项目"]:
        assert {*columns.required, *columns.optional} <= set(item)


def listed(value: Any) -> Any:
    """The tree as a reader would give it: lists, not tuples."""
    if isinstance(value, dict):
        return {key: listed(part) for key, part in value.items()}
    return [listed(part) for part in value] if isinstance(value, (list, tuple)) else value


def test_labels_are_headers_and_values_are_marked() -> None:
    html = preview(WORKSPACE, "hebei-text", entry(tree()))
    assert re.search(r'<th scope="row" colspan="4"><p class="s\d+">项目名称</p></th>', html)
    assert re.search(r'<th scope="col"><p class="s\d+">指标值</p></th>', html)
    value = '<td class="filled"><p class="s15"><span class="value">普法场次</span></p></td>'
    assert value in html
    assert '<b class="c1">绩效目标：</b><span class="value">依法办事。</span>' in html
    assert '<td colspan="3" class="filled"><p class="s16"><span class="value"></span></p>' in html


def test_sheets_break_where_the_form_says_so() -> None:
    projects = [project(), project()]
    sheets = Page(preview(WORKSPACE, "hebei-text", entry(tree(项目=projects)))).all("div")
    assert len(sheets) == 6  # cover, contents, two parts, two projects


def test_merges_are_those_of_the_form() -> None:
    rows = [indicator(), indicator(二级指标="质量指标")]
    html = preview(WORKSPACE, "hebei-text", entry(tree(项目=[project(绩效指标=rows)])))
    assert '<td rowspan="2" class="filled"><p class="s16"><span class="value">产出指标' in html
    assert '<th scope="col" rowspan="2"><p class="s18">资金支出计划（%）</p></th>' in html


def test_styles_become_css() -> None:
    sheet = css(style.load(WORKSPACE, "hebei-text"))
    assert "@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm; }" in sheet
    body = re.search(r"\.sheet \.s1 \{(.*)\}", sheet)
    assert body
    assert "'仿宋_GB2312', FangSong" in body[1]
    assert "font-size: 16pt; line-height: 28.99pt; text-align: justify;" in body[1]
    assert "letter-spacing: -0.02em; text-indent: 2em;" in body[1]


def test_a_font_name_stays_a_name() -> None:
    look = style.load(WORKSPACE, "hebei-text")
    look["样式"]["正文"]["字体"] = "x'; } </style><script>alert(1)</script>"
    assert "<" not in css(look)


@settings(max_examples=20, deadline=None)
@given(trees)
def test_hostile_values_stay_text(content: dict[str, Any]) -> None:
    page = Page(preview(WORKSPACE, "hebei-text", entry(content)))
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "p", "span", "main", "div"),
        *("h1", "h2", "h3", "nav", "ul", "li", "a", "table", "caption", "colgroup", "col"),
        *("thead", "tbody", "tr", "th", "td", "b", "br"),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_shown_as_itself(text: str) -> None:
    content = tree(项目=[project(资金用途=text)])
    shown = "".join(
        data for _, data in Page(preview(WORKSPACE, "hebei-text", entry(content))).texts
    )
    assert text in shown


def test_marks_are_not_in_the_form_itself() -> None:
    cells = repr(grid(WORKSPACE, entry(tree())))
    assert "\ufdd0" not in cells
    assert "\\ufdd0" not in cells


def test_a_fault_is_told_with_the_line_of_the_template(copy: Workspace) -> None:
    shutil.copytree(copy.forms / "hebei-text", copy.forms / "xin-ban")
    path = copy.forms / "xin-ban" / "document.xhtml.j2"
    path.write_text(
        path.read_text("utf-8").replace("{{ 项目.资金用途 }}", "{{ 项目.用途 }}"), "utf-8"
    )
    with pytest.raises(ProblemError, match="没有“用途”这个名称") as caught:
        preview(copy, "xin-ban")
    assert caught.value.problems[0].place == "templates/forms/xin-ban/document.xhtml.j2:44:1"

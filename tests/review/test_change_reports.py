"""Reports of changes: what a pull request and a reviewer are shown."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from tests.records import HOSTILE, indicator, project, tree, trees
from tools import model
from tools.likeness.phrases import Part, Segment
from tools.review.changes import report
from tools.review.changes.compare import compare
from tools.review.changes.kinds import FileChanges, Kind
from tools.review.changes.view import excerpt
from tools.source.repository import load
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
HERE = Workspace(ROOT)
GOLDEN = Path(__file__).parent / "golden"


class Shown(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def sample() -> FileChanges:
    entries = {entry.address: entry.record for entry in load(HERE).entries}
    names = ("示例县司法局 2025", "示例县司法局 2026")
    return compare(entries["shili/sifaju/2025"], entries["shili/sifaju/2026"], names)


def hostile(texts: list[str]) -> dict[str, Any]:
    rows = [indicator(三级指标=text, 绩效指标描述=text, 指标值确定依据=text) for text in texts]
    return tree(项目=[project(项目名称=texts[0], 资金用途=texts[1], 绩效目标=texts, 绩效指标=rows)])


def test_markdown_of_the_sample(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "changes.md", report.markdown(HERE, [sample()]))


def test_nothing_changed() -> None:
    same = compare(model.department_year(tree()), model.department_year(tree()))
    assert report.markdown(HERE, [same]) == report.markdown(HERE, []) == "绩效目标没有改动。\n"
    assert "绩效目标没有改动。" in report.html(HERE, [same])
    (plain,) = json.loads(report.as_json([same]))
    assert plain["head"] == plain["projects"] == []


def test_json_names_kinds_for_programs_and_for_people() -> None:
    (found,) = json.loads(report.as_json([sample()]))
    told = [*found["head"], *(c for p in found["projects"] for c in p["changes"])]
    assert len(told) == len(sample().all)
    kinds = {change["kind"]: change["title"] for change in told}
    assert kinds["target-relaxed"] == "指标值放宽"
    assert set(kinds) <= {kind.code for kind in Kind}


def test_hostile_texts_stay_texts() -> None:
    ours = model.department_year(hostile(HOSTILE))
    found = [
        compare(model.department_year(tree()), ours),
        compare(ours, model.department_year(tree())),
    ]
    page = Shown(report.html(HERE, found))
    assert page.tags.isdisjoint({"script", "img", "b", "span", "a"})
    text = "".join(page.text)
    assert all(value in text for value in HOSTILE)
    markdown = report.markdown(HERE, found)
    assert Shown(markdown).tags <= {"details", "summary", "del", "ins", "br"}
    for line in markdown.splitlines():
        assert not line.startswith("|") or len(re.findall(r"\|", line)) in (5, 10), line
        assert not re.search(r"(?<![&\w])[@#!]\w", line.removeprefix("#")), line


@settings(max_examples=40, deadline=None)
@given(trees, trees)
def test_every_report_can_be_made_of_anything(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = [compare(model.department_year(before), model.department_year(after), ("甲", "乙"))]
    markdown = report.markdown(HERE, changes)
    assert Shown(markdown).tags <= {"details", "summary", "del", "ins", "br"}
    json.loads(report.as_json(changes))
    report.html(HERE, changes)


def test_an_excerpt_cuts_no_number() -> None:
    same = Segment(Part.SAME, f"{'甲' * 16}12.5{'乙' * 40}3.25{'丙' * 16}")
    changed = Segment(Part.NEW, "丁")
    assert excerpt([changed, same, changed])[1].text == f"{'甲' * 16}12.5……3.25{'丙' * 16}"
    digits = Segment(Part.SAME, "1" * 100_000 + "一" * 50)
    assert excerpt([changed, digits, changed])[1].text.endswith(f"……{'一' * 16}")

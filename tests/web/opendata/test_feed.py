"""The feed: valid Atom, ids that stay, dates that somebody can answer for."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.checkout import FILE, Checkout, needs_git
from tests.records import HOSTILE, lines, tree
from tests.web.opendata.made import committed, small, year
from tools import model
from tools.source.repository import Entry, Repository, load
from tools.source.workspace import Workspace
from tools.web import public
from tools.web.opendata.dates import UNKNOWN
from tools.web.opendata.feed import ENTRIES, atom, urn

HERE = Path(__file__).parent
GRAMMAR = etree.RelaxNG(etree.parse(HERE / "atom.rng"))


def parsed(data: bytes) -> Any:
    GRAMMAR.assertValid(etree.fromstring(data))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        import feedparser

        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    ids = [entry.id for entry in found.entries]
    assert len(set(ids)) == len(ids)
    return found


def test_the_real_feed(real: Workspace) -> None:
    found = parsed((real.build / "data/feed.xml").read_bytes())
    repository = load(real)
    corrections = sum(len(entry.record.corrections) for entry in repository.entries)
    assert len(found.entries) == len(repository.entries) + corrections
    moments = [entry.updated for entry in found.entries]
    assert moments == sorted(moments, reverse=True)
    assert found.feed.updated == moments[0]
    assert found.feed.language == "zh-CN"


def test_a_small_feed(golden: Callable[[Path, str], None]) -> None:
    data = atom([small()])
    new, correction = sorted(parsed(data).entries, key=lambda entry: entry.title)
    assert correction.title.startswith("更正：")
    assert correction.link == "../shili/sifaju/2024/#corrections"
    assert correction.updated == new.updated == "2024-05-06T00:00:00+08:00"
    golden(HERE / "golden" / "feed.xml", data.decode("utf-8"))


def test_a_day_that_nobody_knows_is_said_to_be_so() -> None:
    (entry,) = parsed(atom([year(tree())])).entries
    assert entry.updated == "2024-01-01T00:00:00+08:00"
    assert UNKNOWN in entry.summary


def test_git_knows_the_day() -> None:
    (entry,) = parsed(atom([committed("2024-03-04")])).entries
    assert entry.updated == "2024-03-04T00:00:00+08:00"
    assert UNKNOWN not in entry.summary


def test_no_entries() -> None:
    assert parsed(atom([])).entries == []


def test_only_the_newest_are_told() -> None:
    many = [
        {"日期": f"2024-05-{day:02}", "内容": f"{n}", "原因": "错"}
        for n in range(20)
        for day in range(1, 29)
    ]
    found = parsed(atom([year(tree(更正记录=many))])).entries
    assert len(found) == ENTRIES
    assert found[0].updated.startswith("2024-05-28")


def test_ids_do_not_change() -> None:
    assert urn("xinglong/zhengfawei/2022") == "urn:uuid:a2c30c4c-8f55-57bd-bce8-8cfa53ac7874"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_text(text: str) -> None:
    corrections = [{"日期": "2024-05-06", "内容": text, "原因": text}]
    record = tree(部门={"名称": text}, 更正记录=corrections)
    region = model.region({"格式": 1, "名称": text, "部门": {"sifaju": {"名称": text}}})
    data = atom([year(record, region)])
    parsed(data)
    told = [node.text for node in etree.fromstring(data).iter("{*}summary")]
    assert f"{text}（原因：{text}）" in told


@given(st.lists(lines, min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_text_is_well_formed(three: list[str]) -> None:
    corrections = [{"日期": "2024-05-06", "内容": three[0], "原因": three[1]}]
    parsed(atom([year(tree(部门={"名称": three[2]}, 更正记录=corrections))]))


@needs_git
def test_days_come_from_the_last_commits(checkout: Checkout) -> None:
    entry = year(tree()).entry
    checkout.git("commit", "--allow-empty", "-m", "x")
    repository = load_with(entry)
    assert entry.path == FILE
    (commit,) = public.last_commits(checkout.workspace, repository).values()
    assert commit.date == checkout.git("log", "-1", "--format=%ad", "--date=short", "--", FILE)


def test_outside_git_nobody_knows(own_git: None, tmp_path: Path) -> None:
    assert public.last_commits(Workspace(tmp_path), load_with(year(tree()).entry)) == {}


def load_with(entry: Entry) -> Repository:
    return Repository(regions={}, entries=[entry], problems=[])

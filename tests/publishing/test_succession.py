"""What is published is never replaced by something older, nor changed in silence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from tests.checkout import Checkout, needs_git
from tests.publishing.counties import Publisher, commit, contents, department_year, replace
from tests.records import indicator, project
from tools.publishing import addresses

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"
ADDRESS = "jiaxian/sifaju/2024"
OLD, NEW = "用于普法。", "用于普法活动。"


def listed(out: Path) -> addresses.Addresses:
    return addresses.read((out / addresses.NAME).read_bytes())


def clone(publish: Publisher, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in a clone from now on that knows nothing of what comes."""
    publish.county.git("clone", str(publish.county.repository), str(folder))
    monkeypatch.chdir(folder)


def test_the_list_names_the_revision_and_the_sum_of_all_else(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    assert listed(out).revision == publish.county.git("rev-parse", "HEAD")
    first = listed(out).sha256
    assert first == addresses.content_sum(out)
    (out / "index.html").write_text("别的", "utf-8")
    assert addresses.content_sum(out) != first


def test_the_same_revision_again_changes_nothing(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "没有变化" not in publish(out)
    before = contents(out)
    assert "没有变化" in publish(out)
    assert contents(out) == before


@pytest.mark.parametrize("is_branch", [False, True])
def test_an_older_revision_does_not_replace_a_newer_one(
    publish: Publisher, tmp_path: Path, is_branch: bool
) -> None:
    to = "gh-pages" if is_branch else tmp_path / "out"
    publish(to)
    replace(publish.county, YEAR, OLD, NEW)
    publish(to)
    newer = publish.county.git("rev-parse", "--short=7", "HEAD")
    publish.county.git("checkout", "HEAD^")
    older = publish.county.git("rev-parse", "--short=7", "HEAD")
    shown = publish(to, code=1)
    assert f"网站上的是更新的版本 {newer}，这里的 {older} 比它旧" in shown
    assert "git revert" in shown
    assert "检查……" not in shown  # it stops before it builds


def test_another_line_of_work_does_not_replace_it_either(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish.county.git("switch", "-c", "other")
    replace(publish.county, YEAR, OLD, NEW)
    publish(out)
    publish.county.git("switch", "main")
    replace(publish.county, ".gitignore", "build/", "build/\n*.tmp")
    assert "没有它的改动" in publish(out, code=1)
    publish.county.git("merge", "other")
    publish(out)


def test_a_revision_that_is_not_here_has_to_be_fetched_or_named(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    clone(publish, monkeypatch, tmp_path / "clone")
    replace(publish.county, YEAR, OLD, NEW)
    monkeypatch.chdir(publish.county.workspace.root)
    publish(out)
    published = listed(out).revision[:7]
    monkeypatch.chdir(tmp_path / "clone")
    shown = publish(out, code=1)
    assert f"网站上的是版本 {published}，这里没有这个版本" in shown
    assert "git pull" in shown
    publish(out, "--over", "a" * 7, code=1)
    publish(out, "--over", published[:6], code=1)
    publish(out, "--over", published)


def test_a_list_alone_is_enough_where_no_folder_is_kept(publish: Publisher, tmp_path: Path) -> None:
    """What .ci/publish does: of the site that is up there is nothing but its addresses."""
    publish(tmp_path / "up")
    replace(publish.county, YEAR, OLD, NEW)
    publish(tmp_path / "up")
    publish.county.git("checkout", "HEAD^")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / addresses.NAME).write_bytes((tmp_path / "up" / addresses.NAME).read_bytes())
    assert "会退回去" in publish(fresh, code=1)
    publish.county.git("switch", "main")
    publish(fresh)


def test_a_site_from_before_revisions_were_recorded_is_replaced(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    old = json.loads((out / addresses.NAME).read_bytes())
    del old["revision"], old["sha256"]
    (out / addresses.NAME).write_text(json.dumps(old), "utf-8")
    assert "没有记下由哪个版本生成，没有核对" in publish(out)
    assert listed(out).revision


@pytest.mark.parametrize("revision", ["--all", "HEAD", "a" * 39, "A" * 40])
def test_a_revision_that_is_none_makes_no_list_of_ours(revision: str, tmp_path: Path) -> None:
    found = structs.replace(addresses.survey(tmp_path), revision=revision)
    with pytest.raises(ValueError, match=addresses.NAME):
        addresses.read(addresses.write(found))


def altered(made: Checkout) -> None:
    replace(made, YEAR, OLD, NEW)


def taken_back(made: Checkout) -> None:
    replace(made, YEAR, "状态: 已公开", "状态: 编制中")


def deleted(made: Checkout) -> None:
    (made.workspace.root / YEAR).unlink()
    commit(made)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (altered, "published-changed"),
        (taken_back, "status-backwards"),
        (deleted, "published-deleted"),
    ],
)
def test_what_was_published_is_not_changed_in_silence(
    publish: Publisher, tmp_path: Path, change: Callable[[Checkout], None], rule: str
) -> None:
    """However many revisions lie between; before the first time there is nothing to compare."""
    department_year(publish.county, ADDRESS, 状态="已公开")
    commit(publish.county)
    out = tmp_path / "out"
    assert "还没有发布过网站，没有核对" in publish(out)
    before = contents(out)
    change(publish.county)
    replace(publish.county, ".gitignore", "build/", "build/\n*.tmp")
    assert rule in publish(out, code=1)
    assert contents(out) == before


def test_a_correction_may_be_published(publish: Publisher, tmp_path: Path) -> None:
    department_year(publish.county, ADDRESS, 状态="已公开")
    commit(publish.county)
    publish(tmp_path / "out")
    correction = {"日期": "2025-03-01", "内容": "改资金用途", "原因": "写错了"}
    changed = [project(资金用途=NEW)]
    department_year(publish.county, ADDRESS, 状态="已公开", 项目=changed, 更正记录=[correction])
    commit(publish.county)
    assert "没有核对" not in publish(tmp_path / "out")


def test_errors_of_what_is_public_for_the_first_time_stop_it(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    faulty = [project(绩效指标=[indicator(指标值=None)], 财政资金=20)]
    for address in (ADDRESS, "jiaxian/sifaju/2023"):
        department_year(publish.county, address, 状态="已公开", 项目=faulty)
        commit(publish.county)
        shown = publish(out, code=1)
        assert f"第一次公开的 targets/{address}.yaml 有错" in shown
        assert "审核例外" in shown
        publish.county.git("reset", "--hard", "HEAD^")

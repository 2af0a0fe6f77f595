"""What is published is never replaced by something older, nor changed in silence."""

import json
from pathlib import Path

import pytest
from msgspec import structs

from tests.checkout import needs_git
from tests.publishing.counties import Publisher, contents, replace
from tools.publishing import addresses

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"
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
    publish(out)
    assert listed(out).revision


@pytest.mark.parametrize("revision", ["--all", "HEAD", "a" * 39, "A" * 40])
def test_a_revision_that_is_none_makes_no_list_of_ours(revision: str, tmp_path: Path) -> None:
    found = structs.replace(addresses.survey(tmp_path), revision=revision)
    with pytest.raises(ValueError, match=addresses.NAME):
        addresses.read(addresses.write(found))

"""Only what was committed is published, and only what may be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import Checkout, needs_git
from tests.publishing.counties import Publisher, contents, county, department_year, replace
from tests.records import indicator, project
from tools.source.workspace import Workspace
from tools.web import site

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"
PAGE = "jiaxian/sifaju/2024/index.html"


def test_what_is_public_is_published_and_nothing_else(publish: Publisher, tmp_path: Path) -> None:
    shown = publish(tmp_path / "out")
    found = contents(tmp_path / "out")
    assert {PAGE, "index.html", "data/manifest.json", "addresses.json"} <= set(found)
    assert "jiaxian/sifaju/2024/jiaxian-sifaju-2024.docx" in found
    assert not any("2025" in name or "yixian" in name for name in found)
    everything = b"".join(found.values())
    assert "草稿的话".encode() not in everything
    assert "示例的话".encode() not in everything
    assert "示例数据 1 份没有发布" in shown
    assert "编制中的 1 份没有发布" in shown
    assert publish.county.git("rev-parse", "HEAD")[:7] in shown


def changed(made: Checkout) -> str:
    path = made.workspace.root / YEAR
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    return YEAR


def staged(made: Checkout) -> str:
    name = changed(made)
    made.git("add", name)
    return name


def untracked(made: Checkout) -> str:
    department_year(made, "jiaxian/sifaju/2023")
    return "targets/jiaxian/sifaju/2023.yaml"


def ignored(made: Checkout) -> str:
    """Git would say nothing; MkDocs would copy it."""
    made.write("site/pages/about/notes.bak", "内部")
    return "site/pages/about/notes.bak"


def ignored_data(made: Checkout) -> str:
    with (made.workspace.root / ".git" / "info" / "exclude").open("a") as file:
        file.write("2023.yaml\n")
    return untracked(made)


def hidden(made: Checkout) -> str:
    made.git("update-index", "--assume-unchanged", YEAR)
    return changed(made)


def deleted(made: Checkout) -> str:
    (made.workspace.root / YEAR).unlink()
    return YEAR


@pytest.mark.parametrize(
    "spoil", [changed, staged, untracked, ignored, ignored_data, hidden, deleted]
)
def test_nothing_is_published_from_a_tree_that_is_not_clean(
    publish: Publisher, tmp_path: Path, spoil: Callable[[Checkout], str]
) -> None:
    name = spoil(publish.county)
    shown = publish(tmp_path / "out", code=1)
    assert name in shown
    assert "git commit" in shown
    assert not (tmp_path / "out").exists()


def test_what_the_site_is_not_made_of_may_lie_about(publish: Publisher, tmp_path: Path) -> None:
    publish.county.write("notes.txt", "内部")
    publish.county.write("site/pages/.DS_Store", "")
    publish.county.write("targets/jiaxian/sifaju/2024.导入报告.md", "报告")
    with (publish.county.workspace.root / ".git" / "info" / "exclude").open("a") as file:
        file.write(".DS_Store\n")
    publish(tmp_path / "out")


def test_a_shallow_clone_has_no_dates(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(publish.county, ".gitignore", "build/", "build/\n*.tmp")
    clone = tmp_path / "clone"
    url = publish.county.repository.as_uri()
    publish.county.git("clone", "--depth", "1", url, str(clone))
    monkeypatch.chdir(clone)
    assert "fetch-depth: 0" in publish(tmp_path / "out", code=1)


def test_without_a_repository_or_a_commit_it_is_told_what_to_do(
    publish: Publisher, tmp_path: Path
) -> None:
    folder = publish.county.workspace.root
    (folder / ".git").rename(tmp_path / "away")
    assert "git clone" in publish(tmp_path / "out", code=1)
    publish.county.git("init")
    assert "git commit" in publish(tmp_path / "out", code=1)


def test_a_project_further_down_in_its_repository_is_published(
    own_git: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    top = Checkout(tmp_path / "all")
    made = county(tmp_path / "all" / "county")
    (made.repository / ".git").rename(tmp_path / "away")
    top.git("init")
    top.git("add", "-A")
    top.git("commit", "-m", "all")
    publish = Publisher(Checkout(top.repository, made.workspace.root), monkeypatch, capsys)
    made.write("targets/jiaxian/sifaju/2024.导入报告.md", "报告")
    publish("gh-pages")
    assert PAGE in top.git("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert top.git("status", "--porcelain") == ""
    assert untracked(made) in publish("gh-pages", code=1)


def test_a_private_number_stops_it_even_in_what_is_published(
    publish: Publisher, tmp_path: Path
) -> None:
    publish(tmp_path / "out")
    before = contents(tmp_path / "out")
    told = [project(资金用途="身份证11010519491231002X")]
    department_year(publish.county, "jiaxian/sifaju/2024", 项目=told)
    publish.county.git("commit", "-am", "改")
    shown = publish(tmp_path / "out", code=1)
    assert "没有发布" in shown
    assert "11010519491231002X" not in shown
    assert contents(tmp_path / "out") == before


def test_an_error_in_a_draft_stops_it_and_one_in_the_published_does_not(
    publish: Publisher, tmp_path: Path
) -> None:
    faulty = [project(绩效指标=[indicator(指标值=None)], 财政资金=20)]
    department_year(publish.county, "jiaxian/sifaju/2024", 状态="已公开", 项目=faulty)
    publish.county.git("commit", "-am", "改")
    publish(tmp_path / "out")
    department_year(publish.county, "jiaxian/sifaju/2025", 状态="编制中", 项目=faulty)
    publish.county.git("commit", "-am", "改")
    shown = publish(tmp_path / "out", code=1)
    assert "没有发布" in shown
    assert "编制中的 targets/jiaxian/sifaju/2025.yaml 有错" in shown
    assert "移到它自己的分支" in shown


def test_what_changes_while_it_is_built_is_noticed(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = site.build

    def meanwhile(workspace: Workspace, add: Callable[[Path], object]) -> None:
        play(workspace, add)
        changed(publish.county)

    monkeypatch.setattr(site, "build", meanwhile)
    assert YEAR in publish(tmp_path / "out", code=1)
    assert list(tmp_path.glob("*out*")) == []

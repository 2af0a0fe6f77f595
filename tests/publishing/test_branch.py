"""A branch gets one commit, made of nothing but the revision; nobody's work is touched."""

from pathlib import Path

import pytest

from tests.checkout import needs_git
from tests.publishing.counties import Publisher, commit, contents, department_year, replace
from tests.records import blameless
from tools.cli import run
from tools.source import branches

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"


def on_branch(publish: Publisher, name: str = "gh-pages") -> list[str]:
    return publish.county.git("ls-tree", "-r", "--name-only", name).splitlines()


def test_a_branch_holds_what_a_folder_would(publish: Publisher, tmp_path: Path) -> None:
    shown = publish("gh-pages")
    assert "git push origin gh-pages" in shown
    assert "新建了分支" in shown
    publish(tmp_path / "out")
    clone = tmp_path / "clone"
    publish.county.git("clone", "-b", "gh-pages", str(publish.county.repository), str(clone))
    found = {n: data for n, data in contents(clone).items() if not n.startswith(".git/")}
    assert found.pop(".nojekyll") == b""
    assert found == contents(tmp_path / "out")


def test_neither_work_tree_nor_index_is_touched(publish: Publisher) -> None:
    county = publish.county
    county.write("notes.txt", "甲")
    county.git("add", "notes.txt")
    county.write("notes.txt", "乙")
    before = county.git("status", "--porcelain"), county.git("rev-parse", "HEAD")
    publish("gh-pages")
    assert (county.git("status", "--porcelain"), county.git("rev-parse", "HEAD")) == before
    assert county.git("diff", "--cached", "--name-only") == "notes.txt"
    assert "notes.txt" not in on_branch(publish)


def test_one_commit_for_each_new_site_and_none_for_the_same(publish: Publisher) -> None:
    publish("gh-pages")
    first = publish.county.git("rev-parse", "gh-pages")
    assert "没有新的提交" in publish("gh-pages")
    assert publish.county.git("rev-parse", "gh-pages") == first
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    assert "新建了分支" not in publish("gh-pages")
    assert publish.county.git("rev-parse", "gh-pages^") == first
    times = [publish.county.git("log", "--format=%ct", "-1", one) for one in ("gh-pages", "main")]
    assert times[0] == times[1]


def test_the_same_revision_gives_the_same_commit(publish: Publisher) -> None:
    publish("one")
    publish("two")
    assert publish.county.git("rev-parse", "one") == publish.county.git("rev-parse", "two")


def test_what_vanished_from_a_branch_keeps_its_page(publish: Publisher) -> None:
    department_year(publish.county, "jiaxian/sifaju/2023")
    publish.county.git("add", "-A")
    publish.county.git("commit", "-m", "加")
    publish("gh-pages")
    publish.county.git("rm", "targets/jiaxian/sifaju/2023.yaml")
    publish.county.git("commit", "-m", "删")
    assert "/jiaxian/sifaju/2023/" in publish("gh-pages")
    page = publish.county.git("show", "gh-pages:jiaxian/sifaju/2023/index.html")
    assert "网页已经没有了" in page
    assert "jiaxian/sifaju/2023/jiaxian-sifaju-2023.docx" not in on_branch(publish)


def test_a_branch_that_is_checked_out_is_refused(publish: Publisher, tmp_path: Path) -> None:
    assert "正检出着" in publish("main", code=1)
    publish("gh-pages")
    publish.county.git("worktree", "add", str(tmp_path / "other"), "gh-pages")
    assert "正检出着" in publish("gh-pages", code=1)


def test_a_branch_of_other_work_is_refused(publish: Publisher) -> None:
    publish.county.git("branch", "work")
    assert "不是以前发布的网站" in publish("work", code=1)
    assert publish.county.git("rev-parse", "work") == publish.county.git("rev-parse", "main")


def test_a_file_that_somebody_put_on_the_branch_is_not_lost(
    publish: Publisher, tmp_path: Path
) -> None:
    publish("gh-pages")
    publish.county.git("worktree", "add", str(tmp_path / "other"), "gh-pages")
    (tmp_path / "other" / "CNAME").write_text("example.invalid", "utf-8")
    publish.county.git("-C", str(tmp_path / "other"), "add", "-A")
    publish.county.git("-C", str(tmp_path / "other"), "commit", "-m", "CNAME")
    publish.county.git("worktree", "remove", str(tmp_path / "other"))
    assert "CNAME" in publish("gh-pages", code=1)
    assert "CNAME" in on_branch(publish)


def test_what_is_only_on_the_remote_has_to_be_fetched_first(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("gh-pages")
    clone = tmp_path / "clone"
    publish.county.git("clone", str(publish.county.repository), str(clone))
    monkeypatch.chdir(clone)
    assert "git fetch origin gh-pages:gh-pages" in publish("gh-pages", code=1)
    publish.county.git("-C", str(clone), "fetch", "origin", "gh-pages:gh-pages")
    assert "没有新的提交" in publish("gh-pages")


def test_a_branch_that_moves_meanwhile_is_not_overwritten(
    publish: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("gh-pages")
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    write = branches._tree

    def meanwhile(*arguments: object) -> str:
        publish.county.git("update-ref", "refs/heads/gh-pages", "main")
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(branches, "_tree", meanwhile)
    shown = publish("gh-pages", code=1)
    assert "分支 gh-pages 变了" in shown
    assert "git log gh-pages" in shown
    assert publish.county.git("rev-parse", "gh-pages") == publish.county.git("rev-parse", "main")


def test_a_name_that_is_both_has_to_be_written_out(publish: Publisher) -> None:
    publish("refs/heads/public")
    (publish.county.workspace.root / "public").mkdir()
    shown = publish("public", code=1)
    assert "./public" in shown
    assert "refs/heads/public" in shown
    assert "文件夹" in publish("./public")
    assert "没有新的提交" in publish("refs/heads/public")


def test_names_say_what_they_are(publish: Publisher) -> None:
    root = publish.county.workspace.root
    (root / "there").mkdir()
    for name in ("there", "public/site", "ends/", "./here"):
        assert "发布到文件夹" in publish(name), name
        assert (root / name / "index.html").is_file()
    publish("refs/heads/live/site")
    assert "发布到分支 live/site" in publish("live/site")


@pytest.mark.parametrize("name", ["a b", "a..b", "a~1", "@{x", "refs/heads/.x"])
def test_names_that_git_does_not_take_are_refused(publish: Publisher, name: str) -> None:
    assert "不能作分支的名字" in publish(name, code=1)


def test_no_name_is_told(publish: Publisher) -> None:
    for words in ([], ["--to", " "]):
        assert run(["publish", *words]) == 1
        shown = publish.capsys.readouterr().err
        assert "没有写发布到哪里" in shown
        assert "加 --to，例如 --to /srv/www/targets" in shown


def test_the_branch_names_nobody_who_keeps_the_data(publish: Publisher) -> None:
    publish("pages")
    told = publish.county.git("cat-file", "-p", "refs/heads/pages")
    mail = publish.county.git("show", "-s", "--format=%ae", "HEAD").strip()
    assert mail
    assert mail not in told
    assert "author 预算绩效目标公开 <publish@localhost> " in told


def test_what_was_withdrawn_is_in_the_history_until_that_is_written_anew(
    publish: Publisher,
) -> None:
    address, still = "jiaxian/sifaju/2024", "还在分支 gh-pages 的历史里"
    department_year(publish.county, "jiaxian/sifaju/2023")
    commit(publish.county)
    assert still not in publish("gh-pages")
    publish.county.git("rm", "targets/jiaxian/sifaju/2023.yaml")
    commit(publish.county)
    assert still in publish("gh-pages")
    withheld = [{"位置": f"{blameless()['项目编码']}/资金用途", "理由": "涉密"}]
    department_year(publish.county, address, 不公开=withheld)
    commit(publish.county)
    shown = publish("gh-pages")
    assert still in shown
    assert "--new-history" in shown
    shown = publish("gh-pages", "--new-history")
    assert "git push --force origin gh-pages" in shown
    assert still not in shown
    assert publish.county.git("rev-list", "--count", "gh-pages") == "1"
    assert "jiaxian/sifaju/2023/index.html" in on_branch(publish)
    assert "没有新的提交" in publish("gh-pages", "--new-history")


def test_a_folder_has_no_history(publish: Publisher, tmp_path: Path) -> None:
    assert "只用于分支" in publish(tmp_path / "out", "--new-history", code=1)

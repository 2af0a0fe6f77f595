"""The command line on what changed: diff, history, and check against a base revision."""

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout, configure, needs_git
from tests.records import blameless, indicator, save, tree
from tools import cli
from tools.source.workspace import Workspace

FILE = "targets/shili/sifaju/2024.yaml"
CODE = "99999924P000001100011"


@pytest.fixture
def here(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A checkout with two years of a department, in which the command line runs."""
    monkeypatch.chdir(copy.root)
    put(copy, 2023, "≥10场")
    put(copy, 2024, "≥12场")
    return copy


@pytest.fixture
def repository(
    here: Workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Checkout:
    """The same under git: committed on main, and a branch checked out."""
    configure(tmp_path_factory.mktemp("home"), monkeypatch)
    checkout = Checkout(here.root)
    checkout.git("init")
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "第一次填报")
    checkout.git("switch", "-c", "branch")
    return checkout


def put(workspace: Workspace, year: int, value: str, **changes: Any) -> None:
    rows = [*blameless()["绩效指标"]]
    rows[0] = indicator(指标值=value)
    content = tree(年度=year, 状态="已批复", 项目=[blameless(绩效指标=rows)])
    save(workspace, f"shili/sifaju/{year}", {**content, **changes})


def test_two_years(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["diff", "shili/sifaju", "2023", "2024"]) == 0
    shown = capsys.readouterr().out
    assert "示例县司法局 2023年 → 示例县司法局 2024年" in shown
    assert "指标值收紧" in shown
    assert "≥10场" in shown
    assert "≥12场" in shown


def test_two_files_in_every_format(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["shili/sifaju/2024", "targets/shili/sifaju/2023.yaml"]
    assert cli.run(["diff", *files, "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    (project,) = found["projects"]
    assert [change["kind"] for change in project["changes"]] == ["target-relaxed"]
    assert cli.run(["diff", *files, "--format", "markdown"]) == 0
    assert "⚠ 指标值放宽" in capsys.readouterr().out
    assert cli.run(["diff", *files, "--format", "html", "--output", "改动.html"]) == 0
    assert capsys.readouterr().out == ""
    assert "<del>≥12场</del>" in Path("改动.html").read_text("utf-8")
    assert cli.run(["diff", *files, "--output", "改动.txt"]) == 0
    assert "指标值放宽" in Path("改动.txt").read_text("utf-8")


def test_word_with_tracked_changes(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["diff", "shili/sifaju", "2023", "2024", "--format", "docx"]) == 0
    path = here.build / "changes/shili-sifaju-2023-2024-修订.docx"
    assert "✓ build/changes/shili-sifaju-2023-2024-修订.docx" in capsys.readouterr().out
    document = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8")
    assert 'w:author="示例县司法局"' in document
    assert 'w:date="2024-01-01T00:00:00Z"' in document
    assert "<w:del " in document


@needs_git
def test_revisions(repository: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository.workspace, 2024, "≥8场")
    put(repository.workspace, 2025, "≥8场")
    repository.git("add", "-A")
    repository.git("commit", "-m", "改 2024，加 2025")
    for what in (["main..HEAD"], ["main...branch"], ["main"], ["main", "HEAD"]):
        assert cli.run(["diff", *what, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        sides = [(one["before"], one["after"]) for one in found]
        assert sides[0] == ("示例县司法局 2024年（原来）", "示例县司法局 2024年（现在）")
        assert sides[1] == ("示例县司法局 2024年", "示例县司法局 2025年")  # the year before
    for what in (["main..HEAD", "shili/sifaju/2024"], ["main", FILE]):
        assert cli.run(["diff", *what, "--format", "json"]) == 0
        (found,) = json.loads(capsys.readouterr().out)
        assert found["projects"][0]["changes"][0]["kind"] == "target-relaxed"
    assert cli.run(["diff", "branch..HEAD"]) == 0
    assert "绩效目标没有改动。" in capsys.readouterr().out


@needs_git
def test_no_word_file_of_what_is_deleted(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.workspace.root / FILE).unlink()
    assert cli.run(["diff", "HEAD", "--format", "docx"]) == 0
    assert f"{FILE} 已删除，没有 Word 文件。" in capsys.readouterr().out


@needs_git
def test_what_cannot_be_compared_is_no_part_of_the_report(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    put(repository.workspace, 2023, "≥9场")
    repository.write(FILE, "年度: 2024\n")
    assert cli.run(["diff", "HEAD", "--format", "json"]) == 1
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)) == 1
    assert f"{FILE}（当前文件）读不懂" in shown.err
    assert cli.run(["diff", "HEAD"]) == 1
    assert "读不懂" in capsys.readouterr().out


@needs_git
@pytest.mark.parametrize(
    ("what", "told"),
    [
        (["nosuch..HEAD"], "git 里没有“nosuch”这个版本"),
        (["shili/sifaju", "2020", "2024"], "没有 targets/shili/sifaju/2020.yaml 这个文件"),
        (["shili/nosuch", "2023", "2024"], "没有 targets/shili/nosuch/2023.yaml 这个文件"),
        (["shili/sifaju", "²", "2024"], "git 里没有“shili/sifaju”这个版本"),
        (["shili/sifaju/2024", "nosuch"], "没有这个文件"),
        (["main..HEAD", "nosuch"], "没有这个文件或文件夹"),
        (["--output", "x"], "后面缺少值"),
    ],
)
def test_what_there_is_not(
    repository: Checkout, capsys: pytest.CaptureFixture[str], what: list[str], told: str
) -> None:
    assert cli.run(["diff", *what]) > 0
    assert told in capsys.readouterr().err


def test_history_without_git(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.root.parent))
    assert cli.run(["history", CODE]) == 0
    shown = capsys.readouterr().out
    assert "普法经费（99999924P000001100011）" in shown
    assert "≥12场 收紧" in shown
    assert "没有提交记录" in shown


@needs_git
def test_history_tells_no_money_from_none(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    put(repository.workspace, 2023, "≥10场", 项目=[blameless(预算数=Decimal("0"))])
    put(repository.workspace, 2024, "≥12场", 项目=[blameless(预算数=None)])
    repository.git("commit", "-am", "改预算")
    assert cli.run(["history", CODE]) == 0
    shown = capsys.readouterr().out
    lines = [[cell.strip() for cell in line.split("│")] for line in shown.splitlines()]
    assert ["", "预算数", "0万元", "", ""] in lines
    assert [cells[4] for cells in lines if "改预算" in "".join(cells)] == ["0万元", ""]
    assert "None" not in shown


@needs_git
def test_history_of_an_indicator(repository: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    for value, subject in (("≥8场", "先放宽"), ("≥20场", "再收紧"), ("≥20场", "没有动")):
        put(repository.workspace, 2024, value, 整体绩效目标=tree()["整体绩效目标"])
        if subject == "没有动":
            path = repository.workspace.root / FILE
            path.write_text(
                path.read_text("utf-8").replace("做好工作。", "做好各项工作。"), "utf-8"
            )
        repository.git("commit", "-am", subject)
    assert cli.run(["history", "普法经费", "普法场次"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "场" in line]
    told = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "甲" in line]
    assert [cells[3:5] for cells in told] == [
        ["≥10场", "新增"],
        ["≥12场", "新增"],
        ["≥8场", "放宽"],
        ["≥20场", "收紧"],
    ]
    assert cli.run(["history", CODE]) == 0
    assert "指标值放宽" in capsys.readouterr().out


def test_history_tells_which_years_it_could_not_read(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / FILE).write_text("年度: 2024\n", "utf-8")
    assert cli.run(["history", CODE]) == 0
    shown = capsys.readouterr()
    assert "2024年" not in shown.out
    assert f"没有算在内：{FILE}；" in shown.err


def test_history_of_what_there_is_not(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["history", "普法经弗"]) == 1
    assert "想写的是 普法经费" in capsys.readouterr().err
    assert cli.run(["history", CODE, "普法场数"]) == 1
    assert "想写的是 普法场次" in capsys.readouterr().err


@needs_git
def test_check_against_a_base(repository: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    here = repository.workspace
    assert cli.run(["check", "--changed-since", "main"]) == 0
    assert "没有改过的数据文件" in capsys.readouterr().out
    put(here, 2023, "≥10场", 状态="已公开")
    repository.git("commit", "-am", "公开 2023")
    repository.git("branch", "-f", "main")
    put(here, 2023, "≥5场", 状态="已公开")
    put(here, 2024, "≥12场", 状态="编制中")
    assert cli.run(["check", "--changed-since", "main", "--format", "json"]) == 1
    rules = {problem["rule"] for problem in json.loads(capsys.readouterr().out)}
    assert rules == {"published-changed", "status-backwards"}
    put(here, 2024, "≥12场")
    (here.root / "targets/shili/sifaju/2023.yaml").unlink()
    assert cli.run(["check", "--changed-since", "main"]) == 1
    assert "已公开的文件不能删除" in capsys.readouterr().out
    correction = {"日期": "2024-03-01", "内容": "场次更正为5场", "原因": "录入错误"}
    put(here, 2023, "≥5场", 状态="已公开", 更正记录=[correction])
    assert cli.run(["check", "--changed-since", "main"]) == 0


@needs_git
def test_a_base_that_is_not_said_is_no_base(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variable of a pipeline that is empty must not turn the check into another one."""
    assert cli.run(["check", "--changed-since", ""]) == 1
    assert "git 里没有“”这个版本" in capsys.readouterr().err


@needs_git
def test_only_the_places_asked_for_are_compared_with_the_base(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    put(repository.workspace, 2023, "≥10场", 状态="编制中")
    since = ["--changed-since", "main"]
    assert cli.run(["check", "shili/sifaju/2024", *since]) == 0
    assert "没有改过的数据文件" in capsys.readouterr().out
    assert cli.run(["check", "shili/sifaju/2023", *since]) == 1
    assert "status-backwards" in capsys.readouterr().out


@needs_git
def test_a_base_without_common_history(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("checkout", "--orphan", "fresh")
    put(repository.workspace, 2023, "≥10场", 状态="编制中")
    repository.git("commit", "-am", "从头来过")
    assert cli.run(["check", "--changed-since", "main"]) == 1
    assert "status-backwards" in capsys.readouterr().out


@needs_git
def test_a_base_that_cannot_be_read_is_told(
    repository: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (repository.workspace.root / FILE).read_text("utf-8")
    repository.commit(FILE, text.replace("项目:", "老栏目:"))
    repository.git("branch", "-f", "main")
    repository.write(FILE, text)
    assert cli.run(["check", "--changed-since", "main", "--format", "json"]) == 0
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["rule"], problem["level"]) == ("unreadable-version", "warning")
    repository.write(FILE, text.replace("年度: 2024", "年度: 二"))
    assert cli.run(["check", "--changed-since", "main", "--format", "json"]) == 1
    rules = {problem["rule"] for problem in json.loads(capsys.readouterr().out)}
    assert "unreadable-version" not in rules

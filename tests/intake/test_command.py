"""The import command: what it writes, what it refuses, and what it says."""

import shutil
from pathlib import Path

import pytest

from tests.records import entry, project, save, tree
from tests.test_sources import SOURCES
from tools import cli
from tools.form.documents import word
from tools.source.workspace import Workspace

NAME = "004_751714fef768bc2d.txt"


@pytest.fixture
def here(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(copy.root)
    shutil.copy(SOURCES / NAME, copy.root / "遵化 2024.txt")
    return copy


def run(*words: str) -> int:
    return cli.run(["import", *words])


def test_a_new_file_with_its_report(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("遵化 2024.txt", "--region", "zunhua", "--department", "zhengfawei") == 0
    folder = here.targets / "zunhua" / "zhengfawei"
    assert sorted(path.name for path in folder.iterdir()) == ["2024.yaml", "2024.导入报告.md"]
    said = capsys.readouterr().out
    assert "✓ 遵化 2024.txt 已导入：targets/zunhua/zhengfawei/2024.yaml（项目 12 个" in said
    assert "nox -s check -- zunhua/zhengfawei/2024" in said
    report = (folder / "2024.导入报告.md").read_text("utf-8")
    assert "“13”当作页码，没有放进" in report
    assert "没有认出印着的年度，按项目编码中的年份定为 2024 年。" in report


def test_what_is_imported_passes_the_check(here: Workspace) -> None:
    assert run("遵化 2024.txt", "--region", "shili", "--department", "sifaju", "--force") == 0
    save(here, "shili/sifaju/2023", tree(年度=2023))  # writes the region.yaml that belongs to it
    assert cli.run(["check", "shili/sifaju/2024"]) == 0
    assert cli.run(["fmt", "shili/sifaju/2024"]) == 0


def test_an_existing_file_is_not_overwritten(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    body = {"编码": "216001", "名称": "中共遵化市委政法委本级"}
    save(here, "shili/sifaju/2024", tree(状态="已批复", 部门=body))
    path = here.targets / "shili/sifaju/2024.yaml"
    before = path.read_bytes()
    words = ("遵化 2024.txt", "--region", "shili", "--department", "sifaju")
    assert run(*words) == 1
    assert path.read_bytes() == before
    assert "加 --force" in capsys.readouterr().err
    assert run(*words, "--dry-run") == 0
    assert path.read_bytes() == before
    assert run(*words, "--force") == 0
    assert path.read_bytes() != before
    assert "状态: 已批复" in path.read_text("utf-8")


def test_another_bodys_file_is_not_overwritten(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2024", tree())
    assert run("遵化 2024.txt", "--region", "shili", "--department", "sifaju", "--force") == 1
    said = capsys.readouterr().err
    assert "是“示例县司法局”的，原件是“中共遵化市委政法委本级”的" in said


def test_a_faulty_file_is_not_overwritten(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2024", tree())
    path = here.targets / "shili/sifaju/2024.yaml"
    path.write_text(path.read_text("utf-8").replace("预算数: 30.00", "预算数: 三十"), "utf-8")
    before = path.read_bytes()
    assert run("遵化 2024.txt", "--region", "shili", "--department", "sifaju", "--force") == 1
    assert "读不出状态、来源、不公开和更正记录" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_what_would_be_gone_is_told(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    save(here, "shili/sifaju/2027", tree(年度=2027, 项目=[project(), project(项目名称="另一个")]))
    (here.root / "新.docx").write_bytes(word(here, entry(tree(年度=2027))))
    words = ("新.docx", "--region", "shili", "--department", "sifaju", "--dry-run")
    assert run(*words) == 0
    said = capsys.readouterr().out
    assert "已有的文件里有、原件里没有的项目：另一个" in said


def test_the_same_content_is_no_conflict(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2024", tree(来源={"文件": "旧.docx"}))
    (here.root / "新.docx").write_bytes(word(here, entry(tree())))
    assert run("新.docx", "--region", "shili", "--department", "sifaju") == 0
    assert "内容没有变化" in capsys.readouterr().out


def test_the_department_is_found_by_its_name(here: Workspace) -> None:
    save(here, "shili/sifaju/2023", tree(年度=2023))
    region = here.targets / "shili" / "region.yaml"
    region.write_text(region.read_text("utf-8").replace("名称: 司法局", "名称: 示例县司法局"))
    (here.root / "新.docx").write_bytes(word(here, entry(tree(年度=2025))))
    assert run("新.docx", "--region", "shili") == 0
    assert (here.targets / "shili/sifaju/2025.yaml").is_file()


def test_several_files_of_which_one_is_bad(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / "图.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (here.root / "新.docx").write_bytes(word(here, entry(tree(年度=2027))))
    assert run("图.docx", "新.docx", "--region", "shili", "--department", "sifaju") == 1
    said = capsys.readouterr()
    assert "✗ 图.docx：这其实是一张 PNG 图片" in said.err
    assert "共 2 个文件，导入 1 个。" in said.out
    assert (here.targets / "shili/sifaju/2027.yaml").is_file()


def test_two_files_for_one_address(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    (here.root / "甲.docx").write_bytes(word(here, entry(tree(年度=2027))))
    other = tree(年度=2027, 项目=[project(项目名称="另一个")])
    (here.root / "乙.docx").write_bytes(word(here, entry(other)))
    words = ("甲.docx", "乙.docx", "--region", "shili", "--department", "sifaju", "--force")
    assert run(*words) == 1
    assert "✗ 乙.docx" in capsys.readouterr().err
    assert "另一个" not in (here.targets / "shili/sifaju/2027.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "没有写要导入的文件"),
        (["遵化 2024.txt"], "没有写是哪个地区"),
        (["遵化 2024.txt", "--region", "遵化"], "--region 不能是“遵化”"),
        (["遵化 2024.txt", "--region", "../x"], "--region 不能是“../x”"),
        (["遵化 2024.txt", "--region", "zunhua"], "不知道放进哪个部门的文件夹"),
        (["遵化 2024.txt", "--region", "zunhua", "--department", "A"], "--department 不能是“A”"),
        (["遵化 2024.txt", "--region", "zunhua", "--year", "24"], "--year 不能是 24"),
        (["遵化 2024.txt", "--region", "zunhua", "--form", "x"], "--form 不能是“x”"),
        (["遵化 2024.txt", "--region", "zunhua", "--status", "x"], "--status 不能是“x”"),
        (["没有.docx", "--region", "zunhua"], "没有“没有.docx”这个文件"),
        (["targets", "--region", "zunhua"], "不是文件"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: list[str], message: str, here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path for path in here.targets.rglob("*"))
    assert run(*words) == 1
    said = capsys.readouterr()
    assert message in said.err + said.out
    assert sorted(path for path in here.targets.rglob("*")) == before


def test_a_file_that_is_no_target_table(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("通知.txt").write_text("关于开会的通知\n请准时参加。\n", "utf-8")
    assert run("通知.txt", "--region", "shili", "--department", "sifaju", "--year", "2024") == 1
    assert "看不出是哪一种版式" in capsys.readouterr().err


def test_a_pattern_is_expanded(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    folder = here.root / "年报"
    folder.mkdir()
    for year in (2027, 2028):
        (folder / f"{year}.docx").write_bytes(word(here, entry(tree(年度=year))))
    assert run("年报/*.docx", "--region", "shili", "--department", "sifaju") == 0
    assert "共 2 个文件，导入 2 个。" in capsys.readouterr().out


def test_what_a_new_region_lacks_is_told(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / "新.docx").write_bytes(word(here, entry(tree())))
    assert run("新.docx", "--region", "ceshi", "--department", "sifaju") == 0
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    start = said.index("新建 targets/ceshi/region.yaml：")
    lines = ["# yaml-language-server: $schema=../../schema/region.schema.json", "格式: 1"]
    assert said[start + 1 : start + 3] == lines
    text = "\n".join([*lines, "名称: 某某县", "部门:", "  sifaju:", "    名称: 示例县司法局", ""])
    (here.targets / "ceshi" / "region.yaml").write_text(text, "utf-8", newline="\n")
    assert cli.run(["check", "ceshi"]) == 0

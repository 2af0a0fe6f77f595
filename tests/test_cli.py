"""The commands as a clerk meets them: words, exit codes, files that appear whole or not at all."""

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.records import blameless, indicator, project, save, tree
from tools import cli
from tools.review.engine import all_rules
from tools.source.workspace import Workspace


@pytest.fixture
def here(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A small project as the current folder."""
    monkeypatch.chdir(copy.root)
    for year in (2023, 2024):
        save(copy, f"shili/sifaju/{year}", tree(年度=year, 状态="已批复", 项目=[blameless()]))
    return copy


def spoil(workspace: Workspace, address: str, old: str, new: str) -> Path:
    path = workspace.targets / f"{address}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_check_passes(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == 0
    assert "检查了 3 个文件：没有发现问题。" in capsys.readouterr().out


def test_check_shows_the_line_and_fails(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 批复")
    assert cli.run(["check"]) == 1
    shown = capsys.readouterr().out
    assert "targets/shili/sifaju/2024.yaml:4:5: 错误 “状态”不能是“批复” [not-allowed]" in shown
    assert "    4 | 状态: 批复\n          | 　　  ^\n    改法：是不是“已批复”？" in shown


@pytest.mark.parametrize("place", ["shili/sifaju/2024", "targets/shili/sifaju/2024.yaml"])
def test_check_one_file(here: Workspace, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(here, "shili/sifaju/2023", "状态: 已批复", "状态: 批复")
    assert cli.run(["check", place]) == 0
    assert "检查了 1 个文件" in capsys.readouterr().out


def test_check_as_json(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    over = project(绩效指标=[indicator(二级指标="成本指标", 指标值="≤60万元")])
    save(here, "shili/sifaju/2024", tree(项目=[over]))
    assert cli.run(["check", "--format", "json"]) == 1
    listed = json.loads(capsys.readouterr().out)
    (found,) = [problem for problem in listed if problem["rule"] == "cost-over-budget"]
    assert found == {
        "path": "targets/shili/sifaju/2024.yaml",
        "line": 39,
        "column": 14,
        "pointer": "/项目/0/绩效指标/0/指标值",
        "project": "99999924P000001100011",
        "indicator": "普法场次",
        "rule": "cost-over-budget",
        "level": "error",
        "message": "成本 ≤60万元 高于预算数 30.00万元",
        "hint": found["hint"],
    }


def test_check_as_github_annotations(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 编%制,x")
    assert cli.run(["check", "--format", "github"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    place = "file=targets/shili/sifaju/2024.yaml,line=4,col=5,title=not-allowed"
    assert line.startswith(f"::error {place}::“状态”不能是“编%25制,x”%0A改法：")


def test_findings_in_a_published_file_do_not_fail(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    over = project(绩效指标=[indicator(二级指标="成本指标", 指标值="≤60万元")])
    save(here, "shili/sifaju/2024", tree(状态="已公开", 项目=[over]))
    assert cli.run(["check"]) == 0
    assert "其中 1 处错误在已公开的文件里，只显示，不算失败。" in capsys.readouterr().out


def test_fmt_rewrites_in_place_and_keeps_comments(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoil(here, "shili/sifaju/2024", "格式: 1\n年度: 2024\n", "年度: 2024 # 今年\n格式: 1\n")
    assert cli.run(["check"]) == 1
    assert "运行 nox -s fmt 自动改好" in capsys.readouterr().out
    assert cli.run(["fmt"]) == 0
    assert "格式: 1\n年度: 2024 # 今年\n" in path.read_text("utf-8")
    assert "共 3 个文件，改写 1 个。" in capsys.readouterr().out
    assert cli.run(["check"]) == 0
    assert sorted(p.name for p in path.parent.iterdir()) == ["2023.yaml", "2024.yaml"]


def test_fmt_mends_what_windows_does(here: Workspace) -> None:
    path = here.targets / "shili/sifaju/2024.yaml"
    good = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + good.replace(b"\n", b"\r\n"))
    assert cli.run(["fmt"]) == 0
    assert path.read_bytes() == good


def test_fmt_leaves_a_faulty_file_alone(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态： 已批复")
    before = path.read_bytes()
    assert cli.run(["fmt"]) == 1
    assert path.read_bytes() == before
    assert "“状态”后面用了全角冒号" in capsys.readouterr().out


def test_documents(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["documents"]) == 0
    folder = here.build / "documents/shili/sifaju"
    assert sorted(p.name for p in folder.iterdir()) == ["2023.docx", "2024.docx"]
    assert "✓ Word 文件 2 个：build/documents/" in capsys.readouterr().out


def test_documents_of_one_department_leave_the_others(here: Workspace) -> None:
    assert cli.run(["documents"]) == 0
    folder = here.build / "documents/shili/sifaju"
    (folder / "2023.docx").write_bytes(b"old")
    assert cli.run(["documents", "shili/sifaju/2024"]) == 0
    assert (folder / "2023.docx").read_bytes() == b"old"


def test_an_error_stops_the_build_and_nothing_is_written(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 批复")
    assert cli.run(["build"]) == 1
    assert not here.build.exists()
    assert "加 --keep-going 跳过有错的文件" in capsys.readouterr().err


def test_the_build_goes_on_when_asked_to(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 批复")
    assert cli.run(["build", "--keep-going"]) == 1
    assert (here.build / "documents/shili/sifaju/2023.docx").is_file()
    assert not (here.build / "documents/shili/sifaju/2024.docx").exists()
    assert (here.build / "site/shili/sifaju/2023/index.html").is_file()
    assert not (here.build / "site/shili/sifaju/2024").exists()
    assert "跳过了有错的文件：targets/shili/sifaju/2024.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["missing", "faulty", "untidy", "unlisted"])
def test_a_faulty_region_is_left_out_whole(
    here: Workspace, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "other/sifaju/2024", tree(状态="已批复"))
    region = here.targets / "shili/region.yaml"
    text = region.read_text("utf-8")
    changed = {
        "missing": "",
        "faulty": text.replace("名称: 示例县", "名字: 示例县"),
        "untidy": text.replace("名称: 示例县", "名称: '示例县'"),
        "unlisted": text.replace("  sifaju:", "  jiaoyuju:"),
    }[fault]
    region.write_text(changed, "utf-8") if changed else region.unlink()
    assert cli.run(["build", "--keep-going"]) == 1
    assert (here.build / "documents/other/sifaju/2024.docx").is_file()
    assert (here.build / "site/other/sifaju/2024/index.html").is_file()
    assert not (here.build / "documents/shili").exists()
    assert not (here.build / "site/shili").exists()
    assert "targets/shili/sifaju/2023.yaml" in capsys.readouterr().err.splitlines()[-1]


def test_one_file_of_a_region_without_its_file(here: Workspace) -> None:
    (here.targets / "shili/region.yaml").unlink()
    assert cli.run(["check", "shili/sifaju/2024"]) == 1
    assert cli.run(["documents", "shili/sifaju/2024"]) == 1


def test_a_checkout_without_data(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(here.targets)
    assert cli.run(["build"]) == 1
    assert "没有 targets 文件夹" in capsys.readouterr().out


def test_a_form_at_fault_is_told_once_and_others_go_on(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.forms / "hebei-text/form.yaml").unlink()
    assert cli.run(["check", "--format", "json"]) == 1
    rules = [problem["rule"] for problem in json.loads(capsys.readouterr().out)]
    assert sorted(rules) == ["form-at-fault", "form-at-fault", "missing-form-file"]


def test_drafts_and_remarks_stay_inside(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2025", tree(年度=2025))
    spoil(here, "shili/sifaju/2024", "年度: 2024", "年度: 2024 # 内部意见")
    assert cli.run(["build"]) == 0
    assert "编制中的 1 份没有收录" in capsys.readouterr().out
    assert not (here.build / "site/shili/sifaju/2025").exists()
    assert (here.build / "documents/shili/sifaju/2025.docx").is_file()
    published = [p for p in (here.build / "site").rglob("*") if p.is_file()]
    assert not [p for p in published if "内部意见".encode() in p.read_bytes()]
    assert (here.build / "site/shili/sifaju/2024/shili-sifaju-2024.yaml").is_file()
    assert cli.run(["site", "--with-drafts"]) == 0
    assert (here.build / "site/shili/sifaju/2025/index.html").is_file()


def test_line_numbers_are_not_emoji(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [indicator() for _ in range(12)]
    rows[10]["指标值"] = None
    save(here, "shili/sifaju/2024", tree(项目=[project(绩效指标=rows)]))
    assert cli.run(["check"]) == 1
    assert "2024.yaml:89:" in capsys.readouterr().out


def test_the_build_says_what_it_wrote_and_how_long_it_took(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["build"]) == 0
    shown = capsys.readouterr()
    assert "✓ Word 文件 2 个：build/documents/" in shown.out
    by_hand = list((here.site_sources / "pages").rglob("index.md"))
    pages = len(list((here.build / "site").rglob("index.html"))) - len(by_hand)
    assert f"✓ 网站 {pages} 页：build/site/" in shown.out
    assert "个文件：build/site/data/" in shown.out
    assert "用时 " in shown.out
    assert [line.rstrip("…") for line in shown.err.splitlines()] == ["检查", "Word", "网站"]
    data = [here.build / "data", here.build / "site/data"]
    names = [sorted(p.relative_to(one) for p in one.rglob("*")) for one in data]
    assert names[0] == names[1] != []


def test_an_old_site_stays_when_the_new_one_fails(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["site"]) == 0
    before = (here.build / "site/index.html").read_bytes()
    template = here.site_templates / "home.md.j2"
    template.write_text(template.read_text("utf-8") + "{{ nothing }}", "utf-8")
    assert cli.run(["site"]) == 1
    assert (here.build / "site/index.html").read_bytes() == before
    shown = capsys.readouterr().err
    assert "templates/site/home.md.j2:" in shown
    assert "没有“nothing”这个名称" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "没有“chek”这个命令"),
        (["check", "--frmat", "json"], "没有 --frmat 这个选项"),
        (["check", "--format", "xml"], "--format 不能是“xml”，可以写 text、json、github"),
        (["check", "--format"], "--format 后面缺少值"),
        (["serve", "--port", "abc"], "--port 不能是“abc”"),
    ],
)
def test_misuse(
    here: Workspace, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert "加 --help 看用法和例子" in shown


@pytest.mark.parametrize("place", ["nope", "../schema", "/etc", "targets/../mkdocs.yml"])
def test_a_place_outside_targets_is_refused(
    here: Workspace, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["documents", place]) == 1
    assert "targets/ 里没有这个文件或文件夹" in capsys.readouterr().err
    assert not here.build.exists()


def test_outside_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["check"]) == 1
    assert "这里不是绩效目标项目的文件夹" in capsys.readouterr().err


def test_preview_writes_a_page(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")

    def show(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    assert cli.run(["form", "preview", "hebei-text"]) == 0
    assert capsys.readouterr().out == "✓ 预览：build/preview/hebei-text.html\n"
    path = here.build / "preview" / "hebei-text.html"
    assert opened == [path.as_uri()]
    assert "数据：targets/shili/sifaju/2023.yaml。" in path.read_text("utf-8")
    wanted = ["form", "preview", "hebei-text", "--data", "shili/sifaju/2024", "--no-open"]
    assert cli.run(wanted) == 0
    assert "数据：targets/shili/sifaju/2024.yaml。" in path.read_text("utf-8")
    assert len(opened) == 1


def test_preview_without_a_screen_or_data(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert cli.run(["form", "preview", "hebei-info"]) == 0
    assert "没有可用的浏览器" in capsys.readouterr().out
    html = (here.build / "preview" / "hebei-info.html").read_text("utf-8")
    assert "数据：程序编的示例，纯属虚构。" in html


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "没有写是哪个版式"),
        (["../schema"], "没有“../schema”这个版式"),
        (["hebei-table", "--data", "shili/sifaju/2024"], "版式是 hebei-text，不是 hebei-table"),
        (["hebei-text", "--data", "shili/sifaju"], "要指明哪一年的文件"),
        (["hebei-text", "--data", "shili/sifaju/1999"], "没有这个文件或文件夹"),
    ],
)
def test_a_preview_that_cannot_be_made(
    here: Workspace, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["form", "preview", *arguments]) == 1
    assert message in capsys.readouterr().err
    assert not here.build.exists()


def test_preview_with_faulty_data_tells_what_is_wrong(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 批复")
    assert cli.run(["form", "preview", "hebei-text", "--data", "shili/sifaju/2024"]) == 1
    assert "shili/sifaju/2024.yaml:4:5: 错误" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["check"],
        ["fmt"],
        ["documents"],
        ["site"],
        ["build"],
        ["form"],
        ["form", "preview"],
        ["form", "new"],
    ],
)
def test_help_is_chinese_and_has_examples(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Usage" not in shown
    assert "nox" in shown


def test_check_of_one_rule(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    over = project(财政资金=20, 绩效指标=[indicator(二级指标="成本指标", 指标值="≤60万元")])
    save(here, "shili/sifaju/2024", tree(项目=[over]))
    assert cli.run(["check", "--rule", "cost-over-budget", "--format", "json"]) == 1
    assert [p["rule"] for p in json.loads(capsys.readouterr().out)] == ["cost-over-budget"]
    assert cli.run(["check", "--rule", "cost-over-buget"]) == 1
    assert "想写的是 cost-over-budget" in capsys.readouterr().err


def test_check_from_a_level_on(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    row = indicator(指标值="≥12百分比", 绩效指标描述="普法场次")
    save(here, "shili/sifaju/2024", tree(项目=[blameless(财政资金=20, 绩效指标=[row])]))
    levels = {}
    for level in ("error", "warning", "info"):
        assert cli.run(["check", "--level", level, "--format", "json"]) == 1
        levels[level] = {p["level"] for p in json.loads(capsys.readouterr().out)}
    assert levels == {
        "error": {"error"},
        "warning": {"error", "warning"},
        "info": {"error", "warning", "info"},
    }
    assert cli.run(["check"]) == 1
    shown = capsys.readouterr().out
    assert "percent-in-words" not in shown
    assert "另有 2 处较轻的没有显示；要看，在命令后面加 --level info。" in shown


def test_check_ends_with_how_often_each_rule_speaks(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2024", tree(项目=[blameless(财政资金=20)]))
    assert cli.run(["check"]) == 1
    shown = capsys.readouterr().out
    assert "检查了 3 个文件：错误 1 处。" in shown
    row = next(line for line in shown.splitlines() if line.startswith("错误"))
    assert row.split() == ["错误", "funds-do-not-add-up", "资金合计不等于预算数", "1"]
    assert "targets/shili/sifaju/2023.yaml" not in shown


def test_check_as_sarif(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    save(here, "shili/sifaju/2024", tree(项目=[blameless(财政资金=20)]))
    assert cli.run(["check", "--format", "sarif"]) == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["funds-do-not-add-up"]
    assert len(run["tool"]["driver"]["rules"]) == len(all_rules())


def test_other_years_are_compared_with_and_not_shown(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(here, "shili/sifaju/2024", tree(项目=[blameless(项目名称="改名经费")]))
    save(here, "shili/sifaju/2023", tree(年度=2023, 项目=[blameless(财政资金=20)]))
    assert cli.run(["check", "--format", "json", "shili/sifaju/2024"]) == 0
    assert [p["rule"] for p in json.loads(capsys.readouterr().out)] == ["code-under-two-names"]


def test_private_matters_fail_in_published_files_too(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    number = "11010519491231002X"
    told = blameless(资金用途=f"救助某人（{number}）。")
    save(here, "shili/sifaju/2024", tree(状态="已公开", 项目=[told]))
    assert cli.run(["check", "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["rule"] == "id-number"
    assert number not in found["message"]
    assert cli.run(["site"]) == 1


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain"]) == 0
    listed = capsys.readouterr().out
    for rule in all_rules():
        assert f" {rule.name} " in listed
        assert cli.run(["explain", rule.name]) == 0
        assert rule.page.text in capsys.readouterr().out


def test_fmt_can_mend_the_writing(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        indicator(指标值="≧12百分比"),
        indicator(二级指标="时效指标", 三级指标="完成时限(％)", 指标值="11月底之前完成"),
    ]
    save(here, "shili/sifaju/2024", tree(项目=[project(绩效指标=rows)]))
    save(here, "shili/sifaju/2023", tree(年度=2023, 状态="已公开", 项目=[project(绩效指标=rows)]))
    path = here.targets / "shili/sifaju/2024.yaml"
    path.write_text(
        path.read_text("utf-8").replace("  - 项目编码", "  # 注\n  - 项目编码"), "utf-8"
    )
    published = (here.targets / "shili/sifaju/2023.yaml").read_bytes()
    assert cli.run(["fmt", "--fix"]) == 0
    shown = capsys.readouterr().out
    assert "11月底之前完成 → 11月底前 [deadline-variant]" in shown
    assert "已公开的 1 个文件照原样保留，没有改文字。" in shown
    text = path.read_text("utf-8")
    assert "指标值: ≥12%\n" in text
    assert "三级指标: 完成时限（%）\n" in text
    assert "  # 注\n  - 项目编码" in text
    assert (here.targets / "shili/sifaju/2023.yaml").read_bytes() == published
    assert cli.run(["fmt", "--fix"]) == 0
    assert "改写 0 个" in capsys.readouterr().out


def test_an_exception_goes_on_naming_what_fmt_mends(here: Workspace) -> None:
    rows = [*blameless()["绩效指标"][:2], indicator(二级指标="成本指标", 三级指标="成本(％)")]
    place = "99999924P000001100011/成本"
    exemption = {"规则": "cost-not-money", "位置": f"{place}(％)", "理由": "按比例核定"}
    one = tree(项目=[blameless(绩效指标=rows)], 审核例外=[exemption])
    save(here, "shili/sifaju/2024", one)
    assert cli.run(["fmt", "--fix"]) == 0
    text = (here.targets / "shili/sifaju/2024.yaml").read_text("utf-8")
    assert f"位置: {place}（%）\n" in text
    assert cli.run(["check"]) == 0


def test_what_is_withheld_goes_on_being_so_when_fmt_mends_its_name(here: Workspace) -> None:
    rows = [*blameless()["绩效指标"][:2], indicator(二级指标="成本指标", 三级指标="成本(％)")]
    place = "99999924P000001100011/成本"
    withheld = [{"位置": f"{place}(％)/指标值", "理由": "涉及国家秘密"}]
    save(here, "shili/sifaju/2024", tree(项目=[blameless(绩效指标=rows)], 不公开=withheld))
    assert cli.run(["fmt", "--fix"]) == 0
    text = (here.targets / "shili/sifaju/2024.yaml").read_text("utf-8")
    assert f"位置: {place}（%）/指标值\n" in text


def test_what_is_withheld_stands_in_the_official_word_alone(here: Workspace) -> None:
    told = blameless(资金用途="用于暗桩巡防。")
    withheld = [{"位置": "99999924P000001100011/资金用途", "理由": "涉及国家秘密"}]
    save(here, "shili/sifaju/2024", tree(状态="已批复", 项目=[told], 不公开=withheld))
    assert cli.run(["build"]) == 0
    assert cli.run(["data"]) == 0

    def texts(pattern: str) -> str:
        found = ""
        for path in here.build.rglob(pattern):
            with zipfile.ZipFile(path) as archive:
                found += archive.read("word/document.xml").decode()
        return found

    assert "暗桩巡防" in texts("documents/**/*.docx")
    assert "依法不予公开（涉及国家秘密）" in texts("site/**/*.docx")
    assert "暗桩巡防" not in texts("site/**/*.docx")
    kinds = (".yaml", ".html", ".json", ".csv", ".sqlite")
    public = [p for p in here.build.rglob("*") if p.suffix in kinds and "documents" not in p.parts]
    assert len(public) > 10
    assert not [path for path in public if "暗桩巡防" in path.read_text("utf-8", "ignore")]


def test_a_misspelt_place_to_withhold_stops_everything(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    withheld = [{"位置": "99999924P000001100011/资金用处", "理由": "涉及国家秘密"}]
    save(here, "shili/sifaju/2024", tree(状态="已批复", 项目=[blameless()], 不公开=withheld))
    assert cli.run(["build"]) == 1
    assert "想写的是“99999924P000001100011/资金用途”？" in capsys.readouterr().out
    assert not (here.build / "site").exists()


def test_new_rolls_the_year_before_forward(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    exception = {"规则": "placeholder", "位置": "普法经费", "理由": "照样表"}
    fix = {"日期": "2024-05-06", "内容": "甲", "原因": "乙"}
    told = blameless(资金用途="用于2024年普法。")
    content = tree(状态="已公开", 审核例外=[exception], 更正记录=[fix], 项目=[told])
    save(here, "shili/sifaju/2024", content)
    assert cli.run(["new", "shili/sifaju", "2026"]) == 0
    shown = capsys.readouterr().out
    assert "✓ targets/shili/sifaju/2026.yaml：从 2024 年滚动，项目 1 个、指标 3 行。" in shown
    assert "没有带过来：更正记录 1 条" in shown
    assert "    - placeholder：普法经费（照样表）" in shown
    assert "待确认 10 处，行末注“# 待确认”，其中 1 处文字里写着年份。" in shown
    assert "  2. nox -s fmt -- shili/sifaju/2026\n     nox -s check -- shili/sifaju/2026" in shown
    text = (here.targets / "shili/sifaju/2026.yaml").read_text("utf-8")
    assert "    资金用途: 用于2024年普法。 # 待确认：文中有2024年\n" in text
    assert "    资金支出计划: # 待确认\n      3月底: 25\n" in text
    assert "    其他资金:\n" in text
    assert text.count("# 待确认") == 10


def test_a_rolled_file_is_confirmed_line_by_line(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["new", "shili/sifaju", "2025"]) == 0
    path = here.targets / "shili/sifaju/2025.yaml"
    written = path.read_bytes()
    assert cli.run(["fmt", "--fix"]) == 0
    assert path.read_bytes() == written
    assert cli.run(["check"]) == 0
    assert "警告 还有 9 处待确认，第一处在第 24 行 [unconfirmed]" in capsys.readouterr().out
    assert cli.run(["documents"]) == 0
    spoil(here, "shili/sifaju/2025", "状态: 编制中", "状态: 已批复")
    capsys.readouterr()
    assert cli.run(["check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [p["level"] for p in found if p["rule"] == "unconfirmed"] == ["error"] * 9
    assert cli.run(["documents"]) == 1
    path.write_text(path.read_text("utf-8").replace(" # 待确认", ""), "utf-8", newline="\n")
    assert cli.run(["check"]) == 0


def test_new_never_overwrites(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = here.targets / "shili/sifaju/2023.yaml"
    before = path.read_bytes()
    assert cli.run(["new", "shili/sifaju", "2023", "--form", "hebei-text"]) == 1
    assert path.read_bytes() == before
    shown = capsys.readouterr().err
    assert "这个文件已经有了，没有改动" in shown
    assert "nox -s new -- shili/sifaju 2025" in shown
    (path.parent / "2030.yaml").symlink_to("2031.yaml")
    assert cli.run(["new", "shili/sifaju", "2030"]) == 1


def test_new_from_a_year_of_choice(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["new", "targets/shili/sifaju/", "2022"]) == 1
    assert "2022 年以前没有这个部门的文件，现有 2023、2024 年" in capsys.readouterr().err
    assert cli.run(["new", "shili/sifaju", "2022", "--from", "2021"]) == 1
    assert "没有 2021 年的文件" in capsys.readouterr().err
    assert cli.run(["new", "shili/sifaju", "2022", "--from", "2024"]) == 0
    assert "从 2024 年滚动" in capsys.readouterr().out


def test_new_leaves_a_faulty_year_alone(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(here, "shili/sifaju/2024", "状态: 已批复", "状态: 批复")
    assert cli.run(["new", "shili/sifaju", "2025"]) == 1
    assert "targets/shili/sifaju/2024.yaml:4:5: 错误" in capsys.readouterr().err
    assert not (here.targets / "shili/sifaju/2025.yaml").exists()


def test_new_department(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["new", "shili/shuiwuju", "2026"]) == 1
    assert "新建要加上 --form（" in capsys.readouterr().err
    assert not (here.targets / "shili/shuiwuju").exists()
    words = ["--form", "hebei-text", "--name", "示例县水务局"]
    assert cli.run(["new", "shili/shuiwuju", "2026", *words]) == 0
    shown = capsys.readouterr().out
    assert "✓ targets/shili/shuiwuju/2026.yaml：空白的“部门预算绩效文本”" in shown
    assert "✓ targets/shili/region.yaml：登记了 shuiwuju（示例县水务局）。" in shown
    assert "要填写 30 处，没有待确认的" in shown
    assert "nox -s check 会指出空着的地方" in shown
    assert cli.run(["fmt"]) == 0
    assert "改写 0 个" in capsys.readouterr().out
    assert cli.run(["check", "--format", "json", "shili/shuiwuju"]) == 1
    rules = {problem["rule"] for problem in json.loads(capsys.readouterr().out)}
    assert {"blank-project-cell", "no-goals", "placeholder"} <= rules
    assert rules.isdisjoint({"not-canonical", "missing-key", "not-on-form", "unlisted-department"})


def test_new_region(here: Workspace) -> None:
    words = ["--form", "hebei-info", "--name", "新县水务局"]
    assert cli.run(["new", "xinxian/shuiwuju", "2026", *words]) == 1
    assert cli.run(["new", "xinxian/shuiwuju", "2026", *words, "--region-name", "新县"]) == 0
    region = (here.targets / "xinxian/region.yaml").read_text("utf-8")
    assert region.endswith("名称: 新县\n部门:\n  shuiwuju:\n    名称: 新县水务局\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "没有写清哪个部门、哪一年"),
        (["shili/sifaju"], "没有写清哪个部门、哪一年"),
        (["shili/sifaju/2026"], "没有写清哪个部门、哪一年"),
        (["shili", "2026"], "没有写清哪个部门、哪一年"),
        (["shili/a/b", "2026"], "没有写清哪个部门、哪一年"),
        (["shili/Sifaju", "2026"], "“Sifaju”不能作文件夹名"),
        (["../sifaju", "2026"], "“..”不能作文件夹名"),
        (["assets/sifaju", "2026"], "“assets”留给网站自己的页面用"),
        (["shili/sifaju", "26"], "年度不能是“26”"),
        (["shili/sifaju", "2026", "--from", "去年"], "年度不能是“去年”"),
        (["shili/sifaju", "2026", "--name", "局"], "用不着 --name"),
        (["shili/jiaoyuju", "2026", "--from", "2024"], "这个部门还没有文件"),
        (["shili/sifaju", "2026", "--from", "2024", "--form", "hebei-text"], "只能写一个"),
        (["shili/region.yaml", "2026"], "不能作文件夹名"),
    ],
)
def test_new_says_what_is_wrong_with_the_command(
    here: Workspace, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(here.targets.rglob("*"))
    assert cli.run(["new", *arguments]) == 1
    assert words in capsys.readouterr().err
    assert sorted(here.targets.rglob("*")) == before


def test_new_does_not_follow_links(
    here: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (here.targets / "shili/link").symlink_to(outside)
    words = ["--form", "hebei-text", "--name", "局"]
    assert cli.run(["new", "shili/link", "2026", *words]) == 1
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_cannot_command_the_terminal(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.targets / "shili" / "a\x1b[2J\nb").mkdir()
    assert cli.run(["check"]) == 1
    assert "targets/shili/a␛[2J␊b: 错误" in capsys.readouterr().out

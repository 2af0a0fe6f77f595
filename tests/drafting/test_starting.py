"""Empty files: every row of the form, words for every cell, and a name in region.yaml."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.records import save, tree
from tools import framework
from tools.drafting.address import Address
from tools.drafting.starting import Said, start
from tools.form import definition
from tools.problem import ProblemError
from tools.source.canonical import canonical
from tools.source.confirming import marks
from tools.source.reader import Reading, read
from tools.source.repository import department_year_schema, entry_of, load
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
HERE = Workspace(ROOT)
SCHEMA = department_year_schema(HERE)
WANTED = Address("xinxian", "shuiwuju", 2026)
FULL = Said(form="hebei-text", name="新县水务局", region_name="新县")


def reading(text: str) -> Reading:
    found = read("x.yaml", text.encode(), SCHEMA)
    assert found.problems == []
    return found


@pytest.mark.parametrize("name", definition.names(HERE))
@pytest.mark.parametrize("key", ["88号", "101号"])
def test_an_empty_file_is_canonical_and_has_all_rows(name: str, key: str) -> None:
    started = start(HERE, WANTED, Said(form=name, name="局", region_name="县", framework=key))
    again = reading(started.text)
    schema_path = "../../../schema/department-year.schema.json"
    assert canonical(again, SCHEMA, schema_path) == started.text
    entry = entry_of(HERE, HERE.targets / f"{WANTED}.yaml", again)
    form = definition.load(HERE, name)
    assert list(definition.check(form, entry)) == []
    optional = set(form.columns["分项绩效目标"].optional)
    assert optional <= set(again.tree["整体绩效目标"]["分项绩效目标"][0])
    frame = framework.load(HERE.schema)[key]
    classes = [row["二级指标"] for row in again.tree["项目"][0]["绩效指标"]]
    assert all(any(frame.is_class(one, row) for row in classes) for one in frame.wanted)
    assert len(classes) == len(frame.wanted)
    assert list(marks(again)) == []


def test_every_cell_to_fill_in_is_explained() -> None:
    """Of the rows of indicators the first; of the spending plan all four dates at once."""
    text = start(HERE, WANTED, FULL).text
    lines = text.partition("- 二级指标: 质量指标")[0].split("\n")
    heads = ("部门:", "整体绩效目标:", "3月底:", "6月底:", "10月底:", "12月底:")
    for above, line in pairwise(lines):
        if line.endswith(":") and line.strip() not in heads:
            assert above.lstrip().startswith("# "), line
    for comment in (
        "# 要达到的值，照写作文字：比较符号、数、单位。例如：≥95%、≤30万元、12月底前、1090个\n",
        "# 表格右上角的金额单位。可以写：万元、元\n金额单位: 万元\n",
        "不写 %。例如：3月底 20、6月底 45、10月底 80、12月底 100\n",
        '# 预算单位编码。例如："103001"\n  编码:\n',
    ):
        assert comment in text
    assert text.count("照原文写小数位") == 1


def test_the_cells_to_fill_in_are_counted() -> None:
    """7 of the department, 11 of the project, 4 of each row of indicators."""
    assert start(HERE, WANTED, FULL).cells == 7 + 11 + 3 * 4


def test_check_finds_the_blanks_and_no_fault_of_the_file(copy: Workspace) -> None:
    put(copy, WANTED, FULL)
    repository = load(copy)
    assert repository.problems == []
    assert [entry.address for entry in repository.entries] == [str(WANTED)]


def put(workspace: Workspace, wanted: Address, said: Said) -> str:
    """Write what was started, and return the text of region.yaml."""
    started = start(workspace, wanted, said)
    path = wanted.path(workspace)
    path.parent.mkdir(parents=True)
    path.write_text(started.text, "utf-8", newline="\n")
    region = workspace.targets / wanted.region / "region.yaml"
    if started.region_text:
        region.write_text(started.region_text, "utf-8", newline="\n")
    return region.read_text("utf-8")


def test_a_department_is_listed_last_and_comments_stay(copy: Workspace) -> None:
    save(copy, "xinxian/sifaju/2024", tree())
    region = copy.targets / "xinxian/region.yaml"
    text = region.read_text("utf-8").replace("名称: 司法局\n", "名称: 司法局 # 本级\n# 完\n")
    region.write_text(text, "utf-8", newline="\n")
    written = put(copy, WANTED, Said(form="hebei-text", name="新县水务局"))
    added = "  shuiwuju:\n    名称: 新县水务局\n"
    assert written == text.replace("# 完\n", f"{added}# 完\n")
    assert load(copy).problems == []


def test_a_listed_name_needs_not_be_said_again(copy: Workspace) -> None:
    save(copy, "xinxian/shuiwuju/2024", tree())
    started = start(copy, Address("xinxian", "shuiwuju", 2026), Said(form="hebei-text"))
    assert (started.name, started.region_text) == ("司法局", "")


@pytest.mark.parametrize(
    ("said", "missing", "given"),
    [
        ({}, ["--form", "--name", "--region-name"], ""),
        ({"name": "新县 水务局"}, ["--form", "--region-name"], '--name "新县 水务局"'),
        ({"form": "hebei-text", "name": "局"}, ["--region-name"], "--form hebei-text --name 局"),
        ({"form": "hebei-text", "name": " ", "region_name": "县"}, ["--name"], "--region-name 县"),
    ],
)
def test_what_is_missing_is_said_exactly(
    said: dict[str, Any], missing: list[str], given: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        start(HERE, WANTED, Said(**said))
    hint = caught.value.problems[0].hint
    listed, command = hint.split("，例如：")
    assert [
        option for option in ("--form", "--name", "--region-name") if f"{option}（" in listed
    ] == missing
    assert command.startswith(f"nox -s new -- {WANTED.body} 2026")
    assert given in command
    assert all(f"{option} " in command for option in missing)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"form": "henan-text"}, "--form 不能是“henan-text”"),
        ({"framework": "99号"}, "--framework 不能是“99号”"),
        ({"name": "新县\u200e水务局"}, "看不见的字符"),
        ({"name": "新县\n水务局"}, "看不见的字符"),
        ({"name": "局" * 61}, "太长"),
    ],
)
def test_what_cannot_be_used_is_refused(said: dict[str, Any], words: str) -> None:
    options = {"form": "hebei-text", "name": "局", "region_name": "县", **said}
    with pytest.raises(ProblemError) as caught:
        start(HERE, WANTED, Said(**options))
    assert words in caught.value.problems[0].message


def test_a_slip_of_the_pen_is_noticed() -> None:
    with pytest.raises(ProblemError) as caught:
        start(HERE, Address("xinglong", "zhengfawe", 2026), Said())
    assert "想写的是 xinglong/zhengfawei？" in caught.value.problems[0].hint


def test_a_region_has_one_name() -> None:
    with pytest.raises(ProblemError, match="已经登记为“兴隆县”"):
        start(HERE, Address("xinglong", "shuiwuju", 2026), FULL)


def test_hostile_names_are_names(copy: Workspace) -> None:
    put(copy, WANTED, Said(form="hebei-text", name="局: # 待确认", region_name="{{ 7*7 }}"))
    repository = load(copy)
    assert repository.problems == []
    assert repository.regions["xinxian"].name == "{{ 7*7 }}"
    assert repository.entries[0].record.department.name == "局: # 待确认"

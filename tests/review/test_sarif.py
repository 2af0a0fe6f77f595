"""SARIF: valid by the standard's own schema, and findings that are known again in the next run.

sarif-2.1.0.schema.json is the schema of the standard as the SARIF Multitool carries it, under the
licence beside it.
"""

import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tests.records import HOSTILE
from tools.checking import check
from tools.problem import Level, Problem
from tools.review.engine import all_rules
from tools.review.finding import Criterion
from tools.review.page import Page
from tools.review.sarif import LEVELS, sarif
from tools.source.workspace import Workspace

SCHEMA = jsonschema_rs.validator_for(
    json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text("utf-8"))
)


class Rule(Struct, frozen=True):
    name: str
    title: str
    page: Page
    level: Level = Level.ERROR
    criterion: Criterion = Criterion.COMPLETENESS


PAGE = Page("指标没有指标值", ("为什么。",), "某号文件。", "甲。", "乙。")
RULES = [
    Rule("missing-value", "指标没有指标值", PAGE),
    Rule("advice", "建议", PAGE, Level.INFO, Criterion.FEASIBILITY),
]
FINDING = Problem(
    path="targets/shili/sifaju/2024.yaml",
    line=40,
    column=12,
    pointer="/项目/0/绩效指标/2/指标值",
    project="99999924P000001100011",
    indicator="普法场次",
    rule="missing-value",
    message="“普法场次”没有指标值",
    hint="写明要达到的值",
)

# A file name that is not UTF-8 comes with half a character in it.
hostile = st.one_of(
    st.sampled_from([*HOSTILE, "\ud800", "\udcff", "\x00\x1b\x9b", "[a](1){0}"]),
    st.text(max_size=12),
)
problems = st.builds(
    Problem,
    path=hostile.filter(lambda path: bool(path.strip("/"))),
    line=st.integers(0, 50),
    column=st.integers(0, 50),
    pointer=st.sampled_from(["", "/项目/0", "/项目/1", "/项目/0/绩效指标/3/指标值"]) | hostile,
    project=st.sampled_from(["", "甲", "乙"]) | hostile,
    indicator=st.sampled_from(["", "丙"]) | hostile,
    rule=st.sampled_from(["missing-value", "not-canonical"]) | st.text("ab-", min_size=1),
    level=st.sampled_from(Level),
    message=hostile,
    hint=hostile,
)


def run(found: list[Problem], root: str = "") -> dict[str, Any]:
    text = sarif(found, RULES, root)
    log = json.loads(text.encode("utf-8"))
    assert [f"{error.instance_path} {error.message}" for error in SCHEMA.iter_errors(log)] == []
    result: dict[str, Any] = log["runs"][0]
    return result


def results(found: list[Problem], root: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = run(found, root)["results"]
    return listed


def fingerprints(*found: Problem) -> list[str]:
    marks = [result["partialFingerprints"] for result in results(list(found))]
    assert all(set(mark) == {"primaryLocationLineHash", "targetsFinding/v1"} for mark in marks)
    return [mark["primaryLocationLineHash"] for mark in marks]


def region(finding: Problem) -> Any:
    return results([finding])[0]["locations"][0]["physicalLocation"]["region"]


def uri(path: str, root: str = "") -> str:
    location = results([replace(FINDING, path=path)], root)[0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    return str(location["physicalLocation"]["artifactLocation"]["uri"])


def test_what_check_finds_in_the_real_files_is_valid(workspace: Workspace) -> None:
    found = check(workspace).problems
    log = json.loads(sarif(found, all_rules()))
    SCHEMA.validate(log)
    listed = log["runs"][0]["results"]
    assert len(listed) == len(found) > 0
    marks = [result["partialFingerprints"]["targetsFinding/v1"] for result in listed]
    assert len(set(marks)) == len(found)
    assert str(workspace.root) not in json.dumps(log)


def test_the_schema_refuses_what_is_wrong() -> None:
    log = json.loads(sarif([FINDING], RULES))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not SCHEMA.is_valid(log)


@given(st.lists(problems, max_size=6), hostile)
def test_hostile_texts(found: list[Problem], root: str) -> None:
    result = run(found, root)
    rules = result["tool"]["driver"]["rules"]
    for entry in result["results"]:
        assert rules[entry["ruleIndex"]]["id"] == entry["ruleId"]
        place = entry["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"([\w.~-]|%[0-9A-F]{2}|/)+", place["artifactLocation"]["uri"], re.A)
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert not re.search(r"\]\(|\{[0-9]+\}", entry["message"]["text"])
    marks = [entry["partialFingerprints"]["targetsFinding/v1"] for entry in result["results"]]
    assert len(set(marks)) == len(found)


@given(st.lists(problems, max_size=6), st.randoms(use_true_random=False))
def test_fingerprints_stay_when_lines_move(found: list[Problem], chance: random.Random) -> None:
    lines = [problem.line for problem in found]
    chance.shuffle(lines)
    moved = [replace(p, line=line, column=1) for p, line in zip(found, lines, strict=True)]
    assert sorted(fingerprints(*moved)) == sorted(fingerprints(*found))


@given(st.lists(problems, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_problems_does_not_matter(found: list[Problem], chance: random.Random) -> None:
    shuffled = chance.sample(found, len(found))
    assert sarif(shuffled, reversed(RULES)) == sarif(found, RULES)


@pytest.mark.parametrize(
    "change",
    [
        {"line": 90, "column": 3},
        {"pointer": "/项目/1/绩效指标/2/指标值"},
        {"pointer": "/项目/0/绩效指标/0/指标值"},
        {"message": "“普法场次”还没有值", "hint": "写一个值"},
        {"level": Level.WARNING},
    ],
)
def test_a_defect_is_known_again(change: dict[str, Any]) -> None:
    assert fingerprints(replace(FINDING, **change)) == fingerprints(FINDING)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "targets/shili/sifaju/2025.yaml"},
        {"rule": "not-canonical"},
        {"project": "99999924P000001100022"},
        {"indicator": "普法人数"},
        {"pointer": "/项目/0/绩效指标/2/三级指标"},
        {"project": "", "indicator": FINDING.project + FINDING.indicator},
    ],
)
def test_another_defect_is_another(change: dict[str, Any]) -> None:
    assert fingerprints(replace(FINDING, **change)) != fingerprints(FINDING)


def test_defects_alike_are_numbered_as_they_stand_in_the_file() -> None:
    first, second = FINDING, replace(FINDING, line=60, pointer="/项目/0/绩效指标/4/指标值")
    one, two = fingerprints(second, first)
    assert [one] == fingerprints(first)
    assert (one[:-1], two[-1]) == (two[:-1], "2")


def test_the_worst_come_first_then_by_place() -> None:
    found = [
        replace(FINDING, level=level, line=line) for line in (9, 7) for level in reversed(Level)
    ]
    listed = results(found)
    assert [(r["level"], r["locations"][0]["physicalLocation"]["region"]) for r in listed] == [
        (level, {"startLine": line, "startColumn": 12})
        for level in ("error", "warning", "note")
        for line in (7, 9)
    ]


def test_a_problem_of_the_whole_file_stands_on_its_first_line() -> None:
    assert region(replace(FINDING, line=0)) == {"startLine": 1}
    assert region(FINDING) == {"startLine": 40, "startColumn": 12}


def test_a_result_tells_what_is_wrong_where_and_how_to_mend_it() -> None:
    result = results([FINDING])[0]
    assert result["message"]["text"] == "“普法场次”没有指标值\n改法：写明要达到的值"
    assert results([replace(FINDING, hint="")])[0]["message"]["text"] == FINDING.message
    assert result["locations"][0]["logicalLocations"] == [
        {
            "name": "普法场次",
            "fullyQualifiedName": "99999924P000001100011/普法场次",
            "kind": "object",
        }
    ]
    outside = results([replace(FINDING, project="", indicator="")])[0]
    assert "logicalLocations" not in outside["locations"][0]


def test_a_value_makes_no_link_and_no_placeholder() -> None:
    text = results([replace(FINDING, message="[链](1) {0}", hint="")])[0]["message"]["text"]
    assert text == "[链] (1) { 0}"


def test_paths_are_relative_and_encoded() -> None:
    assert uri("targets/a b/局#1?.yaml") == "targets/a%20b/%E5%B1%80%231%3F.yaml"
    assert unquote(uri("targets/局/a:b%.yaml")) == "targets/局/a:b%.yaml"
    assert uri("targets/x.yaml", "县/绩效") == "%E5%8E%BF/%E7%BB%A9%E6%95%88/targets/x.yaml"
    assert uri("targets/x.yaml", "县/") == uri("县/targets/x.yaml") == uri("/县/targets/x.yaml")
    assert uri("targets/x.yaml", ".") == "targets/x.yaml"


def test_rules_are_described() -> None:
    advice, rule = run([FINDING])["tool"]["driver"]["rules"]
    assert advice["defaultConfiguration"]["level"] == "note"
    assert advice["properties"] == {"problem.severity": "recommendation", "tags": ["可行性"]}
    assert advice["shortDescription"] == {"text": "建议"}
    assert rule["id"] == "missing-value"
    assert rule["name"] == rule["shortDescription"]["text"] == "指标没有指标值"
    assert rule["fullDescription"] == {"text": "为什么。"}
    assert rule["help"]["text"] == PAGE.text
    assert "通过：甲。  \n不通过：乙。" in rule["help"]["markdown"]


def test_what_no_rule_describes_has_an_entry_of_its_own() -> None:
    faults = [
        replace(FINDING, rule="not-canonical", level=level)
        for level in (Level.INFO, Level.WARNING, Level.INFO)
    ]
    (rule,) = [r for r in run(faults)["tool"]["driver"]["rules"] if r["id"] == "not-canonical"]
    assert rule["defaultConfiguration"]["level"] == "warning"
    assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))


def test_texts_keep_within_what_github_takes() -> None:
    long = Rule("long", "长" * 2000, Page("长", ("说" * 2000,), "", "", ""))
    (rule,) = json.loads(sarif([], [long]))["runs"][0]["tool"]["driver"]["rules"]
    assert len(rule["name"]) == 255
    assert len(rule["shortDescription"]["text"]) == len(rule["fullDescription"]["text"]) == 1024
    assert len(rule["help"]["text"]) > 1024


def test_every_level_has_a_name() -> None:
    assert set(LEVELS) == set(Level)

"""GitLab's report says what check says."""

import json
from pathlib import Path

import pytest

from tests.ci.scripts import load
from tools.problem import Level, Problem
from tools.review.engine import all_rules
from tools.review.sarif import sarif

codequality = load("codequality")


def problem(path: str, line: int, level: Level) -> Problem:
    return Problem(
        path=path, line=line, rule="placeholder", level=level, message="没写完", hint="补上"
    )


def test_one_entry_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        problem("targets/县/司法局/2024.yaml", 3, Level.WARNING),
        problem("targets/县/司法局/2024.yaml", 9, Level.WARNING),
        problem("targets/a/b/2024.yaml", 0, Level.ERROR),
        problem("targets/a/b/2024.yaml", 1, Level.INFO),
    ]
    path = tmp_path / "check.sarif"
    path.write_text(sarif(problems, all_rules()), "utf-8")
    assert codequality.main(str(path)) == 0
    entries = json.loads(capsys.readouterr().out)
    assert entries[0] == {
        "description": "没写完\n改法：补上",
        "check_name": "placeholder",
        "fingerprint": entries[0]["fingerprint"],
        "severity": "major",
        "location": {"path": "targets/a/b/2024.yaml", "lines": {"begin": 1}},
    }
    assert [entry["severity"] for entry in entries] == ["major", "minor", "minor", "info"]
    assert entries[1]["location"]["path"] == "targets/县/司法局/2024.yaml"
    assert len({entry["fingerprint"] for entry in entries}) == 4


def test_nothing_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "check.sarif"
    path.write_text(sarif([], all_rules()), "utf-8")
    assert codequality.main(str(path)) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("text", ["", "没有找到 git", "{}"])
def test_no_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    path = tmp_path / "check.sarif"
    path.write_text(text, "utf-8")
    assert codequality.main(str(path)) == 1
    assert "读不出检查结果" in capsys.readouterr().err

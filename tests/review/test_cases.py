"""Every rule on its cases; a new case is a new file."""

from pathlib import Path

import pytest

from tests.review.cases import FOLDER, expected, found
from tools.review.engine import all_rules
from tools.source.workspace import Workspace

RULES = {rule.name: rule for rule in all_rules()}
CASES = sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_case(workspace: Workspace, path: Path) -> None:
    name, outcome = path.relative_to(FOLDER).parts[:2]
    lines = expected(path)
    assert bool(lines) == (outcome == "reject")
    assert found(workspace, path, RULES[name]) == lines


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_cases_of_both_kinds(name: str) -> None:
    assert list((FOLDER / name / "accept").glob("*.yaml"))
    assert list((FOLDER / name / "reject").glob("*.yaml"))


def test_no_case_is_for_a_rule_that_is_gone() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(RULES)

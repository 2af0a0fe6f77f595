"""The example of who reviews what: it names what there is, and does nothing."""

import re

import pytest
from ruamel.yaml import YAML

from tests.ci.scripts import ROOT

TEXT = (ROOT / "CODEOWNERS").read_text("utf-8")
RULES = dict(re.findall(r"^#(/\S+)  (@\S+(?: @\S+)*)$", TEXT, re.MULTILINE))


def test_no_rule_is_in_force() -> None:
    """Accounts of these names may exist somewhere."""
    assert [line for line in TEXT.splitlines() if line and not line.startswith("#")] == []


def test_every_line_that_looks_like_a_rule_is_one() -> None:
    assert len(RULES) == len(re.findall(r"^#/", TEXT, re.MULTILINE))
    assert all(owner.startswith("@shili-") for rule in RULES.values() for owner in rule.split())


@pytest.mark.parametrize("pattern", RULES)
def test_every_pattern_matches_something(pattern: str) -> None:
    path = ROOT / pattern.strip("/")
    assert path.is_dir() if pattern.endswith("/") else path.is_file()


def test_every_department_and_the_bureau_beside_it() -> None:
    region = YAML(typ="safe").load((ROOT / "targets/shili/region.yaml").read_text("utf-8"))
    for department in region["部门"]:
        owners = RULES[f"/targets/shili/{department}/"].split()
        assert owners == [f"@shili-{department}", "@shili-caizhengju"]


def test_the_last_rule_that_matches_is_the_one_that_counts() -> None:
    patterns = list(RULES)
    for number, pattern in enumerate(patterns):
        assert not any(
            later != pattern and pattern.startswith(later) for later in patterns[number:]
        )


def test_no_other_place_comes_first() -> None:
    """All three platforms look in the root; GitHub looks in .github/ before."""
    for folder in (".github", ".gitlab", ".gitee", "docs"):
        assert not (ROOT / folder / "CODEOWNERS").exists()

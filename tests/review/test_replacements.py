"""What a finding says should stand there instead: the same meaning, and nothing left to say."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.records import HOSTILE, entry, indicator, project, texts, tree
from tools import framework
from tools.review.engine import Rule, all_rules
from tools.review.finding import Finding, Scope
from tools.review.subject import FileSubject
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.value import BOUNDS, OPERATORS, parse

ROOT = Path(__file__).parents[2]
NAMES = ("deadline-variant", "mixed-width", "operator-glyph", "percent-in-words")
RULES = [rule for rule in all_rules() if rule.name in NAMES]
WIDTH = RULES[NAMES.index("mixed-width")]
FRAMEWORKS = framework.load(Workspace(ROOT).schema)

words = st.sampled_from(["", *(way for ways in OPERATORS.values() for way in ways)])
numbers = st.sampled_from(["5", "95", "１００", "2.5", "2．5", "1,200", "0", "3万", "1 . 5"])
units = st.sampled_from(
    ["%", "％", "百分比", " 百分比", "个百分点", "人", "２ｈ", "h", "万元", "月底", ""]
)
endings = st.sampled_from(
    ["", "前", "之前", "以前完成", "前完成", "末前", *BOUNDS, "以上。", "左右"]
)
spaces = st.sampled_from(["", " ", "　", "\n"])
values = st.builds(
    lambda *parts: "".join(parts), spaces, words, spaces, numbers, spaces, units, endings, spaces
)
widths = st.text("好坏aＡ１2％%．.,，;；:：!！?？()（）“”《》\n  /", min_size=1, max_size=16)


def corrected(rule: Rule, label: str, text: str) -> str | None:
    """The replacement that a rule has for the text in a cell of this label."""
    row = indicator(指标值=text) if label == "指标值" else indicator()
    purpose = text if label == "资金用途" else "用于普法。"
    content = tree(项目=[project(资金用途=purpose, 绩效指标=[row])])
    one = entry(content)
    file = FileSubject(one, FRAMEWORKS[one.record.framework])
    subject = file.projects[0] if rule.scope is Scope.PROJECT else file
    found: list[Finding] = list(rule.check(subject))
    assert len(found) <= 1
    assert all(finding.place.endswith(label) for finding in found)
    return found[0].replacement if found else None


def plain(text: str) -> str:
    """The text without what width and spaces make of it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def hold(rule: Rule, label: str, text: str) -> str | None:
    better = corrected(rule, label, text)
    if better is not None:
        assert better != text
        assert corrected(rule, label, better) is None
        if label == "指标值":
            assert parse(better) == parse(text)
        if rule is WIDTH:
            assert plain(better) == plain(text)
            assert len(better) == len(text)
    return better


@cache
def real() -> tuple[tuple[str, str], ...]:
    """Every distinct value and every other distinct text of ``targets/``."""
    files = [FileSubject(e, FRAMEWORKS[e.record.framework]) for e in load(Workspace(ROOT)).entries]
    return tuple(
        sorted(
            {
                ("指标值" if text.label == "指标值" else "资金用途", text.text)
                for file in files
                for text in file.texts
            }
        )
    )


def test_the_four_rules_are_those_that_offer_a_replacement() -> None:
    assert [rule.name for rule in RULES] == list(NAMES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_real_texts_keep_their_meaning(rule: Rule) -> None:
    changed = [hold(rule, *one) for one in real() if rule is WIDTH or one[0] == "指标值"]
    assert any(changed)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(values | texts)
@example("２ｈ")
@example("不低于９５％")
@example("95百分比以上")
@example("2024年12月底之前完成")
def test_values_keep_their_meaning(rule: Rule, text: str) -> None:
    hold(rule, "指标值", text)


@given(widths | texts | st.sampled_from(HOSTILE))
@example("用于(含值班),保障运行")
@example("((好)),坏")
@example("好,（坏)!")
def test_texts_keep_their_meaning(text: str) -> None:
    hold(WIDTH, "资金用途", text)


@pytest.mark.parametrize(
    ("name", "text", "better"),
    [
        ("deadline-variant", "2024年12月末之前完成", "2024年12月底前"),
        ("mixed-width", "≥９５％", "≥95%"),
        ("operator-glyph", "不低于 95 %", "≥95 %"),
        ("operator-glyph", "3个工作日以内", "≤3个工作日"),
        ("operator-glyph", "等于18万元", "18万元"),
        ("percent-in-words", "≥60 百分比", "≥60%"),
    ],
)
def test_what_is_written_instead(name: str, text: str, better: str) -> None:
    assert corrected(RULES[NAMES.index(name)], "指标值", text) == better

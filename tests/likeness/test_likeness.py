"""Matching and word differences."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.likeness.alignment import align, walk
from tools.likeness.assignment import assign
from tools.likeness.pairing import Pair, match
from tools.likeness.phrases import Part, Segment, phrases

values = st.sampled_from([0.0, 0.2, 0.5, 0.6, 0.7, 0.9, 1.0])
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(values, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def best_by_trying(table: list[list[float]], least: float) -> float:
    rows, columns = len(table), len(table[0])
    size = min(rows, columns)
    return max(
        sum(table[r][c] for r, c in zip(some, others, strict=True) if table[r][c] >= least)
        for some in itertools.permutations(range(rows), size)
        for others in itertools.combinations(range(columns), size)
    )


@given(tables)
def test_the_assignment_is_the_best_there_is(table: list[list[float]]) -> None:
    pairs = assign(table, 0.5)
    assert all(table[row][column] >= 0.5 for row, column in pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    total = sum(table[row][column] for row, column in pairs)
    assert abs(total - best_by_trying(table, 0.5)) < 1e-6


def test_the_best_in_all_is_not_the_first_best() -> None:
    assert assign([[0.9, 0.8], [0.8, 0.0]], 0.5) == [(0, 1), (1, 0)]
    assert assign([], 0.5) == []
    assert assign([[]], 0.5) == []


def same_first_sign(one: str, other: str) -> float:
    return float(one[:1] == other[:1])


def test_pairs_come_in_the_order_of_what_is_there_now() -> None:
    before = ["甲", "乙", "丙旧", "丁"]
    after = ["丙新", "戊", "甲"]
    assert match(before, after, (str,), same_first_sign, 0.5) == [
        Pair(2, 0, is_likely=True),
        Pair(3, None),
        Pair(None, 1),
        Pair(0, 2),
        Pair(1, None),
    ]


@given(
    st.lists(st.sampled_from("甲乙丙"), max_size=6), st.lists(st.sampled_from("甲乙丁"), max_size=6)
)
def test_nothing_is_lost_or_used_twice(before: list[str], after: list[str]) -> None:
    pairs = match(before, after, (str,), same_first_sign, 0.5)
    assert sorted(p.before for p in pairs if p.before is not None) == list(range(len(before)))
    assert sorted(p.after for p in pairs if p.after is not None) == list(range(len(after)))


def test_words_and_not_signs_are_marked() -> None:
    found = phrases(
        "纠纷调解成功率达到97%以上，调解协议履行率95%。",
        "纠纷调解成功率达到95%以上，调解协议按期履行率95%。",
    )
    assert found == (
        Segment(Part.SAME, "纠纷调解成功率达到"),
        Segment(Part.GONE, "97%"),
        Segment(Part.NEW, "95%"),
        Segment(Part.SAME, "以上，调解协议"),
        Segment(Part.NEW, "按期"),
        Segment(Part.SAME, "履行率95%。"),
    )


texts = st.text("调解成功率，。≥95.7% a\n<b>", max_size=30)


@given(texts, texts)
def test_both_texts_can_be_read_out_again(before: str, after: str) -> None:
    found = phrases(before, after)
    assert "".join(text for part, text in found if part is not Part.NEW) == before
    assert "".join(text for part, text in found if part is not Part.GONE) == after


def most_above(table: list[list[float]], least: float) -> float:
    """By trying: all sets of pairs that do not cross."""
    rows, columns = range(len(table)), range(len(table[0]))
    return max(
        sum(table[r][c] - least for r, c in zip(some, others, strict=True))
        for size in range(min(len(rows), len(columns)) + 1)
        for some in itertools.combinations(rows, size)
        for others in itertools.combinations(columns, size)
        if all(table[r][c] >= least for r, c in zip(some, others, strict=True))
    )


@given(tables)
def test_the_alignment_is_the_best_there_is(table: list[list[float]]) -> None:
    pairs = align(table, 0.5)
    assert pairs == sorted(pairs)
    assert [column for _, column in pairs] == sorted({column for _, column in pairs})
    assert len({row for row, _ in pairs}) == len(pairs)
    assert all(table[row][column] >= 0.5 for row, column in pairs)
    total = sum(table[row][column] - 0.5 for row, column in pairs)
    assert abs(total - most_above(table, 0.5)) < 1e-2


def test_what_moved_does_not_pull_the_others_along() -> None:
    table = [[0.8 if old != new else 1.0 for new in "乙丙甲"] for old in "甲乙丙"]
    assert align(table, 0.6) == [(1, 0), (2, 1)]
    assert align([], 0.5) == []
    assert align([[]], 0.5) == []


def test_two_sequences_become_one() -> None:
    sides = list(walk("甲乙丙", "丁乙戊", [(1, 1)]))
    assert sides == [("甲", None), (None, "丁"), ("乙", "乙"), ("丙", None), (None, "戊")]


@pytest.mark.parametrize("word", ["一", "（", "1（", "中国"])
def test_texts_that_repeat_themselves_are_compared_at_all(word: str) -> None:
    """Word by word this took minutes for each pair, and hours for longer texts."""
    before, after = word * 20_000, f"甲{word * 20_000}乙"
    segments = phrases(before, after)
    assert "".join(text for part, text in segments if part is not Part.NEW) == before
    assert "".join(text for part, text in segments if part is not Part.GONE) == after


def test_what_both_begin_and_end_with_stays() -> None:
    assert phrases("开头" + "(" * 9_000, "开头" + "(" * 8_999 + "末") == (
        Segment(Part.SAME, "开头" + "(" * 8_999),
        Segment(Part.GONE, "("),
        Segment(Part.NEW, "末"),
    )

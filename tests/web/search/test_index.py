"""The index is complete and exact, the same for the same data, and its values stay text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import HOSTILE, indicator, project, tree, trees
from tests.web.opendata.made import FRAMEWORKS, ROOT
from tests.web.search.reading import Index, read_numbers
from tests.web.search.test_rows import made
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.public import Public
from tools.web.search import grams, index, numbers
from tools.web.search.folding import fold
from tools.web.search.rows import Row, groups

REAL = list(groups(Public(repository=load(Workspace(ROOT)), frameworks=FRAMEWORKS)))
ROWS = [row for group in REAL for row in group.rows]
INDEX = Index(index.files(REAL))


def holding(rows: list[Row], word: str) -> set[int]:
    """The rows that hold the word, asked of the data itself."""
    sought = fold(word)
    return {
        number
        for number, row in enumerate(rows)
        if any(sought in fold(field.text) for field in row.fields)
    }


@given(st.data())
def test_any_piece_of_the_data_is_found_where_it_is_and_nowhere_else(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(ROWS))
    text = fold(data.draw(st.sampled_from([f.text for f in row.fields if fold(f.text)])))
    start = data.draw(st.integers(0, len(text) - 1))
    word = text[start : start + data.draw(st.integers(1, 12))]
    found = INDEX.rows(word)
    assert found == holding(ROWS, word)
    assert found or fold(word) != word  # a piece as “1,234” of “1,2345” is a number of its own


@pytest.mark.parametrize("word", ["没有这样的词", "护路信", "ⅨⅨ", "𠮷"])
def test_what_is_not_there_is_not_found(word: str) -> None:
    assert INDEX.rows(word) == holding(ROWS, word) == set()


@settings(max_examples=30)
@given(trees, st.text(min_size=1, max_size=3))
def test_made_up_values_are_found_too(content: dict[str, object], word: str) -> None:
    made_up = made(content)
    rows = [row for group in made_up for row in group.rows]
    found = Index(index.files(made_up))
    for sought in (word, *(field.text[:3] for row in rows for field in row.fields)):
        if fold(sought):
            assert found.rows(sought) == holding(rows, sought)


def test_hostile_values_come_back_as_themselves() -> None:
    rows = [indicator(三级指标=text, 指标值=text) for text in HOSTILE]
    made_up = made(tree(项目=[project(项目名称="</script>", 绩效指标=rows)]))
    told = Index(index.files(made_up)).texts()
    assert [row[3][0][1] for row in told[2:]] == HOSTILE
    assert {row[1] for row in told[2:]} == {"</script>"}


def test_the_same_data_gives_the_same_files_of_one_version() -> None:
    assert list(index.files(REAL)) == list(index.files(list(REAL)))
    assert len(INDEX.versions) == 1
    assert INDEX.versions != Index(index.files(REAL[1:])).versions


def test_what_is_shown_is_the_data() -> None:
    labels = INDEX.head["labels"]
    for row, (anchor, name, understood, fields, *more) in zip(ROWS, INDEX.texts(), strict=True):
        before = [row.before.year, row.before.value] if row.before else []
        assert more == ([row.slug, *before] if row.slug else [])
        assert (anchor, name, understood) == (row.anchor, row.project, row.understood)
        shown = [(labels[label], text, *place) for label, text, *place in fields]
        assert shown == [
            (f.label, f.text, f.anchor) if f.anchor else (f.label, f.text) for f in row.fields
        ]


def test_no_file_is_big() -> None:
    sizes = [len(shard) for shard in grams.shards(grams.positions("工作人员\n" * 30_000))]
    assert sizes == [1, 1, 1, 1]
    assert max(len(data) for path, data in index.files(REAL) if path != "index.js") < 60_000


def test_an_empty_site_has_an_index() -> None:
    assert Index(index.files([])).head["years"] == []


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_are_read_as_written(listed: list[int]) -> None:
    written = numbers.write(listed)
    assert list(read_numbers(written)) == listed
    assert not set(written) & set('"\\')


@pytest.mark.parametrize(
    ("written", "folded"),
    [("ＡＢｃ１２％", "abc12%"), ("护 路\n联　防", "护路联防"), ("≥９５％", "≥95%"), ("㎡", "m2")]
    + [(sign, "≥") for sign in ("≥", "≧", ">=", "＞＝", "> =", "⩾")]
    + [(sign, "≤") for sign in ("≤", "≦", "<=", "＜＝", "⩽")]
    + [("≥95百分比", "≥95%"), ("所占百 分比", "所占%"), ("百分之五", "百分之五")]
    + [("2,400次", "2400次"), ("２，４００次", "2400次"), ("1,234,567.8", "1234567.8")]
    + [(same, same) for same in ("2022,2023", "1,23", "1,2345", "1,234,56", "甲,乙", "1、234")],
)
def test_what_is_written_otherwise_is_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text("<>=≧百分比%,，0123 \n"))
def test_what_is_folded_once_is_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)

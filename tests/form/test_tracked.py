"""Tracked changes: accepted they are the later form, rejected the earlier one."""

import io
import itertools
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from tests.form.changes import W, accepted, body, content, rejected, shown
from tests.form.test_documents import ADDRESSES, GOLDEN, WORKSPACE, check_structure, real
from tests.intake.test_recognise import fitted
from tests.records import entry, indicator, project, tree, trees
from tools.form.documents import word
from tools.form.tracked.documents import tracked_word
from tools.form.tracked.writer import Signature
from tools.intake.files import wordfile
from tools.likeness.pairing import Pair
from tools.problem import ProblemError
from tools.source.repository import Entry
from tools.source.workspace import Workspace

SIGNATURE = Signature(author='财政局 <"甲">', date="2026-03-01")
FORMS = ["hebei-text", "hebei-table", "hebei-info"]
YEARS = [(a, b) for a in ADDRESSES for b in ADDRESSES if a.split("/")[:2] == b.split("/")[:2]]


def tracked(
    before: Entry | None, after: Entry, projects: Sequence[Pair] | None = None
) -> etree._Element:
    return body(tracked_word(WORKSPACE, before, after, SIGNATURE, projects=projects))


def check(before: Entry, after: Entry, projects: Sequence[Pair] | None = None) -> bytes:
    data = tracked_word(WORKSPACE, before, after, SIGNATURE, projects=projects)
    root = body(data)
    check_structure(data)
    check_marks(root)
    old, new = word(WORKSPACE, before), word(WORKSPACE, after)
    assert content(accepted(root)) == content(body(new))
    assert content(rejected(root)) == content(body(old))
    return data


def check_marks(root: etree._Element) -> None:
    marks = list(root.iter(f"{W}ins", f"{W}del", f"{W}pPrChange"))
    numbers = [mark.get(f"{W}id") for mark in (*marks, *root.iter(f"{W}bookmarkStart"))]
    assert len(numbers) == len(set(numbers))
    assert {mark.get(f"{W}author") for mark in marks} <= {SIGNATURE.author}
    assert {mark.get(f"{W}date") for mark in marks} <= {"2026-03-01T00:00:00Z"}
    for mark in marks:
        texts = {etree.QName(t).localname for t in mark.iter(f"{W}t", f"{W}delText")}
        assert texts <= {"delText" if mark.tag == f"{W}del" else "t"}
        for row in (mark.getparent().getparent(),) if mark.getparent().tag == f"{W}trPr" else ():
            assert all(run.getparent().tag == mark.tag for run in row.iter(f"{W}r"))
            assert all(p.find(f"{W}pPr/{W}rPr/{mark.tag}") is not None for p in row.iter(f"{W}p"))


def altered(found: Entry, seed: int) -> Entry:
    """A later year of the same department: some of all that can change has changed."""
    chance = random.Random(seed)  # noqa: S311  (a test, not a secret)

    def some(listed: Sequence[Any], change: Callable[[Any], Any]) -> tuple[Any, ...]:
        kept = [change(one) if chance.random() < 0.3 else one for one in listed]
        kept = [one for one in kept if chance.random() > 0.15] or kept[:1]
        if kept and chance.random() < 0.5:
            kept.insert(chance.randrange(len(kept) + 1), change(chance.choice(listed)))
        if len(kept) > 1 and chance.random() < 0.3:
            kept.append(kept.pop(0))
        return tuple(kept)

    def text(old: object) -> str:
        words = list(old) if isinstance(old, str) else []
        for _ in range(3):
            words.insert(
                chance.randrange(len(words) + 1), chance.choice(["新", "2026年", "\n", "7"])
            )
            words[: chance.randrange(3)] = []
        return "".join(words).strip() or "全部重写"

    def row(old: Any) -> Any:
        return replace(old, level3=text(old.level3), value=text(old.value), basis=text(old.basis))

    def one_project(old: Any) -> Any:
        rows = some(old.indicators, row)
        return replace(old, goals=some(old.goals, text), indicators=rows, name=f"{old.name}（新）")

    targets = found.record.targets
    later = replace(
        targets,
        overall=text(targets.overall),
        sub_targets=some(targets.sub_targets, lambda one: replace(one, name=text(one.name))),
        measures=some(targets.measures, lambda one: replace(one, content=text(one.content))),
    )
    record = found.record
    projects = some(record.projects, one_project)
    return replace(found, record=replace(record, targets=later, projects=projects))


@pytest.mark.parametrize(("before", "after"), YEARS)
def test_the_years_of_one_department(before: str, after: str, tmp_path: Path) -> None:
    data = check(real(before), real(after))
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(path)
    assert result.error_count == 0, result
    ours, plain = (wordfile.read(one) for one in (data, word(WORKSPACE, real(after))))
    assert [block.content for block in ours.blocks] == [block.content for block in plain.blocks]
    assert (before == after) == (b"<w:ins " not in etree.tostring(body(data)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_real_files_against_altered_copies(address: str, tmp_path: Path) -> None:
    found = real(address)
    check(altered(found, 1), altered(found, 2))
    data = check(found, altered(found, 0))
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(path)
    assert result.error_count == 0, result


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(before=trees, after=trees)
def test_any_two(form: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    check(entry(fitted(before, form)), entry(fitted(after, form)))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(content=trees, seed=st.integers(0, 10**6))
def test_any_one_altered(form: str, content: dict[str, Any], seed: int) -> None:
    found = entry(fitted(content, form))
    check(found, altered(found, seed))
    check(altered(found, seed), found)


def test_a_project_renamed_by_its_code_stays_one() -> None:
    """Who is who is the caller's to say; by the text alone these two have little in common."""
    goals = ["建成三个村的文化广场。", "修好八公里的路。"]
    one = project(绩效目标=["普法覆盖全县。"], 资金用途="用于普法。")
    other = project(
        项目名称="乡村振兴",
        绩效目标=goals,
        资金用途="修路。",
        绩效指标=[indicator(三级指标="公里数")],
    )
    before, after = (
        entry(tree(项目=[one])),
        entry(tree(年度=2025, 项目=[project(项目名称="甲"), other])),
    )
    root = tracked(before, after, [Pair(0, 1), Pair(None, 0)])
    lines = shown(root).split("\n")
    assert "  {+1.甲绩效目标表+}{+¶+}" in lines
    assert "  [-1.普法经费-]{+2.乡村振兴+}绩效目标表" in lines
    check(before, after, [Pair(0, 1), Pair(None, 0)])


def test_a_project_that_moved_is_gone_here_and_new_there() -> None:
    """The others line up; what the text says decides, as nobody says who is who."""
    names = ["普法经费", "调解补贴", "矫正监管"]
    first, second, third = (project(项目名称=name, 绩效目标=[f"做好{name}。"]) for name in names)
    before, after = (
        entry(tree(项目=[first, second, third])),
        entry(tree(项目=[second, third, first])),
    )
    headings = [line for line in shown(tracked(before, after)).split("\n") if "目标表" in line]
    assert headings[len(headings) // 2 :] == [
        "  [-1.普法经费绩效目标表-][-¶-]",
        "  [-2-]{+1+}.调解补贴绩效目标表",
        "  [-3-]{+2+}.矫正监管绩效目标表",
        "  {+3.普法经费绩效目标表+}{+¶+}",
    ]
    check(before, after)


def test_rows_of_a_merged_class() -> None:
    """What is dropped inside stays merged; a row that becomes the first is gone and new."""
    a, b, c = (indicator(三级指标=name, 绩效指标描述=name) for name in ("场次", "人数", "份数"))
    d = indicator(二级指标="社会效益指标", 三级指标="知晓率", 绩效指标描述="答对的比率")
    full = entry(tree(项目=[project(绩效指标=[a, b, c, d])]))

    def signs(*rows: dict[str, Any]) -> str:
        root = tracked(full, entry(tree(项目=[project(绩效指标=list(rows))])))
        check(full, entry(tree(项目=[project(绩效指标=list(rows))])))
        return "".join(line[:1] for line in shown(root).split("\n"))

    assert signs(a, b, c, d) == ""
    assert signs(a, c, d) == "-"
    assert signs(a, d) == "--"
    assert signs(b, c, d) == "--+"
    assert signs(a, b, c) == "-"
    assert signs(a, b, c, indicator(三级指标="新", 绩效指标描述="新")) == "-+"


def test_without_a_year_before_all_is_new() -> None:
    after = real("shili/sifaju/2026")
    data = tracked_word(WORKSPACE, None, after, SIGNATURE)
    check_structure(data)
    check_marks(body(data))
    assert content(accepted(body(data))) == content(body(word(WORKSPACE, after)))
    (end,) = content(rejected(body(data)))
    assert end == content(body(word(WORKSPACE, after)))[-1]


def test_two_forms_are_not_compared() -> None:
    before, after = entry(tree()), entry(fitted(tree(), "hebei-info"))
    with pytest.raises(ProblemError, match="版式不同（hebei-text、hebei-info）") as caught:
        tracked(before, after)
    assert caught.value.problems[0].pointer == "/版式"


def test_the_same_two_years_give_the_same_bytes() -> None:
    years = real("shili/sifaju/2025"), real("shili/sifaju/2026")
    data = tracked_word(WORKSPACE, *years, SIGNATURE)
    assert data == tracked_word(WORKSPACE, *years, SIGNATURE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-03-01T00:00:00Z" in archive.read("docProps/core.xml")
        assert b"trackRevisions" not in archive.read("word/settings.xml")


def test_a_sample_is_marked_on_its_cover() -> None:
    root = body(tracked_word(WORKSPACE, entry(tree()), entry(tree()), SIGNATURE, sample=True))
    assert "（示例数据，纯属虚构）" in "".join(root.itertext())


def test_what_a_reviewer_sees(golden: Callable[[Path, str], None]) -> None:
    root = tracked(real("shili/sifaju/2024"), real("shili/sifaju/2026"))
    golden(GOLDEN / "tracked-shili-sifaju.txt", shown(root) + "\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>{{ loop.index }}", '<p{% if 年度 > 2024 %} class="表内靠右"{% endif %}>甲'),
        (
            "<p>{{ loop.index }}",
            '<p{% if loop.last %} class="表内靠右"{% endif %}>{{ loop.index }}',
        ),
        ("<p>{{ loop.index }}", "<p><b class=\"{{ '楷体' if loop.last else '黑体' }}\">甲</b>"),
        (
            '<h2 class="项目标题">',
            "<h2 class=\"{{ 项目.绩效目标|length > 1 and '标题' or '项目标题' }}\">",
        ),
        (
            '  <h1 class="部分标题">第二',
            '{% if 年度 > 2024 %}</section><section>{% endif %}<h1 class="标题">',
        ),
        (
            '<p class="表间"></p>',
            '{% if 年度 > 2024 %}<h3 class="小标题">甲</h3>{% endif %}<p class="表间"></p>',
        ),
    ],
)
def test_styles_and_sections_that_depend_on_the_data(old: str, new: str, copy: Workspace) -> None:
    """A last paragraph of another style, runs of another style, a section that comes or goes."""
    path = copy.forms / "hebei-text" / "document.xhtml.j2"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    few, more = ["一"], ["一", "二二", "三三三"]
    for goals, others in itertools.product((few, more, ["四", "五"]), repeat=2):
        one = entry(tree(项目=[project(绩效目标=goals)]))
        other = entry(tree(年度=2025, 项目=[project(绩效目标=others)]))
        for before, after in ((one, other), (other, one)):
            root = body(tracked_word(copy, before, after, SIGNATURE))
            assert content(accepted(root)) == content(body(word(copy, after)))
            assert content(rejected(root)) == content(body(word(copy, before)))

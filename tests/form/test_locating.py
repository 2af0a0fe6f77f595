"""A fault in a template is told with file and line of the template itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from tests.records import entry, project, tree
from tools.form.documents import word
from tools.form.locating import LineMarks, Origin, unmark
from tools.problem import Problem, ProblemError
from tools.source.workspace import Workspace

DOCUMENT = "hebei-text/document.xhtml.j2"
MACROS = "macros.xhtml.j2"
PURPOSE = "{{ 项目.资金用途 }}"
PLAN = 'rowspan="2">资金支出计划'
LEVEL3 = "<td>{{ 行.三级指标 }}</td>"


def fault(copy: Workspace, name: str, old: str, new: str) -> tuple[Problem, int]:
    """What is told of a changed template, and the line that was changed."""
    path = copy.forms / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    listed = [project(资金用途="甲\n乙\n丙"), project()]
    with pytest.raises(ProblemError) as caught:
        word(copy, entry(tree(项目=listed)))
    return caught.value.problems[0], text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (DOCUMENT, PURPOSE, "{{ 项目.用途 }}", "没有“用途”这个名称"),
        (DOCUMENT, PURPOSE, "{{ 项目.资金用途|没有 }}", "没有“没有”这个过滤器"),
        (DOCUMENT, PURPOSE, "{{ 项目.资金用途 ", "语句没有写完或写错"),
        (DOCUMENT, f"{PURPOSE}</td>", PURPOSE, "<td> 还没有关上，先遇到了 </tr>"),
        (DOCUMENT, f"{PURPOSE}</td>", f"{PURPOSE}</td></td>", "<tr> 还没有关上，先遇到了 </td>"),
        (DOCUMENT, f'24">{PURPOSE}', f'23">{PURPOSE}', "第 4 行只有 24 列，表格有 25 列"),
        (DOCUMENT, PLAN, PLAN.replace("2", "两"), "rowspan 应当是正整数，不能是“两”"),
        (DOCUMENT, PLAN, PLAN.replace("rowspan", "rowspn"), "<th> 不能有 rowspn，可以写 class"),
        (DOCUMENT, "表内标签", "表内标鉴", "没有“表内标鉴”这个样式"),
        (DOCUMENT, '<p class="表间"></p>', '<p class="表间"></p>多的字', "“多的字”没有放在段落里"),
        (DOCUMENT, '<p class="表间"></p>', '<p class="表间">&nbsp;</p>', "不认识 &nbsp;"),
        (DOCUMENT, "  {% for 项目 in 项目 %}\n", "{% fro x %}\n", "没有“fro”这种语句"),
        (MACROS, LEVEL3, "<td>{{ 行.三级 }}</td>", "没有“三级”这个名称"),
        (MACROS, LEVEL3, '<td clas="x">甲</td>', "<td> 不能有 clas"),
        (MACROS, "{{ 段 }}</p>", "{{ 段 }}", "<p> 还没有关上"),
        (MACROS, "<caption>", "<captoin>", "<captoin> 还没有关上，先遇到了 </caption>"),
        (MACROS, "<section>", '<section numbered="no">', "numbered 只能是 yes"),
    ],
)
def test_the_line_changed_is_the_line_told(
    name: str, old: str, new: str, message: str, copy: Workspace
) -> None:
    problem, line = fault(copy, name, old, new)
    assert message in problem.message
    assert (problem.path, problem.line) == (f"templates/forms/{name}", line)


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "opening"),
    [
        (DOCUMENT, "</document>", "", "<document> 没有 </document>", "<document>"),
        (DOCUMENT, "\n</section>", "", "<section> 还没有关上", '<section numbered="yes">'),
        (
            DOCUMENT,
            '{% endfor %}\n  <p class="表末">',
            '<p class="表末">',
            "{% for %} 没有用 {% endfor %} 关上",
            "{% for 项目 in 项目 %}",
        ),
        (MACROS, LEVEL3, "", "第 2 行只有 5 列", "<tr>\n      {% if"),
        (
            MACROS,
            "{% endmacro %}\n\n{% macro 封面",
            "{% macro 封面",
            "{% macro %}",
            "{% macro 指标表",
        ),
    ],
)
def test_what_was_left_open_is_told_where_it_opens(
    name: str, old: str, new: str, message: str, opening: str, copy: Workspace
) -> None:
    problem, _ = fault(copy, name, old, new)
    text = (copy.forms / name).read_text("utf-8")
    assert message in problem.message
    if "macro" not in message:
        assert problem.line == text[: text.index(opening)].count("\n") + 1
    assert problem.path == f"templates/forms/{name}"


PIECES = st.sampled_from(
    ["<p>", "</p>", "\n", "甲", "{{ 值 }}", "{% if 1 %}", "{% endif %}", "{# 注\n释 #}", "  "]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.text("ab\n", max_size=6))
def test_marks_change_nothing_but_line_breaks(source: str, value: str) -> None:
    source = source.replace("{% endif %}", "").replace("{% if 1 %}", "{% if 1 %}丙{% endif %}")
    options = {"trim_blocks": True, "lstrip_blocks": True}
    plain = Environment(autoescape=True, **options).from_string(source).render(值=value)  # type: ignore[arg-type]
    marked = Environment(autoescape=True, extensions=[LineMarks], **options)  # type: ignore[arg-type]
    result = unmark(marked.from_string(source).render(值=value))
    assert "\x01" not in result.text
    assert "".join(result.text.split()) == "".join(plain.split())


def test_each_tag_knows_its_line() -> None:
    environment = Environment(autoescape=True, extensions=[LineMarks], trim_blocks=True)
    source = "<a>\n{% for 值 in 全部 %}<b>{{ 值 }}</b>\n{% endfor %}\n<c/></a>"
    result = unmark(environment.from_string(source).render(全部=["x\ny", "z"]))
    lines = result.text.split("\n")
    found = [
        (tag, origin.line)
        for number, text in enumerate(lines, 1)
        for tag in ("<a>", "<b>", "</b>", "<c/>", "</a>")
        if tag in text and (origin := result.origin(number))
    ]
    tags = [("<b>", 2), ("</b>", 2)]
    assert found == [("<a>", 1), *tags, *tags, ("<c/>", 4), ("</a>", 4)]
    assert result.origin(1) is None
    assert result.origin(2) == Origin("", 1)

"""The form language: what it keeps, what it collapses, what it refuses."""

import pytest

from tools.form.xhtml import FormError, parse
from tools.grid import Paragraph, Run, Table

STYLES = {"正文", "部分标题", "楷体", "表内居中", "表内靠右"}


def blocks(body: str) -> tuple[object, ...]:
    document = parse(f"<document><section>{body}</section></document>", STYLES)
    return document.sections[0].blocks


def test_white_space_of_the_template_goes_and_that_of_values_stays() -> None:
    body = '<p class="正文">\n   绩效目标：\n  <span>  两端 空格\n第二行 </span>\n</p>'
    assert blocks(body) == (Paragraph((Run("绩效目标：  两端 空格\n第二行 "),), "正文"),)


def test_runs_and_line_breaks() -> None:
    body = '<h1 class="部分标题">第一部分<br/>甲 <b class="楷体">乙<span>丙</span></b>丁</h1>'
    runs = (Run("第一部分\n甲 "), Run("乙丙", "楷体"), Run("丁"))
    assert blocks(body) == (Paragraph(runs, "部分标题", 1),)


def test_a_table_with_paragraphs_in_a_cell() -> None:
    body = (
        '<table><caption>例</caption><colgroup><col width="3"/><col width="5"/></colgroup><thead>'
        "<tr><th>甲</th><th>乙</th></tr></thead><tbody><tr>"
        '<td colspan="2" class="表内居中"><p>1</p><p class="表内靠右">2</p></td>'
        "</tr></tbody></table>"
    )
    (table,) = blocks(body)
    assert isinstance(table, Table)
    assert (table.caption, table.widths, table.rows[0].is_header) == ("例", (3, 5), True)
    merged = table.rows[1].cells[0]
    assert [p.style for p in merged.paragraphs] == ["表内居中", "表内靠右"]
    assert merged.grid_span == 2


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>甲", "标签没有成对"),
        ("<div>甲</div>", "<section> 里不能有 <div>"),
        ("丢失<p>甲</p>", "里的文字“丢失”没有放在段落里"),
        ('<p class="正文"><span>甲<br/>乙</span></p>', "<span> 里只能有文字"),
        ("<p>甲</p>", "要用 class 写明样式"),
        ('<p class="没有">甲</p>', "没有“没有”这个样式"),
        ('<contents depth="x"/>', "depth 应当是正整数"),
        ("<table><tbody><tr><td>丢失<p>甲</p></td></tr></tbody></table>", "没有放在段落里"),
        ('<p class="正文"><i>甲</i></p>', "段落里不能有 <i>"),
        ("<table><tr/></table>", "<table> 里不能有 <tr>"),
        ('<table><colgroup><col width="a"/></colgroup></table>', "width 应当是正整数"),
        ("<p>&nbsp;</p>", "不认识 &nbsp;，直接写这个字"),
        ("<p>甲&乙</p>", "单独的 & 要写成 &amp;"),
        ("<p>甲<5</p>", "单独的 < 要写成 &lt;"),
        ("<p class=正文>甲</p>", '属性要写成 名称="值"'),
        ('<p class="正文" class="正文">甲</p>', "属性 class 写了两遍"),
        ('<p class="正文">甲</section>', "<p> 还没有关上，先遇到了 </section>"),
        ('<p class="正文" style="x">甲</p>', "<p> 不能有 style，可以写 class"),
        ('<p class="正文"><span lang="x">甲</span></p>', "<span> 里只能有文字"),
        ('<table><tbody><tr><td rowspn="2">甲</td></tr></tbody></table>', "<td> 不能有 rowspn"),
        ('<table><tbody><tr><td rowspan="0">甲</td></tr></tbody></table>', "rowspan 应当是正整数"),
        (
            '<table><caption>例</caption><colgroup><col width="1"/></colgroup><tbody><tr>'
            "<td>1</td><td>2</td></tr></tbody></table>",
            "表格“例”：第 1 行多出 1 格",
        ),
    ],
)
def test_faults(body: str, message: str) -> None:
    with pytest.raises(FormError, match=message):
        blocks(body)


def test_a_row_that_does_not_add_up_is_told_by_its_line() -> None:
    rows = ["<tr><td>1</td><td>2</td></tr>", '<tr><td>1</td><td rowspan="2">2</td></tr>']
    table = '<table><colgroup><col width="1" span="2"/></colgroup><tbody>\n{}</tbody></table>'
    with pytest.raises(FormError, match="第 2 行有格子向下合并，超出了表格的最后一行") as caught:
        blocks(table.format("\n".join(rows)))
    assert caught.value.line == 3
    with pytest.raises(FormError, match="第 3 行多出 1 格") as caught:
        blocks(
            table.format("\n".join([rows[1], "<tr><td>3</td></tr>", rows[0][:-5] + "<td/></tr>"]))
        )
    assert caught.value.line == 4


def test_one_col_can_stand_for_several() -> None:
    columns = '<colgroup><col width="4"/><col width="1" span="2"/></colgroup>'
    (table,) = blocks(f'<table>{columns}<tbody><tr><td colspan="3"/></tr></tbody></table>')
    assert isinstance(table, Table)
    assert table.widths == (4, 1, 1)


def test_entities_are_refused() -> None:
    text = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><document>&e;</document>'
    with pytest.raises(FormError, match="DOCTYPE"):
        parse(text, STYLES)

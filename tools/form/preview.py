"""A filled-in form as one HTML page that looks like the printed one; it asks for nothing else.

Sheets are of the printed width. They break where the form says so; what Word moves to a next
page for want of room goes on below, since only Word knows where that is.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from msgspec import Struct

from tools.form.style import character_scale, line_height
from tools.form.template import VALUE_END, VALUE_START
from tools.grid import Cell, Contents, Document, Paragraph, Row, Run, Slot, Table, place

LABEL_STYLES = {"表头", "表内标签"}
LABEL_RUN = "栏目"
VALUE = re.compile(f"{VALUE_START}(.*?){VALUE_END}", re.DOTALL)
ALIGN = {"两端": "justify", "居中": "center", "靠左": "left", "靠右": "right"}

# The fonts that official documents are set in are rarely installed where pages are looked at.
FALLBACKS = {
    "仿宋": "FangSong, STFangsong, 'Noto Serif CJK SC', serif",
    "楷体": "KaiTi, STKaiti, 'AR PL UKai CN', serif",
    "黑体": "SimHei, STHeiti, 'WenQuanYi Zen Hei', 'Noto Sans CJK SC', sans-serif",
    "小标宋": "FZXiaoBiaoSong-B05S, 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, serif",
    "宋体": "SimSun, STSong, 'AR PL UMing CN', serif",
}
SCREEN = """
@font-face { font-family: 西文; unicode-range: U+20-7E;
  src: local("Times New Roman"), local("Liberation Serif"), local("Tinos"); }
* { box-sizing: border-box; }
body { margin: 0; background: #e4e7eb; color: #000; }
.note { margin: 0 auto; padding: 12px 16px; color: #1f2933;
  font: 15px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
.note p { margin: 0; }
.note .value { padding: 0 .3em; }
main { overflow-x: auto; padding: 0 8px 32px; }
.sheet { margin: 0 auto 20px; background: #fff; box-shadow: 0 1px 5px #0005; }
.sheet h1, .sheet h2, .sheet h3, .sheet h4, .sheet p { margin: 0; font-weight: normal; }
.sheet p, .sheet h1, .sheet h2, .sheet h3, .sheet h4 { min-height: 1lh; white-space: pre-wrap; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
tr { height: 19.85pt; break-inside: avoid; }
th, td { border: .5pt solid #000; padding: .75pt 2.85pt; font-weight: normal;
  vertical-align: middle; overflow-wrap: anywhere; }
.value, td.filled { background: #e9f2fd; }
td.filled .value { background: none; }
.contents a { display: flex; color: inherit; text-decoration: none; }
.contents a::after { content: ""; flex: 1; margin-left: .5em; border-bottom: 1.5px dotted;
  height: .8lh; }
.contents ul { margin: 0; padding: 0; list-style: none; }
@media print {
  body { background: none; } .note { display: none; } main { padding: 0; overflow: visible; }
  .value, td.filled { background: none; } thead { display: table-header-group; }
  .sheet { margin: 0; padding: 0; width: auto; min-height: 0; box-shadow: none; }
  .sheet + .sheet { break-before: page; }
}
"""


class Notice(Struct, frozen=True, kw_only=True):
    """What stands above the sheets: the form's name, and where its data comes from."""

    title: str
    source: str


def page(document: Document, style: dict[str, Any], notice: Notice) -> str:
    """The whole HTML page of a form filled in with its values marked.

    ``style`` is the form's ``style.yaml`` as ``style.load`` gives it.
    """
    sheets = "".join(_Sheets(document, style).html())
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>版式预览：{escape(notice.title)}</title>\n"
        f"<style>{SCREEN}{css(style)}</style>\n</head>\n<body>\n"
        f'<header class="note"><p>版式预览：{escape(notice.title)}。数据：{escape(notice.source)}。'
        '<span class="value">浅蓝底</span>是填入的内容，其余是版式印好的字；'
        "一张纸放不下的，Word 会自动转到下一页，这里接着往下排。</p></header>\n"
        f"<main>\n{sheets}</main>\n</body>\n</html>\n"
    )


def css(style: dict[str, Any]) -> str:
    """The page and every style of ``style.yaml`` as CSS; a style is a class by its number."""
    size = style["页面"]
    sides = " ".join(f"{size[side]:g}mm" for side in ("上", "右", "下", "左"))
    rules = [
        f"@page {{ size: {size['宽']:g}mm {size['高']:g}mm; margin: {sides}; }}",
        f".sheet, .note {{ width: {size['宽']:g}mm; max-width: none; }}",
        f".sheet {{ min-height: {size['高']:g}mm; padding: {sides}; }}",
    ]
    classes = class_names(style)
    for name, look in style["样式"].items():
        rules.append(f".sheet .{classes[name]} {{ {_paragraph_rule(look, size)} }}")
    for name, look in style.get("字符", {}).items():
        rules.append(
            f".sheet b.{classes[name]} {{ font: inherit; font-family: {_fonts(look['字体'])}; }}"
        )
    return "\n".join(rules) + "\n"


def class_names(style: dict[str, Any]) -> dict[str, str]:
    """A class for each style's name, which may hold anything."""
    names = {name: f"s{number}" for number, name in enumerate(style["样式"], 1)}
    return names | {name: f"c{number}" for number, name in enumerate(style.get("字符", {}), 1)}


def _paragraph_rule(look: dict[str, Any], size: dict[str, Any]) -> str:
    rules = {
        "font-family": _fonts(look["字体"]),
        "font-size": f"{look['字号']:g}pt",
        "line-height": f"{look.get('行距', line_height(size)):.2f}pt",
        "text-align": ALIGN[look.get("对齐", "靠左")],
        "padding-top": f"{look.get('段前', 0):g}pt",
        "padding-bottom": f"{look.get('段后', 0):g}pt",
    }
    if "行距" not in look:
        narrower = character_scale(size, look["字号"]) / 100 - 1
        rules["letter-spacing"] = f"{narrower:.3g}em"
    if "首行缩进" in look:
        rules["text-indent"] = f"{look['首行缩进']:g}em"
    if "左缩进" in look:
        rules["padding-left"] = f"{look['左缩进']:g}em"
    if "颜色" in look:
        rules["color"] = f"#{look['颜色']}"
    return " ".join(f"{key}: {value};" for key, value in rules.items())


def _fonts(name: str) -> str:
    """Latin letters in Times as in Word, then the font itself, then what looks like it."""
    safe = re.sub(r"""[^\w .-]""", "", name)
    likes = next((fonts for kind, fonts in FALLBACKS.items() if kind in name), "serif")
    return f"西文, '{safe}', {likes}"


class _Sheets:
    def __init__(self, document: Document, style: dict[str, Any]) -> None:
        self.document = document
        self.classes = class_names(style)
        self.breaks = {name for name, look in style["样式"].items() if look.get("段前分页")}
        self.headings = 0

    def html(self) -> Iterator[str]:
        for section in self.document.sections:
            yield '<div class="sheet">\n'
            for number, block in enumerate(section.blocks):
                if number and isinstance(block, Paragraph) and block.style in self.breaks:
                    yield '</div>\n<div class="sheet">\n'
                yield self.block(block)
            yield "</div>\n"

    def block(self, block: Paragraph | Table | Contents) -> str:
        if isinstance(block, Table):
            return "".join(self.table(block))
        if isinstance(block, Contents):
            return "".join(self.contents(block))
        return self.paragraph(block) + "\n"

    def paragraph(self, paragraph: Paragraph) -> str:
        tag, anchor = "p", ""
        if paragraph.level:
            self.headings += 1
            tag, anchor = f"h{paragraph.level}", f' id="t{self.headings}"'
        is_label = paragraph.style in LABEL_STYLES
        text = "".join(self.run(run, is_label or run.style == LABEL_RUN) for run in paragraph.runs)
        return f'<{tag} class="{self.classes[paragraph.style]}"{anchor}>{text}</{tag}>'

    def run(self, run: Run, is_label: bool) -> str:
        text = escape(plain(run.text) if is_label else run.text)
        text = VALUE.sub(r'<span class="value">\1</span>', text)
        text = text.replace("\n", "<br>")
        return f'<b class="{self.classes[run.style]}">{text}</b>' if run.style else text

    def contents(self, contents: Contents) -> Iterator[str]:
        yield '<nav class="contents" aria-label="目录"><ul>\n'
        for number, heading in enumerate(self.document.headings(9), 1):
            if heading.level <= contents.depth:
                style = self.classes["目录一" if heading.level == 1 else "目录二"]
                title = escape(plain(heading.text).replace("\n", "　"))
                yield f'<li class="{style}"><a href="#t{number}">{title}</a></li>\n'
        yield "</ul></nav>\n"

    def table(self, table: Table) -> Iterator[str]:
        total = sum(table.widths)
        yield f"<table>\n<caption>{escape(plain(table.caption))}</caption>\n<colgroup>"
        yield "".join(f'<col style="width: {w / total:.3%}">' for w in table.widths)
        yield "</colgroup>\n"
        head = 0
        while head < len(table.rows) and table.rows[head].is_header:
            head += 1
        rows = list(zip(table.rows, place(table), strict=True))
        for tag, part in (("thead", rows[:head]), ("tbody", rows[head:])):
            if part:
                yield f"<{tag}>\n{''.join(self.row(row, slots) for row, slots in part)}</{tag}>\n"
        yield "</table>\n"

    def row(self, row: Row, slots: list[Slot]) -> str:
        own = [cell for cell, continues in slots if not continues]
        cells = []
        for number, cell in enumerate(own):
            is_label = cell.paragraphs[0].style in LABEL_STYLES
            after = own[number + 1] if number + 1 < len(own) else None
            has_value_after = after is not None and after.paragraphs[0].style not in LABEL_STYLES
            scope = "row" if not row.is_header and has_value_after else "col"
            cells.append(self.cell(cell, f'th scope="{scope}"' if is_label else "td"))
        return f"<tr>{''.join(cells)}</tr>\n"

    def cell(self, cell: Cell, tag: str) -> str:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.grid_span}"' if cell.grid_span > 1 else ""
        filled = ' class="filled"' if tag == "td" and VALUE_START in cell.text else ""
        paragraphs = "".join(self.paragraph(paragraph) for paragraph in cell.paragraphs)
        return f"<{tag}{spans}{filled}>{paragraphs}</{tag[:2]}>"


def plain(text: str) -> str:
    """The text without the marks of its values."""
    return text.replace(VALUE_START, "").replace(VALUE_END, "")

"""A first form of ``templates/forms/`` out of a blank official Word file.

What is recognised becomes a placeholder; the rest stays as printed text and is marked, right
there, with a Jinja comment that begins with 待定. A person goes through those and is done.
"""

import re
from collections.abc import Container, Iterator

from msgspec import Struct

from tools.grid import GridError, Paragraph, Table
from tools.intake.blank import tables
from tools.intake.blank.labels import (
    NUMBERING,
    PART,
    bare,
    is_blank,
    literal,
    pending,
    with_year,
)
from tools.intake.scan import Scan

CONTENTS_STYLES = re.compile(r"(?i)toc ?[1-9]|目录[一二三]?")
CONTENTS_ENTRY = re.compile(r".*(?:\t|[.…·]{3,})\s*[0-9]*$", re.DOTALL)
COVER_LINES = ("编制单位", "审核单位", "填报单位", "部门名称", "单位名称", "编制日期")
TITLE = re.compile(r".*(?:目标|绩效|项目|情况|申报|自评)[^。；]*表(?:（.*）)?$")
NUMBERED_TITLE = re.compile(r"^([0-9]+)\s*([.．、])[\s_＿×Xx○]*(.*)$")
FILLER = re.compile(
    r"^(?:（[一二三四五六七八九十]+）|([0-9]+[.．、]))?(绩效目标[:：]|绩效指标[:：])?[\s_＿×…]*$"
)
CATEGORY = re.compile(r"^第[一二三四五六七八九十]+部分\s*(\w+?)(?:绩效目标\w*)?$")
SAMPLE = '{% if 示例数据 %}<p class="示例标记">（示例数据，纯属虚构）</p>{% endif %}\n'

OVERALL = "{{ 段落(整体绩效目标.总体绩效目标) }}"
SUB_TARGETS = """{% for 项 in 整体绩效目标.分项绩效目标 %}
<h3 class="小标题">（{{ loop.index|中文数字 }}）{{ 项.名称 }}</h3>
{{ 段落(项.绩效目标) }}
{% endfor %}"""
LABELLED = """{{ 段落(项.绩效目标, '绩效目标') }}
{% if 项.绩效指标 is defined %}{{ 段落(项.绩效指标, '绩效指标') }}{% endif %}
"""
MEASURES = """{% for 措施 in 整体绩效目标.工作保障措施 %}
{% if 措施.名称 is defined %}
<h3 class="小标题">（{{ loop.index|中文数字 }}）{{ 措施.名称 }}</h3>
{% endif %}
{{ 段落(措施.内容) }}
{% endfor %}"""
PARTS = {"总体绩效目标": OVERALL, "分项绩效目标": SUB_TARGETS, "工作保障措施": MEASURES}


class Pending(Struct, frozen=True):
    """A place of the template, line from 1, that a person has to decide about."""

    line: int
    message: str


class Draft(Struct, frozen=True):
    """The files of a new form by name, and what is left to decide in its template."""

    files: dict[str, str]
    pending: tuple[Pending, ...]


def draft(scan: Scan, name: str, classes: Container[str]) -> Draft:
    """The form ``name`` as its blank prints it; nothing printed is left out unsaid.

    ``classes`` are the 一级 and 二级指标 that the frameworks know: data brings them back.
    """
    writer = _Writer([block.content for block in scan.blocks], classes)
    text = "\n".join(writer.document()) + "\n"
    marks = tuple(
        Pending(number, found[1])
        for number, line in enumerate(text.split("\n"), 1)
        for found in re.finditer(r"\{# 待定：(.*?) #\}", line)
    )
    return Draft({"document.xhtml.j2": text, "form.yaml": writer.definition(name)}, marks)


class _Writer:
    def __init__(self, blocks: list[Paragraph | Table], classes: Container[str]) -> None:
        self.blocks = blocks
        self.classes = classes
        self.labels: dict[str, str] = {}
        self.required: dict[str, list[str]] = {}
        self.optional: dict[str, list[str]] = {}
        self.title = ""
        self.categories: list[str] = []
        self.waiting: list[Paragraph] = []
        self.project: list[Paragraph | Table] = []
        self.category = ""
        self.printed: set[str] = set()
        self.is_marked = False  # whether the form says somewhere that its data is made up

    def document(self) -> list[str]:
        end = _cover_end(self.blocks)
        self.is_marked = end > 0
        body = list(self.body(self.blocks[end:]))
        lines = ['{% from "macros.xhtml.j2" import 段落 with context %}', "<document>"]
        if end:
            cover = [block for block in self.blocks[:end] if isinstance(block, Paragraph)]
            lines += ["<section>", *_indented(self.cover(cover)), "</section>"]
        lines.append('<section numbered="yes">')
        lines += _indented([] if self.is_marked else [SAMPLE])
        lines += _indented(body)
        return [*lines, '  <p class="表末"></p>', "</section>", "</document>"]

    def cover(self, paragraphs: list[Paragraph]) -> Iterator[str]:
        is_titled, has_contents = False, False
        spaces = {"封面上空", "封面下空"}
        for paragraph in paragraphs:
            text = paragraph.text.strip()
            name = bare(text)
            if name == "目录":
                has_contents = True
                spaces.clear()
                yield '<p class="目录标题">目　　录</p>'
            elif _is_entry(paragraph):
                has_contents = True
            elif is_blank(text):
                space = "封面下空" if is_titled else "封面上空"
                yield from [f'<p class="{space}"></p>'] if space in spaces else []
                spaces.discard(space)
            elif not is_titled and "绩效" in text:
                is_titled = True
                self.title = text
                yield f'<p class="封面标题">{with_year(text)}</p>'
                yield SAMPLE
            else:
                yield self.cover_line(text, name)
        if has_contents:
            yield '<contents depth="2"/>'

    def cover_line(self, text: str, name: str) -> str:
        label = re.split(r"[:：]", text)[0]
        if bare(label) in ("编制单位", "填报单位", "部门名称", "单位名称"):
            return f'<p class="封面落款">{literal(label)}：{{{{ 部门.名称 }}}}</p>'
        if bare(label) in COVER_LINES:
            note = (
                ""
                if is_blank(text.removeprefix(label)[1:])
                else pending("封面上印着这些字，请核对")
            )
            return f'<p class="封面落款">{literal(text)}</p>{note}'
        note = pending(f"封面上的“{name}”是照印，还是换成 {{{{ 部门.名称 }}}}？")
        return f'<p class="封面单位">{with_year(text)}</p>{note}'

    def body(self, blocks: list[Paragraph | Table]) -> Iterator[str]:
        rest = list(blocks)
        while rest:
            block = rest.pop(0)
            if isinstance(block, Table):
                yield from self.table(block) if block.rows else ()
            elif is_blank(block.text):
                continue
            elif bare(block.text) in PARTS and bare(block.text) not in self.printed:
                yield from self.flush()
                yield from self.overall(block, rest)
            elif PART.match(block.text.strip()) or block.level == 1:
                yield from self.flush()
                found = CATEGORY.match("".join(block.text.split()))
                self.category = found[1] if found else ""
                yield self.heading(block)
            else:
                self.waiting.append(block)
        yield from self.flush()

    def overall(self, heading: Paragraph, rest: list[Paragraph | Table]) -> Iterator[str]:
        """One of the three parts of 整体绩效目标, with what the blank has under its heading."""
        name = bare(heading.text)
        self.printed.add(name)
        yield self.heading(heading)
        fillers = []
        while rest and isinstance(block := rest[0], Paragraph) and not _is_title(block):
            rest.pop(0)
            if found := FILLER.match(block.text.strip()):
                fillers.append(found)
            else:
                yield self.printed_line(block, f"“{name}”下面原来印有这些字，请核对是否照印")
        yield from self.part(name, fillers).split("\n")

    def part(self, name: str, fillers: list[re.Match[str]]) -> str:
        """The part's loop, numbered and labelled as the blank has it."""
        text = PARTS[name]
        if name == "工作保障措施":
            self.optional["工作保障措施"] = ["名称"]
        if name == "分项绩效目标":
            self.required["分项绩效目标"] = ["绩效目标"]
            if any(found[2] for found in fillers):
                self.optional["分项绩效目标"] = ["绩效指标"]
                text = text.replace("{{ 段落(项.绩效目标) }}\n", LABELLED)
        numbers = [found[1][-1] for found in fillers if found[1]]
        if numbers:
            text = text.replace(
                "（{{ loop.index|中文数字 }}）", f"{{{{ loop.index }}}}{numbers[0]}"
            )
        return text

    def table(self, table: Table) -> Iterator[str]:
        if tables.signature(table):
            self.project += [*self.waiting, table]
            self.waiting = []
            return
        yield from self.flush()
        yield from self.plain_table(table)

    def flush(self) -> Iterator[str]:
        """Write the project's tables met so far as one loop, and then what still waits."""
        if self.project:
            yield from self.loop()
        self.project = []
        for paragraph in self.waiting:
            yield self.printed_line(paragraph)
        self.waiting = []

    def loop(self) -> Iterator[str]:
        condition = ""
        if self.category and len(self.projects_parts()) > 1:
            self.categories.append(self.category)
            condition = f" if 项目.项目类别 == '{self.category}'"
        yield f"{{% for 项目 in 项目{condition} %}}"
        is_headed, was_table, needs_mark = False, False, not self.is_marked
        for block in self.first_project():
            if isinstance(block, Paragraph):
                is_title = not is_headed and TITLE.match(block.text.strip())
                yield self.project_title(block) if is_title else self.printed_line(block)
                is_headed = is_headed or bool(is_title)
                if is_title and needs_mark:
                    self.is_marked = True
                    yield SAMPLE
            else:
                if was_table:
                    yield '<p class="表间"></p>'
                yield from self.project_table(block)
            was_table = isinstance(block, Table)
        if was_table and not is_headed:
            yield '<p class="表间"></p>'
        yield "{% endfor %}"

    def projects_parts(self) -> set[str]:
        """The parts (第二部分 …) of the blank that have project tables."""
        part, found = "", set()
        for block in self.blocks:
            if isinstance(block, Table):
                found |= {part} if tables.signature(block) else set()
            elif PART.match(block.text.strip()):
                part = block.text
        return found

    def first_project(self) -> list[Paragraph | Table]:
        """The blocks of one project: blanks often print the same tables several times.

        What prints a word that the first ones do not is kept.
        """
        kept: list[Paragraph | Table] = []
        signatures: set[tuple[str, ...]] = set()
        texts: set[str] = set()
        headings: list[Paragraph] = []
        for block in self.project:
            if isinstance(block, Paragraph):
                headings.append(block)
                continue
            new = [heading for heading in headings if _without_number(heading) not in texts]
            signature = tables.signature(block)
            printed = tables.texts(block, self.classes)
            kept += new
            if signature not in signatures or not printed <= texts:
                kept.append(block)
            signatures.add(signature)
            texts |= printed | {_without_number(heading) for heading in headings}
            headings = []
        return kept

    def project_title(self, paragraph: Paragraph) -> str:
        text = paragraph.text.strip()
        if not self.title:
            self.title = text
        if found := NUMBERED_TITLE.match(text):
            self.optional.setdefault("项目", []).append("标题")
            name = "{{ 项目.标题|default(项目.项目名称) }}"
            title = f"{{{{ loop.index }}}}{found[2]}{name}{literal(found[3])}"
            return f'<h2 class="项目标题">{title}</h2>'
        note = pending("题目里要不要印项目名称 {{ 项目.项目名称 }}？")
        return f'<h2 class="项目标题">{with_year(text)}</h2>{note}'

    def written(self, table: Table, caption: str) -> tuple[str, ...]:
        """The table's lines; what they print is kept for ``form.yaml``."""
        written = tables.write(table, caption, self.classes)
        for part, column in written.columns:
            self.required.setdefault(part, []).append(column)
        self.labels |= written.labels
        return written.lines

    def project_table(self, table: Table) -> Iterator[str]:
        try:
            yield from self.written(table, "{{ 项目.项目名称 }}绩效目标")
        except GridError as error:
            yield from self.broken_table(table, error)

    def plain_table(self, table: Table) -> Iterator[str]:
        """A table without any known label: printed as it is."""
        try:
            yield from self.written(table, "附表")
            yield '<p class="表间"></p>'
        except GridError as error:
            yield from self.broken_table(table, error)

    def broken_table(self, table: Table, error: GridError) -> Iterator[str]:
        yield pending(f"这个表的合并格子对不上（{error}），只留下了文字，请照原件画表")
        for row in table.rows:
            for cell in row.cells:
                if cell.text.strip():
                    yield f'<p class="正文">{literal(cell.text)}</p>'

    def heading(self, paragraph: Paragraph) -> str:
        text = with_year(paragraph.text)
        if PART.match(paragraph.text.strip()) or paragraph.level == 1:
            return f'<h1 class="部分标题">{text}</h1>'
        return f'<h2 class="标题">{text}</h2>'

    def printed_line(self, paragraph: Paragraph, note: str = "") -> str:
        text = paragraph.text.strip()
        label, colon, after = text.partition("：")
        if (
            colon
            and bare(label) in ("编制单位", "填报单位", "部门名称", "单位名称")
            and is_blank(after)
        ):
            return f'<p class="正文">{literal(label)}：{{{{ 部门.名称 }}}}</p>'
        if re.search(r"[_＿×]{2}|[:：]\s*$", text) and not note:
            note = "这里要填什么？"
        style = "表内居中" if text.startswith("（") and text.endswith("）") else "正文"
        if NUMBERING.match(text) and len(text) < 30:  # a heading of the blank's own
            return f'<h2 class="标题">{with_year(text)}</h2>{pending(note) if note else ""}'
        return f'<p class="{style}">{with_year(text)}</p>{pending(note) if note else ""}'

    def definition(self, name: str) -> str:
        """``form.yaml``: the columns met, in the order of the schema."""
        title = re.sub(r"[^\w（）()]", "", re.sub(r"^.*?年度?", "", self.title)) or name
        lines = [
            "# yaml-language-server: $schema=../../../schema/form.schema.json",
            *("格式: 1", f"名称: {title}", "说明: 由空白表生成，请核对。", "栏目:"),
        ]
        if self.categories:
            self.required.setdefault("项目", []).append("项目类别")
        for part in ("文件", "部门", "分项绩效目标", "工作保障措施", "项目"):
            lists = {"必有": self.required.get(part), "可有": self.optional.get(part)}
            if any(lists.values()):
                lines.append(f"  {part}:")
            for key, columns in lists.items():
                if columns:
                    lines.append(f"    {key}:")
                    lines += [f"      - {column}" for column in dict.fromkeys(columns)]
        if lines[-1] == "栏目:":
            lines[-1] = "栏目: {}"
        if self.categories:
            lines += ["项目类别:", *(f"  - {category}" for category in self.categories)]
        if self.labels:
            lines += ["标签:", *(f"  {known}: {own}" for known, own in self.labels.items())]
        return "\n".join(lines) + "\n"


def _cover_end(blocks: list[Paragraph | Table]) -> int:
    """How many blocks belong to the cover and the contents; 0 where the blank has neither."""
    end, in_contents = 0, False
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            break
        name = bare(re.split(r"[:：]", block.text)[0])
        if name == "目录":
            in_contents, end = True, number
        elif in_contents and (_is_entry(block) or is_blank(block.text)):
            end = number
        elif in_contents or PART.match(block.text.strip()):
            break
        elif name in COVER_LINES and number < 20:
            end = number
    return end


def _is_entry(block: Paragraph | Table) -> bool:
    """Whether a paragraph is a line of the table of contents."""
    if isinstance(block, Table):
        return False
    has_style = CONTENTS_STYLES.fullmatch(block.style) is not None
    return has_style or CONTENTS_ENTRY.fullmatch(block.text) is not None


def _is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins another part, rather than standing under the last heading."""
    text = paragraph.text.strip()
    if bare(text) in PARTS or PART.match(text):
        return True
    is_table_title = TITLE.match(text) is not None and len(text) < 60
    return is_table_title or re.match(r"^[一二三四五六七八九十]+、", text) is not None


def _without_number(paragraph: Paragraph) -> str:
    """A project's heading, of which blanks print several that differ in their number only."""
    text = paragraph.text.strip()
    found = NUMBERED_TITLE.match(text)
    return bare(found[3] if found else text)


def _indented(lines: list[str] | Iterator[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]

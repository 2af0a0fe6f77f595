"""What a form looks like when it is read, learned from its own template.

The template is filled with marks instead of values; what stands round a mark is the label by
which the value is found again. So a new form needs no code to be read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tools import framework, model
from tools.form import definition, style
from tools.form.definition import Definition
from tools.form.template import fill
from tools.framework import Framework
from tools.grid import Cell, Document, Paragraph, Table, place
from tools.intake.wording import numbering_of, plain
from tools.source.workspace import Workspace

MARK = re.compile("\ue000([^\ue001]*)\ue001")
YEAR = 9731
ANY_YEAR = "\ue002"
OVERALL, SUB_TARGETS, MEASURES, PROJECTS = "总体绩效目标", "分项绩效目标", "工作保障措施", "项目"
PLAN = "资金支出计划"
DATES = ("3月底", "6月底", "10月底", "12月底")
AMOUNTS = ("预算数", "财政资金", "其他资金")
LEVEL1, LEVEL2 = "一级指标", "二级指标"
INDICATOR_KEYS = ("三级指标", "绩效指标描述", "指标值", "指标值确定依据")


class Constant(Struct, frozen=True):
    """A printed line, and the part of the form that it opens; ``""`` where it opens none.

    ``repeats`` tells that it stands before the tables of every project.
    """

    text: str
    style: str
    section: str
    category: str
    repeats: bool = False


class Items(Struct, frozen=True):
    """How a list of named texts is printed.

    ``numbering`` is a key of ``NUMBERINGS`` or empty; ``labels`` maps the words before a text to
    its key, with ``""`` for a text without, and ``label_style`` is their character style;
    ``inline`` is that of a name that stands in the same paragraph as its text.
    """

    numbering: str
    style: str
    labels: dict[str, str]
    label_style: str
    inline: str


class Pattern(Struct, frozen=True):
    """How one form is recognised and read.

    ``right`` labels have their value beside them, ``below`` labels beneath, ``columns`` are the
    heads of the indicator table, ``inside`` labels stand in the same cell as the value, ``bare``
    are keys of a cell without label. ``plain`` are printed cells without value. ``sequence`` is
    the project table in reading order: what is printed, and the key of the value behind it.
    """

    form: Definition
    folder: str
    framework: Framework
    framework_name: str
    styles: frozenset[str]
    text_style: str
    label_styles: frozenset[str]
    titles: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    name_style: str
    constants: tuple[Constant, ...]
    sub_targets: Items
    measures: Items
    heading: Items
    heading_end: str
    right: dict[str, str]
    below: dict[str, str]
    inside: dict[str, str]
    columns: dict[str, str]
    plain: frozenset[str]
    bare: tuple[str, ...]
    goal_numbering: str
    goals_share_cell: bool
    sequence: tuple[tuple[str, str], ...]

    @property
    def words(self) -> set[str]:
        """Every printed word by which this form can be told from others."""
        lines = {plain(line) for constant in self.constants for line in constant.text.split("\n")}
        return lines | {*self.right, *self.below, *self.columns, *self.inside, *self.plain}

    def level2(self, text: str) -> str | None:
        """The 二级指标 that a cell names in the form's own words or the framework's."""
        known = [name for names in self.framework.classes.values() for name in names]
        spoken = {plain(self.form.label(name)): name for name in known}
        spoken |= {plain(name): name for name in known}
        word = plain(text)
        if found := spoken.get(word) or spoken.get(f"{word}指标"):
            return found
        likely = {name for said, name in spoken.items() if len(word) > 2 and word in said}
        return likely.pop() if len(likely) == 1 else None


@cache
def load(workspace: Workspace, folder: str, framework_name: str) -> Pattern:
    """The pattern of a form of ``templates/forms/``; raise ``ProblemError`` if it is at fault."""
    form = definition.load(workspace, folder)
    frame = framework.load(workspace.schema)[framework_name]
    names = style.word_names(workspace, folder)
    tree = _Probe(form, frame).tree()
    record = model.department_year(tree)
    document = fill(form, frame, record, True, style.base(workspace, folder).ids)
    return _learn(form, folder, frame, framework_name, names, document, _numbers(tree))


def _mark(pointer: str) -> str:
    return f"\ue000{pointer}\ue001"


class _Probe:
    """A department-year whose values say where they come from."""

    def __init__(self, form: Definition, frame: Framework) -> None:
        self.form, self.frame = form, frame
        self.amounts = iter(range(7310001, 7320000))

    def tree(self) -> dict[str, Any]:
        """The whole of it, with every key that the form has."""
        measures = f"/整体绩效目标/{MEASURES}"
        named = {key: _mark(f"{measures}/1/{key}") for key in ("名称", "内容")}
        # A name that is a sentence may be printed in one paragraph with its text.
        sentence = {"名称": _mark(f"{measures}/2/名称") + "。", "内容": _mark(f"{measures}/2/内容")}
        subs = [self._filled(SUB_TARGETS, f"/整体绩效目标/{SUB_TARGETS}/{n}") for n in range(2)]
        categories = self.form.categories or ("", "")
        unit = {"金额单位": _mark("/金额单位")} if "金额单位" in self._keys("文件") else {}
        return {
            "格式": 1,
            "年度": YEAR,
            "状态": "编制中",
            "版式": self.form.folder.name,
            "部门": self._filled("部门", "/部门"),
            **unit,
            "整体绩效目标": {
                OVERALL: _mark(f"/整体绩效目标/{OVERALL}"),
                SUB_TARGETS: subs,
                MEASURES: [named, sentence],
            },
            "项目": [self._project(n, category) for n, category in enumerate(categories)],
        }

    def _keys(self, part: str) -> list[str]:
        columns = self.form.columns.get(part)
        return [*columns.required, *columns.optional] if columns else []

    def _filled(self, part: str, pointer: str) -> dict[str, Any]:
        name = "项目名称" if part == PROJECTS else "名称"
        return {key: _mark(f"{pointer}/{key}") for key in (name, *self._keys(part))}

    def _project(self, index: int, category: str) -> dict[str, Any]:
        pointer = f"/项目/{index}"
        result = self._filled(PROJECTS, pointer)
        for key in AMOUNTS:
            if key in result:
                result[key] = Decimal(next(self.amounts))
        if PLAN in result:
            result[PLAN] = {date: Decimal(next(self.amounts)) for date in DATES}
        if "项目类别" in result:
            result["项目类别"] = category
        result["绩效目标"] = [_mark(f"{pointer}/绩效目标/{n}") for n in range(4)]
        level2s = [name for names in self.frame.classes.values() for name in names]
        result["绩效指标"] = [
            {LEVEL2: level2}
            | {key: _mark(f"{pointer}/绩效指标/{n}/{key}") for key in INDICATOR_KEYS}
            for n, level2 in enumerate(level2s)
        ]
        return result


def _numbers(tree: dict[str, Any]) -> dict[str, str]:
    """Numbers of the tree, as printed, to the pointers they stand for."""
    result = {str(YEAR): "/年度"}
    for index, project in enumerate(tree["项目"]):
        amounts = {key: value for key, value in project.items() if isinstance(value, Decimal)}
        plan = project.get(PLAN) or {}
        for key, value in (amounts | {f"{PLAN}/{d}": v for d, v in plan.items()}).items():
            result[str(value)] = f"/项目/{index}/{key}"
    return result


class _Reader:
    """Splits printed text into words and pointers."""

    def __init__(self, numbers: dict[str, str]) -> None:
        self.numbers = numbers
        self.digits = re.compile("|".join(map(re.escape, numbers)))

    def parts(self, text: str) -> list[str]:
        """Words at even places, pointers at odd ones."""
        marked = self.digits.sub(lambda found: f"\ue000{self.numbers[found[0]]}\ue001", text)
        return MARK.split(marked)


def _learn(
    form: Definition,
    folder: str,
    frame: Framework,
    framework_name: str,
    names: dict[str, str],
    document: Document,
    numbers: dict[str, str],
) -> Pattern:
    reader = _Reader(numbers)
    lines = _Lines(reader, names, form.categories)
    cells = _Cells(reader, names)
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                lines.add(block)
            elif isinstance(block, Table):
                lines.table(block)
                cells.add(block)
    return Pattern(
        form=form,
        folder=folder,
        framework=frame,
        framework_name=framework_name,
        styles=frozenset(names),
        text_style=names["正文"],
        label_styles=frozenset(cells.label_styles),
        titles=tuple(lines.titles),
        bodies=tuple(lines.bodies),
        name_style=lines.name_style,
        constants=tuple(lines.told_once()),
        sub_targets=lines.items(SUB_TARGETS),
        measures=lines.items(MEASURES),
        heading=lines.items(PROJECTS),
        heading_end=lines.heading_end,
        right=cells.right,
        below=cells.below,
        inside=cells.inside,
        columns=cells.columns,
        plain=frozenset(cells.printed - {*cells.right, *cells.below, *cells.columns}),
        bare=tuple(cells.bare),
        goal_numbering=cells.goal_numbering,
        goals_share_cell=cells.goals_share_cell,
        sequence=tuple(cells.sequence),
    )


class _Lines:
    """What the paragraphs teach."""

    def __init__(self, reader: _Reader, names: dict[str, str], categories: tuple[str, ...]) -> None:
        self.reader, self.names, self.categories = reader, names, categories
        self.titles: list[tuple[str, str]] = []
        self.bodies: list[str] = []
        self.constants: list[Constant] = []
        self.waiting: list[Paragraph] = []
        self.numbering: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        self.labels: dict[str, dict[str, str]] = {SUB_TARGETS: {}, MEASURES: {}, PROJECTS: {}}
        self.label_styles: dict[str, str] = {}
        self.inline: dict[str, str] = {}
        self.heading_end = ""
        self.name_style = ""

    def items(self, section: str) -> Items:
        return Items(
            self.numbering.get(section, ""),
            self.styles.get(section, ""),
            self.labels[section],
            self.label_styles.get(section, ""),
            self.inline.get(section, ""),
        )

    def table(self, table: Table) -> None:
        """A title without a name opens the part of the projects like one with."""
        texts = "".join(cell.text for row in table.rows for cell in row.cells)
        found = next((p for p in self.reader.parts(texts)[1::2] if p.startswith("/项目/")), "")
        if found:
            self._open(PROJECTS, self._category(int(found.split("/")[2])))

    def told_once(self) -> Iterator[Constant]:
        """Each printed line once."""
        counts = Counter(self.constants)
        for constant, count in counts.items():
            yield replace(constant, repeats=count > 1)

    def add(self, paragraph: Paragraph) -> None:
        words, *rest = self.reader.parts(paragraph.text)
        if not rest:
            if words.strip():
                self.waiting.append(paragraph)
            return
        pointer, after = rest[0], "".join(rest[1::2])
        keys = pointer.split("/")[1:]
        if keys[0] == "年度":
            self._title(words, after, paragraph)
        elif keys[0] == "部门":
            self._body(words, paragraph)
        elif keys[0] == "项目":
            self._open(PROJECTS, self._category(int(keys[1])))
            self._heading(words, rest[1], paragraph)
        else:
            self._open(keys[1])
            self._item(keys, words, paragraph)

    def _title(self, before: str, after: str, paragraph: Paragraph) -> None:
        if (before, after) not in self.titles:
            self.titles.append((before, after))
        if paragraph.level:  # a heading with the year in it also opens a part
            self.waiting.append(paragraph)

    def _body(self, before: str, paragraph: Paragraph) -> None:
        if before:
            self.bodies.append(before)
        else:
            self.name_style = self.names[paragraph.style]

    def _category(self, index: int) -> str:
        return self.categories[index] if self.categories else ""

    def _open(self, section: str, category: str = "") -> None:
        """The last heading before a value opens the part that the value belongs to."""
        last = max((n for n, line in enumerate(self.waiting) if line.level), default=-1)
        for index, line in enumerate(self.waiting):
            parts = self.reader.parts(line.text)
            text = "".join(part if n % 2 == 0 else ANY_YEAR for n, part in enumerate(parts))
            opens = section if index == last else ""
            self.constants.append(Constant(text, self.names[line.style], opens, category))
        self.waiting.clear()

    def _heading(self, before: str, after: str, paragraph: Paragraph) -> None:
        self.numbering[PROJECTS] = numbering_of(before) or self.numbering.get(PROJECTS, "")
        self.styles[PROJECTS] = self.names[paragraph.style]
        self.heading_end = after

    def _item(self, keys: list[str], before: str, paragraph: Paragraph) -> None:
        section = keys[1]
        if section == OVERALL:
            return
        if keys[-1] != "名称":
            self.labels[section][plain(before)] = keys[-1]
            if before:
                self.label_styles[section] = self.names[paragraph.runs[0].style]
            return
        if kind := numbering_of(before):
            self.numbering[section] = kind
        if len(self.reader.parts(paragraph.text)) > 3:
            self.inline[section] = self.names[paragraph.runs[0].style]
        else:
            self.styles[section] = self.names[paragraph.style]


class _Cells:
    """What the tables teach."""

    def __init__(self, reader: _Reader, names: dict[str, str]) -> None:
        self.reader, self.names = reader, names
        self.right: dict[str, str] = {}
        self.below: dict[str, str] = {}
        self.inside: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.printed: set[str] = set()
        self.bare: list[str] = []
        self.label_styles: set[str] = set()
        self.goal_numbering = ""
        self.goals_share_cell = False
        self.sequence: list[tuple[str, str]] = []
        self.seen_head = False

    def add(self, table: Table) -> None:
        is_head = not any("/绩效指标/" in cell.text for row in table.rows for cell in row.cells)
        above: dict[int, tuple[Cell, int]] = {}
        if is_head and not self.seen_head:
            self.sequence, self.seen_head = list(self._in_order(table)), True
        for row in place(table):
            left: Cell | None = None
            here: dict[int, tuple[Cell, int]] = {}
            column = 0
            for cell, continues in row:
                here[column] = (cell, cell.grid_span)
                pointers = self.reader.parts(cell.text)[1::2]
                if not pointers:
                    left = cell if cell.text else left
                    if is_head and cell.text:
                        self.printed.add(plain(cell.text))
                elif not continues:
                    self._value(cell, left, above.get(column))
                column += cell.grid_span
            above = here

    def _in_order(self, table: Table) -> Iterator[tuple[str, str]]:
        for row in table.rows:
            for cell in row.cells:
                words, *rest = self.reader.parts(cell.text)
                keys = _keys(rest[0]) if rest else []
                is_item = keys[:2] == ["项目", "绩效目标"]
                key = "/".join(keys[1:] if keys[:1] == ["项目"] else keys)
                if rest or words:
                    yield "" if is_item else words, key

    def _value(self, cell: Cell, left: Cell | None, above: tuple[Cell, int] | None) -> None:
        before, pointer, *rest = self.reader.parts(cell.text)
        keys = _keys(pointer)
        if keys[:2] == ["项目", "绩效指标"]:
            if above and not self.reader.parts(above[0].text)[1:]:
                self._label(self.columns, above[0], keys[-1])
            return
        key = "/".join(keys[1:]) if keys[0] == "项目" else "/".join(keys)
        if key == "绩效目标":
            self.goal_numbering = numbering_of(before)
            self.goals_share_cell = bool(rest[1:])
        elif before.strip():
            self.inside[plain(before)] = key
            return
        if above and above[1] == cell.grid_span and plain(above[0].text) in self.printed:
            self._label(self.below, above[0], key)
        elif left:
            self._label(self.right, left, key)
        else:
            self.bare.extend(_bare([pointer, *rest[1::2]], self.bare))

    def _label(self, labels: dict[str, str], cell: Cell, key: str) -> None:
        labels.setdefault(plain(cell.text), key)
        self.label_styles.update(self.names[part.style] for part in cell.paragraphs)


def _keys(pointer: str) -> list[str]:
    return [key for key in pointer.split("/")[1:] if not key.isdigit()]


def _bare(pointers: list[str], known: list[str]) -> Iterator[str]:
    for pointer in pointers:
        key = "/".join(_keys(pointer))
        if key not in known:
            yield key

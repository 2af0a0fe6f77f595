"""A scan and a form's pattern to the tree of a data file."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec import Struct

from tools.grid import Paragraph, Run, Table, place
from tools.intake.accounting import missing
from tools.intake.cells import Cells, Found, IndicatorRow, has_styles
from tools.intake.lines import Item, Lines
from tools.intake.notes import Notes, shown
from tools.intake.pattern import (
    AMOUNTS,
    DATES,
    INDICATOR_KEYS,
    LEVEL2,
    MEASURES,
    OVERALL,
    PLAN,
    PROJECTS,
    SUB_TARGETS,
    Pattern,
)
from tools.intake.scan import NOWHERE, Block, Place, Scan, UnreadableError
from tools.intake.wording import amount, plain, share
from tools.value import MONEY_UNITS

DEPARTMENT = "部门"
UNIT = "金额单位"


class Recognised(Struct, frozen=True):
    """What a document says, under the keys of the data file; keys not printed are absent.

    ``year`` is 0 where none is printed.
    """

    tree: dict[str, Any]
    year: int


def recognise(scan: Scan, pattern: Pattern, notes: Notes) -> Recognised:
    """Read the scan as the form of ``pattern``; what does not fit goes to ``notes``.

    Raise ``UnreadableError`` where the document is of two departments.
    """
    styled = is_styled(scan, pattern)
    lines = Lines(pattern, styled and _has_headings(scan, pattern), notes)
    cells = Cells(pattern, styled, notes)
    for remark in scan.remarks:
        notes.remark(remark.place, remark.message)
    for block in scan.blocks:
        if isinstance(block.content, Paragraph):
            _paragraph(block.content, block.place, lines, cells)
        else:
            _table(block.content, block, lines, cells)
    lines.finish()
    found = Assembly(pattern, styled, notes, lines, cells).result()
    for where, text in missing(scan, found.tree, pattern, notes.problems):
        notes.unplaced(where, text)
    return found


def is_styled(scan: Scan, pattern: Pattern) -> bool:
    """Whether the file carries this project's own styles, so that they tell label from value."""
    tables = (block.content for block in scan.blocks if isinstance(block.content, Table))
    return any(has_styles(table, pattern.label_styles) for table in tables)


def _has_headings(scan: Scan, pattern: Pattern) -> bool:
    """Whether the parts' headings kept their styles: people paste text without them."""
    styles = {constant.style for constant in pattern.constants if constant.section}
    return any(
        isinstance(block.content, Paragraph) and block.content.style in styles
        for block in scan.blocks
    )


def _paragraph(paragraph: Paragraph, where: Place, lines: Lines, cells: Cells) -> None:
    lines.read(paragraph, where)
    if lines.heading is not None:
        cells.heading(lines.heading, lines.category, where)
        lines.heading = None


def _table(table: Table, block: Block, lines: Lines, cells: Cells) -> None:
    cells.table(table)
    for index, slots in enumerate(place(table), 1):
        here = block.place
        first = max(here.row, 1)
        where = Place(page=here.page, sheet=here.sheet, table=here.table, row=first + index - 1)
        text = cells.alone(slots)
        if text is not None and lines.takes(text):
            for line in text.split("\n"):
                _paragraph(Paragraph((Run(line),), ""), where, lines, cells)
        else:
            cells.row(slots, where)
            lines.section = PROJECTS if cells.projects else lines.section


class Assembly:
    """Puts together what the lines and the cells of one document say."""

    def __init__(
        self, pattern: Pattern, styled: bool, notes: Notes, lines: Lines, cells: Cells
    ) -> None:
        self.pattern, self.styled, self.notes = pattern, styled, notes
        self.lines, self.cells = lines, cells
        self.unit: str | None = None

    def result(self) -> Recognised:
        """The tree, complete for the keys that the form prints."""
        tree: dict[str, Any] = {DEPARTMENT: self._department()}
        if UNIT in self._keys("文件"):
            self.unit = self._unit()
            if self.unit:
                tree[UNIT] = self.unit
        tree["整体绩效目标"] = {
            OVERALL: _text(self.lines.overall),
            SUB_TARGETS: [self._sub_target(item) for item in self.lines.items[SUB_TARGETS]],
            MEASURES: [self._measure(item) for item in self.lines.items[MEASURES]],
        }
        tree["项目"] = [self._project(found) for found in self.cells.projects]
        self._tell_missing(tree)
        return Recognised(tree, self.lines.year)

    def _keys(self, part: str) -> tuple[str, ...]:
        columns = self.pattern.form.columns.get(part)
        return (*columns.required, *columns.optional) if columns else ()

    def _required(self, part: str) -> tuple[str, ...]:
        columns = self.pattern.form.columns.get(part)
        return columns.required if columns else ()

    def _shared(self, key: str) -> Iterator[tuple[Place, str]]:
        """What every project's table repeats."""
        for project in self.cells.projects:
            yield from project.values.get(key, ())

    def _department(self) -> dict[str, Any]:
        name = self.lines.name
        code: str | None = None
        seen = ""
        for where, text in self._shared(DEPARTMENT):
            if _is_other_body(seen, text):
                raise UnreadableError(
                    f"原件里有两个单位的项目：“{shown(seen)}”和“{shown(text)}”（{where}）",
                    "每个单位一个文件：把原件拆开，分别导入",
                )
            if seen and text != seen:
                self.notes.ambiguous(
                    where,
                    f"单位“{shown(text)}”与前面的“{shown(seen)}”不一样",
                    "按前面的填了，请核对",
                )
            elif not seen:
                seen = text
                code, name = self._code_and_name(where, text)
        if "编码" in self._keys(DEPARTMENT):
            return {"编码": code, "名称": name}
        return {"名称": name}

    def _code_and_name(self, where: Place, text: str) -> tuple[str | None, str | None]:
        """“103001某某局” holds the code and the name; the cover tells where the one ends."""
        name, has_cover = self.lines.name, self.lines.has_cover
        if self.styled and has_cover:
            if name and not text.endswith(name):
                message = f"项目表里的单位“{shown(text)}”与封面的“{shown(name)}”对不上，按封面填"
                self.notes.ambiguous(where, message, "选对的一个填进数据文件")
                return None, name
            return (text.removesuffix(name) if name else text) or None, name
        code = re.match("[0-9A-Za-z]*", text)
        own = text[code.end() :].strip() if code else text
        if name and own and plain(own) != plain(name):
            message = f"项目表里的单位“{shown(own)}”与封面的“{shown(name)}”不一样，按项目表填"
            self.notes.ambiguous(where, message, "选对的一个填进数据文件")
        return (code[0] if code else "") or None, own or name

    def _unit(self) -> str | None:
        seen: str | None = None
        for where, text in self._shared(UNIT):
            if text not in MONEY_UNITS:
                self.notes.ambiguous(where, f"金额单位“{text}”不认识", "写 万元 或 元")
            elif seen and text != seen:
                self.notes.ambiguous(where, f"金额单位“{text}”与前面的“{seen}”不一样", "请核对金额")
            seen = seen or (text if text in MONEY_UNITS else None)
        return seen

    def _sub_target(self, item: Item) -> dict[str, Any]:
        result = {"名称": _text(item.get("名称", []))}
        result |= dict.fromkeys(self._required(SUB_TARGETS))
        result |= {key: _text(lines) for key, lines in item.items() if key != "名称"}
        return result

    def _measure(self, item: Item) -> dict[str, Any]:
        result = {"名称": _text(item["名称"])} if "名称" in item else {}
        return result | {"内容": _text(item.get("内容", []))}

    def _project(self, found: Found) -> dict[str, Any]:
        keys = self._keys("项目")
        result: dict[str, Any] = self._names(found, keys)
        if "项目类别" in keys:
            result["项目类别"] = found.category
        for key in ("项目编码", "资金用途"):
            if key in keys:
                result[key] = self._single(found, key)
        for key in AMOUNTS:
            if key in keys:
                result[key] = self._decimal(found, key)
        if PLAN in keys:
            result[PLAN] = {date: self._decimal(found, f"{PLAN}/{date}") for date in DATES}
        result["绩效目标"] = found.goals
        self._tell_lost_labels(found)
        result["绩效指标"] = list(self._indicators(found))
        return result

    def _names(self, found: Found, keys: tuple[str, ...]) -> dict[str, Any]:
        if "项目名称" not in self.pattern.right.values():
            return {"项目名称": found.heading or None}
        name = self._single(found, "项目名称")
        heading = found.heading
        is_same = heading == name if self.styled else plain(heading or "") == plain(name or "")
        if name is None and heading:
            self.notes.assumed(found.place, f"项目名称一格空白，按表的标题填“{heading}”")
            return {"项目名称": heading}
        if heading is None or is_same or "标题" not in keys:
            return {"项目名称": name}
        return {"标题": heading, "项目名称": name}

    def _single(self, found: Found, key: str) -> str | None:
        listed = found.values.get(key, [])
        if len(listed) > 1:
            texts = "、".join(f"“{shown(text)}”" for _, text in listed)
            message = f"“{key.replace('/', ' ')}”有 {len(listed)} 个：{texts}，没有填"
            self.notes.ambiguous(listed[1][0], message, "选对的一个填进数据文件")
            return None
        return listed[0][1] if listed else None

    def _decimal(self, found: Found, key: str) -> Decimal | None:
        text = self._single(found, key)
        if text is None or self._is_in_other_unit(found, key, text):
            return None
        digits = share(text) if key.startswith(PLAN) else amount(text, self.unit)
        try:
            return Decimal(digits)
        except ArithmeticError:
            where = found.values[key][0][0]
            message = f"“{key.replace('/', ' ')}”是“{shown(text)}”，不是数，没有填"
            self.notes.ambiguous(where, message, "写成数，例如 30.00")
            return None

    def _is_in_other_unit(self, found: Found, key: str, text: str) -> bool:
        """Amounts of a table in 元 do not belong into a file in 万元; nor money into the plan."""
        units = {unit for _, unit in found.values.get(UNIT, ())} - {self.unit}
        is_plan = key.startswith(PLAN)
        if not (found.is_plan_in_money if is_plan else units):
            return False
        unit = "金额" if is_plan else "、".join(units)
        wanted = "累计百分比" if is_plan else str(self.unit)
        message = f"“{key.replace('/', ' ')}”是“{shown(text)}”，单位是{unit}，没有填"
        self.notes.ambiguous(found.values[key][0][0], message, f"换算成{wanted}再填")
        return True

    def _tell_lost_labels(self, found: Found) -> None:
        wanted = {*self.pattern.right.values(), *self.pattern.below.values()}
        order = [*self.pattern.right.values(), *self.pattern.below.values()]
        lost = [key.rpartition("/")[2] for key in order if key in wanted - found.values.keys()]
        if lost:
            title = f"“{found.heading}”" if found.heading else "这个项目"
            message = f"{title}的表里没有找到“{'”“'.join(lost)}”，当作空白"
            self.notes.not_found(found.place, message, "原件里有就补上")

    def _indicators(self, found: Found) -> Iterator[dict[str, Any]]:
        latest = ""
        for row in found.rows:
            level2 = self.pattern.level2(row.level2)
            if not row.level2.strip() and latest and self._is_same_class(row, latest):
                level2 = latest
                self.notes.assumed(row.place, f"二级指标空白，按上一行填“{latest}”")
            if level2 is None:
                texts = "｜".join(filter(None, (row.level1, row.level2, *row.values.values())))
                self.notes.unplaced(row.place, texts, "不认识这一行的二级指标，整行没有放进")
                continue
            self._compare(row, level2)
            latest = level2
            yield {LEVEL2: level2} | {key: row.values[key] or None for key in INDICATOR_KEYS}

    def _is_same_class(self, row: IndicatorRow, level2: str) -> bool:
        level1 = self.cells.class_of(row.level1)
        return not row.level1.strip() or level1 == self.pattern.framework.level1(level2)

    def _compare(self, row: IndicatorRow, level2: str) -> None:
        """一级指标 is derived; say where the document has another."""
        form, frame = self.pattern.form, self.pattern.framework
        expected = frame.level1(level2)
        if row.level1.strip() and self.cells.class_of(row.level1) != expected:
            message = (
                f"原件把{level2}放在“{row.level1.strip()}”下，按{frame.document}属于“{expected}”"
            )
            self.notes.assumed(row.place, message)
        if plain(row.level2) not in ("", plain(level2), plain(form.label(level2))):
            self.notes.assumed(row.place, f"“{row.level2.strip()}”当作“{level2}”")

    def _tell_missing(self, tree: dict[str, Any]) -> None:
        overall = tree["整体绩效目标"]
        for part in (OVERALL, SUB_TARGETS, MEASURES):
            if not overall[part] and not (self.styled and part == OVERALL):
                self.notes.not_found(NOWHERE, f"没有找到{part}", "原件里有就补上")
        if not tree["项目"]:
            self.notes.not_found(NOWHERE, "没有找到项目的表格", "原件里有就补上")


def _is_other_body(seen: str, text: str) -> bool:
    """Whether both cells begin with a body's code, and with different ones."""
    codes = [re.match(r"[0-9]{3,}", cell) for cell in (seen, text)]
    return all(codes) and len({code[0] for code in codes if code}) > 1


def _text(lines: list[str]) -> str | None:
    return "\n".join(lines) or None

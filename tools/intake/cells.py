"""The tables of a form: each value is found by the label beside it, above it or in its cell."""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from tools.grid import Cell, Slot, Table
from tools.intake.lines import spaced
from tools.intake.notes import Notes, shown
from tools.intake.pattern import INDICATOR_KEYS, LEVEL1, LEVEL2, PLAN, Pattern
from tools.intake.scan import Place
from tools.intake.wording import GOAL, NEXT_GOAL, plain

GOALS = "绩效目标"


class Seat(Struct, frozen=True):
    """A cell where it stands in its row; ``continues`` if it is merged from above."""

    cell: Cell
    continues: bool
    start: int
    end: int

    @property
    def text(self) -> str:
        """The cell's own text; nothing where it only continues."""
        return "" if self.continues else self.cell.text


class IndicatorRow(Struct):
    """One indicator as the document has it; ``level1`` is what is printed before it."""

    place: Place
    level1: str
    level2: str
    values: dict[str, str]


class Found(Struct):
    """One project, as far as it has been read; ``values`` are cells by the key of their label."""

    place: Place
    heading: str | None = None
    category: str = ""
    values: dict[str, list[tuple[Place, str]]] = field(default_factory=dict)
    goals: list[str] = field(default_factory=list)
    rows: list[IndicatorRow] = field(default_factory=list)
    is_plan_in_money: bool = False


class Cells:
    """Reads the tables of all projects, row by row."""

    def __init__(self, pattern: Pattern, styled: bool, notes: Notes) -> None:
        self.pattern, self.notes = pattern, notes
        self.is_ours = self.styled = styled
        self.projects: list[Found] = []
        self.right = _tolerant(pattern.right)
        self.below = _tolerant(pattern.below)
        self.printed = set(_tolerant(dict.fromkeys(pattern.plain, "")))
        self.heads = _tolerant(pattern.columns) | {LEVEL1: LEVEL1, LEVEL2: LEVEL2}
        self.inside = {
            key: re.compile(rf"\s*(?:金额)?{spaced(label)}\s*[:：]")
            for label, key in pattern.inside.items()
        }
        self.columns: list[tuple[int, int, str]] = []
        self.width = 0
        self.beneath: list[tuple[int, int, str]] = []
        self.side: Seat | None = None
        self.is_new_table = False
        self.goal_sign = ""

    def heading(self, title: str, category: str, where: Place) -> None:
        """The tables that follow belong to this project."""
        self.projects.append(Found(where, title, category))
        self.columns = []

    def table(self, table: Table) -> None:
        """A new table begins; an indicator table split in two goes on with the same columns.

        A table pasted into our file from another has no styles of ours and is read by its words.
        """
        self.styled = self.is_ours and has_styles(table, self.pattern.label_styles)
        width = len(table.widths)
        if self.columns and width != self.width:
            self.columns = []
        self.width = width
        self.beneath, self.side = [], None
        self.is_new_table = True

    def alone(self, slots: list[Slot]) -> str | None:
        """The text of a row with nothing else in it, unless it is a label or under one."""
        seats = list(_seats(slots))
        filled = [seat for seat in seats if seat.text.strip()]
        if self.styled or len(filled) != 1 or any(seat.continues for seat in seats):
            return None
        text = filled[0].text
        return None if self._is_label(filled[0].cell) else text

    def row(self, slots: list[Slot], where: Place) -> None:
        """Read one row of a table."""
        seats = list(_seats(slots))
        if self._is_header(seats):
            self._header(seats, where)
        elif self.columns and not self._is_head_row(seats):
            self._indicator(seats, where)
        elif self._has_content(seats):
            self._head(seats, where)
        self.is_new_table = False

    def _has_content(self, seats: list[Seat]) -> bool:
        return any(seat.text if self.styled else seat.text.strip() for seat in seats)

    def _is_label(self, cell: Cell) -> bool:
        if self.styled:
            styles = {paragraph.style for paragraph in cell.paragraphs}
            return bool(styles & self.pattern.label_styles) and bool(cell.text)
        return any(
            word in self.right or word in self.below or word in self.printed
            for word in _spoken(cell.text)
        )

    @staticmethod
    def _key(labels: dict[str, str], text: str) -> str:
        """The key of a label, however it is decorated; empty if it is none of them."""
        return next((labels[word] for word in _spoken(text) if word in labels), "")

    def _project(self, where: Place) -> Found:
        if not self.projects:
            self.projects.append(Found(where))
        return self.projects[-1]

    # The indicator table

    def _is_header(self, seats: list[Seat]) -> bool:
        said = {
            self._key(self.heads, seat.cell.text)
            for seat in seats
            if not self.styled or self._is_label(seat.cell)
        }
        return {"三级指标", "指标值"} <= said

    def _header(self, seats: list[Seat], where: Place) -> None:
        self._project(where)
        self.columns = []
        for seat in seats:
            key = self._key(self.heads, seat.cell.text)
            if key:
                self.columns.append((seat.start, seat.end, key))
            elif seat.text.strip():
                self.notes.unplaced(_cell(where, seats, seat), seat.text, "指标表里多出的一栏")

    def _is_head_row(self, seats: list[Seat]) -> bool:
        """Whether the row belongs to the next project's table rather than to the indicators."""
        own = [seat for seat in seats if not seat.continues and seat.cell.text.strip()]
        if not own or not self._is_label(own[0].cell):
            return bool(own) and not self.styled and self._is_unit_row(own)
        return self.styled or own[0].start == 0

    def _is_unit_row(self, own: list[Seat]) -> bool:
        """Whether the row has 单位：万元 in it, with the department before it."""
        return any(rule.match(seat.text) for seat in own for rule in self.inside.values())

    def _indicator(self, seats: list[Seat], where: Place) -> None:
        said: dict[str, list[Seat]] = {}
        own = [seat for seat in seats if seat.text.strip()]
        if len(own) == 1 and self._columns_under(own[0]) > 1:
            self.notes.unplaced(where, own[0].text, "指标表里的一行文字")
            return
        for seat in seats:
            key = self._column(seat)
            if key:
                said.setdefault(key, []).append(seat)
            elif seat.text.strip():
                self.notes.unplaced(_cell(where, seats, seat), seat.text)
        level1, level2 = (self._class_text(said.get(key, [])) for key in (LEVEL1, LEVEL2))
        values = {key: self._joined(said.get(key, []), key, where) for key in INDICATOR_KEYS}
        own_level2 = any(seat.text.strip() for seat in said.get(LEVEL2, []))
        if not any(values.values()) and not own_level2:
            if own and self.class_of(level1) is None:
                self.notes.unplaced(where, level1, "指标表里的一行文字")
            return
        has_class = level1.strip() or level2.strip()
        if self.is_new_table and not has_class and self._goes_on(values, where):
            return
        self.projects[-1].rows.append(IndicatorRow(where, level1, level2, values))

    def _column(self, seat: Seat) -> str:
        """The key of the column that the cell overlaps most."""
        best = max(
            self.columns,
            key=lambda column: min(seat.end, column[1]) - max(seat.start, column[0]),
        )
        return best[2] if min(seat.end, best[1]) > max(seat.start, best[0]) else ""

    def _columns_under(self, seat: Seat) -> int:
        return sum(min(seat.end, end) > max(seat.start, start) for start, end, _ in self.columns)

    def class_of(self, level1: str) -> str | None:
        """The 一级指标 that a cell names, in the framework's words or the form's."""
        known = self.pattern.framework.classes
        spoken = {plain(name): name for name in known}
        spoken |= {plain(self.pattern.form.label(name)): name for name in known}
        return next((spoken[word] for word in _spoken(level1) if word in spoken), None)

    @staticmethod
    def _class_text(seats: list[Seat]) -> str:
        return "".join(seat.cell.text for seat in seats)

    def _joined(self, seats: list[Seat], key: str, where: Place) -> str:
        """The text of a column; a cell merged over several rows counts for each of them."""
        texts = [seat.cell.text for seat in seats if self.styled or seat.cell.text.strip()]
        if any(seat.continues and seat.cell.text.strip() for seat in seats):
            self.notes.assumed(where, f"“{key}”与上一行合并，两行填的一样")
        if len(texts) > 1:
            self.notes.assumed(where, f"“{key}”分在 {len(texts)} 格里，合成一格")
        return "\n".join(texts) if self.styled else _stripped("\n".join(texts))

    def _goes_on(self, values: dict[str, str], where: Place) -> bool:
        """A row cut by a page break: its second half has no class, and no indicator of its own."""
        rows = self.projects[-1].rows
        if not rows or (values["三级指标"] and values["指标值"]):
            return False
        last = rows[-1].values
        for key, text in values.items():
            last[key] += text
        self.notes.assumed(where, "这一行像是被分页断开的，接在上一页最后一行的后面")
        return True

    # The table above it

    def _head(self, seats: list[Seat], where: Place) -> None:
        if not self._belongs(seats):
            text = "｜".join(seat.text.strip() for seat in seats if seat.text.strip())
            self.notes.unplaced(where, text, "表里多出的一行")
            return
        if self.projects and (self.projects[-1].rows or self._is_second(seats)):
            self.projects.append(Found(where))
        self.columns = []
        project = self._project(where)
        beneath, self.beneath = self.beneath, []
        label = self._side_label(seats)
        free: list[Seat] = []
        goals: list[Seat] = []
        for seat in seats:
            if self._is_label(seat.cell):
                label = seat
                self._note_label(seat, project, where, seats)
            elif seat.continues:
                continue
            elif key := _above(beneath, seat):
                self._value(project, key, seat, _cell(where, seats, seat))
            elif label and self._key(self.right, label.cell.text) == GOALS:
                goals.extend([seat] if seat.text else [])
            elif label:
                self._beside(project, label, seat, _cell(where, seats, seat))
            else:
                free.append(seat)
        self._take_goals(project, goals, where)
        self._free(project, free, where, seats)

    def _take_goals(self, project: Found, goals: list[Seat], where: Place) -> None:
        if len(goals) > 1:
            texts = "、".join(f"“{shown(seat.text)}”" for seat in goals)
            message = f"“绩效目标”旁边有 {len(goals)} 格：{texts}，没有填"
            self.notes.ambiguous(where, message, "选对的一格填进数据文件")
            return
        for seat in goals:
            self._goals(project, seat.cell)

    def _belongs(self, seats: list[Seat]) -> bool:
        """Whether anything in the row is the form's: a label, or values under or beside one."""
        own = [seat for seat in seats if seat.text]
        return (
            bool(self.beneath)
            or self._continues_label(seats)
            or self._is_unit_row(own)
            or any(self._is_label(seat.cell) for seat in seats)
        )

    def _continues_label(self, seats: list[Seat]) -> bool:
        first = seats[0]
        return bool(self.side) and not self.styled and not first.cell.text.strip()

    def _is_second(self, seats: list[Seat]) -> bool:
        """Whether the row names a project after the last one has a name already."""
        values = self.projects[-1].values
        keys = {self._key(self.right, seat.text) for seat in seats if self._is_label(seat.cell)}
        return any(values.get(key) for key in keys & {"项目编码", "项目名称"})

    def _side_label(self, seats: list[Seat]) -> Seat | None:
        """Text files and some spreadsheets leave the cell under a merged label blank."""
        first = seats[0]
        is_blank = not self.styled and not first.cell.text.strip() and not first.continues
        if is_blank and self.side and len(seats) > 1:
            return self.side
        self.side = first if self._is_label(first.cell) else None
        return None

    def _note_label(self, seat: Seat, project: Found, where: Place, seats: list[Seat]) -> None:
        text = seat.cell.text
        if key := self._key(self.below, text):
            self.beneath.append((seat.start, seat.end, key))
            project.values.setdefault(key, [])
        elif key := self._key(self.right, text):
            project.values.setdefault(key, [])
        elif plain(text).startswith(PLAN):
            project.is_plan_in_money |= "元" in text
        elif plain(text) not in self.pattern.plain and not seat.continues:
            self.notes.unplaced(_cell(where, seats, seat), seat.cell.text, "不认识的栏目名")

    def _beside(self, project: Found, label: Seat, seat: Seat, where: Place) -> None:
        key = self._key(self.right, label.cell.text)
        if key:
            self._value(project, key, seat, where)
        elif seat.text.strip():
            self.notes.unplaced(where, seat.text)

    def _value(self, project: Found, key: str, seat: Seat, where: Place) -> None:
        text = seat.cell.text if self.styled else _stripped(seat.cell.text)
        listed = project.values.setdefault(key, [])
        if text:
            listed.append((where, text))

    def _free(self, project: Found, free: list[Seat], where: Place, seats: list[Seat]) -> None:
        """Cells without label: the department, and values with their label in the same cell."""
        waiting = dict(self.inside)
        is_unit_row = self._is_unit_row(free)
        for seat in reversed(free):
            place = _cell(where, seats, seat)
            text = seat.cell.text if self.styled else _stripped(seat.cell.text)
            key = next((key for key, rule in waiting.items() if rule.match(text)), "")
            if key:
                rest = text[waiting.pop(key).match(text).end() :]  # type: ignore[union-attr]
                project.values.setdefault(key, []).append((place, rest.strip()))
            elif text and self.pattern.bare and is_unit_row and "部门" not in project.values:
                project.values["部门"] = [(place, text)]
            elif text:
                self.notes.unplaced(place, text)

    def _goals(self, project: Found, cell: Cell) -> None:
        lines = [paragraph.text for paragraph in cell.paragraphs]
        if not self.styled:
            lines = [line.strip() for text in lines for line in text.split("\n") if line.strip()]
        if not self.pattern.goal_numbering:
            whole = self.styled and not self.pattern.goals_share_cell
            project.goals.extend(line for line in ([cell.text] if whole else lines) if line)
            return
        for line in lines:
            self._numbered_goal(project.goals, line)

    def _numbered_goal(self, goals: list[str], line: str) -> None:
        following = len(goals) + 1
        if self.styled:
            if line:
                goals.append(line.removeprefix(f"{following}."))
            return
        match = (NEXT_GOAL if goals else GOAL).match(line)
        if match and int(match[1]) == following and (not goals or match[2] == self.goal_sign):
            goals.append(line[match.end() :])
            self.goal_sign = match[2]
        elif goals:
            goals[-1] += f"\n{line}"
        else:
            goals.append(line)
            self.goal_sign = ""


def _seats(slots: list[Slot]) -> Iterator[Seat]:
    column = 0
    for cell, continues in slots:
        yield Seat(cell, continues, column, column + cell.grid_span)
        column += cell.grid_span


def _above(beneath: list[tuple[int, int, str]], seat: Seat) -> str:
    """The key of the label above, if the cell stands under it and not under several."""
    over = [key for start, end, key in beneath if min(end, seat.end) > max(start, seat.start)]
    return over[0] if len(over) == 1 else ""


def _cell(where: Place, seats: list[Seat], seat: Seat) -> Place:
    return Place(
        page=where.page,
        sheet=where.sheet,
        table=where.table,
        row=where.row,
        cell=seats.index(seat) + 1,
    )


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def _tolerant(labels: dict[str, str]) -> dict[str, str]:
    """The labels with the variants people make of them: no “其中”, no unit in brackets."""
    result: dict[str, str] = {}
    for label, key in labels.items():
        for variant in (label, label.removeprefix("其中:"), re.sub(r"\([^)]*\)$", "", label)):
            result.setdefault(variant, key)
    return result


def _spoken(text: str) -> Iterator[str]:
    """The words of a cell as they are, and without stars, numbers, brackets and 年度 or 名称."""
    word = plain(text)
    yield word
    bare = re.sub(r"^[*※]|[*※]$|^[0-9一二三四五六七八九十]{1,2}[.、]", "", word)
    bare = re.sub(r"\([^)]*\)$", "", bare)
    yield bare
    yield bare.removeprefix("年度").removesuffix("名称")


def has_styles(table: Table, styles: frozenset[str]) -> bool:
    """Whether a cell of the table has one of the styles."""
    return any(
        paragraph.style in styles
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    )

"""One table of a blank official form as template: its labels, and placeholders beside them."""

from collections.abc import Container, Iterator

from msgspec import Struct

from tools.form.definition import EVERYWHERE
from tools.grid import Cell, Slot, Table, place
from tools.intake.blank import labels
from tools.intake.blank.labels import bare, is_blank, literal, pending

Position = tuple[int, int]
TOTAL = 1000


class Written(Struct, frozen=True):
    """The template's lines, and what ``form.yaml`` says of them.

    ``columns`` are (part, column); ``labels`` are the blank's wordings of indicator classes.
    """

    lines: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    labels: dict[str, str]


def signature(table: Table) -> tuple[str, ...]:
    """Tables of the same labels are the same form, printed again for another project."""
    texts = (bare(cell.text) for row in table.rows for cell in row.cells)
    known = {*labels.SLOTS, *labels.GOALS, *labels.INDICATOR_COLUMNS}
    return tuple(text for text in texts if text in known)


def texts(table: Table, classes: Container[str]) -> set[str]:
    """Everything that the table prints, but for the indicators' classes and examples."""
    found = {bare(cell.text) for row in table.rows for cell in row.cells}
    return {
        text
        for text in found
        if text not in classes and text not in labels.VARIANTS
        if not is_blank(text) and not labels.EXAMPLE.fullmatch(text)
    }


def write(table: Table, caption: str, classes: Container[str] = ()) -> Written:
    """The table as template; raise ``GridError`` if its rows do not add up.

    ``classes`` are the 一级 and 二级指标 of the frameworks.
    """
    writer = _Writer(table, classes)
    lines = [
        "<table>",
        f"  <caption>{caption}</caption>",
        f"  <colgroup>{''.join(_columns(table.widths))}</colgroup>",
        *(f"  {line}" for line in writer.body()),
        "</table>",
    ]
    order = [labels.UNIT, *((slot.part, slot.column) for slot in labels.SLOTS.values())]
    columns = sorted(writer.columns, key=order.index)
    return Written(tuple(lines), tuple(columns), writer.class_labels())


def _columns(widths: tuple[int, ...]) -> Iterator[str]:
    """Relative widths, neighbours of one width together."""
    total = sum(widths) or len(widths)
    scaled = [max(1, round(width * TOTAL / total)) for width in widths]
    start = 0
    for index in range(1, len(scaled) + 1):
        if index == len(scaled) or scaled[index] != scaled[start]:
            span = f' span="{index - start}"' if index - start > 1 else ""
            yield f'<col width="{scaled[start]}"{span}/>'
            start = index


class _Writer:
    def __init__(self, table: Table, classes: Container[str]) -> None:
        self.classes = classes
        self.rows = [list(_positions(slots)) for slots in place(table)]
        self.starts = {
            (row, column): cell
            for row, slots in enumerate(self.rows)
            for column, cell, continues in slots
            if not continues
        }
        self.columns: set[tuple[str, str]] = set()
        self.content: dict[Position, tuple[str, str]] = {}
        self.label_cells: set[Position] = set()
        self.notes: dict[Position, str] = {}
        self.header = self.find_header()
        self.last = self.find_last()
        for position, cell in self.starts.items():
            if not self.is_indicator(position[0]):
                self.recognise(position, cell)
        self.mark_the_rest()

    def find_header(self) -> int:
        """The row with 一级指标, 二级指标 and 三级指标; -1 where there is none."""
        for number, slots in enumerate(self.rows):
            found = {bare(cell.text) for _, cell, continues in slots if not continues}
            if found >= labels.NEEDED:
                return number
        return -1

    def find_last(self) -> int:
        """The last row under the header made of cells just under the header's own."""
        if self.header < 0:
            return -1
        heads = {p[1]: cell for p, cell in self.starts.items() if p[0] == self.header}
        last = min(
            [len(self.rows) - 1]
            + [
                row + cell.row_span - 1
                for (row, _), cell in self.starts.items()
                if row <= self.header < row + cell.row_span - 1
            ]
        )
        for number in range(self.header + 1, last + 1):
            own = [(c, cell) for c, cell, continues in self.rows[number] if not continues]
            fits = [c in heads and heads[c].grid_span == cell.grid_span for c, cell in own]
            ends = [number + cell.row_span - 1 <= last for _, cell in own]
            if not own or not all(fits + ends):
                return number - 1
        return last

    def is_indicator(self, row: int) -> bool:
        return 0 <= self.header < row <= self.last

    def recognise(self, position: Position, cell: Cell) -> None:
        name = bare(cell.text)
        if money := labels.MONEY_UNIT.match("".join(cell.text.split())):
            self.content[position] = (f"{literal(money[1])}{{{{ 金额单位 }}}}", "表内靠右")
            self.columns.add(labels.UNIT)
            self.head_of_table(position)
        elif name in labels.GOALS:
            self.fill(position, cell, labels.Slot(self.goals(position, cell)))
        elif slot := labels.SLOTS.get(name):
            self.fill(position, cell, slot)

    def head_of_table(self, position: Position) -> None:
        """Hebei prints the department's code and name left of the unit, without a label."""
        row, column = position
        for (other, start), cell in self.starts.items():
            left = other == row and start + cell.grid_span == column
            if left and is_blank(cell.text):
                self.content[other, start] = ("{{ 部门.编码 }}{{ 部门.名称 }}", "")
                self.columns.add(("部门", "编码"))
                self.notes[other, start] = "看作单位编码和名称，请核对"

    def fill(self, position: Position, cell: Cell, slot: labels.Slot) -> None:
        target = self.blank_beside(position, cell, below_first=bare(cell.text) in labels.DATES)
        self.label_cells.add(position)
        if target is None:
            self.notes[position] = f"“{cell.text.strip()}”旁边没有空白格，没有填"
            return
        self.content[target] = (slot.content, slot.style)
        if slot.column and slot.column not in EVERYWHERE[slot.part]:
            self.columns.add((slot.part, slot.column))

    def blank_beside(self, position: Position, cell: Cell, below_first: bool) -> Position | None:
        """The first blank cell right of the label, in any of its rows, or the one below it."""
        row, column = position
        right = [(line, column + cell.grid_span) for line in range(row, row + cell.row_span)]
        below = [(row + cell.row_span, column)]
        for place_ in [*below, *right] if below_first else [*right, *below]:
            found = self.starts.get(place_)
            free = place_ not in self.content and not self.is_indicator(place_[0])
            if found is not None and free and is_blank(found.text):
                return place_
        return None

    def goals(self, position: Position, cell: Cell) -> str:
        row, column = position
        beside = self.starts.get((row, column + cell.grid_span))
        number = "{{ loop.index }}." if beside and beside.text.strip().startswith("1") else ""
        return (
            f"{{% for 目标 in 项目.绩效目标 %}}<p>{number}{{{{ 目标 }}}}</p>"
            "{% else %}<p></p>{% endfor %}"
        )

    def mark_the_rest(self) -> None:
        """Blank cells that nothing was recognised for are told at their label, or themselves."""
        for position, cell in self.starts.items():
            row = position[0]
            is_known = position in self.content or self.is_indicator(row) or row == self.header
            if is_known or not is_blank(cell.text):
                continue
            label = self.label_of(position)
            if label is None:
                self.notes[position] = "空白格，不知道填什么"
            elif label not in self.label_cells:
                name = self.starts[label].text.strip()
                near = labels.NEAR.get(bare(name), "没有这个栏目；不用填就删去这一句")
                self.notes[label] = f"“{name}”旁边的空白格填什么？{near}"
                self.label_cells.add(label)

    def label_of(self, position: Position) -> Position | None:
        """The printed cell left of a blank one, or the one above where that is nearer."""
        row, column = position
        above = max((p for p in self.starts if p[1] == column and p[0] < row), default=None)
        if above and is_blank(self.starts[above].text):
            above = None
        for (other, start), cell in self.starts.items():
            is_left = start + cell.grid_span == column and other <= row < other + cell.row_span
            if is_left and not is_blank(cell.text) and not (above and above[0] >= other < row):
                return other, start
        return above

    def body(self) -> Iterator[str]:
        """``thead`` only where the indicators' header is the table's first row."""
        opened = ""
        for number in range(len(self.rows)):
            if self.is_indicator(number):
                continue
            wanted = "thead" if number == 0 == self.header else "tbody"
            if wanted != opened:
                yield from ([f"</{opened}>"] if opened else [])
                yield f"<{wanted}>"
                opened = wanted
            yield from self.row(number)
            if number == self.header:
                if opened == "thead":
                    yield "</thead>"
                    yield "<tbody>"
                    opened = "tbody"
                yield from self.indicators()
        yield f"</{opened}>"

    def row(self, number: int) -> Iterator[str]:
        yield "<tr>"
        for column, cell, continues in self.rows[number]:
            if not continues:
                yield f"  {self.cell((number, column), cell)}"
        yield "</tr>"

    def cell(self, position: Position, cell: Cell) -> str:
        spans = self.spans(position, cell)
        note = pending(self.notes[position]) if position in self.notes else ""
        if position in self.content:
            content, style = self.content[position]
            look = f' class="{style}"' if style else ""
            return f"<td{look}{spans}>{content}</td>{note}"
        if is_blank(cell.text):
            return f"<td{spans}></td>{note}"
        text = "<br/>".join(literal(p.text) for p in cell.paragraphs if p.text.strip())
        look = "" if position[0] == self.header else ' class="表内标签"'
        return f"<th{look}{spans}>{text}</th>{note}"

    def spans(self, position: Position, cell: Cell) -> str:
        """Merges; one that reaches down along the indicators grows with their number."""
        row, _ = position
        spans = f' colspan="{cell.grid_span}"' if cell.grid_span > 1 else ""
        covered = [r for r in range(row, row + cell.row_span) if self.is_indicator(r)]
        if covered:
            fixed = cell.row_span - len(covered)
            return f'{spans} rowspan="{{{{ (项目.绩效指标|length + {fixed})|属性 }}}}"'
        return f'{spans} rowspan="{cell.row_span}"' if cell.row_span > 1 else spans

    def indicators(self) -> Iterator[str]:
        """The blank rows under the header as a loop over 项目.指标分组."""
        if texts := self.dropped():
            yield pending(f"指标行里原来印有“{'、'.join(texts)}”，没有带过来")
        yield "{% for 组 in 项目.指标分组 %}"
        yield "{% for 行 in 组.行 %}"
        yield "<tr>"
        for _, cell, continues in self.rows[self.header]:
            name = bare(cell.text)
            if continues or self.reaches_down(cell):
                continue
            span = f' colspan="{cell.grid_span}"' if cell.grid_span > 1 else ""
            if name not in labels.INDICATOR_COLUMNS:
                yield f"  <td{span}></td>{pending(f'指标表没有“{cell.text.strip()}”这一栏')}"
                continue
            content, style = labels.INDICATOR_COLUMNS[name]
            look = f' class="{style}"' if style else ""
            line = f"<td{look}{span}>{content}</td>"
            if name == labels.FIRST:
                merged = line.replace(">", ' rowspan="{{ loop.length|属性 }}">', 1)
                line = f"{{% if loop.first %}}{merged}{{% endif %}}\n"
            yield f"  {line}"
        yield "</tr>"
        yield "{% endfor %}"
        yield "{% endfor %}"

    def printed_rows(self) -> Iterator[tuple[str, bool]]:
        """What the blank prints in its indicator rows, and whether as a class."""
        classes = {
            column
            for column, cell, _ in self.rows[self.header]
            if bare(cell.text) in (labels.FIRST, "二级指标")
        }
        for (row, column), cell in self.starts.items():
            if self.is_indicator(row) and not is_blank(cell.text):
                yield cell.text.strip(), column in classes

    def class_labels(self) -> dict[str, str]:
        found = [bare(text) for text, is_class in self.printed_rows() if is_class]
        return {labels.VARIANTS[name]: name for name in found if name in labels.VARIANTS}

    def dropped(self) -> list[str]:
        """What the blank prints in its indicator rows and the data does not bring back."""
        return [
            text
            for text, is_class in self.printed_rows()
            if not labels.EXAMPLE.fullmatch(bare(text))
            and not (is_class and (bare(text) in self.classes or bare(text) in labels.VARIANTS))
        ]

    def reaches_down(self, cell: Cell) -> bool:
        """Whether a cell of the header's row is merged down along the indicators."""
        return cell.row_span > 1 and bare(cell.text) not in labels.INDICATOR_COLUMNS


def _positions(slots: list[Slot]) -> Iterator[tuple[int, Cell, bool]]:
    column = 0
    for cell, continues in slots:
        yield column, cell, continues
        column += cell.grid_span

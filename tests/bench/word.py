"""Word: 50 projects with nine indicators, from the model's record to the bytes of a .docx."""

import io
from collections.abc import Iterator

import docx

from tests.bench import docxtpl_form
from tests.bench.measuring import Measured, child, in_turns
from tests.bench.sample import WORKSPACE, fifty, repeated
from tools import framework
from tools.form.documents import word
from tools.intake.files import wordfile


def measure() -> Iterator[Measured]:
    """Writing, its memory, and reading the file back."""
    entry = fifty()
    form = docxtpl_form.template()
    level1 = framework.load(WORKSPACE.schema)[entry.record.framework].level1
    classes = {row.level2: level1(row.level2) for _, row in entry.record.indicators()}
    context = docxtpl_form.context(entry, repeated(50), classes)
    ours, theirs = in_turns(
        lambda: word(WORKSPACE, entry), lambda: docxtpl_form.render(form, context)
    )
    yield Measured(
        what="Word, 50 projects × 9 indicators, warm",
        figure=ours,
        unit="ms",
        budget=40,
        beside="docxtpl, the same tables",
        other=theirs,
    )
    before, after = (float(text) for text in child("word_memory").split())
    yield Measured(
        what="Word, peak memory of a process that writes it once",
        figure=after,
        unit="MB",
        budget=60,
        beside="the same process before it writes: Python and imports",
        other=before,
    )
    yield _reading(word(WORKSPACE, entry))


def _reading(data: bytes) -> Measured:
    ours, theirs = in_turns(lambda: wordfile.read(data), lambda: _row_cells(data), times=7)
    return Measured(
        what="reading that Word file",
        figure=ours,
        unit="ms",
        beside="python-docx, row.cells of every row",
        other=theirs,
    )


def _row_cells(data: bytes) -> int:
    tables = docx.Document(io.BytesIO(data)).tables
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)

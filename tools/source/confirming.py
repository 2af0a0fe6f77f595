"""“# 待确认”: the mark of what somebody has still to confirm before the file may be approved.

It is a comment at the end of the line of a value that was carried over from another year. A
clerk confirms by deleting it, so that git shows on one line what was confirmed, and by whom.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from tools.model import DRAFT
from tools.problem import Level, Problem
from tools.source.comments import Remark, remarks
from tools.source.reader import Reading

MARK = "# 待确认"
WORD = "待确认"
FOUND = re.compile(rf"#\s*{WORD}")  # also behind another remark on the same line
RULE = "unconfirmed"


def mark(years: Iterable[int] = ()) -> str:
    """The comment to write beside a value; ``years`` are those that its text speaks of."""
    told = "、".join(f"{year}年" for year in years)
    return f"{MARK}：文中有{told}" if told else MARK


def marks(reading: Reading) -> Iterator[Remark]:
    """Every mark of a file, from its own “#” on; inside a text the words are text."""
    if WORD not in reading.text or reading.root is None:
        return
    for remark in remarks(reading.text, reading.root):
        if match := FOUND.search(remark.text):
            column = remark.column + match.start()
            yield structs.replace(remark, column=column, text=remark.text[match.start() :])


def check(reading: Reading) -> Iterator[Problem]:
    """What the marks mean for a valid file: a remark on a draft, an error on any other."""
    found = list(marks(reading))
    status = reading.tree["状态"]
    if status != DRAFT:
        for remark in found:
            message = f"状态是{status}，这一处还没有确认"
            yield _problem(reading, remark, Level.ERROR, message, f"核对以后删去“{remark.text}”")
    elif found:
        message = f"还有 {len(found)} 处待确认，第一处在第 {found[0].line} 行"
        hint = f"逐处核对，核对以后删去“{MARK}”；全部删去，才能改为已批复"
        whole = structs.replace(found[0], place="")  # the file is meant, not the first value
        yield _problem(reading, whole, Level.WARNING, message, hint)


def _problem(reading: Reading, remark: Remark, level: Level, message: str, hint: str) -> Problem:
    return Problem(
        path=reading.path,
        line=remark.line,
        column=remark.column,
        pointer=remark.place,
        rule=RULE,
        level=level,
        message=message,
        hint=hint,
    )

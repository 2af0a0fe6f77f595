"""A department's file of one year to the first draft of another.

What is likely to stay is carried over as it is; what must be looked at again is carried over
with a mark. Nothing is guessed: an old year in a text is pointed out and left there.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tools import model
from tools.drafting.address import COMMAND, Address, refusal
from tools.problem import ProblemError
from tools.source.canonical import write
from tools.source.comments import Comments, has_comments, remarks
from tools.source.confirming import mark
from tools.source.positions import below
from tools.source.reader import Reading, read
from tools.source.repository import schema_for
from tools.source.schema import Schema
from tools.source.workspace import Workspace
from tools.value import FULL_WIDTH

# What belongs to the other year's file alone.
LEFT = ("来源", "更正记录", "审核例外")
FORMER = "曾用名"
CHANGING = frozenset({"预算数", "财政资金", "其他资金", "指标值", "指标值确定依据"})
PLAN = "资金支出计划"

_YEAR = r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
# A number of four digits is a year before 年, in a span of years, in a date, or in the number of
# a document; 2000人 and 2025.00万元 are none.
YEAR = re.compile(
    rf"{_YEAR}(?=\s*年"
    r"|\s*[-—–~～至到]{1,2}\s*(?:19|20)[0-9]{2}\s*年"
    rf"|(?P<sign>[-./])(?:0?[1-9]|1[0-2])(?P=sign){_DAY}"
    r"|[-/.](?:0?[1-9]|1[0-2])(?=\s*(?:[-—–~～至到起，,。；;、）)]|$))"
    r"|[〕\]】）)］]\s*第?\s*[0-9]+\s*号)"
)
# An amount in a running text is last year's too.
AMOUNT = re.compile(r"[0-9](?:[0-9,.]*[0-9])?\s*[万亿]?元")
CHINESE_YEAR = re.compile(r"[二][〇零○]([〇零○一二三四五六七八九]{2})(?=\s*年)")
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


class Rolled(Struct, frozen=True, kw_only=True):
    """The first draft of a year, and what of the other year's file is not in it."""

    source: Reading
    tree: dict[str, Any]
    comments: Comments
    text: str
    lost_remarks: int

    @property
    def old(self) -> model.DepartmentYear:
        """The other year's record."""
        return model.department_year(self.source.tree)

    @property
    def with_years(self) -> int:
        """How many texts speak of a year."""
        return sum(comment != mark() for comment in self.comments.beside.values())


def roll(workspace: Workspace, wanted: Address, year: int) -> Rolled:
    """Draft ``wanted`` from the department's file of ``year``; nothing is written.

    Raise ``ProblemError`` where that file cannot be read.
    """
    path = wanted.folder(workspace) / f"{year}.yaml"
    schema, schema_path = schema_for(workspace, path)
    source = read(workspace.shown(path), path.read_bytes(), schema)
    if not source.is_valid:
        raise ProblemError(*source.problems)
    return rolled(source, wanted.year, schema, schema_path)


def rolled(source: Reading, year: int, schema: Schema, schema_path: str) -> Rolled:
    """The draft of ``year`` from a valid file of another."""
    tree = _tree(source.tree, year)
    comments = Comments(beside=dict(_marks(tree, "", "")))
    return Rolled(
        source=source,
        tree=tree,
        comments=comments,
        text=write(tree, schema, schema_path, comments),
        lost_remarks=_remarks(source),
    )


def _tree(old: dict[str, Any], year: int) -> dict[str, Any]:
    """The same but for the year, the status, and what is left."""
    tree: dict[str, Any] = {
        key: _without_former(value) for key, value in old.items() if key not in LEFT
    }
    if old["部门"]["名称"] is None:  # the schema wants to be told why
        note = f"{old['年度']}年的文件没有印单位名称，照样留空。"
        tree["来源"] = {"说明": note}
    return {**tree, "年度": year, "状态": model.DRAFT}


def _without_former(value: Any) -> Any:
    """The same without 曾用名: a new year's page has no addresses from before."""
    if isinstance(value, dict):
        return {key: _without_former(part) for key, part in value.items() if key != FORMER}
    return [_without_former(item) for item in value] if isinstance(value, list) else value


def chosen_year(wanted: Address, there: list[int], said: int | None) -> int:
    """The year to roll from: the one asked for, else the nearest before the one wanted."""
    listed = "、".join(str(year) for year in there)
    if said in there:
        return said
    if said is not None:
        hint = f"现有 {listed} 年；从其中一年滚动，例如加 --from {there[-1]}"
        raise refusal(wanted.body, "no-such-year", f"没有 {said} 年的文件", hint)
    earlier = [year for year in there if year < wanted.year]
    if earlier:
        return earlier[-1]
    message = f"{wanted.year} 年以前没有这个部门的文件，现有 {listed} 年"
    hint = f"从后面的年度滚动，加 --from {there[0]}；从空白表起草，加 --form 版式"
    raise refusal(f"{COMMAND} -- {wanted.body} {wanted.year}", "no-such-year", message, hint)


def years_in(text: str) -> list[int]:
    """The years that a text speaks of, in their order in time."""
    found = {int(match["year"]) for match in YEAR.finditer(text.translate(FULL_WIDTH))}
    found |= {2000 + int(m[1].translate(CHINESE_DIGITS)) for m in CHINESE_YEAR.finditer(text)}
    return sorted(found)


def _marks(value: Any, place: str, key: str) -> Iterator[tuple[str, str]]:
    """The places to confirm and their marks; the spending plan is one, its shares belong together.

    What is blank is left for ``check`` to find.
    """
    if key == PLAN:
        if any(share is not None for share in value.values()):
            yield place, mark()
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _marks(part, below(place, name), name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _marks(item, below(place, index), "")
    elif key == "位置":  # of 不公开: dropping it would publish, so it is carried over
        yield place, mark()
    elif value is not None:
        is_text = isinstance(value, str)
        years = years_in(value) if is_text else []
        if years or key in CHANGING or (is_text and AMOUNT.search(value.translate(FULL_WIDTH))):
            yield place, mark(years)


def _remarks(source: Reading) -> int:
    """How many comments the other year's file has; marks of its own are no loss."""
    if source.root is None or not has_comments(source.text):
        return 0
    found = remarks(source.text, source.root)
    return sum(remark.line > 1 and not remark.text.startswith(mark()) for remark in found)

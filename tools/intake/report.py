"""The report that an import leaves beside the data file: what a person has to look at."""

import hashlib
from collections.abc import Iterator
from datetime import date

from tools.intake.importing import Draft
from tools.intake.notes import AMBIGUOUS, ASSUMED, NOT_FOUND, REMARKED, UNPLACED
from tools.problem import Problem

PARTS = {
    UNPLACED: "没有放进数据文件的内容",
    AMBIGUOUS: "看不准的地方",
    NOT_FOUND: "没有找到的栏目",
    ASSUMED: "按推断处理的地方",
    REMARKED: "读原件时没有取的和要知道的",
}


def counts(draft: Draft) -> str:
    """What was read, in a few words: 项目 12 个，指标 72 行."""
    projects = draft.tree["项目"]
    rows = sum(len(project["绩效指标"]) for project in projects)
    return f"项目 {len(projects)} 个，指标 {rows} 行"


def pressing(draft: Draft) -> list[Problem]:
    """The notes, those that somebody must decide first."""
    order = (AMBIGUOUS, UNPLACED, NOT_FOUND, ASSUMED, REMARKED)
    return sorted(draft.notes, key=lambda note: order.index(note.rule))


def summary(draft: Draft) -> str:
    """How much there is to look at, by kind; empty if nothing."""
    parts = []
    for rule, title in PARTS.items():
        if count := sum(note.rule == rule for note in draft.notes):
            parts.append(f"{title} {count} 处")
    return "，".join(parts)


def markdown(draft: Draft, source: bytes, today: date) -> str:
    """The whole report; ``source`` is the imported file, told by its SHA-256."""
    return "\n".join(_lines(draft, source, today)) + "\n"


def _lines(draft: Draft, source: bytes, today: date) -> Iterator[str]:
    yield f"# 导入报告：{draft.address}"
    yield ""
    yield f"- 原件：{draft.source}"
    yield f"- 原件 SHA-256：{hashlib.sha256(source).hexdigest()}"
    yield f"- 版式：{draft.pattern.form.name}（{draft.pattern.folder}）"
    yield f"- 读到：{counts(draft)}"
    yield f"- 导入日期：{today.isoformat()}"
    yield ""
    yield "这份报告只供核对，不进版本库；核对完可以删去。"
    for rule, title in PARTS.items():
        yield from _part(title, [note for note in draft.notes if note.rule == rule])
    yield from _part("检查（nox -s check）会指出的错误", draft.faults)
    if not draft.notes and not draft.faults:
        yield from ("", "原件里的内容都放进了数据文件，没有要核对的地方。")


def _part(title: str, problems: list[Problem]) -> Iterator[str]:
    if not problems:
        return
    hints = {problem.hint for problem in problems}
    yield from ("", f"## {title}（{len(problems)}）", "")
    if len(hints) == 1 and len(problems) > 1:
        yield from (f"{hints.pop()}。", "")
    for problem in problems:
        line = f"第 {problem.line} 行：" if problem.line else ""
        hint = f"（{problem.hint}）" if problem.hint and hints else ""
        yield f"- {line}{problem.message}{hint}"

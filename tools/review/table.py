"""How often each rule speaks in each file, as a Markdown table."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tools.problem import Problem
from tools.review.engine import all_rules
from tools.review.report import LEVEL_NAMES
from tools.source.repository import Entry


def counts(entries: Sequence[Entry], findings: Sequence[Problem]) -> str:
    """Rules down, files across; ``findings`` on other files are left out."""
    return "\n".join(_lines(entries, findings)) + "\n"


def _lines(entries: Sequence[Entry], findings: Sequence[Problem]) -> Iterator[str]:
    found = Counter((problem.rule, problem.path) for problem in findings)
    paths = [entry.path for entry in entries]
    yield _row("规则", "编号", "要点", "级别", *(entry.address for entry in entries), "合计")
    yield _row("---", "---", "---", "---", *(["--:"] * (len(paths) + 1)))
    totals = [0] * (len(paths) + 1)
    for rule in all_rules():
        numbers = [found[rule.name, path] for path in paths]
        numbers.append(sum(numbers))
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        level = LEVEL_NAMES[rule.level]
        written = [str(number) if number else "" for number in numbers]
        yield _row(rule.title, f"`{rule.name}`", rule.criterion, level, *written)
    yield _row("合计", "", "", "", *map(str, totals))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

"""Problems as text for people, JSON for programs and annotations for GitHub."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Set
from itertools import groupby

from msgspec import to_builtins
from msgspec.structs import astuple

from tools.problem import Level, Problem

# Characters of a source line to show; Chinese takes two columns each.
WIDTH = 60

# Control characters as pictures: shown raw, they could command the reader's terminal. Names of
# files may hold them as well as lines.
PICTURES = {code: 0x2400 + code for code in range(32) if code != 9} | {0x7F: 0x2421}
PICTURES |= dict.fromkeys([*range(0x80, 0xA0), 0x2028, 0x2029], 0xFFFD)

QUOTED = re.compile("“([^”]+)”")

LEVEL_NAMES = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}


def ordered(problems: list[Problem]) -> list[Problem]:
    """By file, then by place in the file; the same whatever order they come in."""
    return sorted(problems, key=lambda p: (p.path, p.line, p.column, p.rule, *astuple(p)[3:-1]))


def text(
    problems: list[Problem], sources: dict[str, list[str]], hidden: Set[str] = frozenset()
) -> Iterator[str]:
    """Problems grouped by file, each with the line it stands on and a caret.

    ``sources`` holds the lines of each file that could be read. ``hidden`` are rules whose lines
    are not shown: what is private does not belong into the log of a build either.
    """
    for path, group in groupby(ordered(problems), key=lambda problem: problem.path):
        yield path.translate(PICTURES)
        for problem in group:
            lines = [] if problem.rule in hidden else sources.get(path, [])
            for line in _one(problem, lines):
                yield line.translate(PICTURES)
        yield ""


def _one(problem: Problem, lines: list[str]) -> Iterator[str]:
    project = f"（{problem.project}）" if problem.project else ""
    name = LEVEL_NAMES[problem.level]
    yield f"  {problem.place}: {name} {problem.message}{project} [{problem.rule}]"
    if 0 < problem.line <= len(lines):
        line = lines[problem.line - 1]
        source, before = _window(line, _spot(line, problem))
        yield f"    {problem.line:>5} | {source}"
        yield f"          | {_pad(before)}^"
    if problem.hint:
        yield f"    改法：{problem.hint}"


def _spot(line: str, problem: Problem) -> int:
    """The column of the words that the message quotes, if the value has them on this line."""
    quoted = QUOTED.search(problem.message)
    is_long = len(line) > WIDTH and problem.pointer  # what is short can be seen at a glance
    at = line.find(quoted[1], max(problem.column - 1, 0)) if quoted and is_long else -1
    return at + 1 if at >= 0 else problem.column


def _window(line: str, column: int) -> tuple[str, str]:
    """A long line cut down to what stands round ``column``, and what stands before it."""
    start = max(0, column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    end = start + WIDTH
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    return f"{head}{line[start:end]}{tail}", head + line[start : max(column - 1, 0)]


def _pad(before: str) -> str:
    """Spaces as wide as ``before`` on a terminal, where Chinese takes two columns."""
    return "".join("　" if ord(char) > 0x2E7F else " " for char in before)


def counts(problems: list[Problem]) -> str:
    """How many of each level, in words: “错误 3 处、警告 12 处”."""
    levels = Counter(problem.level for problem in problems)
    return "、".join(f"{LEVEL_NAMES[level]} {levels[level]} 处" for level in Level if levels[level])


def by_rule(problems: list[Problem]) -> list[tuple[Level, str, int]]:
    """How often each rule speaks: errors first, the most frequent first."""
    found = Counter((problem.level, problem.rule) for problem in problems)
    order = list(Level)
    listed = [(level, rule, count) for (level, rule), count in found.items()]
    return sorted(listed, key=lambda one: (order.index(one[0]), -one[2], one[1]))


def at_least(problems: list[Problem], level: Level) -> list[Problem]:
    """Those that weigh as much as ``level`` or more."""
    order = list(Level)
    return [problem for problem in problems if order.index(problem.level) <= order.index(level)]


def as_json(problems: list[Problem]) -> str:
    """A list of objects, one a problem."""
    listed = [
        {key: value for key, value in to_builtins(problem).items() if value is not None}
        for problem in ordered(problems)
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def github(problems: list[Problem]) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations on the changed lines."""
    commands = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
    order = list(Level)  # GitHub shows ten of a kind for each step
    for problem in sorted(ordered(problems), key=lambda problem: order.index(problem.level)):
        place = f"file={_property(problem.path)},line={problem.line or 1},col={problem.column or 1}"
        title = _property(problem.rule)
        message = f"{problem.message}\n改法：{problem.hint}" if problem.hint else problem.message
        yield f"::{commands[problem.level]} {place},title={title}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

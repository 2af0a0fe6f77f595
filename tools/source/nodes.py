"""Text to YAML nodes, within the subset that this project allows.

PyYAML's C parser only builds the nodes; what a scalar means is decided later by the schema, so
that ``0123``, ``no`` and ``12:30`` stay what the clerk typed.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tools.problem import Problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Only where one of these signs starts a token can an anchor, alias, tag or directive stand.
SUSPICIOUS = re.compile(r"(?m)(^|[\s,\[{])[&*!][^\s]|^%|^(---|\.\.\.)(\s|$)")

# A data file is six levels deep. PyYAML's composer recurses in C and takes the process down on
# some ten thousand levels, so depth is measured before it is let in.
MAX_DEPTH = 20
MAYBE_DEEP = re.compile(r"(?m)^ {60}|^(?:- *){20}")
MANY_BRACKETS = 60

PLAIN_START = re.compile(r"^[ ]*(?:- )*(?:[^\s:#]+:[ ]+)?(?P<value>[>%@`|\]},\"'*&!\[{].*)$")


def compose(path: str, text: str, keys: frozenset[str]) -> tuple[yaml.Node | None, list[Problem]]:
    """Return the root node, or None with the problems that stand in the way.

    ``keys`` are the labels the schema knows; they tell a full-width colon from running text.
    """
    problems = list(_outside_subset(path, text))
    if problems:
        return None, problems
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(path, text, error, keys)]
    except yaml.YAMLError:
        hint = "在编辑器里显示不可见字符，删去可疑的符号"
        return None, [_plain(path, 1, 1, "yaml-syntax", "文件里有 YAML 不认的字符", hint)]
    if node is None:
        hint = "照相邻年度的文件填写"
        return None, [_plain(path, 1, 1, "empty-file", "文件里只有注释，没有内容", hint)]
    return node, []


def _plain(path: str, line: int, column: int, rule: str, message: str, hint: str) -> Problem:
    return Problem(path=path, line=line, column=column, rule=rule, message=message, hint=hint)


def _outside_subset(path: str, text: str) -> Iterator[Problem]:
    """Anchors, aliases, tags, directives, second documents, depth: the slow scan, if need be."""
    brackets = text.count("[") + text.count("{")
    if brackets < MANY_BRACKETS and not SUSPICIOUS.search(text) and not MAYBE_DEEP.search(text):
        return
    documents = depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=Loader)
    try:
        for event in events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            for rule, message, hint in _faults(event, documents, depth):
                line, column = event.start_mark.line + 1, event.start_mark.column + 1
                yield _plain(path, line, column, rule, message, hint)
            if depth > MAX_DEPTH:
                return
    except yaml.YAMLError:
        return  # compose() reports it with its place


def _faults(event: Any, documents: int, depth: int) -> Iterator[tuple[str, str, str]]:
    """What one parser event says against the file, as rule, message and hint."""
    if depth > MAX_DEPTH:
        yield "too-deep", "层次太深，不像数据文件", "检查括号、短横和缩进"
    if isinstance(event, yaml.DocumentStartEvent):
        if documents == 2:
            yield "two-documents", "一个文件里有两份文档", "一个文件只写一个部门一年；删去“---”"
        if event.version or event.tags:
            yield "directive", "不用 % 开头的指令", "删去这一行"
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        yield "anchor-or-alias", f"不用引用（*{anchor}）", "把内容写全；是文字就加引号"
    elif anchor:
        yield "anchor-or-alias", f"不用锚点（&{anchor}）", "删去；是文字就加引号"
    if tag:
        yield "tag", f"不用类型标记（{tag}）", "删去；是文字就加引号"


def _syntax_problem(
    path: str, text: str, error: yaml.MarkedYAMLError, keys: frozenset[str]
) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    unclosed = _unclosed(path, error)
    if unclosed:
        return unclosed
    for number in range(min(line, len(lines)), max(0, line - 4), -1):
        found = full_width_colon(path, lines[number - 1], number, keys)
        if found:
            return found
    return _guess(path, lines, line, column)


def _unclosed(path: str, error: yaml.MarkedYAMLError) -> Problem | None:
    """A quote or bracket without its partner; the parser only notices much further down."""
    for words, name, signs in (
        ("quoted scalar", "引号", "引号"),
        ("flow sequence", "方括号", "“[”和“]”"),
        ("flow mapping", "花括号", "“{”和“}”"),
    ):
        if words in (error.context or "") and error.context_mark:
            line, column = error.context_mark.line + 1, error.context_mark.column + 1
            hint = f'补上另一半；{signs}是文字的一部分时，整个值加上双引号，里面的双引号写成 \\"'
            return _plain(path, line, column, "unclosed", f"{name}没有成对", hint)
    return None


def full_width_colon(path: str, line: str, number: int, keys: frozenset[str]) -> Problem | None:
    """A problem if ``line`` writes one of ``keys`` with “：” where YAML needs “: ”."""
    match = re.match(r"^[\s\u3000]*(?:- *)?([^\s:：]+)\s*：", line)
    if not match or match[1] not in keys:
        return None
    return _plain(
        path,
        number,
        match.end(),
        "full-width-colon",
        f"“{match[1]}”后面用了全角冒号",
        f"改成半角冒号加一个空格：{match[1]}: {line[match.end() :].strip()}".rstrip(),
    )


def _guess(path: str, lines: list[str], line: int, column: int) -> Problem:
    """Say what most likely went wrong; the parser's own words are English and about tokens."""
    for number in (line, line - 1):
        if not 1 <= number <= len(lines):
            continue
        start = PLAIN_START.match(lines[number - 1])
        if start:
            place = start.start("value") + 1
            message = f"值以 {start['value'][0]} 开头，YAML 会误读"
            bare = start["value"].replace('"', "")
            hint = f'整个值加上双引号："{bare}"'
            return _plain(path, number, place, "unquoted-sign", message, hint)
        missing = re.match(r"^([ ]*(?:- )?[^\s:#\"']+):([^\s].*)$", lines[number - 1])
        if missing:
            hint = f"冒号后面空一格：{missing[1].strip()}: {missing[2]}"
            place = len(missing[1]) + 1
            return _plain(path, number, place, "missing-space", "冒号后面缺空格", hint)
        if re.search(r": .*: ", lines[number - 1]):
            message = "一行里有两个“: ”，YAML 会误读"
            place = lines[number - 1].index(": ") + 1
            return _plain(path, number, place, "unquoted-sign", message, "整个值加上双引号")
    message = "读不懂这里的写法，多半是缩进没有对齐、缺冒号或引号没有成对"
    hint = "同一层的键左边对齐，下一层比上一层多两个空格；每个键后面是半角冒号加空格"
    return _plain(path, min(line, len(lines)), column, "yaml-syntax", message, hint)

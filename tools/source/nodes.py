"""Text to YAML nodes, within the subset that this project allows.

PyYAML's C parser only finds the events; what a scalar means is decided later by the schema, so
that ``0123``, ``no`` and ``12:30`` stay what the clerk typed. PyYAML's own composer is not used:
it recurses in C and takes the process down on deep nesting, and it resolves aliases.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tools.problem import Problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20  # a data file is six levels deep

PLAIN_START = re.compile(r"^[ ]*(?:- )*(?:[^\s:#]+:[ ]+)?(?P<value>[>%@`|\]},\"'*&!\[{].*)$")
WHOLE_QUOTE = re.compile(r"(\"[^\"]*\"|'[^']*'|\[.*\]|\{.*\})\s*(#.*)?")


def compose(path: str, text: str, keys: frozenset[str]) -> tuple[yaml.Node | None, list[Problem]]:
    """Return the root node, or None with the problems that stand in the way.

    ``keys`` are the labels the schema knows; they tell a full-width colon from running text.
    """
    composer = _Composer(path)
    try:
        for event in yaml.parse(text, Loader=Loader):
            composer.take(event)
            if composer.depth > MAX_DEPTH:
                break
    except yaml.MarkedYAMLError as error:
        return None, composer.problems or [_syntax_problem(path, text, error, keys)]
    except yaml.YAMLError:
        hint = "在编辑器里显示不可见字符，删去可疑的符号"
        return None, [_plain(path, 1, 1, "yaml-syntax", "文件里有 YAML 不认的字符", hint)]
    if composer.problems:
        return None, composer.problems
    if composer.root is None:
        hint = "照相邻年度的文件填写"
        return None, [_plain(path, 1, 1, "empty-file", "文件里只有注释，没有内容", hint)]
    return composer.root, []


def _plain(path: str, line: int, column: int, rule: str, message: str, hint: str) -> Problem:
    return Problem(path=path, line=line, column=column, rule=rule, message=message, hint=hint)


class _Composer:
    """Builds nodes from parser events and notes what lies outside the subset."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: yaml.Node | None = None
        self.problems: list[Problem] = []
        self.documents = 0
        self.open: list[tuple[yaml.CollectionNode, list[yaml.Node]]] = []

    @property
    def depth(self) -> int:
        return len(self.open)

    def take(self, event: Any) -> None:
        start: Any = event.start_mark
        end: Any = event.end_mark
        self.documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.ScalarEvent):
            self._add(yaml.ScalarNode("", event.value, start, end, style=event.style))
        elif isinstance(event, yaml.MappingStartEvent):
            self.open.append((yaml.MappingNode("", [], start, end), []))
        elif isinstance(event, yaml.SequenceStartEvent):
            self.open.append((yaml.SequenceNode("", [], start, end), []))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._add(yaml.ScalarNode("", "", start, end))
        if not self._may_be_at_fault(event):
            return
        for rule, message, hint in self._faults(event):
            line, column = start.line + 1, start.column + 1
            self.problems.append(_plain(self.path, line, column, rule, message, hint))

    def _may_be_at_fault(self, event: Any) -> bool:
        """Asked of every event, so that the questions behind it need not be."""
        if isinstance(event, yaml.DocumentStartEvent | yaml.AliasEvent):
            return True
        is_marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        return bool(is_marked) or len(self.open) > MAX_DEPTH

    def _add(self, node: yaml.Node) -> None:
        if self.open:
            self.open[-1][1].append(node)
        elif self.root is None:
            self.root = node

    def _close(self, event: Any) -> None:
        node, children = self.open.pop()
        node.end_mark = event.end_mark
        if isinstance(node, yaml.MappingNode):
            node.value = list(zip(children[::2], children[1::2], strict=True))
        else:
            node.value = children
        self._add(node)

    def _faults(self, event: Any) -> Iterator[tuple[str, str, str]]:
        """What one parser event says against the file, as rule, message and hint."""
        if self.depth > MAX_DEPTH:
            yield "too-deep", "层次太深，不像数据文件", "检查括号、短横和缩进"
        if isinstance(event, yaml.DocumentStartEvent):
            if self.documents == 2:
                hint = "一个文件只写一个部门一年；删去“---”"
                yield "two-documents", "一个文件里有两份文档", hint
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
    lines = text.split("\n")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    stray = "simple key" in (error.context or "") and error.context_mark is not None
    if stray and error.context_mark:  # the parser only notices a line later
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    elif "mapping values" in (error.problem or "") and line > 1:
        above = lines[line - 2]
        stray = bool(above.strip()) and ":" not in above and not above.lstrip().startswith("#")
        if stray:
            line, column = line - 1, len(above) - len(above.lstrip()) + 1
    if "escape" in (error.problem or ""):
        hint = "反斜杠写成两个 \\\\；网址、路径这样的值可以不加引号"
        return _plain(path, line, column, "bad-escape", "双引号里的反斜杠写法不对", hint)
    unclosed = _unclosed(path, error)
    if unclosed:
        return unclosed
    for number in range(min(line, len(lines)), max(0, line - 4), -1):
        found = full_width_colon(path, lines[number - 1], number, keys)
        if found:
            return found
    if stray and not re.search(r"[:　]|^[ ]*[-－—#＃]", lines[line - 1]):
        hint = "是键就补上冒号和空格；像是上一格的文字换了行，就接到上一行后面"
        return _plain(path, line, column, "stray-line", "这一行不是“键: 值”", hint)
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
        if 1 <= number <= len(lines):
            for place, rule, message, hint in _suspicions(lines[number - 1]):
                return _plain(path, number, place, rule, message, hint)
    shifted = _shifted(path, lines, line)
    if shifted:
        return shifted
    message = "读不懂这里的写法，多半是缩进没有对齐、缺冒号或引号没有成对"
    hint = "同一层的键左边对齐，下一层比上一层多两个空格；每个键后面是半角冒号加空格"
    return _plain(path, min(line, len(lines)), column, "yaml-syntax", message, hint)


def _suspicions(line: str) -> Iterator[tuple[int, str, str, str]]:
    """What one line may be guilty of, as column, rule, message and hint."""
    wide = re.search(r"^[ ]*(?:- )?\u3000|^[ ]*(?:- )?[^\s:]+:\u3000", line)
    if wide:
        yield wide.end(), "full-width-space", "这里是全角空格", "改成半角空格"
    dash = re.match(r"^([ ]*)(-)([^\s-].*)$", line)
    if dash:
        yield dash.start(2) + 1, "missing-space", "短横后面缺空格", f"写成：- {dash[3]}"
    sign = re.match(r"^[ ]*([－—–＃])", line)
    if sign:
        half = "#" if sign[1] == "＃" else "-"
        yield sign.start(1) + 1, "full-width-sign", f"“{sign[1]}”是全角符号", f"改成半角的 {half}"
    start = PLAIN_START.match(line)
    if start and not WHOLE_QUOTE.fullmatch(start["value"]):
        quoted = start["value"].replace("\\", "\\\\").replace('"', '\\"')
        message = f"值以 {start['value'][0]} 开头，YAML 会误读"
        yield start.start("value") + 1, "unquoted-sign", message, f'整个值加上双引号："{quoted}"'
    missing = re.match(r"^([ ]*(?:- )?[^\s:#\"']+):([^\s].*)$", line)
    if missing:
        hint = f"冒号后面空一格：{missing[1].strip()}: {missing[2]}"
        yield len(missing[1]) + 1, "missing-space", "冒号后面缺空格", hint
    if re.search(r": .*: ", line):
        message = "一行里有两个“: ”，YAML 会误读"
        yield line.index(": ") + 1, "unquoted-sign", message, "整个值加上双引号"


def _shifted(path: str, lines: list[str], line: int) -> Problem | None:
    """A line indented deeper than the line above it, which already has its value."""
    here = lines[line - 1] if line <= len(lines) else ""
    above = next((text for text in reversed(lines[: line - 1]) if text.strip()), "")
    match = re.match(r"^([ ]*(?:- )*)[^\s:]+: +\S", above)
    if not here.strip() or not match:
        return None
    wanted, found = len(match[1]), len(here) - len(here.lstrip(" "))
    if found == wanted or here.lstrip().startswith(("-", "#")):
        return None
    side = "多" if found > wanted else "少"
    message = f"这一行的缩进比上一行{side} {abs(found - wanted)} 格"
    hint = f"与上一行同层就左边对齐，空 {wanted} 格"
    return _plain(path, line, found + 1, "bad-indent", message, hint)

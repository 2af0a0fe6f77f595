"""Bytes of a data file to text, refusing what an editor would hide from the clerk."""

import re
from collections.abc import Iterator
from itertools import islice

from tools.problem import Problem

MAX_BYTES = 20_000_000
MAX_FAULTS = 50  # of one file; a file pasted from the web can have thousands

# XML 1.0 cannot hold these, so Word could not either (https://www.w3.org/TR/xml/#charsets).
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
INVISIBLE = "\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"

FORBIDDEN = re.compile(
    f"(?P<tab>\t)|(?P<space>\u00a0)|(?P<control>[\r{CONTROL}])|(?P<invisible>[{INVISIBLE}])"
)

FAULTS = {
    "tab": ("tab", "这里有制表符（Tab）", "改成空格；缩进每层两个空格"),
    "space": ("no-break-space", "这里有不间断空格（U+00A0），看起来像空格但不是", "改成普通空格"),
    "control": ("control-character", "这里有看不见的控制字符", "删去；多半是从别处粘贴带来的"),
    "invisible": ("invisible-character", "这里有看不见的格式字符", "删去；多半是从网页粘贴带来的"),
}


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text with Unix line ends, and every reason not to read it any further."""
    if len(data) > MAX_BYTES:
        fault = Problem(
            path=path,
            rule="file-too-large",
            message=f"文件有 {len(data) / 1e6:.0f} MB，不像一个部门一年的数据",
            hint="检查是否误放了别的文件",
        )
        return "", [fault]
    if data.startswith(b"\xef\xbb\xbf"):
        fault = Problem(
            path=path,
            line=1,
            column=1,
            rule="byte-order-mark",
            message="文件开头有 BOM 标记",
            hint="另存为“UTF-8”（不是“UTF-8 带 BOM”），或运行 nox -s fmt",
        )
        return "", [fault]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(path, data, error)]
    text = text.replace("\r\n", "\n")
    if not text.strip():
        return "", [_empty(path)]
    return text, list(_forbidden(path, text))


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start].decode("utf-8")
    return Problem(
        path=path,
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n"),
        rule="not-utf-8",
        message="文件不是 UTF-8 编码",
        hint="在编辑器里另存为 UTF-8；Windows 记事本旧版默认存成 GBK（“ANSI”）",
    )


def _empty(path: str) -> Problem:
    return Problem(
        path=path,
        rule="empty-file",
        message="文件是空的",
        hint="删去这个文件，或照相邻年度的文件填写",
    )


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    line, behind = 1, 0
    for match in islice(FORBIDDEN.finditer(text), MAX_FAULTS):
        line += text.count("\n", behind, match.start())
        behind = match.start()
        rule, message, hint = FAULTS[str(match.lastgroup)]
        code = f"（U+{ord(match[0]):04X}）" if "U+" not in message and rule != "tab" else ""
        yield Problem(
            path=path,
            line=line,
            column=match.start() - text.rfind("\n", 0, match.start()),
            rule=rule,
            message=message + code,
            hint=hint,
        )

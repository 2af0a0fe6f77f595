"""全角、半角混用

汉字旁边的逗号、分号、冒号、括号用全角，数字、字母和 % 用半角；一对括号不能一半全角一半半角。
项目名称以预算系统为准，不查。`fmt --fix` 可以自动改好。

依据：国家标准 GB/T 15834 标点符号用法、GB/T 15835 出版物上数字用法；意思不变，只作提示。

通过：补助覆盖率（%）；公众参与，群防群治。
不通过：补助覆盖率(％)；公众参与,群防群治。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.WRITING

LONGEST_QUOTE = 20
HAN = r"\u4e00-\u9fff"
SUSPECT = re.compile(
    rf"[０-９Ａ-Ｚａ-ｚ％．]|[,;:!?](?:(?<=[{HAN}）”》].)|(?=[{HAN}]))|\([^()（）\n]*[)）]|（[^()（）\n]*\)"
)
WIDE = [chr(code) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()] + ["％"]
HALF_WIDTH = str.maketrans({sign: chr(ord(sign) - 0xFEE0) for sign in WIDE})
POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")
FULL_WIDTH = dict(zip(",;:!?", "，；：！？", strict=True))
SIGN = re.compile(rf"(?<=[{HAN}）”》])[,;:!?](?=[{HAN}（“《]|$)")
BRACKETS = re.compile(r"[(（](?P<inside>[^()（）\n]*)[)）]")


def check(subject: FileSubject) -> Iterator[Finding]:
    """Each text that reads the same in one width."""
    for text, _ in subject.matching(SUSPECT):
        if text.label in ("项目名称", "标题"):
            continue
        better = one_width(text.text)
        if better != text.text:
            have, want = _first_difference(text.text, better)
            message = f"{text.label}里全角、半角混用：“{have}”"
            yield Finding(text.place, message, f"改为“{want}”", better)


def one_width(text: str) -> str:
    """The text with Chinese punctuation in full width, digits, letters and % in half."""
    text = POINT.sub(".", text.translate(HALF_WIDTH))
    text = BRACKETS.sub(_bracketed, text)
    return SIGN.sub(lambda match: FULL_WIDTH[match[0]], text)


def _bracketed(match: re.Match[str]) -> str:
    """Full-width brackets in or beside Chinese text; a pair of one width elsewhere stays."""
    beside = match.string[max(0, match.start() - 1) : match.start()]
    is_pair = (match[0][0] == "(") == (match[0][-1] == ")")
    is_chinese = re.search(rf"[{HAN}]", beside + match["inside"])
    if is_pair and (match[0][0] == "（" or not is_chinese):
        return match[0]
    return f"（{match['inside']}）"


def _first_difference(have: str, want: str) -> tuple[str, str]:
    """The signs that differ first, with a little of what stands round them."""
    at = next(i for i, pair in enumerate(zip(have, want, strict=True)) if pair[0] != pair[1])
    if len(have) <= LONGEST_QUOTE:
        return have, want
    start, end = max(0, at - 4), at + 6
    before, after = "……" if start else "", "……" if end < len(have) else ""
    parts = [text[start:end].replace("\n", " ") for text in (have, want)]
    return f"{before}{parts[0]}{after}", f"{before}{parts[1]}{after}"

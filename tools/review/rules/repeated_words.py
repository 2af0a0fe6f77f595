"""词语重复

“情况情况”、“比例比例”这样连着写了两遍的词，多半是拼接时留下的；一栏里同一句长话出现两次，多半是粘贴了两遍。
“工程工程款”、“一户一户”、“二零二零年”不算。

依据：财预〔2015〕88号，完整性：绩效目标表述清楚。

通过：高校毕业生领取补贴情况。
不通过：高校毕业生领取补贴情况情况。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS

# “工程工程款” is a word and the word that it begins; “一户一户” and “二零二零” are said so.
REPEATED = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,4})(?P=word)(?![费款金量师员])")
NUMERALS = set("一二三四五六七八九零")
CLAUSE = re.compile(r"[，。；：,;\n]")
LONG = 20


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first word of each text that stands there twice in a row, or a clause said twice."""
    for text, match in subject.matching(REPEATED):
        word = match["word"]
        if NUMERALS.isdisjoint(word):
            yield Finding(text.place, f"“{word}”连着写了两遍", f"留下一个“{word}”")
    for text in subject.texts:
        clause = _said_twice(text.text)
        if clause:
            yield Finding(text.place, f"“{clause[:LONG]}……”写了不止一遍", "删去重复的一句")


def _said_twice(text: str) -> str:
    """The first long clause that the text has more than once."""
    if len(text) < 2 * LONG:
        return ""
    seen: set[str] = set()
    for clause in CLAUSE.split(text):
        if len(clause) >= LONG:
            said = _said(clause)
            if said != clause or clause in seen:
                return said
            seen.add(clause)
    return ""


def _said(clause: str) -> str:
    """What the clause says over and over, as long as LONG at least; else the clause itself.

    A text lies within its own double first where it repeats. A pattern would try every length.
    """
    size, step = len(clause), (clause + clause).find(clause, 1)
    sizes = (n for n in range(step, size // 2 + 1, step) if n >= LONG and size % n == 0)
    return clause[: next(sizes, size)]

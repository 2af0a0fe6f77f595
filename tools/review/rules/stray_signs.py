"""多余或不成对的符号

不成对的括号和引号、连写的标点、自己又写了一遍的序号，多半是复制时带进来的，印出来很难看，
有时还会改变意思。绩效目标的序号由表格印，写在内容里就成了“1.1、”。

依据：财预〔2015〕88号，完整性：绩效目标表述清楚。

通过：网格员手机APP终端费用。
不通过：]网格员手机APP终端费用。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, Text

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS

SUSPECT = re.compile(
    r"[][()（）【】《》“”‘’「」\"{}]|[，。；：、！？,;]{2}|^\s*[0-9]{1,2}\s*[、.．]", re.MULTILINE
)
DOUBLED = re.compile(r"[，。；：、！？,;]{2,}")
NUMBERED = re.compile(r"[\"“]?\s*[0-9]{1,2}\s*(?:[、．]|\.(?![0-9]))")

# “1）” and “a)” number a list; their bracket has no partner.
LIST_NUMBER = re.compile(
    r"(?:^|(?<=[\s，。；：、]))[0-9a-zA-Z一二三四五六七八九十①-⑩]{1,3}[)）]", re.MULTILINE
)
# “[80,90)” is an interval, and 55" a size in inches.
INTERVAL = re.compile(r"[\[(（]\s*[0-9.]+%?\s*[,，~-]\s*(?:[0-9.]+%?|∞)\s*[\])）]")
GOAL = re.compile(r"^/项目/[0-9]+/绩效目标/")
PAIRS = {"(": ")", "【": "】", "《": "》", "“": "”", "‘": "’", "「": "」", "[": "]", "{": "}"}
PAIRED = re.compile(r"[][()（）【】《》“”‘’「」{}]")
SAME_WIDTH = str.maketrans("（）", "()")


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first stray sign of each text."""
    for text, _ in subject.matching(SUSPECT):
        yield from _strays(text)


def _strays(text: Text) -> Iterator[Finding]:
    doubled = DOUBLED.search(text.text)
    lonely = _unpaired(text.text)
    number = NUMBERED.match(text.text) if GOAL.search(text.place) else None
    if number:
        message = f"绩效目标里自己写了序号“{number[0].strip()}”"
        yield Finding(text.place, message, "删去序号，表格会印；几条目标写成几项，每项前面一个短横")
    elif lonely:
        message = f"{text.label}里的符号 {lonely} 没有成对"
        yield Finding(text.place, message, "删去这个符号，或补上另一半")
    elif doubled:
        message = f"{text.label}里标点连写“{doubled[0]}”"
        yield Finding(text.place, message, "留下一个")


def _unpaired(text: str) -> str:
    """The first sign without its partner; brackets of either width are partners."""
    rest = LIST_NUMBER.sub("", INTERVAL.sub("", text))
    waiting: list[str] = []
    signs: list[str] = PAIRED.findall(rest)
    for written in signs:
        sign = written.translate(SAME_WIDTH)
        if sign in PAIRS:
            waiting.append(written)
            continue
        opened = waiting.pop().translate(SAME_WIDTH) if waiting else ""
        if PAIRS.get(opened) != sign:
            return written
    odd_quote = '"' if rest.count('"') % 2 and not re.search(r'[0-9]"', rest) else ""
    return waiting[0] if waiting else odd_quote

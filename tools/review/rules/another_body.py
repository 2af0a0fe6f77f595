"""像是别的地方、别的单位的文字

县的文件写“我区”，区的文件写“全县”，政法委的文件写“局内”，多半是从别处抄来没有改。
“按照我省规定”是引用上级，不算；灌区、园区写“全区”，局的文件里所属医院写“我院”，也不算。

依据：财预〔2015〕88号，相关性：绩效目标与本部门职责相符。

通过：区里的文件写“全区人民”。
不通过：区里的文件写“巩固全县人民团结奋斗的共同思想基础”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, Text

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

# How a place speaks of itself: 我县, 本县, 全县, and not 自我, 基本, 安全. A county lies in a 市
# and a 省, so those may be meant, “我省” aside.
OWN = r"(?:(?<!自)我|(?<![基根资成样版文课])本)"
FOREIGN = {"县": ("区",), "区": ("县",), "市": ("县", "区")}
PROVINCE = re.compile(rf"(?=[我本]省){OWN}省")
CITING = re.compile(r"按照?|依[照据]|根据|执行|落实|贯彻|规定|政策|标准|文件|条例|《")

# A bureau's file may hold the words of a hospital below it; “本乡镇” and “本镇” may be any.
BODIES = {
    "局": rf"{OWN}局(?![部限面势])|(?<![\u4e00-\u9fff])局内|(?<=[经在由])局内",
    "委": rf"{OWN}委(?![托员派任培])",
    "部": rf"{OWN}部(?![门分队署])",
    "院": rf"{OWN}院(?![校系士落])",
    "厅": rf"{OWN}厅",
    "镇": r"(?<!自)我镇",
    "乡": r"(?<!自)我乡(?!镇)",
    "街道": r"(?<!自)我街道",
}
ABOVE_HOSPITALS = ("局", "委")
ZONE = re.compile(r"[灌库景园矿林港校病发护新]区")
ENDING = re.compile(r"(?:委员会|(?P<body>局|委|部|院|厅|镇|乡|街道))(?:办公室|机关)?(?:本级)?$")
SENTENCE = re.compile(r"[。；\n]")
BRACKETS = re.compile(r"[（(].*?[）)]")


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first foreign self-reference of each text."""
    region = BRACKETS.sub("", subject.region.name) if subject.region else ""
    department = BRACKETS.sub("", subject.record.department.name or "")
    for text, match in _of_other_places(subject, region[-1:], department):
        yield _finding(text, match[0], region)
    ending = ENDING.search(department)
    if ending:
        own = ending["body"] or "委"
        foreign = [words for body, words in BODIES.items() if not _may_say(own, body)]
        for text, match in subject.matching(re.compile(f"(?=[我本局])(?:{'|'.join(foreign)})")):
            yield _finding(text, match[0], department)


def _finding(text: Text, written: str, own: str) -> Finding:
    message = f"{text.label}里写着“{written}”，这里是{own}"
    return Finding(text.place, message, "核对是不是从别处抄来的，改成本地、本单位")


def _of_other_places(
    subject: FileSubject, kind: str, department: str
) -> Iterator[tuple[Text, re.Match[str]]]:
    if kind not in FOREIGN:
        return
    for text, match in subject.matching(PROVINCE):
        sentence = next(part for part in SENTENCE.split(text.text) if match[0] in part)
        if not CITING.search(sentence) and text.label != "指标值确定依据":
            yield text, match
    for other in FOREIGN[kind]:
        words = re.compile(
            rf"(?=[我本全])(?:{OWN}|(?<![安完健])全){other}(?![级域间别分块划（(县区市])"
        )
        for text, match in subject.matching(words):
            if other not in department and not (other == "区" and ZONE.search(text.text)):
                yield text, match


def _may_say(own: str, body: str) -> bool:
    return own == body or (body == "院" and own in ABOVE_HOSPITALS)

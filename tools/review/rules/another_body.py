"""像是别的地方、别的单位的文字

县的文件写“我区”，区的文件写“全县”，政法委的文件写“局内”，多半是从别处抄来没有改。

依据：财预〔2015〕88号，相关性：绩效目标与本部门职责相符。

通过：区里的文件写“全区人民”。
不通过：区里的文件写“巩固全县人民团结奋斗的共同思想基础”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

# How a place speaks of itself. A county lies in a 市 and a 省, so those may be meant, “我省” aside.
PLACES = {"县": "我县|本县|全县", "区": "我区|本区|全区", "市": "我市|本市|全市"}
FOREIGN = {"县": ("区",), "区": ("县",), "市": ("县", "区")}
PROVINCE = "我省|本省"
BODIES = {
    "局": "我局|本局|局内",
    "委": "我委|本委|委内",
    "部": "我部|本部门?内",
    "院": "我院|本院|院内",
    "厅": "我厅|本厅",
    "镇": "我镇|本镇",
    "乡": "我乡|本乡",
    "街道": "我街道|本街道",
}
ENDING = re.compile(r"(?:委员会|(?P<body>局|委|部|院|厅|镇|乡|街道))(?:办公室|机关)?(?:本级)?$")
BRACKETS = re.compile(r"[（(].*?[）)]")


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first foreign self-reference of each text."""
    for foreign, own in _foreign_words(subject):
        for text, match in subject.matching(re.compile(rf"(?:{foreign})(?!级)")):
            yield Finding(
                text.place,
                f"{text.label}里写着“{match[0]}”，这里是{own}",
                "核对是不是从别处抄来的，改成本地、本单位",
            )


def _foreign_words(subject: FileSubject) -> Iterator[tuple[str, str]]:
    region = BRACKETS.sub("", subject.region.name) if subject.region else ""
    kind = region[-1:]
    if kind in FOREIGN:
        yield "|".join([PROVINCE, *(PLACES[other] for other in FOREIGN[kind])]), region
    department = BRACKETS.sub("", subject.record.department.name or "")
    ending = ENDING.search(department)
    if ending:
        own = ending["body"] or "委"
        yield "|".join(words for body, words in BODIES.items() if body != own), department

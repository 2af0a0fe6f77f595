"""文字里是别的年度

目标和指标写的是本年度的事。出现以前的年度，多半是照抄旧文件没有改。同一句里也有本年度的不算；
回头说的也不算：与上年比、某年建成或签订、付以前的尾款、“某年以来”。写了本年度的一段话里可以回顾上一年度；
依据里引用上一年度的完成情况，正是历史标准。项目名称里的年份、文件名称和文号里的年份不算，
但布置编制“某年度预算”的文件应当是本年度的，年度考核办法和工作要点不应当比上一年度还早。

依据：财预〔2015〕88号，相关性：绩效目标与本年度工作相符。

通过：2024年度的文件，依据“2023年满意度88%”。
不通过：2024年度的文件，依据“按照2020年全市平安建设工作要点”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, Text
from tools.review.years import YEAR, stale_years

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

# Documents that are good for one year only; one about drawing up a budget for its own year.
ANNUAL = re.compile(
    r"《[^》]*?(?P<year>20[0-9]{2})年[^》]*?"
    r"(?:(?P<own>(?:预算|绩效目标)[^》]*(?:编制|申报))|考核(?![^》]*(?:办法|规定|制度))|工作要点)[^》]*》"
)
NAMES = ("项目名称", "标题")


def check(subject: FileSubject) -> Iterator[Finding]:
    """The old years of each text, in one finding a text."""
    year = subject.record.year
    for text, _ in subject.matching(YEAR):
        if text.label in NAMES:
            continue
        name = subject.project_name(text.place)
        years = sorted(old for old in _old_years(text, year) if str(old) not in name)
        if years:
            written = "、".join(f"{old}年" for old in years)
            yield Finding(
                text.place,
                f"这是{year}年度的文件，{text.label}里写着{written}",
                f"核对是不是照抄旧文件；是本年度的事就改为{year}年",
            )


def _old_years(text: Text, year: int) -> set[int]:
    """Years that are too old for the text; where it may speak of last year, one is not."""
    may_be_last = text.label == "指标值确定依据" or f"{year}年" in text.text
    found = stale_years(text.text, year)
    if may_be_last:
        found.discard(year - 1)
    for match in ANNUAL.finditer(text.text):
        if int(match["year"]) < (year if match["own"] else year - 1):
            found.add(int(match["year"]))
    return found

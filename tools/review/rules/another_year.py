"""文字里是别的年度

目标和指标写的是本年度的事。出现以前的年度，多半是照抄旧文件没有改。同一句里也有本年度的不算；
依据里引用上一年度的完成情况，正是历史标准，也不算；文件名称和文号里的年份不算，
但“某年度预算”的布置文件应当是本年度的。

依据：财预〔2015〕88号，相关性：绩效目标与本年度工作相符。

通过：2024年度的文件，依据“2023年满意度88%”。
不通过：2024年度的文件，依据“按照2020年全市平安建设工作要点”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, Text

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年(?:度)?)")
CLAUSE = re.compile(r"[。；;\n]")
TITLE = re.compile(r"《[^》]*》")
BUDGET_NOTICE = re.compile(r"《[^》]*?(?P<year>20[0-9]{2})年度?[^》]*(?:预算|绩效目标)[^》]*》")

# A year before that stands for a beginning or a whole span, not for the year of the work.
SPAN = re.compile(
    r"20[0-9]{2}年?\s*[-—–~～至到]\s*20[0-9]{2}|20[0-9]{2}年(?:以来|起|至今|开始|底存量)"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """The old years of each text, in one finding a text."""
    year = subject.record.year
    if not any(int(found) < year for found in YEAR.findall(subject.whole)):
        return
    for text in subject.texts:
        years = sorted(_old_years(text, year))
        if years:
            written = "、".join(f"{old}年" for old in years)
            yield Finding(
                text.place,
                f"这是{year}年度的文件，{text.label}里写着{written}",
                f"核对是不是照抄旧文件；是本年度的事就改为{year}年",
            )


def _old_years(text: Text, year: int) -> set[int]:
    """Years before ``year`` that the text speaks of as if they were the year of the work."""
    latest = year - 1 if text.label == "指标值确定依据" else year
    found = {int(match["year"]) for match in BUDGET_NOTICE.finditer(text.text)}
    found = {old for old in found if old < year}
    for clause in CLAUSE.split(SPAN.sub("", TITLE.sub("", text.text))):
        years = {int(old) for old in YEAR.findall(clause)}
        if year not in years:
            found |= {old for old in years if old < latest}
    return found

"""照抄了上一年度的文字，连年份也没有改

这段文字与上一年度文件里的一字不差，里面还把上一年度当作本年度来写。回头说的不算：某年以来、
某年建成或签订、依据里引用上一年度的完成情况、项目名称里的年份。

依据：财预〔2015〕88号，相关性：绩效目标与本年度工作相符。

通过：2025年度的文件写“2025年，全局……”。
不通过：2025年度的文件里留着“2024年，全局……”，与2024年度的文件一字不差。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import HistorySubject
from tools.review.years import stale_years

SCOPE = Scope.REPOSITORY
CRITERION = Criterion.RELEVANCE

# What names a project keeps its year, and what a value rests on may be of last year.
LOOKS_BACK = ("项目名称", "标题", "指标值确定依据")


def check(subject: HistorySubject) -> Iterator[Finding]:
    """Texts of the file before that speak of its year, and stand in this one unchanged."""
    for before, after in subject.following():
        last, year = before.record.year, after.record.year
        old = {text.text for text in before.texts if f"{last}年" in text.text}
        for text in after.texts if old else ():
            if text.text not in old or text.label in LOOKS_BACK:
                continue
            is_name = str(last) in after.project_name(text.place)
            if last in stale_years(text.text, year) and not is_name:
                yield Finding(
                    text.place,
                    f"与{last}年度的文件一字不差，还写着{last}年",
                    f"按{year}年度的情况重写",
                    path=after.entry.path,
                )

"""照抄了上一年度的文字，连年份也没有改

这段文字与上一年度文件里的一字不差，里面还写着以前的年份。

依据：财预〔2015〕88号，相关性：绩效目标与本年度工作相符。

通过：2025年度的文件写“2025年，全局……”。
不通过：2025年度的文件里留着“2024年，全局……”，与2024年度的文件一字不差。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import HistorySubject

SCOPE = Scope.REPOSITORY
CRITERION = Criterion.RELEVANCE

YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年)")


def check(subject: HistorySubject) -> Iterator[Finding]:
    """Texts with an old year and without this one's that the file before has as well."""
    for before, after in subject.following():
        old = {text.text for text in before.texts if YEAR.search(text.text)}
        for text in after.texts if old else ():
            years = {int(year) for year in YEAR.findall(text.text)}
            is_own_past = (
                text.label == "指标值确定依据" and max(years, default=0) >= after.record.year - 1
            )
            stale = years and max(years) < after.record.year and not is_own_past
            if stale and text.text in old:
                yield Finding(
                    text.place,
                    f"与{before.record.year}年度的文件一字不差，还写着{max(years)}年",
                    f"按{after.record.year}年度的情况重写",
                    path=after.entry.path,
                )

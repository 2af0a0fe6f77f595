"""支出计划没有填全

资金支出计划的四个时点都应当填累计百分比。到那时还不用钱的填 0，空白会让人分不清是不用钱还是忘了填。

依据：财预〔2015〕88号，完整性：绩效目标内容完整；河北省预算绩效文本的资金支出计划一栏。

通过：3月底 0，6月底 20，10月底 60，12月底 100。
不通过：3月底空白，6月底 20，10月底 60，12月底 100。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Name the blank dates, at the first of them; a form without a plan has none."""
    blank = [date for date, share in subject.shares.items() if share is None]
    if blank:
        yield Finding(
            f"/资金支出计划/{blank[0]}",
            f"资金支出计划的{'、'.join(blank)}空白",
            "填到这个时点累计支出的百分比；还不用钱就填 0",
        )

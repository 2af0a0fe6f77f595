"""支出计划没有填全

资金支出计划的四个时点都应当填累计百分比。开头几个时点还不用钱，空白会被读成 0，不算；
全部空白，或者前面有数、后面空白，就看不出钱什么时候用完。

依据：财预〔2015〕88号，完整性：绩效目标内容完整；河北省预算绩效文本的资金支出计划一栏。

通过：3月底 0，6月底 20，10月底 60，12月底 100。
不通过：3月底 20，6月底 60，10月底和12月底空白。
"""

from collections.abc import Iterator

from tools import model
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Name the blank dates, at the first of them; before the first figure a blank reads as 0."""
    plan = subject.project.spending_plan
    if not isinstance(plan, model.SpendingPlan):
        return
    shares = list(model.chinese(plan).items())
    begun = next((place for place, (_, share) in enumerate(shares) if share is not None), 0)
    blank = [date for date, share in shares[begun:] if share is None]
    if blank:
        yield Finding(
            f"/资金支出计划/{blank[0]}",
            f"资金支出计划的{'、'.join(blank)}空白",
            "填到这个时点累计支出的百分比；钱已经用完就填 100",
        )

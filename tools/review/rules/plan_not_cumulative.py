"""支出计划前多后少

资金支出计划是到各时点的累计百分比，后一个时点不应小于前一个。

依据：财预〔2015〕88号，可行性：资金安排合理。

通过：25、50、75、100。
不通过：30、20、60、100。
"""

from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Compare each date with the latest one before it that is filled in."""
    latest: tuple[str, Decimal] | None = None
    for date, share in subject.shares.items():
        if share is None:
            continue
        if latest and share < latest[1]:
            yield Finding(
                f"/资金支出计划/{date}",
                f"{date} {share}% 小于{latest[0]} {latest[1]}%",
                "填累计数：到这个时点一共支出的百分比",
            )
        latest = (date, share)

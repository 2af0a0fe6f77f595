"""支出计划到年底不是100%

12月底的累计百分比应当是100%：预算是全年的钱。到年底还花不完，要么预算多了，要么填成了当期数；
超过100%就超出了预算。

依据：财预〔2015〕88号，可行性：资金安排合理，预算执行有保障。

通过：20、40、70、100。
不通过：10、20、30、50。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """The last date against 100, and the others against more than that."""
    for date, share in subject.shares.items():
        if share is None:
            continue
        if share > 100:
            yield Finding(
                f"/资金支出计划/{date}", f"{date}累计支出 {share}%，超过了100%", "核对；最多是100"
            )
        elif date == "12月底" and share < 100:
            yield Finding(
                f"/资金支出计划/{date}",
                f"12月底只支出 {share}%",
                "填累计数，12月底为100；确实要结转下年的，写入“审核例外”说明",
            )

"""各项目的支出计划都一样

五个以上的项目用同一组支出计划，多半是照样填的。支出计划要按各项目什么时候用钱来排。
一份文件只报一次，指在第一个项目。

依据：财预〔2015〕88号，可行性：资金安排与项目进度相符；只作提示。

通过：按季付费的项目填 25、50、75、100，年底一次付清的项目填 0、0、0、100。
不通过：14个项目都填 25、50、75、100。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.FEASIBILITY

FEWEST = 5


def check(subject: FileSubject) -> Iterator[Finding]:
    """A file in which all plans are one and the same."""
    plans = [tuple(item.shares.values()) for item in subject.projects]
    if len(plans) >= FEWEST and len(set(plans)) == 1 and plans[0]:
        shares = "、".join("空白" if share is None else str(share) for share in plans[0])
        yield Finding(
            f"{subject.projects[0].place}/资金支出计划",
            f"{len(plans)} 个项目的支出计划都是 {shares}",
            "按各项目什么时候用钱来排",
        )

"""描述与名称相同

绩效指标描述用来说明怎样计算、包括什么。名称已经很清楚的，描述照抄也不算错，这里只作提示。

依据：财预〔2015〕88号，相关性：指标应当清晰、可衡量。

通过：三级指标“案件合格率”，描述“评查合格的案件数占评查案件总数的比率”。
不通过：三级指标“案件合格率”，描述“案件合格率”。
"""

from collections.abc import Iterator

from tools.review.comparing import same
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Descriptions that are the name once more."""
    for row in subject.rows:
        if same(row.description, row.name):
            yield Finding(
                f"{row.place}/绩效指标描述",
                f"描述与三级指标相同：“{row.name}”",
                "写怎样计算、包括什么，例如：合格数占总数的比率",
            )

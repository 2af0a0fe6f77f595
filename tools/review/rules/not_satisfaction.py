"""满意度指标衡量的不是满意度

满意度指标问的是服务对象是否满意，要通过调查得到。完成率、覆盖率、活动次数应当放到产出或效益里。

依据：财预〔2015〕88号，相关性：满意度指标反映服务对象或项目受益人的认可程度。

通过：三级指标“参训学员满意度”。
不通过：服务对象满意度指标下面写“组织集中教育和社区服务覆盖率”。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import is_satisfaction
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Rows of the class whose words do not speak of it."""
    for row in subject.rows:
        if row.level1 == "满意度指标" and row.name + row.description and not is_satisfaction(row):
            yield Finding(
                f"{row.place}/三级指标",
                f"“{row.name or row.description}”不是满意度",
                "改为“某某对象满意度”，写明怎样调查；这一条放到产出或效益指标",
            )

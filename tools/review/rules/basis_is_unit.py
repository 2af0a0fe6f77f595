"""依据只写了单位

“%”、“万元”、“万张”是单位，不是确定指标值的依据。

依据：财预〔2015〕88号，相关性；绩效标准包括计划标准、行业标准、历史标准等。

通过：指标值“≥2万张”，依据“年度宣传计划，每村发放200张”。
不通过：指标值“≥2万张”，依据“万张”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE

UNIT = re.compile(
    r"(?:单位[：:])?[（(]?(?:[%％‰]|百分比|[万亿]|个?月|年"
    r"|[万亿]?(?:人次|场次|小时|分钟|工作日|公里|千米|平方米|立方米|公顷"
    r"|[元张件个次人名户份册台套场篇条期里米亩吨处座辆批项所家间天]))(?:/[\u4e00-\u9fff]{1,2})?[）)]?"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bases of nothing but a unit."""
    for row in subject.rows:
        if UNIT.fullmatch(row.basis.strip()):
            yield Finding(
                f"{row.place}/指标值确定依据",
                f"依据“{row.basis}”只是单位",
                "写这个值从哪里来，例如：年度工作计划、某某标准、上年完成情况",
            )

"""“万”后面没有单位

“≥2万”是2万张还是2万元，要写清楚。名称里已经说明单位的（人次、人数、阅读量、“受益人口（人）”）可以不写。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核。

通过：制作明白纸 ≥2万张；资金成本 ≤120万元。
不通过：制作明白纸 ≥2万；资金成本 ≤120万。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import MONEY, names_unit
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Numbers that end in 万 or 亿."""
    for row in subject.rows:
        if row.target.is_bare_wan and not names_unit(row):
            unit = "元" if MONEY.search(row.name + row.description) else "张"
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value} 没有写是什么",
                f"补上单位，例如 {row.value.strip()}{unit}",
            )

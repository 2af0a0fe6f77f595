"""单位与名称不配

率、占比用 %，次数用次，人数用人，满意度用 %。单位不配，说明名称或指标值有一个写错了。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核。

通过：反宣品清除次数 ≥20次；及时维修率 ≥95%。
不通过：反宣品清除次数 ≥20%；及时维修率 ≤2h。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import is_ratio, unit_fits
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Judge the unit by the ending of the name."""
    for row in subject.rows:
        if not unit_fits(row):
            fitting = "用 %" if is_ratio(row.name) or "满意" in row.name else "用个数的单位"
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value}，单位与名称不配",
                f"这个名称{fitting}；值没有错，就把名称改成它衡量的事",
            )

"""单位与名称不配

率、占比用 %，次数用次，人数用人，满意度用 % 或分，问“是否”的写是或否。单位不配，说明名称或指标值
有一个写错了。描述里说明算的是比例、增减幅度的，用 % 可以。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核。

通过：反宣品清除次数 ≥20次；及时维修率 ≥95%。
不通过：反宣品清除次数 ≥20%；及时维修率 ≤2h。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import asks, is_ratio, unit_fits
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Judge the unit by the ending of the name."""
    for row in subject.rows:
        if not unit_fits(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value}，单位与名称不配",
                f"这个名称{_fitting(row)}；值没有错，就把名称改成它衡量的事",
            )


def _fitting(row: Row) -> str:
    if is_ratio(row.name) or "满意" in row.name:
        return "用 %"
    return "写“是”或“否”" if asks(row.name) else "用个数的单位"

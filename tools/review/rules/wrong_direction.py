"""指标的方向反了

事故、犯罪、回流这类越少越好的指标要写“≤”，完成率、满意度这类越多越好的指标要写“≥”。
方向写反，做得越差越容易达标。

依据：财预〔2015〕88号，可行性：指标合理可行；适当性：目标不能过低。

通过：回流人数 ≤2人。
不通过：接劝返后回流人数越少越好，值却写“≥2人”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import higher_is_better, lower_is_better
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

NOT_MORE_THAN = re.compile(r"最多不(?:能|得)?超过|不得(?:超过|多于|高于)|不能(?:超过|多于|高于)")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bounds on the wrong side of what is better."""
    for row in subject.rows:
        if not row.target.is_quantity or row.target.amount == 0:
            continue
        if row.target.is_floor and _wants_less(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”越少越好，{row.value} 却是下限",
                "改为上限，写成“≤”",
            )
        elif row.target.is_ceiling and _wants_more(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”越多越好，{row.value} 却是上限",
                "改为下限，写成“≥”",
            )


def _wants_less(row: Row) -> bool:
    is_said = row.target.kind is not Kind.MONEY and NOT_MORE_THAN.search(row.basis)
    return bool(is_said) or lower_is_better(row.name, row.description)


def _wants_more(row: Row) -> bool:
    is_share = row.target.kind is Kind.PERCENT and (row.target.amount or 0) < 100
    return is_share and higher_is_better(row.name, row.description)

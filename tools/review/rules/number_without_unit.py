"""数字没有单位

“≥100”是100次、100元还是100%，要写清楚。名称里已经说明单位的（“覆盖率（%）”、人数、次数、阅读量），
指数、评分、名次、比值，以及零，可以不写。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核。

通过：≥100%。
不通过：≥100。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import names_unit
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

UNITLESS = re.compile(r"指数|评分|得分|分值|分数|名次|排名|位次|系数|等级|级别|容积率|比$|比值$|pH")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Plain numbers; a bare 万 has a rule of its own."""
    for row in subject.rows:
        is_plain = row.target.kind is Kind.NUMBER and not row.target.is_bare_wan
        if is_plain and not _needs_none(row):
            message = f"“{row.name}”的值 {row.value} 没有单位"
            hint = "补上单位，例如 ≥95%、≥12次、≤30万元"
            yield Finding(row.at_value, message, hint)


def _needs_none(row: Row) -> bool:
    return row.target.amount == 0 or names_unit(row) or bool(UNITLESS.search(row.name))

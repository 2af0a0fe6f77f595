"""数字没有单位

“≥100”是100次、100元还是100%，要写清楚。名称里已经带了单位的（例如“覆盖率（%）”），
以及指数、评分、名次，可以不写。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核。

通过：≥100%。
不通过：≥100。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

UNITLESS = re.compile(
    r"[（(][^（()）]{1,4}[）)]$|指数|评分|得分|分值|名次|排名|位次|系数|等级|级别"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Plain numbers; a bare 万 has a rule of its own."""
    for row in subject.rows:
        is_plain = row.target.kind is Kind.NUMBER and not row.target.is_bare_wan
        if is_plain and not UNITLESS.search(row.name):
            message = f"“{row.name}”的值 {row.value} 没有单位"
            hint = f"补上单位，例如 {row.value}%、{row.value}次、{row.value}元"
            yield Finding(row.at_value, message, hint)

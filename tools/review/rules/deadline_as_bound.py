"""期限写成了大于等于

期限是最晚到什么时候，写“10月底前”。“≥10月份”成了10月以后才做。
“≥12月”也可能是十二个月（保修期、服务期），不报。

依据：财预〔2015〕88号，可行性：时效指标明确、能够考核。

通过：10月底前。
不通过：≥10月份。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

MONTHS = re.compile(r"[0-9]\s*月$")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Deadlines bounded from below."""
    for row in subject.rows:
        is_length = MONTHS.search(row.value.strip()) and not row.target.year
        if row.target.kind is Kind.DEADLINE and row.target.is_floor and not is_length:
            message = f"期限 {row.value} 写成了大于等于"
            yield Finding(row.at_value, message, f"写最晚的时间：{row.target.number}月底前")

"""期限不在本年度

这是一个年度的预算，期限应当在当年。写成以后的年份，当年就无法考核；写成以前的年份，多半是照抄旧文件。

依据：财预〔2015〕88号，可行性：绩效目标在预算年度内能够实现。

通过：2024年度的文件，2024年11月底前。
不通过：2024年度的文件，2025年3月底前。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Deadlines with a year that is not the file's, and those of the year to come (次年)."""
    year = subject.record.year
    for row in subject.rows:
        written = row.target.year if row.target.kind is Kind.DEADLINE else None
        if (written and written != year) or row.value.strip().startswith(("次年", "下年", "明年")):
            message = f"期限 {row.value} 不在{year}年"
            yield Finding(row.at_value, message, f"写{year}年内的时间，例如 12月底前")

"""单位成本写成了总额

名称说的是每户、每人的金额，值却与整个项目的预算一样，是把总额当成了单价。只办一户、只买一台的不报。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算数 90 万元，“每户参保金额 ≤10元”。
不通过：预算数 90 万元，“每户参保金额 ≥90万元”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import budget_yuan
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

EACH = re.compile(r"[人户生校村床次件亩]均|平均|每(?![年月季])|单价")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Money for each that is as much as the whole budget."""
    budget = budget_yuan(subject.project.budget, subject.record.unit)
    if any(row.target.kind is Kind.COUNT and row.target.amount == 1 for row in subject.rows):
        return
    for row in subject.cost_rows:
        if budget and row.target.yuan == budget and EACH.search(row.name):
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value} 等于整个项目的预算",
                "写一户、一人的金额；写总额就把名称改为总成本",
            )

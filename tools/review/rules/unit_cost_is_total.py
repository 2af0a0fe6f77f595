"""单位成本写成了总额

名称说的是每户、每人的金额，值却与整个项目的预算一样，是把总额当成了单价。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算数 90 万元，“每户参保金额 ≤10元”。
不通过：预算数 90 万元，“每户参保金额 ≥90万元”。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import budget_yuan, is_per_unit
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Money for each that is as much as the whole budget."""
    budget = budget_yuan(subject.project.budget, subject.record.unit)
    for row in subject.cost_rows:
        if budget and row.target.yuan == budget and is_per_unit(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value} 等于整个项目的预算",
                "写一户、一人的金额；写总额就把名称改为总成本",
            )

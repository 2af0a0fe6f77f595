"""成本远低于预算

成本指标是花多少钱的上限。几条成本合起来还不到预算的八成，说明预算多安排了，或者成本没有写全。
有一条是人均、每户这样的单位成本，或者写的是文字，就加不起来，不报；节约、带动的金额不算在内。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配，既不过高也不过低。

通过：预算数 50 万元，成本指标 ≤50万元。
不通过：预算数 50 万元，成本指标只有一条 ≤30万元。
"""

from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import budget_yuan, is_per_unit, is_saving, yuan
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

ENOUGH = Decimal("0.8")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Add up the ceilings that are no cost for each; without one there is nothing to say."""
    project, unit = subject.project, subject.record.unit
    budget = budget_yuan(project.budget, unit)
    rows = [row for row in subject.cost_rows if not is_saving(row)]
    if budget is None or any(_is_open(row) for row in rows):
        return
    costs = [(row, cost) for row in rows if (cost := yuan(row)) is not None]
    total = sum((cost for _, cost in costs), Decimal(0))
    if costs and total < ENOUGH * budget:
        written = "、".join(row.value for row, _ in costs)
        yield Finding(
            costs[0][0].at_value,
            f"成本 {written} 远低于预算数 {project.budget}{unit}",
            "核对成本是否写全；预算多安排了就调减预算数",
        )


def _is_open(row: Row) -> bool:
    """Whether the row costs something that cannot be added up."""
    return is_per_unit(row) or row.target.is_floor or row.target.kind is Kind.TEXT

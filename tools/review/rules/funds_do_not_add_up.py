"""资金合计不等于预算数

预算数应当等于财政资金与其他资金之和；其他资金空白按零计算。四舍五入差 0.01 不报。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算数 30，财政资金 20，其他资金 10。
不通过：预算数 30，财政资金 20，其他资金空白。
"""

from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

ROUNDING = Decimal("0.01")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Add the two sources up; a form without them has nothing to add."""
    project = subject.project
    if not isinstance(project.budget, Decimal) or not isinstance(project.fiscal_funds, Decimal):
        return
    other = project.other_funds if isinstance(project.other_funds, Decimal) else Decimal(0)
    total = project.fiscal_funds + other
    if abs(total - project.budget) > ROUNDING:
        yield Finding(
            "/预算数",
            f"预算数 {project.budget} 不等于财政资金 {project.fiscal_funds} 加其他资金 {other}",
            f"核对三个数；两项资金合计为 {total}",
        )

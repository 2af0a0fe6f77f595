"""成本高于预算

成本指标给出的金额不应高于项目预算数：花得比预算还多，指标就失去了约束。
跨年度工程的总投资、概算，和节约、带动的金额，不与本年预算比。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算数 30 万元，成本指标 ≤30万元。
不通过：预算数 70 万元，成本指标 ≤150万元。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import budget_yuan, is_saving, yuan
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

WHOLE_WORK = re.compile(r"总投资|投资总|概算|总造价|合同总")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Compare each money value of a 成本指标 with the budget, in yuan."""
    project, unit = subject.project, subject.record.unit
    budget = budget_yuan(project.budget, unit)
    if budget is None:
        return
    for row in subject.cost_rows:
        is_other = is_saving(row) or WHOLE_WORK.search(row.name + row.description)
        cost = None if is_other else yuan(row)
        if cost is not None and cost > budget:
            yield Finding(
                row.at_value,
                _told(row, f"{project.budget}{unit}"),
                f"改为不高于预算数，例如 ≤{project.budget}{unit}；确需保留的写入“审核例外”",
            )


def _told(row: Row, budget: str) -> str:
    if row.target.is_floor:
        return f"成本写成“{row.value}”，预算数只有 {budget}"
    read = "（没有写单位，按万元算）" if row.target.is_bare_wan else " "
    return f"成本 {row.value}{read}高于预算数 {budget}"

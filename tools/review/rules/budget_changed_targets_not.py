"""预算大变，指标一条没变

预算比上一年度增减一半以上，办的事总该有变化。指标和指标值却与上一年度完全相同，
说明指标与预算没有关系，或者忘了改。成本总额跟着预算变不算指标变了，人均、每户的标准变了算。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算由 20 万元增到 40 万元，培训人数由 200 人增到 400 人。
不通过：预算由 20 万元增到 40 万元，各条指标值都没有变。
"""

from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import budget_yuan, is_per_unit
from tools.review.subject import HistorySubject, ProjectSubject

SCOPE = Scope.REPOSITORY
CRITERION = Criterion.APPROPRIATENESS

HALF = Decimal("0.5")


def check(subject: HistorySubject) -> Iterator[Finding]:
    """Compare each project with the one of the same code, or name, in the file before."""
    for before, after in subject.following():
        earlier = {item.project.identity: item for item in before.projects}
        for item in after.projects:
            other = earlier.get(item.project.identity)
            if (
                other
                and _is_large_change(other, item)
                and _are_same(_targets(other), _targets(item))
            ):
                was = f"{other.project.budget}{before.record.unit}"
                is_now = f"{item.project.budget}{after.record.unit}"
                yield Finding(
                    f"{item.place}/预算数",
                    f"预算由{before.record.year}年的 {was} 变为 {is_now}，指标一条没变",
                    "按新的预算重新测算指标值",
                    path=after.entry.path,
                )


def _is_large_change(before: ProjectSubject, after: ProjectSubject) -> bool:
    was = budget_yuan(before.project.budget, before.record.unit)
    is_now = budget_yuan(after.project.budget, after.record.unit)
    if not was or is_now is None:
        return False
    return abs(is_now - was) > HALF * was


def _targets(item: ProjectSubject) -> set[tuple[str, str, str, object]]:
    """Costs in all are left out: a ceiling that follows the budget is no change of the work."""
    costs = {row.place for row in item.cost_rows if row.target.yuan is not None}
    return {
        (row.level2, row.name, row.description, row.target)
        for row in item.rows
        if row.place not in costs or is_per_unit(row)
    }


def _are_same(before: set[tuple[str, str, str, object]], after: object) -> bool:
    """Whether nothing changed; where there are no targets but the cost, nothing can be said."""
    return bool(before) and before == after

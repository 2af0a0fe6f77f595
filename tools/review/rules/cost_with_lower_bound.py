"""成本写成了下限

成本指标是花钱的上限，应当写“≤”。写成“≥”，就成了至少要花这么多。

依据：财预〔2015〕88号，适当性：成本指标反映预期提供的公共产品或服务所需成本的控制。

通过：成本指标“≤14万元”。
不通过：成本指标“≥14万元”。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import yuan
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Rows of 成本指标 whose money is bounded from below."""
    for row in subject.cost_rows:
        if row.target.is_floor and (yuan(row) is not None or row.target.is_bare_wan):
            ceiling = row.value.strip().lstrip("≥≧>＞=").strip()
            yield Finding(
                row.at_value,
                f"成本 {row.value} 写成了下限，成了至少要花这么多",
                f"改为上限，例如 ≤{ceiling}" if ceiling != row.value else "改为上限 ≤",
            )

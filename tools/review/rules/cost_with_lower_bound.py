"""成本写成了下限

成本指标是花钱的上限，应当写“≤”。写成“≥”，就成了至少要花这么多。节约、带动的金额写“≥”是对的；
上级规定了最低标准的，在描述或依据里写明“不低于”。

依据：财预〔2015〕88号，适当性：成本指标反映预期提供的公共产品或服务所需成本的控制。

通过：成本指标“≤14万元”。
不通过：成本指标“≥14万元”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import is_saving, yuan
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

LEAST = re.compile(r"最低|不低于|不少于")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Rows of 成本指标 whose money is bounded from below."""
    for row in subject.cost_rows:
        is_cost = yuan(row) is not None or row.target.is_bare_wan
        if row.target.is_floor and is_cost and not _may_be_floor(row):
            ceiling = row.value.strip().lstrip("≥≧>＞=").strip()
            yield Finding(
                row.at_value,
                f"成本 {row.value} 写成了下限，成了至少要花这么多",
                f"改为上限，例如 ≤{ceiling}" if ceiling != row.value else "改为上限 ≤",
            )


def _may_be_floor(row: Row) -> bool:
    return is_saving(row) or bool(LEAST.search(row.name + row.description + row.basis))

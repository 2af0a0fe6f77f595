"""成本指标不是金额

成本指标要写花多少钱。完成率、保障率、用时、人数应当放到数量、质量或时效指标。
成本节约率、预算执行率、费用下降幅度这类说钱的比率可以。

依据：财预〔2015〕88号，适当性：成本指标与预算相匹配。

通过：成本指标“≤5万元”。
不通过：成本指标“铁路护路无重大事件发生 ≥95%”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import is_saving
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

RATIO_OF_MONEY = re.compile(
    r"(?:成本|预算|费用?|支出|资金|经费|投入).*(?:率|比例|占比|比重|幅度|控制)|超支|造价"
)
KINDS = (Kind.PERCENT, Kind.COUNT, Kind.TIME)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Quantities under 成本指标 that no money can be read from."""
    for row in subject.cost_rows:
        if row.target.kind in KINDS and not _is_about_money(row):
            yield Finding(
                row.at_value,
                f"成本指标“{row.name}”的值 {row.value} 不是金额",
                "写花多少钱，例如 ≤30万元；这一条放到数量、质量或时效指标",
            )


def _is_about_money(row: Row) -> bool:
    if row.target.kind is not Kind.PERCENT:
        return "元" in row.target.unit
    return is_saving(row) or bool(RATIO_OF_MONEY.search(row.name + row.description))

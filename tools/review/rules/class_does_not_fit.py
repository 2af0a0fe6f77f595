"""指标放错了类别

数量指标是个数，质量指标是达到的程度，时效指标是期限、用时或及时的程度。比率和金额不是数量，
次数、人数不是质量或时效。事故、差错、投诉这类越少越好的次数可以作质量指标。

依据：财预〔2015〕88号，相关性：产出指标包括数量、质量、时效、成本，各有所指。

通过：数量指标“维护次数 ≥5次”，质量指标“设备完好率 ≥95%”。
不通过：数量指标“补助覆盖率 ≥95%”，质量指标“铁路护路公里数 ≥60公里”。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import lower_is_better
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE

MISFITS = {
    ("数量指标", Kind.PERCENT): ("是比率，不是数量", "放到质量指标，或改为个数"),
    ("数量指标", Kind.MONEY): ("是金额，不是数量", "放到成本指标，或改为个数"),
    ("质量指标", Kind.COUNT): ("是数量，不是质量", "放到数量指标，或改为合格率、达标率"),
    ("质量指标", Kind.MONEY): ("是金额，不是质量", "放到成本指标，或改为合格率、达标率"),
    ("时效指标", Kind.COUNT): ("是数量，不是时效", "放到数量指标，或改为期限、用时、及时率"),
}


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Judge each row by the kind of its value."""
    for row in subject.rows:
        misfit = MISFITS.get((row.level2, row.target.kind))
        if misfit and not _counts_faults(row):
            what, hint = misfit
            yield Finding(row.at_value, f"{row.level2}“{row.name}”的值 {row.value} {what}", hint)


def _counts_faults(row: Row) -> bool:
    return row.target.kind is Kind.COUNT and lower_is_better(row.name, row.description)

"""金额放错了地方

时效指标写期限或及时的程度，效益指标写带来的变化。这里写金额，多半是从成本指标复制来的。
经济效益指标写收入、税收、节约的金额可以，但花掉的钱不是效益。

依据：财预〔2015〕88号，适当性：指标值与指标内容相符。

通过：经济效益指标“带动农户增收 ≥90万元”。
不通过：经济效益指标“资金成本 ≤200万元”，时效指标“按照合同时间缴纳费用 17万元”。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import is_earning, yuan
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Money as the value of timeliness or of a benefit that is not earned."""
    for row in subject.rows:
        is_here = row.level1 == "效益指标" or row.level2 == "时效指标"
        if is_here and yuan(row) is not None and not _is_earned(row):
            yield Finding(
                row.at_value,
                f"{row.level2}“{row.name}”的值 {row.value} 是金额",
                "写期限或及时率"
                if row.level2 == "时效指标"
                else "写带来的变化；花多少钱写在成本指标",
            )


def _is_earned(row: Row) -> bool:
    return row.level2 != "时效指标" and is_earning(row) and not row.target.is_ceiling

"""金额放错了地方

时效指标写期限或及时的程度，效益指标写带来的变化。这里写金额，多半是从成本指标复制来的。
效益指标写收入、税收、节约、减负、损失的金额可以，但花掉的钱不是效益；“6月底前完成投资”这样的进度是时效。

依据：财预〔2015〕88号，适当性：指标值与指标内容相符。

通过：经济效益指标“带动农户增收 ≥90万元”。
不通过：经济效益指标“资金成本 ≤200万元”，时效指标“按照合同时间缴纳费用 17万元”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import MONEY, is_earning, is_per_unit, is_saving, yuan
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

PROGRESS = re.compile(r"月|季度|年[底末]|上半年")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Money as the value of timeliness or of a benefit that is not earned."""
    costs = {yuan(row) for row in subject.cost_rows}
    for row in subject.rows:
        money = yuan(row)
        if row.level2 == "时效指标":
            is_wrong = not PROGRESS.search(row.name + row.description)
        else:
            is_wrong = row.level1 == "效益指标" and _is_spent(row, money in costs)
        if money is not None and is_wrong:
            yield Finding(
                row.at_value,
                f"{row.level2}“{row.name}”的值 {row.value} 是金额",
                "写期限或及时率"
                if row.level2 == "时效指标"
                else "写带来的变化；花多少钱写在成本指标",
            )


def _is_spent(row: Row, is_a_cost: bool) -> bool:
    """Whether the money is what the work costs: called so, or copied from the cost."""
    if is_earning(row) or is_saving(row) or is_per_unit(row):
        return False
    return is_a_cost or bool(MONEY.search(row.name))

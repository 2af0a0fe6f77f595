"""怎样都能达到的指标值

“≥0件”一件不办也算完成，“合格率≤100%”一件不合格也算完成，都起不到考核作用。
预算控制率、床位使用率这类可能超过 100% 的比率写“≤100%”可以；增长率可能为负，写“≥0%”可以。

依据：财预〔2015〕88号，适当性：绩效目标不能过低。

通过：法律援助案件受理数 ≥60件；任务完成及时率 ≥95%。
不通过：法律援助案件受理数 ≥0件；任务完成及时率 ≤100%。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import lower_is_better
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

MAY_PASS_HUNDRED = re.compile(
    r"预算|概算|决算|造价|投资|合同|限额|成本|支出|费用|控制|负荷|负债|增长|增幅|增速|同比|上年|容积|床|编制"
)
MAY_BE_NEGATIVE = re.compile(
    r"增长|增幅|增速|增加|同比|提升|下降|降低|降幅|减少|变化|利润|盈余|结余|收支"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bounds that no result can miss."""
    for row in subject.rows:
        if _is_always_true(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”的值 {row.value} 怎样都能达到",
                "写真正要达到的值；要求全部做到就写 100%",
            )


def _is_always_true(row: Row) -> bool:
    target, words = row.target, row.name + row.description
    if not target.is_quantity or target.amount is None:
        return False
    if target.operator == "≥" and target.amount == 0:
        return not MAY_BE_NEGATIVE.search(words)
    is_full = target.kind is Kind.PERCENT and target.is_ceiling and target.amount >= 100
    is_open = MAY_PASS_HUNDRED.search(words) or lower_is_better(row.name, row.description)
    return is_full and not is_open

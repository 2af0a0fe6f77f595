"""比率不可能超过100%

合格率、覆盖率、满意度这类部分占全部的比率，最多是100%。写“≥100%”或“＞100%”，
要么多此一举，要么根本达不到。完成、增长、保值增值、毛入学率、床位使用率这类可以超过100%的，不在此列。

依据：财预〔2015〕88号，适当性：绩效目标不能过高，要能够实现。

通过：案件查实率 100%。
不通过：案件查实率 ≥100%。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

MAY_PASS_HUNDRED = re.compile(
    r"完成|任务|计划|目标|增长|增幅|增值|增加|增速|提高率|提升率|同比|环比|上年|去年|往年|基期|收益率|回报率"
    r"|负荷|产出|产值|产量|收入|执行率|容积|超额|周转|毛入学|床|拨备|偿债|流动比|速动|平衡"
)
SHARE = re.compile(
    r"满意(?:度|率|情况)|(?:合格|及时|知晓|达标|查实|准确|参与|完好|规范|公开)率|占.*(?:比例|比率|比重)"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Shares of a whole that are to be 100 % or more."""
    for row in subject.rows:
        words = row.name + row.description
        is_open = MAY_PASS_HUNDRED.search(words) and not SHARE.search(row.name)
        if _is_beyond_reach(row) and not is_open:
            yield Finding(
                row.at_value,
                f"“{row.name}”最多是 100%，值却写 {row.value}",
                "要求全部做到就写 100%",
            )


def _is_beyond_reach(row: Row) -> bool:
    target = row.target
    if target.kind is not Kind.PERCENT or target.unit != "%" or target.amount is None:
        return False
    return target.amount > 100 or (target.amount == 100 and target.is_floor)

"""文字里的金额与预算对不上

资金用途和绩效目标里写明的预算数、财政资金、其他资金，应当与表里的数一致；用途里的合计不应当超过预算数。
“省级财政资金”、“三年总投资”、某一笔的合计只是一部分或几年的数，不比。文字里四舍五入的不算。

依据：财预〔2015〕88号，适当性：绩效目标与预算相匹配。

通过：预算数 5，资金用途“预算数5万元。其中：财政资金5万元，其他资金0万元”。
不通过：预算数 5，资金用途“预算数8万元。其中：财政资金8万元”。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import MONEY_UNITS

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

# A word before the label makes it a part: 省级财政资金, 上年预算数, 设备采购预算数.
AMOUNT = re.compile(
    r"(?:(?<![\u4e00-\u9fff])(?:其中|本项目|项目|本年度?|年度)?(?P<label>预算数|财政资金|其他资金)"
    r"|(?P<total>共计|合计|总计))(?:为|共|是|[:：])?\s*"
    r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>元|万元|亿元)"
)
# Words by which a total is that of several years or of more purses than this budget.
OTHER_MONEY = re.compile(
    r"投资|概算|分期|分年|跨年|[两二三四五][个年]|20[0-9]{2}年?\s*[-—–~～至到]|上级|中央|[省市]级|自筹|整合|申请"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Compare each amount that says what it is with the cell of that name."""
    project, unit = subject.project, subject.record.unit
    if not isinstance(unit, str):
        return
    cells = {"预算数": project.budget, "财政资金": project.fiscal_funds}
    cells["其他资金"] = Decimal(0) if project.other_funds is None else project.other_funds
    texts = {"/资金用途": project.purpose or ""}
    texts |= {f"/绩效目标/{index}": goal or "" for index, goal in enumerate(project.goals)}
    for place, text in texts.items():
        for match in AMOUNT.finditer(text):
            if match["total"] and (place != "/资金用途" or OTHER_MONEY.search(text)):
                continue
            label = match["label"] or "预算数"
            amount = cells[label]
            if isinstance(amount, Decimal) and _contradicts(match, amount * MONEY_UNITS[unit]):
                message = f"写着“{match[0]}”，表里的{label}是 {amount}{unit}"
                yield Finding(place, message, "核对后改成一致")
                break


def _contradicts(match: re.Match[str], yuan: Decimal) -> bool:
    """Whether the amount is another one, rounded as it is written; a total may be of a part."""
    written = Decimal(match["number"].replace(",", ""))
    amount = yuan / MONEY_UNITS[match["unit"]]
    if abs(amount - written) <= Decimal((0, (5,), int(written.as_tuple().exponent) - 1)):
        return False
    return not match["total"] or written > amount

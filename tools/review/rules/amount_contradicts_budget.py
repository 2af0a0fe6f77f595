"""文字里的金额与预算对不上

资金用途和绩效目标里写明的预算数、财政资金、其他资金或合计，应当与表里的数一致。

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

AMOUNT = re.compile(
    r"(?P<label>预算数|项目预算|预算总额|总预算|财政资金|其他资金|共计|合计|总计)(?:为|共|是|[:：])?\s*"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>元|万元|亿元)"
)
CELLS = {"财政资金": "财政资金", "其他资金": "其他资金"}


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Compare each amount that says what it is with the cell of that name."""
    project, unit = subject.project, subject.record.unit
    if not isinstance(unit, str):
        return
    cells = {"预算数": project.budget, "财政资金": project.fiscal_funds}
    cells["其他资金"] = project.other_funds or Decimal(0)
    texts = {"/资金用途": project.purpose or ""}
    texts |= {f"/绩效目标/{index}": goal or "" for index, goal in enumerate(project.goals)}
    for place, text in texts.items():
        for match in AMOUNT.finditer(text):
            label = CELLS.get(match["label"], "预算数")
            amount = cells[label]
            written = Decimal(match["number"]) * MONEY_UNITS[match["unit"]]
            if isinstance(amount, Decimal) and written != amount * MONEY_UNITS[unit]:
                message = f"写着“{match[0]}”，表里的{label}是 {amount}{unit}"
                yield Finding(place, message, "核对后改成一致")
                break

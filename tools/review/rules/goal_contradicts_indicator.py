"""目标里的数与指标对不上

资金用途、绩效目标和指标说的是同一件事时，数量应当一致。相差5%以内的算取整，不报。

依据：财预〔2015〕88号，适当性：绩效目标与指标、预算相互匹配。

通过：目标“铁路护路乡镇5个”，指标“铁路护路乡镇 ≥5个”。
不通过：目标“铁路护路乡镇5个”，指标“铁路护路乡镇 ≥4个”。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import head
from tools.review.subject import ProjectSubject, Row
from tools.value import SCALES

SCOPE = Scope.PROJECT
CRITERION = Criterion.APPROPRIATENESS

COUNT_ENDING = re.compile(r"(?:数量|次数|人数|个数|户数|件数|公里数|数)$")
SHORTEST = 4  # shorter names occur in goals by chance
ROUNDING = Decimal("0.05")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Look for each indicator's name, directly before a number with the same unit."""
    texts = {"/资金用途": subject.project.purpose or ""}
    texts |= {f"/绩效目标/{index}": goal or "" for index, goal in enumerate(subject.project.goals)}
    for row in subject.rows:
        pattern = _pattern(row)
        for place, text in texts.items() if pattern else ():
            match = re.search(pattern, text)
            if match and _differs(row, match):
                yield Finding(
                    place,
                    f"这里写“{match[0]}”，指标“{row.name}”的值是 {row.value}",
                    "核对后改成一致",
                )


def _pattern(row: Row) -> str:
    name = COUNT_ENDING.sub("", head(row.name))
    if len(name) < SHORTEST or not row.target.is_quantity or not row.target.unit:
        return ""
    unit = r"[%％]" if row.target.unit == "%" else re.escape(row.target.unit)
    number = r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<scale>万?)"
    return rf"{re.escape(name)}(?:数量?)?(?:达到?|为|共|不低于|不少于)?{number}{unit}"


def _differs(row: Row, match: re.Match[str]) -> bool:
    amount = row.target.amount or Decimal(0)
    written = Decimal(match["number"]) * SCALES[match["scale"]]
    return abs(written - amount) > ROUNDING * max(written, amount)

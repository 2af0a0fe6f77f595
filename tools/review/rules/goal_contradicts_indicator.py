"""目标里的数与指标对不上

资金用途、绩效目标和指标说的是同一件事时，数量应当一致。相差5%以内的算取整，
不报；说到往年、累计、规划的数不比。

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
CLAUSE = re.compile(r"[^，。；：、（）()\n]*$")
OTHER_TIME = re.compile(r"去年|上年|往年|以前|以来|原有|已|累计|规划|期间|[0-9]年")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Look for each indicator's name, directly before a number with the same unit."""
    texts = {"/资金用途": subject.project.purpose or ""}
    texts |= {f"/绩效目标/{index}": goal or "" for index, goal in enumerate(subject.project.goals)}
    patterns = [(row, _pattern(row)) for row in subject.rows]
    for row, pattern in patterns:
        alike = [other for other, its in patterns if its == pattern]
        for place, text in texts.items() if pattern else ():
            found = [match for match in re.finditer(pattern, text) if _is_of_this_year(match)]
            if found and all(_differs(other, match) for other in alike for match in found):
                yield Finding(
                    place,
                    f"这里写“{found[0][0]}”，指标“{row.name}”的值是 {row.value}",
                    "核对后改成一致",
                )


def _pattern(row: Row) -> str:
    name = COUNT_ENDING.sub("", head(row.name))
    if len(name) < SHORTEST or not row.target.is_quantity or not row.target.unit:
        return ""
    unit = r"[%％]" if row.target.unit == "%" else re.escape(row.target.unit)
    number = r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<scale>万?)"
    # 人 is no 人次, 个 no 个月, 元 no 元/户.
    whole = r"(?![次月百工/·])"
    return rf"{re.escape(name)}(?:数量?)?(?:达到?|为|共|不低于|不少于)?{number}{unit}{whole}"


def _is_of_this_year(match: re.Match[str]) -> bool:
    before = CLAUSE.search(match.string[: match.start()])
    return not OTHER_TIME.search((before[0] if before else "") + match[0])


def _differs(row: Row, match: re.Match[str]) -> bool:
    amount = row.target.amount or Decimal(0)
    written = Decimal(match["number"]) * SCALES[match["scale"]]
    return abs(written - amount) > ROUNDING * max(written, amount)

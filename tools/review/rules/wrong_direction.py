"""指标的方向反了

事故、犯罪、回流这类越少越好的指标要写“≤”，完成率、满意度这类越多越好的指标要写“≥”。
方向写反，做得越差越容易达标。“无事故率”、“查处案件数”越多越好，“不合格率”越少越好，按意思看。

依据：财预〔2015〕88号，可行性：指标合理可行；适当性：目标不能过低。

通过：回流人数 ≤2人。
不通过：接劝返后回流人数越少越好，值却写“≥2人”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import higher_is_better, lower_is_better
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

# 无事故率 is the opposite of 事故率, and who deals with what is bad should do more of it.
TURNED = re.compile(
    r"[无零未]|查[处办获]|侦破|破获|打击|处[置理]|办理|受理|化解|调[处解]|排[除查]|整[治改]|治理|纠正|劝返|接返"
    r"|救助|帮[扶助]|援助|发放|应对|修复|维修|防范|预防|避免|减少|降低|下降|削减|节约"
)
NOT_MORE_THAN = r"(?:最多不(?:能|得)?超过|不[得能](?:超过|多于|高于))\s*"


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bounds on the wrong side of what is better."""
    for row in subject.rows:
        if not row.target.is_quantity or row.target.amount == 0:
            continue
        if row.target.is_floor and _wants_less(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”越少越好，{row.value} 却是下限",
                "改为上限，写成“≤”",
            )
        elif row.target.is_ceiling and _wants_more(row):
            yield Finding(
                row.at_value,
                f"“{row.name}”越多越好，{row.value} 却是上限",
                "改为下限，写成“≥”",
            )


def _wants_less(row: Row) -> bool:
    is_cost = row.target.kind is Kind.MONEY
    is_said = not is_cost and re.search(rf"{NOT_MORE_THAN}{row.target.number}(?![0-9.])", row.basis)
    is_bad = lower_is_better(row.name, "") and not TURNED.search(row.name)
    return bool(is_said) or is_bad or lower_is_better("", row.description)


def _wants_more(row: Row) -> bool:
    is_share = row.target.kind is Kind.PERCENT and (row.target.amount or 0) < 100
    return is_share and higher_is_better(row.name, row.description)

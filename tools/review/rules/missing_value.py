"""指标没有指标值

填了三级指标的行应当有指标值，否则没有可以考核的标准。只有“/”、“≥”、“%”这些符号也是没有填。
整行留空的不算。

依据：财预〔2015〕88号，完整性：绩效目标内容完整、指标明确。

通过：三级指标“法律援助案件办结率”，指标值“≥95%”。
不通过：三级指标“法律援助案件办结率”，指标值空白。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS

SIGNS = re.compile(r"[\W_]*")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Look for rows that are filled in but for the value."""
    for row in subject.rows:
        if SIGNS.fullmatch(row.value):
            yield Finding(
                row.at_value,
                f"“{row.name or row.description or row.level2}”没有指标值",
                "写明要达到的值，例如 ≥95%、≤30万元、12月底前",
            )

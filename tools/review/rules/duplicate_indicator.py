"""同一个项目里指标重复

名称和描述都相同的指标写了两遍，哪怕归在不同类别，考核的也是同一件事。描述照抄名称的，与没有描述一样。

依据：财预〔2015〕88号，相关性：指标应当与目标密切相关、不重复。

通过：成本指标“资金成本”，经济效益指标“节约采购资金”。
不通过：成本指标和经济效益指标都是“资金成本 ≤200万元”。
"""

from collections.abc import Iterator

from tools.review.comparing import same, words
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Rows that say in name and description what an earlier row has said."""
    first: dict[tuple[str, str], str] = {}
    for row in subject.rows:
        description = "" if same(row.description, row.name) else words(row.description)
        key = (words(row.name), description)
        if row.name and key in first:
            yield Finding(
                f"{row.place}/三级指标",
                f"“{row.name}”与前面{first[key]}里的一条相同",
                "删去一条，或写清楚两条各衡量什么",
            )
        first.setdefault(key, row.level2)

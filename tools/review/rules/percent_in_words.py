"""用“百分比”代替 %

预算系统的单位字典把 % 印成“百分比”。意思一样，写 % 更好读。`fmt --fix` 可以自动改好。

依据：国家标准 GB/T 15835 出版物上数字用法；意思不变，只作提示。

通过：≥95%。
不通过：≥95百分比。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.WRITING

WORDS = re.compile(r"\s*百分比")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Values whose unit is the dictionary's name for %."""
    for row in subject.rows:
        if row.target.kind is Kind.PERCENT and "百分比" in row.value:
            better = WORDS.sub("%", row.value)
            yield Finding(row.at_value, f"“{row.value}”就是 {better}", f"写成 {better}", better)

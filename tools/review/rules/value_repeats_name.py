"""指标值只是重复了名称

指标值要写达到什么程度。把三级指标或描述再抄一遍，到年底就没有标准可以对照。期限、数量，和“零投诉”、
“无责任事故”这样对得上账的话，写两遍不算。

依据：财预〔2015〕88号，相关性：指标要细化、量化，能够衡量目标。

通过：三级指标“提高效率”，指标值“平均办理时间≤3个工作日”。
不通过：三级指标“提高效率”，指标值“提高效率”。
"""

import re
from collections.abc import Iterator

from tools.review.comparing import same
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE

NONE = re.compile(r"零|无|不发生|未发生|不出现")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Values that are the name or the description once more."""
    for row in subject.rows:
        if row.target.kind is not Kind.TEXT or NONE.match(row.value):
            continue
        for label, text in (("三级指标", row.name), ("绩效指标描述", row.description)):
            if same(row.value, text):
                yield Finding(
                    row.at_value,
                    f"指标值“{row.value}”只是把{label}又写了一遍",
                    "写要达到的值，例如 ≥95%、≤30万元、12月底前",
                )
                break

"""项目的预算数、财政资金或资金用途空白

表格里有这些栏目就要填写：没有预算数，目标和成本无从比较；没有用途，看不出钱花在哪里。
其他资金没有就留空；全部是其他资金的，财政资金可以留空。

依据：财预〔2015〕88号，完整性：绩效目标内容完整。

通过：预算数 30，财政资金 30，资金用途“用于法律援助案件补贴”。
不通过：预算数空白，财政资金 30。
"""

from collections.abc import Iterator

from tools.review.comparing import is_blank
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """A cell that the form does not have is unset, not None, and nothing is said of it."""
    project = subject.project
    cells = {
        "预算数": project.budget,
        "财政资金": project.fiscal_funds,
        "资金用途": project.purpose,
    }
    for label, content in cells.items():
        is_empty = content is None or (isinstance(content, str) and is_blank(content))
        is_own_money = label == "财政资金" and bool(project.other_funds)
        if is_empty and not is_own_money:
            yield Finding(f"/{label}", f"{label}空白", f"填写{label}；表格没有这一栏的，删去这个键")

"""依据只是重复了别的栏

指标值确定依据要说明这个值从哪里来：工作计划、行业标准、历年完成情况。把名称、描述或指标值再抄一遍，
等于没有依据。

依据：财预〔2015〕88号，相关性；绩效标准包括计划标准、行业标准、历史标准等。

通过：三级指标“社会救助满意度”，依据“2023年问卷满意度88%”。
不通过：三级指标“服务对象满意度”，依据“服务对象满意度”。
"""

from collections.abc import Iterator

from tools.review.comparing import same
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bases that are another cell of the row once more."""
    for row in subject.rows:
        cells = {"三级指标": row.name, "绩效指标描述": row.description, "指标值": row.value}
        label = next((label for label, text in cells.items() if same(row.basis, text)), "")
        if label:
            yield Finding(
                f"{row.place}/指标值确定依据",
                f"依据只是把{label}“{row.basis}”又写了一遍",
                "写这个值从哪里来，例如：年度工作计划、某某标准、上年完成95%",
            )

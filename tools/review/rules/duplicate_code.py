"""两个项目用了同一个编码

一个编码只属于一个项目。编码重复，多半是复制上一个项目以后忘了改。

依据：财预〔2015〕88号，完整性：项目基本信息准确。

通过：各项目编码都不同。
不通过：第2个和第5个项目的编码都是 13081123P00003110002A。
"""

from collections.abc import Iterator

from tools.review.comparing import code
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS


def check(subject: FileSubject) -> Iterator[Finding]:
    """Every project whose code an earlier one of the file has already."""
    first: dict[str, str] = {}
    for item in subject.projects:
        own = code(item.project.code)
        if own in first:
            message = f"项目编码 {own} 前面的“{first[own]}”已经用了"
            yield Finding(
                f"{item.place}/项目编码", message, "与预算系统核对，改成这个项目自己的编码"
            )
        if own:
            first.setdefault(own, item.project.name)

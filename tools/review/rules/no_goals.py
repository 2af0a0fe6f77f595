"""项目没有绩效目标

每个项目都要写明预期达到的产出和效果。没有目标，指标就没有来处。

依据：财预〔2015〕88号，完整性：绩效目标内容完整。

通过：绩效目标“全年办理法律援助案件400件以上，让困难群众及时获得法律帮助。”
不通过：绩效目标一栏空白，或只写“无”。
"""

from collections.abc import Iterator

from tools.review.comparing import is_blank
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """A list without a single text in it is no goal."""
    if all(map(is_blank, subject.project.goals)):
        yield Finding(
            "/绩效目标",
            f"项目“{subject.project.name}”没有绩效目标",
            "写明这笔钱要办成什么事、达到什么效果，能量化的写数量",
        )

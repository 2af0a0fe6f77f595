"""不同项目写了同一句目标

每个项目的目标要对应这笔钱办的事。几个项目用同一句话，看不出各自要达到什么。

依据：财预〔2015〕88号，相关性：绩效目标与项目内容、资金用途相关，指向明确。

通过：村干部补贴写“按月足额发放312名村干部的基础职务补贴”，办公经费写“保障52个村正常办公”。
不通过：两个项目的目标都是“加强党组织建设和党员管理，不断提高执政能力和领导水平”。
"""

from collections.abc import Iterator

from tools.review.comparing import words
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE


def check(subject: FileSubject) -> Iterator[Finding]:
    """Goals that another goal of the file has said before, in the same or another project."""
    first: dict[str, str] = {}
    for item in subject.projects:
        for index, goal in enumerate(item.project.goals):
            key = words(goal or "")
            if key and key in first:
                yield Finding(
                    f"{item.place}/绩效目标/{index}",
                    f"这句目标与前面“{first[key]}”的目标相同",
                    "写这个项目自己的目标：办什么事、办多少、达到什么效果",
                )
            first.setdefault(key, item.project.name)

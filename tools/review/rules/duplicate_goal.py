"""几处写了同一句目标

每个项目的目标要对应这笔钱办的事，每个分项目标要对应一方面的职责。几处用同一句话，看不出各自要达到什么。
分项目标与项目目标相同不算；几个所属单位的同名项目目标相同，也不算。

依据：财预〔2015〕88号，相关性：绩效目标与项目内容、资金用途相关，指向明确。

通过：村干部补贴写“按月足额发放312名村干部的基础职务补贴”，办公经费写“保障52个村正常办公”。
不通过：两个项目的目标都是“加强党组织建设和党员管理，不断提高执政能力和领导水平”。
"""

from collections.abc import Iterator

from tools.review.comparing import same, words
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, ProjectSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE


def check(subject: FileSubject) -> Iterator[Finding]:
    """Goals that have been said before, among 分项绩效目标 or in the same or another project."""
    hint = "写各自的目标：办什么事、办多少、达到什么效果"
    names: dict[str, str] = {}
    for number, sub in enumerate(subject.record.targets.sub_targets):
        key = words(sub.goal) if isinstance(sub.goal, str) else ""
        if key in names and not same(names[key], sub.name or ""):
            message = f"这句目标与前面“{names[key]}”的目标相同"
            yield Finding(f"/整体绩效目标/分项绩效目标/{number}/绩效目标", message, hint)
        if key:
            names.setdefault(key, sub.name or "")
    first: dict[str, ProjectSubject] = {}
    for item in subject.projects:
        for index, goal in enumerate(item.project.goals):
            key = words(goal or "")
            earlier = first.get(key)
            if earlier and (earlier is item or not same(earlier.project.name, item.project.name)):
                message = f"这句目标与前面“{earlier.project.name}”的目标相同"
                yield Finding(f"{item.place}/绩效目标/{index}", message, hint)
            if key:
                first.setdefault(key, item)

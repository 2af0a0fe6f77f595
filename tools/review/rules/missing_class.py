"""缺少应有的指标类别

每个项目都应当有数量、质量和成本指标；向群众、企业或其他服务对象发补助、提供服务的，
还应当有满意度指标，这从项目名称和资金用途看。整行留空、整行写“无”的不算有。

依据：财预〔2015〕88号，完整性；财预〔2021〕101号，指标设置：数量、质量、成本原则上都要设置，
满意度在面向服务对象时设置。

通过：有数量、质量、成本、满意度各一条。
不通过：补贴村干部的项目，只填了质量、社会效益和满意度，没有数量和成本。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS

SATISFACTION = "满意度指标"
SERVED = re.compile(r"群众|居民|村民|市民|百姓|农民|农户|患者|学生|老人|企业|对象|家庭|参保|用户")
GIVEN = re.compile(
    r"补[助贴]|资助|救[助治]|援助|慰问|奖补|培训|[参投]保|供[水暖]|减免|发放|为[^，。；]{1,12}(?:提供|服务)"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Name every class that is wanted and has no filled row."""
    wanted = list(subject.framework.wanted)
    purpose = f"{subject.project.name}\n{subject.project.purpose or ''}"
    if SERVED.search(purpose) and GIVEN.search(purpose):
        wanted.append(SATISFACTION)
    there = {row.level1 for row in subject.rows} | {row.level2 for row in subject.rows}
    missing = [name for name in wanted if name not in there]
    if missing:
        names = "、".join(missing)
        yield Finding("/绩效指标", f"没有{names}", f"补上：{names}")

"""没有项目编码

表格有项目编码一栏的，应当填预算系统里的编码。没有编码，同一个项目在不同年度、不同文件里就对不上。

依据：财预〔2015〕88号，完整性：项目基本信息完整。

通过：项目编码“13081123P00003110002A”。
不通过：项目编码空白，或写“————”、“待分配”。
"""

from collections.abc import Iterator

from msgspec import UNSET

from tools.review.comparing import code
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Blank, or without a digit in it."""
    cell = subject.project.code
    if cell is not UNSET and not code(cell):
        written = f"写的是“{cell}”" if cell else "空白"
        yield Finding("/项目编码", f"项目编码{written}", "填预算系统里这个项目的编码")

"""指标行没有填全

填了的指标行，三级指标、绩效指标描述、指标值确定依据都应当填写，否则看不出衡量什么、
怎样衡量、凭什么定这个值。只写“无”、“/”的算没有填。整行留空或整行写“无”的不算；指标值空白另有一条规则。

依据：财预〔2015〕88号，完整性：绩效目标内容完整。

通过：三级指标、描述、指标值、依据四栏都有内容。
不通过：描述和指标值都填了，三级指标空白。
"""

from collections.abc import Iterator

from tools.review.comparing import is_blank
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Name the blank cells of each row that is filled in, at the first of them."""
    for row in subject.rows:
        cells = {
            "三级指标": row.name,
            "绩效指标描述": row.description,
            "指标值确定依据": row.basis,
        }
        blank = [label for label, text in cells.items() if is_blank(text)]
        if blank:
            yield Finding(
                f"{row.place}/{blank[0]}",
                f"“{row.name or row.description or row.level2}”这一行没有填{'、'.join(blank)}",
                "补上；整行不用就四栏都留空",
            )

"""留着没有改的占位文字

样表里的“目标内容1”、“××”、“待填”要换成实际内容；“目标内容1”写在目标前面，也会原样印出来。

依据：财预〔2015〕88号，完整性：绩效目标内容完整、表述清楚。

通过：保障劳务派遣人员按月领取工资。
不通过：目标内容1保障劳务派遣人员按月领取工资。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS

PLACEHOLDER = re.compile(
    r"(?:目标|指标|措施)(?:内容|名称)\s*[0-9一二三四五六七八九]+|[×✕]{2,}"
    r"|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|[_＿]{2,}|[—－-]{3,}|[?？]{2,}"
    r"|待(?:填写?|定|补充|完善后补)(?=$|[，。；、）)])|(?:此处|请)填写|[（(](?:略|填写)[）)]"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first placeholder of each text; a placeholder code has a rule of its own."""
    for text, match in subject.matching(PLACEHOLDER):
        yield Finding(
            text.place, f"{text.label}里留着“{match[0]}”", f"删去“{match[0]}”，写实际内容"
        )

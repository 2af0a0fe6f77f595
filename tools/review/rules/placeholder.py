"""留着没有改的占位文字

样表里的“目标内容1”、“指标1：”、“××”、“待填”要换成实际内容；“目标内容1”写在目标前面，也会原样印出来。
预算系统给每条目标都加上“目标内容1”的，全文只报一次。

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

# What the budget system's export puts before each goal; one cause, told once.
EXPORTED = re.compile(r"^\s*(?:目标|指标|措施)(?:内容|名称)\s*[0-9]+", re.MULTILINE)
# The form of 财预〔2015〕88号 prints “指标1：” and “……” where rows are to be written.
PLACEHOLDER = re.compile(
    r"(?=[目指…⋯×✕Xx_＿—－?？待此请（(-])(?:^(?:目标|指标)[0-9]+[：:]?$|^[…⋯]+$|(?<![0-9])[×✕]{2,}(?![0-9])"
    r"|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])|[_＿]{2,}|(?<![\w”》])[—－-]{3,}(?![\w“《])|[?？]{2,}"
    r"|(?<![等招期亟急有尚])待(?:填写?|定|补充|完善后补)(?=$|[，。；、）)])|(?:此处|(?<!申)请)填写"
    r"|[（(](?:略|填写)[）)])",
    re.MULTILINE,
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first placeholder of each text; a placeholder code has a rule of its own."""
    exported = list(subject.matching(EXPORTED))
    for text, match in exported[:1]:
        written = match[0].strip()
        more = f"，这样的全文有{len(exported)}处" if len(exported) > 1 else ""
        hint = f"删去“{written}”这样的字样，只留后面的内容"
        yield Finding(text.place, f"{text.label}里留着“{written}”{more}", hint)
    for text, match in subject.matching(PLACEHOLDER):
        yield Finding(
            text.place, f"{text.label}里留着“{match[0]}”", f"删去“{match[0]}”，写实际内容"
        )

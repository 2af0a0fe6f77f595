"""词语重复

“情况情况”、“比例比例”这样连着写了两遍的词，多半是拼接时留下的。

依据：财预〔2015〕88号，完整性：绩效目标表述清楚。

通过：高校毕业生领取补贴情况。
不通过：高校毕业生领取补贴情况情况。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS

REPEATED = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,4})(?P=word)")


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first word of each text that stands there twice in a row."""
    for text, match in subject.matching(REPEATED):
        word = match["word"]
        yield Finding(text.place, f"“{word}”连着写了两遍", f"留下一个“{word}”")

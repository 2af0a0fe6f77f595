"""出现手机号码

手机号码是个人信息，不能公开，也不能作为审核例外保留。

依据：个人信息保护法、政府信息公开条例：涉及个人隐私的信息不予公开。

通过：联系方式见内部台账。
不通过：联系人电话 1381234××××（十一位手机号码）。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?1[3-9][0-9](?P<gap>[- ]?)[0-9]{4}(?P=gap)[0-9]{4}"
    r"(?![0-9A-Za-z.%％]|[万亿元])"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """Mobile numbers; they are not repeated in the message."""
    for text, match in subject.long_numbers(NUMBER):
        message = f"{text.label}里像有手机号码（{match[0][:3]}…）"
        yield Finding(text.place, message, "删去；已经推送过的，同时请管理员清除历史")

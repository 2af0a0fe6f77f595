"""出现电子邮箱

电子邮箱能找到具体的人，不能公开，也与绩效目标无关。

依据：个人信息保护法、政府信息公开条例：涉及个人隐私的信息不予公开。

通过：通过政务邮箱收集意见。
不通过：联系邮箱 zhangsan@example.com。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

ADDRESS = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """Addresses; they are not repeated in the message."""
    for text, match in subject.revealing(ADDRESS):
        message = f"{text.label}里有电子邮箱（{match[0][:2]}…）"
        yield Finding(text.place, message, "删去；已经推送过的，同时请管理员清除历史")

"""出现固定电话号码

个人家里的电话不能公开。单位对外公布的办公电话、热线一般也不写在绩效目标里；确需保留的写入“审核例外”。

依据：个人信息保护法、政府信息公开条例：涉及个人隐私的信息不予公开。

通过：拨打12345热线的群众满意度。
不通过：咨询电话 0310-××××××（区号加七八位号码）。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])[(（]?0(?:10|2[0-9]|[3-9][0-9]{2})[)）]?[-－ ]?[2-9][0-9]{6,7}"
    r"(?![0-9A-Za-z.%％]|[万亿元])"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """Landline numbers; they are not repeated in the message."""
    for text, match in subject.long_numbers(NUMBER):
        message = f"{text.label}里像有固定电话号码（{match[0][:3]}…）"
        yield Finding(text.place, message, "删去；对外公布的办公电话确需保留的，写入“审核例外”")

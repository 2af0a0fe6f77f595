"""出现身份证号

公民身份号码是个人信息，不能公开。查的是18位、出生日期成立、校验码正确的号码；一律挡住发布。

依据：个人信息保护法、政府信息公开条例：涉及个人隐私的信息不予公开。身份号码的编法见 GB 11643。

通过：受助人3名，名单见内部台账。
不通过：受助人身份证号 11010519491231002X（国家标准里印的号码）。
"""

import re
from collections.abc import Iterator
from datetime import date

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?(?:19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def check(subject: FileSubject) -> Iterator[Finding]:
    """Numbers that hold together; they are not repeated in the message."""
    for text, match in subject.long_numbers(NUMBER):
        if is_id_number(re.sub(r"[ -]", "", match[0])):
            message = f"{text.label}里有身份证号（{match[0][:3]}…）"
            yield Finding(text.place, message, "删去；已经推送过的，同时请管理员清除历史")


def is_id_number(text: str) -> bool:
    """Whether date and check digit of the 18 signs are right (GB 11643, ISO 7064 MOD 11-2)."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(sign) for weight, sign in zip(WEIGHTS, text, strict=False))
    return CHECK_DIGITS[total % 11] == text[17].upper()

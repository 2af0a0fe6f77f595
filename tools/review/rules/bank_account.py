"""出现银行账号

银行账号不能公开。查的是写明“账号”、“卡号”的长数字，和符合银行卡校验规则的16至19位数字。

依据：个人信息保护法：金融账户是敏感个人信息；政府信息公开条例：商业秘密、个人隐私不予公开。

通过：补贴通过社会保障卡发放。
不通过：开户行某某支行，账号 6222…（十九位数字）。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.rules.id_number import is_id_number
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

NUMBER = re.compile(r"[0-9](?<![0-9A-Za-z.][0-9])(?:[ -]?[0-9]){9,29}(?![0-9A-Za-z.])")
LONGEST_LABEL = 12
LABEL = re.compile(r"(?:[账帐](?:户|号|户号)|卡号)码?[ 　]*(?:为|是|[:：])?[ 　]*$")


def check(subject: FileSubject) -> Iterator[Finding]:
    """Long numbers that are called an account or pass as a card; not repeated in the message."""
    for text, match in subject.long_numbers(NUMBER):
        digits = re.sub(r"[ -]", "", match[0])
        before = match.string[max(0, match.start() - LONGEST_LABEL) : match.start()]
        if LABEL.search(before) or (_is_card(digits) and not is_id_number(digits)):
            message = f"{text.label}里像有银行账号（{digits[:4]}…）"
            yield Finding(text.place, message, "删去；已经推送过的，同时请管理员清除历史")


def _is_card(digits: str) -> bool:
    """Whether the number has a card's length and its Luhn check digit (ISO/IEC 7812-1)."""
    if not 16 <= len(digits) <= 19 or digits[0] not in "3456":
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0

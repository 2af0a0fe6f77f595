"""项目编码抄错了

河北省的项目编码共21位：6位区划、2位年份、字母 P、6位序号、5位号码和1位校验码。校验码由前20位算出，
对不上说明有一位抄错、漏抄或两位颠倒。其他省份的编码不查。

依据：财预〔2015〕88号，完整性：项目基本信息准确；算法由公开文件中的编码归纳，37个编码全部相符。

通过：13081123P00003110002A。
不通过：13081123P00003110002B，按前20位算校验码应为 A。
"""

import re
from collections.abc import Iterator

from tools.review.comparing import code
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.COMPLETENESS

# The 31 signs of GB 32100: digits and capitals without I, O, S, V, Z.
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEBEI = re.compile(r"13[0-9]{6}P.*")
CODE = re.compile(rf"13[0-9]{{6}}P[{SIGNS}]{{12}}")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Codes that begin like a Hebei one are held to its length and its check character."""
    written = code(subject.project.code)
    if not HEBEI.fullmatch(written):
        return
    if not CODE.fullmatch(written):
        message = f"项目编码 {written} 有 {len(written)} 位，不合编码规则"
        hint = "共21位：6位区划、2位年份、P、6位序号、5位号码、1位校验码（不用 I、O、S、V、Z）"
        yield Finding("/项目编码", message, hint)
    elif written[20] != check_character(written[:20]):
        message = f"项目编码 {written} 的校验码对不上"
        hint = f"与预算系统逐位核对；前20位没错的话，末位应为 {check_character(written[:20])}"
        yield Finding("/项目编码", message, hint)


def check_character(body: str) -> str:
    """The sign that belongs behind 20 signs: weights are the powers of 3, from the left."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return SIGNS[(30 - total) % 31]

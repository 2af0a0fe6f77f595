"""大于、小于的写法不统一

下限写“≥”、上限写“≤”，不用“≧”、“＞”、“>=”，也不用“不低于”、“以上”。等于不写符号。
全角的“＞”、“＜”改为半角；大于和大于等于意思不同，不互相改；期限不查。`fmt --fix` 可以自动改好。

依据：全国的绩效目标申报表都用“≥”、“≤”；意思不变，只作提示。

通过：≥95%；≤2%。
不通过：≧95%；不低于95%；95%以上。
"""

from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import BOUNDS, SIGN, parse

SCOPE = Scope.PROJECT
CRITERION = Criterion.WRITING


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Values whose operator is written in another way than by its one sign."""
    for row in subject.rows:
        better = _with_sign(row.value)
        if better != row.value:
            yield Finding(row.at_value, f"“{row.value}”就是 {better}", f"写成 {better}", better)


def _with_sign(value: str) -> str:
    """The same value with its sign in front; the value as it is where that is not certain."""
    target = parse(value)
    if not target.is_quantity:
        return value
    rest = value.strip()
    written = max((way for way in SIGN if rest.startswith(way)), key=len, default="")
    bound = max((way for way in BOUNDS if rest.endswith(way)), key=len, default="")
    if not written and not bound:
        return value
    body = rest[len(written) : len(rest) - len(bound)].strip()
    better = ("" if target.operator == "=" else target.operator) + body
    return better if parse(better) == target else value

"""期限的写法不统一

“12月底前完成”、“12月底之前完成”与“12月底前”意思一样，统一写“12月底前”，便于对照和统计。
`fmt --fix` 可以自动改好。

依据：意思不变，只作提示。

通过：12月底前。
不通过：12月底之前完成。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject

SCOPE = Scope.PROJECT
CRITERION = Criterion.WRITING

VARIANT = re.compile(
    r"(?P<year>20[0-9]{2}年)?(?P<month>1[0-2]|[1-9])月[底末](?:之前|以前|前)(?:完成)?"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Deadlines at the end of a month that are not in the one form."""
    for row in subject.rows:
        match = VARIANT.fullmatch(row.value.strip())
        better = f"{match['year'] or ''}{match['month']}月底前" if match else row.value
        if better != row.value:
            yield Finding(row.at_value, f"“{row.value}”就是 {better}", f"写成 {better}", better)

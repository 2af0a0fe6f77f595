"""项目编码是别的地区的

项目编码前6位是地区的区划代码，应当与本地区的代码一致。不一致，多半是抄了别处的文件。
上级统一立项的项目可以用省、市的代码。

依据：财预〔2015〕88号，相关性：项目属于本地区、本部门。

通过：兴隆县（130822）的项目，编码以 130822 开头。
不通过：兴隆县（130822）的项目，编码以 130281 开头。
"""

import re
from collections.abc import Iterator

from tools.review.comparing import code
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

CODE = re.compile(r"(?P<region>[0-9]{6})[0-9]{2}[A-Z][0-9A-Z]{10,}")


def check(subject: FileSubject) -> Iterator[Finding]:
    """Compare with the 区划代码 of region.yaml, where it is given."""
    own = subject.region.code if subject.region else None
    if not isinstance(own, str):
        return
    for item in subject.projects:
        match = CODE.fullmatch(code(item.project.code))
        if match and match["region"] not in (own, f"{own[:4]}00", f"{own[:2]}0000"):
            yield Finding(
                f"{item.place}/项目编码",
                f"项目编码以 {match['region']} 开头，本地区的代码是 {own}",
                "与预算系统核对编码；地区代码变了，就改 region.yaml 的区划代码",
            )

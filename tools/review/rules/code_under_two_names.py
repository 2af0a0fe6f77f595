"""同一个编码前后两个名称

同一个项目编码，在上一年度的文件里是另一个名称。项目改名要说明；编码抄错了要改正。

依据：财预〔2015〕88号，相关性：项目信息前后一致。

通过：编码和名称都与上一年度相同；“2023年法律援助经费”改为“2024年法律援助经费”。
不通过：上一年度叫“法律援助经费”，本年度同一编码叫“普法宣传专项”。
"""

import re
from collections.abc import Iterator

from tools.review.comparing import code, same
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, HistorySubject

SCOPE = Scope.REPOSITORY
CRITERION = Criterion.RELEVANCE

YEAR = re.compile(r"20[0-9]{2}(?:年度?)?")


def check(subject: HistorySubject) -> Iterator[Finding]:
    """Compare the names of each code with the file before."""
    for before, after in subject.following():
        names = _names(before)
        for item in after.projects:
            own = code(item.project.code)
            earlier = names.get(own)
            if earlier and not same(YEAR.sub("", earlier), YEAR.sub("", item.project.name)):
                year = before.record.year
                yield Finding(
                    f"{item.place}/项目名称",
                    f"编码 {own} 在{year}年度叫“{earlier}”，这里叫“{item.project.name}”",
                    "编码抄错了就改正；确实改名的写入“审核例外”说明",
                    path=after.entry.path,
                )


def _names(file: FileSubject) -> dict[str, str]:
    return {
        code(item.project.code): item.project.name
        for item in file.projects
        if code(item.project.code)
    }

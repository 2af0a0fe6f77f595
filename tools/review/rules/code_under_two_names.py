"""同一个编码前后两个名称

同一个项目编码，在上一年度的文件里是另一个名称。项目改名要说明；编码抄错了要改正。

依据：财预〔2015〕88号，相关性：项目信息前后一致。

通过：编码和名称都与上一年度相同。
不通过：上一年度叫“法律援助经费”，本年度同一编码叫“普法宣传专项”。
"""

from collections.abc import Iterator

from tools import model
from tools.review.comparing import same
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, HistorySubject

SCOPE = Scope.REPOSITORY
CRITERION = Criterion.RELEVANCE


def check(subject: HistorySubject) -> Iterator[Finding]:
    """Compare the names of each code with the file before."""
    for before, after in subject.following():
        names = _names(before)
        for item in after.projects:
            code = item.project.code
            earlier = names.get(code) if isinstance(code, str) else None
            if earlier and not same(earlier, item.project.name):
                year = before.record.year
                yield Finding(
                    f"{item.place}/项目名称",
                    f"编码 {code} 在{year}年度叫“{earlier}”，这里叫“{item.project.name}”",
                    "编码抄错了就改正；确实改名的写入“审核例外”说明",
                    path=after.entry.path,
                )


def _names(file: FileSubject) -> dict[str, str]:
    return {
        item.project.code: item.project.name
        for item in file.projects
        if isinstance(item.project.code, str) and model.is_code(item.project.code)
    }

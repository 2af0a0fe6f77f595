"""依据大多是同一句空话

整份文件的依据几乎都写“行业标准”、“工作经验”或“年初工作计划”，没有说是哪项标准、哪份计划，
等于没有依据。一份文件只报一次，指在第一处。

依据：财预〔2015〕88号，相关性；绩效标准包括计划标准、行业标准、历史标准等，引用时要具体。

通过：依据“行业标准：某某规范关于水质的规定”、“历史标准：上年完成95%”。
不通过：113条指标里105条的依据都是“行业标准”。
"""

from collections import Counter
from collections.abc import Iterator

from tools.review.comparing import words
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.RELEVANCE

SHORT = 8  # a basis that names a paper or a figure is longer
FEWEST = 10
SHARE = 0.6


def check(subject: FileSubject) -> Iterator[Finding]:
    """The one short basis that most rows of the file have, at its first row."""
    bases = [
        (f"{item.place}{row.place}/指标值确定依据", row.basis.strip())
        for item in subject.projects
        for row in item.rows
        if row.basis.strip()
    ]
    counts = Counter(words(basis) for _, basis in bases)
    basis, count = counts.most_common(1)[0] if counts else ("", 0)
    if len(basis) <= SHORT and count >= FEWEST and count > SHARE * len(bases):
        place, written = next(one for one in bases if words(one[1]) == basis)
        yield Finding(
            place,
            f"{len(bases)} 条指标里有 {count} 条的依据都只写“{written}”",
            "写明是哪项标准、哪份计划，或上年完成多少",
        )

"""依据只是重复了别的栏

指标值确定依据要说明这个值从哪里来：工作计划、行业标准、历年完成情况。把名称、描述或指标值再抄一遍，
等于没有依据；后面添上指标值，换成“情况”、“程度”、“数量”，还是一样。“合同约定的标准”这样本身就是
依据的，不算。

依据：财预〔2015〕88号，相关性；绩效标准包括计划标准、行业标准、历史标准等。

通过：三级指标“社会救助满意度”，依据“2023年问卷满意度88%”。
不通过：三级指标“服务对象满意度”，依据“服务对象满意度”。
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tools.review.comparing import same, words
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject, Row

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE

SOURCE = re.compile(
    r"(?!不|符合|达到)[^，。；]*(?:标准|计划|规划|方案|合同|协议|预算|批复|控制数|文件|规定|定额|清单)"
)
VALUE = re.compile(
    r"(?:均|应|要)?(?:达到|达|为|是)?(?<![0-9])(?P<number>[0-9]+(?:\.[0-9]+)?)[%％]$"
)
CLASS = re.compile(r"的?(?:情况|程度|数量|人次|次数|[率度])$")


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Bases that are another cell of the row once more."""
    for row in subject.rows:
        cells = {"三级指标": row.name, "绩效指标描述": row.description, "指标值": row.value}
        basis = _gist(_without_value(row))
        label = next(
            (
                label
                for label, text in cells.items()
                if same(row.basis, text) or (basis and basis == _gist(text))
            ),
            "",
        )
        if label and not SOURCE.fullmatch(row.basis):
            yield Finding(
                f"{row.place}/指标值确定依据",
                f"依据“{row.basis}”只是把{label}又写了一遍",
                "写这个值从哪里来，例如：年度工作计划、某某标准、上年完成95%",
            )


def _without_value(row: Row) -> str:
    """The basis without the value of the row at its end: “发放率为100%” where the value is 100%."""
    value = VALUE.search(row.basis)
    is_own = value and row.target.number == Decimal(value["number"])
    return row.basis[: value.start()] if value and is_own else row.basis


@lru_cache(maxsize=32768)
def _gist(text: str) -> str:
    """What is measured, without the word for how it is counted."""
    return CLASS.sub("", words(text))

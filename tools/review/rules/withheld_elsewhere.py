"""不公开的内容在别处看得出来

列入“不公开”的名称、编码、金额和整段文字，同一份文件的别处不能再写；更正记录、审核例外的理由、来源说明也会公开，一样不能写。
预算数、财政资金、其他资金只有一个不公开的，从另外两个算得出来，要一起列入。
短的字样不查；别的年度公开过的、换了说法写的，程序认不出来，要靠人看。

依据：政府信息公开条例第十四条；财预〔2016〕143号：预决算公开，涉及国家秘密的除外。

通过：预算数和财政资金都列入“不公开”。
不通过：预算数列入“不公开”，财政资金照样公开，其他资金空白。
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec import structs

from tools import model
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject, Text
from tools.source.redaction import redacted
from tools.source.withholding import cells, covers

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

FUNDS = ("预算数", "财政资金", "其他资金")
# How many signs a text needs before its coming again is no chance.
NAMES = {"项目名称": 4, "标题": 4, "名称": 4, "项目编码": 6}
LONG = 10
DIGITS = 4
# Of these every table says the same.
COMMON = {"二级指标", "指标值", "指标值确定依据"}
# Of a whole project they are too many, and too much alike.
ROWS = "绩效指标"
EXCEPTIONS = "/审核例外/"
COMMA = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3})")


def check(subject: FileSubject) -> Iterator[Finding]:
    """Look for each withheld text in all that is published, and for sums that tell one."""
    if not subject.record.withheld:
        return
    hidden = cells(subject.record)
    tree: Any = model.chinese(subject.record)
    secrets = [found for place in hidden for found in _secrets(tree, place)]
    patterns = [(label, re.compile(pattern)) for label, pattern in dict.fromkeys(secrets)]
    for text in _published(subject, tree):
        if any(covers(place, text.place) for place in hidden):
            continue
        plain = COMMA.sub("", text.text)
        labels = dict.fromkeys(name for name, found in patterns if found.search(plain))
        if labels:
            message = f"{text.label}里又写着不公开的{'、'.join(labels)}"
            yield Finding(text.place, message, _advice(text.place))
    for index in range(len(subject.record.projects)):
        yield from _sums(tree["项目"][index], f"/项目/{index}", set(hidden))


def _advice(place: str) -> str:
    """What is neither of a project nor of the overall targets cannot be withheld."""
    can_be_withheld = place.startswith(("/项目/", "/整体绩效目标/"))
    return "改写这一处，或把这一处也列入“不公开”" if can_be_withheld else "改写这一处"


def _published(subject: FileSubject, tree: Any) -> Iterator[Text]:
    """Every text that the public gets, at its place in the whole file."""
    public = model.department_year(redacted(tree)[0])
    entry = structs.replace(subject.entry, record=public)
    shown = structs.replace(subject, entry=entry)
    yield from shown.texts
    yield from (text for text in shown.remarks if not text.place.startswith(EXCEPTIONS))
    reasons = {one.reason for one in public.exemptions}
    for index, one in enumerate(subject.record.exemptions):
        if one.reason in reasons:
            yield Text(f"{EXCEPTIONS}{index}/理由", one.reason)


def _secrets(tree: Any, place: str) -> Iterator[tuple[str, str]]:
    """The label and pattern of every text below ``place`` that must not come again."""
    value, label = tree, ""
    for part in place.split("/")[1:]:
        value = value[int(part) if part.isdigit() else part]
        label = label if part.isdigit() else part
    yield from _leaves(value, label)


def _leaves(value: Any, label: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        parts = {k: v for k, v in value.items() if not (k == ROWS and "项目名称" in value)}
        for key, part in parts.items():
            yield from _leaves(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part, label)
    elif isinstance(value, Decimal) and label in FUNDS:
        yield from _amount(value, label)
    elif isinstance(value, str) and label not in COMMON:
        lines = value.split("\n")
        yield from ((label, re.escape(x)) for x in lines if len(x) >= NAMES.get(label, LONG))


def _amount(value: Decimal, label: str) -> Iterator[tuple[str, str]]:
    plain = value.normalize()
    if len(plain.as_tuple().digits) >= DIGITS:
        yield label, rf"(?<![0-9.]){re.escape(f'{plain:f}')}0*(?![0-9])"


def _sums(project: dict[str, Any], place: str, hidden: set[str]) -> Iterator[Finding]:
    there = [label for label in FUNDS if project.get(label) is not None]
    withheld = [label for label in there if f"{place}/{label}" in hidden]
    shown = [label for label in there if label not in withheld]
    if len(withheld) == 1 and shown and place not in hidden:
        message = f"不公开的{withheld[0]}，从{'、'.join(shown)}算得出来"
        hint = f"把{'、'.join(shown)}{'中的一项' if len(shown) > 1 else ''}也列入“不公开”"
        yield Finding(f"{place}/{shown[-1]}", message, hint)

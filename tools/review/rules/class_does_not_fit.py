"""指标放错了类别

数量指标是个数，质量指标是达到的程度，时效指标是期限、用时或及时的程度。比率和金额不是数量，
次数、人数不是质量或时效，及时率不是质量，完好率、整改率不是时效，满意度不是效益。招商引资、收费、贷款这类
以金额计的成果可以作数量指标；评分、等级、尺寸，和要求为零或设上限的事故、逾期次数可以作质量或时效指标。

依据：财预〔2015〕88号，相关性：产出指标包括数量、质量、时效、成本，各有所指。

通过：数量指标“维护次数 ≥5次”，质量指标“设备完好率 ≥95%”。
不通过：数量指标“补助覆盖率 ≥95%”，质量指标“铁路护路公里数 ≥60公里”。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.measure import counted, head, is_earning, lower_is_better
from tools.review.subject import ProjectSubject, Row
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.RELEVANCE

MISFITS = {
    ("数量指标", Kind.PERCENT): ("是比率，不是数量", "放到质量指标，或改为个数"),
    ("数量指标", Kind.MONEY): ("是金额，不是数量", "放到成本指标，或改为个数"),
    ("质量指标", Kind.COUNT): ("是数量，不是质量", "放到数量指标，或改为合格率、达标率"),
    ("质量指标", Kind.MONEY): ("是金额，不是质量", "放到成本指标，或改为合格率、达标率"),
    ("时效指标", Kind.COUNT): ("是数量，不是时效", "放到数量指标，或改为期限、用时、及时率"),
}
# Units of things that are counted. Points, grades, metres and “日内” are no count of anything.
THINGS = re.compile(r"[次人名户家个件起份篇张册条期台套辆处座项批场村]|[人场]次")
NAMES = (
    (
        "质量指标",
        re.compile(r"^[^、，]*(?:及时|按时)[^、，]{0,4}率$"),
        "",
        "是及时的程度",
        "放到时效指标",
    ),
    (
        "时效指标",
        re.compile(r"(?:整改|在线|覆盖|完好|合格|达标|知晓|准确|故障)率$"),
        "[时期限快速]|进度",
        "是做得好不好，不是快不快",
        "放到质量指标",
    ),
    (
        "时效指标",
        re.compile(r"无[^，、]{0,6}(?:事件|案件|事故)(?:发生)?$"),
        "",
        "说的是有没有出事，不是快不快",
        "放到质量或社会效益指标",
    ),
    ("效益指标", re.compile(r"满意[度率]$"), "", "问的是满意不满意", "放到满意度指标"),
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Judge each row by the kind of its value, and by a name that says its class."""
    for row in subject.rows:
        what, hint = MISFITS.get((row.level2, row.target.kind), ("", ""))
        if what and not _may_stand(row):
            yield Finding(row.at_value, f"{row.level2}“{row.name}”的值 {row.value} {what}", hint)
            continue
        for level, name, unless, says, where in NAMES:
            is_excused = unless and re.search(unless, row.name + row.description)
            if level in (row.level1, row.level2) and name.search(head(row.name)) and not is_excused:
                place = f"{row.place}/三级指标"
                yield Finding(place, f"{row.level2}“{row.name}”{says}", where)


def _may_stand(row: Row) -> bool:
    """Money that is earned is a quantity; a degree, or a fault to be kept low, is a quality."""
    target = row.target
    if target.kind is Kind.MONEY:
        return row.level2 == "数量指标" and is_earning(row)
    if target.kind is not Kind.COUNT:
        return False
    is_thing = bool(THINGS.fullmatch(target.unit) or counted(row.name))
    is_fault = target.number == 0 or target.is_ceiling or lower_is_better(row.name, row.description)
    return not is_thing or is_fault

"""指标值无法衡量

“提高”、“逐年提升”、“根据实际”没有说到什么程度，年底做得怎样都可以说达到了。
定性的指标也要有可以对照的说法，例如“不发生重大事故”、“验收合格”。

依据：财预〔2015〕88号，可行性：指标细化量化、能够考核；确实不能量化的，应当可以评判。

通过：办理时间 ≤3个工作日；铁路事故 0起；通过省级验收；水质持续达标。
不通过：提高；逐年提升；根据实际。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import ProjectSubject
from tools.value import Kind

SCOPE = Scope.PROJECT
CRITERION = Criterion.FEASIBILITY

DEGREE = (
    r"(?:有所|明显|显著|逐年|逐渐|逐步|持续|不断|相应|相对|进一步|大幅|稳步|基本|积极|长期|较|保持|效果"
    r"|有效|保障|落实)"
)
CHANGE = (
    r"(?:提高|提升|改善|增强|增加|增长|减少|降低|下降|完善|稳定|良好|较好|好转|优化|加强|扩大|推进|安全"
    r"|明显|显著|向上|到位|规范|有效|可持续)"
)
# 持续达标, 逐步实现全覆盖, 按照实际人数足额发放 can be judged.
JUDGED = re.compile(
    r"达[标到]|合格|标准|建成|[一两二三四五六七八九十][个名级类成倍次位]|通过|验收|覆盖|清零|为零|优良|优秀|断[电水网供]|[足全]额|全部|据实[结列报发]"
    r"|[零未无不]发生|无.*(?:事故|事件|投诉)"
)
VAGUE = re.compile(
    rf"{DEGREE}*{CHANGE}(?:了|中)?|(?:不断|逐步|逐渐|逐年|持续|进一步|大力)[\u4e00-\u9fff]{{2,8}}"
    r"|(?:推进|推动|促进|提高|提升|加强|增强|改善)[\u4e00-\u9fff]{2,10}"
    r"|(?:根据|结合|按照?|视)(?:工作)?实际.{0,16}|(?:视|酌)情.{0,4}|按(?:照)?(?:进度|需要?)(?:支付|安排|落实)?"
    r"|(?:可持续性?|长期)(?:支付|影响|发展|服务)"
)


def check(subject: ProjectSubject) -> Iterator[Finding]:
    """Values that are nothing but words of this kind."""
    for row in subject.rows:
        if row.target.kind is Kind.TEXT and _is_vague(row.value.strip("。； ")):
            yield Finding(
                row.at_value,
                f"“{row.name or row.description}”的值“{row.value}”无法衡量",
                "写到什么程度，例如 ≥95%、比上年减少2起、不发生重大事故",
            )


def _is_vague(value: str) -> bool:
    """The few that are vague are looked into, not every long text."""
    return bool(VAGUE.fullmatch(value)) and not JUDGED.search(value)

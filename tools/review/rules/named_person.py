"""像是写了某一个人的医疗、信访或家庭情况

姓名与医疗、上访、家属这样的字眼连在一起，旁人就能知道这个人的私事，写成“某某”也可能认得出来。
公开的绩效目标写一类人、一类事就够了。

依据：个人信息保护法：医疗健康等是敏感个人信息；政府信息公开条例：涉及个人隐私的信息不予公开。

通过：困难信访人医疗救助专项。
不通过：王某某医疗专项；做好李四家属的稳控工作。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

# The most frequent surnames, without those that begin ordinary words here (方, 成, 安, 高, 周, …).
SURNAMES = (
    "王李张刘陈杨赵黄吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
)
PRIVATE = (
    "医疗|医药|治疗|病情|住院|患病|残疾|上访|信访|进京|缠访|闹访|稳控|家属|之子|之女|之妻|之父|之母"
    "|父亲|母亲|丈夫|妻子|儿子|女儿|亲属|事件|案件|医疗费|救助金"
)
MASKED = r"[某×＊*xX]{1,2}"
BEFORE = r"(?:^|(?<=[，。；：、（“《\s对为向给由与和及将被因就把的]))"
NAMED = re.compile(
    rf"(?P<masked>[{SURNAMES}]{MASKED})\s*(?:等人?)?(?:同志|本人|一家|个人)?(?:及其|的|及)?(?:{PRIVATE})"
    rf"|{BEFORE}(?P<open>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:同志|本人|一家)?(?:及其|的)?"
    r"(?:家属|父亲|母亲|丈夫|妻子|儿子|女儿|亲属|上访|医疗|医药费|病情|稳控)",
    re.MULTILINE,
)

# Words of two or three signs that begin like a name and stand before such words.
ORDINARY = re.compile(
    r"任务|任何|石油|江苏|江西|夏季|常态|常住|常年|武装|武警|康复|万人|万名|钟点|田间|程序|段位|易肇|易发|叶落"
    r"|龙头|毛病|史料|顾问|何时|何种|许可|曾经|余下|张贴|陈旧|罗列|汪洋|黄河|谢绝|胡同|孙辈|雷电|钱款|汤原"
    r"|唐山|徐州|郑州|苏州|石家|秦皇|邯|田地|孟村|万元|江北|江南|黄牛|胡乱|李家|张家|王家|陈家|刘家"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first such place of each text."""
    told = set()
    for text, match in subject.revealing(NAMED):
        name = match["masked"] or match["open"]
        if text.place in told or (match["open"] and ORDINARY.match(name)):
            continue
        told.add(text.place)
        yield Finding(
            text.place,
            f"{text.label}里写着“{match[0]}”，像是某一个人的私事",
            "改写成一类人、一类事，例如“困难信访人医疗救助”",
        )

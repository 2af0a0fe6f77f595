"""像是写了某一个人的医疗、信访或家庭情况

姓名与医疗、上访、家属这样的字眼连在一起，旁人就能知道这个人的私事，写成“某某”也可能认得出来。
公开的绩效目标写一类人、一类事就够了。

依据：个人信息保护法：医疗健康等是敏感个人信息；政府信息公开条例：涉及个人隐私的信息不予公开。

通过：困难信访人医疗救助专项。
不通过：张某某医疗救助专项；做好李四家属的稳控工作。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

# Behind one of these 某 can only be a person.
SURNAMES = (
    "(?:欧阳|上官|司马|诸葛|皇甫|慕容|[王李张刘陈杨赵黄吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏"
    "卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易"
    "常武乔贺赖龚周马林高梁])"
)
PRIVATE = (
    "医疗|医药|治疗|病情|住院|患病|残疾|上访|信访|进京|缠访|闹访|稳控|家属|之子|之女|之妻|之父|之母"
    "|父亲|母亲|丈夫|妻子|儿子|女儿|亲属|事件|案件|救助金"
)
MASKED = rf"(?<![0-9.]){SURNAMES}[某×＊*xX]{{1,2}}\s*(?:等人?)?(?:同志|本人|一家|个人)?"

# A name that is written out is taken for one only behind a sign or a verb that a person follows,
# with a surname that begins few words, and not where it ends like a place or a group of people.
BEFORE = (
    r"(?:^|(?<=[，。；：、（“《\s对为向给由与和及将被因就把的])"
    r"|(?<=做好|处理|解决|化解|救助|帮助|走访|慰问|稳控|劝返|接待|安抚|保障|确保))"
)
OPEN = (
    r"(?!王牌|张[贴挂扬榜罗]|陈[旧列述设年案规]|杨[树柳凌]|孙[子女辈]|宋[代朝]|郑重|韩[国式]|唐[代山]|董事|沈阳|秦[皇岭]|吴江)"
    r"[王李张刘陈杨赵吴徐孙朱郭宋郑韩唐冯董曹袁邓沈彭吕卢蒋蔡贾魏薛阎潘姚谭廖邹郝崔邱秦侯邵孟尹龚]"
    r"[\u4e00-\u9fff]?[^\W村庄镇乡县市区州省屯堡沟岭桥河湖街路巷店营寨坡塘湾口家院校所站局厂矿场队组户民府城岛集浦丘铺甸港井"
    r"姓氏某等的子员人名类各和及与0-9A-Za-z_]"
)
KIN = "(?:父母|父亲|母亲|丈夫|妻子|儿子|女儿|亲属|家属(?![院区楼房]))"
MATTER = (
    "(?:上访|信访|闹访|缠访|病情|稳控|医药费|住院|治疗|医疗(?=专项|费|救助|问题|纠纷|补[助偿]|赔偿|资金|经费"
    "|[，。；、）]|$))"
)
ROLES = "患者|病人|信访人|上访人|上访户|低保户|特困户|残疾人|当事人|被害人|受害人"
ROLE = "|".join(f"(?<={role})" for role in ROLES.split("|"))
AFTER_ROLE = r"(?=[，。；、）]|$|家庭|一家|等|的|息诉|救助|家属|本人)"
FIRST_SIGNS = "".join(re.findall(r"[\u4e00-\u9fff]", SURNAMES))
NAMED = re.compile(
    rf"(?=[{FIRST_SIGNS}])(?:{MASKED}(?:及其|的|及)?(?:{PRIVATE})"
    rf"|{BEFORE}{OPEN}(?:同志|本人|一家)?(?:及其|的|及)?(?:{KIN}|{MATTER})"
    rf"|(?:{ROLE}){OPEN}{AFTER_ROLE})",
    re.MULTILINE,
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """The first such place of each text."""
    told = set()
    for text, match in subject.revealing(NAMED):
        if text.place in told:
            continue
        told.add(text.place)
        yield Finding(
            text.place,
            f"{text.label}里写着“{match[0]}”，像是某一个人的私事",
            "改写成一类人、一类事，例如“困难信访人医疗救助”",
        )

"""What a 三级指标 measures, as far as its words tell: a share, a number of things, money.

Words are the only evidence there is, so each list holds what the published documents and the
usual 指标库 of finance bureaus write, and a word that can mean either is left out.
"""

import re
from decimal import Decimal
from functools import lru_cache

from tools.review.subject import Row
from tools.value import MONEY_UNITS, Kind

BRACKETED_END = re.compile(r"[（(][^（()）]*[）)]$")

BRACKETED_UNIT = re.compile(r"[（(][^（()）]{1,6}[）)]$")
SEEN = re.compile(r"(?:阅读|点击|浏览|播放|访问|下载|转发|关注)[数量]$|粉丝数量?$")

# 效率, 周转率, 容积率, 劳动生产率 and the like end in 率 and are no share of anything.
RATIO = re.compile(r"(?<![效频汇利速功心辨转积产])率$|占比$|比例$|比率$|比重$|百分比$")
# Endings that make a name one of a number of things, and signs of which their units have one;
# where nothing is given, any unit of things will do.
COUNTED = {
    "次数": "次场批轮回遍趟届期班堂节例起件",
    "人次": "人次例",
    "人数": "人名位个户员生例",
    "户数": "户家个",
    "天数": "天日",
    "公里数": "里米k",
    **dict.fromkeys(("个数", "件数", "场次", "台数", "份数", "篇数", "转化数", "数量"), ""),
}
COUNT = re.compile(rf"(?P<counted>{'|'.join(COUNTED)})$")

BAD = (
    "不合格|不达标|不满意|故障|犯罪|事故|上访|投诉|差错|错误|发案|死亡|伤亡|回流|违规|违纪|违法|流失|失业|缺勤|逾期|超标"
    "|返工|退货|空置|复吸|脱管|漏管|辍学|泄漏|泄密|中断|延误|复发|误差|贫困发生|突发事件|舆情事件"
)
LOWER_IS_BETTER = re.compile(
    rf"(?:{BAD})(?:案件|事件|人员|发生)*(?:率|次数|数|起数|件数|人数|数量|量)$"
    r"|(?:消耗|能耗|排放)(?:量|率)?$"
)
LESS_SAID = re.compile(r"越(?:少|低|小|短)越|最多不(?:能)?超过")
HIGHER_IS_BETTER = re.compile(
    r"(?:完成|合格|及时|覆盖|知晓|满意|达标|正常|参保|普及|入学|成活|治愈|调解|办结|化解|整改"
    r"|查实|回收|准确|有效|保障|签订|发放|到位|接收|在线|完好|成功|参与|履行|就业|结案)率$|满意度$"
)
OVERDUE = re.compile(r"[不未非]|逾期|超[时期]|延[期误]")
MORE_SAID = re.compile(r"越(?:多|高|大)越")

SATISFACTION = re.compile(
    r"满意|认可|认同|赞[成同扬许誉]|支持率|好评|评价|评议|评教|测评|信任|表扬|投诉|差评|[福得全]感"
)

MONEY = re.compile(r"成本|费|资金|经费|预算|补助|补贴|投入|支出|消耗|金额|奖金|薪")
PER_UNIT = re.compile(r"[人户生校村床次件亩日月年平]均|每(?!年)|单价|单位成本|单次|/|标准|单项")
EARNINGS = re.compile(
    r"收入|收益|产值|税|节约|节省|投资|金额|增收|利润|销售|营业|贷款|融资|成交|签约|挽回|损失|价值|产业"
    r"|效益|增加值|减负|减轻|减免|债|余额|总额"
)
SAVING = re.compile(
    r"节约|节省|节支|降低|下降|降幅|减少|减支|压[减缩降]|下浮|结余|争取|撬动|带动|社会资本|自筹"
)
RELATIVE = re.compile(r"率|比例|占比|比重|百分比|同比|比上年|较上年|[增减]幅")
ASKING = re.compile(r"是否|能否")


@lru_cache(maxsize=16384)
def head(name: str) -> str:
    """The name without a unit in brackets at its end: “覆盖率(%)” is 覆盖率."""
    return BRACKETED_END.sub("", name.strip()).strip()


@lru_cache(maxsize=16384)
def is_ratio(name: str) -> bool:
    """Whether the name is that of a share: 率, 占比, 比例, …"""
    return bool(RATIO.search(head(name)))


@lru_cache(maxsize=16384)
def counted(name: str) -> str:
    """The ending that makes the name one of a number of things, e.g. 次数; else empty."""
    match = COUNT.search(head(name))
    return match["counted"] if match else ""


def asks(name: str) -> bool:
    """Whether the name asks for a yes or no; of content people, a share may answer."""
    return bool(ASKING.search(name)) and "满意" not in name


def names_unit(row: Row) -> bool:
    """Whether the name says the unit itself: in brackets, or 人次, 户数, 阅读量."""
    is_said = BRACKETED_UNIT.search(row.name) or BRACKETED_UNIT.search(row.description)
    is_plain = counted(row.name) not in ("", "数量", "转化数") or SEEN.search(head(row.name))
    return bool(is_said or is_plain)


def is_satisfaction(row: Row) -> bool:
    """Whether the row asks somebody how content they are; complaints are a usual substitute."""
    return bool(SATISFACTION.search(row.name + row.description))


@lru_cache(maxsize=16384)
def lower_is_better(name: str, description: str) -> bool:
    """Whether less of it is the better result, by its name or because the description says so."""
    return bool(LOWER_IS_BETTER.search(head(name)) or LESS_SAID.search(description))


@lru_cache(maxsize=16384)
def higher_is_better(name: str, description: str) -> bool:
    """Whether more of it is the better result."""
    if lower_is_better(name, description) or OVERDUE.search(name):
        return False
    return bool(HIGHER_IS_BETTER.search(head(name)) or MORE_SAID.search(description))


def is_per_unit(row: Row) -> bool:
    """Whether money is meant for one person, household or thing, and not in all."""
    return row.target.kind is Kind.RATE or bool(PER_UNIT.search(row.name + row.description))


def is_earning(row: Row) -> bool:
    """Whether the row is about money that is earned, saved or turned over."""
    return bool(EARNINGS.search(row.name + row.description))


def is_saving(row: Row) -> bool:
    """Whether the row, even under 成本指标, is about money kept or brought in, and not spent."""
    return bool(SAVING.search(row.name))


def yuan(row: Row) -> Decimal | None:
    """The value as money in yuan; a bare 万 counts where the row speaks of money."""
    if row.target.is_bare_wan and MONEY.search(row.name + row.description):
        return row.target.amount
    return row.target.yuan


def budget_yuan(budget: object, unit: object) -> Decimal | None:
    """A 预算数 in yuan; None where the form prints none or it is blank."""
    if isinstance(budget, Decimal) and isinstance(unit, str):
        return budget * MONEY_UNITS[unit]
    return None


def unit_fits(row: Row) -> bool:
    """Whether the unit of the value can belong to what the name says is measured."""
    target = row.target
    if not target.is_quantity or target.kind is Kind.NUMBER:
        return True
    if is_ratio(row.name):
        return target.kind in (Kind.PERCENT, Kind.RATE)
    if row.name.endswith("满意度"):
        return target.kind is Kind.PERCENT or target.unit == "分"
    word = counted(row.name)
    if target.kind is Kind.PERCENT:
        is_whole = word or asks(row.name)
        return not is_whole or bool(RELATIVE.search(row.description))
    if target.kind is Kind.MONEY and word:
        return is_earning(row) or (word == "数量" and bool(MONEY.search(row.name)))
    return not COUNTED.get(word) or any(sign in COUNTED[word] for sign in target.unit)

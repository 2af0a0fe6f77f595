"""The labels that official blank forms print, and what belongs into the cell beside each.

Wordings are those of Hebei's 预算绩效文本 and of the 项目支出绩效目标表 in use since
财预〔2021〕101号; blanks of other provinces differ in little words, which ``bare`` takes off.
"""

import re

from msgspec import Struct

BLANK = re.compile(r"[\s_＿—–…×○〇%％/／]*")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])")
PART = re.compile(r"^第[一二三四五六七八九十]+部分")
YEAR = re.compile(r"(?:20[0-9]{2}|[_＿×Xx○〇]{2,4}|[ 　]{2,})(?=年)")
MONEY_UNIT = re.compile(r"^(.*单位[:：])(?:万?元)?[)）]?$")


class Slot(Struct, frozen=True):
    """What is filled in beside a label, and the column of ``form.yaml`` that it comes from."""

    content: str
    part: str = "项目"
    column: str = ""
    style: str = ""


def _project(name: str, style: str = "") -> Slot:
    return Slot(f"{{{{ 项目.{name} }}}}", "项目", name, style)


DEPARTMENT = Slot("{{ 部门.名称 }}", "部门")
SLOTS = {
    "项目编码": _project("项目编码"),
    "项目代码": _project("项目编码"),
    "项目名称": _project("项目名称"),
    "预算数": _project("预算数", "表内居中"),
    "预算金额": _project("预算数", "表内居中"),
    "预算总额": _project("预算数", "表内居中"),
    "项目预算": _project("预算数", "表内居中"),
    "年度资金总额": _project("预算数", "表内居中"),
    "财政资金": _project("财政资金", "表内居中"),
    "财政拨款": _project("财政资金", "表内居中"),
    "其他资金": _project("其他资金", "表内居中"),
    "资金用途": _project("资金用途"),
    "预算规模及资金用途": _project("资金用途"),
    "部门名称": DEPARTMENT,
    "单位名称": DEPARTMENT,
    "预算单位": DEPARTMENT,
    "填报单位": DEPARTMENT,
    "编制单位": DEPARTMENT,
    "部门编码": Slot("{{ 部门.编码 }}", "部门", "编码"),
    "单位编码": Slot("{{ 部门.编码 }}", "部门", "编码"),
    **{
        date: Slot(
            f"{{{{ 项目.资金支出计划['{date}']|百分数 }}}}", "项目", "资金支出计划", "表内居中"
        )
        for date in ("3月底", "6月底", "10月底", "12月底")
    },
}
UNIT = ("文件", "金额单位")
DATES = ("3月底", "6月底", "10月底", "12月底")
GOALS = {
    *("绩效目标", "年度目标", "年度绩效目标", "年度总体目标", "总体目标", "项目绩效目标"),
    *("预期目标", "年度总体绩效目标", "项目年度绩效目标"),
}
# Near to a column, but not surely the same: a person decides.
NEAR = {
    "主管部门": "如果就是编制单位，写 {{ 部门.名称 }}",
    "主管部门及代码": "如果就是编制单位，写 {{ 部门.编码 }}{{ 部门.名称 }}",
    "实施单位": "如果就是编制单位，写 {{ 部门.名称 }}",
    "项目单位": "如果就是编制单位，写 {{ 部门.名称 }}",
}

# What blanks print where an indicator is to be written.
EXAMPLE = re.compile(r"指标[0-9一二三四五六七八九十]*|[.…·]+")
FIRST = "一级指标"
INDICATOR_COLUMNS = {
    FIRST: ("{{ 组.一级指标 }}", "表内居中"),
    "二级指标": ("{{ 行.二级指标 }}", "表内居中"),
    "三级指标": ("{{ 行.三级指标 }}", ""),
    **dict.fromkeys(
        ("绩效指标描述", "指标描述", "指标解释", "指标说明", "指标内容"),
        ("{{ 行.绩效指标描述 }}", ""),
    ),
    **dict.fromkeys(
        ("指标值", "指标值/描述", "年度指标值", "目标值", "预期指标值", "指标目标值"),
        ("{{ 行.指标值 }}", "表内居中"),
    ),
    **dict.fromkeys(
        ("指标值确定依据", "指标值设定依据", "指标确定依据", "确定依据"),
        ("{{ 行.指标值确定依据 }}", ""),
    ),
}
# Other wordings of the frameworks' 一级 and 二级指标.
VARIANTS = {
    "效果指标": "效益指标",
    "可持续性影响指标": "可持续影响指标",
}
NEEDED = {FIRST, "二级指标", "三级指标"}


def bare(text: str) -> str:
    """A label without what differs from form to form: spaces, colons, numbering, units."""
    text = re.sub(r"\s", "", text)
    text = re.sub(r"[（(](?:累计)?(?:万?元|[%％])[)）]", "", text)
    text = re.sub(r"^其中[:：]", "", NUMBERING.sub("", text))
    return text.rstrip(":：")


def is_blank(text: str) -> bool:
    """Whether a cell or paragraph waits to be filled in."""
    return BLANK.fullmatch(text) is not None


def literal(text: str) -> str:
    """Printed text as template: nothing in it can become markup or a Jinja statement."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"\s*\n\s*", "<br/>", text.strip())
    return text.replace("{", "&#123;").replace("}", "&#125;")


def with_year(text: str) -> str:
    """The same with the year, printed or left blank, filled in from the data."""
    return YEAR.sub("{{ 年度 }}", literal(text))


def pending(message: str) -> str:
    """A Jinja comment that tells a person what to decide right there."""
    safe = message.replace("#", "＃").replace("\n", " ")
    return f"{{# 待定：{safe} #}}"

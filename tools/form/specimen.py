"""A made-up department-year that fills every row of a form, for looking at a new form."""

from decimal import Decimal
from typing import Any

from tools import model
from tools.form.definition import EVERYWHERE, Definition

BASIS = "本年度示例工作计划的任务数"
INDICATORS = [
    ("数量指标", "示例场次", "全年举办示例活动的场次", "≥12场"),
    ("数量指标", "示例人数", "参加示例活动的人数", "≥600人次"),
    ("质量指标", "示例合格率", "合格的示例占全部示例的比例", "≥98%"),
    ("时效指标", "示例完成时间", "示例活动办完的时间", "12月底前"),
    ("成本指标", "示例成本", "示例活动的总支出", "≤12.50万元"),
    ("社会效益指标", "示例知晓率", "知道示例活动的群众所占比例", "≥90%"),
    ("服务对象满意度指标", "群众满意度", "对示例活动满意的群众所占比例", "≥95%"),
]


def department_year(definition: Definition, form: str) -> model.DepartmentYear:
    """Plainly fictional content in all columns of ``form``, required and optional."""
    projects = [
        _project(number, category, form)
        for number, category in enumerate(definition.categories or ("", ""), 1)
    ]
    tree = {
        "格式": 1,
        "年度": 2026,
        "状态": "编制中",
        "版式": form,
        "部门": _only(definition, "部门", {"编码": "999001", "名称": "示例县示例局"}),
        **_only(definition, "文件", {"金额单位": "万元"}),
        "整体绩效目标": _overall(definition),
        "项目": [_only(definition, "项目", project) for project in projects],
    }
    return model.department_year(tree)


def _only(definition: Definition, part: str, tree: dict[str, Any]) -> dict[str, Any]:
    """What the form has of a part; ``columns`` leaves out what all forms have."""
    columns = definition.columns.get(part)
    known = set(EVERYWHERE.get(part, ()))
    if columns:
        known |= {*columns.required, *columns.optional}
    return {key: value for key, value in tree.items() if key in known}


def _overall(definition: Definition) -> dict[str, Any]:
    sub_target = {
        "名称": "示例工作",
        "绩效目标": "办好示例活动，让群众看得见、用得上。",
        "绩效指标": "示例活动按期完成率100%。",
    }
    measure = {"名称": "完善示例制度", "内容": "订立示例办法，专人负责，按季检查。"}
    return {
        "总体绩效目标": "本页内容纯属虚构，只为看版式。\n示例县示例局全年办好示例工作。",
        "分项绩效目标": [_only(definition, "分项绩效目标", sub_target)] * 2,
        "工作保障措施": [_only(definition, "工作保障措施", measure)] * 2,
    }


def _project(number: int, category: str, form: str) -> dict[str, Any]:
    shares = {"3月底": 25, "6月底": 50, "10月底": 75, "12月底": 100}
    keys = ("二级指标", "三级指标", "绩效指标描述", "指标值")
    rows = [{**dict(zip(keys, row, strict=True)), "指标值确定依据": BASIS} for row in INDICATORS]
    return {
        "标题": f"示例项目（{number}）",
        "项目类别": category,
        "项目编码": f"99999926P00000{number}00001X",
        "项目名称": f"示例项目{number}",
        "预算数": Decimal("12.50"),
        "财政资金": Decimal("12.50"),
        "其他资金": None,
        "资金用途": f"用于举办示例活动，检验版式 {form} 的排版。",
        "资金支出计划": {date: Decimal(share) for date, share in shares.items()},
        "绩效目标": [
            f"示例项目{number}全年举办示例活动12场。",
            f"参加示例项目{number}的群众不少于600人次。",
        ],
        "绩效指标": rows,
    }

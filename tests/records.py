"""Made-up department-years: plain ones to alter, and hypothesis strategies with hostile values."""

import copy
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tools import model
from tools.source.canonical import write
from tools.source.positions import Positions
from tools.source.repository import Entry, department_year_schema
from tools.source.workspace import Workspace

HOSTILE = [
    "{{ 7*7 }}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "A<B & C>D",
    "&lt;b&gt;",
    "| a | b |",
    "# x",
    "=1+1",
    "</span></td>",
    "**粗** _斜_ `码` [链](javascript:alert(1))",
    "![图](http://example.invalid/x.png)",
    "no",
    "12:30",
    "0123",
    "1308E5",
    "~",
    "null",
    "- x",
    "键: 值",
    "值 # 注",
    '他说“"好"”\\n',
    "'单引'",
    "{#id}",
    "$&\\1",
    "😀 emoji",
    "！？：；（）％",
    "≤ 5 ≥",
    "--- ",
    "@x",
    "%x",
    "%%",
    "*x",
    "&x",
    "]网格员",
]

INDICATOR = {
    "二级指标": "数量指标",
    "三级指标": "普法场次",
    "绩效指标描述": "全年举办普法活动的场次",
    "指标值": "≥12场",
    "指标值确定依据": "年度普法计划",
}
TREE: dict[str, Any] = {
    "格式": 1,
    "年度": 2024,
    "状态": "编制中",
    "版式": "hebei-text",
    "部门": {"编码": "999001", "名称": "示例县司法局"},
    "金额单位": "万元",
    "整体绩效目标": {
        "总体绩效目标": "做好工作。",
        "分项绩效目标": [{"名称": "法治建设", "绩效目标": "依法办事。"}],
        "工作保障措施": [{"名称": "完善制度", "内容": "订立制度。"}],
    },
    "项目": [
        {
            "项目编码": "99999924P000001100011",
            "项目名称": "普法经费",
            "预算数": Decimal("30.00"),
            "财政资金": Decimal("30.00"),
            "其他资金": None,
            "资金用途": "用于普法。",
            "资金支出计划": {
                "3月底": Decimal("25"),
                "6月底": Decimal("50"),
                "10月底": Decimal("75"),
                "12月底": Decimal("100"),
            },
            "绩效目标": ["普法覆盖全县。"],
            "绩效指标": [INDICATOR],
        }
    ],
}


def tree(**changes: Any) -> dict[str, Any]:
    """A valid file's tree, top-level keys replaced by ``changes``."""
    return {**copy.deepcopy(TREE), **changes}


def project(**changes: Any) -> dict[str, Any]:
    """A valid project, keys replaced by ``changes``."""
    return {**copy.deepcopy(TREE["项目"][0]), **changes}


def blameless(**changes: Any) -> dict[str, Any]:
    """A valid project in which no rule finds anything."""
    quality = indicator(
        二级指标="质量指标", 三级指标="考核合格率", 绩效指标描述="合格人数的比率", 指标值="≥95%"
    )
    cost = indicator(
        二级指标="成本指标", 三级指标="普法成本", 绩效指标描述="普法支出合计", 指标值="≤30.00万元"
    )
    return project(**{"绩效指标": [indicator(), quality, cost], **changes})


def indicator(**changes: str | list[str] | None) -> dict[str, Any]:
    """A valid indicator, keys replaced by ``changes``."""
    return {**INDICATOR, **changes}


def entry(content: dict[str, Any]) -> Entry:
    """The tree as if read from ``targets/shili/sifaju/<year>.yaml``."""
    record = model.department_year(content)
    path = f"targets/shili/sifaju/{record.year}.yaml"
    return Entry(
        region="shili",
        department="sifaju",
        year=record.year,
        path=path,
        clean="",
        record=record,
        positions=Positions(),
    )


def save(workspace: Workspace, address: str, content: dict[str, Any]) -> None:
    """Write a canonical file of ``targets/`` with a region.yaml beside it."""
    region, department, _ = address.split("/")
    path = workspace.targets / f"{address}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = department_year_schema(workspace)
    path.write_text(
        write(content, schema, "../../../schema/department-year.schema.json"), "utf-8", newline="\n"
    )
    (workspace.targets / region / "region.yaml").write_text(
        "# yaml-language-server: $schema=../../schema/region.schema.json\n"
        f"格式: 1\n名称: 示例县\n部门:\n  {department}:\n    名称: 司法局\n",
        "utf-8",
        newline="\n",
    )


characters = st.characters(
    exclude_categories=["Cs", "Cc"],
    exclude_characters="\u00a0\u2028\u2029\ufeff\ufffe\uffff\u0085",
)
lines = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(characters, min_size=1, max_size=12),
    st.text("：，。%≥≤0123456789 #:-'\"\\[]{}|>&*!做好工作", min_size=1, max_size=10),
)
texts = st.one_of(lines, st.lists(lines, min_size=2, max_size=4).map("\n".join))
cells = st.none() | texts
names = lines.filter(lambda text: bool(text.strip()))
amounts = st.none() | st.decimals(0, 10**9, places=2, allow_nan=False) | st.just(Decimal("1.0"))
shares = st.none() | st.decimals(0, 100, places=0, allow_nan=False)
CLASSES = ["数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标"]

indicators = st.fixed_dictionaries(
    {
        "二级指标": st.sampled_from(CLASSES),
        "三级指标": cells,
        "绩效指标描述": cells,
        "指标值": cells,
        "指标值确定依据": cells,
    }
)
projects = st.fixed_dictionaries(
    {
        "项目编码": cells,
        "项目名称": names,
        "预算数": amounts,
        "财政资金": amounts,
        "其他资金": amounts,
        "资金用途": cells,
        "资金支出计划": st.fixed_dictionaries(
            dict.fromkeys(("3月底", "6月底", "10月底", "12月底"), shares)
        ),
        "绩效目标": st.lists(texts, max_size=3),
        "绩效指标": st.lists(indicators, min_size=1, max_size=4),
    }
)
trees = st.builds(
    lambda overall, sub, measure, listed: tree(
        整体绩效目标={
            "总体绩效目标": overall,
            "分项绩效目标": [{"名称": sub, "绩效目标": overall, "绩效指标": sub}],
            "工作保障措施": [{"内容": measure}, {"名称": sub, "内容": measure}],
        },
        项目=listed,
    ),
    cells,
    cells,
    cells,
    st.lists(projects, min_size=1, max_size=3),
)

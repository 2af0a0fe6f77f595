"""A project's targets, as its own page and the department-year's both show them."""

from typing import Any

from tools import model
from tools.framework import Framework
from tools.web.chart import chart
from tools.web.links import indicator_anchors
from tools.web.understanding import understood

LABELS = ("项目编码", "项目类别", "预算数", "财政资金", "其他资金", "资金用途")
AMOUNTS = {"预算数", "财政资金", "其他资金"}


def targets(project: model.Project, anchor: str, framework: Framework) -> dict[str, Any]:
    """What templates print of the project in one year; ``anchor`` is its id on the page."""
    tree = model.chinese(project)
    plan = project.spending_plan
    return {
        "anchor": anchor,
        "name": project.name,
        "budget": project.amount,
        "heading": tree.get("标题"),
        "facts": [
            {"label": key, "value": tree[key], "amount": key in AMOUNTS}
            for key in LABELS
            if key in tree
        ],
        "plan": tree.get("资金支出计划"),
        "chart": chart(plan) if isinstance(plan, model.SpendingPlan) else None,
        "goals": project.goals,
        "rows": _rows(project, anchor, framework),
        "blank": [row.level2 for row in project.indicators if row.is_blank],
    }


def _rows(project: model.Project, anchor: str, framework: Framework) -> list[dict[str, Any]]:
    anchors = indicator_anchors(anchor, project.indicators)
    return [
        {
            "anchor": row_anchor,
            "level1": framework.level1(row.level2),
            "understood": understood(row.target) if row.value else "",
            **model.chinese(row),
        }
        for row, row_anchor in zip(project.indicators, anchors, strict=True)
        if not row.is_blank
    ]

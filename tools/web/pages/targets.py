"""A project's targets, as its own page and the department-year's both show them."""

from typing import Any

from msgspec import UnsetType

from tools import model
from tools.source.withholding import covers
from tools.web.chart import Chart, chart
from tools.web.links import indicator_anchors
from tools.web.public import Public
from tools.web.threads import Stage
from tools.web.understanding import understood

LABELS = ("项目编码", "项目类别", "预算数", "财政资金", "其他资金", "资金用途")
AMOUNTS = {"预算数", "财政资金", "其他资金"}


def targets(public: Public, stage: Stage, anchor: str) -> dict[str, Any]:
    """What templates print of the project in one year; ``anchor`` is its id on the page.

    Of a project that is withheld that is ``withheld``, the reason, and its name, which says so.
    """
    project, tree = stage.project, stage.tree
    return {
        "anchor": anchor,
        "name": project.name,
        "withheld": stage.withheld,
        "budget": tree.get("预算数"),
        "heading": tree.get("标题"),
        "facts": [
            {"label": key, "value": tree[key], "amount": key in AMOUNTS}
            for key in LABELS
            if key in tree
        ],
        "plan": tree.get("资金支出计划"),
        "chart": _drawn(stage),
        "goals": project.goals,
        "rows": _rows(public, stage, anchor),
        "blank": [
            public.printed(stage.entry, row.level2) for row in project.indicators if row.is_blank
        ],
    }


def _drawn(stage: Stage) -> Chart | None:
    """The chart of the spending plan, unless a share is missing in it that is withheld."""
    plan = stage.project.spending_plan
    place = f"/项目/{stage.index}/资金支出计划"
    if isinstance(plan, UnsetType):
        return None
    if any(covers(place, at) or covers(at, place) for at in stage.entry.hidden):
        return None
    return chart(plan)


def is_told(value: str | None) -> bool:
    """Whether there is a 指标值 to understand: neither blank nor withheld."""
    return bool(value) and not model.is_withheld(value)


def _rows(public: Public, stage: Stage, anchor: str) -> list[dict[str, Any]]:
    project, entry = stage.project, stage.entry
    anchors = indicator_anchors(anchor, project.indicators)
    framework = public.framework(entry)
    return [
        {
            "anchor": row_anchor,
            "level1": public.printed(entry, framework.level1(row.level2)),
            "level2": public.printed(entry, row.level2),
            "understood": understood(row.target) if is_told(row.value) else "",
            **model.chinese(row),
        }
        for row, row_anchor in zip(project.indicators, anchors, strict=True)
        if not row.is_blank
    ]

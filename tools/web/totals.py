"""How much is disclosed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import UNSET

from tools import model
from tools.source.repository import Entry
from tools.value import MONEY_UNITS


def ten_thousand(record: model.DepartmentYear, amount: Decimal | None) -> Decimal | None:
    """An amount of the file in 万元; None where there is none or no unit is printed."""
    if amount is None or not isinstance(record.unit, str):
        return None
    return amount * MONEY_UNITS[record.unit] / MONEY_UNITS["万元"]


def totals(entries: Iterable[Entry]) -> dict[str, Any]:
    """Counts for templates; ``budget`` is in 万元, over the projects that print one.

    Nothing counts projects that are withheld but ``withheld``. ``unsummed`` are projects whose
    预算数 is on the form and withheld, for whatever reason.
    """
    listed = list(entries)
    budgets = [
        budget
        for entry in listed
        for project in entry.record.disclosed
        if (budget := ten_thousand(entry.record, project.amount)) is not None
    ]
    return {
        "documents": len(listed),
        "departments": len({(entry.region, entry.department) for entry in listed}),
        "projects": sum(len(entry.record.disclosed) for entry in listed),
        "withheld": sum(len(e.record.projects) - len(e.record.disclosed) for e in listed),
        "indicators": sum(
            len(project.filled_indicators) for entry in listed for project in entry.record.disclosed
        ),
        "budget": sum(budgets, Decimal(0)),
        "budgeted": len(budgets),
        "unsummed": sum(map(_unsummed, listed)),
    }


def _unsummed(entry: Entry) -> int:
    return sum(
        entry.withheld_at(f"/项目/{index}/预算数") is not None
        for index, project in enumerate(entry.record.projects)
        if project.budget is not UNSET
    )

"""The rows of every table, for all department-years or for just one."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from msgspec import Struct

from tools.web.opendata.columns import (
    CORRECTIONS,
    DEPARTMENT_YEARS,
    INDICATORS,
    PLAN,
    PROJECTS,
    Row,
    Table,
)
from tools.web.opendata.subjects import Year


class Filled(Struct, frozen=True):
    """A table with its rows."""

    table: Table[Any]
    rows: list[Row]

    @property
    def name(self) -> str:
        """The table's name for programs."""
        return self.table.name


def fill(years: Iterable[Year]) -> tuple[Filled, ...]:
    """All tables, in the order in which one refers to another."""
    listed = list(years)
    projects = [project for year in listed for project in year.projects()]
    return (
        Filled(DEPARTMENT_YEARS, DEPARTMENT_YEARS.rows(listed)),
        Filled(PROJECTS, PROJECTS.rows(projects)),
        Filled(INDICATORS, INDICATORS.rows(chain.from_iterable(p.indicators() for p in projects))),
        Filled(PLAN, PLAN.rows(chain.from_iterable(p.plan() for p in projects))),
        Filled(CORRECTIONS, CORRECTIONS.rows(chain.from_iterable(y.corrections() for y in listed))),
    )


def joined(tables: Iterable[tuple[Filled, ...]]) -> tuple[Filled, ...]:
    """The same tables with the rows of all of them one after the other."""
    return tuple(
        Filled(parts[0].table, [row for part in parts for row in part.rows])
        for parts in zip(*tables, strict=True)
    )

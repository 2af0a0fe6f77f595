"""The rows of a department-year, each made once, and the tables that they fill."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from msgspec import Struct

from tools.web.opendata.columns import (
    CORRECTIONS,
    DEPARTMENT_YEARS,
    INDICATORS,
    MEASURES,
    PLAN,
    PROJECTS,
    SUB_TARGETS,
    TABLES,
    Row,
    Table,
)
from tools.web.opendata.subjects import Project, Year


class ProjectRows(Struct, frozen=True):
    """A project with its row and those of what belongs to it."""

    subject: Project
    row: Row
    plan: list[Row]
    indicators: list[Row]


class YearRows(Struct, frozen=True):
    """A department-year with its row and those of what belongs to it."""

    subject: Year
    row: Row
    projects: list[ProjectRows]
    sub_targets: list[Row]
    measures: list[Row]
    corrections: list[Row]


class Filled(Struct, frozen=True):
    """A table with its rows."""

    table: Table[Any]
    rows: list[Row]

    @property
    def name(self) -> str:
        """The table's name for programs."""
        return self.table.name


def rows_of(year: Year) -> YearRows:
    """Every row that tells of a department-year."""
    return YearRows(
        year,
        DEPARTMENT_YEARS.row(year),
        [
            ProjectRows(
                project,
                PROJECTS.row(project),
                PLAN.rows(project.plan()),
                INDICATORS.rows(project.indicators()),
            )
            for project in year.projects()
        ],
        SUB_TARGETS.rows(year.sub_targets()),
        MEASURES.rows(year.measures()),
        CORRECTIONS.rows(year.corrections()),
    )


def fill(years: Iterable[Year]) -> tuple[Filled, ...]:
    """All tables, in the order in which one refers to another."""
    return filled([rows_of(year) for year in years])


def filled(years: Iterable[YearRows]) -> tuple[Filled, ...]:
    """The same of rows that are made already."""
    listed = list(years)
    projects = [project for year in listed for project in year.projects]
    rows: dict[str, list[Row]] = {
        DEPARTMENT_YEARS.name: [year.row for year in listed],
        PROJECTS.name: [project.row for project in projects],
        INDICATORS.name: list(chain.from_iterable(p.indicators for p in projects)),
        PLAN.name: list(chain.from_iterable(p.plan for p in projects)),
        SUB_TARGETS.name: list(chain.from_iterable(y.sub_targets for y in listed)),
        MEASURES.name: list(chain.from_iterable(y.measures for y in listed)),
        CORRECTIONS.name: list(chain.from_iterable(y.corrections for y in listed)),
    }
    return tuple(Filled(table, rows[table.name]) for table in TABLES)

"""datapackage.json: what the tables are, as the Frictionless Data Package standard has it.

The CSV files' first line is for people, so the description says to skip it and names the fields
by their places. A table without rows is to be left out: to the standard's library it would be a
fault. The JSON files are described by the API's OpenAPI file.
"""

from collections.abc import Iterable
from typing import Any

from tools.web.opendata import places
from tools.web.opendata.columns import Column, Kind, Table
from tools.web.opendata.delimited import YES_NO, guarded
from tools.web.opendata.explanation import LICENCE, SUMMARY
from tools.web.opendata.interface import TITLE, VERSION
from tools.web.opendata.subjects import Year

TYPES = {
    Kind.TEXT: "string",
    Kind.LINES: "string",
    Kind.COLUMNS: "string",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
}
# The first line holds the labels.
DIALECT = {"header": False, "commentRows": [1]}


def datapackage(tables: Iterable[Table[Any]], years: Iterable[Year]) -> dict[str, Any]:
    """The description of the tables that have rows."""
    here = places.PACKAGE
    return {
        "profile": "tabular-data-package",
        "name": "budget-performance-targets",
        "title": TITLE,
        "description": SUMMARY,
        "version": VERSION,
        "licenses": [{"title": LICENCE, "path": places.link(here, places.LICENCE)}],
        "sources": _sources(years),
        "resources": [_resource(table) for table in tables],
    }


def _sources(years: Iterable[Year]) -> list[dict[str, str]]:
    found = []
    for year in years:
        file = year.record.origin.file if year.record.origin else None
        title = f"{year.title}（{file}）" if file else year.title
        found.append(
            {"title": title, "path": places.link(places.PACKAGE, places.source(year.address))}
        )
    return found


def _resource(table: Table[Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.about,
        "path": places.link(places.PACKAGE, places.table(table.name, "csv")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": schema(table),
    }


def schema(table: Table[Any]) -> dict[str, Any]:
    """The table's schema: fields, key and foreign keys."""
    foreign = [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": ["id"]}}
        for column in table.columns
        if column.refers
    ]
    result: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [table.columns[0].name],
    }
    return {**result, "foreignKeys": foreign} if foreign else result


def _field(column: Column[Any]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.label,
        "description": column.about,
        "type": TYPES[column.kind],
    }
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": [YES_NO[True]], "falseValues": [YES_NO[False]]}
    constraints = _constraints(column)
    return {**field, "constraints": constraints} if constraints else field


def _constraints(column: Column[Any]) -> dict[str, Any]:
    """A list may be empty, which CSV writes like a blank cell."""
    found: dict[str, Any] = {}
    if column.required and column.kind not in (Kind.LINES, Kind.COLUMNS):
        found["required"] = True
    if column.name == "id":
        found["unique"] = True
    if column.choices:
        # as the file has them, with the apostrophe before what could be a formula
        found["enum"] = [guarded(choice) for choice in column.choices]
    return found

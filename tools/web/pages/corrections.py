"""What was corrected in published files, when and why."""

from collections.abc import Iterator
from typing import Any

from tools.web.links import relative
from tools.web.opendata import places
from tools.web.page import Page
from tools.web.provenance import of_many
from tools.web.public import Public

FOLDER = "corrections"
TABLE = (places.table("corrections", "csv"), places.table("corrections", "json"))


def page(public: Public) -> Page:
    """Every 更正记录, the latest first."""
    listed = sorted(_corrections(public), key=lambda one: one["date"], reverse=True)
    values = {
        "crumbs": [{"name": "首页", "link": relative(FOLDER, "")}],
        "corrections": listed,
        "provenance": of_many(public, public.repository.entries, FOLDER, TABLE),
    }
    return Page(folder=FOLDER, template="corrections.md.j2", values=values)


def _corrections(public: Public) -> Iterator[dict[str, Any]]:
    for department in public.departments:
        for entry in department.years:
            for correction in entry.record.corrections:
                yield {
                    "date": correction.date,
                    "change": correction.change,
                    "reason": correction.reason,
                    "name": department.name,
                    "region": department.place.name,
                    "sample": department.place.sample,
                    "year": entry.year,
                    "link": f"{relative(FOLDER, entry.address)}#corrections",
                }

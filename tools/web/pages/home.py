"""The home page: how much is disclosed, where, and what is new."""

from collections.abc import Sequence
from typing import Any

from tools.source.repository import Entry
from tools.web.links import relative
from tools.web.page import Page, card
from tools.web.provenance import of_many
from tools.web.public import Department, Public, entries
from tools.web.totals import totals

NEWEST = 20


def page(public: Public) -> Page:
    """The home page; the sample is listed and not counted."""
    counted = [
        entry for entry in public.repository.entries if not public.repository.is_sample(entry)
    ]
    regions = len({entry.region for entry in counted})
    newest = _newest(public)
    values = {
        "totals": {"regions": regions, **totals(counted)},
        "regions": [_region(region, listed) for region, _, listed in public.regions()],
        "newest": newest[:NEWEST],
        "more": len(newest) > NEWEST,
        "provenance": of_many(public, public.repository.entries, ""),
    }
    return Page(folder="", template="home.md.j2", values=values)


def _region(region: str, departments: Sequence[Department]) -> dict[str, Any]:
    place = departments[0].place
    years = sorted({entry.year for entry in entries(departments)})
    return {
        "link": relative("", region),
        "name": place.name,
        "sample": place.sample,
        "first": years[0],
        "last": years[-1],
        **totals(entries(departments)),
    }


def _newest(public: Public) -> list[dict[str, Any]]:
    """Department-years by the day of their last change, then by year, the latest first.

    The sample comes after all that is real.
    """
    cards = [
        {**card(one, entry, ""), "changed": _day(public, entry), **_correction(entry)}
        for one in public.departments
        for entry in one.years
    ]
    return sorted(cards, key=_newest_first)


def _newest_first(one: dict[str, Any]) -> tuple[bool, int, int]:
    return one["sample"], -int(one["changed"].replace("-", "") or 0), -one["year"]


def _day(public: Public, entry: Entry) -> str:
    commit = public.commits.get(entry.address)
    return commit.date if commit else ""


def _correction(entry: Entry) -> dict[str, str]:
    dates = [correction.date for correction in entry.record.corrections]
    return {"corrected": max(dates, default="")}

"""The home page: how much is disclosed, and what is new."""

from tools.web.page import Page, card
from tools.web.public import Public
from tools.web.totals import totals


def page(public: Public) -> Page:
    """The home page; the sample is listed and not counted."""
    entries = [card(one, entry, "") for one in public.departments for entry in one.years]
    counted = [
        entry for entry in public.repository.entries if not public.repository.is_sample(entry)
    ]
    regions = len({entry.region for entry in counted})
    values = {"entries": entries, "totals": {"regions": regions, **totals(counted)}}
    return Page(folder="", template="home.md.j2", values=values)

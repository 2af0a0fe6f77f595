"""An Atom feed (RFC 4287) of department-years and of corrections, the newest first.

Its ids are URNs made of the permanent addresses, so they stay when the site moves.
"""

import uuid
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.builder import ElementMaker
from msgspec import Struct

from tools.web.opendata import places
from tools.web.opendata.dates import Changed, changed
from tools.web.opendata.interface import TITLE
from tools.web.opendata.subjects import Year

ATOM = "http://www.w3.org/2005/Atom"
E = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
# Made up once, for names of ours alone.
NAMES = uuid.UUID("6b0d3c5e-58d7-5c0e-9a2a-2f1f6f2a7c11")
NEVER = Changed("2000-01-01")
ENTRIES = 200
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Item(Struct, frozen=True, kw_only=True):
    """One entry of the feed."""

    id: str
    title: str
    summary: str
    changed: Changed
    page: str
    year: Year


def urn(name: str) -> str:
    """The permanent id of what has this address; the empty one is the feed's own."""
    return uuid.uuid5(NAMES, name).urn


def atom(years: Iterable[Year]) -> bytes:
    """The feed."""
    items = sorted(
        (item for year in years for item in _items(year)), key=lambda i: (i.changed.day, i.id)
    )
    newest = items[::-1][:ENTRIES]
    here = places.FEED
    feed = E.feed(
        {XML_LANG: "zh-CN"},
        E.id(urn("")),
        E.title(TITLE),
        E.subtitle("新公开和更正的部门年度"),
        E.updated((newest[0].changed if newest else NEVER).moment),
        E.author(E.name(TITLE)),
        E.link(rel="self", type="application/atom+xml", href=places.link(here, here)),
        E.link(rel="alternate", type="text/html", href=places.link(here, "")),
        *(_entry(item) for item in newest),
    )
    etree.indent(feed)
    data: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _items(year: Year) -> Iterator[Item]:
    record = year.record
    when = changed(year)
    filled = sum(len(project.filled_indicators) for project in record.disclosed)
    summary = (
        f"{year.place.name}；{record.status}；{len(record.disclosed)} 个项目，{filled} 条指标。"
    )
    withheld = len(record.projects) - len(record.disclosed)
    if withheld:
        summary += f"另有 {withheld} 个项目依法不予公开，没有计入。"
    yield Item(
        id=urn(year.address),
        title=year.title,
        summary=summary + when.note,
        changed=when,
        page=places.link(places.FEED, year.address),
        year=year,
    )
    for correction in year.corrections():
        yield Item(
            id=urn(correction.id),
            title=f"更正：{year.title}",
            summary=f"{correction.record.change}（原因：{correction.record.reason}）",
            changed=Changed(correction.record.date),
            page=places.link(places.FEED, year.address, "corrections"),
            year=year,
        )


def _entry(item: Item) -> etree._Element:
    here = places.FEED
    year = item.year
    entry: etree._Element = E.entry(
        E.id(item.id),
        E.title(item.title),
        E.updated(item.changed.moment),
        E.author(E.name(year.record.department.name or year.name)),
        E.link(rel="alternate", type="text/html", href=item.page),
        E.link(
            rel="related",
            type="application/json",
            href=places.link(here, places.department_year(year.address)),
        ),
        E.summary(item.summary),
    )
    return entry

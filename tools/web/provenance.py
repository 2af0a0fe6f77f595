"""Where a page comes from: its data file, its source, its last change, and this as files."""

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any

from tools.source.repository import Entry
from tools.web.links import relative
from tools.web.opendata import places
from tools.web.public import Public
from tools.web.threads import Thread

TARGETS = "targets"
# The table of all department-years.
YEARS = (places.table("department_years", "csv"), places.table("department_years", "json"))


def of_entry(public: Public, entry: Entry, here: str) -> dict[str, Any]:
    """What a page ``here`` that is made of one data file says at its end."""
    return {
        "files": [_file(public, entry)],
        "downloads": _offers(places.year_files(entry.address, here)),
    }


def of_project(public: Public, thread: Thread) -> dict[str, Any]:
    """The same for a project, which is made of one file a year; the files offered are the last."""
    address, here = thread.last.entry.address, thread.address
    return {
        "files": [_file(public, stage.entry) for stage in reversed(thread.stages)],
        "year": thread.last.year,
        "downloads": _offers(places.project_files(address, thread.last.anchor, here)),
    }


def of_years(public: Public, years: Sequence[Entry], here: str) -> dict[str, Any]:
    """The same for a page on several years, whose files are told apart by their year."""
    told = [of_entry(public, entry, here) for entry in years]
    return {
        "files": [file for one in told for file in one["files"]],
        "downloads": [
            {**download, "label": f"{entry.year} 年 {download['label']}"}
            for entry, one in zip(years, told, strict=True)
            for download in one["downloads"]
        ],
    }


def of_many(
    public: Public, entries: Sequence[Entry], here: str, paths: Iterable[str] = YEARS
) -> dict[str, Any]:
    """What a page says that is made of many files: which, and when the last of them changed.

    ``paths`` are the files that hold what it shows, from the site's root.
    """
    found = [public.commits[e.address] for e in entries if e.address in public.commits]
    last = max(found, key=lambda commit: commit.date, default=None)
    folders = {posixpath.dirname(entry.path) for entry in entries} or {TARGETS}
    return {
        "folder": f"{posixpath.commonpath(folders)}/",
        "count": len(entries),
        "commit": last.short_id if last else "",
        "date": last.date if last else "",
        "downloads": [
            {"label": path.rpartition(".")[2].upper(), "link": places.from_folder(here, path)}
            for path in paths
        ],
        "all_data": relative(here, "opendata"),
    }


def _offers(offers: Iterable[places.Offer]) -> list[dict[str, str]]:
    return [{"label": one.label, "about": one.about, "link": one.link} for one in offers]


def _file(public: Public, entry: Entry) -> dict[str, Any]:
    commit = public.commits.get(entry.address)
    origin = entry.record.origin
    return {
        "path": entry.path,
        "year": entry.year,
        "source": (origin.file or "") if origin else "",
        "commit": commit.short_id if commit else "",
        "date": commit.date if commit else "",
    }

"""Where a page comes from: its data file, its source, its last change, and this as files."""

from typing import Any

from tools.source.repository import Entry
from tools.web.links import download_stem, relative
from tools.web.public import Public
from tools.web.threads import Thread


def of_entry(public: Public, entry: Entry, here: str) -> dict[str, Any]:
    """What a page ``here`` that is made of one data file says at its end."""
    stem = relative(here, f"{entry.address}/{download_stem(entry)}.docx").removesuffix(".docx")
    return {
        "files": [_file(public, entry)],
        "downloads": [
            {"label": "Word", "link": f"{stem}.docx"},
            {"label": "YAML", "link": f"{stem}.yaml"},
        ],
    }


def of_project(public: Public, thread: Thread) -> dict[str, Any]:
    """The same for a project, which is made of one file a year."""
    latest = of_entry(public, thread.last.entry, thread.address)
    files = [_file(public, stage.entry) for stage in reversed(thread.stages)]
    return {**latest, "files": files}


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

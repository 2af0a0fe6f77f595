"""When a department-year changed last, without a clock: git knows, or its corrections, or nobody.

Days are days in China; feeds want a time, and get midnight there.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from tools.source.commits import Commit, last_change
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web.opendata.subjects import Year

UNKNOWN = "数据里没有记下公开的日期，这里写的是年度的 1 月 1 日。"
MIDNIGHT = "T00:00:00+08:00"


class Changed(Struct, frozen=True):
    """A day, and a note where it is not really known."""

    day: str
    note: str = ""

    @property
    def moment(self) -> str:
        """The day as RFC 3339 wants it."""
        return self.day + MIDNIGHT


def last_days(workspace: Workspace, repository: Repository) -> dict[str, str]:
    """The day of each file's last commit by its department-year; empty outside git."""
    paths = {workspace.root / entry.path: entry.address for entry in repository.entries}
    found: Mapping[Path, Commit] = last_change(workspace, paths)
    return {paths[path]: commit.date for path, commit in found.items()}


def changed(year: Year, days: Mapping[str, str]) -> Changed:
    """When the department-year changed last."""
    if year.address in days:
        return Changed(days[year.address])
    corrections = [correction.date for correction in year.record.corrections]
    if corrections:
        return Changed(max(corrections))
    return Changed(f"{year.entry.year}-01-01", UNKNOWN)

"""When a department-year changed last, without a clock: git knows, or its corrections, or nobody.

Days are days in China; feeds want a time, and get midnight there.
"""

from msgspec import Struct

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


def changed(year: Year) -> Changed:
    """When the department-year changed last."""
    if year.commit:
        return Changed(year.commit.date)
    corrections = [correction.date for correction in year.record.corrections]
    if corrections:
        return Changed(max(corrections))
    return Changed(f"{year.entry.year}-01-01", UNKNOWN)

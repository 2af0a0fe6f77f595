"""Open data: all files of a county, beside the standard library's dump of the same rows."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import Measured, child
from tests.bench.sample import county, empty_workspace

FILES = 200


def measure() -> Iterator[Measured]:
    """Time and memory, each in a fresh process that has read the data."""
    with tempfile.TemporaryDirectory() as folder:
        county(empty_workspace(Path(folder)), FILES)
        ours, grown = (float(text) for text in child("publishing", "publish", folder).split())
        theirs, held = (float(text) for text in child("publishing", "plain", folder).split())
    yield Measured(
        what=f"open data, {FILES} department-years, all kinds of files and Word",
        figure=ours,
        unit="s",
        budget=60 * FILES / 1000,
        beside="csv and json of the standard library: two files a table",
        other=theirs,
    )
    yield Measured(
        what="open data, memory beyond the data that were read",
        figure=grown,
        unit="MB",
        budget=150,
        beside="the same rows as lists, in one piece",
        other=held,
    )

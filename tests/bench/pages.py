"""The site of a county, beside MkDocs alone on the pages that it is made of."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import Measured, child
from tests.bench.sample import county, empty_workspace

FILES = 200


def measure() -> Iterator[Measured]:
    """Seconds, each in a fresh process; reading the data and the open data do not count."""
    with tempfile.TemporaryDirectory() as folder:
        county(empty_workspace(Path(folder)), FILES)
        ours, pages = (float(text) for text in child("rendering", "site", folder).split())
        theirs, _ = (float(text) for text in child("rendering", "mkdocs", folder).split())
    yield Measured(
        what=f"site, {FILES} department-years: {pages:.0f} pages and the search index",
        figure=ours,
        unit="s",
        budget=60 * FILES / 1000,
        beside="mkdocs build on the same pages, one process",
        other=theirs,
    )

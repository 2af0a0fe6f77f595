"""Prints the seconds and the megabytes that the open data of a workspace need, its reading aside.

``publish FOLDER`` is the project's own; ``plain FOLDER`` dumps the same tables with the standard
library.
"""

import csv
import json
import sys
import time
from pathlib import Path

from tests.bench.measuring import peak_megabytes
from tools import framework
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata.publishing import publish
from tools.web.opendata.subjects import years
from tools.web.opendata.tables import fill


def plain(workspace: Workspace, tables: list[tuple[str, list[list[str]]]]) -> None:
    """Two files a table."""
    workspace.build.mkdir(parents=True)
    for name, rows in tables:
        with (workspace.build / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        with (workspace.build / f"{name}.json").open("w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False)


def main(way: str, folder: str) -> None:
    """Measure one way."""
    workspace = Workspace(Path(folder).resolve())
    repository = load(workspace)
    before, start = peak_megabytes(), time.perf_counter()
    if way == "publish":
        publish(workspace, repository)
    else:
        filled = fill(years(repository, framework.load(workspace.schema)))
        listed = [(f.name, [[str(value) for value in row] for row in f.rows]) for f in filled]
        plain(Workspace(workspace.root / "plain"), listed)
    print(time.perf_counter() - start, peak_megabytes() - before)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])

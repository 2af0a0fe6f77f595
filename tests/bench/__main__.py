"""Measure everything and show it as a table."""

import os
import platform

from rich.console import Console
from rich.table import Table

from tests.bench import checks, opendata, pages, word
from tests.bench.measuring import Measured


def main() -> None:
    """The report; its exit code says nothing of speed."""
    console = Console()
    title = f"Python {platform.python_version()}, {os.cpu_count()} cores; median of warm runs"
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("budget", justify="right")
    table.add_column("beside it")
    table.add_column("ratio", justify="right")
    for measured in (*word.measure(), *checks.measure(), *opendata.measure(), *pages.measure()):
        console.print(f"measured: {measured.what}", style="dim", markup=False)
        table.add_row(*_row(measured))
    console.print(table)
    console.print("ratio: measured / beside it. Ratios carry over to other machines.")


def _row(measured: Measured) -> tuple[str, ...]:
    unit = measured.unit
    budget = ""
    if measured.budget is not None:
        over = "" if measured.figure <= measured.budget else "  OVER"
        budget = f"{measured.budget:g} {unit}{over}"
    return (
        measured.what,
        f"{measured.figure:.1f} {unit}",
        budget,
        f"{measured.other:.1f} {unit}: {measured.beside}",
        f"{measured.figure / measured.other:.2f}",
    )


if __name__ == "__main__":
    main()

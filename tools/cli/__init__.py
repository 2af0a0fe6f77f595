"""The command line: arguments, progress and exit codes. The only place that prints."""

from tools.cli import (
    building,
    differing,
    drafting,
    formatting,
    forms,
    histories,
    importing,
    publishing,
    reviewing,
    verifying,
)
from tools.cli.frame import app, main, run

__all__ = [
    "app",
    "building",
    "differing",
    "drafting",
    "formatting",
    "forms",
    "histories",
    "importing",
    "main",
    "publishing",
    "reviewing",
    "run",
    "verifying",
]

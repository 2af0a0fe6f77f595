"""The command line: arguments, progress and exit codes. The only place that prints."""

from tools.cli import building, drafting, formatting, forms, importing, reviewing
from tools.cli.frame import app, main, run

__all__ = [
    "app",
    "building",
    "drafting",
    "formatting",
    "forms",
    "importing",
    "main",
    "reviewing",
    "run",
]

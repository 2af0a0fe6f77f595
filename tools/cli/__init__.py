"""The command line: arguments, progress and exit codes. The only place that prints."""

from tools.cli import building, forms, importing
from tools.cli.frame import app, main, run

__all__ = ["app", "building", "forms", "importing", "main", "run"]

"""How long work tells that it goes on, without knowing who listens."""

from collections.abc import Callable

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """For callers that nobody is watching."""

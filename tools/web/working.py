"""Work shared out to processes, with the results in the order of the tasks.

Each process starts anew, on every system, so that none inherits a half-finished state.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MANY = 40  # department-years, from which on processes pay for their start
MOST = 8  # more processes would wait for the disk


@contextmanager
def sharing(years: int) -> Iterator[Executor | None]:
    """A pool of processes for work on so many department-years; none where it would not pay."""
    processes = min(MOST, os.cpu_count() or 1)
    if years < MANY or processes < 2:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def each(pool: Executor | None, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """The results of all tasks; without a pool they are done here."""
    return pool.map(work, tasks) if pool else map(work, tasks)

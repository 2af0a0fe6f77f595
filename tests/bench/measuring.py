"""Timing work in turns, the memory of a process, and one line of the report."""

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from msgspec import Struct

ROOT = Path(__file__).parents[2]
STATUS = Path("/proc/self/status")


class Measured(Struct, frozen=True, kw_only=True):
    """``figure`` and ``budget`` in ``unit``; ``other`` is the figure of ``beside``."""

    what: str
    figure: float
    unit: str
    budget: float | None = None
    beside: str = ""
    other: float = 0


def in_turns(*works: Callable[[], object], times: int = 15, warm_up: int = 2) -> list[float]:
    """The median milliseconds of each work; in turns, so that a busy machine slows all alike."""
    spent: list[list[float]] = [[] for _ in works]
    for turn in range(warm_up + times):
        for work, seconds in zip(works, spent, strict=True):
            gc.collect()  # or one work would sweep up after the other
            start = time.perf_counter()
            work()
            if turn >= warm_up:
                seconds.append(time.perf_counter() - start)
    return [median(seconds) * 1000 for seconds in spent]


def peak_megabytes() -> float:
    """The most memory this process has had.

    Linux hands a parent's ``ru_maxrss`` down to its child, so VmHWM is read where there is one.
    """
    if STATUS.is_file():
        line = next(x for x in STATUS.read_text("utf-8").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def child(module: str, *arguments: str) -> str:
    """What a fresh process prints that runs one module of this package."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

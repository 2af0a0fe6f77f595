"""One folder of pages cut into a few, so that several processes can render it at once.

A department's folder stays whole. What belongs to no department, such as the home page, is in
every part, since each page shows the navigation; it is kept from the first part alone.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

# Less than this is done sooner by one process than by two.
LEAST_BYTES = 8_000_000


class Shard(Struct, frozen=True):
    """Departments' folders, as paths below the folder of pages."""

    units: tuple[Path, ...]


def shards(docs: Path, departments: list[Path]) -> tuple[Shard, ...]:
    """Parts of about one size, one for each processor that has enough to do."""
    sizes = {unit: _pages_size(docs / unit) for unit in departments}
    count = max(1, min(os.cpu_count() or 1, sum(sizes.values()) // LEAST_BYTES))
    parts: list[list[Path]] = [[] for _ in range(count)]
    loads = [0] * count
    for unit in sorted(sizes, key=lambda unit: (-sizes[unit], unit)):
        lightest = loads.index(min(loads))
        parts[lightest].append(unit)
        loads[lightest] += sizes[unit]
    return tuple(Shard(tuple(sorted(part))) for part in parts)


def lay_out(docs: Path, shard: Shard, departments: list[Path], folder: Path) -> None:
    """Make in ``folder`` the tree of the shard, of links into ``docs``."""
    others = set(departments) - set(shard.units)
    for path in _below(docs, Path(), others):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(docs / path, target)


def collect(site: Path, shard: Shard, into: Path) -> None:
    """Move the shard's departments from its rendered ``site`` to the whole one."""
    for unit in shard.units:
        (into / unit).parent.mkdir(parents=True, exist_ok=True)
        (site / unit).rename(into / unit)


def _link(source: Path, target: Path) -> None:
    """A link, or a copy where the system lets not everybody make links, as Windows does."""
    try:
        target.symlink_to(source)
    except OSError:
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, target)


def _below(docs: Path, here: Path, others: set[Path]) -> Iterator[Path]:
    """Files and whole departments of the shard: a department is linked as one folder."""
    for entry in sorted(os.scandir(docs / here), key=lambda entry: entry.name):
        path = here / entry.name
        if path in others:
            continue
        if entry.is_dir() and len(path.parts) < 2:
            yield from _below(docs, path, others)
        else:
            yield path


def _pages_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.md"))

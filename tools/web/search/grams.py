"""Where in one long text each pair of neighbouring characters begins.

Chinese is written without spaces, so no words are cut: any run of characters is found where the
pairs that cover it begin at the right distances, which is exact. A single character is found by
the pairs that it begins; every piece of text therefore ends with :data:`END`.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import add

from tools.web.search import numbers

END = "\n"
# What one file holds, in characters, unless a single pair needs more.
SHARD = 24_000


def positions(text: str) -> dict[str, "array[int]"]:
    """For each pair, by its characters' order, where it begins; none begins at an ``END``."""
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for position, pair in enumerate(map(add, text, text[1:])):
        found[pair].append(position)
    return {pair: found[pair] for pair in sorted(found) if pair[0] != END}


def shards(found: Mapping[str, "array[int]"]) -> Iterator[dict[str, str]]:
    """The pairs in their order with their positions written, cut into files."""
    shard: dict[str, str] = {}
    size = 0
    for pair, places in found.items():
        written = numbers.write_rising(places)
        if shard and size + len(written) > SHARD:
            yield shard
            shard, size = {}, 0
        shard[pair] = written
        size += len(written) + 8
    if shard:
        yield shard

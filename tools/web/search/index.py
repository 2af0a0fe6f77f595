"""The index as files: scripts that hand their data over, so they work from ``file://`` too.

``index.js`` holds what every search needs: names, and three numbers a row. ``pairs/`` holds where
each pair of characters begins, ``texts/`` the rows themselves, of which only those shown are read.
Every file names the version of the whole, so that files of two versions are never mixed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from tools.web.search import grams, numbers
from tools.web.search.folding import fold
from tools.web.search.rows import Field, Group, Row

# What one file of texts holds, in characters.
CHUNK = 4_000


class Folded(Struct, frozen=True):
    """A row as it is indexed: its name, and all of it, each field ended."""

    name: int
    text: str


def files(groups: Sequence[Group]) -> Iterator[tuple[str, bytes]]:
    """Every file of the index: its path below the index's folder, and its bytes."""
    contents = [(name, _json(content)) for name, content in _contents(groups)]
    digest = hashlib.sha256()
    for _, text in contents:
        digest.update(text)
    version = digest.hexdigest()[:16]
    for name, text in contents:
        head = f'budgetTargets.take("{version}","{name}",'.encode()
        yield f"{name}.js", head + text + b");\n"


def _contents(groups: Sequence[Group]) -> Iterator[tuple[str, object]]:
    rows = [row for group in groups for row in group.rows]
    folded = [_folded(row) for row in rows]
    chunks = list(_chunks(rows))
    labels = {text: number for number, text in enumerate(dict.fromkeys(_labels(rows)))}
    pairs = list(grams.shards(grams.positions("".join(row.text for row in folded))))
    yield (
        "index",
        {
            **_names(groups),
            **_columns(rows, folded),
            "labels": list(labels),
            "pairs": [next(iter(shard)) for shard in pairs],
            "texts": numbers.write(len(chunk) for chunk in chunks),
        },
    )
    for number, shard in enumerate(pairs):
        yield f"pairs/{number}", shard
    for number, chunk in enumerate(chunks):
        yield f"texts/{number}", _told(chunk, labels)


def _labels(rows: Iterable[Row]) -> Iterator[str]:
    return (field.label for row in rows for field in row.fields)


def _folded(row: Row) -> Folded:
    parts = [fold(field.text) for field in row.fields]
    return Folded(len(parts[0]), grams.END.join(parts) + grams.END)


def _names(groups: Iterable[Group]) -> dict[str, Any]:
    """Regions, departments and years, each by the number of the one above it."""
    regions: dict[str, int] = {}
    departments: dict[tuple[str, str], int] = {}
    told: dict[str, list[Any]] = {"regions": [], "departments": [], "years": []}
    for group in groups:
        entry = group.entry
        if entry.region not in regions:
            regions[entry.region] = len(regions)
            told["regions"].append([entry.region, group.region, int(group.sample)])
        key = entry.region, entry.department
        if key not in departments:
            departments[key] = len(departments)
            told["departments"].append([regions[entry.region], entry.department, group.department])
        told["years"].append([departments[key], entry.year, len(group.rows)])
    return told


def _columns(rows: Sequence[Row], folded: Sequence[Folded]) -> dict[str, Any]:
    """Of each row its sort, and the lengths of its name and of all of it."""
    sorts = {sort: number for number, sort in enumerate(dict.fromkeys(r.sort for r in rows))}
    return {
        "sorts": [[s.type, s.level1, s.level2, s.kind, s.verdict] for s in sorts],
        "sort": numbers.write(sorts[row.sort] for row in rows),
        "name": numbers.write(row.name for row in folded),
        "length": numbers.write(len(row.text) - row.name for row in folded),
    }


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Neighbouring rows, as many as one file holds."""
    chunk: list[Row] = []
    size = 0
    for row in rows:
        length = sum(len(field.text) for field in row.fields)
        if chunk and size + length > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(row)
        size += length + 30
    if chunk:
        yield chunk


def _told(chunk: Iterable[Row], labels: Mapping[str, int]) -> list[list[Any]]:
    """What the pages show of each row.

    Anchor, project, value as understood, fields; of an indicator also the folder of its project,
    and where its value has changed the year and the value of before.
    """
    return [
        [
            *(row.anchor, row.project, row.understood),
            [_field(field, labels) for field in row.fields],
            *([row.slug] if row.slug else ()),
            *((row.before.year, row.before.value) if row.before else ()),
        ]
        for row in chunk
    ]


def _field(field: Field, labels: Mapping[str, int]) -> list[int | str]:
    told: list[int | str] = [labels[field.label], field.text]
    return [*told, field.anchor] if field.anchor else told


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

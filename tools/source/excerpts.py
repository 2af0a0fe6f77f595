"""One project of a data file by itself, as the file has it."""

from collections.abc import Iterator

KEY = "项目:"
ITEM = "  - "
DEPTH = len(ITEM)


def project_texts(clean: str) -> list[str]:
    """The canonical text of each project of a canonical file, in the file's order."""
    found: list[list[str]] = []
    for line in _listed(clean):
        if line.startswith(ITEM):
            found.append([])
        if found:
            found[-1].append(line[DEPTH:])
    return ["\n".join(lines).strip("\n") + "\n" for lines in found]


def _listed(clean: str) -> Iterator[str]:
    """The lines below the key 项目; only there do items stand at this depth."""
    is_below = False
    for line in clean.split("\n"):
        if line and not line.startswith(" "):
            is_below = line == KEY
        elif is_below:
            yield line

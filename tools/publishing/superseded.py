"""Files of before that a later publication has replaced or withdrawn: their sums stay known.

So an earlier genuine file can be told from a forgery.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec

from tools.problem import Problem, ProblemError
from tools.publishing.destinations import Destination, Folder
from tools.source import branches
from tools.source.workspace import Workspace
from tools.web.opendata import manifest as manifests
from tools.web.opendata import places
from tools.web.opendata.manifest import Earlier, Manifest, sha256


def previous(workspace: Workspace, place: Destination) -> Manifest | None:
    """The manifest of the site that is there, None where there is none.

    Raise ``ProblemError`` where it cannot be read: its sums would be forgotten without a word.
    """
    data = _previous(workspace, place)
    try:
        return manifests.read(data) if data else None
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise ProblemError(
            Problem(
                path=places.MANIFEST,
                rule="not-a-manifest",
                message="以前发布的这份清单读不出来，不知道以前公开过哪些文件",
                hint="从备份恢复它；恢复不了，删去它再发布，以前的文件就核对不出来了",
            )
        ) from error


def complete(root: Path, before: Manifest | None) -> None:
    """Note in the manifest of the new site in ``root``, and its sum, what was published before."""
    path, sums = root / places.MANIFEST, root / places.SUMS
    if before is None:
        return
    old = path.read_bytes()
    new = merge(before, old)
    path.write_bytes(new)
    listed = sums.read_bytes()
    sums.write_bytes(listed.replace(_line(old), _line(new)))


def merge(before: Manifest, data: bytes) -> bytes:
    """The new manifest ``data``, with the whole Word and YAML files that only ``before`` has."""
    now = manifests.read(data)
    living = {file.sha256 for file in now.files}
    known = {
        (file.path, file.sha256): file
        for file in chain(before.earlier, _files(before))
        if file.sha256 not in living and _is_whole(file)
    }
    earlier = tuple(sorted(known.values(), key=lambda file: (file.path, file.date, file.sha256)))
    return manifests.encode(msgspec.structs.replace(now, earlier=earlier))


def _files(before: Manifest) -> Iterator[Earlier]:
    for file in before.files:
        version = before.department_years.get(file.department_year)
        if version is not None:
            yield Earlier(
                path=file.path,
                sha256=file.sha256,
                department_year=file.department_year,
                commit=version.commit,
                short_id=version.short_id,
                date=version.date,
            )


def _is_whole(file: Earlier) -> bool:
    """Whether it is all of a department-year: the path of anything less may tell of a project."""
    return file.path in (places.word(file.department_year), places.source(file.department_year))


def _previous(workspace: Workspace, place: Destination) -> bytes:
    if isinstance(place, Folder):
        path = place.path / places.MANIFEST
        return path.read_bytes() if path.is_file() else b""
    if places.MANIFEST not in branches.files(workspace, place):
        return b""
    return branches.read(workspace, place, places.MANIFEST)


def _line(manifest: bytes) -> bytes:
    """What SHA256SUMS says of the manifest."""
    return f"{sha256(manifest)}  {places.MANIFEST}\n".encode()

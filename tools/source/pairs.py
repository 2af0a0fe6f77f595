"""Which data files differ between two versions, and the bytes they have there.

Nothing is read but what differs, and nothing is checked out.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from tools.source.plumbing import fault, git
from tools.source.repository import is_data_path
from tools.source.revisions import BELOW, Span
from tools.source.workspace import Workspace

# Renames are found among a thousand files that vanished and a thousand that are new.
RAW = ("-r", "--raw", "-M", "-l1000", "-z", "--relative")
UNTRACKED = ("ls-files", "--others", "--exclude-standard", "--full-name", "-z")
REFRESH = ("update-index", "-q", "--unmerged", "--ignore-missing", "--refresh")
REGULAR = ("100644", "100755")


class Pair(Struct, frozen=True):
    """One data file on both sides; a path is None where the file does not exist on that side.

    A blob is git's name for the content, and None for a file on disk.
    """

    before: Path | None
    after: Path | None
    before_blob: str | None
    after_blob: str | None

    @property
    def path(self) -> Path:
        """Where the file is now, or was last."""
        path = self.after or self.before
        if path is None:
            raise ValueError("a pair without a file")
        return path


def changed(workspace: Workspace, span: Span) -> list[Pair]:
    """The data files below ``targets/`` that differ, in a fixed order.

    A file that moved is one pair. One that got another file name is another year's, so it is two:
    a year that is gone and a year that is new, however much they resemble each other.
    """
    before, after = span.before.commit, span.after.commit
    if before is None:
        raise ValueError("git compares from a commit")
    if after is None:
        told = _with_disk(workspace, before)
    else:
        told = git(workspace, "diff-tree", *RAW, before, after, *BELOW)
    pairs = [pair for pair in _pairs(workspace, told) if pair.before or pair.after]
    ordered = sorted(pairs, key=lambda pair: (pair.path, pair.after is None))
    return [_on_disk(pair) for pair in ordered] if after is None else ordered


def contents(workspace: Workspace, wanted: Sequence[tuple[str, Path]]) -> list[bytes | None]:
    """The bytes of each path below ``targets/`` at each commit; None where there is no file."""
    listed = {commit: _listed(workspace, commit) for commit in {commit for commit, _ in wanted}}
    return blobs(workspace, [listed[commit].get(path) for commit, path in wanted])


def blobs(workspace: Workspace, ids: Iterable[str | None]) -> list[bytes | None]:
    """The content behind each of git's names, all by one process; None for None.

    Names of files, which may hold line ends, have no place in the questions.
    """
    wanted = list(ids)
    asked = list(dict.fromkeys(name for name in wanted if name))
    if not asked:
        return [None] * len(wanted)
    told = git(workspace, "cat-file", "--batch", given="".join(f"{n}\n" for n in asked).encode())
    found = dict(zip(asked, _answers(told), strict=True))
    return [found[name] if name else None for name in wanted]


def _answers(told: bytes) -> Iterator[bytes]:
    """What ``cat-file --batch`` says: a line with kind and size, the content, a line end."""
    place = 0
    while place < len(told):
        end = told.index(b"\n", place)
        words = told[place:end].split(b" ")
        if len(words) != 3 or words[1] != b"blob":
            raise fault("missing-object")
        size = int(words[2])
        yield told[end + 1 : end + 1 + size]
        place = end + size + 2


def _listed(workspace: Workspace, commit: str) -> dict[Path, str]:
    """The blobs of all files below ``targets/`` at a commit."""
    found = {}
    for line in git(workspace, "ls-tree", "-r", "-z", commit, *BELOW).split(b"\0"):
        about, _, name = line.partition(b"\t")
        if name:
            mode, _, blob = about.decode("ascii").split(" ")
            if mode in REGULAR:
                found[workspace.root / os.fsdecode(name)] = blob
    return found


def _with_disk(workspace: Workspace, commit: str) -> bytes:
    """How the files on disk differ from a commit, those not yet known to git among them.

    Git follows renames only to files that its index names. So a copy of the index is told their
    names, with a content that no file has, and is brought up to date with the disk; git's own
    index and its objects stay as they are. The copy keeps the time of the original: files no older
    than the index are those that git does not believe to be unchanged.
    """
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        told = git(workspace, "rev-parse", "--git-path", "index").removesuffix(b"\n")
        original = workspace.root / os.fsdecode(told)
        if original.is_file():
            shutil.copy2(original, index)
        names = git(workspace, *UNTRACKED, *BELOW).split(b"\0")
        nothing = f"100644 {'1' * len(commit)}\t".encode("ascii")
        lines = b"".join(nothing + name + b"\0" for name in names if name and name[-1:] != b"/")
        git(workspace, *REFRESH, "-z", "--index-info", given=lines, index=index)
        return git(workspace, "diff-index", *RAW, commit, *BELOW, index=index)


def _pairs(workspace: Workspace, told: bytes) -> Iterator[Pair]:
    """What a raw diff tells, without what is no data file."""
    words = iter(told.split(b"\0"))
    for word in words:
        if not word:
            continue
        old_mode, new_mode, old, new, status = word[1:].decode("ascii").split(" ")
        name = next(words)
        other = next(words) if status[0] in "RC" else name
        before = _data_path(workspace, name) if old_mode in REGULAR else None
        after = _data_path(workspace, other) if new_mode in REGULAR else None
        gone, come = (old if before else None), (new if after else None)
        if before and after and before.name != after.name:
            yield Pair(before, None, gone, None)
            yield Pair(None, after, None, come)
        else:
            yield Pair(before, after, gone, come)


def _data_path(workspace: Workspace, name: bytes) -> Path | None:
    path = workspace.root / os.fsdecode(name)
    return path if is_data_path(path.relative_to(workspace.targets)) else None


def _on_disk(pair: Pair) -> Pair:
    return Pair(pair.before, pair.after, pair.before_blob, None)

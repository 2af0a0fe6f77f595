"""Whether a file is one that we published, as the manifest of the site tells."""

import re
from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct

from tools.web.opendata.manifest import Earlier, Manifest, Published, sha256

# What browsers and people put behind the name of a second copy.
COPY = re.compile(r"(?:\s*[(（][0-9]+[)）]| ?- ?(?:副本|Copy)(?:\s*[(（][0-9]+[)）])?)+$")


class Outcome(StrEnum):
    """What a file is to us."""

    OURS = "是公开的文件"
    RENAMED = "内容是公开的文件，文件名不同"
    EARLIER = "是以前公开的文件"
    ALTERED = "改动过"
    UNKNOWN = "不是公开的文件"


class Verified(Struct, frozen=True):
    """The outcome, and the published files that it is about, of now or of before."""

    outcome: Outcome
    files: tuple[Published, ...]
    earlier: tuple[Earlier, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether every byte is as we published it."""
        return self.outcome in (Outcome.OURS, Outcome.RENAMED, Outcome.EARLIER)


def verify(manifest: Manifest, path: PurePath, data: bytes) -> Verified:
    """Look the file up by its content, then by its name."""
    digest, name = sha256(data), original_name(path)
    same = tuple(file for file in manifest.files if file.sha256 == digest)
    named = tuple(file for file in manifest.files if file.name.lower() == name.lower())
    both = tuple(file for file in same if file in named)
    if both:
        return Verified(Outcome.OURS, both)
    if same:
        return Verified(Outcome.RENAMED, same)
    earlier = tuple(file for file in manifest.earlier if file.sha256 == digest)
    if earlier:
        return Verified(Outcome.EARLIER, (), earlier)
    return Verified(Outcome.ALTERED, named) if named else Verified(Outcome.UNKNOWN, ())


def original_name(path: PurePath) -> str:
    """The name without what says that it is a copy."""
    return COPY.sub("", path.stem) + path.suffix

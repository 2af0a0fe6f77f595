"""What may follow a published site: a revision that was made from its own, and from none other.

Nor may it change what is 已公开 in silence: the published revision is the base to compare with.
"""

from msgspec import Struct

from tools.model import Withholding
from tools.problem import ProblemError
from tools.publishing.addresses import Addresses
from tools.source.cleanliness import Revision
from tools.source.plumbing import refusal
from tools.source.repository import Entry
from tools.source.revisions import ON_DISK, Span, Version, commit_of, contains
from tools.source.versions import Compared, between
from tools.source.workspace import Workspace

SHORTEST = 7


class Since(Struct, frozen=True):
    """What changed since the published revision; ``unknown`` says why where nobody can tell."""

    compared: Compared
    unknown: str = ""

    @property
    def newly_public(self) -> frozenset[str]:
        """Files that are 已公开 now and were not at the published revision.

        One that was taken from a document published elsewhere is none: it is kept as it was.
        """
        return frozenset(
            versions.after.path
            for versions in self.compared.versions
            if versions.after
            and versions.after.record.is_published
            and not _is_taken_over(versions.after)
            and not (versions.before and versions.before.record.is_published)
        )

    @property
    def withholds_more(self) -> bool:
        """Whether something is withheld now that was not at the published revision."""
        return any(
            versions.after and set(versions.after.record.withheld) - _withheld(versions.before)
            for versions in self.compared.versions
        )


def _is_taken_over(entry: Entry) -> bool:
    return bool(entry.record.origin and entry.record.origin.file)


def _withheld(entry: Entry | None) -> set[Withholding]:
    return set(entry.record.withheld) if entry else set()


def since(workspace: Workspace, before: Addresses | None) -> Since:
    """The department-years that differ between the published site's revision and the disk."""
    unknown = ""
    if before is None:
        unknown = "这里还没有发布过网站"
    elif not before.revision:
        unknown = "这里的网站没有记下由哪个版本生成"
    elif not commit_of(workspace, before.revision):
        unknown = f"网站上的版本 {before.revision[:SHORTEST]} 这里没有"
    if before is None or unknown:
        return Since(Compared(versions=[], problems=[]), unknown)
    shown = f"网站上的版本 {before.revision[:SHORTEST]}"
    base = Version(commit=before.revision, written=before.revision, shown=shown)
    return Since(between(workspace, Span(base, ON_DISK)))


def require(
    workspace: Workspace, before: Addresses | None, revision: Revision, over: str = ""
) -> None:
    """Raise ``ProblemError`` where the site would go back, or forget somebody else's work.

    ``over`` is the commit that is published, in full or short: where history was written anew, it
    is in no clone any more, and only who names it may replace it. A site from before revisions
    were recorded may be followed by any.
    """
    if before is None or not before.revision:
        return
    if not commit_of(workspace, before.revision):
        if len(over) < SHORTEST or not before.revision.startswith(over):
            raise _unknown(before.revision)
    elif not contains(workspace, revision.commit, before.revision):
        raise _older(workspace, before.revision, revision)


def _older(workspace: Workspace, published: str, revision: Revision) -> ProblemError:
    there = published[:SHORTEST]
    message = f"网站上的是更新的版本 {there}，这里的 {revision.short} 比它旧，发布了会退回去"
    if not contains(workspace, published, revision.commit):
        message = f"网站上的是版本 {there}，这里的 {revision.short} 里没有它的改动，发布了会退回去"
    hint = "先 git pull；确实要退回的，用 git revert 提交以后再发布"
    return refusal("older-revision", message, hint, "--to")


def _unknown(published: str) -> ProblemError:
    there = published[:SHORTEST]
    message = f"网站上的是版本 {there}，这里没有这个版本，不知道发布了会不会退回去"
    hint = f"先 git pull；历史重写过、哪里都没有这个版本了的，加 --over {there}"
    return refusal("unknown-published-revision", message, hint, "--to")

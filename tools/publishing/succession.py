"""What may follow a published site: a revision that was made from its own, and from none other."""

from tools.problem import ProblemError
from tools.publishing.addresses import Addresses
from tools.source.cleanliness import Revision
from tools.source.plumbing import refusal
from tools.source.revisions import commit_of, contains
from tools.source.workspace import Workspace

SHORTEST = 7


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

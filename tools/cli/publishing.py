"""The command that publishes: publish."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct, structs

from tools.checking import Checked
from tools.cli.console import Stop, err, job, print_problems, progress, refusal
from tools.cli.frame import app
from tools.cli.reviewing import checking_result
from tools.publishing import destinations, keeping, succession, superseded, whole
from tools.publishing.addresses import Addresses
from tools.publishing.destinations import Destination, Folder
from tools.publishing.keeping import Vanished
from tools.publishing.succession import Since
from tools.publishing.whole import Size
from tools.source import branches, cleanliness
from tools.source import workspace as workspaces
from tools.source.branches import Branch
from tools.source.cleanliness import Revision
from tools.source.repository import Repository
from tools.source.workspace import Workspace

SHOWN = 10
To = Annotated[
    str,
    Parameter(
        name="--to",
        help="文件夹或 Git 分支。以 /、./ 或 ../ 开头，或以 / 结尾的，是文件夹；"
        "refs/heads/ 开头的，是分支；别的名字，有这个分支就是分支，有这个文件夹就是文件夹，"
        "都没有就新建：名字里有 / 的建文件夹，没有的建分支。",
        show_default=False,
    ),
]
Over = Annotated[
    str,
    Parameter(
        help="网站上的版本号。只在 Git 历史重写过、网站上的版本哪里都没有了的时候写。",
        show_default=False,
    ),
]
NewHistory = Annotated[
    bool,
    Parameter(
        name="--new-history",
        help="只用于分支：重写这个分支，以前发布过的内容不留在它的历史里。旧网址照样留着。",
        negative=(),
        show_default=False,
    ),
]


class Published(Struct, frozen=True, kw_only=True):
    """What was put where; ``commit`` is the branch's new one, empty where it had all of it."""

    revision: Revision
    place: Destination
    commit: str
    addresses: Addresses
    vanished: Vanished
    size: Size
    is_same: bool


@app.command(name="publish", usage="")
def publish_command(*, to: To = "", over: Over = "", new_history: NewHistory = False) -> int:
    """发布：由提交过的版本生成网站和开放数据，整个换上去；中途失败，原来的网站不动。

    网站上的比这里新，就停下，不会退回去。
    示例数据和编制中的文件不发布；有隐私问题，或没公开的文件有错，就停下；
    上次发布以后，已公开的内容改了没写更正记录的，删掉或退回编制中的，也停下。
    不联网，也不推送。以前发布过的网址都留着：改了名的转到新网址，撤下的说明已经没有了。
    文件夹里有不是发布出来的东西，不会去换。

    例：

    - `nox -s publish -- --to /srv/www/targets`（文件夹）
    - `nox -s publish -- --to ./build/public`（文件夹）
    - `nox -s publish -- --to gh-pages`（分支，没有就新建）
    """
    with job() as written:
        workspace = workspaces.find(Path())
        chosen = _chosen(workspace, to, new_history)
        revision = cleanliness.clean_revision(workspace)
        with destinations.staging(workspace, chosen) as (place, fresh):
            before = destinations.previous(workspace, place)
            succession.require(workspace, before, revision, over)
            since = succession.since(workspace, before)
            earlier = superseded.previous(workspace, place)
            checked = _passed(workspace, since)
            public = checked.repository.public()
            with progress("网站") as step:
                whole.build(workspace, public, checked.findings, fresh, step)
            superseded.complete(fresh, earlier)
            known = keeping.forget(before, checked.repository) if before else None
            now, vanished = keeping.keep(workspace, fresh, known, revision)
            cleanliness.still(workspace, revision)
            size = whole.size(fresh)
            commit = destinations.put(workspace, place, fresh, revision, forget=new_history)
        published = Published(
            revision=revision,
            place=place,
            commit=commit,
            addresses=now,
            vanished=vanished,
            size=size,
            is_same=before is not None and before.sha256 == now.sha256,
        )
        written.extend(_told(published, checked.repository, public))
        written.extend(_not_compared(since))
        if isinstance(place, Branch):
            left = branches.has_history(workspace, branches.branch(workspace, place.name))
            has_less = since.withholds_more or bool(vanished.pages or vanished.files)
            written.extend(_next_step(place, commit, new_history, left and has_less))
    return 0


def _chosen(workspace: Workspace, to: str, new_history: bool) -> Destination:
    chosen = destinations.destination(workspace, to)
    if new_history and isinstance(chosen, Folder):
        message, hint = "文件夹没有历史，--new-history 只用于分支", "去掉 --new-history"
        raise refusal("--new-history", "no-history", message, hint)
    return chosen


def _passed(workspace: Workspace, since: Since) -> Checked:
    """Everything checked, with what changed since the last time; stop here if anything fails."""
    checked = checking_result(workspace, None, earlier=since.compared.versions)
    checked = structs.replace(checked, newly_public=since.newly_public)
    if checked.failing:
        print_problems(workspace, checked.failing)
        err.print("有错误，没有发布，原来的网站不动。改正、提交后再发布。")
        for line in _ways_out(checked):
            err.print(line, markup=False)
        raise Stop
    return checked


def _ways_out(checked: Checked) -> Iterator[str]:
    """What else than mending may be done about errors in drafts and in what is newly public."""
    failing = {problem.path for problem in checked.failing}
    entries = [entry for entry in checked.repository.entries if entry.path in failing]
    drafts = [entry.path for entry in entries if entry.record.is_draft]
    new = [entry.path for entry in entries if entry.path in checked.newly_public]
    if drafts:
        yield f"编制中的 {_some(drafts)} 有错：改好，或者先从 main 移到它自己的分支，再发布。"
    if new:
        way = "改好；原来公开的就是这样的，经审核人同意写进“审核例外”，再发布"
        yield f"第一次公开的 {_some(new)} 有错：{way}。"


def _not_compared(since: Since) -> Iterator[str]:
    """What nobody could compare with what is published."""
    if since.unknown:
        yield f"  {since.unknown}，没有核对已公开的内容改过没有"
    unread = sorted({problem.path for problem in since.compared.problems})
    if unread:
        yield f"  上次发布的 {_some(unread)} 不合现在的格式，没有核对改过没有"


def _some(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more


def _told(published: Published, repository: Repository, public: Repository) -> Iterator[str]:
    place, size = published.place, published.size
    where = f"文件夹 {place.path}" if isinstance(place, Folder) else f"分支 {place.name}"
    yield f"✓ 发布到{where}，由版本 {published.revision.short} 生成"
    kept = len(published.addresses.moved) + len(published.addresses.gone)
    pages = f"网页 {len(published.addresses.pages)} 页" + (f"，旧网址 {kept} 个" if kept else "")
    yield f"  {pages}，全部文件 {size.files} 个，{size.bytes / 1_000_000:.1f} MB"
    if published.is_same:
        yield "  与上次发布的内容一样，没有变化"
    yield from _left_out(repository, public)
    yield from _vanished(published.vanished)


def _left_out(repository: Repository, public: Repository) -> Iterator[str]:
    samples, drafts = repository.left_out(public)
    if samples:
        yield f"  示例数据 {samples} 份没有发布"
    if drafts:
        yield f"  编制中的 {drafts} 份没有发布"


def _vanished(vanished: Vanished) -> Iterator[str]:
    if not vanished:
        return
    anchors = [f"{page}#{one}" for page, ids in vanished.anchors.items() for one in ids]
    yield from _listed("网页不在了，原址已放上说明", vanished.pages)
    yield from _listed("网页里的位置不在了", anchors)
    yield from _listed("下载文件不在了", vanished.files)
    yield "  确实撤下的不用管。改了名的：项目和指标在数据文件里写 曾用名，"
    yield "  地区和部门的文件夹在 region.yaml 里写 曾用网址，提交后再发布，旧网址就通了"


def _listed(title: str, names: Iterable[str]) -> Iterator[str]:
    listed = list(names)
    if listed:
        yield f"  上次发布的 {len(listed)} 个{title}："
        yield from (f"    /{name}" for name in listed[:SHOWN])
    if len(listed) > SHOWN:
        yield f"    等 {len(listed)} 个"


def _next_step(branch: Branch, commit: str, new_history: bool, still_there: bool) -> Iterator[str]:
    """What to push; ``still_there`` is whether history holds what is not published any more."""
    if not commit:
        yield f"  与分支 {branch.name} 上的一样，没有新的提交"
    elif not branch.tip:
        yield f"  新建了分支 {branch.name}；想要的是文件夹的话，写 ./{branch.name}"
    if still_there:
        yield f"  以前公开过的内容还在分支 {branch.name} 的历史里，推送以后别人仍能取到；"
        yield "  要彻底撤下：加 --new-history 重写这个分支，再 git push --force"
    if commit:
        force = "--force " if new_history and branch.tip else ""
        yield f"  下一步：git push {force}origin {branch.name}"

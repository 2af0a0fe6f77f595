"""Addresses of before: where recorded renames lead.

``曾用名`` of projects and indicators gives the anchors that they had on the department-year's
page, ``曾用网址`` in region.yaml the folders that regions and departments had.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct

from tools import model
from tools.problem import Problem
from tools.source.repository import REGION_FILE, Entry, Repository, reserved
from tools.source.workspace import Workspace
from tools.web.links import (
    indicator_anchors,
    indicator_name,
    named_indicator_anchors,
    project_anchors,
    project_name_anchors,
)

CLASS = re.compile(r"[^/]*指标/")
# Where a department-year's address is not at the beginning of a path: the open data's folders.
DATA_FOLDERS = re.compile(r"(?:data/(?:department-years|projects|api/v1/[a-z-]+)/)?")


class Alias(Struct, frozen=True, kw_only=True):
    """An anchor of before and the one that stands there now.

    ``pointer`` is where its 曾用名 is written; ``is_project`` tells a project's own anchor from
    those of its indicators.
    """

    old: str
    anchor: str
    pointer: str
    is_project: bool


def aliases(projects: Sequence[model.Project]) -> dict[str, str]:
    """Every anchor of before on a department-year's page, with the living one.

    An anchor that lives, or is claimed twice, leads nowhere else: ``check`` tells of it.
    """
    return _leading(_aliases(projects), _living(projects))


def project_aliases(projects: Sequence[model.Project]) -> dict[str, str]:
    """Of :func:`aliases`, those of projects themselves: for pages that are a project's own."""
    living = set(project_anchors(projects))
    return {old: anchor for old, anchor in aliases(projects).items() if anchor in living}


def by_anchor(projects: Sequence[model.Project]) -> dict[str, list[str]]:
    """The anchors of before that are to be printed at each living one."""
    return _listed(aliases(projects))


def rows_by_anchor(project: model.Project, anchor: str) -> dict[str, list[str]]:
    """The same for the rows of one project where it stands under ``anchor``, not its own."""
    living = indicator_anchors(anchor, project.indicators)
    return _listed(_leading(_rows(project, anchor, anchor, "", ""), living))


def regions_by_slug(regions: Mapping[str, model.Region]) -> dict[str, list[str]]:
    """The folders that each region had, where nobody else has or had them."""
    listed = [(old, slug) for slug, region in regions.items() for old in region.former or ()]
    count = Counter(old for old, _ in listed)
    return _listed({old: s for old, s in listed if count[old] == 1 and old not in regions})


def folders(regions: Mapping[str, model.Region]) -> dict[str, str]:
    """Every folder of before, with the one that it is now.

    Those of departments come first: what is recorded of one department goes before what follows
    from its region.
    """
    found = {}
    for slug, region in regions.items():
        for name, department in region.departments.items():
            for place, old in product((slug, *(region.former or ())), department.former or ()):
                found[old if "/" in old else f"{place}/{old}"] = f"{slug}/{name}"
    found.update((old, slug) for slug, region in regions.items() for old in region.former or ())
    return found


def old_paths(paths: Iterable[str], moved: Mapping[str, str]) -> dict[str, str]:
    """The paths that files of the site had in the folders of before, and what stands for each.

    ``paths`` are from the site's root, ``moved`` is what :func:`folders` gives.
    """
    listed = list(paths)
    found: dict[str, str] = {}
    for old, new in moved.items():
        for path in listed:
            before = _old_path(path, old, new)
            if before:
                found.setdefault(before, path)
    return found


def _old_path(path: str, old: str, new: str) -> str:
    """Where ``path`` was while ``new`` was ``old``; a download's name begins with its folders."""
    base = DATA_FOLDERS.match(path)
    start = base[0] if base else ""
    rest = path.removeprefix(start)
    behind = rest.removeprefix(new)
    if behind == rest or behind[:1] not in ("/", "."):
        return ""
    folder, slash, name = behind.rpartition("/")
    stem = f"{new.replace('/', '-')}-"
    if name.startswith(stem):
        name = f"{old.replace('/', '-')}-{name.removeprefix(stem)}"
    return f"{start}{old}{folder}{slash}{name}"


def problems(workspace: Workspace, repository: Repository) -> Iterator[Problem]:
    """Recorded renames that lead nowhere: what they name is still there, or named twice."""
    for entry in repository.entries:
        yield from _anchor_problems(entry)
    yield from _folder_problems(workspace, repository)


def _leading(found: Iterable[Alias], living: Iterable[str]) -> dict[str, str]:
    """Without those that live, or are claimed twice."""
    listed, there = list(found), set(living)
    count = Counter(alias.old for alias in listed)
    return {a.old: a.anchor for a in listed if count[a.old] == 1 and a.old not in there}


def _listed(leading: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for old, anchor in leading.items():
        found.setdefault(anchor, []).append(old)
    return found


def _aliases(projects: Sequence[model.Project]) -> Iterator[Alias]:
    living = project_anchors(projects)
    listed = [(index, name) for index, p in enumerate(projects) for name in p.former or ()]
    old = project_name_anchors(name for _, name in listed)
    of_project: dict[int, list[tuple[str, str]]] = {}
    for (index, name), anchor in zip(listed, old, strict=True):
        pointer = f"/项目/{index}/曾用名/{_number(projects[index], name)}"
        of_project.setdefault(index, []).append((anchor, pointer))
        yield Alias(old=anchor, anchor=living[index], pointer=pointer, is_project=True)
    for index, project in enumerate(projects):
        place = f"/项目/{index}"
        for anchor, pointer in ((living[index], ""), *of_project.get(index, ())):
            yield from _rows(project, anchor, living[index], place, pointer)


def _rows(
    project: model.Project, anchor: str, living: str, place: str, pointer: str
) -> Iterator[Alias]:
    """The anchors of a project's rows below ``anchor``, by their names of now and of before.

    ``pointer`` is where the project's former name is written; empty for its name of now.
    """
    rows = project.indicators
    now = indicator_anchors(living, rows)
    if pointer:
        for old, new, row in zip(indicator_anchors(anchor, rows), now, rows, strict=True):
            if not row.is_blank:
                yield Alias(old=old, anchor=new, pointer=pointer, is_project=False)
    listed = [(index, name) for index, row in enumerate(rows) for name in row.former or ()]
    names = [_row_name(rows[index], name) for index, name in listed]
    for (index, name), old in zip(listed, named_indicator_anchors(anchor, names), strict=True):
        where = f"{place}/绩效指标/{index}/曾用名/{_number(rows[index], name)}"
        if not rows[index].is_blank:
            yield Alias(old=old, anchor=now[index], pointer=where, is_project=False)


def _row_name(row: model.Indicator, former: str) -> str:
    """A row's whole name of before: its class, if that was another one, is written with it."""
    return former if CLASS.match(former) else indicator_name(row.level2, former)


def _number(record: model.Project | model.Indicator, name: str) -> int:
    return list(record.former or ()).index(name)


def _living(projects: Sequence[model.Project]) -> set[str]:
    anchors = project_anchors(projects)
    rows = (
        row
        for project, anchor in zip(projects, anchors, strict=True)
        for row in indicator_anchors(anchor, project.indicators)
    )
    return {*anchors, *rows}


def _anchor_problems(entry: Entry) -> Iterator[Problem]:
    found = list(_aliases(entry.record.projects))
    living = _living(entry.record.projects)
    seen: set[str] = set()
    told: set[str] = set()
    for alias in found:
        is_double = alias.old in living or alias.old in seen
        seen.add(alias.old)
        if is_double and alias.pointer not in told:
            told.add(alias.pointer)
            what = "项目" if alias.is_project else "指标"
            message = f"曾用名与现在的{what}重名，或写了两次，旧网址不知道通到哪里"
            hint = "照以前公开时的写法核对；现在另有同名的，删去这个曾用名"
            yield entry.problem(alias.pointer, "former-name-in-use", message, hint)


def _folder_problems(workspace: Workspace, repository: Repository) -> Iterator[Problem]:
    taken = reserved(workspace)
    regions = repository.regions.items()
    claims = [claim for slug, region in regions for claim in _claims(slug, region)]
    count = Counter(old for old, _ in claims)
    for old, slug in claims:
        if (workspace.targets / old).is_dir() or old.split("/")[0] in taken:
            message = f"曾用网址 {old} 现在另有网页"
        elif count[old] > 1:
            message = f"曾用网址 {old} 写了不止一次，旧网址不知道通到哪里"
        else:
            continue
        path = workspace.shown(workspace.targets / slug / REGION_FILE)
        hint = "核对以前的文件夹名；这个名字已经给了别的地区或部门的，删去这一条"
        yield Problem(path=path, rule="former-address-in-use", message=message, hint=hint)


def _claims(slug: str, region: model.Region) -> Iterable[tuple[str, str]]:
    for old in region.former or ():
        yield old, slug
    for department in region.departments.values():
        for old in department.former or ():
            yield (old if "/" in old else f"{slug}/{old}"), slug

"""Department-years in two versions, side by side: what a comparison by meaning starts from.

Both sides are read as strictly as any file, and by today's schema. A file that cannot be read is
told and left out with its other side, which alone would pass for added or deleted.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tools.problem import Problem, ProblemError
from tools.source.pairs import Pair, blobs, changed, contents
from tools.source.plumbing import refusal
from tools.source.reader import read
from tools.source.repository import (
    REGION_FILE,
    Entry,
    department_year_schema,
    entry_of,
    is_data_path,
)
from tools.source.revisions import ON_DISK, Span, Version
from tools.source.workspace import Workspace

NO_FILE = "看看地区、部门和年度写得对不对"


class Versions(Struct, frozen=True):
    """One department-year on both sides; None where it does not exist on that side."""

    before: Entry | None
    after: Entry | None


class Compared(Struct, frozen=True):
    """What could be read on both sides, and what could not be read."""

    versions: list[Versions]
    problems: list[Problem]


def between(workspace: Workspace, span: Span, only: Iterable[Path] | None = None) -> Compared:
    """The department-years that differ between two versions, in the order of their files.

    With ``only``, those that are or were at or below one of its paths. Raise ``ProblemError``
    where git cannot tell.
    """
    chosen = None if only is None else [path.absolute() for path in only]
    pairs = [
        pair
        for pair in changed(workspace, span)
        if pair.path.name != REGION_FILE and _is_wanted(pair, chosen)
    ]
    stored = blobs(workspace, [blob for p in pairs for blob in (p.before_blob, p.after_blob)])
    compared = Compared(versions=[], problems=[])
    for pair, before, after in zip(pairs, stored[::2], stored[1::2], strict=True):
        try:
            old = _entry(workspace, span.before, pair.before, before)
            new = _entry(workspace, span.after, pair.after, after)
            compared.versions.append(Versions(old, new))
        except ProblemError as error:
            compared.problems.extend(error.problems)
    return compared


def of_files(workspace: Workspace, before: Path, after: Path) -> Versions:
    """Two files, wherever they are; raise ``ProblemError`` where one cannot be read."""
    return Versions(*(_on_disk(workspace, path) for path in (before, after)))


def of_years(workspace: Workspace, department: str, before: int, after: int) -> Versions:
    """Two years of a department, written ``region/department``, as they are on disk.

    Raise ``ProblemError`` where one cannot be read.
    """
    folder = workspace.targets / department
    if not _is_year_of_targets(workspace, folder / "2000.yaml"):
        message, hint = f"“{department}”不是一个部门", "写成 地区/部门，例如 xinglong/zhengfawei"
        raise refusal("no-such-department", message, hint, department)
    return of_files(workspace, folder / f"{before}.yaml", folder / f"{after}.yaml")


def at(workspace: Workspace, version: Version, paths: Sequence[Path]) -> list[Entry]:
    """Data files as they are in one version.

    Raise ``ProblemError`` at the first that does not exist there or cannot be read.
    """
    if version.commit is None:
        return [_on_disk(workspace, path) for path in paths]
    found = contents(workspace, [(version.commit, path) for path in paths])
    entries = []
    for path, data in zip(paths, found, strict=True):
        if data is None:
            raise _missing(workspace.shown(path), version)
        entries.append(_read(workspace, version, path, data))
    return entries


def _is_wanted(pair: Pair, chosen: list[Path] | None) -> bool:
    paths = [path for path in (pair.before, pair.after) if path]
    return chosen is None or any(p.is_relative_to(place) for p in paths for place in chosen)


def _is_year_of_targets(workspace: Workspace, path: Path) -> bool:
    place = path.absolute()
    if not place.is_relative_to(workspace.targets):
        return False
    return place.name != REGION_FILE and is_data_path(place.relative_to(workspace.targets))


def _entry(
    workspace: Workspace, version: Version, path: Path | None, data: bytes | None
) -> Entry | None:
    if path is None:
        return None
    if data is None:
        return _on_disk(workspace, path)
    return _read(workspace, version, path, data)


def _on_disk(workspace: Workspace, path: Path) -> Entry:
    if not path.exists():
        raise _missing(workspace.shown(path), ON_DISK)
    try:
        data = path.read_bytes()
    except OSError as error:
        shown = workspace.shown(path)
        hint = "检查文件的读取权限，或是否被别的程序占用"
        raise refusal("unreadable", "文件打不开", hint, shown) from error
    return _read(workspace, ON_DISK, path, data)


def _read(workspace: Workspace, version: Version, path: Path, data: bytes) -> Entry:
    """The entry; outside ``targets/`` a file may have any name, and its year is what it says."""
    shown = workspace.shown(path)
    reading = read(shown, data, department_year_schema(workspace))
    if not reading.is_valid:
        raise _unreadable(shown, version, reading.problems)
    entry = entry_of(workspace, path, reading)
    is_named = _is_year_of_targets(workspace, path)
    return entry if is_named else replace(entry, year=entry.record.year)


def _unreadable(shown: str, version: Version, faults: list[Problem]) -> ProblemError:
    first = faults[0]
    line = f"第 {first.line} 行：" if first.line else ""
    more = f"（共 {len(faults)} 处）" if len(faults) > 1 else ""
    message = f"{shown}（{version.shown}）读不懂：{line}{first.message}{more}"
    hint = "这个版本不合现在的格式，不能逐项比较；用 git diff 看文字的改动"
    if version.commit is None:
        hint = "先运行 nox -s check，照它说的改好"
    return refusal("unreadable-version", message, hint, shown)


def _missing(shown: str, version: Version) -> ProblemError:
    message = f"没有 {shown} 这个文件（{version.shown}）"
    return refusal("no-such-file", message, NO_FILE, shown)

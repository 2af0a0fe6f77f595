"""Where a new file is to go, as a clerk writes it: a department and a year."""

from difflib import get_close_matches
from itertools import count
from pathlib import Path

from msgspec import Struct

from tools.problem import Problem, ProblemError
from tools.source.repository import REGION_FILE, SLUG, YEAR, reserved, years
from tools.source.workspace import Workspace

COMMAND = "nox -s new"
EXAMPLE = "nox -s new -- xinglong/zhengfawei 2023"


class Address(Struct, frozen=True):
    """One department-year of ``targets/``, there or not."""

    region: str
    department: str
    year: int

    def __str__(self) -> str:
        return f"{self.body}/{self.year}"

    @property
    def body(self) -> str:
        """``region/department``."""
        return f"{self.region}/{self.department}"

    def folder(self, workspace: Workspace) -> Path:
        """The department's folder."""
        return workspace.targets / self.region / self.department

    def path(self, workspace: Workspace) -> Path:
        """The file itself."""
        return self.folder(workspace) / f"{self.year}.yaml"

    def years(self, workspace: Workspace) -> list[int]:
        """The years that the department has files of."""
        return years(self.folder(workspace))


def refusal(path: str, rule: str, message: str, hint: str) -> ProblemError:
    """What to raise where no draft can be made of what was asked for."""
    return ProblemError(Problem(path=path, rule=rule, message=message, hint=hint))


def address(workspace: Workspace, body: str, year: str) -> Address:
    """Where ``body`` and ``year`` lead; raise ``ProblemError`` where no new file can go.

    ``body`` may be written as the folder's path, as shells complete it.
    """
    parts = body.replace("\\", "/").removeprefix("./").removeprefix("targets/").strip("/")
    region, _, department = parts.partition("/")
    if not (region and department and year) or "/" in department:
        hint = f"先写 地区/部门，空一格再写年度，例如 {EXAMPLE}"
        raise refusal(COMMAND, "bad-option", "没有写清哪个部门、哪一年", hint)
    for name in (region, department):
        _check_slug(body, name)
    if region in reserved(workspace):
        hint = "换一个名字，例如在后面加上 -xian、-shi、-qu"
        raise refusal(body, "reserved-slug", f"“{region}”留给网站自己的页面用", hint)
    found = Address(region, department, check_year(year))
    _check_free(workspace, found)
    return found


def _check_slug(body: str, name: str) -> None:
    if not SLUG.fullmatch(name):
        hint = f"写成 地区/部门，用文件夹名：小写字母、数字和连字符，例如 {EXAMPLE}"
        raise refusal(body, "bad-slug", f"“{name}”不能作文件夹名", hint)


def check_year(year: str) -> int:
    """The year as a number; raise ``ProblemError`` where it can be no file's name."""
    if not YEAR.fullmatch(year):
        hint = "写四位数的年度，例如 2023"
        raise refusal(COMMAND, "bad-option", f"年度不能是“{year}”", hint)
    return int(year)


def _check_free(workspace: Workspace, wanted: Address) -> None:
    path, folder = wanted.path(workspace), wanted.folder(workspace)
    if path.exists() or path.is_symlink():
        there = wanted.years(workspace)
        free = next(year for year in count(wanted.year + 1) if year not in there)
        hint = f"直接修改它；要起草别的年度，例如 {COMMAND} -- {wanted.body} {free}"
        raise refusal(workspace.shown(path), "file-exists", "这个文件已经有了，没有改动", hint)
    for place in (folder, folder.parent):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            hint = "移走它，或换一个文件夹名"
            raise refusal(workspace.shown(place), "bad-slug", "这里要一个真正的文件夹", hint)


def alike(workspace: Workspace, wanted: Address) -> str:
    """The department that was most likely meant; empty where none is like it."""
    bodies = [
        f"{folder.parent.name}/{folder.name}"
        for region in sorted(workspace.targets.glob(f"*/{REGION_FILE}"))
        for folder in sorted(region.parent.iterdir())
        if folder.is_dir() and years(folder)
    ]
    return next(iter(get_close_matches(wanted.body, bodies, 1, 0.8)), "")

"""Department-years side by side: from git, from two files, from two years of a department."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout, needs_git
from tests.records import save, tree
from tests.source.test_pairs import Asked
from tests.source.test_pairs import asked as asked
from tools.problem import Problem, ProblemError
from tools.source.repository import Entry
from tools.source.revisions import ON_DISK, resolve
from tools.source.versions import Compared, Versions, at, between, of_files, of_years
from tools.source.workspace import Workspace

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

Side = tuple[str, str] | None


class Office:
    """A checkout with everything that a data file needs, and one department-year on main."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.checkout = Checkout(workspace.root)
        self.checkout.git("init")
        self.save("shili/sifaju/2024", "一")
        self.commit()
        self.checkout.git("switch", "-c", "branch")

    def save(self, address: str, goal: str, **changes: Any) -> Path:
        content = tree(年度=int(address[-4:]), **changes)
        content["整体绩效目标"]["总体绩效目标"] = goal
        save(self.workspace, address, content)
        return self.workspace.targets / f"{address}.yaml"

    def commit(self) -> None:
        self.checkout.git("add", "targets")
        self.checkout.git("commit", "-m", "data")

    def between(self, text: str, only: list[Path] | None = None) -> Compared:
        return between(self.workspace, resolve(self.workspace, text), only)

    def sides(self, text: str) -> list[tuple[Side, Side]]:
        compared = self.between(text)
        assert compared.problems == []
        return [both(versions) for versions in compared.versions]


def both(versions: Versions) -> tuple[Side, Side]:
    return side(versions.before), side(versions.after)


def side(entry: Entry | None) -> Side:
    return (entry.address, str(entry.record.targets.overall)) if entry else None


@pytest.fixture
def office(own_git: None, copy: Workspace) -> Office:
    return Office(copy)


def refused(caught: pytest.ExceptionInfo[ProblemError]) -> Problem:
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_added_changed_moved_and_deleted(office: Office) -> None:
    office.save("shili/gone/2024", "旧")
    office.save("shili/old/2024", "走", 部门={"名称": "甲" * 300})
    office.commit()
    office.checkout.git("branch", "-f", "main")
    office.save("shili/sifaju/2024", "二")
    office.save("shili/new/2024", "走", 部门={"名称": "甲" * 300})
    (office.workspace.targets / "shili/old/2024.yaml").unlink()
    (office.workspace.targets / "shili/gone/2024.yaml").unlink()
    office.save("shili/sifaju/2025", "新")
    expected: list[tuple[Side, Side]] = [
        (("shili/gone/2024", "旧"), None),
        (("shili/old/2024", "走"), ("shili/new/2024", "走")),
        (("shili/sifaju/2024", "一"), ("shili/sifaju/2024", "二")),
        (None, ("shili/sifaju/2025", "新")),
    ]
    assert office.sides("main") == expected
    office.commit()
    assert office.sides("main..") == expected
    office.save("shili/sifaju/2024", "三")
    assert office.sides("main..") == expected
    assert office.sides("HEAD") == [(("shili/sifaju/2024", "二"), ("shili/sifaju/2024", "三"))]


def test_an_entry_is_as_in_the_checkout(office: Office) -> None:
    office.save("shili/sifaju/2024", "二")
    (versions,) = office.between("main").versions
    entry = versions.after
    assert entry
    assert (entry.region, entry.department, entry.year) == ("shili", "sifaju", 2024)
    assert entry.path == "targets/shili/sifaju/2024.yaml"
    assert entry.problem("/年度", "x", "", "").line > 1


def test_only_some(office: Office, asked: Asked) -> None:
    for name in ("shili/a/2024", "shili/b/2024", "shili/b/2025"):
        office.save(name, name)
    office.commit()
    office.save("shili/b/2025", "二")
    (office.workspace.targets / "shili/b").rename(office.workspace.targets / "shili/c")
    office.commit()
    folder = office.workspace.targets / "shili"
    for only in ([folder / "c"], [folder / "b"], [folder / "a", folder / "b/2024.yaml"]):
        found = office.between("HEAD~1..", only).versions
        expected = ["shili/c/2024", "shili/c/2025"][: 1 if len(only) == 2 else 2]
        assert [v.after.address for v in found if v.after] == expected
    assert office.between("HEAD~1..", []).versions == []
    questions = [given.decode().split() for arguments, given in asked if arguments[0] == "cat-file"]
    assert [len(names) for names in questions] == [3, 3, 1]


def test_three_of_eight_hundred(office: Office, asked: Asked) -> None:
    for number in range(800):
        office.checkout.write(f"targets/shili/d{number}/2024.yaml", f"坏的 {number}")
    good = [f"shili/d{number}/2024" for number in (1, 2, 3)]
    for name in good:
        office.save(name, "一")
    office.commit()
    for name in good:
        office.save(name, name)
    office.commit()
    assert [sides[1] for sides in office.sides("HEAD~1..")] == [(name, name) for name in good]
    (given,) = [given for arguments, given in asked if arguments[0] == "cat-file"]
    assert len(given.split()) == 4
    assert len(asked) == 4
    office.save(good[0], "三")
    asked.clear()
    assert len(office.sides("HEAD")) == 1
    assert [len(given.split()) for a, given in asked if a[0] == "cat-file"] == [1]


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(office: Office) -> None:
    good = office.save("shili/sifaju/2025", "一")
    good.write_text(good.read_text("utf-8").replace("状态:", "状太:"), "utf-8")
    office.commit()
    office.checkout.git("branch", "-f", "main")
    office.save("shili/sifaju/2024", "二")
    office.save("shili/sifaju/2025", "二")
    office.save("shili/sifaju/2026", "").write_bytes(b"\xff\n")
    compared = office.between("main")
    assert [both(v)[1] for v in compared.versions] == [("shili/sifaju/2024", "二")]
    (old, new) = compared.problems
    assert (old.rule, old.path, old.line) == (
        "unreadable-version",
        "targets/shili/sifaju/2025.yaml",
        0,
    )
    assert old.message.startswith("targets/shili/sifaju/2025.yaml（main 版本）读不懂：第 4 行：")
    assert "没有“状太”这个键" in old.message
    assert "git diff" in old.hint
    assert new.message.startswith("targets/shili/sifaju/2026.yaml（当前文件）读不懂：")
    assert "nox -s check" in new.hint
    office.commit()
    (_, new) = office.between("main...").problems
    assert "（HEAD 版本）" in new.message
    (old, _) = office.between("main...").problems
    assert "（main 与 HEAD 分开时的版本）" in old.message


def test_a_region_file_is_no_department_year(office: Office) -> None:
    region = office.workspace.targets / "shili/region.yaml"
    region.write_text(region.read_text("utf-8") + "# 注\n", "utf-8")
    assert office.sides("main") == []


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="everything can be read",
)
def test_a_file_that_must_not_be_read(office: Office) -> None:
    path = office.save("shili/sifaju/2025", "一")
    office.commit()
    office.save("shili/sifaju/2025", "二").chmod(0)
    with pytest.raises(ProblemError) as caught:
        of_files(office.workspace, path, path)
    assert refused(caught).rule == "unreadable"


def test_two_years(office: Office) -> None:
    office.save("shili/sifaju/2023", "旧")
    versions = of_years(office.workspace, "shili/sifaju", 2023, 2024)
    assert both(versions) == (("shili/sifaju/2023", "旧"), ("shili/sifaju/2024", "一"))


@pytest.mark.parametrize(
    "department",
    ["", ".", "shili", "shili/sifaju/2024", "../targets/shili/sifaju", "/etc/x", "a/.b"],
)
def test_no_such_department(office: Office, department: str) -> None:
    with pytest.raises(ProblemError) as caught:
        of_years(office.workspace, department, 2023, 2024)
    assert refused(caught).rule == "no-such-department"


def test_no_such_year(office: Office) -> None:
    for department, year in (("shili/sifaju", 2023), ("shili/sifajv", 2024), ("shili/sifaju", -1)):
        with pytest.raises(ProblemError) as caught:
            of_years(office.workspace, department, year, 2024)
        problem = refused(caught)
        assert problem.rule == "no-such-file"
        assert problem.message == f"没有 targets/{department}/{year}.yaml 这个文件（当前文件）"


def test_two_files_anywhere(
    office: Office, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = office.workspace.targets / "shili/sifaju/2024.yaml"
    outside = tmp_path_factory.mktemp("别处") / "草稿 1.yaml"
    office.save("shili/sifaju/2025", "二").rename(outside)
    versions = of_files(office.workspace, inside, outside)
    assert versions.before and versions.after
    assert (versions.before.year, versions.after.year) == (2024, 2025)
    assert versions.after.record.targets.overall == "二"
    assert versions.after.path == outside.as_posix()
    monkeypatch.chdir(outside.parent)
    renamed = outside.rename("20240506.yaml")
    versions = of_files(office.workspace, Path(renamed.name), inside)
    assert versions.before and (versions.before.year, versions.before.path) == (2025, renamed.name)


def test_two_files_that_cannot_be_read(office: Office) -> None:
    good = office.workspace.targets / "shili/sifaju/2024.yaml"
    region = office.workspace.targets / "shili/region.yaml"
    for bad, rule in (
        (office.workspace.root / "nowhere.yaml", "no-such-file"),
        (office.workspace.targets, "unreadable"),
        (region, "unreadable-version"),
    ):
        for paths in ((good, bad), (bad, good)):
            with pytest.raises(ProblemError) as caught:
                of_files(office.workspace, *paths)
            assert refused(caught).rule == rule


def test_files_of_one_version(office: Office) -> None:
    path = office.save("shili/sifaju/2025", "二")
    first = office.workspace.targets / "shili/sifaju/2024.yaml"
    office.commit()
    office.save("shili/sifaju/2025", "三")
    span = resolve(office.workspace, "main..branch")
    (one, two) = at(office.workspace, span.after, [first, path])
    assert (one.record.targets.overall, two.record.targets.overall) == ("一", "二")
    (three,) = at(office.workspace, ON_DISK, [path])
    assert three.record.targets.overall == "三"
    with pytest.raises(ProblemError) as caught:
        at(office.workspace, span.before, [first, path])
    problem = refused(caught)
    assert problem.rule == "no-such-file"
    assert problem.message == "没有 targets/shili/sifaju/2025.yaml 这个文件（main 版本）"

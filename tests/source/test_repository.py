"""Walking targets/: everything in its place, and one bad file never hides another."""

from pathlib import Path

import pytest

from tests.records import project, save, tree
from tools.source.repository import load
from tools.source.workspace import Workspace


def rules(workspace: Workspace) -> list[tuple[str, str]]:
    return [(problem.rule, problem.path) for problem in load(workspace).problems]


def test_the_checkout_has_no_fault(workspace: Workspace) -> None:
    assert load(workspace).problems == []


def test_a_good_file(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    repository = load(copy)
    assert repository.problems == []
    assert [entry.address for entry in repository.entries] == ["shili/sifaju/2024"]


def test_one_bad_file_does_not_stop_the_others(copy: Workspace) -> None:
    for year in (2023, 2024, 2025):
        save(copy, f"shili/sifaju/{year}", tree(年度=year))
    bad = copy.targets / "shili/sifaju/2023.yaml"
    bad.write_text(bad.read_text("utf-8").replace("状态:", "状太:"), "utf-8")
    (copy.targets / "shili/sifaju/2025.yaml").write_bytes(b"\xff\xfe\x00")
    repository = load(copy)
    assert [entry.year for entry in repository.entries] == [2024]
    assert {(p.rule, p.path[-9:]) for p in repository.problems} == {
        ("unknown-key", "2023.yaml"),
        ("not-utf-8", "2025.yaml"),
    }


def test_year_differs_from_the_file_name(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2025", tree(年度=2024))
    problem = load(copy).problems[0]
    assert (problem.rule, problem.line, problem.column) == ("year-not-file-name", 3, 5)
    assert "年度写的是 2024，文件名是 2025.yaml" in problem.message


def test_unknown_form(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree(版式="../../etc"))
    assert rules(copy)[0][0] == "wrong-format"
    save(copy, "shili/sifaju/2024", tree(版式="henan-text"))
    assert rules(copy)[0][0] == "unknown-form"


@pytest.mark.parametrize("name", ["司法局", "Sifaju", "si faju", "-x", "a_b", "..x"])
def test_slugs_that_make_bad_addresses_are_refused(copy: Workspace, name: str) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili" / "sifaju").rename(copy.targets / "shili" / name)
    found = load(copy)
    assert found.entries == []
    assert name.startswith(".") or found.problems[0].rule == "bad-slug"


def test_a_link_out_of_the_folder_is_refused(copy: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "2024.yaml").write_text("年度: 2024\n", "utf-8")
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili" / "other").symlink_to(outside)
    assert rules(copy) == [("bad-slug", "targets/shili/other")]


@pytest.mark.parametrize(
    "name", ["2024.yml", "2024.docx", "二〇二四.yaml", "1999.yaml", "readme.txt"]
)
def test_misplaced_files_are_told(copy: Workspace, name: str) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili" / "sifaju" / name).write_text("x", "utf-8")
    assert rules(copy) == [("misplaced-file", f"targets/shili/sifaju/{name}")]


def test_a_region_without_its_file(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili/region.yaml").unlink()
    assert rules(copy) == [("missing-region-file", "targets/shili")]
    chosen = load(copy, [copy.targets / "shili/sifaju/2024.yaml"])
    assert [problem.rule for problem in chosen.problems] == ["missing-region-file"]
    assert [entry.year for entry in chosen.entries] == [2024]


def test_a_department_without_a_name(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    save(copy, "shili/shuiwuju/2024", tree())
    assert rules(copy) == [("unlisted-department", "targets/shili/region.yaml")]


def test_departure_from_the_canonical_form_names_the_line(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    path = copy.targets / "shili/sifaju/2024.yaml"
    path.write_text(path.read_text("utf-8").replace("名称: 法治建设", '名称: "法治建设"'), "utf-8")
    problem = load(copy).problems[0]
    assert problem.rule == "not-canonical"
    assert "法治建设" in path.read_text("utf-8").split("\n")[problem.line - 1]


def test_only_some_files(copy: Workspace) -> None:
    for year in (2023, 2024):
        save(copy, f"shili/sifaju/{year}", tree(年度=year))
    repository = load(copy, [copy.targets / "shili/sifaju/2024.yaml"])
    assert [entry.year for entry in repository.entries] == [2024]
    assert repository.files == 1


def test_the_project_of_a_place(copy: Workspace) -> None:
    listed = [
        project(),
        project(项目编码=None, 项目名称="甲"),
        project(项目编码="————", 项目名称="乙"),
    ]
    save(copy, "shili/sifaju/2024", tree(项目=listed))
    entry = load(copy).entries[0]
    places = [f"/项目/{index}/绩效指标/0" for index in range(3)]
    assert [entry.project_at(place) for place in places] == ["99999924P000001100011", "甲", "乙"]
    assert entry.project_at("/年度") == ""


@pytest.mark.parametrize("name", ["about", "assets", "data", "indicators", "search"])
def test_folders_of_the_site_itself_are_reserved(copy: Workspace, name: str) -> None:
    save(copy, f"{name}/sifaju/2024", tree())
    assert rules(copy) == [("reserved-slug", f"targets/{name}")]


@pytest.mark.parametrize("target", ["2024.yaml", "2025.yaml", "../../../mkdocs.yml"])
def test_linked_files_are_refused(copy: Workspace, target: str) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili/sifaju/2025.yaml").symlink_to(target)
    assert rules(copy) == [("misplaced-file", "targets/shili/sifaju/2025.yaml")]


def test_a_folder_named_like_a_file(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.targets / "shili/sifaju/2025.yaml").mkdir()
    assert rules(copy) == [("misplaced-file", "targets/shili/sifaju/2025.yaml")]


def test_windows_line_ends_depart_from_the_canonical_form(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    path = copy.targets / "shili/sifaju/2024.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (problem,) = load(copy).problems
    assert problem.rule == "not-canonical"
    assert "CRLF" in problem.hint


def test_a_day_that_does_not_exist(copy: Workspace) -> None:
    fix = {"日期": "2024-02-31", "内容": "甲", "原因": "乙"}
    save(copy, "shili/sifaju/2024", tree(更正记录=[fix]))
    assert [p.message for p in load(copy).problems] == ["没有 2024-02-31 这一天"]

"""build/data: whole or not at all, the same bytes twice, nothing that is not public."""

import hashlib
import io
import json
import os
from pathlib import Path

import pytest

from tests.records import project, save, tree
from tests.web.opendata.made import FRAMEWORKS, public
from tools.problem import ProblemError
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web import working
from tools.web.opendata import (
    database,
    delimited,
    manifest,
    places,
    publishing,
    trees,
    workbook,
)
from tools.web.opendata.columns import TABLES
from tools.web.opendata.comparing import compared
from tools.web.opendata.delimited import SIGNS
from tools.web.opendata.interface import TITLE
from tools.web.opendata.producing import beside_page, encode, of_year
from tools.web.opendata.subjects import years
from tools.web.opendata.tables import fill, filled, rows_of


def snapshot(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.build / "data"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_data_gives_the_same_bytes(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree(状态="已公开"))
    built = publishing.publish(copy, load(copy))
    first = snapshot(copy)
    assert publishing.publish(copy, load(copy)) == built
    assert snapshot(copy) == first
    assert built.files == len(first)
    assert built.bytes == sum(map(len, first.values()))
    assert built.rows["项目"] == 1


def test_tables_of_everything_are_those_of_all_rows_at_once(
    real: Workspace, tmp_path: Path
) -> None:
    """However they were put together, and in the order of the addresses."""
    tables = fill(compared(years(load(real), FRAMEWORKS)))
    files = snapshot(real)
    for part in tables:
        assert files[f"{part.name}.csv"] == delimited.write(part)
        assert files[f"{part.name}.json"] == trees.write(part)
    book = io.BytesIO()
    workbook.save(book, TITLE, ((one.table, one.rows) for one in tables), tmp_path)
    assert files["performance-targets.xlsx"] == book.getvalue()
    assert files["performance-targets.sqlite"] == database.write(tables)


def test_processes_make_the_same_bytes(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sifaju", "caizhengju", "jiaoyuju"):
        save(copy, f"{name}-qu/sifaju/2023", tree(年度=2023, 状态="已公开"))
        save(copy, f"{name}-qu/sifaju/2024", tree(状态="已公开"))
    built = publishing.publish(copy, load(copy))
    first = snapshot(copy)
    monkeypatch.setattr(working, "MANY", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert publishing.publish(copy, load(copy)) == built
    assert snapshot(copy) == first


def test_a_fault_in_a_process_is_told_as_here(
    copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(copy, "shili/sifaju/2024", tree(状态="已公开"))
    repository = load(copy)
    (copy.forms / "hebei-text/document.xhtml.j2").write_text("{{ 没有 }}", "utf-8")
    monkeypatch.setattr(working, "MANY", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(ProblemError) as caught:
        publishing.publish(copy, repository)
    assert caught.value.problems[0].path == "templates/forms/hebei-text/document.xhtml.j2"
    assert list(copy.build.iterdir()) == []


def test_a_fault_leaves_the_old_data_up(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    save(copy, "shili/sifaju/2024", tree())
    publishing.publish(copy, load(copy))
    before = snapshot(copy)

    def fail(*_: object) -> None:
        raise OSError("磁盘满了")

    monkeypatch.setattr(database, "save", fail)
    with pytest.raises(OSError, match="磁盘满了"):
        publishing.publish(copy, load(copy))
    assert snapshot(copy) == before
    assert [p.name for p in copy.build.iterdir()] == ["data"]


def test_what_is_not_public_leaves_no_trace(workspace: Workspace, tmp_path: Path) -> None:
    public = load(workspace).public()
    built = Workspace(tmp_path)
    for name in ("schema", "templates"):
        (tmp_path / name).symlink_to(workspace.root / name)
    publishing.publish(built, public)
    for name, data in snapshot(built).items():
        assert "shili" not in name
        assert b"shili/" not in data, name
        assert "示例县".encode() not in data, name


def test_every_file_is_in_the_manifest_with_its_sum(real: Workspace) -> None:
    files = snapshot(real)
    known = {f.path: f for f in manifest.read(files["manifest.json"]).files}
    for name, data in files.items():
        if name not in ("manifest.json", "SHA256SUMS"):
            file = known[f"data/{name}"]
            assert (file.sha256, file.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    lines = files["SHA256SUMS"].decode().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert sums.pop("data/manifest.json") == hashlib.sha256(files["manifest.json"]).hexdigest()
    assert sums == {path: file.sha256 for path, file in known.items()}


def test_word_and_yaml_are_those_of_the_site(real: Workspace, tmp_path: Path) -> None:
    repository = load(real)
    publishing.write_into(tmp_path, real, repository)
    known = manifest.read((real.build / places.MANIFEST).read_bytes()).files
    beside = [file for file in known if not file.path.startswith("data/")]
    assert len(beside) == 2 * len(repository.entries)
    for file in beside:
        data = (tmp_path / file.path).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file.sha256, file.path
        assert file.path.startswith(file.department_year)


def test_one_department_year_has_its_own_files(workspace: Workspace) -> None:
    made = public(workspace)[0]
    rows = rows_of(made)
    files = dict(of_year(rows, [encode(part) for part in filled([rows])]))
    files.update(beside_page(workspace, made))
    offered = {offer.link for offer in places.year_files(made.address)}
    for project_ in made.projects():
        offered |= {offer.link for offer in places.project_files(made.address, project_.anchor)}
    assert offered <= set(files)
    assert places.part(made.address, "department_years") in files
    for path, data in files.items():
        if path.endswith((".json", ".jsonld")):
            assert json.loads(data)


def test_the_readme_tells_every_column_and_every_sign(real: Workspace) -> None:
    text = (real.build / "data/README.txt").read_text("utf-8")
    for table in TABLES:
        for column in table.columns:
            assert f"| {column.label} | `{column.name}` |" in text
    for sign in filter(str.isprintable, SIGNS):
        assert f"`{sign}`" in text
    for name in set(snapshot(real)) - {"README.txt"}:
        top = name.split("/")[0]
        ending = top.rpartition(".")[2]
        assert f"`{top}" in text or f"`*.{ending}`" in text, name


def test_hostile_names_stay_in_the_folder(copy: Workspace) -> None:
    listed = [project(项目编码=code, 项目名称="甲") for code in ("../../x", "a/b", "..", "A1" * 20)]
    save(copy, "shili/sifaju/2024", tree(项目=listed))
    publishing.publish(copy, load(copy))
    assert [path.name for path in copy.root.glob("x*")] == []
    names = [
        name for name in snapshot(copy) if name.startswith("api/v1/projects/shili/sifaju/2024/")
    ]
    assert len(names) == 4

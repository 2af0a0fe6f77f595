"""Work shared out gives the same site as work done at once."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web import shards, site, working


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def department(docs: Path, name: str, size: int) -> Path:
    page = docs / name / "2024" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"x" * size)
    return Path(name)


def test_parts_are_of_about_one_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LEAST_BYTES", 9)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    sizes = {"a/x": 9, "a/y": 5, "b/x": 4, "b/y": 1}
    units = [department(tmp_path, name, size) for name, size in sizes.items()]
    one, other = shards.shards(tmp_path, units)
    assert sum(sizes[str(unit)] for unit in one.units) in (9, 10)
    assert sorted((*one.units, *other.units)) == sorted(units)


def test_a_small_site_is_one_part(tmp_path: Path) -> None:
    units = [department(tmp_path, "a/x", 100)]
    assert shards.shards(tmp_path, units) == (shards.Shard((Path("a/x"),)),)


def test_where_nobody_may_make_links_parts_are_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs"
    units = [department(docs, "a/x", 1), department(docs, "a/y", 1)]
    (docs / "index.md").touch()
    monkeypatch.setattr(Path, "symlink_to", lambda *_: (_ for _ in ()).throw(OSError(1314)))
    shards.lay_out(docs, shards.Shard((units[0],)), units, tmp_path / "part")
    assert set(files(tmp_path / "part")) == {"index.md", "a/x/2024/index.md"}


def test_parts_make_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("schema", "templates", "site", "targets", "mkdocs.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    workspace = Workspace(tmp_path.resolve())
    site.write_sources(workspace, load(Workspace(ROOT)))
    site.build(workspace)
    whole = files(workspace.build / "site")
    monkeypatch.setattr(shards, "LEAST_BYTES", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    site.build(workspace)
    assert files(workspace.build / "site") == whole
    assert [path.name for path in workspace.build.iterdir() if path.name.startswith(".")] == []


def test_processes_write_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("schema", "templates", "site", "targets", "mkdocs.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    workspace = Workspace(tmp_path.resolve())
    public, findings = load(Workspace(ROOT)).public(samples=True), check(Workspace(ROOT)).findings
    count = site.write_sources(workspace, public, findings)
    alone = files(workspace.build / "docs")
    monkeypatch.setattr(working, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert site.write_sources(workspace, public, findings) == count
    assert files(workspace.build / "docs") == alone

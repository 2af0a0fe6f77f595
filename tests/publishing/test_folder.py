"""A folder is replaced whole or not at all, and only where it is ours."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import needs_git
from tests.publishing.counties import ROOT, Publisher, contents, department_year, replace
from tools.problem import Problem, ProblemError
from tools.publishing import swapping
from tools.source.workspace import Workspace
from tools.web import site

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"


def beside(out: Path) -> list[str]:
    """What publishing left lying beside the folder."""
    return [path.name for path in out.parent.iterdir() if path.name.startswith(".")]


def test_the_new_site_takes_the_place_of_the_old(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out)
    before = contents(out)
    publish(out)
    assert contents(out) == before
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    publish(out)
    assert contents(out) != before
    assert set(contents(out)) == set(before)
    assert beside(out) == []


@pytest.mark.parametrize("can_exchange", [True, False])
def test_both_ways_to_swap_end_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    out = tmp_path / "out"
    out.mkdir(mode=0o750)
    (out / "old").touch()
    with swapping.beside(out) as fresh:
        (fresh / "new").touch(mode=0o600)
        swapping.swap(fresh, out)
    assert [path.name for path in out.iterdir()] == ["new"]
    assert out.stat().st_mode & 0o777 == 0o750
    assert (out / "new").stat().st_mode & 0o777 == 0o644
    assert beside(out) == []


def test_a_link_stays_a_link(publish: Publisher, tmp_path: Path) -> None:
    link = tmp_path / "www"
    (tmp_path / "disk").mkdir()
    link.symlink_to("disk/site")
    publish(link)
    publish(link)
    assert link.is_symlink()
    assert (tmp_path / "disk" / "site" / "index.html").is_file()
    assert beside(tmp_path / "disk" / "site") == []


def test_mkdocs_failing_leaves_the_old_site(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish(out)
    before = contents(out)

    def failing(*_: object) -> None:
        raise ProblemError(Problem(path="mkdocs.yml", rule="mkdocs", message="没有生成网站"))

    monkeypatch.setattr(site, "build", failing)
    assert "没有生成网站" in publish(out, code=1)
    assert contents(out) == before
    assert beside(out) == []


def test_previews_are_neither_used_nor_replaced(publish: Publisher, tmp_path: Path) -> None:
    out, build = tmp_path / "out", publish.county.workspace.build
    previews = [build / name / "preview.html" for name in ("docs", "site", "data")]
    for preview in previews:
        preview.parent.mkdir(parents=True)
        preview.write_text("草稿的话", "utf-8")
    publish(out)
    assert all(preview.is_file() for preview in previews)
    assert not (out / "preview.html").exists()
    assert beside(out) == []


KILLED = """
import os, signal, sys
from tests.publishing.counties import play_mkdocs
from tools.cli import run
from tools.publishing import keeping
from tools.web import site
site.build = play_mkdocs
keeping.keep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
run(["publish", "--to", sys.argv[1]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_half_way_leaves_the_old_site(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out)
    before = contents(out)
    command = [sys.executable, "-c", KILLED, str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert contents(out) == before
    assert beside(out) != []
    publish(out)
    assert contents(out) == before
    assert beside(out) == []


def test_killed_between_two_steps_the_old_site_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    left = tmp_path / ".out.publishing.x"
    (left / "old").mkdir(parents=True)
    (left / "old" / "index.html").touch()
    with pytest.raises(KeyError), swapping.beside(out):
        raise KeyError
    assert (out / "index.html").is_file()


def test_a_swap_that_fails_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").touch()
    real = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(28, "full")
        return real(path, target)

    with swapping.beside(out) as fresh:
        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(OSError, match="full"):
            swapping.swap(fresh, out)
    assert (out / "index.html").is_file()


def test_a_folder_of_somebody_else_is_left_alone(publish: Publisher, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "照片.jpg").touch()
    assert "不是以前发布的网站" in publish(home, code=1)
    (home / "addresses.json").write_text("{}", "utf-8")
    assert "不是以前发布的网站" in publish(home, code=1)
    assert sorted(path.name for path in home.iterdir()) == ["addresses.json", "照片.jpg"]


def test_what_somebody_put_beside_the_site_is_not_lost(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out)
    (out / "CNAME").write_text("example.invalid", "utf-8")
    shown = publish(out, code=1)
    assert "CNAME" in shown
    assert "site/pages/" in shown
    assert (out / "CNAME").is_file()


def test_an_empty_folder_is_filled(publish: Publisher, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out")
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.parametrize(
    "name", ["", "targets", "targets/new", "build", "build/site", "site/x", ".git/x", ".."]
)
def test_folders_that_the_project_works_with_are_refused(publish: Publisher, name: str) -> None:
    shown = publish(publish.county.workspace.root / name, code=1)
    assert "项目自己的文件" in shown


def test_a_folder_below_build_will_do(publish: Publisher) -> None:
    publish("./build/public")
    assert (publish.county.workspace.build / "public" / "index.html").is_file()


def test_a_file_is_no_folder(publish: Publisher, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    for path in (tmp_path / "out", tmp_path / "out" / "x" / "y"):
        shown = publish(path, code=1)
        assert "是文件，不是文件夹" in shown
        assert "换一个文件夹" in shown
        assert "检查……" not in shown


def test_two_at_once_do_not_undo_each_other(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish(out)
    play = site.build

    def meanwhile(workspace: Workspace, add: Callable[[Path], object]) -> None:
        play(workspace, add)
        text = (out / "addresses.json").read_text("utf-8")
        (out / "addresses.json").write_text(text + "\n", "utf-8")

    monkeypatch.setattr(site, "build", meanwhile)
    department_year(publish.county, "jiaxian/sifaju/2023")
    publish.county.git("add", "-A")
    publish.county.git("commit", "-m", "加")
    shown = publish(out, code=1)
    assert "别处又发布了一次" in shown
    assert "git log HEAD.." in shown
    assert not (out / "jiaxian/sifaju/2023").exists()


def test_a_second_run_waits_for_nobody_and_spoils_nothing(
    publish: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish(out)
    play = site.build
    said: list[str] = []

    def meanwhile(workspace: Workspace, add: Callable[[Path], object]) -> None:
        said.append(publish(out, code=1))
        work = [path for path in tmp_path.glob(".out.publishing.*") if path.is_dir()]
        assert [path.stat().st_mode & 0o777 for path in work] == [0o700]
        play(workspace, add)

    monkeypatch.setattr(site, "build", meanwhile)
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    assert "发布到文件夹" in publish(out)
    assert "另一个发布正在进行" in said[0]
    assert "等它做完再发布" in said[0]
    assert beside(out) == []


def test_two_runs_to_two_places_do_not_meet(tmp_path: Path) -> None:
    with swapping.beside(tmp_path / "a") as one, swapping.beside(tmp_path / "a.b") as other:
        assert one.is_dir()
        assert other.is_dir()
    with pytest.raises(KeyError), swapping.beside(tmp_path / "new" / "folder" / "site"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []

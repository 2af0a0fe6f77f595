"""Whether a file is ours: by content, by name, and in words that people understand."""

import shutil
from pathlib import Path

import pytest

from tests.checkout import Checkout, needs_git
from tests.records import save, tree
from tools.cli.frame import run
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata import publishing
from tools.web.opendata.verifying import original_name

WORD = "shili/sifaju/2024/shili-sifaju-2024.docx"


@pytest.fixture
def published(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A checkout that has published one department-year."""
    save(copy, "shili/sifaju/2024", tree(状态="已公开"))
    repository = load(copy)
    publishing.publish(copy, repository)
    publishing.write_into(copy.build / "site", copy, repository)
    monkeypatch.chdir(copy.root)
    return copy


def test_ours(published: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    word = published.build / "site" / WORD
    assert run(["verify", str(word), str(word.with_suffix(".yaml"))]) == 0
    told = capsys.readouterr().out
    assert told.count("是公开的文件，没有改动") == 2
    assert "司法局2024年度预算绩效目标（shili/sifaju/2024）的Word 文件" in told


def test_every_data_file_is_ours(published: Workspace) -> None:
    files = [p for p in (published.build / "data").rglob("*") if p.is_file()]
    ours = [str(p) for p in files if p.name not in ("manifest.json", "SHA256SUMS")]
    assert run(["verify", *ours]) == 0


def test_altered(published: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    word = published.build / "site" / WORD
    word.write_bytes(word.read_bytes() + b"\0")
    assert run(["verify", str(word)]) == 1
    told = capsys.readouterr()
    assert "改动过" in told.out
    assert WORD in told.out
    assert "1 个文件里有 1 个不是公开时的样子" in told.err


def test_ours_under_another_name(
    published: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "别的名字.docx"
    other.write_bytes((published.build / "site" / WORD).read_bytes())
    assert run(["verify", str(other)]) == 0
    assert "只是文件名不同" in capsys.readouterr().out


def test_not_ours(published: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "别的.docx"
    other.write_bytes(b"x")
    assert run(["verify", str(other)]) == 1
    assert "名字和内容都对不上" in capsys.readouterr().out


def test_only_the_manifest_is_needed(
    published: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "m.json").write_bytes((published.build / "data/manifest.json").read_bytes())
    (elsewhere / "a.xlsx").write_bytes(
        next((published.build / "data/department-years").rglob("*.xlsx")).read_bytes()
    )
    monkeypatch.chdir(elsewhere)
    assert run(["verify", "a.xlsx", "--manifest", "m.json"]) == 0
    assert run(["verify", "a.xlsx"]) == 1
    assert run(["verify", "没有.xlsx", "--manifest", "m.json"]) == 1
    assert "没有这个文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", b'{"version": 2, "title": "", "files": []}']
)
def test_what_is_no_manifest_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.json").write_bytes(content)
    assert run(["verify", str(tmp_path / "m.json"), "--manifest", str(tmp_path / "m.json")]) == 1
    assert "这不是公开文件的清单" in capsys.readouterr().err


def test_without_a_manifest(
    copy: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy.root)
    assert run(["verify", "mkdocs.yml"]) == 1
    assert "先运行 nox -s data" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    ["a-b-2022.docx", "a-b-2022 (1).docx", "a-b-2022（2）.docx", "a-b-2022 - 副本.docx"],
)
def test_a_copy_is_known_by_its_name(name: str) -> None:
    assert original_name(Path(name)) == "a-b-2022.docx"


@needs_git
def test_the_version_is_told_with_just_the_manifest(
    checkout: Checkout,
    copy: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A citizen has the manifest of the site and a file, and nothing else of ours."""
    for name in ("schema", "templates", "site"):
        shutil.copytree(copy.root / name, checkout.workspace.root / name)
    save(checkout.workspace, "shili/sifaju/2024", tree(状态="已公开"))
    checkout.git("add", "-A")
    checkout.git("commit", "-m", "公开")
    root = copy.build / "site"
    publishing.write_into(root, checkout.workspace, load(checkout.workspace))
    elsewhere = copy.root / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(root / WORD, elsewhere / "甲.docx")
    shutil.copy(root / "data/manifest.json", elsewhere)
    monkeypatch.chdir(elsewhere)
    assert run(["verify", "甲.docx", "--manifest", "manifest.json"]) == 0
    commit = checkout.git("log", "-1", "--format=%H")
    day = checkout.git("log", "-1", "--format=%ad", "--date=short")
    told = "".join(capsys.readouterr().out.split())
    assert f"出自数据文件的版本{commit[:7]}（{day}，{commit}）" in told


def test_data_is_published_as_the_site_is(
    copy: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No drafts unless asked for; errors and private matters stop it."""
    monkeypatch.chdir(copy.root)
    save(copy, "shili/sifaju/2024", tree(状态="已公开"))
    save(copy, "shili/sifaju/2025", tree(年度=2025))
    assert run(["data", "--keep-going"]) == 0
    out = capsys.readouterr().out
    assert "部门年度 1，项目 1，绩效指标 1" in out
    assert "编制中的 1 份没有收录" in out
    assert run(["data", "--with-drafts"]) == 0
    assert "部门年度 2" in capsys.readouterr().out
    private = tree(状态="已公开")
    private["整体绩效目标"]["总体绩效目标"] = "联系人电话13800138000。"
    save(copy, "shili/sifaju/2024", private)
    before = sorted((copy.build / "data").rglob("*"))
    assert run(["data"]) == 1
    assert "没有生成任何文件" in capsys.readouterr().err
    assert sorted((copy.build / "data").rglob("*")) == before

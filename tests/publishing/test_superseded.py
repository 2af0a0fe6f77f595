"""A file of an earlier publication stays known, and nothing of what was withdrawn is told."""

import hashlib
from pathlib import Path

import pytest

from tests.checkout import needs_git
from tests.publishing.counties import Publisher, commit, contents, department_year, replace
from tests.records import blameless
from tools.cli import run
from tools.web.opendata import manifest
from tools.web.opendata.manifest import Manifest

pytestmark = needs_git
YEAR = "targets/jiaxian/sifaju/2024.yaml"
ADDRESS = "jiaxian/sifaju/2024"
WORD = f"{ADDRESS}/jiaxian-sifaju-2024.docx"
YAML = f"{ADDRESS}/jiaxian-sifaju-2024.yaml"


def manifest_in(folder: Path) -> Manifest:
    return manifest.read((folder / "data/manifest.json").read_bytes())


def verified(publish: Publisher, file: Path, out: Path, code: int) -> str:
    publish.capsys.readouterr()
    assert run(["verify", str(file), "--manifest", str(out / "data/manifest.json")]) == code
    return publish.capsys.readouterr().out


def corrected(publish: Publisher, out: Path) -> str:
    """Publish, correct and publish again; the commit before the correction."""
    publish(out)
    before = publish.county.git("rev-parse", "HEAD")
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    publish(out)
    return before


def test_an_earlier_file_is_told_from_a_forgery(publish: Publisher, tmp_path: Path) -> None:
    out, old = tmp_path / "out", tmp_path / "旧.docx"
    publish(out)
    old.write_bytes((out / WORD).read_bytes())
    before = publish.county.git("rev-parse", "HEAD")
    day = publish.county.git("log", "-1", "--format=%ad", "--date=short")
    assert "是公开的文件" in verified(publish, old, out, 0)
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    publish(out)
    told = verified(publish, old, out, 0)
    assert f"△ {old}：是 {day} 的版本（提交 {before[:7]}），没有改动" in told
    assert "现在公开的已经更正：corrections/" in told
    old.write_bytes(old.read_bytes() + b"x")
    assert "✗" in verified(publish, old, out, 1)
    forged = tmp_path / Path(WORD).name
    forged.write_bytes(b"x")
    assert "清单里以前公开的都不同" in verified(publish, forged, out, 1)


def test_the_sums_are_those_of_what_is_published(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    corrected(publish, out)
    lines = (out / "data/SHA256SUMS").read_text("utf-8").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in sums} == sums
    assert "data/manifest.json" in sums


def test_earlier_ones_stay_until_they_are_published_again(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    before = corrected(publish, out)
    assert [(f.path, f.commit) for f in manifest_in(out).earlier] == [
        (WORD, before),
        (YAML, before),
    ]
    found = contents(out)
    publish(out)
    assert contents(out) == found
    replace(publish.county, YEAR, "用于普法活动。", "用于普法宣传。")
    publish(out)
    assert len(manifest_in(out).earlier) == 4
    replace(publish.county, YEAR, "用于普法宣传。", "用于普法。")
    publish(out)
    assert before not in {file.commit for file in manifest_in(out).earlier}
    assert len(manifest_in(out).earlier) == 4


def test_a_branch_remembers_as_a_folder_does(publish: Publisher, tmp_path: Path) -> None:
    publish("gh-pages")
    replace(publish.county, YEAR, "用于普法。", "用于普法活动。")
    publish("gh-pages")
    data = publish.county.git("show", "gh-pages:data/manifest.json")
    assert [file.path for file in manifest.read(data.encode()).earlier] == [WORD, YAML]


def test_what_was_withdrawn_keeps_sums_and_no_title(publish: Publisher, tmp_path: Path) -> None:
    out, old = tmp_path / "out", tmp_path / "旧.docx"
    department_year(
        publish.county, "jiaxian/sifaju/2023", 部门={"编码": None, "名称": "撤下的名称"}
    )
    commit(publish.county)
    publish(out)
    old.write_bytes((out / WORD.replace("2024", "2023")).read_bytes())
    (publish.county.workspace.targets / "jiaxian/sifaju/2023.yaml").unlink()
    commit(publish.county)
    publish(out)
    assert "撤下的名称" not in (out / "data/manifest.json").read_text("utf-8")
    assert "现在已经不公开" in verified(publish, old, out, 0)


@pytest.mark.parametrize("place", ["", "/项目编码"])
def test_no_project_is_named(place: str, publish: Publisher, tmp_path: Path) -> None:
    out, secret = tmp_path / "out", "99999924P000007777777"
    projects = [blameless(), {**blameless(), "项目编码": secret, "项目名称": "别的项目"}]
    department_year(publish.county, ADDRESS, 项目=projects)
    commit(publish.county)
    publish(out)
    assert secret.lower() in (out / "data/manifest.json").read_text("utf-8")
    withheld = [{"位置": f"{secret}{place}", "理由": "涉密"}]
    department_year(publish.county, ADDRESS, 项目=projects, 不公开=withheld)
    commit(publish.county)
    publish(out)
    assert secret.lower() not in (out / "data/manifest.json").read_text("utf-8").lower()
    assert [file.path for file in manifest_in(out).earlier] == [WORD, YAML]


def test_a_manifest_that_cannot_be_read_is_not_forgotten(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    (out / "data/manifest.json").write_text("[]", "utf-8")
    assert "读不出来" in publish(out, code=1)
    (out / "data/manifest.json").unlink()
    publish(out)
    assert manifest_in(out).earlier == ()

"""What .gitattributes and .ci/setup-git make of real git repositories."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.ci.repositories import Repository, environment
from tests.ci.scripts import CI, ROOT

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
FILE = "targets/shili/sifaju/2025.yaml"


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "clone", environment(tmp_path))
    repository.git("init", "-q")
    shutil.copytree(ROOT / "targets" / "shili", repository.folder / "targets" / "shili")
    shutil.copy(ROOT / ".gitattributes", repository.folder)
    (repository.folder / ".ci").mkdir()
    shutil.copy(CI / "setup-git", repository.folder / ".ci")
    repository.commit()
    return repository


def headers(clone: Repository, *options: str) -> list[str]:
    return re.findall(r"^@@.*@@ ?(.*)$", clone.git("diff", *options), re.MULTILINE)


def change(clone: Repository, before: str, after: str) -> None:
    path = clone.folder / FILE
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8", newline="\n")


@posix
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "zh_CN.UTF-8"])
def test_hunks_name_the_indicator_or_the_project(clone: Repository, locale: str) -> None:
    clone.variables = {**clone.variables, "LC_ALL": locale}
    change(clone, "≥240天", "≥241天")
    assert headers(clone) == [""]
    clone.run("sh", ".ci/setup-git")
    assert headers(clone) == ["三级指标: 案件质量评查数"]
    assert headers(clone, "-U0") == ["三级指标: 律师值班天数"]
    change(clone, "≥241天", "≥240天")
    change(clone, "其中承办补贴36.00万元、值班", "其中承办补贴36.10万元、值班")
    assert headers(clone, "-U0") == ["项目名称: 法律援助案件补贴"]


@posix
def test_a_long_name_is_cut_between_characters(clone: Repository) -> None:
    name = "把法治宣传送到每一个乡镇并且培养法律明白人的长名称项目" * 3
    change(clone, "项目名称: 法律援助案件补贴", f"项目名称: {name}")
    clone.git("commit", "-qam", "改名")
    change(clone, "其中承办补贴36.00万元、值班", "其中承办补贴36.10万元、值班")
    clone.run("sh", ".ci/setup-git")
    (header,) = headers(clone, "-U0")
    assert f"项目名称: {name}".startswith(header)
    assert len(header) > 20


@posix
def test_the_readmes_show_the_same_line() -> None:
    script = (CI / "setup-git").read_text("utf-8")
    assert re.search(r"^git config diff\.targets\.xfuncname '.+'$", script, re.MULTILINE)
    for name in ("README.md", "README.zh-CN.md"):
        assert "`.ci/setup-git`" in (ROOT / name).read_text("utf-8")


def test_line_ends_of_an_editor_do_not_get_in(clone: Repository) -> None:
    text = (clone.folder / FILE).read_text("utf-8")
    clone.write(FILE, text.replace("\n", "\r\n"))
    clone.git("add", "-A")
    assert clone.git("diff", "--cached", "--name-only") == ""


def attribute(clone: Repository, name: str, path: str) -> str:
    return clone.git("check-attr", name, "--", path).rstrip("\n").rsplit(": ", 1)[1]


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (FILE, "diff", "targets"),
        (FILE, "eol", "lf"),
        ("targets/shili/region.yaml", "diff", "targets"),
        ("templates/forms/hebei-text/form.yaml", "diff", "unspecified"),
        ("a/空白表.docx", "diff", "unset"),
        ("a/空白表.docx", "text", "unset"),
        ("a/b.xlsx", "text", "unset"),
        ("a/b.pdf", "text", "unset"),
        ("tests/source/cases/bad/tab-indent.yaml", "text", "unset"),
        ("tests/form/golden/gaoxinqu-bumen-2022.txt", "text", "auto"),
        ("tests/form/golden/gaoxinqu-bumen-2022.txt", "linguist-generated", "unspecified"),
        ("requirements/main.lock", "linguist-generated", "set"),
        ("tests/sources/000.txt", "linguist-vendored", "set"),
    ],
)
def test_attributes(clone: Repository, path: str, name: str, value: str) -> None:
    assert attribute(clone, name, path) == value

"""The same revision, published elsewhere by somebody else, with MkDocs: the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.checkout import Checkout, needs_git
from tests.publishing.counties import ROOT, contents, replace
from tools.publishing.addresses import NAME, read

pytestmark = needs_git
REGION = "targets/jiaxian/region.yaml"

ELSEWHERE = """
import os, sys
os.umask(int(sys.argv[2], 8))
from tools.cli import run
sys.exit(run(["publish", "--to", sys.argv[1]]))
"""


def published(clone: Path, home: Path, umask: str, **environment: str) -> dict[str, bytes]:
    home.mkdir()
    out = home / "out"
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(out), umask],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in out.rglob("*"))
    return contents(out)


def test_the_same_revision_gives_the_same_bytes(made: Checkout, tmp_path: Path) -> None:
    former = "    名称: 司法局\n    曾用网址:\n      - sifa\n"
    replace(made, REGION, "    名称: 司法局\n", former)
    clones = [tmp_path / "甲" / "county", tmp_path / "b"]
    for clone in clones:
        made.git("clone", str(made.repository), str(clone))
    one = published(clones[0], tmp_path / "home", "077", TZ="Asia/Shanghai", LC_ALL="C")
    other = published(
        clones[1], tmp_path / "casa", "002", TZ="America/New_York", LC_ALL="C.UTF-8", LANG="de_DE"
    )
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []
    found = read(one[NAME])
    assert found.moved["jiaxian/sifa/2024/"] == "jiaxian/sifaju/2024/"
    assert "jiaxian/sifa/2024/" not in found.pages
    assert "99999924p000001100011" in found.pages["jiaxian/sifaju/2024/"]
    assert not any(anchor.startswith("__") for ids in found.pages.values() for anchor in ids)
    assert str(tmp_path).encode() not in b"".join(one.values())

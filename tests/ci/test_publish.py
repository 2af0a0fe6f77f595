"""What pipelines publish by: the site that is up says what its addresses are."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.ci.scripts import CI

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("curl") or not shutil.which("bash"),
    reason="shell scripts, and curl",
)
NOX = """#!/bin/sh
echo "$*" >calls
cd "$5"
find . -type f | sort | while read -r name; do echo "$name $(cat "$name")"; done >"$OLDPWD/there"
"""


@contextmanager
def site(status: int, **other: int) -> Iterator[str]:
    """A site that answers every question so, but those for files of the names in ``other``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = Path(self.path).stem
            self.send_response(other.get(name, status))
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/targets/"
        server.shutdown()
        thread.join()


def publish(folder: Path, address: str) -> subprocess.CompletedProcess[bytes]:
    (folder / ".ci").mkdir()
    shutil.copy(CI / "publish", folder / ".ci")
    (folder / "bin").mkdir()
    (folder / "bin" / "nox").write_text(NOX, "utf-8")
    (folder / "bin" / "nox").chmod(0o755)
    free = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [str(folder / ".ci" / "publish"), "build/public", address],
        env={**free, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        check=False,
    )


def test_the_lists_of_the_site_that_is_up_are_there_before_publishing(tmp_path: Path) -> None:
    with site(200) as address:
        done = publish(tmp_path, address)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls").read_text() == "-s publish -- --to ./build/public\n"
    assert (tmp_path / "there").read_text().splitlines() == [
        "./addresses.json /targets/addresses.json",
        "./data/manifest.json /targets/data/manifest.json",
    ]


def test_a_site_may_have_no_manifest_yet(tmp_path: Path) -> None:
    with site(200, manifest=404) as address:
        done = publish(tmp_path, address)
    assert done.returncode == 0, done.stderr
    there = (tmp_path / "there").read_text()
    assert there == "./addresses.json /targets/addresses.json\n"


def test_the_first_time_there_is_none(tmp_path: Path) -> None:
    with site(404) as address:
        done = publish(tmp_path, address)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there").read_text() == ""
    assert "第一次发布" in done.stdout.decode()


@pytest.mark.parametrize("file", ["addresses", "manifest"])
def test_a_site_that_does_not_answer_is_not_replaced_by_one_that_forgets(
    file: str, tmp_path: Path
) -> None:
    with site(200, **{file: 410}) as address:
        done = publish(tmp_path, address)
    assert done.returncode == 1
    assert "没有发布" in done.stderr.decode()
    assert not (tmp_path / "calls").exists()

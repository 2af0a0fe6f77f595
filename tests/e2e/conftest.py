"""The built site and a browser, for all tests that look at it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.assembly import assemble

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the sample, built apart from build/."""
    root = tmp_path_factory.mktemp("site")
    for name in ("schema", "templates", "site", "targets", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    workspace = Workspace(root.resolve())
    assemble(workspace, load(Workspace(ROOT)), check(Workspace(ROOT)).findings)
    return workspace.build / "site"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The site served from this machine."""
    handler = functools.partial(Quiet, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()

"""One site and one browser for all tests that look at pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT
from tests.e2e.browsing import CHROMIUM, LOOK, served
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.assembly import assemble


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The site with the sample, built apart from build/."""
    root = tmp_path_factory.mktemp("site")
    for name in ("schema", "templates", "site", "targets", "mkdocs.yml"):
        (root / name).symlink_to(ROOT / name)
    workspace = Workspace(root.resolve())
    assemble(workspace, load(Workspace(ROOT)), check(Workspace(ROOT)).findings)
    return workspace


@pytest.fixture(scope="session")
def address(built: Workspace) -> Iterator[str]:
    """Where the site is served on this machine."""
    with served(built.build / "site") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def look() -> Path:
    """The folder of pictures to be looked at."""
    LOOK.mkdir(parents=True, exist_ok=True)
    return LOOK

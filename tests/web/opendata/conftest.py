"""Published folders, made once for all tests that only read them."""

import shutil

import pytest

from tests.web.opendata.made import ROOT
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata.publishing import publish


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A checkout outside git with the real data published, sample region and drafts included."""
    root = tmp_path_factory.mktemp("opendata").resolve()
    for name in ("schema", "templates", "site", "targets"):
        shutil.copytree(ROOT / name, root / name)
    workspace = Workspace(root)
    publish(workspace, load(workspace))
    return workspace

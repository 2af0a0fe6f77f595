"""A county of each test's own."""

from pathlib import Path

import pytest

from tests.checkout import Checkout
from tests.publishing.counties import Publisher, county


@pytest.fixture
def made(own_git: None, tmp_path: Path) -> Checkout:
    return county(tmp_path / "county")


@pytest.fixture
def publish(
    made: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Publisher:
    return Publisher(made, monkeypatch, capsys)

"""datapackage.json: the Frictionless library finds nothing wrong, and finds what is wrong."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.opendata.made import small
from tools.source.workspace import Workspace
from tools.web.opendata import delimited
from tools.web.opendata.package import datapackage
from tools.web.opendata.tables import fill
from tools.web.opendata.trees import pretty

GOLDEN = Path(__file__).parent / "golden"


def validated(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        import frictionless

        return frictionless.validate(str(folder / "datapackage.json"))


def write_small(folder: Path) -> None:
    years = [small()]
    tables = fill(years)
    for filled in tables:
        (folder / f"{filled.name}.csv").write_bytes(delimited.write(filled))
    (folder / "datapackage.json").write_bytes(
        pretty(datapackage([f.table for f in tables if f.rows], years))
    )


def test_the_real_data_is_valid(real: Workspace) -> None:
    report = validated(real.build / "data")
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert report.stats["tasks"] == 6  # nothing was corrected yet


def test_small_data_is_valid(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    write_small(tmp_path)
    report = validated(tmp_path)
    assert report.valid, report.flatten(["type", "note"])
    golden(GOLDEN / "datapackage.json", (tmp_path / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("indicators.csv", "shili/sifaju/2024#99999924p000001100011,", "nobody,", "foreign-key"),
        ("plan.csv", "2024-03-31", "三月底", "type-error"),
        ("projects.csv", "p-20f3b404,", "99999924p000001100011,", "primary-key"),
        ("indicators.csv", ",百分比,≥,", ",比例,≥,", "constraint-error"),
    ],
)
def test_damage_is_noticed(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    write_small(tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), "utf-8", newline="")
    report = validated(tmp_path)
    assert fault in {kind for (kind,) in report.flatten(["type"])}


def test_sources_and_terms_are_named(real: Workspace) -> None:
    package = json.loads((real.build / "data/datapackage.json").read_text("utf-8"))
    assert (real.build / "data" / package["licenses"][0]["path"]).is_file()
    assert "000_63e6f7957b8e6260.txt" in str(package["sources"])
    assert len(package["sources"]) == 11

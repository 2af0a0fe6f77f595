"""The files of one project say the same as the tables and the data file."""

import csv
import io
from pathlib import Path

import yaml

from tests.web.opendata.made import small
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata import places
from tools.web.opendata.subjects import Project

SHARED = ("项目名称", "预算数（元）", "资金用途", "绩效目标")


def cells(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_each_project_has_its_indicators_with_what_is_said_of_itself(real: Workspace) -> None:
    whole = cells(real.build / "data/indicators.csv")
    projects = {row["标识"]: row for row in cells(real.build / "data/projects.csv")}
    plan = {row["标识"]: row["累计百分比"] for row in cells(real.build / "data/plan.csv")}
    listed = []
    for path in sorted((real.build / "data/projects").rglob("*.csv")):
        for row in cells(path):
            of = projects[row["项目"]]
            assert all(row[key] == of[key] for key in SHARED)
            assert row["6月底累计百分比"] == plan.get(f"{row['项目']}-plan-06", "")
            listed.append({key: row[key] for key in whole[0]})
    assert sorted(listed, key=lambda row: row["标识"]) == sorted(whole, key=lambda r: r["标识"])


def test_each_project_has_its_part_of_the_data_file(real: Workspace) -> None:
    files = set((real.build / "data/projects").rglob("*.yaml"))
    for entry in load(real).entries:
        folder = real.build / "data/projects" / entry.address
        read = [yaml.safe_load(path.read_bytes()) for path in folder.glob("*.yaml")]
        assert {part["项目名称"] for part in read} == {p.name for p in entry.record.projects}
        files -= set(folder.glob("*.yaml"))
    assert files == set()


def test_what_is_offered_are_the_places() -> None:
    project: Project = next(small().projects())
    here = project.year.address
    offers = {offer.label: offer.link for offer in places.project_files(here, project.anchor, here)}
    stem = f"../../../data/projects/{here}/{project.anchor}"
    assert offers["CSV"] == f"{stem}.csv"
    assert offers["YAML"] == f"{stem}.yaml"

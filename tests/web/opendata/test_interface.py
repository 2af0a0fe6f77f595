"""The API: what its OpenAPI description says is what its files are, and no link leads nowhere."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.records import trees
from tests.web.opendata.made import REGION, small, texts, year
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata import interface, places
from tools.web.opendata.description import openapi
from tools.web.opendata.tables import rows_of

GOLDEN = Path(__file__).parent / "golden"
DESCRIPTION = openapi()


def validator(path: str) -> tuple[str, Draft202012Validator]:
    """The name and the schema of the one path of the description that a file's path fits."""
    fitting = [
        operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for template, operation in DESCRIPTION["paths"].items()
        if re.fullmatch(re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(template)), path)
    ]
    assert len(fitting) == 1, path
    found = Draft202012Validator({**fitting[0], "components": DESCRIPTION["components"]})
    return fitting[0]["$ref"], found


def api_files(workspace: Workspace) -> Iterator[tuple[str, Any]]:
    folder = workspace.build / places.API
    for path in sorted(folder.rglob("*.json")):
        if path.name != "openapi.json":
            name = f"/{path.relative_to(folder).as_posix()}"
            yield name, json.loads(path.read_text("utf-8"))


def test_the_description_is_openapi() -> None:
    OpenAPIV31SpecValidator(DESCRIPTION).validate()


def test_every_file_is_as_described(real: Workspace) -> None:
    seen = set()
    for path, content in api_files(real):
        schema, check = validator(path)
        problems = [f"{path} {e.json_path} {e.message}" for e in check.iter_errors(content)]
        assert problems == []
        seen.add(schema)
    assert len(seen) == len(DESCRIPTION["paths"])


@given(trees)
@settings(max_examples=30, deadline=None)
def test_made_up_files_are_as_described_too(content: dict[str, Any]) -> None:
    made = year(content)
    for path, answer in [*interface.of_year(rows_of(made)), *interface.of_all([made])]:
        plain = json.loads(json.dumps(answer))
        assert list(validator(path.removeprefix(places.API))[1].iter_errors(plain)) == []
    told = set(texts(interface.department_year(rows_of(made))))
    kept = {key: content[key] for key in ("整体绩效目标", "项目")}
    assert set(texts(kept)) <= told


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/department-years/shili/sifaju/2024.json", {"projects": "x"}),
        ("/department-years/shili/sifaju/2024.json", {"status": "没有的状态"}),
        ("/department-years/shili/sifaju/2024.json", {"extra": 1}),
        ("/projects/shili/sifaju/2024/x.json", {"budget": 1.5}),
        ("/projects/shili/sifaju/2024/x.json", {"absent": ["nothing"]}),
    ],
)
def test_the_description_is_strict(path: str, change: dict[str, Any]) -> None:
    made = small()
    if path.startswith("/projects"):
        answer = interface.project(rows_of(made).projects[0])
    else:
        answer = interface.department_year(rows_of(made))
    answer = json.loads(json.dumps(answer))
    assert list(validator(path)[1].iter_errors(answer)) == []
    assert list(validator(path)[1].iter_errors({**answer, **change}))


@pytest.mark.parametrize("name", ["department-year", "project", "index"])
def test_small_documents(name: str, golden: Callable[[Path, str], None]) -> None:
    made = small()
    content = {
        "department-year": interface.department_year(rows_of(made)),
        "project": interface.project(rows_of(made).projects[0]),
        "index": interface.index([made]),
    }[name]
    golden(GOLDEN / f"api-{name}.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def test_lists_of_all_are_in_order(real: Workspace) -> None:
    content = dict(api_files(real))
    addresses = [entry.address for entry in load(real).entries]
    assert [y["id"] for y in content["/department-years.json"]["department_years"]] == addresses
    counts = content["/index.json"]["counts"]
    assert counts["department_years"] == 11
    one = content["/department-years/xinqu/bumen/2020.json"]
    assert sum(row["filled"] for p in one["projects"] for row in p["indicators"]) == 115
    assert REGION.name in str(content["/regions.json"])

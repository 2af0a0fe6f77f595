"""The schemas themselves: complete for editors, equal for both validators, true to the data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.records import trees
from tools import framework, model
from tools.source.nodes import compose
from tools.source.positions import Positions
from tools.source.reader import _Builder
from tools.source.repository import department_year_schema
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
SCHEMA = department_year_schema(Workspace(ROOT))
SCHEMAS = sorted((ROOT / "schema").glob("*.schema.json"))
CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))
DATA = sorted((ROOT / "targets").glob("*/*/*.yaml"))


def fields(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that a clerk can write, with where it stands."""
    if isinstance(part, dict):
        for name, child in part.get("properties", {}).items():
            yield f"{path}/{name}", child
        for key, child in part.items():
            if key not in ("allOf", "if", "then", "else", "not"):
                yield from fields(child, f"{path}/{key}")
    elif isinstance(part, list):
        for child in part:
            yield from fields(child, path)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schema_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("name", ["department-year", "region"])
def test_every_field_is_explained_to_an_editor(name: str) -> None:
    content = json.loads((ROOT / "schema" / f"{name}.schema.json").read_text("utf-8"))
    for path, field in fields(content):
        if "$ref" in field:
            continue
        assert field.get("title"), path
        assert field.get("description"), path
        if "object" not in str(field.get("type")) and "array" not in str(field.get("type")):
            assert field.get("examples"), path


def test_every_example_is_valid() -> None:
    content = SCHEMA.content
    for path, field in fields(content):
        for example in field.get("examples", []):
            errors = list(
                Draft202012Validator({**field, "$defs": content["$defs"]}).iter_errors(example)
            )
            assert errors == [], path


def test_unknown_keys_are_errors_everywhere() -> None:
    for path, field in [("", SCHEMA.content), *fields(SCHEMA.content)]:
        if field.get("type") == "object":
            assert field.get("additionalProperties") is False, path


def test_frameworks_and_schema_name_the_same_classes(workspace: Workspace) -> None:
    frameworks = framework.load(workspace.schema)
    choice = SCHEMA.content["allOf"][0]
    for name, branch in (("88号", "else"), ("101号", "then")):
        row = choice[branch]["properties"]["项目"]["items"]["properties"]["绩效指标"]["items"]
        classes = [c for members in frameworks[name].classes.values() for c in members]
        assert row["properties"]["二级指标"]["enum"] == classes
    row = SCHEMA.content["$defs"]["indicator"]["properties"]["二级指标"]
    assert set(row["enum"]) == {
        c for f in frameworks.values() for members in f.classes.values() for c in members
    }


def test_model_and_schema_know_the_same_keys() -> None:
    def keys(record: type[model.Record]) -> list[str]:
        return list(record.__struct_encode_fields__)

    overall = SCHEMA.content["properties"]["整体绩效目标"]["properties"]
    defs = SCHEMA.content["$defs"]
    for record, part in (
        (model.DepartmentYear, SCHEMA.content),
        (model.Project, defs["project"]),
        (model.Indicator, defs["indicator"]),
        (model.SpendingPlan, defs["project"]["properties"]["资金支出计划"]),
        (model.OverallTargets, SCHEMA.content["properties"]["整体绩效目标"]),
        (model.SubTarget, overall["分项绩效目标"]["items"]),
        (model.Measure, overall["工作保障措施"]["items"]),
    ):
        assert keys(record) == list(part["properties"]), record


def both_agree(tree: object) -> bool:
    slow = Draft202012Validator(SCHEMA.content).is_valid(tree)
    fast = jsonschema_rs.validator_for(SCHEMA.content).is_valid(tree)
    assert slow == fast
    return bool(slow)


@pytest.mark.parametrize("path", CASES + DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_fast_validator_agrees_with_the_reference(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    root, _ = compose(str(path), text, SCHEMA.keys)
    if root is not None:
        both_agree(_Builder(str(path), text, SCHEMA, Positions()).build(root, SCHEMA.content, ""))


@settings(max_examples=40, deadline=None)
@given(trees, st.data())
def test_the_validators_agree_on_damaged_data(tree: dict[str, Any], data: st.DataObject) -> None:
    places = list(_places(tree))
    parent, key = data.draw(st.sampled_from(places))
    change: Any = data.draw(st.sampled_from(["drop", None, "", 7, -1, "x", [], {}, True, ["x"]]))
    if change == "drop":
        del parent[key]
    else:
        parent[key] = change
    both_agree(tree)


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    items = part.items() if isinstance(part, dict) else enumerate(part)
    for key, child in list(items):
        yield part, key
        if isinstance(child, dict | list):
            yield from _places(child)

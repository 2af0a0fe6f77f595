"""A project's part of a data file is valid by itself, and says what the project says."""

from typing import Any

import yaml
from hypothesis import given, settings

from tests.records import project, tree, trees
from tools.source.canonical import write
from tools.source.excerpts import project_texts
from tools.source.repository import department_year_schema, load
from tools.source.workspace import Workspace


def texts(content: dict[str, Any], workspace: Workspace) -> list[str]:
    return project_texts(write(content, department_year_schema(workspace), "x"))


def test_all_real_projects(workspace: Workspace) -> None:
    for entry in load(workspace).entries:
        found = project_texts(entry.clean)
        assert len(found) == len(entry.record.projects)
        for text, record in zip(found, entry.record.projects, strict=True):
            read = yaml.safe_load(text)
            assert read["项目名称"] == record.name
            assert len(read["绩效指标"]) == len(record.indicators)
            assert set(text.split("\n")) <= {line[4:] for line in entry.clean.split("\n")} | {""}


@given(content=trees)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_it(content: dict[str, Any]) -> None:
    from tests.conftest import ROOT

    whole = write(content, department_year_schema(Workspace(ROOT)), "x")
    listed = yaml.safe_load(whole)["项目"]
    assert [yaml.safe_load(text) for text in project_texts(whole)] == listed


def test_corrections_behind_the_projects_are_no_projects(workspace: Workspace) -> None:
    corrections = [{"日期": "2024-05-06", "内容": "甲", "原因": "乙"}]
    found = texts(tree(项目=[project(), project()], 更正记录=corrections), workspace)
    assert len(found) == 2
    assert "更正" not in "".join(found)
    assert found[0].startswith("项目编码: ")

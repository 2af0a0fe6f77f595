"""Addresses: the same after reordering, unique on a page, and never out of the folder."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from tests.records import indicator, project
from tools import model
from tools.output import inside
from tools.web.links import indicator_anchors, project_anchors, relative


def projects(*changes: Mapping[str, object]) -> list[model.Project]:
    return [convert(project(**change), model.Project) for change in changes]


def test_a_code_is_the_address() -> None:
    found = project_anchors(projects({"项目编码": "13081123P00003110002A"}))
    assert found == ["13081123p00003110002a"]


def test_without_a_code_the_name_decides() -> None:
    one, two = project_anchors(projects({"项目编码": None}, {"项目编码": "————"}))
    assert one == "p-ee417661"
    assert two == f"{one}-2"


@given(st.permutations(["甲", "乙", "丙", "<script>", "../../x"]))
def test_order_does_not_matter(names: list[str]) -> None:
    anchors = project_anchors(projects(*({"项目编码": None, "项目名称": n} for n in names)))
    assert dict(zip(names, anchors, strict=True)) == {
        name: project_anchors(projects({"项目编码": None, "项目名称": name}))[0] for name in names
    }


def test_a_hostile_code_is_no_address() -> None:
    for code in ('"><script>', "../x", "编码一", "a b", "projects", "TOP"):
        (anchor,) = project_anchors(projects({"项目编码": code}))
        assert anchor.startswith("p-")


def test_indicators_of_one_name_are_told_apart() -> None:
    rows = [convert(indicator(), model.Indicator)] * 2
    first, second = indicator_anchors("x", rows)
    assert second == f"{first}-2"
    assert first.startswith("x-")


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("", "", "./"),
        ("", "xinglong", "xinglong/"),
        ("xinglong/zhengfawei/2022", "", "../../../"),
        ("xinglong/zhengfawei", "xinglong/zhengfawei/2022", "2022/"),
        ("xinglong/zhengfawei/2022", "xinglong/zhengfawei/2023", "../2023/"),
    ],
)
def test_relative(page: str, target: str, link: str) -> None:
    assert relative(page, target) == link


@pytest.mark.parametrize("part", ["..", "../x", "a/../../b", "/etc"])
def test_nothing_is_written_outside_its_folder(part: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="不在"):
        inside(tmp_path / "docs", part)

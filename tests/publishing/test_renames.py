"""Of what is renamed and recorded nothing is told as vanished; what is not recorded is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout, needs_git
from tests.publishing.counties import Publisher, commit, department_year
from tests.records import blameless

pytestmark = needs_git
CODE = "99999924P000001100011"
OTHER = "99999924P000001100029"
LOST = "不在了"


def years(made: Checkout, department: str, first: dict[str, Any], **later: Any) -> None:
    """Two years of a department, of which the second may have the project otherwise."""
    department_year(made, f"{department}/2023", 项目=[{**first, **later}])
    department_year(made, f"{department}/2024", 项目=[first])


def indicator(name: str, **more: Any) -> dict[str, Any]:
    (row, *rest) = blameless()["绩效指标"]
    return {"绩效指标": [{**row, "三级指标": name, **more}, *rest]}


def rename_in_one_year(made: Checkout, record: Mapping[str, Any]) -> None:
    department_year(
        made, "jiaxian/sifaju/2024", 项目=[{**blameless(), "项目编码": OTHER, **record}]
    )


def rename_indicator(made: Checkout, record: Mapping[str, Any]) -> None:
    years(made, "jiaxian/sifaju", {**blameless(), **indicator("换了名称的指标", **record)})


def rename_both(made: Checkout, record: Mapping[str, Any]) -> None:
    rows = indicator("换了名称的指标", **({"曾用名": [NAME]} if record else {}))
    years(made, "jiaxian/sifaju", {**blameless(), "项目编码": OTHER, **rows, **record})


def move(made: Checkout, old: str, new: str) -> None:
    (made.workspace.targets / new).parent.mkdir(exist_ok=True)
    (made.workspace.targets / old).rename(made.workspace.targets / new)


def rename_folders(made: Checkout, record: Mapping[str, Any]) -> None:
    move(made, "jiaxian", "jiaxianxin")
    move(made, "jiaxianxin/sifaju", "jiaxianxin/sifa")
    was = {"曾用网址": ["sifaju"]} if record else {}
    region(made, "jiaxianxin", "sifa", region=record, department=was)


def rename_all(made: Checkout, record: Mapping[str, Any]) -> None:
    rename_both(made, {"曾用名": [CODE]} if record else {})
    rename_folders(made, record)


def region(made: Checkout, slug: str, department_slug: str, **former: Mapping[str, Any]) -> None:
    def listed(which: str, indent: str) -> str:
        names = former.get(which, {}).get("曾用网址", ())
        told = "".join(f"{indent}  - {name}\n" for name in names)
        return f"{indent}曾用网址:\n{told}" if told else ""

    path = made.workspace.targets / slug / "region.yaml"
    head = path.read_text("utf-8").partition("部门:\n")[0]
    text = f"{head}{listed('region', '')}部门:\n  {department_slug}:\n    名称: 司法局\n"
    path.write_text(text + listed("department", "    "), "utf-8")


NAME = blameless()["绩效指标"][0]["三级指标"]
Rename = Callable[[Checkout, Mapping[str, Any]], None]
RENAMES: list[tuple[Rename, dict[str, Any]]] = [
    (rename_in_one_year, {"曾用名": [CODE]}),
    (rename_indicator, {"曾用名": [NAME]}),
    (rename_both, {"曾用名": [CODE]}),
    (rename_folders, {"曾用网址": ["jiaxian"]}),
    (rename_all, {"曾用网址": ["jiaxian"]}),
]


@pytest.mark.parametrize(("rename", "record"), RENAMES, ids=[r.__name__ for r, _ in RENAMES])
def test_nothing_vanishes_by_a_rename_that_is_recorded(
    rename: Rename, record: dict[str, Any], publish: Publisher, tmp_path: Path
) -> None:
    assert LOST not in told_after(rename, record, publish, tmp_path / "out")


@pytest.mark.parametrize("rename", [rename_indicator, rename_folders])
def test_a_rename_that_is_not_recorded_is_told(
    rename: Rename, publish: Publisher, tmp_path: Path
) -> None:
    assert LOST in told_after(rename, {}, publish, tmp_path / "out")


def told_after(rename: Rename, record: Mapping[str, Any], publish: Publisher, out: Path) -> str:
    years(publish.county, "jiaxian/sifaju", blameless())
    commit(publish.county)
    publish(out)
    rename(publish.county, record)
    commit(publish.county)
    return publish(out)

"""Recorded renames: old anchors and old folders lead on, and what leads nowhere is told."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from tests.publishing.counties import play_mkdocs
from tests.records import HOSTILE, indicator, project, save, tree
from tools import model
from tools.checking import check
from tools.output import inside
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web import redirects, site
from tools.web.assembly import assemble
from tools.web.former import (
    aliases,
    by_anchor,
    folders,
    old_paths,
    project_aliases,
    regions_by_slug,
    rows_by_anchor,
)
from tools.web.links import indicator_anchors, project_anchors, project_name_anchors
from tools.web.public import departments


def projects(*changes: Mapping[str, object]) -> list[model.Project]:
    return [convert(project(**change), model.Project) for change in changes]


def anchors(*changes: Mapping[str, object]) -> list[str]:
    """Every anchor of a page: projects, and behind each its rows."""
    found = projects(*changes)
    return [
        anchor
        for one, own in zip(found, project_anchors(found), strict=True)
        for anchor in (own, *indicator_anchors(own, one.indicators))
    ]


BEFORE = {"项目编码": "13081123P00003110001X", "绩效指标": [indicator(三级指标="旧名")]}

RENAMES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "another code",
        BEFORE,
        {**BEFORE, "项目编码": "13081123P00003110002A", "曾用名": ["13081123P00003110001X"]},
    ),
    ("a code where there was none", {"项目编码": None}, {"曾用名": ["普法经费"]}),
    (
        "another name without a code",
        {"项目编码": "————", "项目名称": "甲"},
        {"项目编码": None, "项目名称": "乙", "曾用名": ["甲"]},
    ),
    ("another row", BEFORE, {**BEFORE, "绩效指标": [{**indicator(), "曾用名": ["旧名"]}]}),
    (
        "another class",
        BEFORE,
        {
            **BEFORE,
            "绩效指标": [{**indicator(二级指标="质量指标"), "曾用名": ["数量指标/旧名"]}],
        },
    ),
    (
        "project and row",
        BEFORE,
        {
            "曾用名": ["13081123P00003110001X"],
            "绩效指标": [{**indicator(), "曾用名": ["旧名"]}],
        },
    ),
]


@pytest.mark.parametrize(("before", "after"), [r[1:] for r in RENAMES], ids=[r[0] for r in RENAMES])
def test_every_anchor_of_before_leads_to_where_it_is_now(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    old, new = anchors(before), anchors(after)
    found = aliases(projects(after))
    assert old != new
    assert [found.get(anchor, anchor) for anchor in old] == new
    living = project_anchors(projects(after))
    assert set(project_aliases(projects(after)).values()) <= set(living)


def test_two_former_names_are_both_kept() -> None:
    one = projects({"曾用名": ["13081122P00003110001X", "13081123P00003110001X"]})
    (anchor,) = project_anchors(one)
    assert by_anchor(one)[anchor] == ["13081122p00003110001x", "13081123p00003110001x"]


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6, unique=True))
def test_aliases_are_ids_whatever_the_names_are(names: list[str]) -> None:
    row = {**indicator(), "曾用名": names}
    found = projects({"曾用名": names, "绩效指标": [row, indicator(三级指标="另一条")]})
    living = {*project_anchors(found), *anchors({"绩效指标": [row, indicator(三级指标="另一条")]})}
    made = aliases(found)
    assert all(re.fullmatch(r"[a-z0-9-]+", alias) for alias in made)
    assert set(made.values()) <= living
    assert not set(made) & living


def test_an_anchor_that_lives_leads_nowhere_else() -> None:
    assert aliases(projects({"曾用名": ["99999924P000001100011"]})) == {}
    assert aliases(projects({"绩效指标": [{**indicator(), "曾用名": ["普法场次"]}]})) == {}


def test_a_blank_row_has_no_place_to_lead_to() -> None:
    blank = indicator(三级指标=None, 绩效指标描述=None, 指标值=None, 指标值确定依据=None)
    assert aliases(projects({"绩效指标": [{**blank, "曾用名": ["旧名"]}]})) == {}


def test_rows_lead_on_below_another_anchor_too() -> None:
    rows = [{**indicator(), "曾用名": ["旧名"]}, indicator(三级指标="另一条")]
    before = projects({"绩效指标": [indicator(三级指标="旧名")]})[0].indicators
    after = projects({"绩效指标": rows})[0]
    (old,), (new, _) = (indicator_anchors("targets", r) for r in (before, after.indicators))
    assert rows_by_anchor(after, "targets") == {new: [old]}
    living = projects({"绩效指标": [{**rows[0], "曾用名": ["另一条"]}, rows[1]]})[0]
    assert rows_by_anchor(living, "targets") == {}


REGIONS = {
    "xinglong": model.region(
        {
            "格式": 1,
            "名称": "兴隆县",
            "曾用网址": ["xinglongxian"],
            "部门": {
                "zhengfawei": {"名称": "政法委", "曾用网址": ["zhengfa", "chengde/zfw"]},
                "sifaju": {"名称": "司法局"},
            },
        }
    )
}


def test_folders_of_regions_and_departments_are_combined() -> None:
    assert folders(REGIONS) == {
        "xinglong/zhengfa": "xinglong/zhengfawei",
        "xinglongxian/zhengfa": "xinglong/zhengfawei",
        "chengde/zfw": "xinglong/zhengfawei",
        "xinglongxian": "xinglong",
    }


def test_a_region_that_lives_or_is_claimed_twice_is_no_former_one() -> None:
    def region(*former: str) -> model.Region:
        return model.region({"格式": 1, "名称": "甲", "曾用网址": list(former), "部门": {}})

    regions = {"a": region("b", "c", "d"), "b": region("c", "e")}
    assert regions_by_slug(regions) == {"a": ["d"], "b": ["e"]}


def test_every_file_has_its_paths_of_before() -> None:
    paths = [
        "index.html",
        "xinglong/index.html",
        "xinglong/zhengfawei/2022/xinglong-zhengfawei-2022.docx",
        "data/api/v1/regions/xinglong.json",
        "data/department-years/xinglong/sifaju/2022/xinglong-sifaju-2022.xlsx",
        "xinglong-guide/index.html",
    ]
    found = old_paths(paths, folders(REGIONS))
    assert found == {
        "xinglongxian/index.html": paths[1],
        "xinglong/zhengfa/2022/xinglong-zhengfa-2022.docx": paths[2],
        "xinglongxian/zhengfa/2022/xinglongxian-zhengfa-2022.docx": paths[2],
        "chengde/zfw/2022/chengde-zfw-2022.docx": paths[2],
        "xinglongxian/zhengfawei/2022/xinglongxian-zhengfawei-2022.docx": paths[2],
        "data/api/v1/regions/xinglongxian.json": paths[3],
        "data/department-years/xinglongxian/sifaju/2022/xinglongxian-sifaju-2022.xlsx": paths[4],
    }


def renamed(copy: Workspace, region: str) -> None:
    rows = [{**indicator(), "曾用名": ["旧名"]}]
    save(copy, "xinglong/sifaju/2024", tree(状态="已公开", 项目=[project(绩效指标=rows)]))
    (copy.targets / "xinglong" / "region.yaml").write_text(region, "utf-8")


REGION = """# yaml-language-server: $schema=../../schema/region.schema.json
格式: 1
名称: 兴隆县
曾用网址:
  - xinglongxian
部门:
  sifaju:
    名称: 司法局
    曾用网址:
      - sifa
"""


def test_old_addresses_are_on_the_site(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed(copy, REGION)
    checked = check(copy)
    assert checked.faults == []
    monkeypatch.setattr(site, "build", play_mkdocs)
    assemble(copy, checked.repository)
    docs = copy.build / "site"
    text = (docs / "xinglongxian/sifa/2024/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="../../../xinglong/sifaju/2024/">' in text
    assert 'content="0; url=../../../xinglong/sifaju/2024/"' in text
    assert "noindex" in text
    assert (docs / "xinglong/sifa/2024/findings/index.html").is_file()
    for ending in ("docx", "yaml"):
        new = docs / f"xinglong/sifaju/2024/xinglong-sifaju-2024.{ending}"
        old = docs / f"xinglong/sifa/2024/xinglong-sifa-2024.{ending}"
        assert old.read_bytes() == new.read_bytes()
        digest = hashlib.sha256(old.read_bytes()).hexdigest()
        listed = f"{digest}  {old.relative_to(docs).as_posix()}\n"
        assert listed in (docs / "data/SHA256SUMS").read_text("utf-8")
    page = (docs / "xinglong/sifaju/2024/index.html").read_text("utf-8")
    (old_anchor,) = aliases(load(copy).entries[0].record.projects)
    assert page.count(f'<span id="{old_anchor}"></span>') == 1


def test_a_page_that_lives_is_not_replaced(copy: Workspace) -> None:
    root = copy.build
    inside(root, "a").mkdir(parents=True)
    (root / "a" / "index.md").write_text("甲", "utf-8")
    redirects.write_page(copy, root, "a", "b")
    assert [path.name for path in (root / "a").iterdir()] == ["index.md"]


@pytest.mark.parametrize(
    ("former", "rule"),
    [
        ("sifa", ""),
        ("shuiwu", "former-address-in-use"),  # a department that there is
        ("findings/sifa", "former-address-in-use"),  # the site's own page
        ("xinglongxian/sifa", ""),
    ],
)
def test_an_old_folder_that_is_in_use_is_told(copy: Workspace, former: str, rule: str) -> None:
    renamed(copy, REGION.replace("- sifa\n", f"- {former}\n"))
    (copy.targets / "xinglong" / "shuiwu").mkdir()
    assert {problem.rule for problem in check(copy).faults} == ({rule} if rule else set())


def test_one_old_folder_for_two_departments_is_told(copy: Workspace) -> None:
    renamed(copy, REGION + "  shuiwu:\n    名称: 水务局\n    曾用网址:\n      - sifa\n")
    assert [p.rule for p in check(copy).faults] == ["former-address-in-use"] * 2


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ([project(曾用名=["99999924P000001100011"])], "/项目/0/曾用名/0"),
        (
            [project(绩效指标=[{**indicator(), "曾用名": ["普法场次"]}])],
            "/项目/0/绩效指标/0/曾用名/0",
        ),
        (
            [
                project(曾用名=["甲"]),
                project(项目编码="99999924P000001100022", 曾用名=["甲", "丙"]),
            ],
            "",
        ),
        (
            [
                project(
                    绩效指标=[
                        {**indicator(), "曾用名": ["旧名"]},
                        {**indicator(三级指标="别的"), "曾用名": ["数量指标/旧名"]},
                    ]
                )
            ],
            "",
        ),
    ],
)
def test_a_former_name_in_use_is_told_where_it_stands(
    copy: Workspace, content: list[Any], pointer: str
) -> None:
    save(copy, "shili/sifaju/2024", tree(项目=content))
    found = [p for p in check(copy).faults if p.rule == "former-name-in-use"]
    assert [p.pointer for p in found] == ([pointer] if pointer else [])
    assert all(problem.line for problem in found)


def test_other_codes_and_former_names_of_a_project_lead_to_its_page(copy: Workspace) -> None:
    for year, code, former in ((2024, "99A1", ["普法专项"]), (2025, "99B2", [])):
        one = project(项目名称="普法经费", 项目编码=code)
        years = [one | {"曾用名": former} if former else one]
        save(copy, f"shili/sifaju/{year}", tree(年度=year, 项目=years))
    repository = load(copy, [copy.targets / "shili/sifaju" / f"{y}.yaml" for y in (2024, 2025)])
    redirects.write_projects(copy, copy.build, departments(repository))
    (name,) = project_name_anchors(["普法专项"])
    found = sorted(path.parent.name for path in copy.build.glob("shili/sifaju/*/index.html"))
    assert found == sorted(["99b2", name])
    for old in found:
        text = (copy.build / "shili/sifaju" / old / "index.html").read_text("utf-8")
        assert 'content="0; url=../99a1/"' in text

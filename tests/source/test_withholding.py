"""不公开: which places there are, what is wrong with one, and what is left of a file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.records import CLASSES, indicator, project, save, tree, trees
from tools import model
from tools.problem import Problem
from tools.source import withholding
from tools.source.positions import Positions
from tools.source.redaction import marked, redacted
from tools.source.repository import department_year_schema, load
from tools.source.workspace import Workspace

CODE = "99999924P000001100011"
WHY = "涉及国家秘密"
HERE = Workspace(Path(__file__).parents[2])
SHOWN = f"依法不予公开（{WHY}）"


def withheld(*places: str) -> list[dict[str, str]]:
    return [{"位置": place, "理由": WHY} for place in places]


def problems(copy: Workspace, *places: str, **changes: Any) -> list[Problem]:
    save(copy, "shili/sifaju/2024", tree(不公开=withheld(*places), **changes))
    return load(copy).problems


TWINS = [
    indicator(三级指标="场次/人次"),
    indicator(三级指标="场次/人次", 二级指标="质量指标"),
    indicator(三级指标="资金用途"),
    indicator(三级指标=None, 绩效指标描述=None),
]


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        (CODE, "/项目/0"),
        (f"{CODE}/资金用途", "/项目/0/资金用途"),
        (f"{CODE}/资金支出计划/3月底", "/项目/0/资金支出计划/3月底"),
        (f"{CODE}/普法场次", "/项目/0/绩效指标/0"),
        (f"{CODE}/普法场次/指标值", "/项目/0/绩效指标/0/指标值"),
        (f"{CODE}/数量指标/普法场次/指标值", "/项目/0/绩效指标/0/指标值"),
        ("整体绩效目标/总体绩效目标", "/整体绩效目标/总体绩效目标"),
        ("整体绩效目标/分项绩效目标/法治建设", "/整体绩效目标/分项绩效目标/0"),
        ("整体绩效目标/工作保障措施/完善制度/内容", "/整体绩效目标/工作保障措施/0/内容"),
    ],
)
def test_a_place_means_one_thing(copy: Workspace, place: str, pointer: str) -> None:
    assert problems(copy, place) == []
    assert list(load(copy).public(drafts=True).entries[0].hidden) == [pointer]


@pytest.mark.parametrize(
    ("places", "at", "told", "hint"),
    [
        (("普法经费",), 0, "没有“普法经费”这个位置", f"想写的是“{CODE}”？"),
        ((f"{CODE}/资金用处",), 0, "没有", f"想写的是“{CODE}/资金用途”？"),
        ((f"{CODE}/普法场次/二级指标",), 0, "没有", "想写的是"),
        ((f"{CODE}/绩效指标",), 0, "不能整个不公开", f"要逐项写，例如 {CODE}/普法场次"),
        (("普法经费/绩效指标",), 0, "不能整个不公开", f"要逐项写，例如 {CODE}/普法场次"),
        (("整体绩效目标",), 0, "不能整个不公开", "例如 整体绩效目标/总体绩效目标"),
        (
            ("整体绩效目标/分项绩效目标",),
            0,
            "“整体绩效目标/分项绩效目标”不能整个不公开；不改好，整份文件都不公开",
            "要逐项写，例如 整体绩效目标/分项绩效目标/法治建设",
        ),
        (
            ("整体绩效目标/分项绩效目标/法制建设",),
            0,
            "没有",
            "想写的是“整体绩效目标/分项绩效目标/法治建设”？",
        ),
        ((CODE, CODE), 1, "写了两次", "留下一条"),
        ((f"{CODE}/普法场次", f"{CODE}/数量指标/普法场次"), 1, "写了两次", "留下一条"),
        ((CODE, f"{CODE}/资金用途"), 1, f"已经在“{CODE}”里面", "删去这一条"),
        ((f"{CODE}/普法场次/指标值", f"{CODE}/普法场次"), 0, "里面", "删去这一条"),
    ],
)
def test_a_slip_is_told(
    copy: Workspace, places: tuple[str, ...], at: int, told: str, hint: str
) -> None:
    (problem,) = problems(copy, *places)
    assert (problem.rule, problem.pointer) == (withholding.FAULT, f"/不公开/{at}/位置")
    assert told in problem.message
    assert hint in problem.hint
    assert load(copy).entries == []


@pytest.mark.parametrize(
    "place", [f"{CODE}/标题", f"{CODE}/接待费用", "整体绩效目标/分项绩效目标/信访", "涉密经费"]
)
def test_nothing_is_guessed_that_is_not_nearly_the_same(copy: Workspace, place: str) -> None:
    (problem,) = problems(copy, place)
    assert problem.message == f"没有“{place}”这个位置；不改好，整份文件都不公开"
    assert problem.hint == withholding.GRAMMAR


def test_two_of_one_name_are_told_apart_by_their_class(copy: Workspace) -> None:
    listed = [project(绩效指标=TWINS)]
    (problem,) = problems(copy, f"{CODE}/场次/人次/指标值", 项目=listed)
    assert "有 2 处" in problem.message
    assert f"“{CODE}/质量指标/场次/人次/指标值”" in problem.hint
    assert problems(copy, f"{CODE}/质量指标/场次/人次/指标值", 项目=listed) == []
    (problem,) = problems(copy, f"{CODE}/资金用途", 项目=listed)
    assert "有 2 处" in problem.message
    assert problems(copy, f"{CODE}/数量指标/资金用途", 项目=listed) == []


def test_projects_of_one_code_cannot_be_told_apart(copy: Workspace) -> None:
    (problem,) = problems(copy, CODE, 项目=[project(), project(项目名称="另一个")])
    assert "先让它们的编码或名称有分别" in problem.hint


def test_a_reason_is_needed(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree(不公开=[{"位置": CODE}]))
    assert [p.rule for p in load(copy).problems] == ["missing-key"]
    save(copy, "shili/sifaju/2024", tree(不公开=[{"位置": CODE, "理由": " "}]))
    assert [p.pointer for p in load(copy).problems] == ["/不公开/0/理由"]


def test_what_cannot_be_told_apart_never_gets_out(copy: Workspace) -> None:
    """Even an entry that was made without the check publishes nothing."""
    save(copy, "shili/sifaju/2024", tree())
    repository = load(copy)
    secret = model.department_year(tree(不公开=withheld("没有这个")))
    repository.entries = [structs.replace(repository.entries[0], record=secret)]
    with pytest.raises(ValueError, match="not redacted"):
        repository.public(drafts=True)


def test_what_is_left_of_a_project() -> None:
    rows = [indicator(), indicator(三级指标="另一条")]
    secret = project(标题="甲", 项目类别="专项资金", 绩效指标=rows)
    result, hidden = redacted(tree(项目=[secret], 不公开=withheld(CODE)))
    (left,) = result["项目"]
    assert left == {
        "项目类别": "专项资金",
        "项目编码": None,
        "项目名称": SHOWN,
        "预算数": None,
        "财政资金": None,
        "其他资金": None,
        "资金用途": SHOWN,
        "资金支出计划": dict.fromkeys(("3月底", "6月底", "10月底", "12月底")),
        "绩效目标": [SHOWN],
        "绩效指标": [
            {"二级指标": "数量指标", **dict.fromkeys(withholding.ROW_CELLS)},
        ],
    }
    assert result["不公开"] == withheld(SHOWN)
    record = model.department_year(result)
    assert record.disclosed == ()
    why = model.Withheld(WHY)
    assert hidden == {"/项目/0": why}
    shown = marked(model.chinese(record), hidden)["项目"][0]
    assert (shown["预算数"], shown["资金支出计划"]["3月底"]) == (why, why)


def test_exceptions_of_what_is_withheld_go_too() -> None:
    def exempt(place: str) -> dict[str, str]:
        return {"规则": "missing-class", "位置": place, "理由": f"因为{place}"}

    other = project(项目编码="99999924P000002200022", 项目名称="另一个")
    places = (CODE, f"{CODE}/普法场次", "99999924P000002200022", "没有这里", "整体绩效目标")
    found, _ = redacted(
        tree(
            项目=[project(), other],
            不公开=withheld(f"{CODE}/普法场次/指标值", "整体绩效目标/总体绩效目标"),
            审核例外=[exempt(place) for place in places],
        )
    )
    assert [(one["位置"], one["理由"]) for one in found["审核例外"]] == [
        (CODE, SHOWN),
        (f"{CODE}/普法场次", SHOWN),
        ("99999924P000002200022", "因为99999924P000002200022"),
        ("整体绩效目标", SHOWN),
    ]
    found, _ = redacted(tree(不公开=withheld(CODE), 审核例外=[exempt(CODE)]))
    assert "审核例外" not in found


def test_an_exception_that_names_no_labels_may_name_a_secret() -> None:
    goals = "整体绩效目标/分项绩效目标"
    places = (f"{goals}/法治建设", f"{goals}/绩效目标", f"{goals}/绩效目标/法治建设", "来源/说明")
    exempt = [{"规则": "stale-year", "位置": place, "理由": "看过"} for place in places]
    found, _ = redacted(tree(不公开=withheld(f"{goals}/法治建设"), 审核例外=exempt))
    assert [one["位置"] for one in found["审核例外"]] == [f"{goals}/绩效目标"]


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part)
    elif value is not None:
        yield str(value)


def planted(value: Any, number: Iterator[int]) -> Any:
    """The same with every text and number made one that stands nowhere else."""
    if isinstance(value, dict):
        return {
            key: part if key == "二级指标" else planted(part, number) for key, part in value.items()
        }
    if isinstance(value, list):
        return [planted(part, number) for part in value]
    if isinstance(value, str):
        return f"暗桩{next(number)}桩{value}"
    return Decimal(f"{next(number)}.77") if isinstance(value, Decimal) else value


def at(content: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        content = content[int(part) if part.isdigit() else part]
    return content


@settings(max_examples=150, deadline=None)
@given(trees, st.data())
def test_whatever_is_withheld_is_left_nowhere(content: dict[str, Any], data: st.DataObject) -> None:
    number = iter(range(10_000, 100_000))
    for part in ("整体绩效目标", "项目"):
        content[part] = planted(content[part], number)
    record = model.department_year(content)
    every = list(withholding.places(record))
    chosen = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    content["不公开"] = withheld(*(place.text for place in chosen))
    secrets = {
        leaf
        for place in chosen
        for leaf in leaves(at(content, place.pointer))
        if leaf not in CLASSES
    }
    schema = department_year_schema(HERE)
    result, hidden = redacted(content)
    told = "\n".join(leaves(result))
    assert not [secret for secret in secrets if secret in told]
    assert {place.pointer for place in chosen} >= set(hidden)
    assert list(schema.problems("x", result, Positions())) == []
    # what stands elsewhere stays as it was
    for place in every:
        touches = any(
            withholding.covers(one, place.pointer) or withholding.covers(place.pointer, one)
            for one in hidden
        )
        is_heading = place.pointer.endswith("/标题")
        if not touches and not is_heading:
            assert at(result, place.pointer) == at(content, place.pointer)
    again, same = redacted(result)
    assert (again, same) == (result, hidden)

"""不公开: which part of a file each 位置 means, and places that mean nothing or too much.

A 位置 is the project's code (its name where it has none), and below it a cell by its label, a row
by its name, or a cell of a row. Where two rows of a project have one name, the row's class before
the name tells them apart. Of the overall targets it is the labels down to the cell or item. Names
may contain “/”: a place is compared as a whole and never taken apart.

    13081123P00003110002A              the project
    13081123P00003110002A/资金用途       a cell of it
    13081123P00003110002A/项目成本       a row of its indicators
    13081123P00003110002A/成本指标/项目成本/指标值
    整体绩效目标/总体绩效目标
    整体绩效目标/分项绩效目标/法治建设
    整体绩效目标/工作保障措施/第1项      an item that has no name
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from tools import model
from tools.problem import Problem
from tools.source.positions import below

if TYPE_CHECKING:
    from tools.source.repository import Entry

FAULT = "withheld-place"
OVERALL = "整体绩效目标"
ITEMS = ("分项绩效目标", "工作保障措施")
# Levels that stand in a file and are too much to be withheld at once, beside a project's 绩效指标.
WIDE = (OVERALL, *(f"{OVERALL}/{part}" for part in ITEMS))
ROW_DEPTH = 4  # signs “/” in the JSON Pointer of a row
NEAR = 0.75
# 项目类别 and 二级指标 are words that the form itself prints.
PROJECT_CELLS = (
    "标题",
    "项目编码",
    "项目名称",
    "预算数",
    "财政资金",
    "其他资金",
    "资金用途",
    "资金支出计划",
    "绩效目标",
)
ROW_CELLS = ("三级指标", "绩效指标描述", "指标值", "指标值确定依据")
GRAMMAR = (
    "写项目编码（没有编码的写项目名称），一栏加“/栏目名”，一条指标加“/三级指标”，"
    "部门整体目标写“整体绩效目标/……”"
)


class Place(Struct, frozen=True):
    """One 位置 that somebody may write and the JSON Pointer that it means.

    ``is_long`` says that it names the row's class too, which is only asked for where the short
    place means two rows.
    """

    text: str
    pointer: str
    is_long: bool = False


class Meant(Struct, frozen=True):
    """One 不公开 with everything in the file that its 位置 could mean."""

    withholding: model.Withholding
    pointers: tuple[str, ...]


def places(record: model.DepartmentYear) -> Iterator[Place]:
    """Every place of the file that can be withheld, by each of its names."""
    tree = model.chinese(record)
    overall: dict[str, object] = model.chinese(record.targets)
    yield Place(f"{OVERALL}/总体绩效目标", f"/{OVERALL}/总体绩效目标")
    for part in ITEMS:
        listed = overall[part]
        if isinstance(listed, list | tuple):
            for index, item in enumerate(listed):
                yield from _item(part, index, item)
    listed = tree["项目"]
    if isinstance(listed, list | tuple):
        for index, (project, cells) in enumerate(zip(record.projects, listed, strict=True)):
            yield from _project(project, cells, f"/项目/{index}")


def _item(part: str, index: int, item: dict[str, object]) -> Iterator[Place]:
    text = f"{OVERALL}/{part}/{item.get('名称') or f'第{index + 1}项'}"
    pointer = f"/{OVERALL}/{part}/{index}"
    yield Place(text, pointer)
    for label in item:
        yield Place(f"{text}/{label}", below(pointer, label))


def _project(project: model.Project, cells: dict[str, object], pointer: str) -> Iterator[Place]:
    yield Place(project.identity, pointer)
    for label in PROJECT_CELLS:
        if label in cells:
            yield Place(f"{project.identity}/{label}", below(pointer, label))
    plan = cells.get("资金支出计划")
    for date in plan if isinstance(plan, dict) else ():
        yield Place(f"{project.identity}/资金支出计划/{date}", f"{pointer}/资金支出计划/{date}")
    for index, row in enumerate(project.indicators):
        if row.is_blank:
            continue
        here = f"{pointer}/绩效指标/{index}"
        for is_long, name in ((False, row.name), (True, f"{row.level2}/{row.name}")):
            text = f"{project.identity}/{name}"
            yield Place(text, here, is_long)
            for label in ROW_CELLS:
                yield Place(f"{text}/{label}", below(here, label), is_long)


def meant(record: model.DepartmentYear) -> list[Meant]:
    """What each 不公开 of the file means, in their order."""
    if not record.withheld:
        return []
    known: dict[tuple[str, bool], list[str]] = {}
    for place in places(record):
        known.setdefault((place.text, place.is_long), []).append(place.pointer)
    return [
        Meant(one, tuple(known.get((one.place, False)) or known.get((one.place, True)) or ()))
        for one in record.withheld
    ]


def covers(outer: str, inner: str) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it; both are JSON Pointers."""
    return inner == outer or inner.startswith(f"{outer}/")


def cells(record: model.DepartmentYear) -> dict[str, model.Withheld]:
    """What is withheld by its JSON Pointer. Of one in another, the outer; of doubtful ones, all."""
    found = {
        pointer: model.Withheld(one.withholding.reason)
        for one in reversed(meant(record))
        for pointer in one.pointers
    }
    return {
        pointer: why
        for pointer, why in found.items()
        if not any(other != pointer and covers(other, pointer) for other in found)
    }


def problems(entry: "Entry") -> Iterator[Problem]:
    """Places that mean nothing or too much, or what is withheld already: a slip would publish."""
    found = meant(entry.record)
    for index, one in enumerate(found):
        at = f"/不公开/{index}/位置"
        place = one.withholding.place
        if not one.pointers:
            yield entry.problem(at, FAULT, *_not_found(entry.record, place))
        elif len(one.pointers) > 1:
            message = f"“{place}”有 {len(one.pointers)} 处，分不清是哪一处"
            yield entry.problem(at, FAULT, message, _apart(entry.record, one.pointers))
        else:
            yield from _repeated(entry, found, index)


def _repeated(entry: "Entry", found: list[Meant], index: int) -> Iterator[Problem]:
    (here,) = found[index].pointers
    at = f"/不公开/{index}/位置"
    for number, other in enumerate(found):
        if number == index or len(other.pointers) != 1:
            continue
        (there,) = other.pointers
        if there == here and number < index:
            message = f"“{found[index].withholding.place}”写了两次"
            yield entry.problem(at, FAULT, message, "留下一条")
        elif there != here and covers(there, here):
            message = f"“{found[index].withholding.place}”已经在“{other.withholding.place}”里面"
            yield entry.problem(at, FAULT, message, "删去这一条；外面那一条已经全部不公开")


def _not_found(record: model.DepartmentYear, place: str) -> tuple[str, str]:
    """What is wrong with a place that means nothing, and how to write it."""
    known = list(dict.fromkeys(found.text for found in places(record) if not found.is_long))
    known += [found.text for found in places(record) if found.is_long]
    meant_as = _by_code(record, place)
    if inner := _inside(record, meant_as, known):
        message = f"“{place}”不能整个不公开；不改好，整份文件都不公开"
        return message, f"要逐项写，例如 {inner}"
    near = meant_as if meant_as in known else _nearest(record, meant_as, known)
    hint = f"想写的是“{near}”？{GRAMMAR}" if near else GRAMMAR
    return f"没有“{place}”这个位置；不改好，整份文件都不公开", hint


def _by_code(record: model.DepartmentYear, place: str) -> str:
    """The place with the project's code, where its name was written instead."""
    for project in record.projects:
        name, code = project.name, project.identity
        if name != code and (place == name or place.startswith(f"{name}/")):
            return f"{code}{place.removeprefix(name)}"
    return place


def _inside(record: model.DepartmentYear, place: str, known: list[str]) -> str:
    """An example of the places in a level that is too wide to be one; empty if it is none."""
    start = f"{place}/" if place in WIDE else ""
    for index, project in enumerate(record.projects):
        if place == f"{project.identity}/绩效指标":
            rows = (one for one in places(record) if _is_row(one.pointer, index))
            return next((one.text for one in rows), "")
    return next((text for text in known if start and text.startswith(start)), "")


def _is_row(pointer: str, project: int) -> bool:
    return pointer.startswith(f"/项目/{project}/绩效指标/") and pointer.count("/") == ROW_DEPTH


def _nearest(record: model.DepartmentYear, place: str, known: list[str]) -> str:
    """What is nearly the same text; of the places in one project only what stands behind its code.

    Codes are long and much alike: beside them any two labels would be near.
    """
    heads = [f"{p.identity}/" for p in record.projects] + [f"{OVERALL}/{part}/" for part in ITEMS]
    head = next((head for head in heads if place.startswith(head)), "")
    rests = [text.removeprefix(head) for text in known if text.startswith(head)]
    near = get_close_matches(place.removeprefix(head), rests, 1, NEAR)
    return f"{head}{near[0]}" if near else ""


def _apart(record: model.DepartmentYear, pointers: tuple[str, ...]) -> str:
    """How to write each of the places so that it means one thing."""
    listed = list(places(record))
    count: dict[str, int] = {}
    for place in listed:
        count[place.text] = count.get(place.text, 0) + 1
    exact = [p.text for p in listed if p.pointer in pointers and p.is_long and count[p.text] == 1]
    if len(exact) == len(pointers):
        return f"写成 {' 或 '.join(f'“{text}”' for text in exact)}"
    return "先让它们的编码或名称有分别，再写不公开；或者写外面一层，全部不公开"

"""A file's tree as the public may have it: what is withheld is replaced, and left in no name.

Texts become 依法不予公开 with the reason. Numbers and codes become blank: a number has no room for
words, so :func:`marked` puts them back where templates print. The list 不公开 stays, with places by
what is left; so the result is a valid file, and redacting it again changes nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from tools import model
from tools.source import withholding
from tools.source.withholding import ROW_CELLS, covers

Tree = dict[str, Any]
Hidden = Mapping[str, model.Withheld]

NUMBERS = {"项目编码", "预算数", "财政资金", "其他资金", "3月底", "6月底", "10月底", "12月底"}
# Cells by which something is known; what they were before would tell what they are.
NAMING = {"项目编码", "项目名称", "三级指标", "绩效指标描述"}
PROJECT = re.compile(r"/项目/[0-9]+")
ROW = re.compile(r"/项目/[0-9]+/绩效指标/[0-9]+")
ITEM = re.compile(r"/整体绩效目标/(?:分项绩效目标|工作保障措施)/[0-9]+")
# The one row of a table of which nothing is told; its class is as good as any.
NO_ROW = {"二级指标": "数量指标", **dict.fromkeys(ROW_CELLS)}


def redacted(tree: Tree) -> tuple[Tree, dict[str, model.Withheld]]:
    """A copy of a valid tree for the public, and what is withheld from it, by its JSON Pointer."""
    record = model.department_year(tree)
    hidden = withholding.cells(record)
    result = _copy(tree)
    for pointer, why in hidden.items():
        _hide(result, pointer, str(why))
    _tell_apart(result, hidden)
    after = model.department_year(result)
    result["不公开"] = _list(record, after)
    exemptions = _exemptions(record, after, hidden)
    if exemptions:
        result["审核例外"] = exemptions
    else:
        result.pop("审核例外", None)
    return result, hidden


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list | tuple) else value


def marked(tree: Tree, hidden: Hidden, place: str = "") -> Tree:
    """The tree of a redacted record with the reason wherever something withheld left a blank.

    ``place`` is the JSON Pointer at which the tree stands in the file.
    """
    result: Tree = _marked(tree, place, hidden, hidden.get(place)) if hidden else tree
    return result


def _marked(value: Any, place: str, hidden: Hidden, why: model.Withheld | None) -> Any:
    if isinstance(value, dict):
        parts = ((key, f"{place}/{key}", part) for key, part in value.items())
        return {key: _marked(part, at, hidden, why or hidden.get(at)) for key, at, part in parts}
    if isinstance(value, list | tuple):
        listed = ((f"{place}/{index}", part) for index, part in enumerate(value))
        return [_marked(part, at, hidden, why or hidden.get(at)) for at, part in listed]
    return why if value is None else value


def _parent(tree: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the value at ``pointer``, and under which key or index."""
    *path, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    for part in path:
        tree = tree[part]
    return tree, last


def _hide(tree: Tree, pointer: str, marker: str) -> None:
    parent, key = _parent(tree, pointer)
    if PROJECT.fullmatch(pointer):
        parent[key] = _project(parent[key], marker)
    elif ROW.fullmatch(pointer):
        parent[key] = {**parent[key], **dict.fromkeys(ROW_CELLS, marker)}
        parent[key].pop("曾用名", None)
    elif ITEM.fullmatch(pointer):
        parent[key] = dict.fromkeys(parent[key], marker)
    else:
        parent[key] = _cell(key, parent[key], marker)
    if key == "项目名称":  # the heading is another writing of the name
        parent.pop("标题", None)
    if key in NAMING:
        parent.pop("曾用名", None)


def _cell(label: str, value: Any, marker: str) -> Any:
    if label in NUMBERS:
        return None
    if label == "资金支出计划":
        return dict.fromkeys(value)
    return [marker] if label == "绩效目标" and isinstance(value, list) else marker


def _project(project: Tree, marker: str) -> Tree:
    """Only what every project of the form has; nothing tells one from another."""
    kept = {key: project[key] for key in ("项目类别",) if key in project}
    hidden = {
        key: _cell(key, value, marker)
        for key, value in project.items()
        if key not in ("标题", "项目类别", "曾用名", "绩效指标")
    }
    return {**kept, **hidden, "绩效指标": [dict(NO_ROW)]}


def _tell_apart(tree: Tree, hidden: Hidden) -> None:
    """Number what would have one name, so that each can still be named."""
    _number(tree["项目"], "/项目", ("项目名称",), hidden)
    for part in withholding.ITEMS:
        _number(tree["整体绩效目标"][part], f"/整体绩效目标/{part}", ("名称",), hidden)
    for index, project in enumerate(tree["项目"]):
        labels = ("三级指标", "绩效指标描述")
        _number(project["绩效指标"], f"/项目/{index}/绩效指标", labels, hidden)


def _number(items: list[Tree], place: str, labels: tuple[str, ...], hidden: Hidden) -> None:
    """``labels`` are the cells that name an item: the first of them that is not blank."""
    anonymous, used = [], set()
    for index, item in enumerate(items):
        label = next((label for label in labels if item.get(label)), "")
        if label and any(covers(pointer, f"{place}/{index}/{label}") for pointer in hidden):
            anonymous.append((item, label))
        elif label:
            used.add(item[label])
    for item, label in anonymous:
        item[label] = _unused(item[label], used)
        used.add(item[label])


def _unused(text: str, used: set[str]) -> str:
    number, found = 1, text
    while found in used:
        number += 1
        found = f"{text}（{number}）"
    return found


def _list(before: model.DepartmentYear, after: model.DepartmentYear) -> list[Tree]:
    """不公开 again, its places by the names that are left."""
    names = _names(after)
    return [
        {"位置": names[pointer], "理由": one.withholding.reason}
        for one in withholding.meant(before)
        for pointer in one.pointers
        if pointer in names
    ]


def _names(record: model.DepartmentYear) -> dict[str, str]:
    """How to write each place of the file so that it means one thing, if anything does."""
    listed = list(withholding.places(record))
    count: dict[tuple[str, bool], int] = {}
    for place in listed:
        key = place.text, place.is_long
        count[key] = count.get(key, 0) + 1
    names: dict[str, str] = {}
    for place in sorted(listed, key=lambda place: count[place.text, place.is_long] > 1):
        names.setdefault(place.pointer, place.text)
    return names


def _exemptions(
    before: model.DepartmentYear, after: model.DepartmentYear, hidden: Hidden
) -> list[Tree]:
    """审核例外 without those of what is withheld; what is said of its surroundings may quote it."""
    kept = []
    for one in before.exemptions:
        pointer, is_exact = _excepted(before, one.place)
        inside = any(covers(other, pointer) for other in hidden)
        if not pointer or (inside and is_exact):
            continue
        near = {_labels(other): why for other, why in hidden.items()}
        if is_exact:
            near = dict(hidden)
        around = [w for p, w in near.items() if covers(pointer, p) or covers(p, pointer)]
        reason = str(around[0]) if around else one.reason
        place = _excepted_name(after, pointer) if is_exact else one.place
        kept.append({"规则": one.rule, "位置": place, "理由": reason})
    return kept


def _excepted(record: model.DepartmentYear, place: str) -> tuple[str, bool]:
    """The pointer that the 位置 of an 审核例外 means; empty where it means nothing.

    Outside projects it is labels from the top: then it is a pointer without indexes, not exact.
    """
    for number, project in enumerate(record.projects):
        if place == project.identity:
            return f"/项目/{number}", True
        for index, row in enumerate(project.indicators):
            if place == f"{project.identity}/{row.name}":
                return f"/项目/{number}/绩效指标/{index}", True
    is_label = _has_labels(model.chinese(record), place.split("/"))
    return (f"/{place}" if is_label else ""), False


def _has_labels(tree: Any, labels: list[str]) -> bool:
    """Whether all are labels of the form, one below the other: any other word may be a secret."""
    if not labels:
        return True
    if isinstance(tree, list | tuple):
        return any(_has_labels(part, labels) for part in tree)
    is_label = isinstance(tree, dict) and labels[0] in tree
    return is_label and _has_labels(tree[labels[0]], labels[1:])


def _labels(pointer: str) -> str:
    return "/".join(part for part in pointer.split("/") if not part.isdigit())


def _excepted_name(record: model.DepartmentYear, pointer: str) -> str:
    _, _, number, *rest = pointer.split("/")
    project = record.projects[int(number)]
    name = project.identity
    return f"{name}/{project.indicators[int(rest[1])].name}" if rest else name

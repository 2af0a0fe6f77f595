"""An empty file with every row that a form has, and comments that say what goes where.

Rows, words and examples come from the form and the schema, so a new form or a new key needs
nothing here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from tools import model
from tools.form.definition import Columns, Definition
from tools.framework import Framework
from tools.source.canonical import scalar
from tools.source.comments import Comments
from tools.source.positions import below
from tools.source.schema import Schema

OPENING = (
    "# 空白的绩效目标：一个键就是官方表格的一栏，内容写在冒号后面，冒号后空一格。",
    "# 没有内容的栏让它空着。以“#”开头的行是说明，不印到表上，也不公开，看过可以删去。",
)
NAME_TO_COME = "请填写项目名称"  # the one cell that may not be blank; check points it out
PARAGRAPHS = "分几段的，冒号后面写 |-，正文从下一行写起，多缩进两格。"
AS_IT_STANDS = "本栏空白时只写键名，不写值。"
CHOSEN = frozenset({"金额单位", "项目类别", "项目名称", "二级指标"})


class Blank(Struct, frozen=True):
    """The tree of an empty file, and its comments."""

    tree: dict[str, Any]
    comments: Comments

    @property
    def cells(self) -> int:
        """How many cells are to be filled in."""
        return _cells(self.tree)


class Form(Struct, frozen=True, kw_only=True):
    """What an empty file follows from."""

    definition: Definition
    framework_key: str
    framework: Framework
    schema: Schema

    def choices(self, key: str) -> list[str]:
        """What may stand in a cell that only holds one of a few words."""
        if key == "二级指标":
            return [name for members in self.framework.classes.values() for name in members]
        return list(self.definition.categories) if key == "项目类别" else []


def blank(form: Form, year: int, name: str) -> Blank:
    """An empty file of ``form`` for the department called ``name``."""
    tree = _tree(form, year, name)
    above = dict(_said_once(_help(form, tree, form.schema.content, "")))
    return Blank(tree, Comments(above={"/格式": list(OPENING), **above}))


def _tree(form: Form, year: int, name: str) -> dict[str, Any]:
    properties = form.schema.content["properties"]
    overall = properties["整体绩效目标"]["properties"]
    tree: dict[str, Any] = {
        "格式": properties["格式"]["const"],
        "年度": year,
        "状态": model.DRAFT,
        "版式": form.definition.folder.name,
        "部门": {**_row(form, properties["部门"]), "名称": name},
        "整体绩效目标": {
            key: [_row(form, part["items"])] if "items" in part else None
            for key, part in overall.items()
        },
        "项目": [_project(form)],
    }
    if form.framework_key != properties["指标框架"]["default"]:
        tree["指标框架"] = form.framework_key
    if "金额单位" in _columns(form, "文件").required:
        tree["金额单位"] = properties["金额单位"]["enum"][0]
    return tree


def _project(form: Form) -> dict[str, Any]:
    project = _row(form, form.schema.content["$defs"]["project"])
    project["项目名称"] = NAME_TO_COME
    if form.definition.categories:
        project["项目类别"] = form.definition.categories[0]
    row = _row(form, form.schema.content["$defs"]["indicator"])
    project["绩效指标"] = [{**row, "二级指标": name} for name in _wanted(form.framework)]
    return project


def _wanted(framework: Framework) -> Iterator[str]:
    """A 二级指标 for each class, 一级 or 二级, that every project should have."""
    for name in framework.wanted:
        yield framework.classes.get(name, [name])[0]


def _row(form: Form, part: dict[str, Any]) -> dict[str, Any]:
    """The blank cells of one part of the form, in the order of the schema."""
    required = {*part["required"], *_columns(form, part["title"]).required}
    optional = _columns(form, part["title"]).optional
    return {
        key: _cell(child)
        for key, child in part["properties"].items()
        if key in required or (key in optional and "null" in child["type"])
    }


def _columns(form: Form, part: str) -> Columns:
    return form.definition.columns.get(part, Columns((), ()))


def _cell(part: dict[str, Any]) -> Any:
    if "array" in part.get("type", ()):
        return []
    return dict.fromkeys(part["properties"]) if "properties" in part else None


def _help(
    form: Form, value: dict[str, Any], part: dict[str, Any], place: str
) -> Iterator[tuple[str, str]]:
    """Words for each cell to fill in; of several rows only the first is explained."""
    for key, content in value.items():
        child = form.schema.resolve(part["properties"][key])
        here = below(place, key)
        if _is_open(key, content, child):
            yield here, _words(form, key, content, child)
        elif isinstance(content, dict):
            yield from _help(form, content, child, here)
        if isinstance(content, list) and content:
            items = form.schema.resolve(child["items"])
            yield from _help(form, content[0], items, below(here, 0))


def _said_once(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Comments of the words; a sentence that stands above already is not said again."""
    said: set[str] = set()
    for place, text in words:
        *sentences, end = text.split("。")
        fresh = [f"{sentence}。" for sentence in sentences if sentence not in said]
        said.update(sentences)
        yield place, [f"# {''.join(fresh)}{end}"]


def _is_open(key: str, content: Any, part: dict[str, Any]) -> bool:
    """Whether somebody has still to write or choose here."""
    if isinstance(content, dict):
        return "examples" in part
    return content is None or isinstance(content, list) or key in CHOSEN


def _words(form: Form, key: str, content: Any, part: dict[str, Any]) -> str:
    """What goes into a cell: the schema's own description, choices and examples."""
    told = str(part["description"]).replace(AS_IT_STANDS, "")
    told += PARAGRAPHS if part.get("x-多行") else ""
    choices = form.choices(key) or part.get("enum", [])
    if choices:
        return f"{told}可以写：{'、'.join(choices)}"
    if isinstance(content, list) and content:
        return f"{told}从“- {next(iter(content[0]))}”起是一条，还有别的照样接着写。"
    examples = "、".join(_shown(example, part) for example in part.get("examples", []))
    if isinstance(content, list):
        return f"{told}每条另起一行，缩进两格，例如：{examples}"
    return f"{told}例如：{examples}" if examples else told


def _shown(example: Any, part: dict[str, Any]) -> str:
    """An example as it would be written in the file."""
    if isinstance(example, dict):
        return "、".join(f"{key} {value}" for key, value in example.items())
    if isinstance(example, list):
        return f"- {example[0]}"
    wanted = part["type"]
    return scalar(example, (wanted,) if isinstance(wanted, str) else tuple(wanted))


def _cells(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_cells(part) for part in value.values())
    if isinstance(value, list) and value:
        return sum(_cells(item) for item in value)
    return value in (None, [], NAME_TO_COME)

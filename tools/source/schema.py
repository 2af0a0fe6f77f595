"""The JSON Schemas of ``schema/``, and their findings in the clerk's language."""

import difflib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tools.problem import Problem
from tools.source.positions import Positions, below, pointer

LEVEL1 = {"产出指标", "效益指标", "效果指标", "满意度指标"}

TYPE_NAMES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "空白",
    "object": "下一层的键和值",
    "array": "以“- ”开头的列表",
}


class Schema:
    """One schema with both validators: a fast yes, and a slow explanation of every no."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self._explain = Draft202012Validator(content)
        self._accepts = jsonschema_rs.validator_for(content)

    def problems(self, path: str, tree: object, positions: Positions) -> Iterator[Problem]:
        """Yield what is wrong with ``tree``; nothing if it is valid."""
        if self._accepts.is_valid(tree):
            return
        found: dict[tuple[str, str, str], Problem] = {}
        for error in self._explain.iter_errors(tree):
            for problem in _translate(path, error, positions, self.parents):
                key = (problem.rule, problem.pointer, problem.message)
                if key not in found or len(problem.hint) < len(found[key].hint):
                    found[key] = problem
        yield from found.values()

    def resolve(self, part: dict[str, Any]) -> dict[str, Any]:
        """Follow a ``$ref`` into ``$defs``."""
        while "$ref" in part:
            part = self.content["$defs"][part["$ref"].rpartition("/")[2]]
        return part

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """Every label that the schema knows, with the titles of the parts it belongs to."""
        result: dict[str, list[str]] = {}
        for key, parent in _labels(self.content):
            if parent not in result.setdefault(key, []):
                result[key].append(parent)
        return result

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every label that the schema knows, at any depth."""
        return frozenset(self.parents)


@cache
def load(path: Path) -> Schema:
    """Read one file of ``schema/``."""
    return Schema(json.loads(path.read_text("utf-8")))


def _labels(part: object) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        properties = part.get("properties")
        if isinstance(properties, dict) and part.get("title"):
            yield from ((key, part["title"]) for key in properties)
        for value in part.values():
            yield from _labels(value)
    elif isinstance(part, list):
        for value in part:
            yield from _labels(value)


def _translate(
    path: str, error: ValidationError, positions: Positions, parents: dict[str, list[str]]
) -> Iterator[Problem]:
    handler = HANDLERS.get(str(error.validator), _other)
    for rule, place, at_key, message, hint in handler(error):
        hint = _elsewhere(rule, place, parents) or hint
        position = positions.key(place) if at_key else positions.value(place)
        yield Problem(
            path=path,
            line=position.line,
            column=position.column,
            pointer=place,
            rule=rule,
            message=message,
            hint=hint,
        )


Finding = tuple[str, str, bool, str, str]


def _title(error: ValidationError) -> str:
    names = [part for part in error.absolute_path if isinstance(part, str)]
    return names[-1] if names else "文件"


def _elsewhere(rule: str, place: str, parents: dict[str, list[str]]) -> str:
    """A key that is right but stands at the wrong depth."""
    key = place.rpartition("/")[2]
    if rule != "unknown-key" or key not in parents:
        return ""
    return f"“{key}”要写在“{'”或“'.join(parents[key])}”下面，缩进多两格"


def _example(label: str, schema: Any) -> str:
    """How to write ``label``, from the schema's own example or the keys below it."""
    part = schema if isinstance(schema, dict) else {}
    if "properties" in part:
        return f"{label}: 换行，缩进两格写 {'、'.join(part['properties'])}"
    examples = part.get("examples")
    if examples and isinstance(examples[0], dict):
        return f"{label}: 换行，缩进两格写下一层"
    if "array" in str(part.get("type")):
        example = examples[0][0] if examples else "……"
        return f"{label}: 换行，缩进两格写“- {example}”"
    return f"{label}: {_shown(examples[0])}" if examples else f"{label}:"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "空白" if value is None else str(value)


def _properties(error: ValidationError) -> dict[str, Any]:
    """The keys that the schema knows at the place of the error."""
    result: dict[str, Any] = cast("dict[str, Any]", error.schema).get("properties", {})
    return result


def _required(error: ValidationError) -> Iterator[Finding]:
    place = pointer(error.absolute_path)
    instance, properties = cast("dict[str, Any]", error.instance), _properties(error)
    known = list(properties)
    misspelt = {_near(key, known) for key in instance if key not in known}  # told as unknown keys
    for key in cast("list[str]", error.validator_value):
        if key not in instance and key not in misspelt:
            where = f"“{_title(error)}”里" if error.absolute_path else "文件"
            reason = cast("dict[str, Any]", error.schema).get("description", "")
            example = _example(key, properties.get(key, {}))
            hint = f"补上这一行，例如：{example}" if key in properties else str(reason)
            yield "missing-key", place, True, f"{where}缺少“{key}”", hint


def _unknown(error: ValidationError) -> Iterator[Finding]:
    instance, known = cast("dict[str, Any]", error.instance), list(_properties(error))
    for key in instance:
        if key in known:
            continue
        place = pointer([*error.absolute_path, key])
        near = _near(key, known)
        free = [name for name in known if name not in instance]
        hint = _is_it(near) if near else f"这里可以写：{'、'.join(free) or '（已写全）'}"
        if key == "一级指标":
            hint = "删去这一行；一级指标由二级指标推出"
        yield "unknown-key", place, True, f"没有“{key}”这个键", hint


def _is_it(name: str) -> str:
    return f"是不是“{name}”？"


def _near(key: str, known: list[str]) -> str:
    """The key that was most likely meant; “指标值/描述” is how one form prints 指标值."""
    bare = key.strip("\u3000 ").partition("/")[0]
    return bare if bare in known else next(iter(difflib.get_close_matches(bare, known, 1, 0.5)), "")


def _type(error: ValidationError) -> Iterator[Finding]:
    wanted = cast("str | list[str]", error.validator_value)
    names = [wanted] if isinstance(wanted, str) else wanted
    wanted_names = "或".join(TYPE_NAMES[name] for name in names)
    now = _kind(error.instance)
    hint = f"例如：{_example(_title(error), error.schema)}"
    if not error.absolute_path:
        hint = f"第一层的键是：{'、'.join(_properties(error))}"
    if error.instance is None and "string" in names:
        hint = f"这一栏不能空着。{hint}"
    if "number" in names and isinstance(error.instance, str):
        hint = f"{_not_a_number(error.instance)}。{hint}"
    message = f"“{_title(error)}”应当是{wanted_names}，这里是{now}"
    yield "wrong-type", pointer(error.absolute_path), False, message, hint


def _not_a_number(text: str) -> str:
    if re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", text):
        return "去掉引号" if len(text) < 16 else "数太长"
    if re.fullmatch(r"-?0[0-9.]*", text):
        return "去掉前面多余的 0 或负号"
    return "只写数，不带单位、百分号和千位逗号"


def _kind(value: object) -> str:
    if value is None:
        return "空白"
    if isinstance(value, dict):
        return "下一层的键和值"
    if isinstance(value, list):
        return "列表"
    if isinstance(value, bool | int | Decimal):
        return f"数 {value}"
    text = str(value)
    return f"文字“{text if len(text) <= 20 else text[:20] + '…'}”"


def _enum(error: ValidationError) -> Iterator[Finding]:
    choices = [str(choice) for choice in cast("list[object]", error.validator_value)]
    near = difflib.get_close_matches(str(error.instance), choices, 1, 0.5)
    hint = _is_it(near[0]) if near else ""
    if error.instance in LEVEL1:
        hint = f"“{error.instance}”是一级指标，由二级指标推出，不用写。"
    message = f"“{_title(error)}”不能是“{_shown(error.instance)}”"
    hint += f"可以写：{'、'.join(choices)}"
    yield "not-allowed", pointer(error.absolute_path), False, message, hint


def _const(error: ValidationError) -> Iterator[Finding]:
    message = f"“{_title(error)}”只能是 {_shown(error.validator_value)}"
    hint = f"写成：{_title(error)}: {_shown(error.validator_value)}"
    yield "not-allowed", pointer(error.absolute_path), False, message, hint


def _pattern(error: ValidationError) -> Iterator[Finding]:
    if list(error.schema_path)[-2:-1] == ["propertyNames"]:
        message = f"“{error.instance}”不能作文件夹名"
        hint = "用小写字母、数字和连字符，例如 zhengfa-wei"
        place = below(pointer(error.absolute_path), str(error.instance))
        yield "bad-slug", place, True, message, hint
        return
    message = f"“{_title(error)}”的写法不对：“{_shown(error.instance)}”"
    hint = f"例如：{_example(_title(error), error.schema)}"
    yield "wrong-format", pointer(error.absolute_path), False, message, hint


def _range(error: ValidationError) -> Iterator[Finding]:
    side = "小于" if error.validator == "minimum" else "大于"
    message = f"“{_title(error)}”不能{side} {error.validator_value}，这里是 {error.instance}"
    hint = f"例如：{_example(_title(error), error.schema)}"
    yield "out-of-range", pointer(error.absolute_path), False, message, hint


def _too_short(error: ValidationError) -> Iterator[Finding]:
    message = f"“{_title(error)}”不能空着"
    hint = f"例如：{_example(_title(error), error.schema)}"
    yield "must-not-be-empty", pointer(error.absolute_path), False, message, hint


def _too_long(error: ValidationError) -> Iterator[Finding]:
    message = f"“{_title(error)}”太长，最多 {error.validator_value} 个字"
    yield "out-of-range", pointer(error.absolute_path), False, message, "写得短一些"


def _other(error: ValidationError) -> Iterator[Finding]:
    message = f"“{_title(error)}”不符合数据格式（{error.validator}）"
    yield "wrong-format", pointer(error.absolute_path), False, message, "参看 schema/ 里的说明"


HANDLERS = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minimum": _range,
    "maximum": _range,
    "minLength": _too_short,
    "minItems": _too_short,
    "minProperties": _too_short,
    "maxLength": _too_long,
}

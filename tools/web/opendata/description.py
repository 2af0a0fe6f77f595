"""The API in words for programs: OpenAPI 3.1, made of the same columns as the data."""

from typing import Any

from tools.web.opendata import places
from tools.web.opendata.columns import (
    CORRECTIONS,
    DEPARTMENT_YEARS,
    INDICATORS,
    MEASURES,
    PLAN,
    PROJECTS,
    SUB_TARGETS,
    Column,
    Kind,
    Table,
)
from tools.web.opendata.interface import LONG, TITLE, VERSION

Schema = dict[str, Any]

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SIMPLE: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DECIMAL: {"type": "string", "pattern": DECIMAL},
    Kind.DATE: {"type": "string", "format": "date", "pattern": DATE},
    Kind.LINES: {"type": "array", "items": {"type": "string"}},
}
DOCUMENT = (
    "静态接口：每个地址是一个 JSON 文件，只读，不用密钥。"
    "金额和百分比是写成文字的十进制小数，位数照原文。"
    "标识（id）是“地区/部门/年度#锚点”：一个项目的文件就在 projects/地区/部门/年度/锚点.json，"
    "网页就在网站的 地区/部门/年度/#锚点。"
)
PARAMETERS = {
    "region": "地区代号，例如 xinglong",
    "department": "部门代号，例如 zhengfawei",
    "year": "年度，例如 2022",
    "project": "项目锚点，例如 13082222p000011100014",
}
COUNTED = ("regions", "departments", "department_years", "projects", "indicators")
# Path below the API, the schema of its answer, and what it is.
PATHS = (
    ("/index.json", "Index", "入口：有什么，有多少，在哪里"),
    ("/regions.json", "Regions", "全部地区"),
    ("/regions/{region}.json", "RegionDocument", "一个地区和它的部门"),
    ("/departments.json", "Departments", "全部部门"),
    ("/departments/{region}/{department}.json", "DepartmentDocument", "一个部门和它的各年度"),
    ("/department-years.json", "DepartmentYears", "全部部门年度"),
    (
        "/department-years/{region}/{department}/{year}.json",
        "DepartmentYearDocument",
        "一个部门年度的全部内容",
    ),
    ("/projects/{region}/{department}/{year}.json", "Projects", "一个部门年度的项目"),
    (
        "/projects/{region}/{department}/{year}/{project}.json",
        "ProjectDocument",
        "一个项目，连同支出计划和指标",
    ),
    ("/indicators/{region}/{department}/{year}.json", "Indicators", "一个部门年度的指标"),
)


def openapi() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": DOCUMENT,
            "license": {"name": "政府公开信息", "url": places.link(places.OPENAPI, places.LICENCE)},
        },
        "servers": [{"url": ".", "description": "本文件所在的文件夹"}],
        "paths": {path: _path(path, schema, about) for path, schema, about in PATHS},
        "components": {"schemas": schemas()},
    }


def _path(path: str, schema: str, about: str) -> Schema:
    named = [name for name in PARAMETERS if f"{{{name}}}" in path]
    answer = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    operation: Schema = {
        "operationId": f"get{schema}",
        "summary": about,
        "responses": {
            "200": {"description": about, "content": {"application/json": answer}},
            "404": {"description": "没有这个文件"},
        },
    }
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PARAMETERS[name],
            "schema": {"type": "string"},
        }
        for name in named
    ]
    return {**({"parameters": parameters} if parameters else {}), "get": operation}


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    return {**_rows(), **_lists(), **_documents()}


def _rows() -> dict[str, Schema]:
    """One row of each table, as lists and documents have it."""
    year = _properties(DEPARTMENT_YEARS)
    return {
        "Links": {
            "type": "object",
            "description": "从这个文件出发的相对链接",
            "additionalProperties": {"type": "string", "format": "uri-reference"},
        },
        "Region": _object(_region(), "一个地区"),
        "Department": _object(_department(), "一个部门"),
        "DepartmentYear": _object(
            {**{name: schema for name, schema in year.items() if name not in LONG}, **_links()},
            DEPARTMENT_YEARS.about,
        ),
        "Project": _object({**_properties(PROJECTS), **_links()}, PROJECTS.about),
        "Indicator": _object(_properties(INDICATORS), INDICATORS.about),
        "IndicatorOfProject": _object(_properties(INDICATORS, nested=True), INDICATORS.about),
        "Share": _object(_properties(PLAN, nested=True), PLAN.about),
        "Correction": _object(_properties(CORRECTIONS, nested=True), CORRECTIONS.about),
        "SubTarget": _object(_properties(SUB_TARGETS, nested=True), SUB_TARGETS.about),
        "Measure": _object(_properties(MEASURES, nested=True), MEASURES.about),
    }


def _lists() -> dict[str, Schema]:
    below = {"department_year": {"type": "string", "title": "部门年度"}}
    return {
        "Index": _object(
            {
                "title": {"type": "string"},
                "version": {"type": "string"},
                "counts": _object({name: {"type": "integer"} for name in COUNTED}, "有多少"),
                **_links(),
            },
            "入口",
        ),
        "Regions": _object({"regions": _array("Region")}, "全部地区"),
        "Departments": _object({"departments": _array("Department")}, "全部部门"),
        "DepartmentYears": _object({"department_years": _array("DepartmentYear")}, "全部部门年度"),
        "Projects": _object({**below, "projects": _array("Project"), **_links()}, "项目"),
        "Indicators": _object({**below, "indicators": _array("Indicator"), **_links()}, "绩效指标"),
    }


def _documents() -> dict[str, Schema]:
    parts = {"plan": _array("Share"), "indicators": _array("IndicatorOfProject"), **_links()}
    return {
        "RegionDocument": _object({**_region(), "departments": _array("Department")}, "一个地区"),
        "DepartmentDocument": _object(
            {**_department(), "department_years": _array("DepartmentYear")}, "一个部门"
        ),
        "ProjectOfYear": _object({**_properties(PROJECTS, nested=True), **parts}, PROJECTS.about),
        "ProjectDocument": _object({**_properties(PROJECTS), **parts}, "一个项目"),
        "DepartmentYearDocument": _object(
            {
                **_properties(DEPARTMENT_YEARS),
                "sub_targets": _array("SubTarget"),
                "measures": _array("Measure"),
                "projects": _array("ProjectOfYear"),
                "corrections": _array("Correction"),
                **_links(),
            },
            "一个部门年度的全部内容",
        ),
    }


def _region() -> dict[str, Schema]:
    cell = {"type": ["string", "null"]}
    return {
        "region": {"type": "string", "title": "地区代号"},
        "name": {"type": "string", "title": "地区"},
        "full_name": {**cell, "title": "地区全称"},
        "code": {**cell, "title": "区划代码"},
        "note": {**cell, "title": "说明"},
        "sample": {"type": "boolean", "title": "示例数据"},
        "department_year_count": {"type": "integer", "title": "部门年度有几份"},
        **_links(),
    }


def _department() -> dict[str, Schema]:
    return {
        "region": {"type": "string", "title": "地区代号"},
        "region_name": {"type": "string", "title": "地区"},
        "department": {"type": "string", "title": "部门代号"},
        "name": {"type": "string", "title": "部门"},
        "sample": {"type": "boolean", "title": "示例数据"},
        "years": {"type": "array", "title": "年度", "items": {"type": "integer"}},
        **_links(),
    }


def _object(properties: dict[str, Schema], about: str) -> Schema:
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _links() -> dict[str, Schema]:
    return {"links": {"$ref": "#/components/schemas/Links"}}


def _properties(table: Table[Any], *, nested: bool = False) -> dict[str, Schema]:
    return {
        column.name: _property(table, column)
        for column in table.columns
        if not (nested and column.context)
    }


def _property(table: Table[Any], column: Column[Any]) -> Schema:
    told = {"title": column.label, "description": column.about}
    if column.kind is Kind.COLUMNS:
        names = [other.name for other in table.columns]
        return {**told, "type": "array", "items": {"enum": names}}
    schema = SIMPLE[column.kind]
    if column.choices:
        return {**told, "enum": [*column.choices, *([] if column.required else [None])]}
    if column.required:
        return {**told, **schema}
    return {**told, **schema, "type": [schema["type"], "null"]}

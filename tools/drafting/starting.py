"""A department that has no file to start from: an empty one, and its name in region.yaml."""

from pathlib import Path

from msgspec import Struct

from tools import framework
from tools.drafting.address import COMMAND, Address, alike, refusal
from tools.drafting.blank import Form, blank
from tools.drafting.listing import Listing, listed, listing
from tools.form import definition
from tools.problem import ProblemError
from tools.source.canonical import write
from tools.source.reader import read
from tools.source.repository import REGION_FILE, schema_for
from tools.source.schema import Schema
from tools.source.text import FORBIDDEN
from tools.source.workspace import Workspace

DEFAULT_FRAMEWORK = "88号"


class Said(Struct, frozen=True, kw_only=True):
    """What the command line says of a new file; empty where it says nothing."""

    form: str = ""
    name: str = ""
    region_name: str = ""
    framework: str = ""

    def options(self) -> list[str]:
        """The options as they were written."""
        pairs = (
            ("--form", self.form),
            ("--name", self.name),
            ("--region-name", self.region_name),
            ("--framework", self.framework),
        )
        return [f"{option} {_quoted(value)}" for option, value in pairs if value]


class Started(Struct, frozen=True, kw_only=True):
    """An empty file, and region.yaml where it has to change."""

    form: str
    name: str
    cells: int
    text: str
    region_text: str


def start(workspace: Workspace, wanted: Address, said: Said) -> Started:
    """Draft an empty file; nothing is written.

    Raise ``ProblemError`` with what to add to the command where it does not say enough.
    """
    known = listing(workspace, wanted.region)
    _check(workspace, wanted, said, known)
    listed_name = known.name(wanted.department)
    name = said.name.strip() or listed_name
    schema, schema_path = schema_for(workspace, wanted.path(workspace))
    drafted = blank(_form(workspace, said, schema), wanted.year, name)
    region_name = said.region_name.strip()
    started = Started(
        form=definition.load(workspace, said.form).name,
        name=name,
        cells=drafted.cells,
        text=write(drafted.tree, schema, schema_path, drafted.comments),
        region_text="" if listed_name else listed(workspace, known, wanted, name, region_name),
    )
    _check_texts(workspace, wanted, started)
    return started


def _form(workspace: Workspace, said: Said, schema: Schema) -> Form:
    key = said.framework or DEFAULT_FRAMEWORK
    return Form(
        definition=definition.load(workspace, said.form),
        framework_key=key,
        framework=framework.load(workspace.schema)[key],
        schema=schema,
    )


def _check(workspace: Workspace, wanted: Address, said: Said, known: Listing) -> None:
    choices = (
        ("--form", said.form, definition.names(workspace)),
        ("--framework", said.framework, list(framework.load(workspace.schema))),
    )
    for option, value, allowed in choices:
        if value and value not in allowed:
            hint = f"可以写：{'、'.join(allowed)}"
            raise refusal(COMMAND, "bad-option", f"{option} 不能是“{value}”", hint)
    if FORBIDDEN.search(names := said.name + said.region_name) or "\n" in names:
        hint = "重新打一遍，不要从别处粘贴"
        raise refusal(COMMAND, "bad-option", "名称里有看不见的字符", hint)
    region = known.region
    if region and said.region_name.strip() not in ("", region.name):
        hint = f"去掉 --region-name；要改名称，直接改 targets/{wanted.region}/{REGION_FILE}"
        message = f"地区 {wanted.region} 已经登记为“{region.name}”"
        raise refusal(COMMAND, "bad-option", message, hint)
    missing = _missing(workspace, said, known.region is None, known.name(wanted.department))
    if missing:
        raise _not_enough(workspace, wanted, said, missing)


def _missing(
    workspace: Workspace, said: Said, is_new_region: bool, listed_name: str
) -> dict[str, tuple[str, str]]:
    """Options to add: what each is, and an example."""
    forms = definition.names(workspace)
    missing = {}
    if not said.form:
        missing["--form"] = (f"官方表格的版式，可以写 {'、'.join(forms)}", forms[0])
    if not said.name.strip() and not listed_name:
        missing["--name"] = ("部门的名称", "某某局")
    if is_new_region and not said.region_name.strip():
        missing["--region-name"] = ("地区的名称", "某某县")
    return missing


def _not_enough(
    workspace: Workspace, wanted: Address, said: Said, missing: dict[str, tuple[str, str]]
) -> ProblemError:
    near = alike(workspace, wanted)
    meant = f"想写的是 {near}？" if near else ""
    added = "、".join(f"{option}（{what}）" for option, (what, _) in missing.items())
    examples = [f"{option} {_quoted(example)}" for option, (_, example) in missing.items()]
    command = " ".join([COMMAND, "--", wanted.body, str(wanted.year), *said.options(), *examples])
    what = "地区" if "--region-name" in missing else "部门"
    message = f"还没有这个{what}" if not said.form else f"新建还缺 {'、'.join(missing)}"
    hint = f"{meant}新建要加上 {added}，例如：{command}"
    return refusal(f"targets/{wanted.body}", "no-such-department", message, hint)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _check_texts(workspace: Workspace, wanted: Address, started: Started) -> None:
    """Names come from the command line, and the schema has the last word on them."""
    path = wanted.path(workspace)
    for file, text in ((path, started.text), (region_file(path), started.region_text)):
        schema, _ = schema_for(workspace, file)
        faults = read(workspace.shown(file), text.encode(), schema).problems if text else []
        for fault in faults:
            message = f"--name 或 --region-name 不能这样写：{fault.message}"
            raise refusal(COMMAND, fault.rule, message, fault.hint)


def region_file(path: Path) -> Path:
    """The region.yaml that lists the department of a data file."""
    return path.parent.parent / REGION_FILE

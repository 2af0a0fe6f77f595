"""The house: data flows one way, and each thing is done in one room only."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tools").rglob("*.py"))

# From left to right; a room may import what stands left of it, and itself. Rooms in one row
# stand beside each other and do not know each other. web/ shows the Word files and intake/ reads
# them back by the forms' own templates, so both may import form/.
ORDER = (
    {"progress", "problem", "output", "value", "framework", "grid", "likeness"},
    {"model", "templating"},
    {"source"},
    {"review", "form"},
    {"web", "intake", "drafting"},
    {"checking"},
    {"publishing"},
    {"cli"},
    {"__main__"},
)
ONLY = {
    "yaml": "source",
    "jsonschema": "source",
    "jsonschema_rs": "source",
    "docx": "form",
    "pdfplumber": "intake",
    "python_calamine": "intake",
    "xlsxwriter": "web",
    "cyclopts": "cli",
    "rich": "cli",
}
# What starts programs: readers of office files, LibreOffice, git, MkDocs.
STARTERS = {"intake/files/apart", "intake/files/legacy", "source/plumbing", "web/site"}
COMMENTED_PRINT = "print"


def room(path: Path) -> str:
    return path.relative_to(ROOT / "tools").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rank(name: str) -> int:
    return next(i for i, rooms in enumerate(ORDER) if name in rooms)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_flow_one_way(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "tools" or len(parts) < 2:
            continue
        there = parts[1]
        allowed = there == here or rank(there) < rank(here)
        assert allowed, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_has_its_room(path: Path) -> None:
    for name in imports(path):
        owner = ONLY.get(name.split(".")[0])
        assert owner in (None, room(path)), f"{name} belongs to {owner}"


def test_few_modules_start_programs_and_one_calls_git() -> None:
    starters, callers = set(), set()
    for path in FILES:
        name = path.relative_to(ROOT / "tools").with_suffix("").as_posix()
        if "subprocess" in {imported.split(".")[0] for imported in imports(path)}:
            starters.add(name)
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        if any(isinstance(node, ast.Constant) and node.value == "git" for node in nodes):
            callers.add(name)
    assert starters == STARTERS
    assert callers == {"source/plumbing"}


def test_only_the_command_line_prints() -> None:
    for path in FILES:
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert room(path) == "cli" or COMMENTED_PRINT not in calls, path


def test_no_module_is_named_like_a_library() -> None:
    lock = (ROOT / "requirements" / "main.lock").read_text("utf-8")
    libraries = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line}
    libraries |= {"docx", "yaml", "ruamel", "jsonschema", "jinja2", "mkdocs"}
    assert {path.stem for path in FILES} & libraries == set()


def test_functions_are_short() -> None:
    """Most are a dozen lines; none is a page."""
    lengths = {
        f"{path.name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 14


def test_every_imported_library_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
    names = {text.split("<")[0].replace("-", "_").lower() for text in declared}
    modules = {"docx": "python_docx", "yaml": "pyyaml", "ruamel": "ruamel.yaml"}
    used = {
        name.split(".")[0]
        for path in FILES
        for name in imports(path)
        if name.split(".")[0] not in ("tools", *__import__("sys").stdlib_module_names)
    }
    assert {modules.get(name, name) for name in used} <= names


def test_locks_have_hashes_and_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "index-url" not in text
        for block in text.split("\n\n"):
            assert block.count("==") <= block.count("--hash=sha256:")

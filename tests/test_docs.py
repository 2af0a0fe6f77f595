"""READMEs, CONTRIBUTING and guides cannot drift from the commands, rules and files there are."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.cli import app
from tools.review.engine import all_rules
from tools.source.reader import read
from tools.source.repository import department_year_schema
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = ROOT / "site" / "pages"
GUIDES = ["index.md", "clerk/index.md", "review/index.md"]
LARGEST_PICTURE = 60_000


def sessions() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    return {
        node.name.rstrip("_")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }


@pytest.mark.parametrize("name", READMES)
def test_readmes_name_every_session_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert set(re.findall(r"nox -s ([a-z0-9]+)", text)) == sessions()


def test_contributing_names_sessions_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"nox -s ([a-z0-9]+)", text))
    assert named <= sessions()
    assert {"new", "form", "lint", "tests"} <= named


@pytest.mark.parametrize("name", READMES)
def test_readmes_name_the_options_of_check_and_site(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "--format" in text
    assert "--with-sample" in text


def test_every_command_is_a_session() -> None:
    commands = {name for name in app if not name.startswith("-")}
    assert commands <= sessions()


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_named_paths_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:tools|tests|schema|templates|targets)/[\w./-]*\w/?)`", text):
        assert (ROOT / path).exists(), path


def test_contributing_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    small = {"__init__", "__main__", "progress"}
    for path in (ROOT / "tools").iterdir():
        if path.stem not in small and not path.name.startswith((".", "__")):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in text, path.name


def test_the_readme_counts_what_is_there() -> None:
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        assert "74" in text
        assert "423" in text


def guide(name: str) -> str:
    return (PAGES / "guide" / name).read_text("utf-8")


def command_lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every command of the project in a text: its session, and what stands behind the dashes."""
    for line in re.findall(r"(?m)^nox -s .+|(?<=`)nox -s [^`]+", text):
        session, _, arguments = line.removeprefix("nox -s ").partition(" -- ")
        yield session, shlex.split(arguments)


def options() -> set[str]:
    """The options of all commands."""
    commands = [app[name] for name in app if not name.startswith("-")]
    return {
        name
        for command in commands
        if command.default_command
        for argument in command.assemble_argument_collection()
        for name in argument.names
    }


@pytest.mark.parametrize("name", GUIDES)
def test_guides_name_commands_that_can_be_run(name: str) -> None:
    for session, arguments in command_lines(guide(name)):
        assert session in sessions(), session
        app.parse_args([session, *arguments])


@pytest.mark.parametrize("name", GUIDES)
def test_guides_name_options_that_there_are(name: str) -> None:
    ours = re.sub(r"(?m)^git .*|`python3 .*?`", "", guide(name))
    assert set(re.findall(r"(?<=[ `])--[a-z][a-z-]*", ours)) <= options()


def test_the_guides_hold_commands_at_all() -> None:
    named = {session for name in GUIDES for session, _ in command_lines(guide(name))}
    assert {"check", "diff", "documents", "explain", "fmt", "history", "import", "new"} <= named


@pytest.mark.parametrize("name", GUIDES)
def test_guides_name_rules_and_artifacts_that_there_are(name: str) -> None:
    rules = {rule.name for rule in all_rules()}
    linked = re.findall(r"\[([a-z-]+)\]\([./]*/rules/([a-z-]+)/index\.md\)", guide(name))
    assert all(label == rule and rule in rules for label, rule in linked), linked
    sources = [*(ROOT / "tools").rglob("*.py"), *(ROOT / ".github/workflows").iterdir()]
    known = "\n".join(path.read_text("utf-8") for path in [*sources, ROOT / ".gitlab-ci.yml"])
    rows = "\n".join(line for line in guide(name).split("\n") if line.startswith("|"))
    for word in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", rows):
        assert word in rules or re.search(rf"[\": ]{word}[\"\n]", known), word


@pytest.mark.parametrize("name", GUIDES)
def test_links_and_pictures_of_guides_exist(name: str) -> None:
    folder = (PAGES / "guide" / name).parent
    for alt, link in re.findall(r"\[([^\]]*)\]\(([^)]+)\)", guide(name)):
        path, _, anchor = link.partition("#")
        if path.startswith("https://"):
            continue
        target = (folder / path).resolve() if path else PAGES / "guide" / name
        if target.suffix == ".png":
            assert re.search("[\u4e00-\u9fff]", alt), link
            assert target.stat().st_size < LARGEST_PICTURE, link
        elif not re.fullmatch(r"(?:\.\./)+(?:findings|rules(?:/[a-z-]+)?)/index\.md", path):
            assert target.is_relative_to(PAGES / "guide"), f"{link}: forks have other data"
            assert not anchor or f"{{#{anchor}}}" in target.read_text("utf-8"), link


def test_every_picture_of_the_guides_is_shown() -> None:
    for picture in (PAGES / "guide").rglob("*.png"):
        page = picture.with_name("index.md").read_text("utf-8")
        assert f"]({picture.name})" in page, picture.name


def test_guides_keep_to_what_is_published() -> None:
    assert [name for name in GUIDES if "示例" in guide(name)] == []


def mistakes() -> list[tuple[str, str, str]]:
    """Message, rule and wrong line, from the clerk's table of faults."""
    row = r"(?m)^\| (.+?) `([a-z-]+)` \| `((?:预算数|3月底|指标值|资金用途|二级指标)[:：].*?)` \|"
    return re.findall(row, guide("clerk/index.md"))


@pytest.mark.parametrize(("message", "rule", "wrong"), mistakes())
def test_the_table_of_messages_says_what_check_says(message: str, rule: str, wrong: str) -> None:
    workspace = Workspace(ROOT)
    text = (workspace.targets / "xinglong/zhengfawei/2022.yaml").read_text("utf-8")
    label = re.split("[:：]", wrong)[0]
    spoilt = re.sub(rf"(?m)(^[ -]*){label}: .*$", rf"\g<1>{wrong}", text, count=1)
    problems = read("x.yaml", spoilt.encode("utf-8"), department_year_schema(workspace)).problems
    assert (rule, message) in [(problem.rule, problem.message) for problem in problems]


def test_the_table_of_messages_is_read() -> None:
    assert len(mistakes()) >= 7

"""Pipelines of three platforms: what they may do, and that they do it by the scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.scripts import CI, ROOT

GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITEE = sorted((ROOT / ".workflow").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
ALL = [*GITHUB, GITLAB, *GITEE]
WRITES = {"comment.yml": {"pull-requests"}, "main.yml": {"pages", "id-token"}}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def load(path: Path) -> Any:
    """As the platforms read it: ``on`` is a word."""
    loader = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
    return yaml.load(path.read_text("utf-8"), loader)  # noqa: S506


def workflow(name: str) -> Any:
    return load(ROOT / ".github" / "workflows" / name)


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in load(path)["jobs"].values():
        yield from job["steps"]


def keys(node: yaml.Node | None) -> Iterator[list[str]]:
    if isinstance(node, yaml.MappingNode):
        yield [key.value for key, _ in node.value]
    children = node.value if isinstance(node, yaml.CollectionNode) else []
    for child in children:
        for one in child if isinstance(child, tuple) else (child,):
            yield from keys(one)


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_yaml_is_plain(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "\t" not in text
    assert text.endswith("\n")
    assert all(len(line) <= 140 and line == line.rstrip() for line in text.splitlines())
    for names in keys(yaml.compose(text)):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_scripts_that_are_named_are_there(path: Path) -> None:
    named = re.findall(r"(?<![\w/])\.ci/[\w.-]*\w", path.read_text("utf-8"))
    assert all((ROOT / script).is_file() for script in named)


@pytest.mark.parametrize("path", [*ALL, *CI.glob("[!.]*")], ids=name_of)
def test_settings_of_the_comment_are_told(path: Path) -> None:
    if path.is_file() and path.name != "comment.py":
        told = set(re.findall(r"^    (COMMENT_\w+)", (CI / "comment.py").read_text("utf-8"), re.M))
        assert set(re.findall(r"COMMENT_[A-Z]+", path.read_text("utf-8"))) <= told


@pytest.mark.parametrize("path", GITHUB, ids=name_of)
def test_a_workflow_may_do_little(path: Path) -> None:
    data = load(path)
    assert data["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in data["on"]
    assert data["concurrency"]["group"]
    written = set()
    for job in data["jobs"].values():
        assert int(job["timeout-minutes"]) <= 30
        granted = job.get("permissions", {})
        written |= {name for name, level in granted.items() if level == "write"}
    assert written == WRITES.get(path.name, set())


@pytest.mark.parametrize("path", GITHUB, ids=name_of)
def test_actions_are_official_and_pinned_by_major_version(path: Path) -> None:
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v[0-9]+", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_actions_have_one_version_each() -> None:
    used = {step["uses"] for path in GITHUB for step in steps(path) if "uses" in step}
    assert len(used) == len({name.split("@")[0] for name in used})


@pytest.mark.parametrize("path", GITHUB, ids=name_of)
def test_nothing_is_pasted_into_a_command(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        assert "\n" not in step.get("run", "")


def test_the_request_runs_without_anything_worth_stealing() -> None:
    assert set(workflow("pull-request.yml")["on"]) == {"pull_request"}
    lines = (ROOT / ".github/workflows/pull-request.yml").read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    assert "secrets." not in text
    assert "write" not in text
    assert "fetch-depth: 0" in text


def test_the_comment_runs_no_code_of_the_request() -> None:
    data = workflow("comment.yml")
    before = workflow("pull-request.yml")
    assert data["on"] == {"workflow_run": {"workflows": [before["name"]], "types": ["completed"]}}
    checkout, download, post = data["jobs"]["comment"]["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert post["run"] == "python3 .ci/comment.py changes/changes.md"
    left = [s["with"] for s in before["jobs"]["check"]["steps"] if s.get("name") == "改了什么"]
    assert left[0]["name"] == download["with"]["name"] == "changes"
    assert left[0]["path"] == "build/pull-request/changes.md"
    assert "COMMENT_NUMBER" not in post["env"]
    assert data["jobs"]["comment"]["permissions"]["contents"] == "read"


def test_only_main_is_published_and_only_after_the_main_job() -> None:
    data = workflow("main.yml")
    assert data["on"]["push"] == {"branches": ["main"]}
    assert "nox" in [step.get("run") for step in data["jobs"]["build"]["steps"]]
    publish = data["jobs"]["publish"]
    assert publish["needs"] == "build"
    assert publish["if"].startswith("github.ref == 'refs/heads/main' && ")
    pages = load(GITLAB)["pages"]
    main = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
    assert pages["rules"] == [{"if": f'{main} && $PUBLISH_PAGES == "true"'}]
    assert [need["job"] for need in pages["needs"]] == ["主要工作"]
    assert "nox" in load(GITLAB)["主要工作"]["script"]
    build = data["jobs"]["build"]["steps"]
    assert build[0]["with"]["fetch-depth"] == "0"
    names = [step.get("run", step.get("uses", "")).partition(" ")[0] for step in build]
    assert names.index("nox") < names.index(".ci/publish") < len(names) - 1
    assert [s["if"] for s in build if "if" in s] == ["vars.PUBLISH_PAGES == 'true'"] * 2
    assert load(GITLAB)["variables"]["GIT_DEPTH"] == "0"
    for path in (*GITHUB, GITLAB):
        if path.name != "main.yml":
            assert "deploy-pages" not in path.read_text("utf-8")


def test_gitlab_comments_on_its_own_branches_only() -> None:
    job = load(GITLAB)["评论"]
    (rule,) = job["rules"]
    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"]
    assert job["allow_failure"] == "true"
    report = load(GITLAB)["合并请求"]["artifacts"]["reports"]["codequality"]
    assert report in (CI / "reports").read_text("utf-8")


@pytest.mark.parametrize("path", GITEE, ids=name_of)
def test_gitee_has_what_its_own_examples_have(path: Path) -> None:
    data = load(path)
    assert set(data) == {"version", "name", "displayName", "triggers", "variables", "stages"}
    (event,) = set(data["triggers"]) - {"trigger"}
    assert data["triggers"][event] == {"branches": {"precise": ["main"]}}
    (stage,) = data["stages"]
    (step,) = stage["steps"]
    assert step["step"] == "execute@docker"
    assert set(step) >= {"name", "displayName", "image", "command"}


def test_gitee_pipelines_have_names_of_their_own() -> None:
    assert len({load(path)["name"] for path in GITEE}) == len(GITEE)

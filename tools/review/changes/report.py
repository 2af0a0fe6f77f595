"""Changes as Markdown for a pull request, as a page of HTML, and as JSON for programs."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import to_builtins

from tools.problem import ProblemError
from tools.review.changes.kinds import FileChanges
from tools.review.changes.view import COLUMNS, FileView, view
from tools.source.workspace import Workspace
from tools.templating import sandbox, template_problem

# Signs that mean something to Markdown, and to platforms that make links of @name, #1 and !1.
SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~@:$<>&\"'^=]")
NOTHING = "绩效目标没有改动。"


def markdown(workspace: Workspace, changes: Sequence[FileChanges]) -> str:
    """A short table first, then every change, folded; safe to post as a comment."""
    views = _views(changes)
    return _rendered(workspace, "changes.md.j2", views) if views else f"{NOTHING}\n"


def html(workspace: Workspace, changes: Sequence[FileChanges]) -> str:
    """A page of its own, both sides beside each other; it asks nothing of any other host."""
    return _rendered(workspace, "changes.html.j2", _views(changes))


def as_json(changes: Sequence[FileChanges]) -> str:
    """A list of files, each with its head and its projects; kinds by their English names."""
    listed = [_plain(one) for one in changes]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _plain(changes: FileChanges) -> dict[str, Any]:
    result: dict[str, Any] = to_builtins(changes)
    told = [*result["head"], *(c for project in result["projects"] for c in project["changes"])]
    for plain, change in zip(told, changes.all, strict=True):
        plain["kind"] = change.kind.code
        plain["title"] = change.kind.value
    return result


def _views(changes: Sequence[FileChanges]) -> list[FileView]:
    return [shown for shown in map(view, changes) if not shown.is_empty]


def _rendered(workspace: Workspace, name: str, views: list[FileView]) -> str:
    folder = workspace.root / "templates" / "review"
    environment = sandbox(folder, keep_trailing_newline=True)
    environment.filters["plain"] = plain_markdown
    try:
        template = environment.get_template(name)
        return template.render(files=views, columns=list(COLUMNS), nothing=NOTHING)
    except Exception as error:  # a template can divide by zero as well
        raise ProblemError(template_problem(workspace.root, Path(folder, name), error)) from error


def plain_markdown(text: str) -> Markup:
    """Text that Markdown prints as it is, in one line of a table."""
    entities = SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)
    return Markup(entities.replace("\n", "<br>"))  # noqa: S704

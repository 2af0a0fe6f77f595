"""Projects and indicators whose permanent addresses changed and nobody recorded it in 曾用名."""

from collections.abc import Iterator, Sequence

from tools import model
from tools.problem import Level, Problem
from tools.review.changes.matching import match_indicators, match_projects
from tools.source.repository import Entry
from tools.source.withholding import cells, covers

RULE = "renamed-without-former-name"
BROKEN = "没有写曾用名，旧链接会断"


def renamed(before: Entry, after: Entry) -> Iterator[Problem]:
    """Warnings of each; nothing of what is withheld in either file: its name is not to be told."""
    old, new = before.record.projects, after.record.projects
    living = {project.identity for project in new}
    hidden = _hidden(before), _hidden(after)
    for pair in match_projects(old, new):
        if pair.before is None or pair.after is None:
            continue
        places = f"/项目/{pair.before}", f"/项目/{pair.after}"
        one, other = old[pair.before], new[pair.after]
        if not _is_hidden(hidden, places, ("项目编码", "项目名称")):
            if one.identity not in {*living, *(other.former or ())}:
                yield _project(after, places[1], one, other)
            yield from _rows(after, hidden, places, one.indicators, other.indicators)


def _project(after: Entry, place: str, one: model.Project, other: model.Project) -> Problem:
    has_code = one.identity != one.name or other.identity != other.name
    label = "项目编码" if has_code else "项目名称"
    hint = f"在“项目名称”下面写“曾用名”，列上以前的“{one.identity}”"
    return _problem(after, f"{place}/{label}", f"{label}变了", hint)


def _rows(
    after: Entry,
    hidden: tuple[list[str], list[str]],
    projects: tuple[str, str],
    old: Sequence[model.Indicator],
    new: Sequence[model.Indicator],
) -> Iterator[Problem]:
    living = {_row(row) for row in new}
    for pair in match_indicators(old, new):
        if pair.before is None or pair.after is None:
            continue
        one, other = old[pair.before], new[pair.after]
        places = tuple(
            f"{project}/绩效指标/{index}"
            for project, index in zip(projects, (pair.before, pair.after), strict=True)
        )
        is_open = not _is_hidden(hidden, places, ("三级指标", "绩效指标描述"))
        if one.is_blank or other.is_blank or _row(one) in living or not is_open:
            continue
        level2, name = _row(one)
        written = name if level2 == other.level2 else f"{level2}/{name}"
        if name and not {written, f"{level2}/{name}"} & {*(other.former or ())}:
            label = "三级指标" if name != _row(other)[1] else "二级指标"
            hint = f"在“三级指标”下面写“曾用名”，列上以前的“{written}”"
            yield _problem(after, f"{places[1]}/{label}", f"{label}变了", hint)


def _row(row: model.Indicator) -> tuple[str, str]:
    """What an indicator's address is made of."""
    return row.level2, row.level3 or row.description or ""


def _problem(after: Entry, place: str, what: str, hint: str) -> Problem:
    return after.problem(place, RULE, f"{what}，{BROKEN}", hint, level=Level.WARNING)


def _hidden(entry: Entry) -> list[str]:
    return list(cells(entry.record))


def _is_hidden(
    hidden: tuple[list[str], list[str]], places: Sequence[str], labels: Sequence[str]
) -> bool:
    """Whether what names it is withheld, at ``places`` in the file of before and the one of now."""
    return any(
        covers(at, f"{place}/{label}")
        for listed, place in zip(hidden, places, strict=True)
        for at in listed
        for label in labels
    )

"""Who is who: projects and indicators of two files, through renames and reordering."""

from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from tools import model
from tools.likeness.pairing import Pair, match
from tools.review.comparing import words

PROJECT_LIKENESS = 0.6
INDICATOR_LIKENESS = 0.6
TEXT_LIKENESS = 0.45


def match_projects(before: Sequence[model.Project], after: Sequence[model.Project]) -> list[Pair]:
    """By code, then by name, then by likeness of the names; a name withheld is like no other."""
    return match(before, after, (_code, _project_name), _project_likeness, PROJECT_LIKENESS)


def match_indicators(
    before: Sequence[model.Indicator], after: Sequence[model.Indicator]
) -> list[Pair]:
    """By class, name and description, by class and name, by name, then by likeness."""
    keys = (_class_name_description, _class_name, _name)
    return match(before, after, keys, _indicator_likeness, INDICATOR_LIKENESS)


def match_texts(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Sentences: those of the same words, then by likeness."""
    return match(before, after, (words,), _likeness, TEXT_LIKENESS)


def _likeness(one: str, other: str) -> float:
    return ratio(words(one), words(other)) / 100


def _code(project: model.Project) -> str:
    code = project.code
    return code if isinstance(code, str) and model.is_code(code) else ""


def _project_name(project: model.Project) -> str:
    return _told(project.name)


def _told(name: str) -> str:
    """The words of a name; none where it is withheld: then it is like no other."""
    return "" if model.is_withheld(name) else words(name)


def _project_likeness(one: model.Project, other: model.Project) -> float:
    """Two projects that both have a code, and not the same one, are not the same project."""
    if _code(one) and _code(other):
        return 0.0
    if model.is_withheld(one.name) or model.is_withheld(other.name):
        return 0.0
    return _likeness(one.name, other.name)


def _class_name_description(row: model.Indicator) -> str:
    name = _told(row.name)
    return f"{row.level2}/{name}/{words(row.description or '')}" if name else ""


def _class_name(row: model.Indicator) -> str:
    name = _told(row.name)
    return f"{row.level2}/{name}" if name else ""


def _name(row: model.Indicator) -> str:
    return _told(row.name)


def _indicator_likeness(one: model.Indicator, other: model.Indicator) -> float:
    """Mostly the name, a little the description, and whether the class is the same."""
    if model.is_withheld(one.name) or model.is_withheld(other.name):
        return 0.0
    names = _likeness(one.name, other.name)
    descriptions = _likeness(one.description or one.name, other.description or other.name)
    return 0.65 * names + 0.2 * descriptions + 0.15 * (one.level2 == other.level2)

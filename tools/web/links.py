"""Permanent addresses of pages, projects and indicators.

A project is addressed by its code, or by a digest of its name where it has none; an indicator by
a digest of its class and name below its project. Neither depends on the order in the file. What
was renamed is found by its former names, see ``former.py``.
A project whose name is withheld is ``withheld``, by its place among those: no digest of a name is
published that somebody could guess.
"""

import hashlib
import posixpath
from collections.abc import Iterable

from tools import model


def relative(page: str, target: str) -> str:
    """The link from the folder ``page`` to ``target``, both from the site's root."""
    link = posixpath.relpath(target or ".", page or ".")
    return link if posixpath.splitext(target)[1] else f"{link}/"


def download_stem(address: str) -> str:
    """The name of a department-year's files for download, without the ending."""
    return address.replace("/", "-")


def project_anchors(projects: Iterable[model.Project]) -> list[str]:
    """One anchor a project, unique on the page."""
    return _unique(
        _project_anchor(project.identity, is_name=project.identity == project.name)
        for project in projects
    )


def project_name_anchors(names: Iterable[str]) -> list[str]:
    """The anchors of projects by their codes, or by their names where they had none."""
    return _unique(_project_anchor(name, is_name=False) for name in names)


def indicator_anchors(project_anchor: str, indicators: Iterable[model.Indicator]) -> list[str]:
    """One anchor an indicator, unique on the page."""
    names = (indicator_name(row.level2, row.level3 or row.description or "") for row in indicators)
    return named_indicator_anchors(project_anchor, names)


def named_indicator_anchors(project_anchor: str, names: Iterable[str]) -> list[str]:
    """The anchors of indicators by their :func:`indicator_name`."""
    return _unique(f"{project_anchor}-{_digest(name, 6)}" for name in names)


def sub_target_anchors(listed: Iterable[model.SubTarget]) -> list[str]:
    """One anchor for each of the 分项绩效目标."""
    return _item_anchors("item", (record.name for record in listed))


def measure_anchors(listed: Iterable[model.Measure]) -> list[str]:
    """One anchor for each of the 工作保障措施; one without a name is known by its text."""
    return _item_anchors("measure", (record.name or record.content for record in listed))


def finding_anchors(places: Iterable[tuple[str, str]]) -> list[str]:
    """One anchor a finding, of its rule and the place that it is about."""
    return _unique(f"{rule}-{place}" for rule, place in places)


def indicator_name(level2: str, level3: str) -> str:
    """The whole name by which an indicator is known in its project."""
    return f"{level2}/{level3}"


def _project_anchor(identity: str, *, is_name: bool) -> str:
    if identity.startswith(model.WITHHELD):
        return "withheld"
    is_code = not is_name and identity.isascii() and identity.isalnum()
    if is_code and any(char.isdigit() for char in identity):  # the page has ids of words alone
        return identity.lower()
    return f"p-{_digest(identity, 8)}"


def _item_anchors(kind: str, names: Iterable[str | None]) -> list[str]:
    return _unique(f"{kind}-{_digest(name or '', 8)}" for name in names)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def _unique(anchors: Iterable[str]) -> list[str]:
    """A repeated anchor gets a number: the first keeps the plain one."""
    result: list[str] = []
    seen: dict[str, int] = {}
    for anchor in anchors:
        seen[anchor] = seen.get(anchor, 0) + 1
        result.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return result

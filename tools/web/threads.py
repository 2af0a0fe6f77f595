"""One project through the years of its department, at one permanent address.

The address is that of the project's first year, so it stays when a year is added. The project's
other codes and names lead there too.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from tools import model
from tools.review.changes.threads import project_threads
from tools.source.repository import YEAR, Entry
from tools.web.links import project_anchors


class Stage(Struct, frozen=True):
    """One year of a project; ``index`` is its place in the file, ``anchor`` that on the page."""

    entry: Entry
    index: int
    anchor: str

    @property
    def project(self) -> model.Project:
        """The project as that year's file has it."""
        return self.entry.record.projects[self.index]

    @property
    def withheld(self) -> model.Withheld | None:
        """Why nothing is told of the project in that year; None where something is."""
        return self.entry.withheld_at(f"/项目/{self.index}")

    @property
    def tree(self) -> dict[str, Any]:
        """The project by the form's labels, with the reason in place of a number withheld."""
        return self.entry.project_tree(self.index)

    @property
    def year(self) -> int:
        """The budget year."""
        return self.entry.year


class Thread(Struct, frozen=True):
    """A project with its years, the earliest first. ``slug`` is its folder in the department's."""

    slug: str
    stages: tuple[Stage, ...]

    @property
    def last(self) -> Stage:
        """Its latest year."""
        return self.stages[-1]

    @property
    def address(self) -> str:
        """Its permanent address from the site's root."""
        entry = self.last.entry
        return f"{entry.region}/{entry.department}/{self.slug}"

    def before(self, stage: Stage) -> Stage | None:
        """The stage of the year before, or of the last year that has the project."""
        place = self.stages.index(stage)
        return self.stages[place - 1] if place else None


def threads(years: Sequence[Entry]) -> tuple[Thread, ...]:
    """Every project of a department; ``years`` are its files, the earliest first."""
    anchors = [project_anchors(entry.record.projects) for entry in years]
    found = [
        tuple(Stage(years[s.file], s.project, anchors[s.file][s.project]) for s in thread)
        for thread in project_threads([entry.record for entry in years])
    ]
    return tuple(Thread(slug, stages) for slug, stages in zip(_slugs(found), found, strict=True))


def _slugs(found: Sequence[tuple[Stage, ...]]) -> Iterator[str]:
    """The anchor of the first year that no other project has taken."""
    taken: set[str] = set()
    for stages in found:
        free = (slug for slug in map(_slug, stages) if slug not in taken)
        slug = next(free, f"{_slug(stages[0])}-{stages[0].year}")
        taken.add(slug)
        yield slug


def folder_name(anchor: str) -> str:
    """The anchor itself, unless that is a year: there the department-year stands."""
    return f"p-{anchor}" if YEAR.fullmatch(anchor) else anchor


def _slug(stage: Stage) -> str:
    return folder_name(stage.anchor)


def aliases(found: Sequence[Thread]) -> dict[str, str]:
    """Other anchors that projects had in some year, each with the folder of the project."""
    own = {thread.slug for thread in found}
    led: dict[str, str] = {}
    for thread in found:
        for stage in thread.stages:
            if _slug(stage) not in own:
                led.setdefault(_slug(stage), thread.slug)
    return led

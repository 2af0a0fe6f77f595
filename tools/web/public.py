"""All that the public site is made of, and its departments with their years and projects."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby, pairwise

from msgspec import Struct, structs

from tools import model
from tools.framework import Framework
from tools.problem import Problem
from tools.review.changes.compare import project_changes
from tools.review.changes.view import ProjectView, project_view
from tools.source.commits import Commit, last_change
from tools.source.positions import Positions
from tools.source.repository import Entry, Repository
from tools.source.workspace import Workspace
from tools.web.threads import Stage, Thread, threads
from tools.web.withheld import disclosed


class Department(Struct, frozen=True, kw_only=True, dict=True):
    """A department with its years, the earliest first."""

    region: str
    slug: str
    name: str
    place: model.Region
    years: tuple[Entry, ...]

    @property
    def address(self) -> str:
        """``region/department``, its permanent address."""
        return f"{self.region}/{self.slug}"

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """Its projects, each through all its years."""
        return threads(self.years)

    @cached_property
    def places(self) -> dict[tuple[str, int], tuple[Thread, Stage]]:
        """The thread of each project by its department-year's address and its place there."""
        return {
            (stage.entry.address, stage.index): (thread, stage)
            for thread in self.threads
            for stage in thread.stages
        }

    @cached_property
    def changes(self) -> dict[tuple[str, int], ProjectView]:
        """What became of each project that has an earlier year, by address and place."""
        return {
            (stage.entry.address, stage.index): _changes(before, stage)
            for thread in self.threads
            for before, stage in pairwise(thread.stages)
        }


class Public(Struct, frozen=True, kw_only=True, dict=True):
    """What the site shows. ``commits`` are the last ones by a department-year's address."""

    repository: Repository
    frameworks: Mapping[str, Framework]
    findings: tuple[Problem, ...] = ()
    commits: Mapping[str, Commit] = {}

    @cached_property
    def departments(self) -> tuple[Department, ...]:
        """Every department that has a year, by region and folder."""
        return departments(self.repository)

    @cached_property
    def _found(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.findings:
            found.setdefault(problem.path, []).append(problem)
        return found

    def only(self, department: Department) -> "Public":
        """The same with one department alone, and without what only checks need of its files."""
        years = [structs.replace(year, positions=Positions()) for year in department.years]
        paths = [entry.path for entry in years]
        places = [entry.address for entry in years]
        regions = {department.region: department.place}
        return Public(
            repository=Repository(regions=regions, entries=years, problems=[]),
            frameworks=self.frameworks,
            findings=tuple(found for path in paths for found in self._found.get(path, ())),
            commits={place: self.commits[place] for place in places if place in self.commits},
        )

    def regions(self) -> Iterator[tuple[str, model.Region, list[Department]]]:
        """Every region that has a department, by folder."""
        for region, listed in groupby(self.departments, key=lambda one: one.region):
            yield region, self.repository.regions[region], list(listed)

    def framework(self, entry: Entry) -> Framework:
        """The framework by which the entry's indicators are classed."""
        return self.frameworks[entry.record.framework]


def departments(repository: Repository) -> tuple[Department, ...]:
    """The departments of the repository, which stand together there with their years."""
    return tuple(
        Department(
            region=region,
            slug=slug,
            name=repository.regions[region].departments[slug].name,
            place=repository.regions[region],
            years=tuple(years),
        )
        for (region, slug), years in groupby(repository.entries, key=_department)
    )


def entries(departments: Iterable[Department]) -> list[Entry]:
    """All years of the departments."""
    return [entry for department in departments for entry in department.years]


def _changes(before: Stage, after: Stage) -> ProjectView:
    files = (before.entry.record, after.entry.record)
    is_likely = before.project.identity != after.project.identity
    is_likely = is_likely and before.project.name != after.project.name
    changes = project_changes(before.project, after.project, files, "", is_likely)
    return project_view(disclosed(changes, before, after))


def _department(entry: Entry) -> tuple[str, str]:
    return entry.region, entry.department


def last_commits(workspace: Workspace, repository: Repository) -> dict[str, Commit]:
    """The last commit of each file by its department-year; empty outside git."""
    paths = {workspace.root / entry.path: entry.address for entry in repository.entries}
    return {paths[path]: commit for path, commit in last_change(workspace, paths).items()}

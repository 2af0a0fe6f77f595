"""Everything that ``check`` looks at: the files, their forms, the review rules."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from tools import framework
from tools.form import definition
from tools.problem import Level, Problem, ProblemError
from tools.progress import Progress, silent
from tools.review import engine
from tools.review.lifecycle import lifecycle
from tools.source.repository import REGION_FILE, Entry, Repository, load
from tools.source.versions import Versions
from tools.source.workspace import Workspace
from tools.web import former


class Checked(Struct, frozen=True):
    """What was read, what is wrong with the files, and what the review rules found in them.

    ``newly_public`` are files that are 已公开 now and were not yet where publishing starts from.
    """

    repository: Repository
    faults: list[Problem]
    findings: list[Problem]
    newly_public: frozenset[str] = frozenset()

    @property
    def problems(self) -> list[Problem]:
        """All of them."""
        return self.faults + self.findings

    @property
    def failing(self) -> list[Problem]:
        """What fails a build: faults of files, and errors found in files not yet published.

        A published file is frozen; what the rules find in it is shown and changes nothing, but
        for what must not be shown at all: publishing stops on private matters anywhere.
        """
        entries = self.repository.entries
        published = {e.path for e in entries if e.record.is_published} - self.newly_public
        always = engine.always_failing()
        return [problem for problem in self.faults if problem.level is Level.ERROR] + [
            problem
            for problem in self.findings
            if problem.level is Level.ERROR
            and (problem.path not in published or problem.rule in always)
        ]

    def usable(self) -> Repository:
        """The department-years that nothing is wrong with, in regions with nothing wrong."""
        bad = {problem.path for problem in self.failing}

        def is_good(entry: Entry) -> bool:
            region = f"targets/{entry.region}"
            return bad.isdisjoint((entry.path, region, f"{region}/{REGION_FILE}"))

        return self.repository.keep(is_good)

    def left_out(self) -> list[str]:
        """Files that cannot be built: faulty themselves, or in a faulty region."""
        good = {entry.path for entry in self.usable().entries}
        entries = {entry.path for entry in self.repository.entries} - good
        return sorted(entries | {problem.path for problem in self.failing})


def check(
    workspace: Workspace,
    only: Iterable[Path] | None = None,
    progress: Progress = silent,
    rules: Sequence[engine.Rule] | None = None,
    earlier: Sequence[Versions] = (),
) -> Checked:
    """Check ``targets/``, or if ``only`` is given just those files and folders below it.

    ``rules`` are the review rules to run, all of them unless told otherwise. ``earlier`` are
    files as they were at a base revision, beside what they are now: what is published changes
    only with a correction.
    """
    repository = load(workspace, only, progress)
    frameworks = framework.load(workspace.schema)
    faults = list(repository.problems)
    findings: list[Problem] = []
    for entry in repository.entries:
        faults.extend(_form_faults(workspace, entry, faults))
    faults.extend(former.problems(workspace, repository))
    wanted = {entry.path for entry in repository.entries}
    entries = list(repository.entries)
    if only is not None:
        entries += _other_years(workspace, repository)
    for (region, _), years in groupby(sorted(entries, key=_by_year), key=_department):
        found = engine.review(list(years), frameworks, repository.regions.get(region), rules)
        findings.extend(problem for problem in found if problem.path in wanted)
    for versions in earlier:
        faults.extend(lifecycle(versions.before, versions.after))
    findings.extend(_pending(workspace, repository, faults))
    return Checked(repository, faults, findings)


def _department(entry: Entry) -> tuple[str, str]:
    return entry.region, entry.department


def _by_year(entry: Entry) -> tuple[str, str, int]:
    return entry.region, entry.department, entry.year


def _other_years(workspace: Workspace, repository: Repository) -> list[Entry]:
    """The years of the same departments that were not asked for; rules compare with them."""
    known = {workspace.root / entry.path for entry in repository.entries}
    folders = {path.parent for path in known}
    others = {path for folder in folders for path in folder.glob("*.yaml")} - known
    return load(workspace, sorted(others)).entries if others else []


def _pending(
    workspace: Workspace, repository: Repository, known: list[Problem]
) -> Iterator[Problem]:
    """What is still to be settled in the forms that are used."""
    at_fault = {problem.path.rpartition("/")[0] for problem in known}
    for name in sorted({entry.record.form for entry in repository.entries}):
        if workspace.shown(workspace.forms / name) not in at_fault:
            yield from definition.pending(definition.load(workspace, name))


def _form_faults(workspace: Workspace, entry: Entry, known: list[Problem]) -> list[Problem]:
    """What the entry's form says of it; a form at fault itself is told once."""
    try:
        return list(definition.check(definition.load(workspace, entry.record.form), entry))
    except ProblemError as error:
        unusable = Problem(
            path=entry.path,
            rule="form-at-fault",
            message=f"版式“{entry.record.form}”本身有错，没有检查栏目",
            hint="先改正版式的文件",
        )
        return [problem for problem in error.problems if problem not in known] + [unusable]

"""Everything that ``check`` looks at: the files, their forms, the review rules."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from tools import framework
from tools.form import definition
from tools.problem import Level, Problem, ProblemError
from tools.progress import Progress, silent
from tools.review import engine
from tools.source.repository import REGION_FILE, Entry, Repository, load
from tools.source.workspace import Workspace


class Checked(Struct, frozen=True):
    """What was read, what is wrong with the files, and what the review rules found in them."""

    repository: Repository
    faults: list[Problem]
    findings: list[Problem]

    @property
    def problems(self) -> list[Problem]:
        """All of them."""
        return self.faults + self.findings

    @property
    def failing(self) -> list[Problem]:
        """What fails a build: every fault, and errors found in files not yet published.

        A published file is frozen; what the rules find in it is shown and changes nothing.
        """
        published = {e.path for e in self.repository.entries if e.record.is_published}
        return self.faults + [
            problem
            for problem in self.findings
            if problem.level is Level.ERROR and problem.path not in published
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
    only: Iterable[Path] = (),
    progress: Progress = silent,
) -> Checked:
    """Check ``targets/``, or only the files and folders of ``only`` below it."""
    repository = load(workspace, only, progress)
    frameworks = framework.load(workspace.schema)
    faults = list(repository.problems)
    findings: list[Problem] = []
    for entry in repository.entries:
        faults.extend(_form_faults(workspace, entry, faults))
        findings.extend(engine.review(entry, frameworks))
    findings.extend(_pending(workspace, repository, faults))
    return Checked(repository, faults, findings)


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

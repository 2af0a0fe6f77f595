"""Everything that ``check`` looks at: the files, their forms, the review rules."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from tools import framework
from tools.form import definition
from tools.problem import Level, Problem
from tools.progress import Progress, silent
from tools.review import engine
from tools.source.repository import Repository, load
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
        """The department-years that nothing is wrong with."""
        bad = {problem.path for problem in self.failing}
        repository = self.repository
        return Repository(
            regions=repository.regions,
            entries=[entry for entry in repository.entries if entry.path not in bad],
            problems=[],
            files=repository.files,
            broken=repository.broken,
        )


def check(
    workspace: Workspace,
    only: Iterable[Path] = (),
    progress: Progress = silent,
) -> Checked:
    """Check ``targets/``, or only the files and folders of ``only`` below it.

    Raise ``ProblemError`` where a form's own files are at fault.
    """
    repository = load(workspace, only, progress)
    frameworks = framework.load(workspace.schema)
    faults = list(repository.problems)
    findings: list[Problem] = []
    for entry in repository.entries:
        faults.extend(definition.check(definition.load(workspace, entry.record.form), entry))
        findings.extend(engine.review(entry, frameworks))
    return Checked(repository, faults, findings)

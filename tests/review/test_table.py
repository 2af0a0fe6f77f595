"""How often each rule speaks in the five documents: the table beside the rules is what it is."""

from collections.abc import Callable
from pathlib import Path

from tools.checking import check
from tools.review.engine import all_rules
from tools.review.table import counts
from tools.source.workspace import Workspace

README = Path(__file__).parents[2] / "tools/review/rules/README.md"
HEAD = """\
# Rules

One rule a file; its docstring is its manual page. How often each speaks in the five published
documents, as `nox -s explain -- --counts` prints it (`nox -s tests -- --update-golden` writes it
here). A change of a number is a change of what reviewers are told: look at the findings before
you let it through, and make every false alarm an accept case in `tests/cases/`.

"""


def test_the_table_beside_the_rules(
    workspace: Workspace, golden: Callable[[Path, str], None]
) -> None:
    checked = check(workspace)
    public = checked.repository.public().entries
    assert len(public) == 5
    golden(README, HEAD + counts(public, checked.findings))


def test_it_counts_everything(workspace: Workspace) -> None:
    checked = check(workspace)
    table = counts(checked.repository.public().entries, checked.findings).splitlines()
    rows = [[cell.strip() for cell in line.split("|")[5:-1]] for line in table[2:]]
    assert len(rows) == len(all_rules()) + 1
    for column in range(len(rows[0])):
        numbers = [int(row[column] or 0) for row in rows]
        assert sum(numbers[:-1]) == numbers[-1]
    paths = {entry.path for entry in checked.repository.public().entries}
    assert int(rows[-1][-1]) == sum(p.path in paths for p in checked.findings)

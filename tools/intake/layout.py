"""Which official form a document is, told by the words that the form prints."""

from collections.abc import Iterator

from tools import framework
from tools.form import definition
from tools.grid import Paragraph
from tools.intake import pattern
from tools.intake.pattern import Pattern
from tools.intake.scan import Scan, UnreadableError
from tools.intake.wording import plain
from tools.source.workspace import Workspace

DEFAULT_FRAMEWORK = "88号"
FEWEST_WORDS = 4


def find(workspace: Workspace, scan: Scan, form: str = "", frame: str = "") -> Pattern:
    """The pattern of the form that the document is, or of the one that is asked for.

    Raise ``UnreadableError`` where no form fits, or two fit alike; ``ProblemError`` where a form
    of ``templates/forms/`` is at fault itself.
    """
    said = set(_words(scan))
    known = [form] if form else definition.names(workspace)
    patterns = [pattern.load(workspace, name, frame or DEFAULT_FRAMEWORK) for name in known]
    scores = {one.folder: _score(one, said) for one in patterns}
    best = max(scores.values(), default=0.0)
    found = [one for one in patterns if scores[one.folder] == best]
    if not form and (len(found) > 1 or _matches(found[0], said) < FEWEST_WORDS):
        choices = "、".join(known)
        raise UnreadableError(
            "看不出是哪一种版式：没有找到版式里的栏目名",
            f"确实是绩效目标表的话，用 --form 指明版式（{choices}），或先用 form new 建新版式",
        )
    return found[0] if frame else _with_framework(workspace, found[0], said)


def _matches(one: Pattern, said: set[str]) -> int:
    return len(one.words & said)


def _score(one: Pattern, said: set[str]) -> float:
    """What part of the form's words the document has."""
    return _matches(one, said) / len(one.words)


def _with_framework(workspace: Workspace, one: Pattern, said: set[str]) -> Pattern:
    """The framework that knows most of the classes in the document."""

    def known(name: str) -> int:
        classes = frames[name].classes
        labels = [*classes, *(label for members in classes.values() for label in members)]
        return sum(plain(one.form.label(label)) in said for label in labels)

    frames = framework.load(workspace.schema)
    best = max(frames, key=lambda name: (known(name), name == DEFAULT_FRAMEWORK))
    return pattern.load(workspace, one.folder, best)


def _words(scan: Scan) -> Iterator[str]:
    for block in scan.blocks:
        content = block.content
        if isinstance(content, Paragraph):
            yield from _lines(content.text)
        else:
            for row in content.rows:
                for cell in row.cells:
                    yield from _lines(cell.text)


def _lines(text: str) -> Iterator[str]:
    """A cell's words may be broken over lines, or be several labels one under the other."""
    yield plain(text)
    yield from map(plain, text.split("\n"))
    yield from map(plain, text.split())

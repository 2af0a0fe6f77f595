"""What the reader could not place, was not sure of, or had to infer: nothing passes silently."""

from tools.intake.scan import Place
from tools.problem import Level, Problem

UNPLACED = "unplaced"
AMBIGUOUS = "ambiguous"
ASSUMED = "assumed"
REMARKED = "remarked"
NOT_FOUND = "not-found"
LEVELS = {
    UNPLACED: Level.WARNING,
    AMBIGUOUS: Level.WARNING,
    NOT_FOUND: Level.WARNING,
    ASSUMED: Level.INFO,
    REMARKED: Level.INFO,
}
COPY = "用得着就抄到数据文件里相应的栏目"


class Notes:
    """Collects them as problems of the source file ``path``."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def unplaced(self, place: Place, text: str, why: str = "没有放进数据文件") -> None:
        """A paragraph, table or cell that belongs nowhere in the form."""
        self._add(UNPLACED, place, f"{why}：“{shown(text)}”", COPY)

    def ambiguous(self, place: Place, message: str, hint: str) -> None:
        """Something with more than one reading: a person has to decide."""
        self._add(AMBIGUOUS, place, message, hint)

    def not_found(self, place: Place, message: str, hint: str) -> None:
        """A part of the form that the document does not seem to have."""
        self._add(NOT_FOUND, place, message, hint)

    def assumed(self, place: Place, message: str, hint: str = "请核对") -> None:
        """Something filled in that is not written so."""
        self._add(ASSUMED, place, message, hint)

    def remark(self, place: Place, message: str) -> None:
        """What the reader of the file could not hand over."""
        self._add(REMARKED, place, message, "")

    def _add(self, rule: str, place: Place, message: str, hint: str) -> None:
        where = str(place)
        self.problems.append(
            Problem(
                path=self.path,
                rule=rule,
                level=LEVELS[rule],
                message=f"{where}：{message}" if where else message,
                hint=hint,
            )
        )


def shown(text: str) -> str:
    """The text on one line."""
    return " ⏎ ".join(part.strip() for part in text.strip().split("\n"))

"""What styles.xml says of each style, the styles it is based on included."""

from msgspec import Struct

from tools.intake.files.ooxml.markup import VAL, Element, W, integer, is_on, value

MAX_CHAIN = 50
HEADINGS = {f"heading {level}": level for level in range(1, 10)}


class ListPlace(Struct, frozen=True):
    """Which list a paragraph belongs to; ``level`` counts from 0, None is not said."""

    list_id: str | None = None
    level: int | None = None


class Style(Struct, frozen=True):
    """``name`` is Word's (``w:name``); ``level`` is the outline level, 0 for text.

    ``ids`` are the style's own id and those that it is based on.
    """

    name: str
    level: int = 0
    is_hidden: bool = False
    listed: ListPlace = ListPlace()
    ids: tuple[str, ...] = ()


class Styles:
    """The styles of a document by id; an id that is not there is the default style."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.iter(f"{W}style")
        self._elements = {style.get(f"{W}styleId", ""): style for style in found}
        self._styles: dict[str, Style] = {}
        self._default = next(
            (
                key
                for key, style in self._elements.items()
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in ("1", "true", "on")
            ),
            "",
        )

    def paragraph(self, style_id: str) -> Style:
        """A paragraph style."""
        return self._style(style_id if style_id in self._elements else self._default)

    def character(self, style_id: str) -> Style:
        """A character style; without a name where the run has none."""
        return self._style(style_id) if style_id in self._elements else Style("")

    def list_id(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        return value(self._elements.get(style_id), f"{W}pPr/{W}numPr/{W}numId")

    def _style(self, style_id: str) -> Style:
        if style_id not in self._styles:
            self._styles[style_id] = self._resolve(style_id)
        return self._styles[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        if not chain:
            return Style("")
        name = _name(chain[0])
        levels = [value(style, f"{W}pPr/{W}outlineLvl") for style in chain]
        level = next((text for text in levels if text is not None), None)
        hidden = [is_on(style, f"{W}rPr/{W}vanish") for style in chain]
        return Style(
            name,
            outline_level(level) if level is not None else HEADINGS.get(name, 0),
            next((each for each in hidden if each is not None), False),
            _listed(chain),
            tuple(style.get(f"{W}styleId", "") for style in chain),
        )

    def _chain(self, style_id: str) -> list[Element]:
        chain: list[Element] = []
        element = self._elements.get(style_id)
        while element is not None and element not in chain and len(chain) < MAX_CHAIN:
            chain.append(element)
            element = self._elements.get(value(element, f"{W}basedOn") or "")
        return chain


def outline_level(text: str | None) -> int:
    """Word counts outline levels from 0, and 9 is text."""
    level = integer(text, 9) + 1
    return level if 1 <= level <= 9 else 0


def _name(style: Element) -> str:
    """Names of Word's own styles have no capitals in Word itself, but do in other programs."""
    name = value(style, f"{W}name") or style.get(f"{W}styleId", "")
    lower = name.lower()
    return lower if lower in HEADINGS or lower.startswith("toc ") else name


def _listed(chain: list[Element]) -> ListPlace:
    ids = [value(style, f"{W}pPr/{W}numPr/{W}numId") for style in chain]
    levels = [value(style, f"{W}pPr/{W}numPr/{W}ilvl") for style in chain]
    level = next((text for text in levels if text is not None), None)
    return ListPlace(
        next((text for text in ids if text is not None), None),
        None if level is None else integer(level),
    )


NO_LIST = ListPlace()


def direct_list(found: Element | None) -> ListPlace:
    """What a paragraph's own ``w:numPr`` says of its list."""
    if found is None:
        return NO_LIST
    level = found.find(f"{W}ilvl")
    return ListPlace(value(found, f"{W}numId"), None if level is None else integer(level.get(VAL)))

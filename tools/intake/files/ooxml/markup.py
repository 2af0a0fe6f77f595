"""XML parts of an office file, parsed safely, and the names in them.

ISO/IEC 29500-2 allows UTF-8 and UTF-16 only, and no document type definition: refusing both all
other encodings and every DOCTYPE leaves no entities to expand and nothing to fetch.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree

from tools.intake.scan import UnreadableError

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

VAL = f"{W}val"
STRUCTURED = f"{W}sdt"
ALTERNATIVES = f"{COMPATIBILITY}AlternateContent"
FALLBACK = f"{COMPATIBILITY}Fallback"
PLACEHOLDER = f"{W}sdtPr/{W}showingPlcHdr"
GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"

# The strict variant of the standard has addresses of its own for the same names.
STRICT = re.compile(rb"""(["'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)(["'])""")
TRANSITIONAL = rb"\1http://schemas.openxmlformats.org/\2/2006/\3\4"

HINT = "用 Word 或 WPS 打开它，另存为一份新的 .docx，再导入"


def parse(data: bytes) -> Element:
    """The root of one part, strict names made transitional; raise ``UnreadableError``.

    libxml2 itself refuses elements nested more than 256 deep.
    """
    data = _utf8(data)
    if b"<!DOCTYPE" in data:
        raise UnreadableError("文件里夹带了 DOCTYPE 声明，不安全，没有读", HINT)
    if b"http://purl.oclc.org/ooxml/" in data:
        data = STRICT.sub(TRANSITIONAL, data)
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise UnreadableError("文件的内容一层套一层，套得太深，没有读", HINT) from error
        raise UnreadableError("文件内部的内容损坏了，读不出来", HINT) from error


def _utf8(data: bytes) -> bytes:
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return data.decode("utf-16").encode("utf-8")
    except UnicodeError as error:
        raise UnreadableError("文件内部的内容损坏了，读不出来", HINT) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def walk(
    parents: Iterable[Element], leaves: frozenset[str], dropped: frozenset[str]
) -> Iterator[Element]:
    """The elements of ``leaves`` inside ``parents``, in order, whatever wraps them.

    Not entered: leaves, ``dropped``, and all but one branch of alternative content. Content
    controls are leaves only where they hold no text of the author's (see ``is_special``).
    """
    stack = [iter(parents)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in leaves and (child.tag != STRUCTURED or is_special(child)):
            yield child
        elif child.tag in dropped:
            continue
        elif child.tag == ALTERNATIVES:
            stack.append(iter(_branch(child)))
        elif len(child):
            stack.append(iter(child))


def is_special(control: Element) -> bool:
    """Whether a content control holds a prompt not yet answered, or the table of contents."""
    return control.find(PLACEHOLDER) is not None or is_contents(control)


def is_contents(control: Element) -> bool:
    """Whether a content control is Word's table of contents."""
    gallery = control.find(GALLERY)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _branch(alternatives: Element) -> Iterable[Element]:
    """The first branch with anything in it: both say the same, for newer and older programs."""
    return next((branch for branch in alternatives if len(branch)), ())


def is_on(parent: Element | None, path: str) -> bool | None:
    """A switch such as ``w:vanish``: on unless its value says otherwise; None where absent."""
    return switch(None if parent is None else parent.find(path))


def switch(element: Element | None) -> bool | None:
    """The same, of an element found before."""
    return None if element is None else element.get(VAL) not in ("0", "false", "off", "none")


def value(parent: Element | None, path: str) -> str | None:
    """The ``w:val`` of the element at ``path``; None where either is absent."""
    return text_of(None if parent is None else parent.find(path))


def within(parent: Element, tag: str) -> dict[str, Element]:
    """What stands in the child ``tag``, by name: ``find`` once for each would be slow."""
    found = next(parent.iterchildren(tag), None)
    return {} if found is None else {each.tag: each for each in found}


def text_of(element: Element | None) -> str | None:
    """The ``w:val`` of an element; None where it is absent."""
    result: str | None = None if element is None else element.get(VAL)
    return result


def integer(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it; ``default`` for anything else, however odd."""
    if text is None or len(text) > 9:
        return default
    try:
        return int(text)
    except ValueError:
        return default

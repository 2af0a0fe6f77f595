"""What stands beside the text: comments, notes, headers and footers, tracked changes."""

import re
from collections import Counter
from collections.abc import Iterator

from tools.intake.files.ooxml.fields import MARK, Fields
from tools.intake.files.ooxml.fields import is_text as is_text_of
from tools.intake.files.ooxml.markup import Element, W, parse, walk
from tools.intake.files.ooxml.package import Package
from tools.intake.files.ooxml.paragraphs import REMOVED
from tools.intake.files.ooxml.pictures import LETTERING
from tools.intake.scan import Place, Remark

PARAGRAPH = f"{W}p"
TEXT, TAB, BREAK = f"{W}t", f"{W}tab", f"{W}br"
INSTRUCTION = f"{W}instrText"
SIMPLE_FIELD = f"{W}fldSimple"
STORY = frozenset((TEXT, TAB, BREAK, MARK, INSTRUCTION, PARAGRAPH, SIMPLE_FIELD, LETTERING))
PAGE_NUMBER = re.compile(r"[\s—–―\-－~·.0-9第页共，,/／|]*")
CHANGES = {
    "插入": ("ins", "cellIns"),
    "删除": ("del", "cellDel"),
    "移动": ("moveFrom",),
}
NAMES = {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
ENTRIES = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote", "comments": f"{W}comment"}
WHERE = {"header": "页眉", "footer": "页脚"}


def changes(root: Element) -> Iterator[Remark]:
    """One remark if changes were tracked and neither accepted nor rejected."""
    counts = {
        name: sum(1 for _ in root.iter(*(f"{W}{tag}" for tag in tags)))
        for name, tags in CHANGES.items()
    }
    if any(counts.values()):
        each = "、".join(f"{name} {count} 处" for name, count in counts.items() if count)
        message = f"文件里有没有定稿的修订（{each}），按全部接受以后的文字取的；请对照原文核对"
        yield Remark(Place(), message)


def notes(
    package: Package, main: str, references: dict[tuple[str, str], Place]
) -> Iterator[Remark]:
    """The text of footnotes, endnotes and comments, at the places that refer to them."""
    for kind, tag in ENTRIES.items():
        for name in package.related(main, kind):
            for entry in parse(package.part(name)).iter(tag):
                if entry.get(f"{W}type") in ("separator", "continuationSeparator"):
                    continue
                text = story(entry).strip()
                if text:
                    place = references.get((kind, entry.get(f"{W}id", "")), Place())
                    yield Remark(place, f"有{NAMES[kind]}，没有取：{text}")


def margins(package: Package, main: str) -> Iterator[Remark]:
    """Text of headers and footers that is more than a page number, each once."""
    found: Counter[tuple[str, str]] = Counter()
    for kind in WHERE:
        for name in package.related(main, kind):
            text = story(parse(package.part(name))).strip()
            if not PAGE_NUMBER.fullmatch(text):
                found[kind, text] += 1
    for kind, text in found:
        yield Remark(Place(), f"{WHERE[kind]}的文字没有取：{text}")


def story(root: Element) -> str:
    """All the text of a part that is no body, one line a paragraph."""
    fields = Fields(root)
    lines: list[str] = []
    waiting = [iter(walk(root, STORY, REMOVED))]
    while waiting:
        piece = next(waiting[-1], None)
        if piece is None:
            waiting.pop()
        elif piece.tag == PARAGRAPH:
            lines.append("")
            waiting.append(walk(piece, STORY, REMOVED))
        elif piece.tag == SIMPLE_FIELD:
            if is_text_of(piece.get(f"{W}instr", "")):
                waiting.append(walk(piece, STORY, REMOVED))
        else:
            lines[-1:] = [(lines[-1] if lines else "") + _piece(piece, fields)]
    return "\n".join(line for line in lines if line.strip())


def _piece(piece: Element, fields: Fields) -> str:
    if piece.tag == MARK:
        fields.mark(piece)
    elif piece.tag == INSTRUCTION:
        fields.instruct(piece.text or "")
    elif piece.tag == LETTERING:
        return str(piece.get("string", ""))
    elif fields.is_text:
        return piece.text or "" if piece.tag == TEXT else " "
    return ""

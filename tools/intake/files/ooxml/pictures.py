"""Drawings in the text: which of them hold text, and what must be looked at by a person."""

from msgspec import Struct

from tools.intake.files.ooxml.markup import Element, W, walk

DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")
TEXT_BOX = f"{W}txbxContent"
LETTERING = "{urn:schemas-microsoft-com:vml}textpath"
OBJECT = "嵌入的对象（如 Excel 表格、公式、控件）"
WHAT = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "图片",
    "{urn:schemas-microsoft-com:vml}imagedata": "图片",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "图表",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "图表",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "示意图（SmartArt）",
    "{urn:schemas-microsoft-com:office:office}OLEObject": OBJECT,
    f"{W}control": OBJECT,
}
LEAVES = frozenset((TEXT_BOX, LETTERING, *WHAT))


class Drawn(Struct, frozen=True):
    """What a drawing holds: its text boxes, and what to tell of the rest."""

    boxes: tuple[Element, ...]
    messages: tuple[str, ...]


def drawn(drawing: Element) -> Drawn:
    """Look into one drawing. Lines and frames without text are ornament, and are not told."""
    found = tuple(walk(drawing, LEAVES, frozenset()))
    boxes = tuple(each for each in found if each.tag == TEXT_BOX)
    kinds = dict.fromkeys(WHAT[each.tag] for each in found if each.tag in WHAT)
    if OBJECT in kinds:
        kinds = {OBJECT: None}  # the picture beside it only shows the object
    messages = [f"有{kind}，其中的文字取不到，请对照原文补上" for kind in kinds]
    letterings = (each.get("string") for each in found if each.tag == LETTERING)
    messages += [f"有艺术字“{text}”，没有取" for text in letterings if text]
    return Drawn(boxes, tuple(messages))

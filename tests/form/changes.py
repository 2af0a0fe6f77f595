"""What Word does with tracked changes, written without regard to who wrote them.

``accepted`` and ``rejected`` give a body without marks; ``content`` says what is in a body, so
that two files can be compared.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P, R, TR, TBL, PPR, RPR = (f"{W}{name}" for name in ("p", "r", "tr", "tbl", "pPr", "rPr"))
GONE_TEXT = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def accepted(root: etree._Element) -> etree._Element:
    return _settled(root, f"{W}ins", f"{W}del", is_accepted=True)


def rejected(root: etree._Element) -> etree._Element:
    return _settled(root, f"{W}del", f"{W}ins", is_accepted=False)


def _settled(root: etree._Element, stays: str, goes: str, *, is_accepted: bool) -> etree._Element:
    root = copy.deepcopy(root)
    for row in [row for row in root.iter(TR) if row.find(f"{W}trPr/{goes}") is not None]:
        row.getparent().remove(row)
    for table in [table for table in root.iter(TBL) if table.find(TR) is None]:
        table.getparent().remove(table)
    for change in list(root.iter(f"{W}pPrChange")):
        properties = change.getparent()
        properties.remove(change)
        if not is_accepted:
            properties.replace(properties.find(f"{W}pStyle"), change.find(f"{PPR}/{W}pStyle"))
    for mark in [mark for mark in root.iter(goes) if mark.getparent().tag != RPR]:
        mark.getparent().remove(mark)
    for paragraph in list(root.iter(P)):
        if paragraph.find(f"{PPR}/{RPR}/{goes}") is not None:
            _join(paragraph)
    _unwrap(root, stays)
    return root


def _unwrap(root: etree._Element, tag: str) -> None:
    for mark in list(root.iter(tag)):
        for child in list(mark):
            mark.addprevious(child)
        mark.getparent().remove(mark)
    for element in root.iter(*GONE_TEXT):
        element.tag = GONE_TEXT[element.tag]


def _join(paragraph: etree._Element) -> None:
    """Without its end, a paragraph is the beginning of the next one."""
    following = paragraph.getnext()
    rest = [child for child in paragraph if child.tag != PPR]
    if following is None or following.tag != P:
        assert not any(child.tag in (R, f"{W}hyperlink") for child in rest)
        assert following is not None and following.tag == TBL
    else:
        for child in reversed(rest):
            following.insert(1 if following.find(PPR) is not None else 0, child)
    paragraph.getparent().remove(paragraph)


def content(root: etree._Element) -> list[object]:
    """Paragraphs with styles, tables with merges, and to what the table of contents points."""
    places = {
        start.get(f"{W}name"): text_of(start.getparent())
        for start in root.iter(f"{W}bookmarkStart")
    }
    return [
        _table(block) if block.tag == TBL else _paragraph(block, places)
        for block in root.find(f"{W}body")
        if block.tag in (P, TBL)
    ]


def _paragraph(paragraph: etree._Element, places: dict[str, str]) -> tuple[object, ...]:
    style = paragraph.find(f"{PPR}/{W}pStyle")
    section = paragraph.find(f"{PPR}/{W}sectPr")
    runs: list[tuple[str | None, str]] = []
    for run in paragraph.iter(R):
        found = run.find(f"{RPR}/{W}rStyle")
        name, text = None if found is None else found.get(f"{W}val"), _run_text(run, places)
        if runs and runs[-1][0] == name:
            text = runs.pop()[1] + text
        runs.append((name, text))
    links = [
        places[link.get(f"{W}anchor")] for link in paragraph.iter(f"{W}hyperlink") if len(link)
    ]
    is_end = section is not None
    return None if style is None else style.get(f"{W}val"), [r for r in runs if r[1]], links, is_end


def _run_text(run: etree._Element, places: dict[str, str]) -> str:
    return "".join(_signs(run, places))


def _signs(run: etree._Element, places: dict[str, str]) -> Iterator[str]:
    for element in run:
        tag = etree.QName(element).localname
        if tag == "t":
            yield element.text or ""
        elif tag == "instrText":
            yield re.sub("_Toc[0-9]+", lambda m: places[m[0]], element.text)
        elif tag == "fldChar":
            yield f"<{element.get(f'{W}fldCharType')}>"
        elif tag != "rPr":
            yield {"br": "\n", "tab": "\t"}[tag]


def text_of(element: etree._Element) -> str:
    return "".join(_run_text(run, {}) for run in element.iter(R))


def _table(table: etree._Element) -> tuple[object, ...]:
    """Rows of (first column, columns, rows, paragraphs); what hangs from above has no rows."""
    widths = [column.get(f"{W}w") for column in table.iter(f"{W}gridCol")]
    rows: list[list[list[object]]] = []
    above: dict[int, list[object]] = {}
    for row in table.iter(TR):
        column, cells, here = 0, [], {}
        for cell in row.iter(f"{W}tc"):
            span, merge = (cell.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge"))
            columns = 1 if span is None else int(span.get(f"{W}val"))
            paragraphs = [_paragraph(paragraph, {}) for paragraph in cell.iter(P)]
            found: list[object] = [column, columns, 1, paragraphs]
            if merge is not None and merge.get(f"{W}val") != "restart":
                found[2] = 0
                here[column] = above[column]
                here[column][2] += 1  # type: ignore[operator]
                assert here[column][1] == columns
            elif merge is not None:
                here[column] = found
            cells.append(found)
            column += columns
        rows.append([[row.find(f"{W}trPr/{W}tblHeader") is not None], *cells])
        above = here
    return widths, rows


def shown(root: etree._Element) -> str:
    """Only what changed, for people: ``[-gone-]``, ``{+new+}``, one line a paragraph or row."""
    return "\n".join(line.rstrip() for line in _shown_blocks(root.find(f"{W}body")))


def _shown_blocks(parent: etree._Element) -> Iterator[str]:
    for block in parent:
        rows = block.iter(TR) if block.tag == TBL else (block,)
        for row in rows:
            if next(row.iter(f"{W}ins", f"{W}del", f"{W}pPrChange"), None) is not None:
                ends = {"ins": "+", "del": "-"}
                sign = next(
                    (s for t, s in ends.items() if row.find(f"{W}trPr/{W}{t}") is not None), " "
                )
                cells = row.iter(f"{W}tc") if row.tag == TR else (row,)
                yield f"{sign} " + " | ".join(
                    "⏎".join(map(_shown_paragraph, cell.iter(P))) for cell in cells
                )


def _shown_paragraph(paragraph: etree._Element) -> str:
    text = ""
    for run in paragraph.iter(R):
        part = etree.QName(run.getparent()).localname
        for element in run.iter(f"{W}t", f"{W}delText"):
            text += {"ins": "{+%s+}", "del": "[-%s-]"}.get(part, "%s") % (element.text or "")
    for tag, sign in (("ins", "{+¶+}"), ("del", "[-¶-]")):
        if paragraph.find(f"{PPR}/{RPR}/{W}{tag}") is not None:
            text += sign
    return text

"""Small office files for the tests, written as the raw XML that programs write."""

import io
import struct
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DEFAULT_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
)


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts, in order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def relations(targets: dict[str, str], base: str = R) -> str:
    """A ``.rels`` part: kinds of relationship to targets; ids are rId1, rId2 …"""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind.rstrip("0123456789")}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def content_types(main: str = "word/document.xml", main_type: str = MAIN_TYPE) -> str:
    """``[Content_Types].xml`` that names the main part."""
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/></Types>'
    )


def document(body: str) -> str:
    """``word/document.xml`` round ``body``."""
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def word_parts(body: str, **others: str) -> dict[str, bytes | str]:
    """The parts of a .docx; ``others`` are the insides of further parts (styles, header1 …)."""
    inside = {"styles": DEFAULT_STYLES, **others}
    roots = {"header": "hdr", "footer": "ftr"}
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": relations({name: f"{name}.xml" for name in inside}),
    }
    for name, text in inside.items():
        root = roots.get(name.rstrip("0123456789"), name)
        parts[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{text}</w:{root}>"
    return parts


def word(body: str, **others: str) -> bytes:
    """A .docx with ``body``; ``others`` as for ``word_parts``."""
    return zipped(word_parts(body, **others))


def run(text: str, properties: str = "") -> str:
    """A run that keeps its spaces."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "") -> str:
    """A paragraph; ``content`` without markup becomes a run."""
    inner = content if "<" in content else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(content: str = "", properties: str = "") -> str:
    """A cell; ``content`` without markup becomes a paragraph."""
    inner = content if "<" in content else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of finished cells, or of texts."""
    inner = "".join(each if each.startswith("<w:") else cell(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (), properties: str = "") -> str:
    """A table; without ``widths`` its grid is empty."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def compound(*names: str) -> bytes:
    """The least of an OLE compound file: a header, a table of sectors and these names."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIII", header, 44, 1, 1, 0, 4096)  # the directory starts in sector 1
    struct.pack_into("<IIIII", header, 60, end, 0, end, 0, 0)
    for index in range(1, 109):
        struct.pack_into("<I", header, 76 + 4 * index, free)
    sectors = -(-(len(names) + 1) // 4)
    links = [table, *range(2, sectors + 1), end]
    links += [free] * (128 - len(links))
    entries = b"".join(
        _entry(name, number, len(names)) for number, name in enumerate(("Root Entry", *names))
    )
    data = bytes(header) + struct.pack("<128I", *links) + entries
    return data + b"\0" * (-len(data) % 512) + b"\0" * 512


def _entry(name: str, number: int, count: int) -> bytes:
    """Siblings hang on each other's right, the first on the root."""
    free = 0xFFFFFFFF
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    following = number + 1 if 0 < number < count else free
    struct.pack_into("<HBB", entry, 64, len(encoded) + 2, 2 if number else 5, 1)
    struct.pack_into("<III", entry, 68, free, following, free if number else 1)
    return bytes(entry)

"""Any file whatever gives a scan or a reason: hostile, damaged, renamed and too large ones."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.form.test_documents import WORKSPACE
from tests.intake.files import archives as files
from tests.records import entry, tree
from tools.form.documents import word as form_word
from tools.intake.files import apart, compound, kinds, opening, reading
from tools.intake.files.kinds import Kind
from tools.intake.scan import Place, Remark, Scan, UnreadableError

OWN = form_word(WORKSPACE, entry(tree()))
BODY = files.paragraph("示例县司法局")
SIGNATURE = b"PK\x01\x02"


def reason(data: bytes) -> str:
    """Why ``data`` cannot be read, with what to do."""
    with pytest.raises(UnreadableError) as caught:
        reading.read(data)
    assert caught.value.hint
    return str(caught.value)


def refusal(name: str, path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        opening.scan(name, path)
    assert caught.value.hint
    return str(caught.value)


def changed(**parts: bytes | str) -> bytes:
    """A sound .docx with parts replaced; ``document``, ``types`` or ``rels``."""
    names = {
        "document": "word/document.xml",
        "types": "[Content_Types].xml",
        "rels": "_rels/.rels",
    }
    return files.zipped(files.word_parts(BODY) | {names[key]: data for key, data in parts.items()})


def test_a_word_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "改了名.pdf"
    path.write_bytes(OWN)
    assert opening.scan("改了名.pdf", path) == reading.read(OWN)


def test_the_process_needs_neither_folder_nor_environment(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(OWN)
    code = (
        "import os, sys; from pathlib import Path; from tools.intake.files.opening import scan; "
        "os.chdir(sys.argv[1]); print(len(scan('x.docx', Path('x.docx')).blocks))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=WORKSPACE.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("23\n", "")


def test_only_what_is_needed_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from tools.intake.files import apart, reading; "
        "reading.read(open(sys.argv[1], 'rb').read()); "
        "print(*(name.split('.')[0] for name in sys.modules))"
    )
    path = tmp_path / "x.docx"
    path.write_bytes(OWN)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=WORKSPACE.root,
        capture_output=True,
        text=True,
        check=True,
    )
    others = {"pdfplumber", "docx", "yaml", "jinja2", "python_calamine", "multiprocessing"}
    assert not others & set(done.stdout.split())


# What the file system says


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert "没有“缺.docx”" in refusal("缺.docx", tmp_path / "缺.docx")
    assert "不是文件" in refusal("夹.docx", tmp_path)
    (tmp_path / "空.docx").touch()
    assert "空的" in refusal("空.docx", tmp_path / "空.docx")
    assert "临时文件" in refusal("~$文.docx", tmp_path / "~$文.docx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    assert "不是文件" in refusal("管道.docx", tmp_path / "管道.docx")


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(apart, "scan", lambda *_: pytest.fail("read"))
    assert "200 MB" in refusal("大.docx", path)


# What kind of file it is


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OWN, Kind.WORD),
        (files.compound("WordDocument", "1Table"), Kind.OLD_WORD),
        (files.compound("Workbook"), Kind.WORKBOOK),
        (files.compound("Book"), Kind.WORKBOOK),
        (files.compound("a", "b", "c", "d", "e", "WordDocument"), Kind.OLD_WORD),
        (b"{\\rtf1\\ansi}", Kind.OLD_WORD),
        (b"%PDF-1.7\n", Kind.PORTABLE),
        (b"\r\n%PDF-1.7\n", Kind.PORTABLE),
        ("第一部分".encode(), Kind.TEXT),
        ("\ufeff第一部分\f".encode(), Kind.TEXT),
        ("第一部分".encode("gb18030"), Kind.TEXT),
        ("第一部分".encode("utf-16"), Kind.TEXT),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_content(data: bytes, kind: Kind) -> None:
    assert kinds.recognise(data) is kind


def test_a_workbook_is_told_by_its_main_part() -> None:
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    for main_type in (content, "application/xml"):
        data = files.zipped(
            {
                "[Content_Types].xml": files.content_types("xl/workbook.xml", main_type),
                "_rels/.rels": files.relations({"officeDocument": "xl/workbook.xml"}),
                "xl/workbook.xml": "<workbook/>",
            }
        )
        assert kinds.recognise(data) is Kind.WORKBOOK


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空的"),
        (b"\0" * 4096, "空的"),
        (b" \r\n", "空白"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG 图片"),
        (b"\xff\xd8\xff\xe0", "JPEG 图片"),
        (b"GIF89a", "GIF 图片"),
        (b"BM\0\0", "BMP 图片"),
        (b"II*\0", "TIFF 图片"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP 图片"),
        (b"Rar!\x1a\x07\x01", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x1f\x8b\x08", "gzip 压缩包"),
        (b"<!DOCTYPE html><html></html>", "网页"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "网页或 XML"),
        (b"MIME-Version: 1.0\r\n", "网页"),
        (b"\x7fELF\x02\x01\x01\0\0", "认不出"),
        (b"\xff\xfe\x00", "认不出"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "损坏"),
        (files.compound("PowerPoint Document"), "幻灯片"),
        (files.compound("Contents"), "损坏"),
        (files.compound("EncryptionInfo", "EncryptedPackage"), "密码"),
        (files.zipped({}), "压缩包"),
        (files.zipped({"说明.txt": "x"}), "压缩包"),
        (files.zipped({"示例县/报表.docx": OWN}), "里面还有文件"),
        (files.zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (files.zipped({"OFD.xml": "<OFD/>"}), "OFD"),
        (files.zipped({"[Content_Types].xml": files.content_types()}), "没有正文"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, message: str) -> None:
    assert message in reason(data)


def test_slides_are_named() -> None:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    assert "幻灯片" in reason(changed(types=files.content_types(main_type=kind)))


def test_a_document_embedded_in_another_does_not_decide() -> None:
    """Only what stands right under the root counts."""
    data = bytearray(files.compound("WordDocument", "EncryptedPackage"))
    first = 1024 + 128  # the entry WordDocument: cut its right sibling off
    struct.pack_into("<I", data, first + 72, 0xFFFFFFFF)
    assert kinds.recognise(bytes(data)) is Kind.OLD_WORD


@given(st.binary(max_size=2048))
def test_a_damaged_old_file_has_names_or_none(tail: bytes) -> None:
    assert isinstance(compound.names(compound.MAGIC + tail), set)


def test_a_directory_in_a_circle_ends() -> None:
    data = bytearray(files.compound("a", "b"))
    struct.pack_into("<I", data, 512 + 4, 1)  # the sector follows itself
    struct.pack_into("<I", data, 1024 + 2 * 128 + 72, 1)  # b stands before a, and a before b
    assert compound.names(bytes(data)) == {"a", "b"}


# The package


def test_a_password_in_the_zip_is_told() -> None:
    data = bytearray(OWN)
    at = data.find(SIGNATURE)
    data[at + 8] |= 1
    assert "密码" in reason(bytes(data))


def test_macros_are_not_taken() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts = files.word_parts(BODY) | {
        "[Content_Types].xml": files.content_types(main_type=kind),
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0",
    }
    scan = reading.read(files.zipped(parts))
    assert isinstance(scan, Scan)
    assert len(scan.blocks) == 1
    assert "宏" in scan.remarks[0].message


def test_zip_bombs_are_not_inflated() -> None:
    flat = files.zipped(files.word_parts(BODY) | {"word/media/a": b"\0" * 20_000_000})
    assert "压缩得反常" in reason(flat)
    nested = files.zipped(files.word_parts(BODY) | {"word/embeddings/a.zip": flat * 40})
    assert isinstance(reading.read(nested), Scan)
    many: dict[str, bytes | str] = {f"word/{n}": b"" for n in range(10_001)}
    assert "太多" in reason(files.zipped(files.word_parts(BODY) | many))


def with_sizes(data: bytes, name: bytes, size: int) -> bytes:
    """The file with a lie about the size of one entry, in its central directory."""
    changed = bytearray(data)
    at = data.find(name, data.find(SIGNATURE)) - 46
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def test_lies_about_sizes_are_found_out() -> None:
    data = files.word(BODY)
    name = b"word/document.xml"
    assert "太大" in reason(with_sizes(data, name, 150_000_000))
    assert "损坏" in reason(with_sizes(data, name, 10))
    assert "损坏" in reason(with_sizes(data, name, 4_000_000))


def test_overlapping_entries_are_refused() -> None:
    data = bytearray(files.word(BODY))
    first = data.find(SIGNATURE)
    second = data.find(SIGNATURE, first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "重叠" in reason(bytes(data))


def test_a_name_in_no_known_encoding_is_told() -> None:
    data = bytearray(files.word(BODY))
    first = data.find(SIGNATURE)
    data[first + 9] |= 0x08  # names are UTF-8
    data[first + 46] = 0xFF
    assert "损坏" in reason(bytes(data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    for name in ("word/document.xml", "word/Document.XML", "word\\document.xml"):
        stream = io.BytesIO(files.word(BODY))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(name, files.document(files.paragraph("另一个")))
        assert "重名" in reason(stream.getvalue())


def test_parts_are_found_by_the_relations_not_by_their_names() -> None:
    parts = files.word_parts(BODY)
    renamed: dict[str, bytes | str] = {
        name.replace("word/", "Tekst/").replace("document.xml", "main2.xml"): data
        for name, data in parts.items()
    }
    renamed["_rels/.rels"] = files.relations({"officeDocument": "/Tekst/main2.xml"})
    renamed["[Content_Types].xml"] = files.content_types("tekst/MAIN2.xml")
    assert reading.read(files.zipped(renamed)) == reading.read(files.word(BODY))


def test_relations_out_of_the_package_are_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "document.xml"
    target.write_text(files.document(BODY), "utf-8")
    for path in (str(target), f"file://{target}", "../../../../etc/passwd", "http://127.0.0.1/x"):
        assert "没有正文" in reason(changed(rels=files.relations({"officeDocument": path})))


# XML

BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB,
        '<!DOCTYPE d [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY i SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE d>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_taken(doctype: str, encoding: str) -> None:
    for part in ("document", "rels", "types"):
        text = doctype + files.document(files.paragraph("<w:r><w:t>&i;</w:t></w:r>"))
        assert "DOCTYPE" in reason(changed(**{part: text.encode(encoding)}))


def test_other_encodings_cannot_hide_a_document_type() -> None:
    text = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE d>' + files.document(BODY)
    assert "损坏" in reason(changed(document=text))
    text = '<?xml version="1.0" encoding="gb18030"?>' + files.document(BODY)
    assert "损坏" in reason(changed(document=text.encode("gb18030")))


def test_utf_16_is_read() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + files.document(BODY)
    assert reading.read(changed(document=text.encode("utf-16"))) == reading.read(files.word(BODY))


@pytest.mark.parametrize("tag", ["w:p", "w:tbl", "w:sdt", "w:ins", "mc:AlternateContent"])
def test_deep_nesting_is_refused(tag: str) -> None:
    depth = 100_000
    body = f"<{tag}>" * depth + f"</{tag}>" * depth
    assert "太深" in reason(files.word(body))


@pytest.mark.parametrize("depth", [10, 25, 60, 80])
def test_tables_in_tables_end(depth: int) -> None:
    body = files.paragraph("里")
    for _ in range(depth):
        body = files.table(files.row(files.cell(body)))
    data = files.word(body)
    if depth == 10:
        assert isinstance(reading.read(data), Scan)
    else:
        assert "太深" in reason(data)


@pytest.mark.parametrize("text", ["", "x", "<a>", "<a/>", "<w:document/>", "\0", "&nbsp;"])
def test_a_part_that_is_no_document_is_told(text: str) -> None:
    assert reason(changed(document=text))


# Damage of all kinds


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(OWN)))
@example(len(OWN) - 1)
@example(4)
def test_a_file_cut_short_gives_a_reason(length: int) -> None:
    check_answer(OWN[:length])


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(OWN) - 1), st.integers(0, 255)), min_size=1, max_size=4)
)
def test_a_file_with_wrong_bytes_gives_a_scan_or_a_reason(changes: list[tuple[int, int]]) -> None:
    data = bytearray(OWN)
    for position, byte in changes:
        data[position] = byte
    check_answer(bytes(data))


def check_answer(data: bytes) -> None:
    try:
        assert isinstance(reading.read(data), Scan | reading.Old)
    except UnreadableError as error:
        assert error.hint
    except ModuleNotFoundError as error:  # a reader of another kind
        assert "tools.intake" in str(error)


DOCUMENT = zipfile.ZipFile(io.BytesIO(OWN)).read("word/document.xml")


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(DOCUMENT) - 1),
    st.sampled_from([b"<", b">", b'"', b"/", b"w:", b"-1", b"99999999999", b"&", b"\0", b""]),
    st.integers(0, 12),
)
def test_wrong_xml_gives_a_scan_or_a_reason(position: int, text: bytes, length: int) -> None:
    document = DOCUMENT[:position] + text + DOCUMENT[position + length :]
    with zipfile.ZipFile(io.BytesIO(OWN)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = document
    check_answer(files.zipped(parts, zipfile.ZIP_STORED))


# A .doc


def test_an_old_file_is_converted_and_then_read_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "旧.doc"
    path.write_bytes(files.compound("WordDocument"))
    through = Remark(Place(), "转换过")

    def convert(data: bytes, suffix: str) -> bytes:
        assert (data, suffix) == (path.read_bytes(), ".doc")
        return files.word(BODY)

    legacy = SimpleNamespace(convert=convert, THROUGH=through)
    monkeypatch.setitem(sys.modules, "tools.intake.files.legacy", legacy)
    scan = opening.scan("旧.doc", path)
    assert scan.remarks == (through,)
    assert len(scan.blocks) == 1
    legacy.convert = lambda data, _: data
    assert "转换以后" in refusal("旧.doc", path)


# The process of its own


def child(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **limits: int) -> str:
    """What a child that runs ``code`` instead of reading leads to."""
    monkeypatch.setattr(
        apart, "START", f"import json, sys; sys.path[:] = json.loads(sys.argv[1])\n{code}"
    )
    path = tmp_path / "x.docx"
    path.write_bytes(OWN)
    with path.open("rb") as source, pytest.raises(UnreadableError) as caught:
        apart.scan(source, **limits)
    return str(caught.value)


READ = "from tools.intake.files import apart\napart.read = lambda data: {}\napart.main(5, {})"


def test_a_child_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("raise ValueError", "import os; os.abort()", "print('x')", ""):
        assert "出错停下" in child(code, tmp_path, monkeypatch)


def test_a_child_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1 秒" in child("while True: pass", tmp_path, monkeypatch, seconds=1)


def test_a_child_without_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    code = READ.format("bytearray(10**10)", 10**9)
    assert "内存" in child(code, tmp_path, monkeypatch)


def test_what_a_child_prints_is_not_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    loud = (
        "import json, os, sys; sys.path[:] = json.loads(sys.argv[1])\n"
        "from tools.intake.files import apart\n"
        "from tools.intake.scan import Scan\n"
        "apart.read = lambda data: os.write(1, b'x' * 99) and os.write(2, b'y') and Scan(())\n"
        "apart.main(5, 2**31)"
    )
    monkeypatch.setattr(apart, "START", loud)
    with (tmp_path / "x").open("w+b") as source:
        assert apart.scan(source) == Scan(())
    assert capfd.readouterr() == ("", "")


def test_a_reason_comes_back_with_its_hint(tmp_path: Path) -> None:
    path = tmp_path / "图.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "PNG" in refusal("图.docx", path)


def test_an_answer_is_not_mistaken() -> None:
    with pytest.raises(UnreadableError):
        apart._decoded(b"\x81\xa4type\xa4Nope", 0)

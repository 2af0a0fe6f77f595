"""From bytes to a scan, by the reader for their kind; runs in a process of its own."""

from importlib import import_module

from msgspec import Struct

from tools.intake.files import kinds
from tools.intake.files.kinds import Kind
from tools.intake.scan import Scan

# Imported one at a time: the others would cost more than reading a small file.
READERS = {
    Kind.WORD: "wordfile",
    Kind.WORKBOOK: "workbook",
    Kind.PORTABLE: "portable",
    Kind.TEXT: "extraction",
}


class Old(Struct, frozen=True, tag=True):
    """A .doc or .rtf, which has to be made into a .docx first."""


def read(data: bytes) -> Scan | Old:
    """Read a file of any kind; raise ``UnreadableError``."""
    kind = kinds.recognise(data)
    if kind is Kind.OLD_WORD:
        return Old()
    reader = import_module(f"tools.intake.files.{READERS[kind]}")
    result: Scan = reader.read(kinds.text(data) if kind is Kind.TEXT else data)
    return result

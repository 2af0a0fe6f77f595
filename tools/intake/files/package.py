"""The parts of an Office Open XML file (ISO/IEC 29500-2), found through their relationships."""

import io
import posixpath
import zipfile

from lxml import etree

from tools.intake.scan import UnreadableError

DAMAGED = "在 WPS 或 Word 里打开，另存为新的文件再导入；打不开的话请找原件"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands nothing."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local(element: etree._Element) -> str:
    """The tag without its namespace: strict and transitional files differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


class Package:
    """An opened file; raise ``UnreadableError`` where it is no sound zip or no sound XML."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = {name.lower(): name for name in self.archive.namelist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableError("文件损坏，不是完整的 Office 文件", DAMAGED) from error

    def part(self, name: str) -> etree._Element | None:
        """The root of an XML part; None if there is none of that name."""
        stored = self.names.get(name.lstrip("/").lower())
        if stored is None:
            return None
        try:
            root = etree.fromstring(self.archive.read(stored), parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError(f"文件损坏，{stored} 读不出来", DAMAGED) from error
        except Exception as error:  # zipfile raises what its decompressors raise
            raise UnreadableError(f"文件损坏，{stored} 解不开", DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableError("文件里有不该有的 DOCTYPE，没有读", DAMAGED)
        return root

    def main_part(self) -> str | None:
        """The name of the document's own part."""
        return next(iter(self.related("", "officeDocument")), None)

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts that ``part`` refers to as ``kind``, the last word of their type."""
        folder, name = posixpath.split(part)
        relations = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in relations.iter(f"{RELATIONSHIPS}Relationship")
            if relation.get("Type", "").rpartition("/")[2] == kind
            and relation.get("TargetMode") != "External"
        ]

    def related_part(self, part: str, kind: str) -> etree._Element | None:
        """The root of the first part that ``part`` refers to as ``kind``."""
        return next((self.part(name) for name in self.related(part, kind)), None)

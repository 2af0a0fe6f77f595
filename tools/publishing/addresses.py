"""Every address of a published site: what a later one is compared with, and how ours is known."""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

NAME = "addresses.json"
ABOUT = "预算绩效目标公开网站的全部网址；重新发布时用来查旧网址是否还在。"
VERSION = 1
NO_JEKYLL = ".nojekyll"
INDEX = "index.html"

ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]+)"')
MARK = re.compile(r'<html [^>]*data-address="(moved|gone)"')
TARGET = re.compile(r'<link rel="(?:canonical|up)" href="([^"]*)"')
# An address from the site's root, as pages of ours have them; those by hand may have any name.
ADDRESS = re.compile(r"(?:[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*/)*")

# A commit in full; empty in a list that is older than the record of it.
COMMIT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})?")


class Addresses(Struct, frozen=True, kw_only=True):
    """Pages by their addresses from the site's root, the home page being empty, with their anchors.

    ``moved`` and ``gone`` are old addresses and the pages that they lead to, ``files`` all else
    that is published. ``revision`` is the commit that the site was made of, ``sha256`` the sum of
    its files with their names: both are empty in lists of before they were kept.
    """

    version: int
    about: str
    pages: dict[str, list[str]]
    moved: dict[str, str]
    gone: dict[str, str]
    files: list[str]
    revision: str = ""
    sha256: str = ""

    @property
    def paths(self) -> set[str]:
        """Every file of the site."""
        pages = (f"{address}{INDEX}" for address in (*self.pages, *self.moved, *self.gone))
        return {*pages, *self.files, NAME, NO_JEKYLL}


def survey(root: Path) -> Addresses:
    """The addresses of the site in the folder ``root``."""
    found = Addresses(version=VERSION, about=ABOUT, pages={}, moved={}, gone={}, files=[])
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if path.name != INDEX:
            found.files.append(name)
            continue
        address = name.removesuffix(INDEX)
        text = path.read_text("utf-8")
        mark = MARK.search(text)
        if mark is None:
            found.pages[address] = _anchors(text)
        else:
            target = TARGET.search(text)
            places = found.moved if mark[1] == "moved" else found.gone
            places[address] = _joined(address, html.unescape(target[1]) if target else "")
    return found


def content_sum(root: Path) -> str:
    """What tells the site in ``root`` from any other, whatever its revision."""
    whole = hashlib.sha256()
    for path in _files(root):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{digest}  {path.relative_to(root).as_posix()}\n".encode())
    return whole.hexdigest()


def write(found: Addresses) -> bytes:
    """addresses.json, in a fixed order."""
    encoded = msgspec.json.encode(found, order="sorted")
    return msgspec.json.format(encoded, indent=1) + b"\n"


def read(data: bytes) -> Addresses:
    """The addresses again; raise ``ValueError`` where the file is none of ours."""
    try:
        found = msgspec.json.decode(data, type=Addresses)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(NAME) from error
    named = (*found.pages, *found.moved, *found.gone, *found.moved.values(), *found.gone.values())
    if found.version != VERSION or not COMMIT.fullmatch(found.revision):
        raise ValueError(NAME)
    if not all(map(_is_address, named)):
        raise ValueError(NAME)
    return found


def above(address: str) -> Iterator[str]:
    """The addresses above one, the nearest first, the home page last."""
    parts = address.rstrip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        yield "/".join(parts[:length]) + "/"
    if address:
        yield ""


def _files(root: Path) -> Iterable[Path]:
    kept_apart = {root / NAME, root / NO_JEKYLL}
    return sorted(path for path in root.rglob("*") if path.is_file() and path not in kept_apart)


def _anchors(text: str) -> list[str]:
    """The ids of a page, but for those of the theme's own parts."""
    ids = {html.unescape(found) for found in ID.findall(text)}
    return sorted(found for found in ids if not found.startswith("__"))


def _is_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None


def _joined(address: str, link: str) -> str:
    """What a page's link to a folder leads to, from the site's root."""
    parts = address.rstrip("/").split("/") if address else []
    for part in link.rstrip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "".join(f"{part}/" for part in parts)

"""A built site read as a browser reads it, and what its links lead to."""

import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class Page(HTMLParser):
    """What a browser would make of a page: text, ids, links, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.referred: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name == "id":
                self.ids.append(value)
            elif name in ("href", "xlink:href") and tag in ("a", "area"):
                self.links.append(value)
            elif name == "srcset":
                self.fetched += [part.split()[0] for part in value.split(",")]
            elif name in ("src", "href", "xlink:href", "poster", "data", "action"):
                self.fetched.append(value)
            elif name in REFERRING:
                self.referred += value.split()
            elif name.startswith("on"):
                self.handlers.append(name)
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.links.append(values["content"].partition("=")[2].strip("'\" "))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_site(folder: Path) -> dict[str, Page]:
    """Every page of the site by its path."""
    return {
        path.relative_to(folder).as_posix(): Page(path.read_text("utf-8"))
        for path in folder.rglob("*.html")
    }


def broken(folder: Path, pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    """Pages with what they link to, fetch or refer to and what is not there."""
    ids = {name: set(page.ids) for name, page in pages.items()}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, page in pages.items():
        # The theme's labels for keys that this site does not use.
        wanted = set(page.referred) - {"__search", "__drawer", "__toc"}
        yield from ((name, f"#{one}") for one in sorted(wanted - ids[name]))
        for link in {*page.links, *page.fetched}:
            path, anchor = urldefrag(link)
            if re.match(r"[a-z]+:", path):
                continue
            target = aimed(name, unquote(path.partition("?")[0]), files)
            lost = bool(anchor) and target in ids and unquote(anchor) not in ids[target]
            if target not in files or lost:
                yield name, link


def aimed(name: str, path: str, files: set[str]) -> str:
    """The file that a server gives for ``path`` on the page ``name``."""
    base = "" if name == "404.html" or path.startswith("/") else posixpath.dirname(name)
    target = posixpath.normpath(posixpath.join(base, path.lstrip("/"))) if path else name
    index = posixpath.normpath(posixpath.join(target, "index.html"))
    return index if index in files else target

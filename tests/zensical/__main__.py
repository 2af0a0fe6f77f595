"""Print how the site of Zensical differs from that of MkDocs; fail where it lacks something."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from lxml import html

from tests.web.reading import Page, broken, read_site
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.assembly import assemble, complete

ROOT = Path(__file__).parents[2]
# Files of the generators themselves: their own search indexes, and a sitemap packed.
OWN = {"search/search_index.json", "search.json", "sitemap.xml.gz", "objects.inv"}


def main() -> int:
    """Build both and compare; 1 where something is missing."""
    with tempfile.TemporaryDirectory() as folder:
        mkdocs, zensical = build(Path(folder).resolve())
        lacking = list(missing(mkdocs, zensical))
        count = len(list(mkdocs.rglob("*.html")))
    names = f"Zensical {version('zensical')}, MkDocs {version('mkdocs')}"
    print(f"{names} with Material {version('mkdocs-material')}: {count} pages")  # noqa: T201
    for line in lacking:
        print(line)  # noqa: T201
    print(f"{len(lacking)} differences" if lacking else "no difference")  # noqa: T201
    return 1 if lacking else 0


def build(folder: Path) -> tuple[Path, Path]:
    """The site of MkDocs and that of Zensical, from the same build/docs."""
    for name in ("schema", "templates", "site", "targets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    workspace = Workspace(folder)
    repository = load(workspace).public(samples=True)
    assemble(workspace, repository, check(workspace).findings)
    mkdocs = (workspace.build / "site").rename(folder / "mkdocs")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    subprocess.run([*command, "--config-file", "mkdocs.yml"], cwd=folder, check=True)
    complete(workspace, repository, workspace.build / "site")
    return mkdocs, workspace.build / "site"


def missing(mkdocs: Path, zensical: Path) -> Iterator[str]:
    """What the second site lacks of the first, one line each."""
    first, second = read_site(mkdocs), read_site(zensical)
    for name in sorted(files(mkdocs) - files(zensical)):
        yield f"no file: {name}"
    for name in sorted(first.keys() & second.keys()):
        yield from (
            f"no anchor: {name}#{one}" for one in sorted(anchors(first[name], second[name]))
        )
        if text(mkdocs / name) != text(zensical / name):
            yield f"other text: {name}"
        for address in second[name].fetched:
            if address.startswith(("http:", "https:", "//")):
                yield f"another host: {name} asks for {address}"
    yield from (f"broken link: {name} to {link}" for name, link in broken(zensical, second))


def files(folder: Path) -> set[str]:
    """What a site consists of, without what belongs to its generator and its theme."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    theme = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
    return {name for name in names - OWN if not name.startswith(theme)}


def anchors(first: Page, second: Page) -> set[str]:
    """Ids that only the first page has; those with two underscores are the theme's."""
    return {one for one in set(first.ids) - set(second.ids) if not one.startswith("__")}


def text(path: Path) -> str:
    """The words of a page's article, without white space."""
    (article,) = html.parse(path).xpath("//article")
    return "".join(article.text_content().split())


if __name__ == "__main__":
    sys.exit(main())

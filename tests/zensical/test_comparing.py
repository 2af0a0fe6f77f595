"""What the comparison of two sites sees; the sites themselves: ``nox -s zensical``."""

from pathlib import Path

from tests.zensical.__main__ import missing

PAGE = '<article><h1 id="{}">{}</h1><a href="{}">x</a></article><script src="{}"></script>'


def write(folder: Path, name: str, *words: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(PAGE.format(*words), "utf-8")


def test_every_difference_is_told(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, "index.html", "top", "标题", "other.html", "a.js")
    write(first, "other.html", "top", "另一页", "index.html#top", "a.js")
    write(second, "index.html", "_1", "标题二", "other.html", "https://example.org/a.js")
    (first / "a.js").touch()
    assert list(missing(first, first)) == []
    assert list(missing(first, second)) == [
        "no file: a.js",
        "no file: other.html",
        "no anchor: index.html#top",
        "other text: index.html",
        "another host: index.html asks for https://example.org/a.js",
        "broken link: index.html to other.html",
    ]

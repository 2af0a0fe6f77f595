"""The site served from this machine, and pages that take down what goes wrong on them."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.conftest import ROOT

LOOK = ROOT / "build" / "look"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OWN = ("http://127.0.0.1:", "data:", "file:")
LEFT = "net::ERR_ABORTED"  # the test went on to another page meanwhile
OF_CHROMIUM = "Failed to load resource: the server responded with a status of 404 (Not Found)"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """What a web server does: an unknown address gets the site's own page."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != http.HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which ``folder`` is served while the context lasts."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def watched(
    browser: Browser, width: int, scheme: str = "light", **options: Any
) -> tuple[Page, list[str]]:
    """A page and the list of what goes wrong on it: requests elsewhere, failed ones, messages."""
    wrong: list[str] = []
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        **options,
    )

    def note(message: str, is_wrong: bool = True) -> None:
        if is_wrong:
            wrong.append(message)

    page.on("request", lambda r: note(r.url, not r.url.startswith(OWN)))
    page.on("requestfailed", lambda r: note(f"{r.url} {r.failure}", r.failure != LEFT))
    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda m: note(f"{m.type}: {m.text}", m.text != OF_CHROMIUM))
    page.on("response", lambda r: note(f"{r.status} {r.url}", _is_missing_part(r)))
    return page, wrong


def _is_missing_part(response: Any) -> bool:
    return response.status >= http.HTTPStatus.BAD_REQUEST and not (
        response.request.is_navigation_request()
    )


def open_page(page: Page, address: str, folder: str) -> None:
    """Go to the page of ``folder`` (a folder from the site's root, or a file)."""
    is_whole = not folder or folder.endswith(".html") or "?" in folder
    tail = folder if is_whole else f"{folder}/"
    page.goto(f"{address}/{tail}")

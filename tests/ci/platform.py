"""GitHub, GitLab and Gitee as far as comments go: a server on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROBOT = {"github": "github-actions[bot]", "gitlab": "project_1_bot", "gitee": "robot"}
LISTS = {
    "github": "/api/repos/shili/targets/issues/7/comments",
    "gitlab": "/api/projects/shili%2Ftargets/merge_requests/7/notes",
    "gitee": "/api/repos/shili/targets/pulls/7/comments",
}
ONES = {
    "github": ("PATCH", "/api/repos/shili/targets/issues/comments/"),
    "gitlab": ("PUT", f"{LISTS['gitlab']}/"),
    "gitee": ("PATCH", "/api/repos/shili/targets/pulls/comments/"),
}
TOKEN = "secret-token-of-the-robot"  # noqa: S105


@dataclass
class Platform:
    """What the server knows, and what it was asked."""

    kind: str
    page_size: int = 100
    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, bytes]] = field(default_factory=list)
    after_writing: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    address: str = ""

    def say(self, author: str, body: str) -> None:
        """Somebody comments."""
        who = {"author": {"username": author}, "user": {"login": author}}
        self.comments.append({"id": len(self.comments) + 1, "body": body, **who})

    @property
    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]

    def answer(self, method: str, target: str, body: str) -> tuple[int, Any]:
        """Status and what to send."""
        self.asked.append(f"{method} {target}")
        if self.faults:
            status, words = self.faults.pop(0)
            return status, words
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if method == "GET":
            return self._read(path, query)
        self._write(method, path, body)
        return (self.after_writing.pop(0) if self.after_writing else 201), {}

    def _read(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == "/api/user" and self.kind != "github":
            return 200, {"username": ROBOT[self.kind], "login": ROBOT[self.kind]}
        if path == "/api/repos/shili/targets/pulls" and self.kind == "github":
            return 200, [one for one in self.pulls if one["ref"] == query["head"][0]]
        if path != LISTS[self.kind]:
            return 404, {"message": "Not Found"}
        start = (int(query["page"][0]) - 1) * self.page_size
        return 200, self.comments[start : start + self.page_size]

    def _write(self, method: str, path: str, body: str) -> None:
        verb, one = ONES[self.kind]
        if method == "POST" and path == LISTS[self.kind]:
            self.say(ROBOT[self.kind], body)
        elif method == verb and path.startswith(one):
            self.comments[int(path.removeprefix(one)) - 1]["body"] = body
        else:
            raise AssertionError(f"{method} {path}")


def handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length))["body"] if length else ""
            for name in ("Authorization", "PRIVATE-TOKEN"):
                platform.keys |= {f"{name}: {self.headers[name]}"} if self.headers[name] else set()
            status, data = platform.answer(self.command, self.path, body)
            sent = data if isinstance(data, bytes) else json.dumps(data).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{platform.address}/user")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PATCH = do_PUT = _reply  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nothing: the tests read what the program prints."""

    return Handler


@contextmanager
def serving(platform: Platform) -> Iterator[Platform]:
    """The platform at an address of its own, as long as the test runs."""
    with HTTPServer(("127.0.0.1", 0), handler(platform)) as server:
        platform.address = f"http://127.0.0.1:{server.server_port}/api"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield platform
        server.shutdown()
        thread.join()

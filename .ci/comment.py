#!/usr/bin/env python3
"""Post a text as the one comment of a pull request, and bring it up to date after every push.

    python3 .ci/comment.py build/pull-request/diff.md

The text may come from a stranger's pull request, and the comment is posted in the name of a robot
that people trust. So nothing in the text may act: it is stripped of mentions, of commands that
GitLab obeys in comments, of pictures, and of HTML but for a few plain tags. What the robot itself
says stands above it, where no open tag or fence of the text can swallow it.

Only the standard library is used, so that it runs wherever Python 3.9 does. The environment says
where to write:

    COMMENT_ON          github, gitlab or gitee
    COMMENT_TOKEN       never printed; without one nothing is posted
    COMMENT_API         base address of the API, without a slash at the end
    COMMENT_REPOSITORY  owner/name, or the number of a GitLab project
    COMMENT_NUMBER      number of the pull request within the repository
    COMMENT_REMOTE      gitee: address of the repository; the API and the name are read from it
    COMMENT_HEAD        github: owner:branch that is to be merged, where the number is not known
    COMMENT_SHA         github: its commit; if the branch has moved on, nothing is posted
    COMMENT_AUTHOR      who posts; for GitHub github-actions[bot] if empty, else asked of the API
    COMMENT_ARTIFACTS   address of the run, where the whole text, the Word files and the preview are
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKER = "<!-- performance-targets: changes -->"
TITLE = "**这次改了什么**"
ORIGIN = "由检查程序自动列出，每次推送后更新；不代表任何人的审核意见。"
ARTIFACTS = "Word 文件、网站预览和全文在这次运行的产物里"
TOO_LONG = "**太长，后面的没有显示，全文在这次运行的产物里。**"

PER_PAGE = 100
MOST_PAGES = 100
SECONDS = 30
WAITS = (2, 10)  # seconds before the second and the third attempt
MOST_BYTES = 8_000_000
SHOWN_REPLY = 200
STRANGE = "服务器的回答和预想的不一样；看看 COMMENT_API 对不对"

# Characters of a comment. GitHub refuses more than 65,536 and GitLab more than 1,000,000; Gitee
# does not say, so it gets what GitHub takes.
LIMITS = {"github": 65_536, "gitlab": 1_000_000, "gitee": 65_536}

TAGS = "b|br|code|del|details|em|i|ins|kbd|p|s|strong|sub|summary|sup|table|tbody|td|th|thead|tr"
ACTIVE_HTML = re.compile(rf"<(?!/?(?:{TAGS}) ?/?>|details open>)", re.IGNORECASE)
COMMAND = re.compile(r"^([ \t>*+-]*)/", re.MULTILINE)
# Control characters, and those that hide or turn round what stands next to them.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


class CommentError(Exception):
    """Says in Chinese why nothing was posted."""


class PassingError(CommentError):
    """May be gone at the next attempt."""


@dataclass(frozen=True)
class Place:
    """A pull request on one of the platforms, and how its comments are reached."""

    platform: str
    api: str
    repository: str
    number: str
    author: str
    token: str = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """What goes with every request."""
        own = {"PRIVATE-TOKEN": self.token}
        key = own if self.platform == "gitlab" else {"Authorization": f"Bearer {self.token}"}
        kinds = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        return {**key, **kinds, "User-Agent": "performance-targets"}

    @property
    def root(self) -> str:
        """Address of the repository."""
        if self.platform == "gitlab":
            return f"{self.api}/projects/{quote(self.repository, safe='')}"
        return f"{self.api}/repos/{quote(self.repository)}"

    @property
    def comments(self) -> str:
        """Address of the list of comments; new ones are posted there."""
        kind = {"github": "issues/{}/comments", "gitlab": "merge_requests/{}/notes"}
        return f"{self.root}/{kind.get(self.platform, 'pulls/{}/comments').format(self.number)}"

    def comment(self, number: int) -> tuple[str, str]:
        """Method and address by which one comment is changed."""
        if self.platform == "gitlab":
            return "PUT", f"{self.comments}/{number}"
        kind = "issues" if self.platform == "github" else "pulls"
        return "PATCH", f"{self.root}/{kind}/comments/{number}"


class Unredirected(urllib.request.HTTPRedirectHandler):
    """Follows nobody: urllib would show the token to whatever host it is sent to."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Nowhere."""


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Post the file named by the only argument; return the exit code."""
    try:
        if len(arguments) != 1:
            raise CommentError("用法：python3 .ci/comment.py 要发表的文件")
        if not environment.get("COMMENT_TOKEN", "").strip():
            print("没有令牌，不发表评论；怎样设置见 README。")
            return 0
        print(patient(arguments[0], environment))
    except (KeyError, TypeError):
        print(f"评论没有发表：{STRANGE}", file=sys.stderr)
        return 1
    except CommentError as error:
        print(f"评论没有发表：{error}", file=sys.stderr)
        return 1
    return 0


def patient(path: str, environment: Mapping[str, str]) -> str:
    """Look and post as a whole, three times at most.

    A server may do what it is asked and still answer with an error. What is looked for anew every
    time is found then, and not posted twice.
    """
    text = read(path)
    for wait in WAITS:
        try:
            return publish(text, environment)
        except PassingError as error:
            print(f"{error}；{wait} 秒后再试。", file=sys.stderr)
            time.sleep(wait)
    return publish(text, environment)


def publish(text: str, environment: Mapping[str, str]) -> str:
    """Write the comment, new or over the one that is there; say what was done."""
    place = place_of(environment)
    if not place.number:
        return "分支上已经有更新的提交，或合并请求已经关闭，不发表评论。"
    artifacts = environment.get("COMMENT_ARTIFACTS", "").strip()
    body = comment_body(text, LIMITS[place.platform], artifacts)
    number = own_comment(place)
    if number is None:
        request(place, "POST", place.comments, {"body": body})
        return "发表了评论。"
    method, address = place.comment(number)
    request(place, method, address, {"body": body})
    return "更新了评论。"


def read(path: str) -> str:
    """The text, as much of it as any platform could take."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise CommentError(f"读不到 {path}（{error.strerror}）") from error


def place_of(environment: Mapping[str, str]) -> Place:
    """Where to write; the number is empty if the pull request has moved on."""
    said = {name: environment.get(f"COMMENT_{name}", "").strip() for name in NAMES}
    if said["ON"] not in LIMITS:
        raise CommentError("COMMENT_ON 要写 github、gitlab 或 gitee")
    if said["ON"] == "gitee" and said["REMOTE"]:
        api, repository = from_remote(said["REMOTE"])
        said["API"], said["REPOSITORY"] = said["API"] or api, said["REPOSITORY"] or repository
    if not re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w./-]*)?", said["API"]):
        raise CommentError("COMMENT_API 要写接口的网址，以 http:// 或 https:// 开头")
    if not re.fullmatch(r"[0-9]+|[\w.-]+(/[\w.-]+)+", said["REPOSITORY"]):
        raise CommentError("COMMENT_REPOSITORY 要写 所有者/仓库")
    api = said["API"].rstrip("/")
    who = said["AUTHOR"], said["TOKEN"]
    place = Place(said["ON"], api, said["REPOSITORY"], said["NUMBER"], *who)
    return known(place, said["HEAD"], said["SHA"])


NAMES = ("ON", "API", "REPOSITORY", "NUMBER", "AUTHOR", "TOKEN", "REMOTE", "HEAD", "SHA")


def known(place: Place, head: str, sha: str) -> Place:
    """The same place with its number and its author."""
    number = place.number
    if not number and place.platform == "github" and head and sha:
        number = number_of(place, head, sha)
    elif not re.fullmatch(r"[1-9][0-9]*", number):
        raise CommentError("COMMENT_NUMBER 要写合并请求的编号")
    return replace(place, number=number, author=author_of(place))


def from_remote(remote: str) -> tuple[str, str]:
    """API and name of a Gitee repository, by the address it is cloned from."""
    if "://" not in remote:
        remote = f"ssh://{remote.replace(':', '/', 1)}"
    parts = urlsplit(remote)
    scheme = "http" if parts.scheme == "http" else "https"
    port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    path = re.sub(r"\.git/?$", "", parts.path)
    return f"{scheme}://{parts.hostname}{port}/api/v5", path.strip("/")


def number_of(place: Place, head: str, sha: str) -> str:
    """Number of the open pull request of a branch, if it still stands at this commit.

    What a stranger's workflow leaves behind must not say where its text is to be posted, so the
    number is asked of GitHub.
    """
    query = urlencode({"head": head, "state": "open", "per_page": PER_PAGE})
    for one in listed(request(place, "GET", f"{place.root}/pulls?{query}")):
        if one["head"]["sha"] == sha:
            return str(one["number"])
    return ""


def author_of(place: Place) -> str:
    """The name under which the token posts. The token of a GitHub workflow may not ask for it."""
    if place.author or place.platform == "github":
        return place.author or "github-actions[bot]"
    user = request(place, "GET", f"{place.api}/user")
    return str(user["username" if place.platform == "gitlab" else "login"])


def own_comment(place: Place) -> int | None:
    """Number of the comment that an earlier run has posted, if there is one."""
    for comment in all_comments(place):
        user = comment.get("author" if place.platform == "gitlab" else "user") or {}
        name = user.get("username" if place.platform == "gitlab" else "login")
        first = (comment.get("body") or "").split("\n", 1)[0].strip()
        if name == place.author and first == MARKER:
            return int(comment["id"])
    return None


def all_comments(place: Place) -> Iterator[dict[str, Any]]:
    """Page after page, until one is empty: a server may give fewer to a page than asked for."""
    for page in range(1, MOST_PAGES + 1):
        query = urlencode({"per_page": PER_PAGE, "page": page})
        comments = listed(request(place, "GET", f"{place.comments}?{query}"))
        if not comments:
            return
        yield from comments
    raise CommentError("合并请求的评论太多，没有翻到头")


def listed(answer: Any) -> list[dict[str, Any]]:
    """The answer, if it is a list of objects."""
    if isinstance(answer, list) and all(isinstance(one, dict) for one in answer):
        return answer
    raise CommentError(STRANGE)


def request(place: Place, method: str, address: str, data: dict[str, str] | None = None) -> Any:
    """What the server answers to a question, as JSON."""
    body = json.dumps(data).encode("ascii") if data else None
    asked = urllib.request.Request(address, body, place.headers, method=method)  # noqa: S310
    opener = urllib.request.build_opener(Unredirected)
    try:
        with opener.open(asked, timeout=SECONDS) as reply:
            return json.load(reply) if data is None else None
    except urllib.error.HTTPError as error:
        raise refusal(place, error.code, error) from error
    except (OSError, HTTPException) as error:
        raise PassingError(f"连不上 {urlsplit(place.api).hostname}") from error
    except ValueError as error:
        raise CommentError(STRANGE) from error


REASONS = {
    401: "令牌不对或已过期，换一个新的",
    403: "令牌没有评论合并请求的权限",
    404: "没有这个仓库或合并请求，或者令牌看不到它",
    422: "服务器不接受这段文字",
    429: "请求太频繁，过一会儿再运行",
}


def refusal(place: Place, status: int, reply: IO[bytes]) -> CommentError:
    """What the server's refusal means, with its own words but never with the token."""
    reason = REASONS.get(status, "服务器出错" if status >= 500 else "服务器拒绝了")
    if 300 <= status < 400:
        reason = "仓库或接口换了地址，改 COMMENT_API 或 COMMENT_REPOSITORY"
    try:
        words = reply.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException):
        words = ""
    words = " ".join(INVISIBLE.sub("", words).replace(place.token, "***").split())
    message = f"{reason}（状态 {status}）{words[:SHOWN_REPLY] and '：'}{words[:SHOWN_REPLY]}"
    return PassingError(message) if status >= 500 else CommentError(message)


def comment_body(text: str, limit: int, artifacts: str = "") -> str:
    """The comment: marker, what it is, and the text, cut at a line end if it is too long."""
    link = f"：{harmless(artifacts)}" if artifacts else "。"
    head = f"{MARKER}\n{TITLE}\n\n{ORIGIN}\n\n{ARTIFACTS}{link}\n"
    tame = harmless(text).strip("\n") or "（没有内容）"
    body = f"{head}\n{tame}\n"
    if len(body) <= limit:
        return body
    head = f"{head}\n{TOO_LONG}\n\n"
    return f"{head}{cut(tame, limit - len(head) - 1)}\n"


def cut(text: str, limit: int) -> str:
    """As many whole lines as there is room for; of one long line, its beginning."""
    end = text.rfind("\n", 0, limit + 1)
    return text[:end] if end > 0 else text[: limit - 1] + "…"


def harmless(text: str) -> str:
    """The text without what a platform would act on."""
    text = INVISIBLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ACTIVE_HTML.sub("&lt;", text).replace("@", "＠").replace("![", "!\\[")
    return COMMAND.sub(r"\1\\/", text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

"""One comment, brought up to date, on three platforms; and what a text cannot do in it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ci.platform import LISTS, ROBOT, TOKEN, Platform, serving
from tests.ci.scripts import CI, load

comment = load("comment")
MARKER: str = comment.MARKER
KEYS = {"github": "Authorization: Bearer ", "gitlab": "PRIVATE-TOKEN: "}

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _no_proxy_and_no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(comment, "WAITS", (0, 0))


@pytest.fixture(params=sorted(LISTS))
def platform(request: pytest.FixtureRequest) -> Iterator[Platform]:
    with serving(Platform(request.param)) as started:
        yield started


@pytest.fixture
def github() -> Iterator[Platform]:
    with serving(Platform("github")) as started:
        yield started


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def post(platform: Platform, text: str = "改了一处", **changed: str) -> tuple[int, str]:
        path = tmp_path / "changes.md"
        path.write_text(text, "utf-8", newline="")
        environment = {
            "COMMENT_ON": platform.kind,
            "COMMENT_API": platform.address,
            "COMMENT_TOKEN": TOKEN,
            "COMMENT_REPOSITORY": "shili/targets",
            "COMMENT_NUMBER": "7",
        }
        named = {f"COMMENT_{name.upper()}": value for name, value in changed.items()}
        status: int = comment.main([str(path)], {**environment, **named})
        printed = capsys.readouterr()
        assert TOKEN not in printed.out + printed.err
        return status, printed.out + printed.err

    return post


def test_created_once_and_updated_after(platform: Platform, run: Run) -> None:
    platform.say("审核人", "请核对")
    assert run(platform, "第一次") == (0, "发表了评论。\n")
    assert run(platform, "第二次") == (0, "更新了评论。\n")
    assert run(platform, "第三次") == (0, "更新了评论。\n")
    first, own = platform.bodies
    assert first == "请核对"
    assert own.startswith(f"{MARKER}\n")
    assert "第三次" in own
    assert "第二次" not in own


def test_the_token_goes_into_a_header_and_into_no_address(platform: Platform, run: Run) -> None:
    run(platform)
    assert platform.keys == {f"{KEYS.get(platform.kind, KEYS['github'])}{TOKEN}"}
    assert not [address for address in platform.asked if TOKEN in address]


def test_found_on_the_third_page(platform: Platform, run: Run) -> None:
    platform.page_size = 2
    for number in range(4):
        platform.say("审核人", str(number))
    platform.say(ROBOT[platform.kind], f"{MARKER}\n旧的")
    platform.say("审核人", "后来")
    assert run(platform, "新的") == (0, "更新了评论。\n")
    assert "新的" in platform.bodies[4]
    assert len(platform.comments) == 6


def test_what_others_wrote_is_left_alone(platform: Platform, run: Run) -> None:
    others = [
        ("审核人", f"{MARKER}\n一样的"),
        (ROBOT[platform.kind], "另一个流程的评论"),
        (ROBOT[platform.kind], f"引用 {MARKER}"),
        (ROBOT[platform.kind], f"第一行\n{MARKER}"),
    ]
    for author, body in others:
        platform.say(author, body)
    assert run(platform) == (0, "发表了评论。\n")
    assert platform.bodies[:4] == [body for _, body in others]
    assert len(platform.comments) == 5


def test_line_ends_of_the_platform_do_not_matter(platform: Platform, run: Run) -> None:
    platform.say(ROBOT[platform.kind], f"{MARKER}\r\n旧的")
    assert run(platform) == (0, "更新了评论。\n")


def test_a_comment_without_an_author(platform: Platform, run: Run) -> None:
    platform.comments.append({"id": 1, "body": None, "user": None, "author": None})
    assert run(platform) == (0, "发表了评论。\n")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_two_passing_faults_are_survived(platform: Platform, run: Run, status: int) -> None:
    platform.faults = [(status, b"<html>"), (status, b"")]
    code, printed = run(platform)
    assert (code, len(platform.comments)) == (0, 1)
    assert f"状态 {status}" in printed


def test_three_are_not(platform: Platform, run: Run) -> None:
    platform.faults = [(500, b"broken")] * 3
    code, printed = run(platform)
    assert (code, platform.comments) == (1, [])
    assert "评论没有发表：服务器出错（状态 500）：broken" in printed


def test_what_was_written_in_spite_of_a_fault_is_not_written_twice(
    platform: Platform, run: Run
) -> None:
    platform.after_writing = [502]
    assert run(platform)[0] == 0
    assert len(platform.comments) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "令牌不对"), (403, "权限"), (404, "没有这个仓库"), (422, "不接受"), (400, "拒绝")],
)
def test_refusals_are_told_once_and_in_chinese(
    platform: Platform, run: Run, status: int, words: str
) -> None:
    platform.faults = [(status, f"no, {TOKEN}, \x1b[2J{'x' * 999}".encode())]
    code, printed = run(platform)
    assert code == 1
    assert words in printed
    assert f"（状态 {status}）：no, ***," in printed
    assert "\x1b" not in printed
    assert len(printed) < 400
    assert len(platform.asked) == 1


def test_redirects_are_not_followed(platform: Platform, run: Run) -> None:
    platform.faults = [(301, b"")]
    code, printed = run(platform)
    assert code == 1
    assert "换了地址" in printed
    assert len(platform.asked) == 1


@pytest.mark.parametrize("words", [b"<html>", b'{"message": "hello"}', b"[1]", b""])
def test_answers_that_nobody_expects(github: Platform, run: Run, words: bytes) -> None:
    github.faults = [(200, words)]
    code, printed = run(github)
    assert code == 1
    assert "Traceback" not in printed
    assert "服务器的回答" in printed


def test_nobody_listens(run: Run) -> None:
    with serving(Platform("github")) as gone:
        pass
    code, printed = run(gone)
    assert code == 1
    assert "连不上 127.0.0.1" in printed


def test_a_token_that_breaks_the_header(github: Platform, run: Run) -> None:
    assert run(github, token=f"a\n{TOKEN}")[0] == 1


@pytest.mark.parametrize("token", ["", " "])
def test_without_a_token_nothing_is_posted_and_nothing_fails(
    platform: Platform, run: Run, token: str
) -> None:
    code, printed = run(platform, token=token)
    assert (code, platform.asked) == (0, [])
    assert "没有令牌" in printed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("on", "bitbucket"),
        ("api", "file:///etc"),
        ("api", ""),
        ("api", "https://a.invalid/api?x="),
        ("repository", "shili"),
        ("repository", "shili/targets?x=1"),
        ("repository", ""),
        ("number", "7/../8"),
        ("number", "0"),
        ("number", ""),
    ],
)
def test_settings_are_checked(github: Platform, run: Run, name: str, value: str) -> None:
    code, printed = run(github, **{name: value})
    assert (code, github.asked) == (1, [])
    assert f"COMMENT_{name.upper()}" in printed


def test_a_missing_file_and_a_missing_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert comment.main(["nowhere"], {"COMMENT_TOKEN": TOKEN}) == 1
    assert "读不到 nowhere" in capsys.readouterr().err
    assert comment.main([], {}) == 1
    assert "用法" in capsys.readouterr().err


def pull(number: int, branch: str, sha: str) -> dict[str, object]:
    return {"number": number, "ref": branch, "head": {"sha": sha}}


def test_the_number_is_asked_of_github(github: Platform, run: Run) -> None:
    github.pulls = [pull(6, "张三:main", "a"), pull(7, "甲:法治&x=1", "b"), pull(8, "乙:x", "b")]
    assert run(github, number="", head="甲:法治&x=1", sha="b") == (0, "发表了评论。\n")
    assert len(github.comments) == 1


@pytest.mark.parametrize("sha", ["other", "bb"])
def test_a_branch_that_has_moved_on_gets_no_old_comment(
    github: Platform, run: Run, sha: str
) -> None:
    github.pulls = [pull(7, "甲:x", "b")]
    code, printed = run(github, number="", head="甲:x", sha=sha)
    assert (code, github.comments) == (0, [])
    assert "更新的提交" in printed


def test_another_author(github: Platform, run: Run) -> None:
    github.say("own-robot", f"{MARKER}\n旧的")
    assert run(github, author="own-robot") == (0, "更新了评论。\n")


@pytest.mark.parametrize(
    ("remote", "api", "name"),
    [
        ("https://gitee.com/shili/targets.git", "https://gitee.com/api/v5", "shili/targets"),
        ("https://oauth2:key@gitee.com/a/b/", "https://gitee.com/api/v5", "a/b"),
        ("git@gitee.com:shili/targets.git", "https://gitee.com/api/v5", "shili/targets"),
        ("ssh://git@g.invalid:22/a/b.git", "https://g.invalid/api/v5", "a/b"),
        ("http://g.invalid:8080/a/b", "http://g.invalid:8080/api/v5", "a/b"),
    ],
)
def test_gitee_by_the_address_of_the_repository(remote: str, api: str, name: str) -> None:
    assert comment.from_remote(remote) == (api, name)


def test_the_address_of_the_run_stands_above(github: Platform, run: Run) -> None:
    run(github, artifacts="https://ci.invalid/runs/1")
    assert "https://ci.invalid/runs/1\n" in github.bodies[0]


def test_what_is_too_long_is_cut_at_a_line_end(platform: Platform, run: Run) -> None:
    limit: int = comment.LIMITS[platform.kind]
    lines = "".join(f"| 第{number}行 | ≥95% |\n" for number in range(limit // 10))
    run(platform, lines)
    (body,) = platform.bodies
    assert limit - 100 < len(body) <= limit
    head, text = body.split("\n| 第0行", 1)
    assert "全文在这次运行的产物里" in head.splitlines()[-1]
    assert text.endswith("| ≥95% |\n")


@given(st.text(st.sampled_from("a<\n@/\r中😀"), max_size=600), st.integers(260, 400))
def test_no_comment_is_longer_than_allowed(text: str, limit: int) -> None:
    assert len(comment.comment_body(text, limit, "https://ci.invalid/1")) <= limit


def test_one_long_line() -> None:
    body = comment.comment_body("长" * 1000, 300)
    assert len(body) <= 300
    assert body.endswith("长…\n")


def test_only_a_limited_size_is_read(
    github: Platform, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comment, "MOST_BYTES", 7)
    run(github, "法治局法治局")
    assert "法治\ufffd" in github.bodies[0]


def test_an_empty_text(github: Platform, run: Run) -> None:
    run(github, "\n")
    assert "（没有内容）" in github.bodies[0]


def test_bytes_that_are_no_text(github: Platform, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"\xff\x00abc")
    assert comment.read(str(path)) == "\ufffd\x00abc"


KEPT = [
    "| 项目 | 原来 | 现在 |\n|---|---|---|\n| 法律援助 | ≥400件 | ≥380件 |",
    "<details>\n<summary>改了 3 处</summary>\n\n- ~~40.00~~ → **45.00**\n\n</details>",
    "<details open><summary>一</summary></details>",
    "a<br>b<br/>c<br />d<del>e</del><ins>f</ins>",
    "见 [项目](targets/shili/sifaju/2026.yaml)，`a/b`，3/4，https://a.invalid/b",
    "```diff\n- 一\n+ 二\n```",
    "> 引用\n\n1. 一\n\t- 二",
    "≥95%（含）&amp; 5 > 3",
]


@pytest.mark.parametrize("text", KEPT)
def test_plain_markdown_stays_as_it_is(text: str) -> None:
    assert comment.harmless(text) == text


HOSTILE = [
    ("<!-- 藏起来 -->", "&lt;!-- 藏起来 -->"),
    ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
    ("<img src=x onerror=y>", "&lt;img src=x onerror=y>"),
    ("<details onclick=x>", "&lt;details onclick=x>"),
    ("<b style=x>", "&lt;b style=x>"),
    ("<b\n/>", "&lt;b\n\\/>"),
    ("<IMG SRC=x>", "&lt;IMG SRC=x>"),
    ("</textarea>", "&lt;/textarea>"),
    ("@all 请看 @张三", "＠all 请看 ＠张三"),
    ("![看](https://a.invalid/x.png)", "!\\[看](https://a.invalid/x.png)"),
    ("/merge", "\\/merge"),
    ("好\n/approve\n", "好\n\\/approve\n"),
    ("好\r/close", "好\n\\/close"),
    ("  /close", "  \\/close"),
    ("> /close", "> \\/close"),
    ("- /close", "- \\/close"),
    ("a\u202eb\u200bc\x1b[2J", "a\ufffdb\ufffdc\ufffd[2J"),
]


@pytest.mark.parametrize(("text", "tame"), HOSTILE)
def test_nothing_in_the_text_acts(text: str, tame: str) -> None:
    assert comment.harmless(text) == tame


@given(st.text(st.sampled_from("<>!-/@[](\n\r \t*#`bri=x\u202e\x00"), max_size=60))
def test_whatever_the_text_is(text: str) -> None:
    tame = comment.harmless(text)
    assert not re.search(r"@|!\[|<!|^[ \t>*+-]*/|[\x00\r\u202e]", tame, re.MULTILINE)
    assert all(re.match(r"</?(b|br|i) ?/?>", tame[at.start() :]) for at in re.finditer("<", tame))
    body = comment.comment_body(text, 100_000)
    assert body.startswith(f"{MARKER}\n{comment.TITLE}\n\n{comment.ORIGIN}\n")
    assert body.count(MARKER) == 1


def test_a_forged_marker_makes_no_second_comment(platform: Platform, run: Run) -> None:
    for _ in range(2):
        run(platform, f"{MARKER}\n-->\n{MARKER}")
    assert len(platform.comments) == 1
    assert platform.bodies[0].count(MARKER) == 1


def test_it_is_a_program(github: Platform, tmp_path: Path) -> None:
    (tmp_path / "changes.md").write_text("改了一处", "utf-8")
    environment = {
        "COMMENT_ON": "github",
        "COMMENT_API": github.address,
        "COMMENT_TOKEN": TOKEN,
        "COMMENT_REPOSITORY": "shili/targets",
        "COMMENT_NUMBER": "7",
        "PYTHONUTF8": "1",
        "no_proxy": "*",
    }
    command = [sys.executable, str(CI / "comment.py"), str(tmp_path / "changes.md")]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "发表了评论。"
    assert len(github.comments) == 1

"""不公开: nothing that is withheld is left in any published byte, and each place says so."""

import base64
import gzip
import hashlib
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from msgspec import structs

from tests.records import indicator, project, save, tree
from tools import framework
from tools.checking import check
from tools.form.documents import word
from tools.review.telling import told_publicly
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web import site
from tools.web.assembly import assemble
from tools.web.opendata.publishing import publish

WHY = "涉及国家秘密，《政府信息公开条例》第十四条"
SHOWN = f"依法不予公开（{WHY}）"
CODE = "99999924P000007777777"
HIDDEN_CODE = "99999924P000008888888"
OTHER_CODE = "99999924P000006666666"


def secret(number: int) -> str:
    """A text that stands nowhere else, with a number of its own."""
    return f"暗桩{number:02}号巡防密钥"


NAME, PROJECT_NAME = secret(1), secret(2)
ROW = indicator(
    曾用名=[secret(25)],
    三级指标=secret(3),
    绩效指标描述=secret(4),
    指标值="≥7654321场",
    指标值确定依据=secret(5),
)
ROW_WITH_CELL = indicator(三级指标="公开的指标/名", 指标值=f"≥6543217{secret(6)}")
TWIN = indicator(三级指标="同名指标", 绩效指标描述="公开的描述甲", 指标值="≥5432176次")
# A rule finds that it costs more than the budget, and quotes the budget.
COST = indicator(二级指标="成本指标", 三级指标="公开的成本", 指标值="≤765432.99万元")
OTHER_TWIN = indicator(二级指标="质量指标", 三级指标="同名指标", 指标值="≥81%")
WHOLE = project(
    曾用名=[secret(24)],
    标题=secret(7),
    项目编码=HIDDEN_CODE,
    项目名称=NAME,
    预算数=Decimal("98765.43"),
    财政资金=Decimal("87654.32"),
    其他资金=Decimal("11111.11"),
    资金用途=f"用于{secret(8)}。",
    资金支出计划=dict(
        zip(
            ("3月底", "6月底", "10月底", "12月底"),
            map(Decimal, ("31.41", "59.26", "83.58", "97.93")),
            strict=True,
        )
    ),
    绩效目标=[secret(9)],
    绩效指标=[
        indicator(三级指标=secret(10)),
        indicator(三级指标=secret(11), 指标值="≤98765.43万元"),
    ],
)
PARTLY = project(
    项目编码=CODE,
    项目名称="公开的项目",
    预算数=Decimal("76543.21"),
    财政资金=Decimal("65432.17"),
    其他资金=None,
    资金用途=f"第一行\n{secret(12)}",
    绩效目标=[secret(13), secret(14)],
    资金支出计划={
        "3月底": Decimal("27.18"),
        "6月底": Decimal("50"),
        "10月底": None,
        "12月底": Decimal("100"),
    },
    绩效指标=[ROW, ROW_WITH_CELL, TWIN, OTHER_TWIN, COST],
)
NAMELESS = project(
    曾用名=[secret(26)], 项目编码=None, 项目名称=PROJECT_NAME, 标题=f"{PROJECT_NAME}（二期）"
)
CODELESS = project(
    曾用名=[secret(27)],
    项目编码=OTHER_CODE,
    项目名称="编码不公开的项目",
    预算数=Decimal("12.5"),
    财政资金=None,
)
PLACES = (
    HIDDEN_CODE,
    f"{CODE}/预算数",
    f"{CODE}/财政资金",
    f"{CODE}/资金用途",
    f"{CODE}/绩效目标",
    f"{CODE}/资金支出计划/3月底",
    f"{CODE}/{secret(3)}",
    f"{CODE}/公开的指标/名/指标值",
    f"{CODE}/数量指标/同名指标/指标值",
    f"{PROJECT_NAME}/项目名称",
    f"{OTHER_CODE}/项目编码",
    "整体绩效目标/总体绩效目标",
    f"整体绩效目标/分项绩效目标/{secret(16)}",
    "整体绩效目标/工作保障措施/完善制度/内容",
    "整体绩效目标/工作保障措施/第1项/内容",
)
EXEMPTIONS = (
    {"规则": "missing-class", "位置": HIDDEN_CODE, "理由": secret(20)},
    {"规则": "cost-not-money", "位置": f"{CODE}/{secret(3)}", "理由": secret(21)},
    {"规则": "missing-class", "位置": CODE, "理由": secret(22)},
    {"规则": "duplicate-goal", "位置": "整体绩效目标/分项绩效目标", "理由": secret(23)},
)
PLANTED = (
    *(secret(number) for number in range(1, 28)),
    *("98765.43", "87654.32", "11111.11", "76543.21", "65432.17"),
    *("31.41", "59.26", "83.58", "97.93", "27.18"),
    *("7654321", "6543217", "5432176"),
    *(HIDDEN_CODE, OTHER_CODE),
    # pieces, as an index of trigrams has them
    *("暗桩", "号巡防", "防密钥"),
    # worked out of what is withheld
    *("987654300", "876543200", "765432100", "654321700"),
)


def content(**changes: Any) -> dict[str, Any]:
    """A file with something withheld in every kind of place."""
    return tree(
        状态="已公开",
        整体绩效目标={
            "总体绩效目标": f"围绕中心。\n{secret(15)}",
            "分项绩效目标": [
                {"名称": secret(16), "绩效目标": secret(17)},
                {"名称": "公开的分项", "绩效目标": "公开的目标。"},
            ],
            "工作保障措施": [
                {"内容": secret(18)},
                {"名称": "完善制度", "内容": secret(19)},
            ],
        },
        项目=[PARTLY, WHOLE, NAMELESS, CODELESS],
        不公开=[{"位置": place, "理由": WHY} for place in PLACES],
        审核例外=[dict(one) for one in EXEMPTIONS],
        **changes,
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, bytes]]:
    """Two years and a draft of a department, and every file that is published of them."""
    root = tmp_path_factory.mktemp("withheld").resolve()
    for name in ("schema", "templates", "site"):
        shutil.copytree(Path(__file__).parents[2] / name, root / name)
    shutil.copy(Path(__file__).parents[2] / "mkdocs.yml", root)
    workspace = Workspace(root)
    save(workspace, "shili/sifaju/2024", content())
    later = content() | {"年度": 2025}
    shown = project(项目编码=CODE, 项目名称="公开的项目", 预算数=Decimal("12"))
    save(
        workspace,
        "shili/sifaju/2025",
        later
        | {
            "项目": [shown, WHOLE, NAMELESS, CODELESS],
            "不公开": [
                {"位置": place, "理由": WHY} for place in PLACES if not place.startswith(CODE)
            ],
            "审核例外": [dict(EXEMPTIONS[0])],
        },
    )
    save(workspace, "shili/sifaju/2026", content() | {"年度": 2026, "状态": "编制中"})
    checked = check(workspace)
    assert checked.faults == []
    public = checked.usable().public()
    assert [entry.year for entry in public.entries] == [2024, 2025]
    assemble(workspace, public, checked.findings)
    files = {
        path.relative_to(workspace.build).as_posix(): path.read_bytes()
        for path in workspace.build.rglob("*")
        if path.is_file()
    }
    return workspace, files


def unfolded(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The file, what is packed in it, and what its text says once it is read."""
    yield name, data
    if data[:2] == b"\x1f\x8b":
        yield from unfolded(f"{name}>gunzip", gzip.decompress(data), depth)
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield f"{name}>names", info.filename.encode() + info.comment + info.extra
                yield from unfolded(f"{name}>{info.filename}", archive.read(info), depth)
    elif depth < 2:
        for kind, read in READ.items():
            other = read(data)
            if other != data:
                yield from unfolded(f"{name}>{kind}", other, depth + 1)


def json_unescaped(data: bytes) -> bytes:
    return re.sub(
        rb"\\u([0-9a-fA-F]{4})",
        lambda m: chr(int(m[1], 16)).encode("utf-8", "replace"),
        data,
    )


def without_marks(data: bytes) -> bytes:
    """Text without tags, as in Word, where a text may be cut into runs."""
    return re.sub(rb"<[^<>]*>", b"", data)


def unspaced(data: bytes) -> bytes:
    """Text without spaces and without the signs of no width that the search index has."""
    text = data.decode("utf-8", "replace")
    return re.sub("[\\s\u200b\u200c\u200d\u2060\u00ad\ufeff]", "", text).encode("utf-8", "replace")


def decoded_base64(data: bytes) -> bytes:
    found = re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", data)
    return data + b"\n".join(
        base64.b64decode(one + b"=" * (-len(one) % 4))
        for one in found
        if len(one.rstrip(b"=")) % 4 != 1
    )


READ = {
    "json": json_unescaped,
    "entities": lambda data: html.unescape(data.decode("utf-8", "replace")).encode(
        "utf-8", "replace"
    ),
    "url": unquote_to_bytes,
    "tags": without_marks,
    "spaces": unspaced,
    "base64": decoded_base64,
}


def digests(text: str) -> Iterator[str]:
    """How a text could be told again by whoever guesses it."""
    for told in (text, f"数量指标/{text}", f"质量指标/{text}"):
        data = told.encode("utf-8")
        for make in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield make(data).hexdigest()[:6]


def forms(text: str) -> Iterator[bytes]:
    """The text in every encoding that a file might hold it in."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield text.encode(encoding)
    yield quote(text).encode()
    yield text.lower().encode()


def test_no_byte_tells_what_is_withheld(published: tuple[Workspace, dict[str, bytes]]) -> None:
    _, files = published
    wanted = {form: text for text in PLANTED for form in forms(text)}
    pattern = re.compile(b"|".join(map(re.escape, sorted(wanted, key=len, reverse=True))))
    told = {
        (place, wanted[match[0]])
        for name, data in files.items()
        for place, part in unfolded(name, data)
        for match in pattern.finditer(part)
    }
    assert told == set()
    assert not [name for name in files if any(text.lower() in name.lower() for text in PLANTED)]


def test_no_digest_of_what_is_withheld_is_published(
    published: tuple[Workspace, dict[str, bytes]],
) -> None:
    workspace, files = published
    texts = "\n".join(
        data.decode("utf-8", "ignore")
        for name, data in files.items()
        if not name.endswith((".js", ".css", ".map"))
    )
    addressed = "\n".join(
        re.findall(r"[0-9a-zA-Z]+[-_#/](?:p-)?[0-9a-f]{6,8}\b|\bp-[0-9a-f]{8}\b", texts)
    ) + "\n".join(files)
    guesses = {digest for text in PLANTED for digest in digests(text)}
    parts = set(re.findall(r"[0-9a-f]{6}", addressed)) | {
        m[:6] for m in re.findall(r"[0-9a-f]{6,8}", addressed)
    }
    assert not guesses & parts
    # nor do the sums of the whole files
    for path in sorted(workspace.targets.rglob("202*.yaml")):
        assert hashlib.sha256(path.read_bytes()).hexdigest() not in texts
    whole = load(workspace)
    for entry in whole.entries:
        assert hashlib.sha256(word(workspace, entry)).hexdigest() not in texts


def test_the_official_word_file_stays_whole(published: tuple[Workspace, dict[str, bytes]]) -> None:
    workspace, _ = published
    entry = load(workspace).entries[0]
    with zipfile.ZipFile(io.BytesIO(word(workspace, entry))) as archive:
        body = without_marks(archive.read("word/document.xml")).decode()
    assert all(text in body for text in (NAME, "98765.43", "27.18", secret(12), secret(19)))
    assert SHOWN not in body


def test_every_place_says_so_and_why(published: tuple[Workspace, dict[str, bytes]]) -> None:
    _, files = published
    page = html.unescape(files["site/shili/sifaju/2024/index.html"].decode())
    for label in ("预算数", "财政资金", "资金用途"):
        assert re.search(rf"<dt>{label}</dt><dd>(<span[^>]*>)?{re.escape(SHOWN)}", page), label
    assert re.search(rf"<dt>项目编码</dt><dd><span[^>]*>{re.escape(SHOWN)}", page)
    assert f'<span class="withheld">{SHOWN}</span></td><td>50%' in page
    assert "另有 1 个项目依法不予公开，没有计入" in page
    assert 'id="withheld"' in page
    assert "2 个项目的预算数依法不予公开，没有计入" in page
    home = html.unescape(files["site/index.html"].decode())
    assert "另有 2 个项目依法不予公开，没有计入" in home
    with zipfile.ZipFile(
        io.BytesIO(files["site/shili/sifaju/2024/shili-sifaju-2024.docx"])
    ) as archive:
        body = without_marks(archive.read("word/document.xml")).decode()
    assert body.count(SHOWN) > 20
    index = [data for name, data in files.items() if name.startswith("site/assets/search/data/")]
    assert any(SHOWN in data.decode() for data in index)


def test_data_leave_the_cells_empty_and_list_them(
    published: tuple[Workspace, dict[str, bytes]],
) -> None:
    _, files = published
    rows = json.loads(files["site/data/projects.json"])
    here = [row for row in rows if row["year"] == 2024]
    partly, whole, nameless, codeless = here
    assert partly["withheld"] == ["budget", "fiscal_funds", "purpose", "goals"]
    assert partly["withheld_reason"] == WHY
    assert partly["budget"] is partly["budget_yuan"] is partly["purpose"] is None
    assert partly["goals"] == [SHOWN]
    assert whole["name"] == SHOWN
    assert whole["id"] == "shili/sifaju/2024#withheld"
    assert {"code", "name", "budget", "has_plan", "goals"} <= set(whole["withheld"])
    told = {name: whole[name] for name in ("code", "budget", "indicator_count", "has_plan")}
    assert set(told.values()) == {None}
    assert nameless["name"] == f"{SHOWN}（2）"
    assert codeless["code"] is None
    assert codeless["withheld"] == ["code"]
    listed = json.loads(files["site/data/indicators.json"])
    indicators = [row for row in listed if row["year"] == 2024]
    hidden = [row["withheld"] for row in indicators if row["withheld"]]
    assert hidden == [["level3", "description", "value", "basis"], ["value"], ["value"]]
    assert all(row["value_kind"] is None for row in indicators if "value" in row["withheld"])
    plan = [row for row in json.loads(files["site/data/plan.json"]) if row["withheld"]]
    assert [(row["point"], row["percent"]) for row in plan] == [("3月底", None)]
    year = json.loads(files["site/data/department_years.json"])[0]
    assert (year["project_count"], year["withheld_project_count"]) == (3, 1)
    assert year["withheld"] == ["overall"]


def test_a_withheld_project_is_followed_through_no_years(
    published: tuple[Workspace, dict[str, bytes]],
) -> None:
    _, files = published
    pages = [
        name for name in files if re.fullmatch(r"site/shili/sifaju/withheld[^/]*/index.html", name)
    ]
    assert len(pages) == 4
    for name in pages:
        assert "历年的预算和指标值" not in files[name].decode()
    changes = html.unescape(files[f"site/shili/sifaju/{CODE.lower()}/index.html"].decode())
    assert SHOWN in changes
    assert "指标值改为定" not in changes
    sides = html.unescape(files["site/shili/sifaju/2024-2025/index.html"].decode())
    assert "取消项目" not in sides
    assert "新增项目" not in sides
    assert "指标值改为定" not in sides
    budget = re.search(r'预算数</th>.*?class="plain">不公开.*?</tr>', sides, re.S)
    assert budget is not None
    assert SHOWN in budget[0]
    assert "12" in budget[0]


def test_the_data_file_for_download_is_valid_and_canonical(
    published: tuple[Workspace, dict[str, bytes]], tmp_path: Path
) -> None:
    workspace, files = published
    copy = tmp_path / "again"
    for name in ("schema", "templates", "site"):
        shutil.copytree(workspace.root / name, copy / name)
    again = Workspace(copy.resolve())
    path = again.targets / "shili/sifaju/2024.yaml"
    path.parent.mkdir(parents=True)
    shutil.copy(workspace.targets / "shili/region.yaml", path.parent.parent)
    data = files["site/shili/sifaju/2024/shili-sifaju-2024.yaml"]
    path.write_bytes(data)
    read = load(again)
    assert read.problems == []
    assert read.public().entries[0].clean.encode() == data


def test_nothing_whole_is_ever_published(published: tuple[Workspace, dict[str, bytes]]) -> None:
    workspace, _ = published
    with pytest.raises(ValueError, match="not redacted"):
        publish(workspace, load(workspace))
    with pytest.raises(ValueError, match="not redacted"):
        site.write_sources(workspace, load(workspace))


def test_what_was_found_beside_a_draft_is_not_told_of_a_public_year(copy: Workspace) -> None:
    """Rules compare a department's years; the public must not read there what a draft says."""
    plain = tree(年度=2024, 状态="已公开")
    save(copy, "shili/sifaju/2024", plain)
    save(copy, "shili/sifaju/2025", tree(年度=2025, 状态="编制中"))
    whole = check(copy)
    secret = structs.replace(whole.findings[0], path="targets/shili/sifaju/2024.yaml", pointer="/x")
    public = whole.repository.public(samples=True)
    frameworks = framework.load(copy.schema)
    assert secret not in list(told_publicly(public, frameworks, [secret]))
    everything = whole.repository.public(samples=True, drafts=True)
    assert secret in list(told_publicly(everything, frameworks, [secret]))


@pytest.mark.parametrize("is_withheld", [True, False])
def test_nobody_says_that_nothing_changed_where_something_is_withheld(
    copy: Workspace, is_withheld: bool
) -> None:
    for year in (2024, 2025):
        amount = Decimal(year) if is_withheld else Decimal(1)
        one = project(项目编码=CODE, 项目名称="项目", 预算数=amount, 财政资金=amount)
        places = [f"{CODE}/预算数", f"{CODE}/财政资金"] if is_withheld else []
        withheld = [{"位置": place, "理由": WHY} for place in places]
        changes: dict[str, Any] = {"不公开": withheld} if withheld else {}
        address = f"shili/sifaju/{year}"
        save(copy, address, tree(年度=year, 状态="已公开", 项目=[one], **changes))
    paths = [copy.targets / "shili/sifaju" / f"{year}.yaml" for year in (2024, 2025)]
    site.write_sources(copy, load(copy, paths).public())
    for page in ("2024-2025", "2025", CODE.lower()):
        text = (copy.build / "docs/shili/sifaju" / page / "index.md").read_text("utf-8")
        assert "没有改动" in text
        assert ("公开的部分没有改动" in text) == is_withheld, page

"""A link that used to work keeps working, and nothing of what was withdrawn is kept."""

import re
from pathlib import Path

import pytest
from msgspec import structs

from tests.checkout import Checkout, needs_git
from tests.publishing.counties import Publisher, commit, contents, department_year, replace
from tests.records import blameless
from tools.publishing import addresses
from tools.publishing.addresses import ABOUT, VERSION, Addresses, above, read, survey, write
from tools.publishing.keeping import keep
from tools.source.cleanliness import Revision
from tools.source.workspace import Workspace
from tools.web import redirects

pytestmark = needs_git
REGION = "targets/jiaxian/region.yaml"
YEAR = "targets/jiaxian/sifaju/2024.yaml"
CODE = "99999924P000001100011"


def addresses_in(folder: Path) -> Addresses:
    return read((folder / addresses.NAME).read_bytes())


def move(made: Checkout, old: str, new: str) -> None:
    """Another folder for the department."""
    (made.workspace.targets / old).rename(made.workspace.targets / new)
    region = made.workspace.root / REGION
    text = region.read_text("utf-8").replace("  sifaju:\n", "  sifa:\n")
    region.write_text(text, "utf-8")
    commit(made)


def test_what_was_withdrawn_is_gone_and_its_page_says_so(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    department_year(
        publish.county, "jiaxian/sifaju/2023", 部门={"编码": None, "名称": "撤下的名称"}
    )
    commit(publish.county)
    publish(out)
    (publish.county.workspace.targets / "jiaxian/sifaju/2023.yaml").unlink()
    commit(publish.county)
    shown = publish(out)
    page = (out / "jiaxian/sifaju/2023/index.html").read_text("utf-8")
    assert "网页已经没有了" in page
    assert 'href="../"' in page
    assert "noindex" in page
    assert "/jiaxian/sifaju/2023/" in shown
    assert "/jiaxian/sifaju/2023/jiaxian-sifaju-2023.docx" in shown
    assert "曾用网址" in shown
    found = contents(out)
    assert "撤下的名称".encode() not in b"".join(found.values())
    assert not any("2023" in n and not n.endswith("index.html") for n in found)
    assert addresses_in(out).gone["jiaxian/sifaju/2023/"] == "jiaxian/sifaju/"


def test_a_page_that_is_gone_stays_so_and_may_come_back(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    department_year(publish.county, "jiaxian/sifaju/2023")
    commit(publish.county)
    publish(out)
    file = publish.county.workspace.targets / "jiaxian/sifaju/2023.yaml"
    text = file.read_text("utf-8")
    file.unlink()
    commit(publish.county)
    publish(out)
    gone = contents(out)
    shown = publish(out)
    assert contents(out) == gone
    assert "2023" not in shown
    file.write_text(text, "utf-8")
    commit(publish.county)
    publish(out)
    assert "jiaxian/sifaju/2023/" in addresses_in(out).pages
    assert not any("2023" in address for address in addresses_in(out).gone)


def test_a_whole_region_that_is_gone_leads_home(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    department_year(publish.county, "bingxian/sifaju/2024")
    commit(publish.county)
    publish(out)
    for path in sorted((publish.county.workspace.targets / "bingxian").rglob("*.yaml")):
        path.unlink()
    commit(publish.county)
    (publish.county.workspace.targets / "bingxian/sifaju").rmdir()
    (publish.county.workspace.targets / "bingxian").rmdir()
    publish(out)
    page = (out / "bingxian/sifaju/2024/index.html").read_text("utf-8")
    assert 'href="../../../"' in page
    assert "首页" in page


def test_a_renamed_folder_that_nobody_recorded_is_told_and_can_be_recorded_later(
    publish: Publisher, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    publish(out)
    move(publish.county, "jiaxian/sifaju", "jiaxian/sifa")
    assert "/jiaxian/sifaju/2024/" in publish(out)
    assert "网页已经没有了" in (out / "jiaxian/sifaju/2024/index.html").read_text("utf-8")
    replace(
        publish.county,
        REGION,
        "    名称: 司法局\n",
        "    名称: 司法局\n    曾用网址:\n      - sifaju\n",
    )
    shown = publish(out)
    assert "不在了" not in shown
    page = (out / "jiaxian/sifaju/2024/index.html").read_text("utf-8")
    assert 'content="0; url=../../sifa/2024/"' in page
    for name in (
        "jiaxian/{0}/2024/jiaxian-{0}-2024.docx",
        "data/api/v1/{1}/jiaxian/{0}/2024.json",
        f"data/projects/jiaxian/{{0}}/2024/{CODE.lower()}.csv",
    ):
        old, new = (out / name.format(n, "department-years") for n in ("sifaju", "sifa"))
        assert old.read_bytes() == new.read_bytes()
    found = addresses_in(out)
    assert found.moved["jiaxian/sifaju/2024/"] == "jiaxian/sifa/2024/"
    assert not any(address.startswith("jiaxian/sifaju") for address in found.gone)


def test_a_redirect_stays_when_its_record_is_taken_out(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    former = "    名称: 司法局\n    曾用网址:\n      - sifa\n"
    replace(publish.county, REGION, "    名称: 司法局\n", former)
    publish(out)
    old = (out / "jiaxian/sifa/2024/index.html").read_bytes()
    replace(publish.county, REGION, former, "    名称: 司法局\n")
    publish(out)
    assert (out / "jiaxian/sifa/2024/index.html").read_bytes() == old
    publish(out)
    assert (out / "jiaxian/sifa/2024/index.html").read_bytes() == old


def test_a_renamed_project_is_told_unless_it_is_recorded(
    publish: Publisher, tmp_path: Path
) -> None:
    new = "99999924P000001100029"
    told: list[str] = []
    for record in ("", f"    曾用名:\n      - {CODE}\n"):
        out = tmp_path / f"out{len(told)}"
        publish(out)
        file = publish.county.workspace.root / YEAR
        before = file.read_text("utf-8")
        after = before.replace(CODE, new).replace("    预算数:", f"{record}    预算数:", 1)
        file.write_text(after, "utf-8")
        commit(publish.county)
        told.append(publish(out))
        file.write_text(before, "utf-8")
        commit(publish.county)
    assert f"/jiaxian/sifaju/2024/#{CODE.lower()}" in told[0]
    assert f"jiaxian/sifaju/2024/#{CODE.lower()}-" in told[0]
    assert "曾用名" in told[0]
    assert "不在了" not in told[1]
    for name in (
        "data/projects/{}/{}.csv",
        "data/projects/{}/{}.yaml",
        "data/api/v1/projects/{}/{}.json",
    ):
        old, now = (out / name.format("jiaxian/sifaju/2024", c.lower()) for c in (CODE, new))
        assert old.read_bytes() == now.read_bytes()


def test_pages_by_hand_may_have_any_name(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    page = publish.county.workspace.site_sources / "pages" / "公告 一" / "index.md"
    page.parent.mkdir()
    page.write_text("# 公告\n", "utf-8")
    commit(publish.county)
    publish(out)
    assert "公告 一/" in addresses_in(out).pages
    publish(out)
    page.unlink()
    commit(publish.county)
    assert "/公告 一/" in publish(out)
    assert addresses_in(out).gone == {"公告 一/": ""}


@pytest.mark.parametrize("place", ["", "/项目编码"])
def test_no_old_address_tells_a_code_that_is_withheld_now(
    publish: Publisher, tmp_path: Path, place: str
) -> None:
    out, secret, former = tmp_path / "out", "99999924P000007777777", "99999924P000006666666"
    hidden = {**blameless(), "项目编码": secret, "项目名称": "别的项目", "曾用名": [former]}
    projects = [blameless(), hidden]
    department_year(publish.county, "jiaxian/sifaju/2024", 项目=projects)
    commit(publish.county)
    publish(out)
    assert f"jiaxian/sifaju/{secret.lower()}/" in addresses_in(out).pages
    assert f"jiaxian/sifaju/{former.lower()}/" in addresses_in(out).moved
    withheld = [{"位置": f"{secret}{place}", "理由": "涉密"}]
    department_year(publish.county, "jiaxian/sifaju/2024", 项目=projects, 不公开=withheld)
    commit(publish.county)
    publish(out)
    everything = b"".join(name.encode() + data for name, data in contents(out).items()).lower()
    assert secret.lower().encode() not in everything
    assert former.lower().encode() not in everything
    assert f"jiaxian/sifaju/{CODE.lower()}/" in addresses_in(out).pages


def test_anchors_are_looked_for_where_the_page_is_now(copy: Workspace) -> None:
    root = copy.build
    (root / "b").mkdir(parents=True)
    (root / "b" / "index.html").write_text('<p id="x">', "utf-8")
    redirects.write_page(copy, root, "a", "b")
    pages = {"a/": ["x", "y"]}
    before = Addresses(version=VERSION, about=ABOUT, pages=pages, moved={}, gone={}, files=[])
    revision = Revision(commit="a" * 40, time="")
    now, vanished = keep(copy, root, before, revision)
    assert vanished.anchors == {"a/": ["y"]}
    assert vanished.pages == []
    assert now == read((root / addresses.NAME).read_bytes())


def test_every_page_is_listed_with_its_anchors(publish: Publisher, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out)
    found = addresses_in(out)
    pages = {p.relative_to(out).as_posix() for p in out.rglob("index.html")}
    assert {f"{address}index.html" for address in found.pages} == pages
    assert CODE.lower() in found.pages["jiaxian/sifaju/2024/"]
    assert found.paths >= set(contents(out))
    head = publish.county.git("rev-parse", "HEAD")
    surveyed = structs.replace(survey(out), revision=head, sha256=addresses.content_sum(out))
    assert found == surveyed


def test_redirects_are_read_as_they_are_written(copy: Workspace) -> None:
    root = copy.build
    root.mkdir()
    redirects.write_page(copy, root, "a/b/c", "a/d")
    redirects.write_page(copy, root, "x", "")
    assert survey(root).moved == {"a/b/c/": "a/d/", "x/": ""}


def test_above() -> None:
    assert list(above("a/b/c/")) == ["a/b/", "a/", ""]
    assert list(above("")) == []


@pytest.mark.parametrize(
    "address", ["../x/", "/etc/", "a//b/", "a/../../b/", ".git/", "a\\..\\b/", "a"]
)
def test_a_list_that_leads_out_of_the_folder_is_not_ours(address: str) -> None:
    nothing = Addresses(version=VERSION, about=ABOUT, pages={}, moved={}, gone={}, files=[])
    for bad in (
        structs.replace(nothing, pages={address: []}),
        structs.replace(nothing, moved={address: ""}),
        structs.replace(nothing, gone={"x/": address}),
    ):
        with pytest.raises(ValueError, match=re.escape(addresses.NAME)):
            read(write(bad))
    assert read(write(nothing)) == nothing


def test_blameless_is() -> None:
    """The county's project has the code that these tests look for."""
    assert blameless()["项目编码"] == CODE

"""The built site: golden pages, hostile values, links, other hosts."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests import records
from tests.records import HOSTILE, indicator, project, save, tree
from tests.web.reading import Page, broken, read_site
from tools import framework
from tools.checking import check
from tools.review.engine import all_rules
from tools.source.repository import Repository, load
from tools.source.workspace import Workspace
from tools.web import site
from tools.web.assembly import assemble
from tools.web.contents import all_pages
from tools.web.environment import css_string, environment
from tools.web.pages import project as project_page
from tools.web.public import Public

GOLDEN = Path(__file__).parent / "golden"


def built(workspace: Workspace, repository: Repository) -> dict[str, Page]:
    assemble(workspace, repository, check(workspace).findings)
    return read_site(workspace.build / "site")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Page]]:
    """The site of the five documents and of the sample region."""
    import shutil

    root = tmp_path_factory.mktemp("real")
    for name in ("schema", "templates", "site", "targets"):
        shutil.copytree(Path(__file__).parents[2] / name, root / name)
    shutil.copy(Path(__file__).parents[2] / "mkdocs.yml", root)
    workspace = Workspace(root.resolve())
    return workspace, built(workspace, load(workspace))


def test_every_project_and_indicator_has_its_anchor(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    workspace, pages = real
    for entry in load(workspace).entries:
        page = pages[f"{entry.address}/index.html"]
        assert len(page.ids) == len(set(page.ids))
        text = "".join(page.text)
        for project_, row in entry.record.indicators():
            assert project_.name in text
            for value in (row.level3, row.description, row.value, row.basis):
                assert all(line in text for line in (value or "").split("\n"))
        filled = sum(len(p.filled_indicators) for p in entry.record.projects)
        assert sum(link.startswith("#") and "-" in link for link in page.links) >= filled


def test_every_link_and_anchor_leads_somewhere(real: tuple[Workspace, dict[str, Page]]) -> None:
    workspace, pages = real
    assert list(broken(workspace.build / "site", pages)) == []


def test_ids_are_unique_on_every_page(real: tuple[Workspace, dict[str, Page]]) -> None:
    _, pages = real
    for name, page in pages.items():
        twice = {one for one in page.ids if page.ids.count(one) > 1}
        assert twice == set(), name


def test_broken_links_of_all_kinds_are_seen(tmp_path: Path) -> None:
    texts = {
        "index.html": '<h1 id="here">x</h1><a href="a/">x</a><a href="a/#there">x</a>'
        '<label for="nothing">x</label><img src="p.png" srcset="p.png 1x, q.png 2x">',
        "a/index.html": '<meta http-equiv="refresh" content="0; url=../b/"><a href="../#here">'
        '<link rel="icon" href="../gone.svg"><a href="x.docx" download>x</a><a href="#z">x</a>',
        "404.html": '<a href="/a/">x</a><a href="/c/">x</a>',
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "p.png").touch()
    found = set(broken(tmp_path, {name: Page(text) for name, text in texts.items()}))
    assert found == {
        *(("index.html", link) for link in ("a/#there", "#nothing", "q.png")),
        *(("a/index.html", link) for link in ("../b/", "../gone.svg", "x.docx", "#z")),
        ("404.html", "/c/"),
    }


def test_nothing_is_fetched_from_another_host(real: tuple[Workspace, dict[str, Page]]) -> None:
    workspace, pages = real
    for name, page in pages.items():
        assert [url for url in page.fetched if re.match(r"(https?:)?//", url)] == [], name
    for path in (workspace.build / "site").rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//", path.read_text("utf-8")) == [], path
        assert "@import" not in path.read_text("utf-8"), path


def test_sample_pages_are_marked_and_no_others(real: tuple[Workspace, dict[str, Page]]) -> None:
    _, pages = real
    for name, page in pages.items():
        text = "".join(page.text)
        marked = "本页内容纯属虚构" in text
        assert marked == name.startswith("shili/"), name
        if marked:
            assert "（示例数据）" in text


def test_the_examples_of_open_data_find_something_real(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    workspace, _ = real
    text = (workspace.site_sources / "pages/opendata/index.md").read_text("utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", text, re.S)
    path = workspace.build / "site/data/performance-targets.sqlite"
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(query).fetchall()
    assert rows
    assert not [row for row in rows if row[0] == "示例县"]


def test_comparisons_fold_what_only_changes_words(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    workspace, _ = real
    source = (workspace.build / "site/shili/sifaju/2024-2026/index.html").read_text("utf-8")
    folded = "".join(re.findall(r"<details.*?</details>", source, re.S))
    assert 0 < folded.count(">依据变了") == source.count(">依据变了")
    assert "指标值放宽" not in folded
    assert re.search(r"40\.00</ins> 万元", source)


def test_publishing_leaves_the_sample_out(workspace: Workspace) -> None:
    repository = load(workspace)
    public = repository.public()
    assert {entry.region for entry in repository.entries} - {e.region for e in public.entries} == {
        "shili"
    }
    pages = all_pages(Public(repository=public, frameworks=framework.load(workspace.schema)))
    text = "".join(
        environment(workspace.site_templates).get_template(page.template).render(page.values)
        for page in pages
    )
    assert "示例" not in text


def test_tables_are_readable_by_machines(real: tuple[Workspace, dict[str, Page]]) -> None:
    _, pages = real
    page = pages["gaoxinqu/bumen/2022/index.html"]
    assert page.tags.count("table") == page.tags.count("caption") == 7


def test_findings_are_shown_where_they_are(real: tuple[Workspace, dict[str, Page]]) -> None:
    workspace, pages = real
    findings = [p for p in check(workspace).findings if p.path.startswith("targets/chengde")]
    text = "".join(pages["chengde-gaoxin/zhengfawei/2024/findings/index.html"].text)
    for problem in findings:
        private = problem.rule == "named-person"
        assert (problem.message in text) == (not private), problem
    assert "另有 7 处可能涉及个人隐私，不在这里列出" in text
    rule = pages["rules/cost-over-budget/index.html"]
    found = [p for p in check(workspace).findings if p.rule == "cost-over-budget"]
    assert found
    assert all(p.message in "".join(rule.text) for p in found)
    hidden = "".join(pages["rules/named-person/index.html"].text)
    assert not [p for p in findings if p.rule == "named-person" and p.message in hidden]
    assert {f"rules/{rule.name}/index.html" for rule in all_rules()} <= set(pages)


def test_the_number_of_findings_is_the_same_everywhere(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    workspace, pages = real
    folder = "chengde-gaoxin/zhengfawei/2024"
    found = [p for p in check(workspace).findings if p.path == f"targets/{folder}.yaml"]
    listed = Counter(str(p.level) for p in found if p.rule != "named-person")
    told = f"错误 {listed['error']} 处、警告 {listed['warning']} 处，提示 {listed['info']} 条"
    year = "".join(pages[f"{folder}/index.html"].text)
    assert f"自动检查：{told}（另有 7 处涉及个人，不列出）" in year
    assert told in "".join(pages[f"{folder}/findings/index.html"].text)
    assert f"展开 {listed['info']} 条提示" in "".join(pages[f"{folder}/findings/index.html"].text)
    whole = Counter(str(p.level) for p in found)
    index = "".join(pages["findings/index.html"].text)
    assert re.search(rf"{whole['warning']}\s*含不列出的 7 处", index)
    assert [link for link in pages[f"{folder}/index.html"].links if "findings/#" in link]


@pytest.mark.parametrize(
    "address",
    [
        *("", "xinqu", "xinglong/zhengfawei", "gaoxinqu/bumen/2022"),
        "chengde-gaoxin/zhengfawei/13081123p00003110002a",
        *("findings", "gaoxinqu/bumen/2022/findings", "rules/cost-over-budget"),
    ],
)
def test_page_sources(
    address: str, workspace: Workspace, golden: Callable[[Path, str], None]
) -> None:
    repository = load(workspace).public()
    findings = check(workspace).findings
    frameworks = framework.load(workspace.schema)
    public = Public(
        repository=repository,
        frameworks=frameworks,
        findings=tuple(findings),
        labels=site.form_labels(workspace, repository),
    )
    page = {p.folder: p for p in all_pages(public)}[address]
    text = environment(workspace.site_templates).get_template(page.template).render(page.values)
    golden(GOLDEN / f"{address.replace('/', '-') or 'home'}.md", text)


def test_tables_print_the_words_of_their_own_form(real: tuple[Workspace, dict[str, Page]]) -> None:
    workspace, _ = real
    own, other = ('data-label="一级指标">效果指标<', 'data-label="一级指标">效益指标<')
    for name in ("gaoxinqu/bumen/2022", "xinqu/bumen/2020", "shili/sifaju/2026"):
        text = (workspace.build / f"site/{name}/index.html").read_text("utf-8")
        assert (own in text, other in text) == ((False, True) if "shili" in name else (True, False))


def test_the_latest_change_is_told_in_one_sentence(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    _, pages = real
    text = "".join(pages["shili/sifaju/99999922p00010110001c/index.html"].text)
    assert re.search(r"2026 年预算 [0-9.]+ 万元，(比|与) 2025 年", text)
    assert text.index("2026 年预算") < text.index("项目编码")


def test_each_year_has_its_own_unit_and_zero_is_no_blank(workspace: Workspace) -> None:
    years = [
        records.entry(tree(年度=2023, 金额单位="元", 项目=[project(预算数=Decimal("300000"))])),
        records.entry(tree(年度=2024, 项目=[project(预算数=Decimal("0"))])),
    ]
    regions = load(workspace).regions
    repository = Repository(regions=regions, entries=years, problems=[])
    public = Public(repository=repository, frameworks=framework.load(workspace.schema))
    (page,) = project_page.pages(public, public.departments[0])
    shown = page.values["years"]
    assert [(one["budget"], one["unit"]) for one in shown] == [(0, "万元"), (300000, "元")]
    assert "预算 0 万元，比 2023 年减少 30 万元（100%）" in page.values["since"]


def hostile_tree(year: int, texts: list[str]) -> dict[str, Any]:
    listed = [
        project(
            项目编码=text,
            项目名称=text,
            资金用途=text,
            绩效目标=[text],
            绩效指标=[
                indicator(三级指标=text, 绩效指标描述=text, 指标值=text, 指标值确定依据=text)
            ],
        )
        for text in texts
    ]
    overall = {
        "总体绩效目标": "\n".join(texts),
        "分项绩效目标": [{"名称": t, "绩效目标": t, "绩效指标": t} for t in texts],
        "工作保障措施": [{"名称": t, "内容": t} for t in texts],
    }
    return tree(
        年度=year,
        部门={"编码": texts[0], "名称": texts[1]},
        整体绩效目标=overall,
        项目=listed,
        来源={"文件": texts[2], "说明": texts[3]},
    )


def test_the_running_head_is_nothing_but_text() -> None:
    told = css_string('示例"; } </style>\\a\n<b>')
    assert re.fullmatch(r"(\w|\\[0-9a-f]{6})*", told)
    read = re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), told)
    assert read == '示例"; } </style>\\a\n<b>'


def strange_tags(page: Page) -> Iterator[str]:
    yield from (tag for tag in page.tags if tag in ("img", "b", "em", "strong", "code"))
    yield from page.handlers


def test_hostile_values_come_out_as_themselves(copy: Workspace) -> None:
    plain = [text for text in HOSTILE if text.strip() == text]
    save(copy, "shili/sifaju/2024", hostile_tree(2024, plain))
    region = copy.targets / "shili/region.yaml"
    name = "<script>alert(1)</script>{{7*7}}|# x"
    text = region.read_text("utf-8").replace("名称: 示例县", f"名称: {name}")
    region.write_text(text.replace("名称: 司法局", f"名称: {name}"), "utf-8")
    repository = load(copy)
    assert repository.problems == []
    pages = built(copy, repository)
    page = pages["shili/sifaju/2024/index.html"]
    shown = "".join(page.text)
    for value in plain:
        # once in the overall targets, 5 in items and measures, 9 in the project with its caption
        assert shown.count(value) >= 12, value
    assert "49" not in shown
    findings = pages["shili/sifaju/2024/findings/index.html"]
    assert "的值" in "".join(findings.text)
    for found in (page, findings, pages["index.html"], pages["shili/index.html"]):
        assert name in "".join(found.text)
        assert [href for href in found.links if href.startswith("javascript")] == []
        assert list(strange_tags(found)) == []
    source = (copy.build / "site/shili/sifaju/2024/index.html").read_text("utf-8")
    for told in re.findall(r"<meta [^\n]*(?:description|og:title)[^\n]*>", source):
        assert re.fullmatch(r'<meta [a-z]+="[a-z:]+" content="[^"<>]*">', told), told
    about = pages["about/index.html"].tags.count("script")
    assert page.tags.count("script") == about + 1  # what search engines are told
    assert len(page.ids) == len(set(page.ids))


def test_a_broken_site_leaves_the_old_one_up(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    built(copy, load(copy))
    before = sorted((copy.build / "site").rglob("*"))
    (copy.root / "mkdocs.yml").write_text("site_name: x\nno_such_setting: 1\nnav: 7\n", "utf-8")
    with pytest.raises(Exception, match="MkDocs 没有生成网站"):
        site.build(copy)
    assert sorted((copy.build / "site").rglob("*")) == before
    assert [p.name for p in copy.build.iterdir() if p.name.startswith(".")] == []


def test_the_same_data_gives_the_same_site(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())

    def snapshot() -> dict[str, bytes]:
        built(copy, load(copy))
        folder = copy.build / "site"
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }

    assert snapshot() == snapshot()


def test_two_years_are_compared_and_missing_years_told(
    real: tuple[Workspace, dict[str, Page]],
) -> None:
    workspace, pages = real
    text = "".join(pages["shili/sifaju/2024-2026/index.html"].text)
    for told in ("≥360件", "≥400件", "指标值收紧", "新增项目", "取消项目"):
        assert told in text
    coverage = (workspace.build / "site/coverage/index.html").read_text("utf-8")
    assert coverage.count('class="missing">没有收录') == 5 * 5 - 5  # 2020 to 2024, one each
    assert coverage.index('id="shili"') > coverage.index('id="zunhua"')  # the sample comes last
    assert {f"shili/sifaju/{one}/index.html" for one in ("2024-2025", "2025-2026")} <= set(pages)


def test_a_correction_is_listed_with_its_reason(copy: Workspace) -> None:
    told = {"日期": "2024-05-06", "内容": "更正了预算数", "原因": "录入有误"}
    save(copy, "shili/sifaju/2024", tree(状态="已公开", 更正记录=[told]))
    public = Public(repository=load(copy), frameworks=framework.load(copy.schema))
    (page,) = (one for one in all_pages(public) if one.folder == "corrections")
    text = environment(copy.site_templates).get_template(page.template).render(page.values)
    assert all(word in text for word in told.values())
    assert "../shili/sifaju/2024/#corrections" in text

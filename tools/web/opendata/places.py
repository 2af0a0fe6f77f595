"""Where everything is published, as paths from the site's root.

The folder with the data is published as ``data/`` below it. Links in files are relative to the
file, so the site may stand anywhere.
"""

from functools import lru_cache
from typing import NamedTuple

from tools.web.links import download_stem, relative
from tools.web.opendata.columns import TABLES

DATA = "data"
API = f"{DATA}/api/v1"
WORKBOOK = f"{DATA}/performance-targets.xlsx"
DATABASE = f"{DATA}/performance-targets.sqlite"
PACKAGE = f"{DATA}/datapackage.json"
CATALOGUE = f"{DATA}/catalogue.jsonld"
FEED = f"{DATA}/feed.xml"
README = f"{DATA}/README.txt"
LICENCE = f"{DATA}/LICENSE.txt"
MANIFEST = f"{DATA}/manifest.json"
SUMS = f"{DATA}/SHA256SUMS"
OPENAPI = f"{API}/openapi.json"
INDEX = f"{API}/index.json"
REGIONS = f"{API}/regions.json"
DEPARTMENTS = f"{API}/departments.json"
YEARS = f"{API}/department-years.json"


def link(here: str, target: str, anchor: str = "") -> str:
    """The link from the file ``here`` to a page or file, and to an anchor there."""
    found = from_folder(here.rpartition("/")[0], target)
    return f"{found}#{anchor}" if anchor else found


def from_folder(folder: str, target: str) -> str:
    """The link from a page, or from any file in ``folder``."""
    above, _, name = target.rpartition("/")
    if "." not in name:
        return _relative(folder, target)
    return (_relative(folder, above) if folder != above else "") + name


def table(name: str, ending: str) -> str:
    """One table of everything."""
    return f"{DATA}/{name}.{ending}"


class Offer(NamedTuple):
    """A file offered for download: ``link`` is relative to where it is offered."""

    label: str
    about: str
    link: str


def year_files(address: str, page: str = "") -> list[Offer]:
    """The files of just one department-year, as links from the folder of ``page``."""
    files = (
        ("Word", "按官方版式排好的文件", word(address)),
        ("YAML", "数据文件，照表格的栏目", source(address)),
        ("JSON", "全部内容，给程序用", department_year(address)),
        ("XLSX", "全部表，用 Excel 打开", workbook(address)),
        ("CSV：项目", "一个项目一行", part(address, "projects")),
        ("CSV：绩效指标", "一条指标一行", part(address, "indicators")),
    )
    return [Offer(label, about, from_folder(page, path)) for label, about, path in files]


def project_files(address: str, anchor: str, page: str = "") -> list[Offer]:
    """The files of just one project of a department-year, likewise."""
    files = (
        ("Word", "这个项目的官方表格", project_file(address, anchor, "docx")),
        ("YAML", "数据文件里的这个项目", project_file(address, anchor, "yaml")),
        ("JSON", "全部内容，给程序用", project(address, anchor)),
        ("CSV", "一条指标一行，项目的栏目每行重复", project_file(address, anchor, "csv")),
    )
    return [Offer(label, about, from_folder(page, path)) for label, about, path in files]


def word(address: str) -> str:
    """The official form, beside its page."""
    return f"{address}/{download_stem(address)}.docx"


def source(address: str) -> str:
    """The data file, beside its page."""
    return f"{address}/{download_stem(address)}.yaml"


def workbook(address: str) -> str:
    """All tables of one department-year."""
    return f"{_folder(address)}/{download_stem(address)}.xlsx"


def part(address: str, name: str) -> str:
    """One table of one department-year."""
    return f"{_folder(address)}/{download_stem(address)}-{name.replace('_', '-')}.csv"


def dataset(address: str) -> str:
    """What catalogues are told of one department-year."""
    return f"{_folder(address)}/{download_stem(address)}.jsonld"


def project_file(address: str, anchor: str, ending: str) -> str:
    """One project by itself, but for its JSON, which is the API's."""
    return f"{DATA}/projects/{address}/{anchor}.{ending}"


def region(name: str) -> str:
    """A region in the API."""
    return f"{API}/regions/{name}.json"


def department(region_name: str, name: str) -> str:
    """A department in the API."""
    return f"{API}/departments/{region_name}/{name}.json"


def department_year(address: str) -> str:
    """A department-year in the API, with all that belongs to it."""
    return f"{API}/department-years/{address}.json"


def projects(address: str) -> str:
    """The projects of a department-year in the API."""
    return f"{API}/projects/{address}.json"


def indicators(address: str) -> str:
    """The indicators of a department-year in the API."""
    return f"{API}/indicators/{address}.json"


def project(address: str, anchor: str) -> str:
    """A project in the API, with its plan and its indicators."""
    return f"{API}/projects/{address}/{anchor}.json"


def downloads(here: str, address: str) -> dict[str, str]:
    """Links to a department-year's page and files."""
    return {
        "page": link(here, address),
        "word": link(here, word(address)),
        "yaml": link(here, source(address)),
        "xlsx": link(here, workbook(address)),
        "projects_csv": link(here, part(address, "projects")),
        "indicators_csv": link(here, part(address, "indicators")),
        "dataset": link(here, dataset(address)),
    }


def tables() -> list[tuple[str, str]]:
    """Every table's name and CSV file."""
    return [(found.name, table(found.name, "csv")) for found in TABLES]


@lru_cache(maxsize=4096)
def _relative(folder: str, target: str) -> str:
    return relative(folder, target)


def _folder(address: str) -> str:
    return f"{DATA}/department-years/{address}"

"""Where everything is published, as paths from the site's root.

The folder with the data is published as ``data/`` below it. Links in files are relative to the
file, so the site may stand anywhere.
"""

from functools import lru_cache

from tools.web.links import download_stem, relative
from tools.web.opendata.columns import TABLES
from tools.web.opendata.subjects import Indicator, Project, Year

DATA = "data"
API = f"{DATA}/api/v1"
WORKBOOK = f"{DATA}/performance-targets.xlsx"
DATABASE = f"{DATA}/performance-targets.sqlite"
PACKAGE = f"{DATA}/datapackage.json"
CATALOGUE = f"{DATA}/catalogue.jsonld"
FEED = f"{DATA}/feed.xml"
README = f"{DATA}/README.md"
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
    found = _relative(here.rpartition("/")[0], target)
    return f"{found}#{anchor}" if anchor else found


def table(name: str, ending: str) -> str:
    """One table of everything."""
    return f"{DATA}/{name}.{ending}"


def word(year: Year) -> str:
    """The official form, beside its page."""
    return f"{year.address}/{download_stem(year.entry)}.docx"


def source(year: Year) -> str:
    """The data file, beside its page."""
    return f"{year.address}/{download_stem(year.entry)}.yaml"


def workbook(year: Year) -> str:
    """All tables of one department-year."""
    return f"{_folder(year)}/{download_stem(year.entry)}.xlsx"


def part(year: Year, name: str) -> str:
    """One table of one department-year."""
    return f"{_folder(year)}/{download_stem(year.entry)}-{name.replace('_', '-')}.csv"


def dataset(year: Year) -> str:
    """What catalogues are told of one department-year."""
    return f"{_folder(year)}/{download_stem(year.entry)}.jsonld"


def region(name: str) -> str:
    """A region in the API."""
    return f"{API}/regions/{name}.json"


def department(region_name: str, name: str) -> str:
    """A department in the API."""
    return f"{API}/departments/{region_name}/{name}.json"


def department_year(year: Year) -> str:
    """A department-year in the API, with all that belongs to it."""
    return f"{API}/department-years/{year.address}.json"


def projects(year: Year) -> str:
    """The projects of a department-year in the API."""
    return f"{API}/projects/{year.address}.json"


def indicators(year: Year) -> str:
    """The indicators of a department-year in the API."""
    return f"{API}/indicators/{year.address}.json"


def project(found: Project) -> str:
    """A project in the API, with its plan and its indicators."""
    return f"{API}/projects/{found.year.address}/{found.anchor}.json"


def on_page(here: str, found: Project | Indicator) -> str:
    """The link to where a project or indicator stands; a blank row has only its project."""
    anchor = found.anchor
    if isinstance(found, Indicator) and found.record.is_blank:
        anchor = found.project.anchor
    return link(here, found.year.address, anchor)


def downloads(here: str, year: Year) -> dict[str, str]:
    """Links to a department-year's page and files."""
    return {
        "page": link(here, year.address),
        "word": link(here, word(year)),
        "yaml": link(here, source(year)),
        "xlsx": link(here, workbook(year)),
        "projects_csv": link(here, part(year, "projects")),
        "indicators_csv": link(here, part(year, "indicators")),
        "dataset": link(here, dataset(year)),
    }


def tables() -> list[tuple[str, str]]:
    """Every table's name and CSV file."""
    return [(found.name, table(found.name, "csv")) for found in TABLES]


@lru_cache(maxsize=4096)
def _relative(folder: str, target: str) -> str:
    return relative(folder, target)


def _folder(year: Year) -> str:
    return f"{DATA}/department-years/{year.address}"

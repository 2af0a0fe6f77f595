"""The files of just one project: its indicators as CSV, and its part of the data file."""

from collections.abc import Iterator
from itertools import islice

from tools.source.excerpts import project_texts
from tools.web.opendata import places
from tools.web.opendata.columns import INDICATORS, PROJECTS
from tools.web.opendata.columns import PLAN as SHARES
from tools.web.opendata.delimited import head, lines
from tools.web.opendata.subjects import PLAN as POINTS
from tools.web.opendata.subjects import Project
from tools.web.opendata.tables import YearRows

# What says nothing where one line is one indicator.
LEFT_OUT = {"id", "number", "code", "name", "has_plan", "indicator_count", "absent"}
MORE = tuple(
    index
    for index, column in enumerate(PROJECTS.columns)
    if column.name not in {*LEFT_OUT, *(other.name for other in INDICATORS.columns)}
)
PERCENT = SHARES.place("percent")
# A line for each indicator, with what is said of the project on every line.
FIRST = head(
    (
        *(column.label for column in INDICATORS.columns),
        *(PROJECTS.columns[index].label for index in MORE),
        *(f"{point}累计百分比" for point, *_ in POINTS),
    )
)
Texts = list[list[str]]


def of_projects(year: YearRows, texts: dict[str, Texts]) -> Iterator[tuple[str, bytes]]:
    """The files of every project of a department-year, each with its path.

    ``texts`` are the cells of its tables as CSV has them.
    """
    excerpts = project_texts(year.subject.entry.clean)
    projects, rows, shares = (iter(texts[table.name]) for table in (PROJECTS, INDICATORS, SHARES))
    for project, text, cells in zip(year.projects, excerpts, projects, strict=True):
        subject = project.subject
        here = (subject.year.address, subject.anchor)
        plan = [row[PERCENT] for row in islice(shares, len(project.plan))]
        more = [cells[index] for index in MORE] + (plan or [""] * len(POINTS))
        listed = [row + more for row in islice(rows, len(project.indicators))]
        yield places.project_file(*here, "csv"), FIRST + lines(listed)
        yield places.project_file(*here, "yaml"), excerpt(subject, text)


def excerpt(project: Project, text: str) -> bytes:
    """What the data file says of the project, and which file that is."""
    first = f"# 项目 {project.number}，出自 {project.year.address} 的数据文件\n"
    return (first + text).encode("utf-8")

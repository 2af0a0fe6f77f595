"""What became of each 指标值 since the year before that has it, for all years of departments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import structs

from tools import model
from tools.review.changes.threads import Value, indicator_threads, project_threads
from tools.web.opendata.subjects import NEW, Change, Year


def compared(years: Iterable[Year]) -> Iterator[Year]:
    """The same department-years, in which indicators know what became of them.

    The years of a department stand beside each other, the earliest first.
    """
    for _, group in groupby(years, key=lambda year: (year.entry.region, year.entry.department)):
        listed = list(group)
        found = changes([year.record for year in listed])
        for year, own in zip(listed, found, strict=True):
            yield structs.replace(year, changes=own)


def changes(
    records: Sequence[model.DepartmentYear],
) -> list[Mapping[tuple[int, int], Change]]:
    """For each year the changes by the numbers of project and row, from 1.

    There is none for a project of which there is no year before.
    """
    found: list[dict[tuple[int, int], Change]] = [{} for _ in records]
    for thread in project_threads(records):
        stages = {records[stage.file].year: stage for stage in thread}
        projects = [(year, records[s.file].projects[s.project]) for year, s in stages.items()]
        numbers = {
            id(row): (stage.file, (stage.project + 1, number))
            for stage in thread
            for number, row in enumerate(records[stage.file].projects[stage.project].indicators, 1)
        }
        for values in indicator_threads(projects):
            for before, value in zip((None, *values), values, strict=False):
                if value.year == projects[0][0] or is_withheld(before, value):
                    continue
                file, place = numbers[id(value.indicator)]
                found[file][place] = (
                    Change(str(value.verdict), before.year, before.indicator.value)
                    if before
                    else Change(NEW)
                )
    return list(found)


def is_withheld(*values: Value | None) -> bool:
    """Whether one of them only says so, which is no change of the target."""
    return any(
        model.is_withheld(text)
        for value in values
        if value
        for text in (value.indicator.name, value.indicator.value)
    )

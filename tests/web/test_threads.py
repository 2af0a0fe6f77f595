"""A project's address: one through all its years, and never two projects at one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests import records
from tests.records import project, tree
from tools.web.threads import aliases, threads


def department(*years: list[dict[str, Any]]) -> Any:
    return [
        records.entry(tree(年度=2020 + number, 项目=listed))
        for number, listed in enumerate(years, 1)
    ]


def named(name: str, code: str | None = None) -> dict[str, Any]:
    return project(项目名称=name, 项目编码=code)


def test_the_first_year_gives_the_address_and_later_codes_lead_there() -> None:
    found = threads(department([named("普法", "99A1")], [named("普法", None)]))
    assert [(one.slug, len(one.stages)) for one in found] == [("99a1", 2)]
    (other,) = aliases(found)
    assert other.startswith("p-")
    assert aliases(found)[other] == "99a1"


def test_a_year_added_at_the_end_changes_no_address() -> None:
    first = [named("普法", "99A1"), named("调解", "99A2")]
    before = {one.slug for one in threads(department(first))}
    after = {one.slug for one in threads(department(first, [named("矫正", "99A3"), *first]))}
    assert before < after


def test_a_code_that_looks_like_a_year_takes_no_department_years_place() -> None:
    (found,) = threads(department([named("普法", "2024")]))
    assert found.slug == "p-2024"


names = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from([None, "1A", "2B", "2021"])),
    max_size=4,
)


@given(st.lists(names, min_size=1, max_size=3))
def test_no_two_projects_have_one_address(years: list[list[tuple[str, str | None]]]) -> None:
    found = threads(department(*([named(n, c) for n, c in year] for year in years)))
    slugs = [one.slug for one in found]
    assert len(slugs) == len(set(slugs))
    assert sum(len(one.stages) for one in found) == sum(len(year) for year in years)
    led = aliases(found)
    assert set(led.values()) <= set(slugs)
    assert set(led).isdisjoint(slugs)

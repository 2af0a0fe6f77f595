"""Indicator frameworks (指标框架): which 一级指标 each 二级指标 belongs to."""

import json
from functools import cache
from pathlib import Path

from msgspec import Struct


class Framework(Struct, frozen=True):
    """One framework, e.g. that of 财预〔2015〕88号.

    ``wanted`` are the classes, 一级 or 二级, of which every project should have an indicator.
    """

    name: str
    document: str
    classes: dict[str, list[str]]
    wanted: list[str]

    def is_class(self, name: str, level2: str) -> bool:
        """Whether ``name`` is the 二级指标 itself or the 一级指标 that it belongs to."""
        return name in (level2, self.level1(level2))

    def level1(self, level2: str) -> str:
        """The 一级指标 of a 二级指标; ``KeyError`` if the framework has no such class."""
        for level1, members in self.classes.items():
            if level2 in members:
                return level1
        raise KeyError(level2)


@cache
def load(schema_folder: Path) -> dict[str, Framework]:
    """All frameworks by the name that 指标框架 gives them."""
    content = json.loads((schema_folder / "frameworks.json").read_text("utf-8"))
    return {
        name: Framework(part["名称"], part["文号"], part["一级指标"], part["应有"])
        for name, part in content.items()
    }


def class_names(schema_folder: Path) -> set[str]:
    """Every 一级 and 二级指标 of every framework."""
    return {
        name
        for framework in load(schema_folder).values()
        for level1, members in framework.classes.items()
        for name in (level1, *members)
    }

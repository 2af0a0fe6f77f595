"""A form that nobody wrote code for is written and read back like the others."""

from typing import Any

import pytest

from tests.intake.scans import printed, written
from tests.intake.test_blank import CLASSES, LAYOUTS, blank_of, install
from tests.records import entry, indicator, project, tree
from tools.form import definition
from tools.form.documents import word
from tools.intake import layout, pattern
from tools.intake.blank.drafting import draft
from tools.intake.files import wordfile
from tools.intake.notes import Notes
from tools.intake.recognise import recognise
from tools.source.workspace import Workspace

NAME = "xin-ban"


def content_for(workspace: Workspace) -> dict[str, Any]:
    """A department-year with just the columns that the drafted form has."""
    columns = definition.load(workspace, NAME).columns
    wanted = {part: {*keys.required, *keys.optional} for part, keys in columns.items()}
    rows = [indicator(), indicator(二级指标="社会效益指标", 指标值="<5 & >1"), indicator()]
    one = project(绩效指标=rows, 绩效目标=["第一个。", "第二个。"])
    common = {"项目名称", "绩效目标", "绩效指标"}
    kept = {k: v for k, v in one.items() if k in common | wanted.get("项目", set())}
    if "项目类别" in wanted.get("项目", set()):
        kept["项目类别"] = definition.load(workspace, NAME).categories[0]
    result = tree(版式=NAME, 项目=[kept, {**kept, "项目名称": "第二个项目"}])
    if "文件" not in wanted:
        del result["金额单位"]
    if "编码" not in wanted.get("部门", set()):
        del result["部门"]["编码"]
    return result


@pytest.mark.parametrize("address", LAYOUTS)
def test_a_drafted_form_reads_back(address: str, copy: Workspace) -> None:
    install(copy, draft(wordfile.read(blank_of(address)), NAME, CLASSES), NAME)
    found = entry(content_for(copy))
    scan = wordfile.read(word(copy, found))
    notes = Notes("新版.docx")
    form = pattern.load(copy, NAME, "88号")
    assert written(copy, recognise(scan, form, notes).tree) == printed(copy, found.record)
    assert [note.message for note in notes.problems] == []
    assert layout.find(copy, scan, NAME).folder == NAME

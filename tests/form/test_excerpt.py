"""The form of a single project is the very part of the whole form."""

import io

import docx
import pytest

from tests.records import blameless, entry, project, tree
from tools.form.documents import grid, words
from tools.form.excerpt import SAMPLE, projects
from tools.grid import Document, Paragraph, Section, Table
from tools.source.repository import load
from tools.source.workspace import Workspace


def tables(document: Document) -> list[Table]:
    return [b for section in document.sections for b in section.blocks if isinstance(b, Table)]


def test_every_table_of_the_whole_form_is_in_one_project(workspace: Workspace) -> None:
    for one in load(workspace).entries:
        whole = grid(workspace, one)
        parts = projects(whole, sample=False)
        assert len(parts) == len(one.record.projects)
        assert [table for part in parts for table in tables(part)] == tables(whole)


def test_each_file_is_of_its_project(workspace: Workspace) -> None:
    for one in load(workspace).entries:
        made = words(workspace, one)
        assert sorted(made.projects) == list(range(len(one.record.projects)))
        for index, data in made.projects.items():
            document = docx.Document(io.BytesIO(data))
            name = one.record.projects[index].heading or one.record.projects[index].name
            assert str(name) in document.paragraphs[0].text
            assert one.record.projects[index].name in document.core_properties.title


def test_made_up_data_are_marked(workspace: Workspace) -> None:
    one = entry(tree(项目=[blameless()]))
    (part,) = projects(grid(workspace, one, sample=True), sample=True)
    assert part.sections[0].blocks[1] == SAMPLE


def test_projects_of_categories_keep_their_places(workspace: Workspace) -> None:
    """The form prints them by category; their places are those of the file."""
    names = [("预算项目", "甲"), ("专项资金", "乙"), ("预算项目", "丙")]
    listed = [project(项目名称=name, 项目类别=category) for category, name in names]
    keep = ("项目类别", "项目名称", "绩效目标", "绩效指标")
    listed = [{key: value for key, value in one.items() if key in keep} for one in listed]
    made = words(workspace, entry(tree(版式="hebei-info", 项目=listed)))
    for index, (_, name) in enumerate(names):
        document = docx.Document(io.BytesIO(made.projects[index]))
        assert name in document.paragraphs[0].text


@pytest.mark.parametrize("style", ["正文", "标题"])
def test_a_form_without_headings_of_projects_has_no_parts(style: str) -> None:
    document = Document((Section((Paragraph((), style),), is_numbered=True),))
    assert projects(document, sample=False) == []

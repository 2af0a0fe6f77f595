"""The form of single projects, cut out of the form of their department-year.

A project begins at its heading, in the style that all forms have for it, and ends before the next
heading of its level or above. Nothing is laid out anew: it is the very table of the whole form.
"""

from collections.abc import Iterator

from tools.grid import Document, Paragraph, Run, Section

HEADING = "项目标题"
SAMPLE = Paragraph((Run("（示例数据，纯属虚构）"),), "示例标记")
# Word wants a paragraph behind the last table.
END = Paragraph((), "表末")


def projects(document: Document, sample: bool) -> list[Document]:
    """One form for each project, in the order of the document; ``sample`` marks made-up data."""
    return [_alone(blocks, sample) for section in document.sections for blocks in _cut(section)]


def _alone(section: Section, sample: bool) -> Document:
    """The heading begins a page, so the mark stands behind it."""
    heading, *rest = section.blocks
    mark = (SAMPLE,) if sample else ()
    return Document((Section((heading, *mark, *rest, END), is_numbered=False),))


def _cut(section: Section) -> Iterator[Section]:
    level, start = 0, None
    for index, block in enumerate(section.blocks):
        if not isinstance(block, Paragraph):
            continue
        if start is not None and (0 < block.level <= level or block.style == END.style):
            yield Section(section.blocks[start:index], is_numbered=False)
            start = None
        if block.style == HEADING:
            level, start = block.level, index
    if start is not None:
        yield Section(section.blocks[start:], is_numbered=False)

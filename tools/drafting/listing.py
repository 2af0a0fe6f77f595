"""region.yaml: which departments a region has, and the entry of a new one."""

from msgspec import Struct, structs

from tools import model
from tools.drafting.address import Address
from tools.problem import ProblemError
from tools.source.canonical import canonical, write
from tools.source.reader import Reading, read
from tools.source.repository import REGION_FILE, schema_for
from tools.source.workspace import Workspace


class Listing(Struct, frozen=True):
    """What region.yaml says; without ``reading`` there is no such file yet."""

    reading: Reading | None

    @property
    def region(self) -> model.Region | None:
        """The region's record."""
        return model.region(self.reading.tree) if self.reading else None

    def name(self, department: str) -> str:
        """The department's name; empty where it is not listed."""
        listed = self.region.departments.get(department) if self.region else None
        return listed.name if listed else ""


def listing(workspace: Workspace, region: str) -> Listing:
    """Read a region's file; raise ``ProblemError`` if it is at fault."""
    path = workspace.targets / region / REGION_FILE
    if not path.exists():
        return Listing(None)
    schema, _ = schema_for(workspace, path)
    reading = read(workspace.shown(path), path.read_bytes(), schema)
    if not reading.is_valid:
        raise ProblemError(*reading.problems)
    return Listing(reading)


def listed(
    workspace: Workspace, found: Listing, wanted: Address, name: str, region_name: str
) -> str:
    """The text of region.yaml with the department in it, last; comments stay."""
    schema, schema_path = schema_for(workspace, workspace.targets / wanted.region / REGION_FILE)
    if found.reading is None:
        tree = {"格式": 1, "名称": region_name, "部门": {wanted.department: {"名称": name}}}
        return write(tree, schema, schema_path)
    tree = found.reading.tree
    tree = {**tree, "部门": {**tree["部门"], wanted.department: {"名称": name}}}
    return canonical(structs.replace(found.reading, tree=tree), schema, schema_path)

"""Where things are in a checkout: the folders that make up one project."""

from pathlib import Path

from msgspec import Struct

from tools.problem import Problem, ProblemError

MARK = Path("schema", "department-year.schema.json")


class Workspace(Struct, frozen=True):
    """The root of a checkout and the folders of the design below it.

    ``output`` takes the place of ``build/`` where nobody else may write meanwhile.
    """

    root: Path
    output: Path | None = None

    @property
    def targets(self) -> Path:
        """The data: ``<region>/<department>/<year>.yaml``."""
        return self.root / "targets"

    @property
    def schema(self) -> Path:
        """JSON Schemas and indicator frameworks."""
        return self.root / "schema"

    @property
    def forms(self) -> Path:
        """The official Word forms as plain-text templates, one folder each."""
        return self.root / "templates" / "forms"

    @property
    def data_templates(self) -> Path:
        """What is said of the open data: how to read it, under which terms it stands."""
        return self.root / "templates" / "data"

    @property
    def site_templates(self) -> Path:
        """Jinja templates of the public site's pages."""
        return self.root / "templates" / "site"

    @property
    def site_sources(self) -> Path:
        """Hand-written pages, theme overrides and assets."""
        return self.root / "site"

    @property
    def build(self) -> Path:
        """Everything generated."""
        return self.output or self.root / "build"

    def shown(self, path: Path) -> str:
        """The path as people see it: from the root, with forward slashes."""
        absolute = path.absolute()
        if absolute.is_relative_to(self.root) and ".." not in absolute.parts:
            return absolute.relative_to(self.root).as_posix()
        return path.as_posix()


def find(start: Path) -> Workspace:
    """The checkout that ``start`` lies in; raise ``ProblemError`` where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / MARK).is_file():
            return Workspace(folder)
    raise ProblemError(
        Problem(
            path=str(start),
            rule="no-project",
            message="这里不是绩效目标项目的文件夹",
            hint=f"进入含有 {MARK.as_posix()} 的文件夹再运行",
        )
    )

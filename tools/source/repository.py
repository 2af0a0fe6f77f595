"""Walking ``targets/``: every region, every department-year, and all that is wrong with them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from tools import model
from tools.problem import Problem
from tools.progress import Progress, silent
from tools.source import schema as schemas
from tools.source.canonical import canonical
from tools.source.positions import Positions
from tools.source.reader import Reading, read
from tools.source.schema import Schema
from tools.source.workspace import Workspace

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEAR = re.compile(r"20[0-9]{2}|2100")
REGION_FILE = "region.yaml"


class Entry(Struct, frozen=True, kw_only=True):
    """One valid department-year, with the file it comes from."""

    region: str
    department: str
    year: int
    path: str
    text: str
    record: model.DepartmentYear
    positions: Positions

    @property
    def address(self) -> str:
        """``region/department/year``, the department-year's permanent address."""
        return f"{self.region}/{self.department}/{self.year}"

    def project_at(self, pointer: str) -> str:
        """The code or name of the project that ``pointer`` lies in; empty outside projects."""
        match = re.match(r"/项目/([0-9]+)", pointer)
        return self.record.projects[int(match[1])].identity if match else ""


class Repository(Struct, kw_only=True):
    """What could be read of ``targets/``, and every problem met on the way."""

    regions: dict[str, model.Region]
    entries: list[Entry]
    problems: list[Problem]
    files: int = 0
    broken: set[str]

    def is_sample(self, entry: Entry) -> bool:
        """Whether the entry belongs to a region that is plainly made up."""
        return self.regions[entry.region].sample

    def without_samples(self) -> "Repository":
        """The same repository as the public may see it."""
        kept = {slug: region for slug, region in self.regions.items() if not region.sample}
        entries = [entry for entry in self.entries if entry.region in kept]
        return Repository(
            regions=kept,
            entries=entries,
            problems=self.problems,
            files=self.files,
            broken=self.broken,
        )


def department_year_schema(workspace: Workspace) -> Schema:
    """The schema of one file of ``targets/<region>/<department>/``."""
    return schemas.load(workspace.schema / "department-year.schema.json")


def region_schema(workspace: Workspace) -> Schema:
    """The schema of ``region.yaml``."""
    return schemas.load(workspace.schema / "region.schema.json")


def schema_for(workspace: Workspace, path: Path) -> tuple[Schema, str]:
    """The schema that a file must meet, and the schema's path as seen from the file."""
    is_region = path.name == REGION_FILE
    name = "region.schema.json" if is_region else "department-year.schema.json"
    schema = schemas.load(workspace.schema / name)
    return schema, f"{'../../' if is_region else '../../../'}schema/{name}"


def load(
    workspace: Workspace,
    only: Iterable[Path] = (),
    progress: Progress = silent,
) -> Repository:
    """Read ``targets/``, or only the files and folders of ``only`` below it.

    ``progress`` is called with the number of files done and in all.
    """
    repository = Repository(regions={}, entries=[], problems=[], broken=set())
    chosen = [path.resolve() for path in only]
    files = list(_files(workspace, repository.problems))
    wanted = [path for path in files if _is_wanted(path, chosen)]
    repository.problems = [
        problem
        for problem in repository.problems
        if _is_wanted((workspace.root / problem.path).resolve(), chosen)
    ]
    for number, path in enumerate(wanted, 1):
        _add(workspace, repository, path)
        progress(number, len(wanted))
    for path in sorted({path.parent.parent / REGION_FILE for path in wanted} - set(wanted)):
        if path.is_file():
            _add(workspace, repository, path)
    repository.problems.extend(_unlisted(workspace, repository))
    repository.entries = [e for e in repository.entries if e.region in repository.regions]
    repository.files = len(wanted)
    return repository


def _is_wanted(path: Path, chosen: list[Path]) -> bool:
    return not chosen or any(path.resolve().is_relative_to(place) for place in chosen)


def _files(workspace: Workspace, problems: list[Problem]) -> Iterator[Path]:
    """Data files in a fixed order; a misplaced or misnamed one is a problem, never skipped."""
    for region in _folders(workspace, workspace.targets, problems):
        if (region / REGION_FILE).is_file():
            yield region / REGION_FILE
        else:
            problems.append(_no_region_file(workspace.shown(region)))
        for department in _folders(workspace, region, problems, allowed={REGION_FILE}):
            for path in sorted(department.iterdir()):
                if path.name.startswith("."):
                    continue
                if path.is_file() and path.suffix == ".yaml" and YEAR.fullmatch(path.stem):
                    yield path
                else:
                    problems.append(_misnamed(workspace.shown(path)))


def _folders(
    workspace: Workspace, parent: Path, problems: list[Problem], allowed: Iterable[str] = ()
) -> Iterator[Path]:
    for path in sorted(parent.iterdir()) if parent.is_dir() else ():
        if path.name.startswith(".") or path.name in allowed:
            continue
        if not path.is_dir():
            problems.append(_misnamed(workspace.shown(path)))
        elif path.is_symlink() or not SLUG.fullmatch(path.name):
            problems.append(_bad_slug(workspace.shown(path)))
        else:
            yield path


def _misnamed(path: str) -> Problem:
    return Problem(
        path=path,
        rule="misplaced-file",
        message="这个文件放错了地方，或名字不对",
        hint="放在 targets/<地区>/<部门>/<年度>.yaml，例如 targets/xinglong/zhengfawei/2022.yaml",
    )


def _bad_slug(path: str) -> Problem:
    return Problem(
        path=path,
        rule="bad-slug",
        message="文件夹名不能用",
        hint="用小写字母、数字和连字符，例如 zhengfa-wei；不用链接",
    )


def _no_region_file(path: str) -> Problem:
    return Problem(
        path=path,
        rule="missing-region-file",
        message=f"地区文件夹里没有 {REGION_FILE}",
        hint="照 targets/shili/region.yaml 写一份",
    )


def _add(workspace: Workspace, repository: Repository, path: Path) -> None:
    shown = workspace.shown(path)
    schema, schema_path = schema_for(workspace, path)
    reading = read(shown, path.read_bytes(), schema)
    if path.name == REGION_FILE:
        repository.problems.extend(reading.problems)
        if reading.is_valid:
            repository.regions[path.parent.name] = model.region(reading.tree)
            repository.problems.extend(departure(reading, schema, schema_path))
        return
    entry = _entry(workspace, path, reading) if reading.is_valid else None
    faults = [*reading.problems, *(_entry_problems(workspace, path, entry) if entry else ())]
    repository.problems.extend(faults)
    if entry is None or faults:
        repository.broken.add(shown)
        return
    repository.entries.append(entry)
    repository.problems.extend(departure(reading, schema, schema_path))


def _entry(workspace: Workspace, path: Path, reading: Reading) -> Entry:
    return Entry(
        region=path.parent.parent.name,
        department=path.parent.name,
        year=int(path.stem) if path.stem.isdigit() else 0,
        path=workspace.shown(path),
        text=reading.text,
        record=model.department_year(reading.tree),
        positions=reading.positions,
    )


def _entry_problems(workspace: Workspace, path: Path, entry: Entry) -> Iterator[Problem]:
    """What the schema cannot know: the file's name, and which forms there are."""
    record = entry.record
    if record.year != entry.year:
        place = entry.positions.value("/年度")
        yield Problem(
            path=entry.path,
            line=place.line,
            column=place.column,
            pointer="/年度",
            rule="year-not-file-name",
            message=f"年度写的是 {record.year}，文件名是 {path.name}",
            hint=f"两处改成一致：年度: {entry.year}，或文件改名为 {record.year}.yaml",
        )
    forms = sorted(folder.name for folder in workspace.forms.iterdir() if folder.is_dir())
    if record.form not in forms:
        place = entry.positions.value("/版式")
        yield Problem(
            path=entry.path,
            line=place.line,
            column=place.column,
            pointer="/版式",
            rule="unknown-form",
            message=f"没有“{record.form}”这个版式",
            hint=f"可以写：{'、'.join(forms)}",
        )


def _unlisted(workspace: Workspace, repository: Repository) -> Iterator[Problem]:
    """A department without a name in region.yaml has no title on the site."""
    reported = set()
    for entry in repository.entries:
        region = repository.regions.get(entry.region)
        key = (entry.region, entry.department)
        if region and entry.department not in region.departments and key not in reported:
            reported.add(key)
            yield Problem(
                path=workspace.shown(workspace.targets / entry.region / REGION_FILE),
                rule="unlisted-department",
                message=f"“部门”里没有文件夹 {entry.department} 的名称",
                hint=f"在“部门”下面补上：{entry.department}: 换行再缩进写 名称: ……",
            )


def departure(reading: Reading, schema: Schema, schema_path: str) -> Iterator[Problem]:
    """The first line where a valid file departs from the canonical form."""
    wanted = canonical(reading, schema, schema_path)
    if reading.text == wanted:
        return
    have, want = reading.text.split("\n"), wanted.split("\n")
    number = next(
        (i for i, (a, b) in enumerate(zip(have, want, strict=False)) if a != b),
        min(len(have), len(want)) - 1,
    )
    shown = want[number].strip() if number < len(want) else ""
    yield Problem(
        path=reading.path,
        line=number + 1,
        column=1,
        rule="not-canonical",
        message="写法与规范格式不同（从这一行起）",
        hint=f"运行 nox -s fmt 自动改好；这一行应为：{shown or '（空行或没有这一行）'}",
    )

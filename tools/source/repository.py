"""Walking ``targets/``: every region, every department-year, and all that is wrong with them."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from tools import model
from tools.problem import Level, Problem
from tools.progress import Progress, silent
from tools.source import confirming, redaction, withholding
from tools.source import schema as schemas
from tools.source.canonical import canonical, write
from tools.source.comments import has_comments
from tools.source.positions import Positions
from tools.source.reader import Reading, read
from tools.source.schema import Schema
from tools.source.workspace import Workspace

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEAR = re.compile(r"20[0-9]{2}|2100")
REGION_FILE = "region.yaml"

# What an import leaves beside the data file for the person who checks it; never in git.
IMPORT_REPORT = ".导入报告.md"

# Folders that the site makes itself.
RESERVED = {
    *("assets", "corrections", "coverage", "data", "findings"),
    *("indicators", "opendata", "rules", "search", "sources"),
}


FAULTS = {
    "no-targets": (
        "没有 targets 文件夹，没有数据可以检查",
        "数据文件放在 targets/<地区>/<部门>/<年度>.yaml",
    ),
    "reserved-slug": (
        "这个文件夹名留给网站自己的页面用",
        "换一个名字，例如在后面加上 -xian、-shi、-qu",
    ),
    "misplaced-file": (
        "这个文件放错了地方，或名字不对",
        "放在 targets/<地区>/<部门>/<年度>.yaml，例如 targets/xinglong/zhengfawei/2022.yaml；"
        "Windows 可能隐藏了文件名末尾的 .txt",
    ),
    "bad-slug": (
        "文件夹名不能用",
        "用小写字母、数字和连字符，例如 zhengfa-wei；不用链接",
    ),
    "missing-region-file": (
        f"地区文件夹里没有 {REGION_FILE}",
        "写一份：第一行 格式: 1，第二行 名称: 某某县，第三行 部门:，"
        "下面缩进两格写 文件夹名: ，再缩进两格写 名称: 某某局",
    ),
    "unreadable": ("文件打不开", "检查文件的读取权限，或是否被别的程序占用"),
}


def _fault(path: str, rule: str) -> Problem:
    """What is wrong with a file or folder as a whole."""
    message, hint = FAULTS[rule]
    return Problem(path=path, rule=rule, message=message, hint=hint)


class Entry(Struct, frozen=True, kw_only=True):
    """One valid department-year, with the file it comes from.

    ``clean`` is the file as the public may have it: without comments, and without what is
    withheld. ``redacted`` is the same department-year for the public, where that is another;
    it has in ``hidden`` what was withheld, by its JSON Pointer.
    """

    region: str
    department: str
    year: int
    path: str
    clean: str
    record: model.DepartmentYear
    positions: Positions
    redacted: "Entry | None" = None
    hidden: dict[str, model.Withheld] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether nothing that is withheld is in it any more."""
        return bool(self.hidden) or not self.record.withheld

    def tree(self) -> dict[str, Any]:
        """The record by the form's labels, with ``Withheld`` in every blank left by it."""
        return redaction.marked(model.chinese(self.record), self.hidden)

    def project_tree(self, index: int) -> dict[str, Any]:
        """The same of one project."""
        tree = model.chinese(self.record.projects[index])
        return redaction.marked(tree, self.hidden, f"/项目/{index}")

    def withheld_at(self, pointer: str) -> model.Withheld | None:
        """Why the public may not see what stands at ``pointer``; None where it may."""
        found = (why for at, why in self.hidden.items() if withholding.covers(at, pointer))
        return next(found, None)

    @property
    def address(self) -> str:
        """``region/department/year``, the department-year's permanent address."""
        return f"{self.region}/{self.department}/{self.year}"

    def problem(
        self,
        pointer: str,
        rule: str,
        message: str,
        hint: str,
        *,
        level: Level = Level.ERROR,
        at_key: bool = False,
    ) -> Problem:
        """A problem at ``pointer``, shown at the value or ``at_key``."""
        place = self.positions.key(pointer) if at_key else self.positions.value(pointer)
        return Problem(
            path=self.path,
            line=place.line,
            column=place.column,
            pointer=pointer,
            project=self.project_at(pointer),
            indicator=self.indicator_at(pointer),
            rule=rule,
            level=level,
            message=message,
            hint=hint,
        )

    def project_at(self, pointer: str) -> str:
        """The code or name of the project that ``pointer`` lies in; empty outside projects."""
        match = re.match(r"/项目/([0-9]+)", pointer)
        return self.record.projects[int(match[1])].identity if match else ""

    def indicator_at(self, pointer: str) -> str:
        """The name of the indicator that ``pointer`` lies in; empty outside indicators."""
        match = re.match(r"/项目/([0-9]+)/绩效指标/([0-9]+)", pointer)
        return self.record.projects[int(match[1])].indicators[int(match[2])].name if match else ""


class Repository(Struct, kw_only=True):
    """What could be read of ``targets/``, and every problem met on the way.

    An entry's region is missing from ``regions`` where its region.yaml is missing or faulty.
    ``guarded`` are the departments (region and department) that withhold something, or of which
    a file was left out: what was found by comparing their files may quote it.
    """

    regions: dict[str, model.Region]
    entries: list[Entry]
    problems: list[Problem]
    files: int = 0
    guarded: frozenset[tuple[str, str]] = frozenset()

    def is_sample(self, entry: Entry) -> bool:
        """Whether the entry belongs to a region that is plainly made up."""
        region = self.regions.get(entry.region)
        return region is not None and region.sample

    def keep(self, wanted: Callable[[Entry], bool]) -> "Repository":
        """The same repository with some of its entries, and without its problems."""
        entries = [entry for entry in self.entries if wanted(entry)]
        kept = {entry.path for entry in entries}
        guarded = {
            (entry.region, entry.department)
            for entry in self.entries
            if entry.record.withheld or entry.path not in kept
        }
        return Repository(
            regions=self.regions,
            entries=entries,
            problems=[],
            files=self.files,
            guarded=self.guarded | guarded,
        )

    def public(self, *, samples: bool = False, drafts: bool = False) -> "Repository":
        """What the public may see, and the only way to it: nothing that is withheld.

        Nothing made up and no drafts (编制中) either, unless asked for.
        """
        kept = self.keep(
            lambda entry: (
                (samples or not self.is_sample(entry)) and (drafts or not entry.record.is_draft)
            )
        )
        kept.entries = [entry.redacted or entry for entry in kept.entries]
        kept.require_public()
        return kept

    def left_out(self, public: "Repository") -> tuple[int, int]:
        """How many files of samples, and how many drafts, ``public`` of this has not."""
        kept = {entry.path for entry in public.entries}
        left = [entry for entry in self.entries if entry.path not in kept]
        samples = sum(self.is_sample(entry) for entry in left)
        return samples, len(left) - samples

    def require_public(self) -> None:
        """Raise ``ValueError`` before anything that is withheld gets published."""
        whole = [entry.path for entry in self.entries if not entry.is_public]
        if whole:
            raise ValueError(f"not redacted: {', '.join(whole)}")


def department_year_schema(workspace: Workspace) -> Schema:
    """The schema of one file of ``targets/<region>/<department>/``."""
    return schemas.load(workspace.schema / "department-year.schema.json")


def schema_for(workspace: Workspace, path: Path) -> tuple[Schema, str]:
    """The schema that a file must meet, and the schema's path as seen from the file."""
    is_region = path.name == REGION_FILE
    name = "region.schema.json" if is_region else "department-year.schema.json"
    schema = schemas.load(workspace.schema / name)
    return schema, f"{'../../' if is_region else '../../../'}schema/{name}"


def load(
    workspace: Workspace,
    only: Iterable[Path] | None = None,
    progress: Progress = silent,
) -> Repository:
    """Read ``targets/``, or if ``only`` is given just those files and folders below it.

    ``progress`` is called with the number of files done and in all.
    """
    paths, problems = data_files(workspace, only)
    repository = Repository(regions={}, entries=[], problems=problems, files=len(paths))
    for number, path in enumerate(paths, 1):
        _add(workspace, repository, path)
        progress(number, len(paths))
    regions = {path.parent.parent / REGION_FILE for path in paths if path.name != REGION_FILE}
    for path in sorted(regions - set(paths)):
        if _is_regular(path):
            _add(workspace, repository, path)
        elif not any(problem.path == workspace.shown(path.parent) for problem in problems):
            problems.append(_fault(workspace.shown(path.parent), "missing-region-file"))
    repository.problems.extend(_unlisted(workspace, repository))
    return repository


def data_files(
    workspace: Workspace, only: Iterable[Path] | None = None
) -> tuple[list[Path], list[Problem]]:
    """The data files in a fixed order, and every misplaced thing below ``targets/``.

    With ``only``, just those at or below one of its paths.
    """
    chosen = None if only is None else [path.absolute() for path in only]
    problems: list[Problem] = []
    paths = [path for path in _files(workspace, problems) if _is_wanted(path, chosen)]
    told = [p for p in problems if _is_wanted(workspace.root / p.path, chosen)]
    return paths, told


def _is_wanted(path: Path, chosen: list[Path] | None) -> bool:
    return chosen is None or any(path.absolute().is_relative_to(place) for place in chosen)


def _files(workspace: Workspace, problems: list[Problem]) -> Iterator[Path]:
    """Data files in a fixed order; a misplaced or misnamed one is a problem, never skipped."""
    if not workspace.targets.is_dir():
        problems.append(_fault("targets", "no-targets"))
        return
    taken = reserved(workspace)
    for region in _folders(workspace, workspace.targets, problems):
        if region.name in taken:
            problems.append(_fault(workspace.shown(region), "reserved-slug"))
            continue
        region_file = region / REGION_FILE
        if _is_regular(region_file):
            yield region_file
        else:
            problems.append(_fault(workspace.shown(region), "missing-region-file"))
        for department in _folders(workspace, region, problems, allowed={REGION_FILE}):
            for path in sorted(department.iterdir()):
                if path.name.startswith(".") or path.name.endswith(IMPORT_REPORT):
                    continue
                if _is_year_file(path) and _is_regular(path):
                    yield path
                else:
                    problems.append(_fault(workspace.shown(path), "misplaced-file"))


def reserved(workspace: Workspace) -> set[str]:
    """Names that no region may have, because the site's own pages have them."""
    return RESERVED | {path.stem for path in (workspace.site_sources / "pages").iterdir()}


def years(folder: Path) -> list[int]:
    """The years that the department of ``folder`` has files of, the earliest first."""
    return sorted(
        int(path.stem)
        for path in folder.glob("*.yaml")
        if _is_year_file(path) and _is_regular(path)
    )


def is_data_path(path: Path) -> bool:
    """Whether a path, as seen from ``targets/``, is the place of a data file.

    Whatever the folders are called: in git they may have had names that are refused today.
    """
    if any(part.startswith(".") for part in path.parts):
        return False
    is_region = len(path.parts) == 2 and path.name == REGION_FILE
    return is_region or (len(path.parts) == 3 and _is_year_file(path))


def _is_regular(path: Path) -> bool:
    return not path.is_symlink() and path.is_file()


def _is_year_file(path: Path) -> bool:
    return path.suffix == ".yaml" and YEAR.fullmatch(path.stem) is not None


def _folders(
    workspace: Workspace, parent: Path, problems: list[Problem], allowed: Iterable[str] = ()
) -> Iterator[Path]:
    for path in sorted(parent.iterdir()):
        if path.name.startswith(".") or path.name in allowed:
            continue
        if path.is_symlink() or (path.is_dir() and not SLUG.fullmatch(path.name)):
            problems.append(_fault(workspace.shown(path), "bad-slug"))
        elif not path.is_dir():
            problems.append(_fault(workspace.shown(path), "misplaced-file"))
        else:
            yield path


def _add(workspace: Workspace, repository: Repository, path: Path) -> None:
    shown = workspace.shown(path)
    schema, schema_path = schema_for(workspace, path)
    try:
        data = path.read_bytes()
    except OSError:
        repository.problems.append(_fault(shown, "unreadable"))
        return
    reading = read(shown, data, schema)
    faults = list(reading.problems)
    if reading.is_valid and path.name == REGION_FILE:
        repository.regions[path.parent.name] = model.region(reading.tree)
    elif reading.is_valid:
        entry = entry_of(workspace, path, reading)
        faults.extend(_entry_problems(workspace, path, entry))
        if not faults:
            repository.entries.append(entry)
        repository.problems.extend(_unconfirmed(entry, reading))
    repository.problems.extend(faults)
    if not faults:
        repository.problems.extend(departure(reading, schema, schema_path))


def entry_of(workspace: Workspace, path: Path, reading: Reading) -> Entry:
    """The entry of a valid reading of the data file ``path``."""
    schema, schema_path = schema_for(workspace, path)
    entry = Entry(
        region=path.parent.parent.name,
        department=path.parent.name,
        year=int(path.stem) if path.stem.isdigit() else 0,
        path=workspace.shown(path),
        clean=_clean(reading, schema, schema_path),
        record=model.department_year(reading.tree),
        positions=reading.positions,
    )
    if not entry.record.withheld:
        return entry
    if any(withholding.problems(entry)):  # nobody knows what is meant, so nothing may go out
        return structs.replace(entry, clean="")
    redacted = _redacted(entry, reading, schema, schema_path)
    return structs.replace(entry, clean=redacted.clean, redacted=redacted)


def _redacted(entry: Entry, reading: Reading, schema: Schema, schema_path: str) -> Entry:
    """The entry as the public may see it: a file of its own, with its own lines."""
    tree, hidden = redaction.redacted(reading.tree)
    text = write(tree, schema, schema_path)
    public = read(entry.path, text.encode("utf-8"), schema)
    if not public.is_valid:
        raise ValueError(f"{entry.path}: {public.problems}")
    return structs.replace(
        entry,
        clean=text,
        record=model.department_year(public.tree),
        positions=public.positions,
        hidden=hidden,
    )


def _clean(reading: Reading, schema: Schema, schema_path: str) -> str:
    """The file as the public may have it: comments are remarks of the people who work on it."""
    if not has_comments(reading.text):
        return reading.text
    return write(reading.tree, schema, schema_path)


def _entry_problems(workspace: Workspace, path: Path, entry: Entry) -> Iterator[Problem]:
    """What the schema cannot know: the file's name, and which forms there are."""
    record = entry.record
    if record.year != entry.year:
        message = f"年度写的是 {record.year}，文件名是 {path.name}"
        hint = f"两处改成一致：年度: {entry.year}，或文件改名为 {record.year}.yaml"
        yield entry.problem("/年度", "year-not-file-name", message, hint)
    yield from _impossible_dates(entry)
    yield from withholding.problems(entry)
    forms = sorted(folder.name for folder in workspace.forms.iterdir() if folder.is_dir())
    if record.form not in forms:
        hint = f"可以写：{'、'.join(forms)}"
        yield entry.problem("/版式", "unknown-form", f"没有“{record.form}”这个版式", hint)


def _unconfirmed(entry: Entry, reading: Reading) -> Iterator[Problem]:
    """No reason to leave the file unread: what else is wrong with it is told as well."""
    for problem in confirming.check(reading):
        yield structs.replace(
            problem,
            project=entry.project_at(problem.pointer),
            indicator=entry.indicator_at(problem.pointer),
        )


def _impossible_dates(entry: Entry) -> Iterator[Problem]:
    for index, correction in enumerate(entry.record.corrections):
        try:
            date.fromisoformat(correction.date)
        except ValueError:
            message, hint = f"没有 {correction.date} 这一天", "年-月-日，例如 2024-05-06"
            yield entry.problem(f"/更正记录/{index}/日期", "no-such-date", message, hint)


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
    if reading.text == wanted and not reading.has_windows_lines:
        return
    line, fault = _first_difference(reading, wanted)
    yield Problem(
        path=reading.path,
        line=line,
        column=1,
        rule="not-canonical",
        message="写法与规范格式不同（从这一行起）",
        hint=f"运行 nox -s fmt 自动改好；{fault}",
    )


def _first_difference(reading: Reading, wanted: str) -> tuple[int, str]:
    if reading.text == wanted:
        return 1, "换行符是 Windows 的（CRLF），应为 LF"
    if reading.text.rstrip("\n") == wanted.rstrip("\n"):
        return wanted.count("\n"), "文件末尾应当正好有一个换行"
    have, want = reading.text.split("\n"), wanted.split("\n")
    number = next((i for i, (a, b) in enumerate(zip_longest(have, want)) if a != b), 0)
    shown = want[number].strip() if number < len(want) else ""
    if number < len(have) and have[number].strip() == shown != "":
        spaces = len(want[number]) - len(want[number].lstrip())
        is_trailing = have[number].rstrip() == want[number]
        return number + 1, "行尾多了空格" if is_trailing else f"这一行前面应当空 {spaces} 格"
    return min(number + 1, len(have)), f"这一行应为：{shown or '（空行，或没有这一行）'}"

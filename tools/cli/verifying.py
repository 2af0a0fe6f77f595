"""The command that says whether files are ours: verify."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Annotated

import msgspec
from cyclopts import Parameter

from tools.cli.console import FAILED, err, out, refusal
from tools.cli.frame import app
from tools.source import workspace as workspaces
from tools.web.opendata import manifest as manifests
from tools.web.opendata import places
from tools.web.opendata.manifest import Earlier, Manifest, Published
from tools.web.opendata.verifying import Outcome, Verified, verify

SHOWN = 3
Files = Annotated[
    list[Path],
    Parameter(help="要核对的文件：Word、YAML 或数据文件。", negative=(), show_default=False),
]
ManifestFile = Annotated[
    Path | None,
    Parameter(
        name="--manifest",
        help="网站上的 data/manifest.json。不写就用 build/ 里最近生成的。",
        show_default=False,
    ),
]


@app.command(name="verify", usage="")
def verify_command(files: Files, /, *, manifest: ManifestFile = None) -> int:
    """核对文件是不是我们公开的，有没有改动过。

    例：

    - `nox -s verify -- xinglong-zhengfawei-2022.docx`
    - `nox -s verify -- 下载的文件.xlsx --manifest manifest.json`
    """
    known = _manifest(manifest)
    results = [(path, verify(known, path, path.read_bytes())) for path in files]
    for path, result in results:
        out.print("\n".join(_told(known, path, result)), markup=False)
    altered = sum(not result.is_ours for _, result in results)
    if altered:
        err.print(f"{len(results)} 个文件里有 {altered} 个不是公开时的样子。")
    return FAILED if altered else 0


def _manifest(given: Path | None) -> Manifest:
    path = given or _built(workspaces.find(Path()).build)
    if not path.is_file():
        hint = "先运行 nox -s data，或从网站下载 data/manifest.json，用 --manifest 指定"
        raise refusal(str(path), "no-manifest", "没有公开文件的清单", hint)
    try:
        return manifests.read(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        hint = "从网站重新下载 data/manifest.json"
        raise refusal(str(path), "not-a-manifest", "这不是公开文件的清单", hint) from error


def _built(build: Path) -> Path:
    """The newer of those that ``data`` and ``site`` wrote."""
    paths = [build / places.MANIFEST, build / "site" / places.MANIFEST]
    known = [path for path in paths if path.is_file()]
    return max(known, key=lambda path: path.stat().st_mtime, default=paths[0])


def _told(manifest: Manifest, path: Path, result: Verified) -> Iterator[str]:
    if result.earlier:
        for old in result.earlier[:SHOWN]:
            yield f"△ {path}：{_earlier(manifest, old)}"
            yield f"    {old.path}"
        return
    sign = "✓" if result.is_ours else "✗"
    if result.outcome is Outcome.ALTERED:
        yield f"{sign} {path}：{_differs(manifest, result.files)}"
    elif result.outcome is Outcome.RENAMED:
        yield f"{sign} {path}：内容是公开的文件，一字不差，只是文件名不同："
    elif result.outcome is Outcome.OURS:
        yield f"{sign} {path}：是公开的文件，没有改动："
    else:
        yield f"{sign} {path}：{_unknown(manifest)}"
    for file in result.files[:SHOWN]:
        yield f"    {_named(manifest, file)}"
    if len(result.files) > SHOWN:
        yield f"    等 {len(result.files)} 个"


def _earlier(manifest: Manifest, file: Earlier) -> str:
    told = f"是 {file.date} 的版本（提交 {file.short_id}）" if file.commit else "是以前公开的版本"
    now = manifest.department_years.get(file.department_year)
    if now is None:
        rest = "现在已经不公开，或者换了网址"
    elif now.commit and now.commit == file.commit:
        rest = "数据没有变，现在公开的只是重新排过版"
    else:
        rest = "现在公开的已经更正：corrections/"
    return f"{told}，没有改动；{rest}"


def _differs(manifest: Manifest, files: Iterable[Published]) -> str:
    """Only of whole Word and YAML files are the earlier ones known."""
    known = {(file.department_year, PurePath(file.path).suffix) for file in manifest.earlier}
    if any((file.department_year, PurePath(file.path).suffix) in known for file in files):
        return "名字相同，内容与现在公开的、清单里以前公开的都不同，应当是改动过："
    return "与现在公开的不同。名字相同，内容改动过，或者是更正以前下载的："


def _unknown(manifest: Manifest) -> str:
    if manifest.earlier:
        return "不是公开的文件，名字和内容都对不上。"
    return "名字和内容都对不上；也可能是更正以前公开、又改了文件名的。"


def _named(manifest: Manifest, file: Published) -> str:
    version = manifest.department_years.get(file.department_year)
    if version is None:
        return f"全部部门年度的{file.sort}：{file.path}"
    told = f"{version.title}（{file.department_year}）的{file.sort}：{file.path}"
    if not version.commit:
        return told
    return (
        f"{told}\n      出自数据文件的版本 {version.short_id}（{version.date}，{version.commit}）"
    )

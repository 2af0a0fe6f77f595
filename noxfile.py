"""The build: every job is a session; `nox` alone runs the main job.

What belongs to the data takes arguments after `--`, e.g. `nox -s check -- --format json`.
"""

import hashlib
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["build"]
nox.options.error_on_missing_interpreters = True

LOCKS = Path("requirements")


def environment(session: nox.Session, name: str) -> Path:
    """One environment for each lock file, made anew only when the lock file changes.

    Sessions share them, so that the second command of a day starts at once.
    """
    folder = Path(".nox", f"env-{name}").absolute()
    lock = LOCKS / f"{name}.lock"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text("utf-8") != digest:
        session.log(f"准备运行环境 {folder.name}（第一次要一两分钟）……")
        session.run(sys.executable, "-m", "virtualenv", "-q", "--clear", str(folder), external=True)
        install = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes")
        session.run(str(python), *install, "-r", str(lock), external=True)
        stamp.write_text(digest, "utf-8")
    return python


def tools(session: nox.Session, command: str) -> None:
    """Run one command of the package with the session's own arguments."""
    python = environment(session, "main")
    session.run(str(python), "-m", "tools", command, *session.posargs, external=True)


@nox.session(python=False)
def build(session: nox.Session) -> None:
    """主要工作：检查，生成 Word 文件、网站和开放数据。"""
    tools(session, "build")


@nox.session(python=False)
def check(session: nox.Session) -> None:
    """检查数据文件。"""
    tools(session, "check")


@nox.session(python=False)
def explain(session: nox.Session) -> None:
    """说明审核规则。"""
    tools(session, "explain")


@nox.session(python=False)
def diff(session: nox.Session) -> None:
    """绩效目标改了什么：两个年度、两个文件或两个 Git 版本之间。"""
    tools(session, "diff")


@nox.session(python=False)
def history(session: nox.Session) -> None:
    """一个项目、一条指标历年怎样变。"""
    tools(session, "history")


@nox.session(python=False)
def fmt(session: nox.Session) -> None:
    """把数据文件改成规范写法。"""
    tools(session, "fmt")


@nox.session(python=False)
def new(session: nox.Session) -> None:
    """起草一个部门年度：从上一年滚动，或从空白表开始。"""
    tools(session, "new")


@nox.session(name="import", python=False)
def import_(session: nox.Session) -> None:
    """把 Word、Excel、PDF 里的绩效目标读成数据文件。"""
    tools(session, "import")


@nox.session(python=False)
def documents(session: nox.Session) -> None:
    """生成 Word 文件，写到 build/documents/。"""
    tools(session, "documents")


@nox.session(python=False)
def site(session: nox.Session) -> None:
    """生成公开网站，连同开放数据，写到 build/site/。"""
    tools(session, "site")


@nox.session(python=False)
def data(session: nox.Session) -> None:
    """生成开放数据，写到 build/data/。"""
    tools(session, "data")


@nox.session(python=False)
def publish(session: nox.Session) -> None:
    """发布网站和开放数据：由提交过的版本生成，放到文件夹或分支。"""
    tools(session, "publish")


@nox.session(python=False)
def verify(session: nox.Session) -> None:
    """核对文件是不是公开的，有没有改动过。"""
    tools(session, "verify")


@nox.session(python=False)
def serve(session: nox.Session) -> None:
    """在本机预览网站，含示例数据。"""
    tools(session, "serve")


@nox.session(python=False)
def form(session: nox.Session) -> None:
    """版式：预览，或由空白表新建。"""
    tools(session, "form")


@nox.session(python=False)
def tests(session: nox.Session) -> None:
    """Tests that need only Python and pip."""
    python = environment(session, "tests")
    session.run(str(python), "-m", "pytest", "--ignore=tests/e2e", *session.posargs, external=True)


@nox.session(python=False)
def e2e(session: nox.Session) -> None:
    """Tests that need LibreOffice, poppler-utils and Chromium."""
    python = environment(session, "e2e")
    session.run(str(python), "-m", "pytest", "tests/e2e", *session.posargs, external=True)


@nox.session(python=False)
def zensical(session: nox.Session) -> None:
    """Build the site with MkDocs and with Zensical, and compare the two."""
    python = environment(session, "zensical")
    session.run(str(python), "-m", "tests.zensical", *session.posargs, external=True)


@nox.session(python=False)
def bench(session: nox.Session) -> None:
    """Measure speed and memory against the budgets and beside other libraries."""
    python = environment(session, "bench")
    session.run(str(python), "-m", "tests.bench", *session.posargs, external=True)


@nox.session(python=False)
def lint(session: nox.Session) -> None:
    """Ruff and mypy; shell scripts, pipelines and hooks."""
    python = environment(session, "lint")
    session.run(str(python), "-m", "ruff", "check", ".", external=True)
    session.run(str(python), "-m", "ruff", "format", "--check", ".", external=True)
    session.run(str(python), "-m", "mypy", external=True)
    scripts = ("gitee", "publish", "pull-request", "reports", "run", "setup-git")
    shellcheck = python.with_name("shellcheck.exe" if sys.platform == "win32" else "shellcheck")
    session.run(str(shellcheck), *(f".ci/{name}" for name in scripts), external=True)
    schema = (str(python), "-m", "check_jsonschema", "--builtin-schema")
    github = sorted(str(path) for path in Path(".github", "workflows").glob("*.yml"))
    session.run(*schema, "vendor.github-workflows", *github, external=True)
    gitlab = ("--data-transform", "gitlab-ci", ".gitlab-ci.yml")
    session.run(*schema, "vendor.gitlab-ci", *gitlab, external=True)
    hooks = (str(python), "-m", "pre_commit")
    session.run(*hooks, "validate-config", ".pre-commit-config.yaml", external=True)
    session.run(*hooks, "validate-manifest", ".pre-commit-hooks.yaml", external=True)


@nox.session(python=False)
def lock(session: nox.Session) -> None:
    """Write requirements/*.lock anew from pyproject.toml, with hashes and without addresses."""
    python = environment(session, "lint")
    locks = {
        "main": (),
        "tests": ("tests",),
        "e2e": ("tests", "e2e"),
        "lint": ("tests", "bench", "lint"),
        "bench": ("tests", "bench"),
        "zensical": ("zensical",),
    }
    for name, groups in locks.items():
        options = [word for group in groups for word in ("--group", group)]
        session.run(
            *(str(python), "-m", "uv", "pip", "compile", "pyproject.toml", *options),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"),
            *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
            *("-q", "-o", f"requirements/{name}.lock"),
            external=True,
        )

"""Read .doc files by way of LibreOffice, which makes .docx of them.

``convert`` starts a program: call it where memory is not limited. ``read`` does both.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace

from tools.intake.files import compound
from tools.intake.scan import Place, Remark, Scan, UnreadableError

NAMES = ("soffice", "libreoffice", "soffice.com")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
SECONDS = 120
SUFFIXES = (".doc",)
RTF = b"{\\rtf"
# [MS-DOC] 2.5.2, FibBase: the flags of the file, of which one says that it is encrypted
FLAGS, ENCRYPTED = 10, 0x01
BROKEN = "文件已损坏，或者不是真正的 .doc 文件，读不出来"
HINT = "请在 WPS 或 Word 里打开，另存为 .docx 再导入"
THROUGH = Remark(Place(), "旧格式 .doc 是经 LibreOffice 转成 .docx 读的，请对照原件核对")
# Macros never run, whatever the file asks for, and links to other files are not followed.
# LibreOffice, officecfg/registry/schema/org/openoffice/Office/Common.xcs
PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# A proxy at a closed port of this computer: nothing that the file links to is fetched.
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")


def read(data: bytes) -> Scan:
    """A .doc file, through LibreOffice. Raise ``UnreadableError``."""
    from tools.intake.files import wordfile

    scan = wordfile.read(convert(data, ".doc"))
    return replace(scan, remarks=(THROUGH, *scan.remarks))


def convert(data: bytes, suffix: str) -> bytes:
    """The .docx that LibreOffice makes of a file of an older format such as ``.doc``.

    Raise ``UnreadableError`` where there is no LibreOffice, or it does not succeed in
    ``SECONDS`` seconds; ``ValueError`` for a suffix that is not among ``SUFFIXES``.
    """
    if suffix not in SUFFIXES:
        raise ValueError(suffix)
    _check(data)
    program = find()
    if program is None:
        raise UnreadableError("这是旧格式 .doc 文件，本机没有 LibreOffice，读不了", HINT)
    with tempfile.TemporaryDirectory(prefix="intake-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
        _run(program, folder, source)
        result = folder / "out" / "source.docx"
        if not result.is_file():
            raise UnreadableError("LibreOffice 打不开这个 .doc 文件，可能已损坏或有密码", HINT)
        return result.read_bytes()


def _check(data: bytes) -> None:
    """LibreOffice takes anything for text, so what is no Word file is refused here."""
    if data.startswith(RTF):
        return
    try:
        main = compound.stream(data, "WordDocument")
    except compound.DamagedError as error:
        raise UnreadableError(BROKEN, HINT) from error
    if len(main) < FLAGS + 2:
        raise UnreadableError(BROKEN, HINT)
    if main[FLAGS + 1] & ENCRYPTED:
        raise UnreadableError("文件设有打开密码，读不出来", f"{HINT}；另存之前请去掉密码")


def find() -> str | None:
    """Where LibreOffice is on this computer."""
    on_path = (shutil.which(name) for name in NAMES)
    installed = (place for place in PLACES if Path(place).is_file())
    return next((found for found in (*on_path, *installed) if found), None)


def _run(program: str, folder: Path, source: Path) -> None:
    """Run the conversion, and end it with all its helpers when its time is over."""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    try:
        process = subprocess.Popen(
            [*command, str(source)],
            cwd=folder,
            env={**os.environ, **OFFLINE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableError("LibreOffice 启动不了", HINT) from error
    with process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(
                f"LibreOffice 转换了 {SECONDS} 秒还没有完，已停止", HINT
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """On Unix soffice is a script whose child does the work, so the group has to go."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32/taskkill.exe"
            subprocess.run(
                [str(taskkill), "/F", "/T", "/PID", str(process.pid)],
                check=False,
                capture_output=True,
            )
            process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return

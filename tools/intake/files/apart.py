"""Reads a file in a process of its own, bounded in time and memory.

A file made to harm, or one that brings a library down, ends that process and nothing else. The
answer comes back as msgpack, which holds data only.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from tools.intake.files.reading import Old, read
from tools.intake.scan import Scan, UnreadableError

SECONDS = 120
MEMORY = 2 * 1024**3
OUT_OF_MEMORY = 70
ROOT = Path(__file__).parents[3]
# Isolated (-I), the child still has to find the libraries where this process has found them.
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from tools.intake.files.apart import main; main(*map(int, sys.argv[2:]))"
)
SIMPLER = "用 Word 或 WPS 打开它，另存为新的 .docx 再导入；还不行，把正文复制到新的文件里"


class Failure(Struct, frozen=True, tag=True):
    """An ``UnreadableError`` on its way back."""

    message: str
    hint: str


Answer = Scan | Old | Failure


def scan(source: BinaryIO, seconds: int = SECONDS, memory: int = MEMORY) -> Scan | Old:
    """Read an open file in another process; raise ``UnreadableError``.

    ``source`` is a file of the system's. ``memory`` is in bytes, and holds where the system can
    limit it (not on Windows).
    """
    path = json.dumps([str(Path(entry).absolute()) for entry in (str(ROOT), *sys.path)])
    command = [sys.executable, "-I", "-X", "utf8", "-c", START, path, str(seconds), str(memory)]
    with subprocess.Popen(
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # of Windows only
    ) as child:
        try:
            answer, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            message = f"读了 {seconds} 秒还没有读完，停下来了"
            raise UnreadableError(message, f"文件可能太大或太复杂：{SIMPLER}") from error
        finally:
            child.kill()
    return _decoded(answer, child.returncode)


def _decoded(answer: bytes, code: int) -> Scan | Old:
    if code == OUT_OF_MEMORY:
        raise UnreadableError("文件太大或太复杂，内存不够，没有读", SIMPLER)
    try:
        found: Answer = msgspec.msgpack.decode(answer, type=Answer)
    except msgspec.DecodeError as error:
        raise UnreadableError("读这个文件的时候程序出错停下了，没有读完", SIMPLER) from error
    if isinstance(found, Failure):
        raise UnreadableError(found.message, found.hint)
    return found


def main(seconds: int, memory: int) -> None:
    """The other process: a file on standard input, the answer on standard output."""
    with os.fdopen(os.dup(1), "wb") as output:
        # Whatever a library prints goes nowhere, and not into the answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _limit(seconds, memory)
        try:
            output.write(msgspec.msgpack.encode(answer(sys.stdin.buffer.read())))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def answer(data: bytes) -> Answer:
    """What came of reading ``data``; out of memory is left to the caller."""
    try:
        return read(data)
    except UnreadableError as error:
        return Failure(str(error), error.hint)
    except RecursionError:
        return Failure("文件的内容一层套一层，套得太深，没有读", SIMPLER)


def _limit(seconds: int, memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        with suppress(OSError, ValueError):  # macOS knows limits that it does not let one set
            resource.setrlimit(kind, (amount, amount))

"""Reading a file in a process of its own, bounded in memory and time.

A file from outside can bring any parser to its knees; here that ends one process and gives a
message. Run as ``python -m tools.intake.files.apart``: the file on stdin, the answer on stdout.
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from tools.intake.files import kinds
from tools.intake.scan import Scan, UnreadableError

ROOT = Path(__file__).parents[3]
SECONDS = 120
MEMORY = 2_000_000_000
TOO_MUCH = (
    "读这个文件用的时间或内存太多，没有读完",
    "在 WPS 或 Word 里打开，删去图片和不相干的内容，另存为新的文件再导入",
)


class Answer(Struct, frozen=True):
    """What came of it: a scan, the kind of a file to convert, or why it cannot be read."""

    scan: Scan | None = None
    kind: str = ""
    message: str = ""
    hint: str = ""


def read(data: bytes) -> Scan | str:
    """As ``kinds.read``, in a process of its own; raise ``UnreadableError``."""
    command = [sys.executable, "-m", "tools.intake.files.apart"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
        answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    except (subprocess.TimeoutExpired, msgspec.DecodeError) as error:
        raise UnreadableError(*TOO_MUCH) from error
    if answer.message:
        raise UnreadableError(answer.message, answer.hint)
    return answer.scan if answer.scan is not None else answer.kind


def main() -> None:
    """Read stdin and answer on stdout, which nothing else may write to."""
    _limit()
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    stream.write(msgspec.msgpack.encode(_answer(sys.stdin.buffer.read())))
    stream.close()


def _answer(data: bytes) -> Answer:
    try:
        found = kinds.read(data)
    except UnreadableError as error:
        return Answer(message=str(error), hint=error.hint)
    except (MemoryError, RecursionError):
        return Answer(message=TOO_MUCH[0], hint=TOO_MUCH[1])
    return Answer(kind=found) if isinstance(found, str) else Answer(scan=found)


def _limit() -> None:
    """Windows has no such limits; the time limit of the caller holds there all the same."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()

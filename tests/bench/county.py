"""Prints the seconds that a fresh process needs for all of a workspace, imports included.

``check FOLDER`` is the project's own check; ``plain FOLDER`` only loads the YAML.
"""

import time

START = time.perf_counter()

import sys  # noqa: E402
from pathlib import Path  # noqa: E402

if __name__ == "__main__":
    way, folder = sys.argv[1:]
    if way == "check":
        from tools.checking import check
        from tools.source.workspace import Workspace

        checked = check(Workspace(Path(folder)))
        assert not checked.faults, checked.faults[:3]
    else:
        import yaml

        for path in sorted(Path(folder, "targets").rglob("*.yaml")):
            yaml.load(path.read_bytes(), yaml.CSafeLoader)
    print(time.perf_counter() - START)  # noqa: T201

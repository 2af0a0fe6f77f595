#!/usr/bin/env python3
"""Turn the SARIF of `nox -s check` into GitLab's Code Quality report, which takes no SARIF.

    python3 .ci/codequality.py check.sarif > codequality.json

GitLab reads description, check_name, fingerprint, severity and location of each finding, and shows
what the merge request adds and what it mends beside what the main branch has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def code_quality(sarif: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry a finding."""
    return [entry(result) for run in sarif["runs"] for result in run["results"]]


def entry(result: dict[str, Any]) -> dict[str, Any]:
    """A finding; its fingerprint stays the same while the defect does."""
    physical = result["locations"][0]["physicalLocation"]
    return {
        "description": result["message"]["text"],
        "check_name": result["ruleId"],
        "fingerprint": result["partialFingerprints"]["primaryLocationLineHash"],
        "severity": SEVERITIES[result["level"]],
        "location": {
            "path": unquote(physical["artifactLocation"]["uri"]),
            "lines": {"begin": physical["region"]["startLine"]},
        },
    }


def main(path: str) -> int:
    """Print the report of one SARIF file; return the exit code."""
    try:
        report = code_quality(json.loads(Path(path).read_text("utf-8")))
    except (OSError, ValueError, KeyError):
        print(f"{path} 读不出检查结果；先看检查是怎么说的。", file=sys.stderr)
        return 1
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Checking: one large file warm, and the files of a county in a fresh process."""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from tests.bench.measuring import Measured, child, in_turns
from tests.bench.sample import WORKSPACE, county, empty_workspace, one_file
from tools import framework
from tools.checking import check
from tools.review.engine import all_rules, review
from tools.source.repository import load


def measure() -> Iterator[Measured]:
    """One file, then a county."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = empty_workspace(Path(folder))
        path = one_file(workspace)
        data = path.read_bytes()
        ours, theirs = in_turns(lambda: check(workspace, [path]), _plain(data))
        assert not (faults := check(workspace, [path]).faults), faults[:3]
        yield Measured(
            what=f"check, one file of {len(data) / 1000:.0f} KB, warm",
            figure=ours,
            unit="ms",
            budget=60,
            beside="PyYAML's CSafeLoader and jsonschema",
            other=theirs,
        )
        entries = load(workspace, [path]).entries
        frameworks = framework.load(workspace.schema)
        rules, whole = in_turns(
            lambda: list(review(entries, frameworks)), lambda: check(workspace, [path])
        )
        yield Measured(
            what=f"of that, the {len(all_rules())} review rules: ratio is their share",
            figure=rules,
            unit="ms",
            budget=None,
            beside="the whole check",
            other=whole,
        )
    with tempfile.TemporaryDirectory() as folder:
        size = county(empty_workspace(Path(folder)))
        ours, theirs = (float(child("county", way, folder)) for way in ("check", "plain"))
        yield Measured(
            what=f"check, a county of 800 files ({size / 1e6:.1f} MB), cold",
            figure=ours,
            unit="s",
            budget=30,
            beside="PyYAML's CSafeLoader alone, cold",
            other=theirs,
        )


def _plain(data: bytes) -> Callable[[], None]:
    schema = json.loads((WORKSPACE.schema / "department-year.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)

    def work() -> None:
        errors = list(validator.iter_errors(yaml.load(data, yaml.CSafeLoader)))
        assert len(errors) < 100  # YAML's guesses break some; the reading is what counts

    return work

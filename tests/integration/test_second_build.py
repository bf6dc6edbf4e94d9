"""A delivery that comes again, with another manifest: what it says is held against what was counted the first time."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.cli import run, succeed
from tests.support.deliveries import Packaging, make_delivery

REJECTED = 3


def test_a_manifest_that_says_other_numbers_of_lines_rejects_a_second_time_too(home: Path, tmp_path: Path) -> None:
    source = make_delivery(2023, 8).write(tmp_path / "source", Packaging(manifest=True))
    arguments = ("build", "--year", "2023", "--source", str(source), "--no-prefect")
    assert not succeed(home, *arguments)["skipped"]
    assert succeed(home, *arguments)["skipped"]
    manifest = source / "2023" / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["files"][1]["rows"] += 1
    manifest.write_text(json.dumps(said), encoding="utf-8")
    done = run(home, *arguments)
    assert done.code == REJECTED
    assert f"{said['files'][1]['name']}: " in done.err
    assert "manifest.json says another number" in done.err

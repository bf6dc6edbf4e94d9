"""One small year through the real flows, under Prefect's temporary server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import manifest, new_home, parted
from tests.support.deliveries import Packaging, make_delivery

pytestmark = pytest.mark.prefect
ROOT = Path(__file__).parent.parent.parent


def banenafspraak(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_API")}
    environment |= {"PREFECT_HOME": str(home.parent / "prefect")}
    command = [sys.executable, "-m", "flows", "--home", str(home), "--json", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_year_under_prefect(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    good = make_delivery(2012, 3)
    good.write(tmp_path / "good", Packaging())
    with (home / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'[source.named.uwv]\nurl = "{(tmp_path / "good").as_uri()}"\n')
    done = banenafspraak(home, "build", "--year", "2012", "--source", "uwv")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["status"] == "awaiting review"
    assert Path(answer["report"]).exists()

    bad = good.copy()
    bad["polis"][0]["srtiv"] = "99"
    bad.write(tmp_path / "bad", Packaging())
    refused = banenafspraak(home, "build", "--year", "2012", "--source", str(tmp_path / "bad"))
    assert refused.returncode == 3
    assert len(parted(refused.stderr)[0].splitlines()) == 1
    assert "srtiv" in refused.stderr

    kept: bytes = b"".join(path.read_bytes() for path in (tmp_path / "prefect").rglob("*") if path.is_file())
    assert b"build 2012" in kept, "the run is not in Prefect's database"
    assert b'"uwv"' in kept, "the run does not say where the delivery came from"
    assert str(tmp_path / "good").encode() not in kept, "a source is known by its name"
    assert answer["candidate"].encode() in kept, "no artifact carries the candidate"
    assert manifest(home / "candidates" / answer["candidate"])["salt"].encode() not in kept
    for line in good["doelgroepregister"]:
        assert str(line["bsn"]).encode() not in kept

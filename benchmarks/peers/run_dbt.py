"""dbt-duckdb as a peer: loads the polis files, judges every line, tests, keeps the lines of people in the register.

Run in the peers' own environment: `run_dbt.py DELIVERY REFERENCE SCRATCH`; the last line is a JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

PROJECT = Path(__file__).parent / "dbt"
COUNTS = """
SELECT (SELECT count(*) FROM polis) - (SELECT count(*) FROM quarantine), count(*), sum(aantverlu)::BIGINT FROM kept
"""
REASONS = "SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY reason"


def main(delivery: str, reference: str, scratch: str) -> int:
    """Builds and tests the models, and prints what they hold; dbt's own exit code when that fails."""
    database = Path(scratch) / "dbt.duckdb"
    where = {"PEER_DELIVERY": delivery, "PEER_REFERENCE": reference, "PEER_DATABASE": str(database)}
    quiet = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_TARGET_PATH": f"{scratch}/target", "DBT_LOG_PATH": scratch}
    command = [str(Path(sys.executable).parent / "dbt"), "--no-partial-parse", "--no-version-check", "build"]
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    done = subprocess.run([*command, *folders], env=os.environ | where | quiet, check=False)
    if done.returncode == 0:
        print(json.dumps(found(database)))
    return done.returncode


def found(database: Path) -> dict[str, object]:
    """Lines accepted, in quarantine by reason, kept, and the paid hours of those."""
    with duckdb.connect(str(database), read_only=True) as connection:
        reasons = dict(connection.execute(REASONS).fetchall())
        accepted, kept, hours = connection.execute(COUNTS).fetchall()[0]
    return {"accepted": accepted, "quarantined": reasons, "kept": kept, "hours": hours}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

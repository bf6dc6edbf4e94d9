"""polars writes no rows to a folder of its own choice when memory is short: nobody would destroy them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SORTS = """
import threading, time
from pathlib import Path
import polars as pl
seen, place = set(), Path({place!r})
def watch():
    while True:
        seen.update(place.rglob("*.ipc"))
        time.sleep(0.002)
threading.Thread(target=watch, daemon=True).start()
lines = pl.LazyFrame({{"a": range(3_000_000)}}).with_columns(b=pl.col("a").cast(pl.String))
lines.sort("b", descending=True).collect(engine="streaming")
print(len(seen))
"""


@pytest.mark.parametrize(("first", "spills"), [("", True), ("import warehouse", False)], ids=["polars", "ours"])
def test_rows_stay_in_memory(tmp_path: Path, first: str, spills: bool) -> None:
    memory = {"POLARS_OVERRIDE_TOTAL_MEMORY_MB": "20", "POLARS_OOC_SPILL_DIR": str(tmp_path)}
    told = {name: value for name, value in os.environ.items() if not name.startswith("POLARS_")}
    done = subprocess.run(
        [sys.executable, "-c", f"{first}\n{SORTS.format(place=str(tmp_path))}"],
        env=told | memory | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (int(done.stdout) > 0) is spills

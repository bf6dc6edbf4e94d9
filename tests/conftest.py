"""Which tests run: those that build whole homes again and again are heavy, and have a make target of their own."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

#: Which of the heavy tests run: all (1), one in so many, by their names, or none (0).
EVERY = int(os.environ.get("BANENAFSPRAAK_TEST_HEAVY_EVERY", "1"))
TESTS = Path(__file__).parent
HEAVY = (
    "crash",
    "faults",
    "integration/test_analyses.py",
    "integration/test_awkward.py",
    "integration/test_awkward_reach.py",
    "integration/test_base_counts.py",
    "integration/test_destroy.py",
    "integration/test_disclosure.py",
    "integration/test_home.py",
    "integration/test_inbox.py",
    "integration/test_law.py",
    "integration/test_reproduce.py",
    "integration/test_revisions.py",
    "integration/test_runbook.py",
    "integration/test_spread.py",
    "integration/test_sweep.py",
    "property/test_base_counts.py",
    "property/test_whole_pipeline.py",
)
#: Takes a sample by itself, and has a make target for all.
NOT_HEAVY = ("faults/test_mutations.py",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the heavy tests, and takes those out that are not of the sample."""
    away = []
    for item in items:
        place = item.path.relative_to(TESTS).as_posix()
        if place.startswith(HEAVY) and place not in NOT_HEAVY:
            item.add_marker(pytest.mark.heavy)
            if not EVERY or zlib.crc32(item.name.encode()) % EVERY:
                away.append(item)
    if away:
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in set(away)]

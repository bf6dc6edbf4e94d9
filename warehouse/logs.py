"""One log per run that failed unexpectedly: where it failed, never a value."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home


def keep(home: Home, text: str) -> Path | None:
    """Writes a text to a new log of the home folder and returns its path; None when the home cannot be written."""
    path = home.logs / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
    try:
        home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path

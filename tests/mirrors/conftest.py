from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.test_changed_home import made, one, two

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["made", "one", "two"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder for a mirror."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    return folder

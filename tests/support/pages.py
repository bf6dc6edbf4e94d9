"""Builds without the factsheet's pages, for tests that build hundreds of times and look at figures only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def leave_out_the_factsheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A candidate gets no `factsheet/`; other tests build, read and compare the real one."""
    monkeypatch.setattr("flows.pages.factsheet.begin", _nothing)
    monkeypatch.setattr("flows.pages.factsheet.write", _nothing)


def _nothing(*given: object) -> None:
    _ = given

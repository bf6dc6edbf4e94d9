"""Hypothesis: the same examples every time, unless HYPOTHESIS_PROFILE=search asks for new ones."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.support.pages import leave_out_the_factsheet

COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None, print_blob=True)
settings.register_profile("ci", COMMON, derandomize=True)
settings.register_profile("search", COMMON, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def figures_only(request: pytest.FixtureRequest) -> None:
    """Tests that build look at figures only."""
    if "tmp_path" in request.fixturenames:
        leave_out_the_factsheet(request.getfixturevalue("monkeypatch"))

"""Synthetic deliveries at true size: made-up people and employers, hours that reproduce the letters.

Nothing here is real. The citizen service numbers are drawn at random and merely satisfy the 11-test; names
say "Synthetisch". What no public source settles is a named choice in the module it concerns.
"""

from __future__ import annotations

from warehouse.synthetic.calibration import ExpectedHours, expected_hours
from warehouse.synthetic.deliveries import synthesize
from warehouse.synthetic.levels import FIRST_YEAR, LAST_YEAR, Basis, basis, calibrated_years

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Basis",
    "ExpectedHours",
    "basis",
    "calibrated_years",
    "expected_hours",
    "synthesize",
]

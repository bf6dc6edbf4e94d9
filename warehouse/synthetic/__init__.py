"""Synthetic deliveries at true size: made-up people and employers, hours calibrated to the letters.

Nothing here is real. The citizen service numbers are drawn at random and merely satisfy the 11-test; names
say "Synthetisch". What no public source settles is a named choice in the module it concerns.
"""

from __future__ import annotations

from warehouse.synthetic.calibration import ExpectedHours, calibrated_years, expected_hours
from warehouse.synthetic.deliveries import synthesize

__all__ = ["ExpectedHours", "calibrated_years", "expected_hours", "synthesize"]

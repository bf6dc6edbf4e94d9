"""The validation report: the static pages that stewards read with a candidate, in Dutch and English; counts only."""

from __future__ import annotations

from flows.report.data import COLUMNS, ReportData, table_1
from flows.report.numbers import dutch
from flows.report.page import write

__all__ = ["COLUMNS", "ReportData", "dutch", "table_1", "write"]

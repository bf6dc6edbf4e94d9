"""The validation report: the static pages that stewards read with a candidate, in Dutch and English; counts only."""

from __future__ import annotations

from flows.pages.dossier import COLUMNS, ReportData, table_1
from flows.pages.kit.numbers import dutch
from flows.pages.report.page import write

__all__ = ["COLUMNS", "ReportData", "dutch", "table_1", "write"]

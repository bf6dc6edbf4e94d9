"""The validation report: the static pages that stewards read with a candidate, in Dutch and English; counts only."""

from __future__ import annotations

from flows.pages.dossier import ReportData
from flows.pages.report.page import write

__all__ = ["ReportData", "write"]

"""The factsheet: two pages on the result of one year, as HTML and as accessible PDF, in Dutch and English."""

from __future__ import annotations

from flows.pages.factsheet.page import begin, write

__all__ = ["begin", "write"]

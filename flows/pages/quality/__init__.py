"""The public quality report of a release, shaped after SIMS, in Dutch and English; made from public marts alone."""

from __future__ import annotations

from flows.pages.quality.page import write

__all__ = ["write"]

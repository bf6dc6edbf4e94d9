"""The index page of a release: its result, its files and how to read them, in Dutch and English."""

from __future__ import annotations

from flows.pages.landing.page import write

__all__ = ["write"]

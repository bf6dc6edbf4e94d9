"""A main figure at the top of the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A main figure: what it is, the figure, and a text beside it."""

    term: str
    figure: str
    text: str

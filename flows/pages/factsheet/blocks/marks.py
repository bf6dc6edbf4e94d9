"""The mark that every chart of synthetic data carries, so that it keeps it when it is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet import charts

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures
    from flows.pages.factsheet.words import Words


def mark(figures: Figures, name: str, said: str, words: Words) -> charts.Words:
    """What a chart says, with the mark in the picture and in its words when the data are synthetic."""
    if not figures.data.about["synthetic"]:
        return charts.Words(name, said)
    return charts.Words(name, f"{words('synthetic')}. {said}", words("synthetic_suffix"))

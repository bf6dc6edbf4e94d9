"""The measured figures beside the published ones."""

from __future__ import annotations

import polars as pl

MEASURES = ["level_jobs", "extra_jobs", "growth_jobs"]
CELL = ["year", "sector", "form", "measure"]


def reconciliation(realisation: pl.LazyFrame, published: pl.LazyFrame) -> pl.LazyFrame:
    """The mart `reconciliation`: every published number of a measured year beside the measured one.

    Args:
        realisation: the mart.
        published: year, sector, form, measure, value (integer jobs), source.

    Returns:
        One row a published number; `measured` is empty where it cannot be measured (growth without the year before).
    """
    measured = realisation.unpivot(
        MEASURES, index=["year", "sector", "form"], variable_name="measure", value_name="measured"
    )
    difference = pl.col("measured") - pl.col("value")
    return (
        published.join(measured, on=CELL, how="inner")
        .select(
            *CELL,
            "measured",
            published="value",
            difference=difference,
            source="source",
            agrees=difference == 0,
        )
        .sort(CELL)
    )

"""Code lists, targets and published numbers as typed frames for the transforms."""

from __future__ import annotations

import polars as pl

from warehouse.reference.codes import FOLDER


def _read(name: str) -> pl.LazyFrame:
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False).lazy()


def natures() -> pl.LazyFrame:
    """Nature-of-employment codes: code, valid_from, valid_to (dates or empty), form."""
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name in ("valid_from", "valid_to")]
    return _read("code_aard").with_columns(dates).select("code", "valid_from", "valid_to", "form")


def grounds() -> pl.LazyFrame:
    """Grounds of registration: code, priority (integer), counts_for_agreement (yes or no)."""
    return _read("grondslag").select("code", pl.col("priority").cast(pl.Int64), "counts_for_agreement")


def targets() -> pl.LazyFrame:
    """Legal number of extra jobs by year and sector: year, sector, jobs (integers)."""
    whole = _read("targets").filter(pl.col("sector").is_in(["markt", "overheid"]))
    return whole.select(pl.col("year").cast(pl.Int64), "sector", pl.col("jobs").cast(pl.Int64))


def letter_numbers() -> pl.LazyFrame:
    """The 37 numbers of the letters: year, sector, form, measure, value (integer jobs), source."""
    numbers = [pl.col(name).cast(pl.Int64) for name in ("year", "value")]
    return _read("letter_numbers").with_columns(numbers)

"""Published numbers and size classes as typed frames for the transforms, from the lists that hold in a home."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from warehouse.reference.lists import Reference

#: First year whose published total stands in for a measurement (the annex of the letters begins in 2015).
DEVELOPMENT_FROM = 2015
NUMBER = ("year", "sector", "form", "measure", "value", "source")


def _read(reference: Reference, name: str) -> pl.LazyFrame:
    rows = reference.rows(name)
    texts = [{column: value or None for column, value in row.items()} for row in rows]
    return pl.LazyFrame(texts, schema=dict.fromkeys(rows[0], pl.String))


def letter_numbers(reference: Reference) -> pl.LazyFrame:
    """The 37 numbers of the letters: year, sector, form, measure, value (integer jobs), source."""
    numbers = [pl.col(name).cast(pl.Int64) for name in ("year", "value")]
    return _read(reference, "letter_numbers").with_columns(numbers)


def published_totals(reference: Reference) -> pl.LazyFrame:
    """Published extra jobs since 2015, for years that are not measured: year, sector, jobs, source."""
    return (
        _read(reference, "published_results")
        .filter((pl.col("kind") == "published") & (pl.col("measure") == "extra_tov_nulmeting"))
        .filter((pl.col("form") == "totaal") & (pl.col("year").cast(pl.Int64) >= DEVELOPMENT_FROM))
        .select(pl.col("year").cast(pl.Int64), "sector", pl.col("value").cast(pl.Int64).alias("jobs"), "source")
    )


def published_shares(reference: Reference) -> dict[tuple[int, str], Fraction]:
    """Published allocation keys of both sectors: (year, sector) -> share 0-1, exact.

    Where a publication names the share of one sector, the other's is 100 less it.
    """
    keys = [
        row for row in reference.rows("published_results") if (row["measure"], row["form"]) == ("sleutel", "inleen")
    ]
    return {(int(row["year"]), row["sector"]): Fraction(row["value"]) / 100 for row in keys}


def published_numbers(reference: Reference) -> pl.LazyFrame:
    """Every published number that the measurement is held against.

    The numbers of the letters; of government sub-sectors the jobs, the *opgave*, the percentage that was printed and
    the one that the printed jobs give; the quota percentages, of which several were indicative.

    Returns:
        year, sector, form, measure, value, decimals (as printed), source.
    """
    letters = letter_numbers(reference).select("year", "sector", "form", "measure", "value", "source")
    return pl.concat([_with_decimals(letters), _of_sub_sectors(reference), _of_quota(reference)])


def _of_sub_sectors(reference: Reference) -> pl.LazyFrame:
    """What is published of government sub-sectors over whole years, in the names of the mart `government_sectors`."""
    renamed = {"gerealiseerd": "formal_jobs", "realisatiegraad": "realisation_pct", "opgave": "opgave_jobs"}
    whole_year, number = pl.col("year").str.contains(r"^\d{4}$"), pl.col("value").str.contains(r"^\d+(\.\d+)?$")
    published = _read(reference, "government").filter(whole_year & number & pl.col("measure").is_in(list(renamed)))
    figures = published.with_columns(pl.col("measure").replace(renamed)).select(NUMBER)
    shares = (
        _read(reference, "targets")
        .filter(pl.col("sector").str.starts_with("overheid:"))
        .with_columns(year=pl.col("valid_from").str.slice(0, 4))
    )
    opgaven = shares.with_columns(form=pl.lit("totaal"), measure=pl.lit("opgave_jobs")).rename({"jobs": "value"})
    numbers = pl.concat([figures, opgaven.select(NUMBER)]).with_columns(pl.col("year").cast(pl.Int64))
    return pl.concat([_with_decimals(numbers), _of_printed_jobs(numbers)])


def _of_printed_jobs(numbers: pl.LazyFrame) -> pl.LazyFrame:
    """The percentage, with one decimal, that the printed jobs and the printed *opgave* of a sub-sector give."""
    value, place = pl.col("value").cast(pl.Float64), ["year", "sector", "form"]
    level = numbers.filter(pl.col("measure") == "formal_jobs")
    opgave = numbers.filter(pl.col("measure") == "opgave_jobs").select(*place, opgave=value, also="source")
    both = level.with_columns(value).join(opgave, on=place)
    return both.select(
        *place,
        measure=pl.lit("realisation_pct_of_jobs"),
        value=(pl.col("value") * 100 / pl.col("opgave")).round(1),
        decimals=pl.lit(1, pl.Int64),
        source=pl.format(
            "{}: {} of {} jobs", "source", pl.col("value").cast(pl.Int64), pl.col("opgave").cast(pl.Int64)
        ),
    )


def _of_quota(reference: Reference) -> pl.LazyFrame:
    """The published quota percentages; the indicative ones under a measure of their own."""
    indicative = pl.col("note").str.starts_with("indicative")
    names = pl.when(indicative).then(pl.lit("quota_pct_indicative")).otherwise(pl.lit("quota_pct"))
    published = _read(reference, "quota_parameters").filter(pl.col("variable") == "percentage")
    numbers = published.with_columns(form=pl.lit("totaal"), measure=names, year=pl.col("year").cast(pl.Int64))
    return _with_decimals(numbers.select(NUMBER))


def _with_decimals(numbers: pl.LazyFrame) -> pl.LazyFrame:
    """Published numbers with how many decimals they were printed with."""
    printed = pl.col("value").cast(pl.String)
    decimals = printed.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).cast(pl.Int64)
    return numbers.with_columns(value=printed.cast(pl.Float64), decimals=decimals).select(
        *NUMBER[:-1], "decimals", "source"
    )


def size_classes(reference: Reference) -> pl.LazyFrame:
    """Size classes of employers: code, from_employees, to_employees (integers; the last has no upper bound)."""
    bounds = [pl.col(name).cast(pl.Int64) for name in ("from_employees", "to_employees")]
    return _read(reference, "grootteklasse").select("code", *bounds)

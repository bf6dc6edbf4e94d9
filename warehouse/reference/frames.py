"""Code lists, targets and published numbers as typed frames for the transforms."""

from __future__ import annotations

import polars as pl

from warehouse.reference.codes import FOLDER

#: First and last year whose published totals stand in for a measurement (the annex of the letters begins in 2015).
DEVELOPMENT = (2015, 2021)
NUMBER = ("year", "sector", "form", "measure", "value", "source")


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
    whole = _dated_targets().filter(pl.col("sector").is_in(["markt", "overheid"]))
    return whole.select("year", "sector", pl.col("jobs").cast(pl.Int64))


def _dated_targets() -> pl.LazyFrame:
    """A row for each year in which a row of the list is in force."""
    first = pl.col("valid_from").str.slice(0, 4).cast(pl.Int64)
    last = pl.col("valid_to").str.slice(0, 4).cast(pl.Int64).fill_null(2100)
    return _read("targets").with_columns(year=pl.int_ranges(first, last + 1)).explode("year")


def letter_numbers() -> pl.LazyFrame:
    """The 37 numbers of the letters: year, sector, form, measure, value (integer jobs), source."""
    numbers = [pl.col(name).cast(pl.Int64) for name in ("year", "value")]
    return _read("letter_numbers").with_columns(numbers)


def published_totals() -> pl.LazyFrame:
    """Published extra jobs of the years that the annex of the letters goes back to: year, sector, jobs, source."""
    return (
        _read("published_results")
        .filter((pl.col("kind") == "published") & (pl.col("measure") == "extra_tov_nulmeting"))
        .filter((pl.col("form") == "totaal") & pl.col("year").cast(pl.Int64).is_between(*DEVELOPMENT))
        .select(pl.col("year").cast(pl.Int64), "sector", pl.col("value").cast(pl.Int64).alias("jobs"), "source")
    )


def published_keys() -> pl.LazyFrame:
    """Published allocation keys of both sectors: year, sector, share_pct.

    Where a publication names the share of one sector, the other's is 100 less it.
    """
    keys = _read("published_results").filter((pl.col("measure") == "sleutel") & (pl.col("form") == "inleen"))
    return keys.select(pl.col("year").cast(pl.Int64), "sector", pl.col("value").cast(pl.Float64).alias("share_pct"))


def published_numbers() -> pl.LazyFrame:
    """Every published number that the measurement is held against.

    The numbers of the letters; of government sub-sectors the jobs, the *opgave*, the percentage that was printed and
    the one that the printed jobs give; the quota percentages, of which several were indicative.

    Returns:
        year, sector, form, measure, value, decimals (as printed), source.
    """
    letters = letter_numbers().select("year", "sector", "form", "measure", "value", "source")
    return pl.concat([_with_decimals(letters), _of_sub_sectors(), _of_quota()])


def _of_sub_sectors() -> pl.LazyFrame:
    """What is published of government sub-sectors over whole years, in the names of the mart `government_sectors`."""
    renamed = {"gerealiseerd": "level_jobs", "realisatiegraad": "realisation_pct", "opgave": "opgave_jobs"}
    whole_year, number = pl.col("year").str.contains(r"^\d{4}$"), pl.col("value").str.contains(r"^\d+(\.\d+)?$")
    published = _read("government").filter(whole_year & number & pl.col("measure").is_in(list(renamed)))
    figures = published.with_columns(pl.col("measure").replace(renamed)).select(NUMBER)
    shares = (
        _dated_targets()
        .with_columns(pl.col("year").cast(pl.String))
        .filter(pl.col("sector").str.starts_with("overheid:"))
    )
    opgaven = shares.with_columns(form=pl.lit("totaal"), measure=pl.lit("opgave_jobs")).rename({"jobs": "value"})
    numbers = pl.concat([figures, opgaven.select(NUMBER)]).with_columns(pl.col("year").cast(pl.Int64))
    return pl.concat([_with_decimals(numbers), _of_printed_jobs(numbers)])


def _of_printed_jobs(numbers: pl.LazyFrame) -> pl.LazyFrame:
    """The percentage, with one decimal, that the printed jobs and the printed *opgave* of a sub-sector give."""
    value, place = pl.col("value").cast(pl.Float64), ["year", "sector", "form"]
    level = numbers.filter(pl.col("measure") == "level_jobs")
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


def _of_quota() -> pl.LazyFrame:
    """The published quota percentages; the indicative ones under a measure of their own."""
    indicative = pl.col("note").str.starts_with("indicative")
    names = pl.when(indicative).then(pl.lit("quota_percentage_indicative")).otherwise(pl.lit("quota_percentage"))
    published = _read("quota_parameters").filter(pl.col("variable") == "percentage")
    numbers = published.with_columns(form=pl.lit("totaal"), measure=names, year=pl.col("year").cast(pl.Int64))
    return _with_decimals(numbers.select(NUMBER))


def _with_decimals(numbers: pl.LazyFrame) -> pl.LazyFrame:
    """Published numbers with how many decimals they were printed with."""
    printed = pl.col("value").cast(pl.String)
    decimals = printed.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).cast(pl.Int64)
    return numbers.with_columns(value=printed.cast(pl.Float64), decimals=decimals).select(
        *NUMBER[:-1], "decimals", "source"
    )


def size_classes() -> pl.LazyFrame:
    """Size classes of employers: code, from_employees, to_employees (integers; the last has no upper bound)."""
    bounds = [pl.col(name).cast(pl.Int64) for name in ("from_employees", "to_employees")]
    return _read("grootteklasse").select("code", *bounds)

"""Properties of the measurement: what does not matter, what adds up, and that an independent SQL agrees."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.as_delivered import as_delivered
from tests.support.identifiers import dice
from tests.support.measuring import Release, measured
from tests.support.oracle import measure
from tests.support.oracle_law import Rules
from tests.support.plain_sql import PlainSql
from tests.support.random_years import Tables, years
from transforms.law import BASELINE_YEAR, Choices
from transforms.levels import Measurement

ROOT = Path(__file__).parents[2]
YEARS = (BASELINE_YEAR, 2021, 2022)
#: Paid hours in December of one job (Regeling Wfsv 3.33).
HOURS_PER_JOB = Fraction("110.92")
ROUNDED = ("level_jobs", "baseline_jobs", "extra_jobs", "growth_jobs")
#: The same, and years on either side of every change of the law.
YEARS_OF_EVERY_LAW = (*YEARS, 2014, 2015, 2016, 2017, 2019, 2020, 2025, 2026)
EFFECTS = ("change_jobs", "volume_effect_jobs", "key_effect_jobs")

choices = st.builds(
    Choices,
    payrolling_counts_as=st.sampled_from(("formeel", "inleen", "telt_niet")),
    four_week_returns=st.sampled_from(("by_day", "by_last_day")),
    ground_of_several=st.sampled_from(("lowest_priority", "earliest_registration")),
)
three_years = st.tuples(*(years(year) for year in YEARS))
some_year = st.sampled_from(YEARS_OF_EVERY_LAW).flatmap(lambda year: st.tuples(st.just(year), years(year)))


@pytest.fixture(scope="module")
def plain_sql() -> Iterator[PlainSql]:
    sql = PlainSql()
    yield sql
    sql.connection.close()


def release_of(tables: tuple[Tables, ...]) -> Release:
    return Release([measured(one, year) for one, year in zip(tables, YEARS, strict=True)])


# --- an independent implementation ---


@settings(max_examples=80)
@given(drawn=some_year, chosen=choices)
def test_polars_and_plain_sql_agree(plain_sql: PlainSql, drawn: tuple[int, Tables], chosen: Choices) -> None:
    year, tables = drawn
    without_survey = {name: frame for name, frame in tables.items() if name != "survey"}
    hours, people = plain_sql.measure(without_survey, year, chosen.payrolling_counts_as, chosen.four_week_returns)
    found = measured(tables, year, chosen)
    assert found.counted_hours == summed_hours(hours)
    assert found.people.drop("year").rows() == people.rows()


@settings(max_examples=10)
@given(drawn=some_year)
def test_no_random_year_is_empty(drawn: tuple[int, Tables]) -> None:
    """There are formal hours of both sectors and loan hours: else agreement would mean little."""
    found = measured(drawn[1], drawn[0])
    assert {cell for cell, hours in found.counted_hours.items() if hours > 0} == {
        ("markt", "formeel"),
        ("overheid", "formeel"),
        ("totaal", "inleen"),
    }
    assert all(found.people["persons"] > 0)


@settings(max_examples=40)
@given(
    drawn=st.sampled_from(YEARS_OF_EVERY_LAW).flatmap(lambda year: st.tuples(st.just(year), years(year, valid=True))),
    payrolling=st.sampled_from(("formeel", "inleen", "telt_niet")),
    wet_from=st.sampled_from((None, *YEARS_OF_EVERY_LAW)),
)
def test_plain_sql_and_the_oracle_agree(
    plain_sql: PlainSql, drawn: tuple[int, Tables], payrolling: str, wet_from: int | None
) -> None:
    """Neither knows the transforms or the other."""
    year, tables = drawn
    without_survey = {name: frame for name, frame in tables.items() if name != "survey"}
    hours, people = plain_sql.measure(without_survey, year, payrolling, "by_day", wet_from)
    found = measure(as_delivered(tables, year), Rules(payrolling, wet_from))
    formal = {(sector, "formeel"): amount for sector, amount in found.formal_hours.items()}
    assert summed_hours(hours) == formal | {("totaal", "inleen"): found.loan_hours}
    assert {(sector, form): persons for sector, form, persons in people.rows()} == found.people


def summed_hours(hours: pl.DataFrame) -> dict[tuple[str, str], Fraction]:
    """The hours by sector and form, added one by one."""
    summed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for _, sector, form, period_days, hour_days in hours.rows():
        summed[sector, form] += Fraction(hour_days, period_days)
    return summed


# --- what does not matter ---


@settings(max_examples=60)
@given(drawn=some_year, seed=st.integers(0, 999), parts=st.integers(1, 7))
def test_line_order_and_splitting_do_not_matter(drawn: tuple[int, Tables], seed: int, parts: int) -> None:
    year, tables = drawn
    mixed = {name: shuffled_in_parts(frame, dice("shuffle", seed), parts) for name, frame in tables.items()}
    first, second = measured(tables, year), measured(mixed, year)
    assert first.hours.equals(second.hours)
    assert first.people.equals(second.people)
    assert first.allocation_key.equals(second.allocation_key)
    assert (first.counted_lines, first.unknown_employer_lines) == (
        second.counted_lines,
        second.unknown_employer_lines,
    )


def shuffled_in_parts(frame: pl.DataFrame, random: Random, parts: int) -> pl.DataFrame:
    """The lines in another order, in several chunks."""
    order = random.sample(range(frame.height), frame.height)
    lines = frame[order] if order else frame
    size = max(1, -(-frame.height // parts))
    return pl.concat([lines.slice(start, size) for start in range(0, max(1, frame.height), size)], rechunk=False)


@settings(max_examples=40)
@given(drawn=some_year)
def test_lines_that_never_count_do_not_matter(drawn: tuple[int, Tables]) -> None:
    """Later lines, and people who are not in the register, change nothing."""
    year, tables = drawn
    late = tables["polis"].with_columns(datum_ontvangst=pl.date(year + 1, 5, 2), volgnummer=pl.lit(99, pl.Int64))
    others = tables["polis"].with_columns(person=pl.lit("somebody else"))
    more = tables | {"polis": pl.concat([tables["polis"], late, others])}
    assert measured(more, year).hours.equals(measured(tables, year).hours)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """What a big year gives when it is measured with one thread and with two."""
    folders = {threads: tmp_path_factory.mktemp(f"threads-{threads}") for threads in (1, 2)}
    for threads, folder in folders.items():
        environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.support.big_year", str(folder)]
        subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return folders


def test_the_number_of_threads_changes_no_byte(written: dict[int, Path]) -> None:
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in written.values())
    assert one == two
    assert {"realisation.parquet", "realisation.csv", "december_hours.parquet"} <= one.keys()
    assert all(count > 100 for count in pl.read_parquet(written[1] / "people.parquet")["persons"])


# --- what adds up ---


@settings(max_examples=20)
@given(tables=three_years)
def test_totals_are_sums_of_unrounded_parts(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    measurement = release.measurement
    pools = {year: exact_sum(release, year, "inleen") for year in YEARS}
    formal = {year: exact_sum(release, year, "formeel") for year in YEARS}
    for year in YEARS:
        cells = measurement.jobs(year)
        for sector in ("markt", "overheid", "totaal"):
            assert cells[sector, "totaal"] == cells[sector, "formeel"] + cells[sector, "inleen"]
        for form in ("formeel", "inleen", "totaal"):
            assert cells["totaal", form] == cells["markt", form] + cells["overheid", form]
        assert cells["totaal", "inleen"] == measurement.pool(year) == pools[year] / HOURS_PER_JOB
        assert cells["totaal", "formeel"] == formal[year] / HOURS_PER_JOB
        assert cells["totaal", "totaal"] == (pools[year] + formal[year]) / HOURS_PER_JOB


def exact_sum(release: Release, year: int, form: str) -> Fraction:
    """All hours of a form in a year, added one by one."""
    (one,) = [one for one in release.years if one.year == year]
    lines = one.lines.counted.filter(pl.col("form") == form).collect()
    return sum((Fraction(above, below) for above, below in lines.select("hour_days", "period_days").rows()), Fraction())


@settings(max_examples=20)
@given(tables=three_years)
def test_every_printed_integer_is_rounded_once_from_its_exact_value(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    measurement = release.measurement
    for row in release.realisation().collect().iter_rows(named=True):
        exact = exact_jobs(measurement, row["year"], row["sector"], row["form"])
        for name in ROUNDED:
            assert row[name] == half_away_from_zero(exact[name])
            assert row[f"{name}_exact"] == (None if exact[name] is None else float(exact[name] or 0))
        if row["target_jobs"] is not None:
            assert row["gap_jobs"] == half_away_from_zero(exact["extra_jobs"] - row["target_jobs"])
            assert row["target_met"] == (exact["extra_jobs"] >= row["target_jobs"])


def exact_jobs(measurement: Measurement, year: int, sector: str, form: str) -> dict[str, Fraction | None]:
    """Every figure of a row, as a fraction; growth is None without the year before."""
    cell, growth = (sector, form), measurement.growth(year)
    level, baseline = measurement.jobs(year)[cell], measurement.nulmeting(year)[cell]
    figures = {"level_jobs": level, "baseline_jobs": baseline, "extra_jobs": level - baseline}
    return figures | {"growth_jobs": None if growth is None else growth[cell]}


def half_away_from_zero(value: Fraction | None) -> int | None:
    """By decimal arithmetic, with more digits than any tie needs."""
    if value is None:
        return None
    with localcontext() as context:
        context.prec = 400
        tie = (abs(value) * 2).denominator == 1
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        found = int(decimal.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        assert not tie or abs(found) >= abs(value)
        return found


@settings(max_examples=20)
@given(tables=three_years)
def test_effects_add_up_to_the_change(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    marts = release.marts()
    levels = {
        row[:3]: row[3] for row in marts["realisation"].select("year", "sector", "form", "growth_jobs_exact").rows()
    }
    for row in marts["decomposition"].iter_rows(named=True):
        change, volume, key = (row[f"{name}_exact"] for name in EFFECTS)
        assert change == pytest.approx(volume + key, abs=1e-9)
        assert change == levels[row["year"], row["sector"], "inleen"]
        for name in EFFECTS:
            assert abs(row[name] - row[f"{name}_exact"]) <= 0.5

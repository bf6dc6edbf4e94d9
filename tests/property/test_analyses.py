"""Properties of the analyses, and that the oracle gives every mart the same on random years."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.property.test_measurement import shuffled_in_parts
from tests.support.as_delivered import as_delivered
from tests.support.awkward import COUNTRIES
from tests.support.cli import MART_KEYS, row_differences
from tests.support.identifiers import dice
from tests.support.measuring import ALL, OF_YEAR, Release, Year, measurement_of
from tests.support.oracle_analyses import QuotaVariables, quota_hundredths, quota_variables
from tests.support.oracle_marts import every_mart
from tests.support.random_years import Tables, years
from tests.support.reference import rows, target_jobs
from transforms.analyses.decomposition import decomposition
from transforms.analyses.quota import quota_percentage
from transforms.exact import rounded
from warehouse.settings import Quota, Settings

YEARS = (2012, 2021, 2022, 2023)
#: Paid hours in December of one job (Regeling Wfsv 3.33).
HOURS_PER_JOB = Fraction("110.92")
Row = dict[str, Any]

#: Percentages of a few to a few hundred, so that hours of people, shortages and nothing missing all occur.
VARIABLES: QuotaVariables = {
    2022: {"overheid": {"D": "13310", "F": "12.5", "G": "1331"}, "markt": {"D": "100000", "F": "0", "G": "0"}},
    2023: {"overheid": {"D": "1000000", "F": "0", "G": "0"}, "markt": {"D": "60000", "F": "1"}},
}
quota_settings = Settings(quota=Quota.model_validate({"variables": {str(key): of for key, of in VARIABLES.items()}}))
some_country = st.sampled_from(COUNTRIES).flatmap(
    lambda country: st.tuples(st.just(country), st.tuples(*(years(year, valid=True) for year in country)))
)
four_years = st.tuples(*(years(year, valid=True) for year in YEARS))
some_year = st.sampled_from(YEARS).flatmap(lambda year: st.tuples(st.just(year), years(year, valid=True)))


def release_of(tables: tuple[Tables, ...], country: tuple[int, ...] = YEARS) -> Release:
    """The tables of all years; the last has the two before it for its cohort."""
    made: list[Year] = []
    for rows_of_year, year in zip(tables, country, strict=True):
        others = tuple(made[1:]) if year == country[-1] else ()
        made.append(Year(year, rows_of_year, settings=quota_settings, others=others))
    return Release(made)


def keyed(release: Release, mart: str) -> dict[tuple[Any, ...], Row]:
    """The rows of a mart by their key."""
    return {tuple(row[name] for name in MART_KEYS[mart]): row for row in release.table(mart).to_dicts()}


# --- an independent computation ---


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # it would hide which cells differ
@settings(max_examples=30, phases=[Phase.generate])  # four years take minutes to shrink
@given(drawn=some_country)
def test_every_mart_is_what_the_oracle_says(drawn: tuple[tuple[int, ...], tuple[Tables, ...]]) -> None:
    country, tables = drawn
    release = release_of(tables, country)
    deliveries = [as_delivered(one, year) for one, year in zip(tables, country, strict=True)]
    expected = every_mart(deliveries, VARIABLES)
    assert expected.keys() == MART_KEYS.keys()
    assert [
        f"{mart}: {difference}"
        for mart, wanted in expected.items()
        for difference in row_differences(release.table(mart).to_dicts(), wanted, MART_KEYS[mart])
    ] == []


# --- what does not matter ---


@settings(max_examples=25)
@given(drawn=some_year, seed=st.integers(0, 999), parts=st.integers(1, 7))
def test_line_order_and_splitting_do_not_matter(drawn: tuple[int, Tables], seed: int, parts: int) -> None:
    year, tables = drawn
    mixed = {name: shuffled_in_parts(frame, dice("shuffle", seed), parts) for name, frame in tables.items()}
    one, other = (Year(year, found, settings=quota_settings) for found in (tables, mixed))
    assert len(OF_YEAR) > 8
    assert [name for name in OF_YEAR if not one.table(name).equals(other.table(name))] == []


# --- scenarios ---


@settings(max_examples=15)
@given(tables=four_years)
def test_scenarios_go_by_the_same_hours(tables: tuple[Tables, ...]) -> None:
    """The official one is the realisation; sectors add up; only a wider target group has more jobs in all."""
    release = release_of(tables)
    found, official = keyed(release, "scenarios"), keyed(release, "realisation")
    for (name, year, sector), row in found.items():
        of_law = official[year, sector, "totaal"]
        figures = ("level_jobs", "extra_jobs", "target_jobs", "gap_jobs")
        if name == "huidige_wet" or (name == "zonder_onderscheid" and sector == "totaal"):
            assert [row[figure] for figure in figures] == [of_law[figure] for figure in figures]
            assert row["difference_to_official"] == 0
        if sector == "totaal" and name != "zonder_onderscheid":
            parts = [found[name, year, part] for part in ("markt", "overheid")]
            for figure in ("level_jobs", "extra_jobs", "difference_to_official"):
                assert abs(sum(part[figure] for part in parts) - row[figure]) <= 1
        if sector == "totaal" and name != "bredere_doelgroep":
            assert row["level_jobs"] == of_law["level_jobs"]
            assert row["difference_to_official"] == 0
        if sector == "totaal" and name == "bredere_doelgroep":
            assert row["level_jobs"] >= of_law["level_jobs"]
    assert {year for name, year, _ in found if name == "huidige_wet"} == set(YEARS)
    assert {sector for name, _, sector in found if name == "zonder_onderscheid"} == {"totaal"}


# --- uncertainty ---


@settings(max_examples=25)
@given(tables=four_years)
def test_the_interval_holds_the_figure_of_the_unrounded_key(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    shares = {key: Fraction(row["share_exact"]) for key, row in keyed(release, "allocation_key").items()}
    levels = {year: release.measurement.jobs(year) for year in YEARS}
    jobs = {(year, *cell): amount for year, cells in levels.items() for cell, amount in cells.items()}
    found = keyed(release, "uncertainty")
    assert found.keys() == {(*key, form) for key in shares for form in ("inleen", "totaal")}
    for (year, sector, form), row in found.items():
        if row["ci_low_jobs"] is None:
            assert row["ci_high_jobs"] is None
            continue
        formal = jobs[year, sector, "formeel"] if form == "totaal" else 0
        unrounded = formal + jobs[year, "totaal", "inleen"] * shares[year, sector] - jobs[2012, sector, form]
        assert row["ci_low_jobs"] <= (rounded(unrounded) or 0) <= row["ci_high_jobs"]
        # What one sector may have more, the other may have less: a low and a high bound are the whole together.
        other = found[year, {"markt": "overheid", "overheid": "markt"}[sector], form]
        whole = jobs[year, "totaal", form] - jobs[2012, "totaal", form]
        assert abs(row["ci_low_jobs"] + other["ci_high_jobs"] - whole) <= Fraction(1001, 1000)


@settings(max_examples=10)
@given(tables=four_years)
def test_the_gap_has_the_interval_of_the_extra_jobs(tables: tuple[Tables, ...]) -> None:
    for (year, sector, form), row in keyed(release_of(tables), "uncertainty").items():
        target = target_jobs().get((year, sector))
        if form == "inleen" or target is None or row["ci_low_jobs"] is None:
            assert row["gap_ci_low_jobs"] is row["gap_ci_high_jobs"] is None
        else:
            assert row["gap_ci_low_jobs"] - row["ci_low_jobs"] in (-target, 1 - target, -1 - target)
            assert row["gap_ci_high_jobs"] - row["ci_high_jobs"] in (-target, 1 - target, -1 - target)


# --- parts and wholes ---


@settings(max_examples=40)
@given(drawn=some_year)
def test_the_target_group_adds_up(drawn: tuple[int, Tables]) -> None:
    cells = keyed(Release([Year(*drawn)]), "target_group")
    grounds = {ground for _, ground, _ in cells} - {"totaal"}
    regions = {region for _, _, region in cells} - {"totaal"}
    year = drawn[0]
    for figure in ("registered", "working", "level_jobs"):
        slack = len(cells) if figure == "level_jobs" else 0  # each is rounded by itself
        for ground in (*grounds, "totaal"):
            parts = [cells[year, ground, region][figure] for region in regions if (year, ground, region) in cells]
            assert abs(sum(parts) - cells[year, ground, "totaal"][figure]) <= slack
        for region in (*regions, "totaal"):
            parts = [cells[year, ground, region][figure] for ground in grounds if (year, ground, region) in cells]
            assert abs(sum(parts) - cells[year, "totaal", region][figure]) <= slack
    assert all(0 <= row["working"] <= row["registered"] and row["registered"] > 0 for row in cells.values())


@settings(max_examples=25)
@given(tables=four_years)
def test_the_parts_of_government_add_up(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    parts = release.table("government_sectors")
    ministries = release.table("ministries")
    for year in YEARS:
        whole = keyed(release, "realisation")[year, "overheid", "formeel"]
        of_year = parts.filter(pl.col("year") == year)
        assert of_year["formal_jobs_exact"].sum() == pytest.approx(whole["level_jobs_exact"], abs=1e-9)
        assert of_year["persons"].sum() >= whole["persons"] >= (of_year["persons"].max() or 0)
        rijk = of_year.row(by_predicate=pl.col("overheidssector") == "rijk", named=True)
        of_rijk = ministries.filter(pl.col("year") == year)
        assert abs(of_rijk["formal_jobs"].sum() - rijk["formal_jobs_exact"]) <= len(of_rijk) / 2
        shares = of_rijk["contribution_exact"].drop_nulls()
        assert shares.is_empty() or shares.sum() == pytest.approx(1)
        assert all(row["has_data"] is (row["formal_jobs"] is not None) for row in of_year.to_dicts())


@settings(max_examples=25)
@given(tables=four_years)
def test_everybody_of_a_cohort_worked_never_or_less_or_more(tables: tuple[Tables, ...]) -> None:
    """Never, under 12 and at least 12 months are everybody; grounds add up to the whole."""
    release = release_of(tables)
    found = {ground: row for (_, ground), row in keyed(release, "participation_cohort").items()}
    whole, parts = found["totaal"], [row for ground, row in found.items() if ground != "totaal"]
    for figure in ("persons", "never_worked", "under_12_months"):
        assert sum(row[figure] for row in parts) == whole[figure]
    for row in found.values():
        at_least_12 = row["persons"] - row["never_worked"] - row["under_12_months"]
        assert min(at_least_12, row["never_worked"], row["under_12_months"]) >= 0
        shares = [row["never_worked_pct"], row["under_12_months_pct"]]
        assert shares == ([None, None] if row["persons"] == 0 else shares)
        assert row["persons"] == 0 or sum(shares) <= 100.1
    assert {row["cohort_start"] for row in found.values()} == {2021}


# --- observations ---

ESCAPES = {"%3B": ";", "%3D": "=", "%25": "%"}


def parsed(dimensions: str) -> dict[str, str]:
    """The names and values of an observation's dimensions."""
    found = {}
    for part in dimensions.split(";"):
        name, _, value = part.partition("=")
        for written, mark in ESCAPES.items():
            value = value.replace(written, mark)
        found[name] = value
    return found


@settings(max_examples=15)
@given(tables=four_years)
def test_every_figure_is_an_observation_and_every_observation_a_figure(tables: tuple[Tables, ...]) -> None:
    release = release_of(tables)
    found = {}
    for row in release.table("observations").to_dicts():
        mart, _, column = row["measure"].partition(".")
        place = tuple(sorted(parsed(row["dimensions"]).items()))
        found[mart, column, row["year"], place] = (row["value"], row["origin"])
    figures: dict[tuple[Any, ...], tuple[float | None, str]] = {}
    for mart, key in MART_KEYS.items():
        if mart not in ("reconciliation", "observations"):
            for row in release.table(mart).to_dicts():
                figures |= figures_of(mart, key, row)
    assert found == figures


def figures_of(mart: str, key: tuple[str, ...], row: Row) -> dict[tuple[Any, ...], tuple[float | None, str]]:
    """Every number of a row that is not unrounded, with where it belongs."""
    year = "cohort_start" if mart == "participation_cohort" else "year"
    place = tuple(sorted((name, str(row[name])) for name in key if name != year))
    numbers = [
        column.name
        for column in ALL[mart].columns
        if column.kind.value in ("integer", "float") and column.name not in key and not column.name.endswith("_exact")
    ]
    return {
        (mart, name, row[year], place): (
            None if row[name] is None else float(row[name]),
            row.get("origin", "gemeten"),
        )
        for name in numbers
    }


# --- the quota ---


def variables(a: Decimal, d: Decimal = Decimal(10_000)) -> dict[str, Decimal]:
    """Variables that give a hundredth of a percent for each of A, when D is ten thousand."""
    return {"A": a, "D": d} | {letter: Decimal(letter in "CE") for letter in "BCEFG"}


@given(hundredths=st.integers(0, 100_000))
def test_the_percentage_is_rounded_down_at_the_boundary_only(hundredths: int) -> None:
    nearly = Decimal(hundredths) - Decimal("0.000000001")
    assert quota_percentage(variables(Decimal(hundredths))) == Fraction(hundredths, 100)
    assert quota_percentage(variables(nearly)) == Fraction(hundredths - 1, 100)


amounts = st.decimals(0, 10**6, places=3)


@given(st.fixed_dictionaries(dict.fromkeys("ABCDEFG", amounts)))
def test_the_percentage_is_that_of_the_law(known: Mapping[str, Decimal]) -> None:
    hundredths = quota_hundredths({letter: Fraction(value) for letter, value in known.items()})
    assert quota_percentage(known) == (None if hundredths is None else Fraction(hundredths, 100))


@given(st.sets(st.sampled_from("ABCDEFG"), min_size=1))
def test_a_missing_variable_leaves_no_percentage(missing: set[str]) -> None:
    known = {letter: value for letter, value in variables(Decimal(5)).items() if letter not in missing}
    assert quota_percentage(known) is None


# --- facts that were published ---


@pytest.mark.parametrize("sector", ["markt", "overheid"])
def test_variable_b_is_the_mean_of_two_targets_but_for_2017(sector: str) -> None:
    """2017 is what the law says, and no mean; after the last target of the law B stays what that target is."""
    targets = {year: jobs for (year, of), jobs in target_jobs().items() if of == sector}
    given_years = [year for year in range(2012, 2031) if "B" in quota_variables(year, sector)]
    assert given_years == list(range(2017, 2031))
    for year in given_years:
        mean = Fraction(targets[year - 1] + targets[year], 2)
        assert (quota_variables(year, sector)["B"] == mean) is (year != 2017)
    assert quota_variables(2017, sector)["B"] == {"markt": 19_500, "overheid": 8_750}[sector]


def test_the_threshold_is_25_employees() -> None:
    (threshold,) = (line["value"] for line in rows("quota_parameters.csv") if line["variable"] == "threshold_hours")
    assert int(threshold) == 40_575 == 25 * 1_623
    assert all(quota_variables(year, sector)["E"] == 1_623 for year in (2018, 2026) for sector in ("markt", "overheid"))


def test_the_key_effect_of_2022() -> None:
    """The change in government's loan jobs of 2022, from the hours that the numbers of the letters follow from."""
    pools = {
        int(line["year"]): Fraction(line["value"]) / HOURS_PER_JOB
        for line in rows("calibration_hours.csv")
        if (line["form"], line["measure"]) == ("inleen", "level_hours")
    }
    hours = pl.DataFrame(
        [(year, "markt", "uitzend", "inleen", "wsw", 1, int(pool * HOURS_PER_JOB)) for year, pool in pools.items()],
        schema=["year", "sector", "kind", "listed", "grounds", "period_days", "hour_days"],
        orient="row",
    )
    keys = {2012: 24.0, 2021: 32.0, 2022: 25.8, 2023: 27.2}
    key = pl.DataFrame(
        [
            (year, sector, {"overheid": share, "markt": 100 - share}[sector])
            for year, share in keys.items()
            for sector in ("markt", "overheid")
        ],
        schema=["year", "sector", "share_pct"],
        orient="row",
    )
    measurement = measurement_of(hours.lazy(), key.lazy())
    found = decomposition(measurement).filter(year=2022, sector="overheid").collect().to_dicts()[0]
    assert pools[2021] * Fraction("0.258") - pools[2021] * Fraction("0.32") == pytest.approx(
        found["key_effect_jobs_exact"], abs=1e-9
    )
    assert (found["key_effect_jobs"], found["volume_effect_jobs"], found["change_jobs"]) == (-2_604, -1_015, -3_618)
    assert found["volume_effect_jobs_exact"] == pytest.approx(-1_014.61, abs=0.005)

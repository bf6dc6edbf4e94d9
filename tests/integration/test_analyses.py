"""The analyses through the command line: cohorts over years, scenarios of a release, the quota's settings."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.support.cli import build, internal, manifest, new_home, run, succeed
from tests.support.deliveries import make_delivery
from warehouse.registry.analyses import PLACES
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.registry.published import PUBLISHED


def table(home: Path, mart: str) -> pl.DataFrame:
    return pl.read_parquet(internal(home / "published" / "current") / "marts" / f"{mart}.parquet")


def cohort_check(candidate: Path) -> tuple[bool, int, int]:
    quality = pl.read_parquet(internal(candidate) / "marts" / "quality.parquet")
    row = quality.filter((pl.col("expectation") == "cohort_years") & (pl.col("year") == 2023))
    return row.select("passed", "checked_rows", "failed_rows").row(0)


def test_a_release_holds_every_mart_of_the_registry(home: Path) -> None:
    folder = home / "published" / "current"
    for name, mart in PUBLISHED.items():
        assert pl.read_parquet(folder / "parquet" / f"{name}.parquet").columns == mart.names()
        assert (folder / "csv" / f"{name}.csv").read_text(encoding="utf-8").startswith(",".join(mart.names()))
    for name in PUBLIC_MARTS:
        exact = internal(folder.resolve()) / "marts" / f"{name}.parquet"
        assert pl.read_parquet(exact).columns == MARTS[name].names()
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as marts:
        assert {name for (name,) in marts.execute("SELECT table_name FROM duckdb_tables()").fetchall()} == {
            *PUBLISHED,
            "release",
        }
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = [one["path"] for one in described["resources"] if "schema" in one]
    assert tables == [f"csv/{name}.csv" for name in PUBLISHED]


def public(home: Path) -> dict[str, pl.DataFrame]:
    folder = home / "published" / "current" / "parquet"
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in PUBLISHED}


def test_every_code_of_a_release_has_a_label(home: Path) -> None:
    found = public(home)
    labelled = set(found["codes"].select("dimension", "code").rows())
    in_use = {
        (column.dimension, code)
        for name, mart in PUBLIC_MARTS.items()
        for column in mart.columns
        if column.dimension and (column.name in mart.key or column.name.endswith("_status")) and column.kind == "text"
        for code in found[name][column.name].unique()
    }
    assert len(in_use) > 100
    assert in_use <= labelled


def test_every_empty_cell_of_a_release_says_why(home: Path) -> None:
    empty = 0
    for name, frame in public(home).items():
        for column in (one for one in frame.columns if f"{one}_status" in frame.columns):
            there = frame.select((pl.col(f"{column}_status") == "vrij") == pl.col(column).is_not_null()).to_series()
            assert there.all(), f"{name}.{column}"
            empty += frame[column].null_count()
        places = {column.name for column in PLACES} if name == "observations" else set()
        unsaid = [one for one in frame.columns if frame[one].null_count() and f"{one}_status" not in frame.columns]
        assert name == "codes" or set(unsaid) <= places
    assert empty > 100


def test_totals_of_a_release_are_marked(home: Path) -> None:
    marking = {name: frame for name, frame in public(home).items() if "is_total" in frame.columns}
    assert len(marking) > 10
    for name, frame in marking.items():
        names = [column.name for column in PLACES if column.name in frame.columns]
        total = [any(value == "totaal" for value in row) for row in frame.select(names).rows()]
        assert frame["is_total"].to_list() == total, name


def test_what_a_tool_sums_is_the_official_figure_up_to_half_a_job_a_row(home: Path) -> None:
    official = public(home)["realisation"].filter(sector="totaal", form="totaal")
    with duckdb.connect(str(home / "published" / "current" / "marts.duckdb"), read_only=True) as marts:
        sums = marts.execute("SELECT year, sum(extra_jobs), count(*) FROM fact_realisation GROUP BY year").fetchall()
    wanted = dict(official.select("year", "extra_jobs").rows())
    assert {year for year, *_ in sums} == wanted.keys()
    assert len(wanted) > 4
    assert all(abs(total - wanted[year]) <= rows / 2 for year, total, rows in sums)


def test_the_number_of_an_observation_is_its_own_and_stays(home: Path) -> None:
    released = sorted((home / "published" / "releases").iterdir(), key=lambda path: path.name)
    tables = [pl.read_parquet(path / "parquet" / "observations.parquet") for path in released]
    numbers = [
        dict(table.select("id", pl.concat_str("measure", "year", "dimensions", separator="|")).rows())
        for table in tables
    ]
    assert [len(found) for found in numbers] == [table.height for table in tables]
    first, last = numbers[0], numbers[-1]
    assert first.keys() & last.keys()
    assert all(first[number] == last[number] for number in first.keys() & last.keys())
    assert {name: number for number, name in last.items() if name in set(first.values())} == {
        name: number for number, name in first.items() if name in set(last.values())
    }


def test_the_cohort_is_there_when_its_three_years_are(home: Path) -> None:
    cohort = table(home, "participation_cohort")
    assert set(cohort["cohort_start"]) == {2021}
    total = cohort.filter(pl.col("ground") == "totaal").row(0, named=True)
    assert total["persons"] > 0
    assert cohort_check(home / "published" / "current") == (True, 2, 0)


def test_rows_that_are_not_those_of_the_release_make_no_cohort(home: Path) -> None:
    """They are gone, or of another delivery: a warning, and no figure."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("DELETE FROM kept_from WHERE year = 2021")
        warehouse.execute("UPDATE kept_from SET delivery_digest = 'another' WHERE year = 2022")
    candidate = build(home, make_delivery(2023, 6), home.parent / "later")
    assert pl.read_parquet(internal(candidate) / "marts" / "participation_cohort.parquet").is_empty()
    assert cohort_check(candidate) == (False, 2, 2)
    assert "cohort_years" in {warning["expectation"] for warning in manifest(candidate)["warnings"]}


def test_rows_under_another_key_make_no_cohort(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_PSEUDONYM_KEY", "ab" * 32)
    assert succeed(home, "key", "rotate")["years_apart"] == [2012, 2021, 2022, 2023]
    candidate = build(home, make_delivery(2023, 6), home.parent / "later")
    assert pl.read_parquet(internal(candidate) / "marts" / "participation_cohort.parquet").is_empty()
    assert cohort_check(candidate) == (False, 2, 2)


def test_a_released_year_built_again_puts_its_rows_back(home: Path) -> None:
    """A rejected delivery has replaced the rows of 2022; the released one is built again, and the cohort is back."""
    before = table(home, "participation_cohort")
    rejected = build(home, make_delivery(2022, 6), home.parent / "rejected")
    succeed(home, "reject", rejected.name, "--steward", "Steward Een", "--reason", "trial")
    candidate = build(home, make_delivery(2023, 6), home.parent / "later")
    assert pl.read_parquet(internal(candidate) / "marts" / "participation_cohort.parquet").is_empty()
    make_delivery(2022, 5).write(home.parent / "source")
    done = run(home, "build", "--year", "2022", "--source", str(home.parent / "source"), "--no-prefect")
    assert done.answer["skipped"]
    assert cohort_check(build(home, make_delivery(2023, 6), home.parent / "later")) == (True, 2, 0)
    candidate = build(home, make_delivery(2023, 5), home.parent / "again")
    assert pl.read_parquet(internal(candidate) / "marts" / "participation_cohort.parquet").equals(before)


def test_which_years_took_part_is_in_the_name_of_the_candidate(home: Path) -> None:
    first = build(home, make_delivery(2023, 6), home.parent / "later")
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("DELETE FROM kept_from WHERE year = 2021")
    assert build(home, make_delivery(2023, 6), home.parent / "later").name != first.name


def test_scenarios_are_shown_beside_the_official_result(home: Path) -> None:
    answer = succeed(home, "scenario")
    mart = table(home, "scenarios").filter(pl.col("year") == 2023)
    assert answer["scenarios"] == mart.to_dicts()
    one = succeed(home, "scenario", "sleutel_2021", "--year", "2022")
    assert {row["scenario"] for row in one["scenarios"]} == {"huidige_wet", "sleutel_2021"}
    assert {row["year"] for row in one["scenarios"]} == {2022}
    assert "Allocation key of 2021" in run(home, "scenario", "sleutel_2021").out


@pytest.mark.parametrize("arguments", [["scenario", "nope"], ["scenario", "--year", "2019"]])
def test_what_is_not_there_is_wrong_use(home: Path, arguments: list[str]) -> None:
    refused = run(home, *arguments)
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1
    assert "is not there" in refused.err


def test_without_a_release_there_are_no_scenarios(tmp_path: Path) -> None:
    refused = run(new_home(tmp_path / "home"), "scenario")
    assert refused.code == 2
    assert "nothing is published yet" in refused.err


def test_the_quota_follows_its_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = table(home, "quota").filter(pl.col("year") == 2023)
    assert set(before["quota_pct"]) == {None}
    assert all("niet openbaar" in reason for reason in before["reason"])
    monkeypatch.setenv("BANENAFSPRAAK_QUOTA__VARIABLES", '{"2023": {"overheid": {"D": 1000000, "F": 0, "G": 0}}}')
    candidate = build(home, make_delivery(2023, 5), home.parent / "source")
    rows = pl.read_parquet(internal(candidate) / "marts" / "quota.parquet").filter(pl.col("year") == 2023).to_dicts()
    percentages = {row["sector"]: row["quota_pct"] for row in rows}
    assert percentages == {"markt": None, "overheid": 2.94}  # (12,196 + 23,750) 1,331 / (1,000,000 1,623) = 2.9479%
    assert {row["sector"]: row["reason"] is None for row in rows} == {"markt": False, "overheid": True}

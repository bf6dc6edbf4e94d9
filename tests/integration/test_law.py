"""The law has dates: years after the letters, the Wet banenafspraak, a home's own lists, several years at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.awkward import awkward_years
from tests.support.cli import build, build_arguments, differences, manifest, mart_rows, new_home, publish, run, succeed
from tests.support.deliveries import Delivery
from tests.support.oracle_marts import every_mart
from tests.support.pages import leave_out_the_factsheet
from warehouse.reference.lists import FOLDER

YEARS = (2012, 2024, 2025, 2026)
WET = "BANENAFSPRAAK_MEASUREMENT__WET_BANENAFSPRAAK_FROM"
PAYROLLING = "BANENAFSPRAAK_MEASUREMENT__PAYROLLING_COUNTS_AS"


@pytest.fixture(autouse=True)
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_out_the_factsheet(monkeypatch)


@pytest.fixture(scope="module")
def deliveries() -> list[Delivery]:
    return list(awkward_years(5, YEARS, wet_from=2026))


@pytest.fixture
def source(tmp_path: Path, deliveries: list[Delivery]) -> Path:
    for delivery in deliveries:
        delivery.write(tmp_path / "source")
    return tmp_path / "source"


def build_years(home: Path, source: Path, years: str) -> Path:
    """One candidate of several years."""
    answer = succeed(home, "build", "--years", years, "--source", str(source), "--no-prefect")
    return home / "candidates" / str(answer["candidate"])


def totals(release: Path, sector: str = "totaal") -> dict[int, dict[str, Any]]:
    """The rows of form totaal of a sector, by year."""
    rows = mart_rows(release, "realisation")
    return {row["year"]: row for row in rows if (row["sector"], row["form"]) == (sector, "totaal")}


def own_list(home: Path, name: str, *, added: str = "", replaced: tuple[str, str] = ("", "")) -> None:
    """The package's list in the home's own `reference/`, with a change."""
    text = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    assert replaced[0] in text
    (home / "reference").mkdir(exist_ok=True)
    (home / "reference" / f"{name}.csv").write_text(text.replace(*replaced) + added, encoding="utf-8")


def test_targets_of_2024_to_2026_and_the_quota_of_2024(tmp_path: Path, source: Path) -> None:
    candidate = build_years(new_home(tmp_path / "home"), source, "2012,2024-2026")
    found = {sector: totals(candidate, sector) for sector in ("markt", "overheid")}
    assert [found["markt"][year]["target_jobs"] for year in YEARS[1:]] == [90_000, 100_000, 100_000]
    assert [found["overheid"][year]["target_jobs"] for year in YEARS[1:]] == [25_000, 25_000, 25_000]
    assert [totals(candidate)[year]["target_jobs"] for year in YEARS] == [None, 115_000, 125_000, 125_000]
    quota = {(row["year"], row["sector"]): row for row in mart_rows(candidate, "quota")}
    assert quota[2024, "overheid"]["quota_pct"] == 2.76
    assert quota[2024, "overheid"]["percentage_source"] == "vastgesteld"
    assert quota[2025, "overheid"]["quota_pct"] is None
    breaks = {year: row["series_break"] for year, row in totals(candidate).items() if row["origin"] == "gemeten"}
    assert breaks == {2012: False, 2024: False, 2025: False, 2026: True}
    assert "iva_loondispensatie" in totals(candidate)[2026]["series_break_note"]


def test_several_years_in_one_candidate_are_those_years_one_after_the_other(
    tmp_path: Path, source: Path, deliveries: list[Delivery]
) -> None:
    together = build_years(new_home(tmp_path / "together"), source, "2024-2026,2012")
    assert differences(together, every_mart(deliveries)) == []
    assert manifest(together)["built_years"] == list(YEARS)
    apart = new_home(tmp_path / "apart")
    last = [publish(apart, build(apart, delivery, source)) for delivery in deliveries][-1]
    for mart in ("realisation", "scenarios", "participation_cohort", "quota", "observations"):
        assert mart_rows(together, mart) == mart_rows(last, mart), mart


@pytest.fixture
def reformed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WET, "2026")


@pytest.mark.usefixtures("reformed")
def test_the_wet_banenafspraak_from_2026(tmp_path: Path, source: Path, deliveries: list[Delivery]) -> None:
    candidate = build_years(new_home(tmp_path / "home"), source, "2012,2024-2026")
    assert differences(candidate, every_mart(deliveries, wet_banenafspraak_from=2026)) == []
    whole, market = totals(candidate), totals(candidate, "markt")
    assert {year: row["rule_set"] for year, row in whole.items() if year in YEARS} == {
        2012: "banenafspraak-2013",
        2024: "banenafspraak-2013",
        2025: "banenafspraak-2013",
        2026: "wet-banenafspraak",
    }
    assert (market[2025]["target_jobs"], market[2026]["target_jobs"]) == (100_000, None)
    assert whole[2026]["target_jobs"] == 125_000
    assert market[2026]["level_jobs"] is not None, "the division over sectors is still published"
    assert whole[2026]["series_break"]
    # People with a voorziening count in 2026, and in the nulmeting and the year before that 2026 is held against.
    assert whole[2026]["baseline_jobs_exact"] > whole[2025]["baseline_jobs_exact"]
    without_restating = whole[2026]["extra_jobs_exact"] - whole[2025]["extra_jobs_exact"]
    assert whole[2026]["growth_jobs_exact"] != pytest.approx(without_restating)


def test_a_target_of_both_sectors_from_the_homes_own_list(tmp_path: Path, source: Path) -> None:
    home = new_home(tmp_path / "home")
    own_list(home, "targets", added="totaal,2026-01-01,,130000,a decree\n")
    candidate = build_years(home, source, "2012,2025,2026")
    assert [totals(candidate, sector)[2026]["target_jobs"] for sector in ("markt", "overheid", "totaal")] == [
        None,
        None,
        130_000,
    ]
    assert totals(candidate)[2025]["target_jobs"] == 125_000
    (listed,) = [one for one in manifest(candidate)["reference"] if one["origin"] == "home"]
    assert listed["name"] == "targets"
    assert listed["changes"] == ["+ sector=totaal, valid_from=2026-01-01, jobs=130000, source=a decree"]


def test_payrolling_counts_as_loan_from_2026_by_one_row(
    tmp_path: Path, source: Path, deliveries: list[Delivery]
) -> None:
    home = new_home(tmp_path / "home")
    own_list(home, "code_aard", added="82,2026-01-01,,payrolling,inleen,a decision\n")
    candidate = build_years(home, source, "2012,2024-2026")
    assert differences(candidate, every_mart(deliveries, overlay=home / "reference")) == []
    assert totals(candidate)[2026]["series_break_note"] == (
        "grondslag iva_loondispensatie telt mee vanaf 2026; aard 82 telt vanaf 2026 als inleen"
    )


def test_a_changed_ground_without_dates_is_refused(tmp_path: Path, source: Path) -> None:
    home = new_home(tmp_path / "home")
    own_list(home, "grondslag", replaced=("voorziening,9,no,,", "voorziening,9,yes,,"))
    for command in (build_arguments(2012, source), ("reference",)):
        refused = run(home, *command)
        assert refused.code == 2
        assert "reference/grondslag.csv, line 10: ground voorziening counts without a date" in refused.err
        assert len(refused.err.splitlines()) == 1


def test_years_measured_under_other_choices_are_refused_and_named(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = new_home(tmp_path / "home")
    publish(home, build_years(home, source, "2012,2024"))
    monkeypatch.setenv(PAYROLLING, "inleen")
    refused = run(home, *build_arguments(2025, source))
    assert refused.code == 2
    assert "released years 2012,2024 were measured under other rules" in refused.err
    assert "payrolling_counts_as" in refused.err
    assert "--years 2012,2024,2025" in refused.err
    candidate = build_years(home, source, "2012,2024,2025")
    assert manifest(candidate)["supersedes"]
    assert manifest(candidate)["change_type"] == "revisie"


def test_dates_of_the_law_are_no_other_rules(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change from 2026 on leaves what the law says of earlier years as it was."""
    home = new_home(tmp_path / "home")
    publish(home, build_years(home, source, "2012,2024,2025"))
    monkeypatch.setenv(WET, "2026")
    own_list(home, "code_aard", added="82,2026-01-01,,payrolling,inleen,a decision\n")
    own_list(home, "code_soort_ikv", added="70,nieuwe uitkering,no,\n")
    candidate = build(home, next(iter(awkward_years(5, (2026,), wet_from=2026))), source)
    assert manifest(candidate)["supersedes"] is None
    assert totals(candidate)[2026]["rule_set"] == "wet-banenafspraak"


def test_the_nulmeting_comes_first_or_in_the_same_candidate(tmp_path: Path, source: Path) -> None:
    home = new_home(tmp_path / "home")
    refused = run(home, *build_arguments(2024, source))
    assert refused.code == 3
    assert "--years 2012,2024" in refused.err


def test_year_or_years_but_not_both(tmp_path: Path, source: Path) -> None:
    home = new_home(tmp_path / "home")
    for arguments in (("--year", "2012", "--years", "2012"), ()):
        refused = run(home, "build", "--source", str(source), "--no-prefect", *arguments)
        assert (refused.code, "give --year" in refused.err) == (2, True)


def test_reference_shows_what_holds_for_a_year(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    own_list(home, "targets", added="totaal,2026-01-01,,130000,a decree\n")
    answer = succeed(home, "reference", "--year", "2026")["reference"]
    assert answer["law"]["targets"] == {"totaal": 130_000}
    origins = {one["name"]: one["origin"] for one in answer["lists"]}
    assert origins["targets"] == "home"
    assert origins["grondslag"] == "package"

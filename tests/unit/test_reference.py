"""The reference lists: what the package says, what a home may replace, and what of that is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from transforms.law import Law
from warehouse.errors import WrongUseError
from warehouse.reference import frames, lists
from warehouse.reference.book import law_book
from warehouse.reference.lists import LISTS, PACKAGED, Reference, opened


def law(year: int, reference: Reference = PACKAGED) -> Law:
    return law_book(reference).law(year)


def own(folder: Path, **lists_: str) -> Reference:
    """The lists of a home with some of its own."""
    folder.mkdir(exist_ok=True)
    for name, text in lists_.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return opened(folder)


def packaged(name: str) -> str:
    return (lists.FOLDER / f"{name}.csv").read_text(encoding="utf-8")


# --- what is published ---------------------------------------------------------------------------------------


def test_no_published_number_stands_beside_another_under_one_name() -> None:
    """A second publication of one measure gets a measure of its own, as `realisation_pct_of_jobs` has."""
    numbers = frames.published_numbers(PACKAGED).collect()
    key = ["year", "sector", "form", "measure"]
    assert numbers.height > 37
    assert numbers.filter(numbers.select(key).is_duplicated()).rows() == []
    assert numbers.null_count().sum_horizontal().item() == 0


def test_the_publications_of_rijk_that_contradict_each_other_are_both_there() -> None:
    rijk = frames.published_numbers(PACKAGED).filter((pl.col("year") == 2022) & (pl.col("sector") == "overheid:rijk"))
    found = dict(rijk.select("measure", "value").collect().rows())
    assert found == {
        "formal_jobs": 3749,
        "opgave_jobs": 5144,
        "realisation_pct": 75,
        "realisation_pct_of_jobs": 72.9,
    }


def test_published_totals_are_of_three_sectors_in_each_year_since_2015() -> None:
    totals = frames.published_totals(PACKAGED).collect()
    assert set(totals["year"]) == set(range(2015, 2024))
    assert totals.height == 3 * 9


# --- the law of the package ----------------------------------------------------------------------------------


def test_targets_of_2025_hold_on() -> None:
    assert {year: dict(law(year).targets) for year in (2012, 2024, 2025, 2030)} == {
        2012: {},
        2024: {"markt": 90_000, "overheid": 25_000, "totaal": 115_000},
        2025: {"markt": 100_000, "overheid": 25_000, "totaal": 125_000},
        2030: {"markt": 100_000, "overheid": 25_000, "totaal": 125_000},
    }


def test_a_changes_on_1_january_2024_and_b_holds_on() -> None:
    government = {year: law(year).quota.variables["overheid"] for year in (2014, 2015, 2023, 2024, 2030)}
    assert {year: found.get("A") for year, found in government.items()} == {
        2014: None,
        2015: Decimal(12196),
        2023: Decimal(12196),
        2024: Decimal(13504),
        2030: Decimal(13504),
    }
    assert [law(year).quota.variables["overheid"]["B"] for year in (2017, 2023, 2024, 2027)] == [
        Decimal(value) for value in (8750, 23750, 25000, 25000)
    ]
    assert law(2027).quota.variables["markt"]["B"] == 100_000


def test_a_percentage_that_was_set_holds_in_its_year_only() -> None:
    found = {year: law(year).quota.percentages for year in (2018, 2022, 2024, 2025)}
    assert found == {2018: {"overheid": Decimal("1.93")}, 2022: {}, 2024: {"overheid": Decimal("2.76")}, 2025: {}}


def test_the_threshold_is_25_times_e() -> None:
    assert law(2022).quota.threshold_hours == 25 * law(2022).quota.variables["overheid"]["E"]


def test_versions_of_the_quota_are_those_of_its_parameters() -> None:
    """`quota_versions.csv` adds dates only; the values of A are in `quota_parameters.csv` as well."""
    found = {(row["sector"], row["value"]) for row in PACKAGED.rows("quota_parameters") if row["variable"] == "A"}
    dated = {(row["sector"], row["value"]) for row in PACKAGED.rows("quota_versions") if row["variable"] == "A"}
    assert dated == found
    assert found


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_of_the_package_keep_their_own_rules(name: str, tmp_path: Path) -> None:
    assert own(tmp_path / "reference", **{name: packaged(name)}).origin(name) == lists.HOME


# --- what a home may replace ---------------------------------------------------------------------------------


def test_without_a_folder_the_package_holds(tmp_path: Path) -> None:
    found = opened(tmp_path / "reference")
    assert not found.own
    assert found.digest("targets") == PACKAGED.digest("targets")


def test_one_target_row_ends_those_of_the_sectors(tmp_path: Path) -> None:
    targets = packaged("targets") + "totaal,2026-01-01,,130000,a decree\n"
    found = own(tmp_path / "reference", targets=targets)
    assert dict(law(2025, found).targets) == {"markt": 100_000, "overheid": 25_000, "totaal": 125_000}
    assert dict(law(2026, found).targets) == {"totaal": 130_000}
    assert law(2026, found).one_target
    assert found.changes("targets") == ["+ sector=totaal, valid_from=2026-01-01, jobs=130000, source=a decree"]


def test_one_row_makes_payrolling_loan_from_2026(tmp_path: Path) -> None:
    natures = packaged("code_aard") + "82,2026-01-01,,payrolling,inleen,a decision\n"
    found = own(tmp_path / "reference", code_aard=natures)
    forms = {year: {one.code: one.form for one in law(year, found).natures}["82"] for year in (2024, 2027)}
    assert forms == {2024: "payroll", 2027: "inleen"}
    assert {one.kind for one in law(2027, found).natures if one.code == "82"} == {"payroll"}


def test_a_ground_that_joins_counts_from_its_date(tmp_path: Path) -> None:
    grounds = packaged("grondslag") + "wia_ww,10,yes,2028-01-01,,no,WIA en WW,WIA and WW,nota verbeteringen 2025\n"
    found = own(tmp_path / "reference", grondslag=grounds)
    assert "wia_ww" not in law(2027, found).counting
    assert "wia_ww" in law(2028, found).counting


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("targets", "sector,valid_from,jobs\nmarkt,2025-01-01,1\n", "line 1: column valid_to is missing"),
        ("targets", "sector,valid_from,valid_to,jobs,source\n", "line 1: it has no rows"),
        ("targets", "sector,valid_from,valid_to,jobs,source\nmarkt,2025-01-01,,many,x\n", "line 2: jobs is not"),
        ("targets", "sector,valid_from,valid_to,jobs,source\nmarkt,1-1-2025,,1,x\n", "line 2: valid_from or valid_to"),
        ("targets", "sector,valid_from,valid_to,jobs,source\nmarkt,2026-01-01,2025-12-31,1,x\n", "line 2: it ends"),
        (
            "targets",
            "sector,valid_from,valid_to,jobs,source\nmarkt,2025-01-01,2026-12-31,1,x\nmarkt,2026-01-01,,2,x\n",
            "line 3: it overlaps another row of sector",
        ),
        ("targets", "sector,valid_from,valid_to,jobs,source\nmarkt,2025-01-01,,1\n", "line 1: it is no UTF-8 text"),
        ("targets", "sector;valid_from;valid_to;jobs;source\nmarkt;2025-01-01;;1;x\n", "column sector is missing"),
        ("parameters", "name,valid_from,valid_to,value\nhours_per_jop,,,1\n", "line 2: name is not one of"),
        ("parameters", packaged("parameters").replace("05-01", "31-02"), "line 4: cut is not a month and a day"),
        ("parameters", packaged("parameters").replace("110.92", "0"), "line 3: hours_per_job is not a number above 0"),
        ("parameters", packaged("parameters").replace(",2021-12-31", ",2020-12-31"), "wsw_hours has no value in 2021"),
        (
            "quota_parameters",
            packaged("quota_parameters").replace("threshold_hours", "levy_per_job"),
            "no row of threshold",
        ),
        ("parameters", packaged("parameters").replace("110.92", "1e999999"), "line 3: hours_per_job is not a number"),
        ("parameters", packaged("parameters").replace(",0.5,", ",-3,"), "line 5: sector_fund_share is not a share"),
        ("parameters", packaged("parameters").replace("2022-01-01", "20220101"), "line 7: valid_from or valid_to"),
        ("quota_parameters", packaged("quota_parameters").replace("2017,", "abcd,"), "year is not a year or all"),
        ("quota_parameters", packaged("quota_parameters").replace("percentage", "percentag"), "variable is not one of"),
        ("quota_versions", packaged("quota_versions").replace(",markt,", ",totaal,"), "sector is not one of"),
        ("targets", packaged("targets").replace("markt,2025", "Markt,2025"), "sector is not one of markt, overheid"),
        ("targets", packaged("targets").replace(",100000,", ",99999999999999999999,"), "jobs is not a whole number"),
        ("targets", "sector,valid_from,valid_to,jobs,jobs\nmarkt,2025-01-01,,1,2\n", "names each column once"),
        ("published_results", packaged("published_results").replace("2015,", "20x5,"), "year is not a year"),
        ("published_results", packaged("published_results").replace(",15604,", ",1.5,"), "not a whole number of jobs"),
        ("grootteklasse", packaged("grootteklasse").replace("1999", "9x"), "to_employees is not a whole number"),
        ("code_aard", "code,valid_from,valid_to,form,note\n1,,,formal,\n", "line 2: form is not one of"),
        ("code_soort_ikv", "code,employment\n11,yes\n11,no\n", "line 3: it overlaps another row of code"),
        ("government", "year,sector\n2022,overheid:rijk\n", "column form is missing"),
    ],
)
def test_a_wrong_list_is_refused_in_one_line(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=rf"reference/{name}\.csv, ") as refused:
        own(tmp_path / "reference", **{name: text})
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("voorziening,9,no,,,yes", "voorziening,9,yes,,,yes", "ground voorziening counts without a date"),
        ("vso_pro,5,yes,2015-05-01,", "vso_pro,5,yes,,", "ground vso_pro counts without a date"),
        ("wsw,3,yes,,", "wsw,3,no,,", "ground wsw stops counting"),
        ("wiw_id,7,yes,,", "wiw,7,no,,", "ground wiw_id is gone"),
    ],
)
def test_a_changed_ground_without_dates_is_refused(before: str, after: str, said: str, tmp_path: Path) -> None:
    text = packaged("grondslag")
    assert before in text
    with pytest.raises(WrongUseError, match=said):
        own(tmp_path / "reference", grondslag=text.replace(before, after))


def test_the_threshold_is_no_other_row_of_both_sectors(tmp_path: Path) -> None:
    header, _, rest = packaged("quota_parameters").partition("\n")
    found = own(
        tmp_path / "reference", quota_parameters=f"{header}\n2026,totaal,percentage,2.5,procent,x,definitive\n{rest}"
    )
    assert law(2026, found).quota.threshold_hours == 40_575


def test_what_the_package_calls_inferred_stays_so_in_a_list_without_notes(tmp_path: Path) -> None:
    rows = [line.split(",")[:5] for line in packaged("code_aard").splitlines()]
    found = own(tmp_path / "reference", code_aard="\n".join(",".join(row) for row in rows) + "\n")
    assert {one.form for one in law(2019, found).natures if one.code == "82"} == {"payroll"}


def test_a_folder_in_place_of_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reference" / "targets.csv").mkdir(parents=True)
    with pytest.raises(WrongUseError, match=r"reference/targets\.csv: it is no file"):
        opened(tmp_path / "reference")


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=r"reference/targest\.csv: no such list; there are .*targets"):
        own(tmp_path / "reference", targest=packaged("targets"))

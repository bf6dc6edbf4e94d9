"""Synthetic deliveries: the hours are exact, the lines obey the rules, the bytes repeat, the shares are plausible."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.support.cli import run
from tests.support.deliveries import Delivery
from tests.support.rules import violations
from warehouse.synthetic import FIRST_YEAR, LAST_YEAR, basis, calibrated_years, expected_hours, synthesize
from warehouse.synthetic.bsn import as_text, numbers
from warehouse.synthetic.calibration import fit_hours
from warehouse.synthetic.extras import tasks_table
from warehouse.synthetic.levels import government_share_pct
from warehouse.synthetic.numbers import on_the_line
from warehouse.synthetic.returns import periods
from warehouse.synthetic.sectors import GOVERNMENT_SECTORS, sector_hours
from warehouse.synthetic.survey import survey_table

REFERENCE = Path(__file__).resolve().parents[2] / "warehouse" / "reference"
CALIBRATED = (2012, 2021, 2022, 2023)
#: Calibrated years and years of every part of the path: before, between and after what is published.
YEARS = (2012, 2014, 2017, 2020, 2021, 2022, 2023, 2025, 2026, 2030)
EVERY_YEAR = tuple(range(2012, 2031))
SCALE = 0.02
SMALL = 0.002
JOB_HOURS = Fraction("110.92")
LINE = ["lhnr", "bsn", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak"]
BEGIN, END = pl.col("datum_aanvang_tijdvak"), pl.col("datum_einde_tijdvak")


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("deliveries")
    synthesize(YEARS, out, scale=SCALE)
    return out


@pytest.fixture(scope="module")
def small_deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every year there is, small enough to look at line by line."""
    out = tmp_path_factory.mktemp("small")
    synthesize(EVERY_YEAR, out, scale=SMALL)
    return out


def read(folder: Path, table: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted(folder.glob(f"{table}*.parquet"))])


def codes(name: str) -> pl.DataFrame:
    return pl.read_csv(REFERENCE / f"{name}.csv", infer_schema=False)


def elfproef(column: str = "bsn") -> pl.Expr:
    digits = [pl.col(column).str.slice(place, 1).cast(pl.Int64) for place in range(9)]
    weighted = [weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)]
    return pl.sum_horizontal(weighted) % 11 == 0


def clean(polis: pl.DataFrame) -> pl.DataFrame:
    days = (END - BEGIN).dt.total_days() + 1
    good = elfproef() & (BEGIN <= END) & pl.col("aantverlu").is_between(0, 24 * days)
    return polis.filter(good).unique(maintain_order=True)


def at_the_cut(polis: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lines as they stand on 1 May of the next year."""
    return (
        clean(polis)
        .filter(pl.col("datum_ontvangst") <= date(year + 1, 5, 1))
        .sort("datum_ontvangst", "volgnummer")
        .unique(LINE, keep="last", maintain_order=True)
        .filter(pl.col("status") != "intrekking")
    )


def december(polis: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lines that stand at the cut, with their days inside December and the form of their code."""
    first, last = date(year, 12, 1), date(year, 12, 31)
    counted = at_the_cut(polis, year)
    inside = (pl.min_horizontal(END, pl.lit(last)) - pl.max_horizontal(BEGIN, pl.lit(first))).dt.total_days() + 1
    employment = codes("code_soort_ikv").filter(pl.col("employment") == "yes")["code"].to_list()
    lines = counted.with_columns(inside=inside, days=(END - BEGIN).dt.total_days() + 1)
    return with_form(lines.filter((pl.col("inside") > 0) & pl.col("srtiv").is_in(employment)))


def with_form(lines: pl.DataFrame) -> pl.DataFrame:
    valid = codes("code_aard").with_columns(
        pl.col("valid_from").str.to_date().fill_null(date(1900, 1, 1)),
        pl.col("valid_to").str.to_date().fill_null(date(9999, 1, 1)),
    )
    return lines.join(valid, left_on="cdaard", right_on="code").filter(
        BEGIN.is_between(pl.col("valid_from"), pl.col("valid_to"))
    )


def grounds_in_force(year: int) -> list[str]:
    """The grounds that count on 31 December of a year."""
    last_day, counts = f"{year}-12-31", pl.col("counts_for_agreement") == "yes"
    begun = pl.col("counts_from").fill_null("") <= last_day
    not_over = pl.col("counts_to").is_null() | (pl.col("counts_to") >= last_day)
    return codes("grondslag").filter(counts & begun & not_over)["code"].to_list()


def target_group(register: pl.DataFrame, year: int, grounds: list[str] | None = None) -> pl.DataFrame:
    return register.filter(
        elfproef()
        & pl.col("grondslag").is_in(grounds or grounds_in_force(year))
        & (pl.col("datum_registratie") <= date(year, 12, 31))
        & (pl.col("datum_einde").is_null() | (pl.col("datum_einde") >= date(year, 12, 1)))
        & (pl.col("datum_einde").is_null() | (pl.col("datum_einde") >= pl.col("datum_registratie")))
        & (pl.col("arbeidsmarktregio").fill_null(1) <= 35)
    ).unique("bsn")


def exact_hours(lines: pl.DataFrame) -> Fraction:
    by_length = lines.group_by("days").agg((pl.col("aantverlu") * pl.col("inside")).sum())
    return sum((Fraction(hours, days) for days, hours in by_length.iter_rows()), Fraction(0))


def measured(folder: Path, year: int) -> dict[str, Fraction]:
    group = target_group(read(folder, "doelgroepregister"), year)
    lines = december(read(folder, "polis-"), year).join(group, on="bsn", how="semi")
    lines = lines.join(read(folder, "werkgevers"), on="lhnr")
    government = pl.col("overheidswerkgever") & (pl.col("aandeel_sectorfonds").cast(pl.Float64).fill_null(0) < 0.5)
    formal = lines.filter(pl.col("form").is_in(["formeel", "payroll"]))
    loan = exact_hours(lines.filter(pl.col("form") == "inleen"))
    if year < 2022:
        loan += Fraction(read(folder, "wsw_detacheringen").join(group, on="bsn", how="semi")["uren_december"].sum())
    return {
        "markt": exact_hours(formal.filter(~government)),
        "overheid": exact_hours(formal.filter(government)),
        "inleen": loan,
    }


def key_share(folder: Path) -> Fraction:
    answered = read(folder, "verdeelsleutel").filter("respons")
    lent: dict[str, list[Fraction]] = {}
    for stratum, part in answered.partition_by("stratum", as_dict=True).items():
        weight = Fraction(part["populatie"][0], part.height)
        government, market = Fraction(part["uren_overheid"].sum()), Fraction(part["uren_markt"].sum())
        lent[str(stratum)] = [weight * government, weight * (government + market)]
    return sum((x[0] for x in lent.values()), Fraction(0)) / sum((x[1] for x in lent.values()), Fraction(0))


@pytest.mark.parametrize("year", YEARS)
def test_december_hours_on_grounds_in_force_are_exactly_the_expected_ones(deliveries: Path, year: int) -> None:
    expected = expected_hours(year, SCALE)
    assert measured(deliveries / str(year), year) == {
        "markt": expected.formal_market,
        "overheid": expected.formal_government,
        "inleen": expected.loan,
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_survey_gives_the_key_of_the_year(deliveries: Path, year: int) -> None:
    assert abs(float(key_share(deliveries / str(year))) * 100 - float(government_share_pct(year))) < 0.001


def test_expected_hours_give_all_letter_numbers() -> None:
    levels = {(year, *cell): value for year in CALIBRATED for cell, value in letter_levels(year).items()}
    with (REFERENCE / "letter_numbers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 37
    for row in rows:
        year, cell = int(row["year"]), (row["sector"], row["form"])
        base = {"level_jobs": None, "extra_jobs": 2012, "growth_jobs": year - 1}[row["measure"]]
        hours = levels[year, *cell] - (levels[base, *cell] if base else 0)
        assert half_away(hours / JOB_HOURS) == int(row["value"]), row


def test_the_path_has_the_published_extra_jobs() -> None:
    published = codes("published_results").filter(
        (pl.col("measure") == "extra_tov_nulmeting") & (pl.col("form") == "totaal") & (pl.col("kind") == "published")
    )
    before, checked = letter_levels(2012), set()
    for year, sector, jobs in published.select("year", "sector", "value").iter_rows():
        extra = letter_levels(int(year))[sector, "totaal"] - before[sector, "totaal"]
        assert half_away(extra / JOB_HOURS) == int(jobs), (year, sector)
        checked.add((year, sector))
    assert checked >= {(str(year), sector) for year in range(2015, 2024) for sector in ("markt", "overheid", "totaal")}


def test_the_path_grows_after_the_letters_and_lies_between_them_before() -> None:
    total = {year: expected_hours(year).total for year in EVERY_YEAR}
    assert all(total[year] < total[year + 1] for year in range(2023, 2030))
    assert total[2012] < total[2013] < total[2014] < total[2015]
    assert list(range(FIRST_YEAR, LAST_YEAR + 1)) == list(EVERY_YEAR)


def test_values_lie_on_straight_lines_and_stay_the_same_outside_them() -> None:
    known = {2012: 10, 2014: 20, 2015: 0}
    assert [on_the_line(known, year) for year in range(2011, 2017)] == [10, 10, 15, 20, 0, 0]


@pytest.mark.parametrize("year", EVERY_YEAR)
def test_every_year_is_a_valid_delivery_with_exact_hours(small_deliveries: Path, year: int) -> None:
    folder = small_deliveries / str(year)
    tables = {name: read(folder, name).to_dicts() for name in tables_of(folder)}
    assert violations(Delivery(year, tables)) == []
    expected = expected_hours(year, SMALL)
    assert list(measured(folder, year).values()) == [expected.formal_market, expected.formal_government, expected.loan]


def tables_of(folder: Path) -> set[str]:
    return {path.stem.partition("-")[0] for path in folder.glob("*.parquet")}


@pytest.mark.parametrize("year", EVERY_YEAR)
def test_tables_and_codes_of_the_year(small_deliveries: Path, year: int) -> None:
    folder = small_deliveries / str(year)
    assert ("wsw_detacheringen" in tables_of(folder)) == (year < 2022)
    assert ("liv" in tables_of(folder)) == (2017 <= year <= 2024)
    assert ("opgaven" in tables_of(folder)) == (year >= 2015)
    used = set(read(folder, "polis-")["cdaard"])
    assert ("22" in used) == (year >= 2022)
    assert ({"82", "83"} <= used) == (year >= 2020)
    if year <= 2021:
        assert {"10", "80"} <= used
    if year > 2022:  # a period of 2022 may begin in 2021, when the old list held
        assert not {"10", "20", "80"} & used


def letter_levels(year: int) -> dict[tuple[str, str], Fraction]:
    hours = expected_hours(year)
    share = government_share_pct(year) / 100
    formal = {"markt": hours.formal_market, "overheid": hours.formal_government}
    loan = {"markt": hours.loan * (1 - share), "overheid": hours.loan * share}
    cells: dict[tuple[str, str], Fraction] = {}
    for sector, formal_hours in formal.items():
        cells[sector, "formeel"], cells[sector, "inleen"] = Fraction(formal_hours), loan[sector]
    for form in ("formeel", "inleen"):
        cells["totaal", form] = cells["markt", form] + cells["overheid", form]
    for sector in ("markt", "overheid", "totaal"):
        cells[sector, "totaal"] = cells[sector, "formeel"] + cells[sector, "inleen"]
    return cells


def half_away(value: Fraction) -> int:
    return (1 if value >= 0 else -1) * int(abs(value) + Fraction(1, 2))


@pytest.mark.parametrize("scale", [0.001, 0.003])
def test_the_smallest_scales_are_exact_and_clean(tmp_path: Path, scale: float) -> None:
    years = (2016, 2021, 2022, 2030)
    synthesize(years, tmp_path, scale=scale, seed=8)
    for year in years:
        folder = tmp_path / str(year)
        assert sum(measured(folder, year).values()) == expected_hours(year, scale).total
        polis = read(folder, "polis-")
        assert clean(polis).height == polis.height


@pytest.mark.parametrize("year", [2017, 2022])
def test_same_arguments_same_bytes_whatever_other_years(deliveries: Path, tmp_path: Path, year: int) -> None:
    for path in synthesize([year], tmp_path, scale=SCALE):
        assert path.read_bytes() == (deliveries / str(year) / path.name).read_bytes(), path.name


def test_another_seed_gives_other_people(deliveries: Path, tmp_path: Path) -> None:
    synthesize([2023], tmp_path, scale=SCALE, seed=2)
    mine, other = (read(folder / "2023", "doelgroepregister")["bsn"] for folder in (deliveries, tmp_path))
    assert len(set(mine) & set(other)) < 10


def test_people_keep_their_number_and_registration_over_the_years(deliveries: Path) -> None:
    registers = {year: read(deliveries / str(year), "doelgroepregister") for year in (2022, 2023)}
    before, after = (target_group(registers[year], year) for year in (2022, 2023))
    assert before.height == 5100
    assert after.height == 5300
    stayed = before.join(after, on="bsn", how="semi").height
    assert 0.9 < stayed / before.height < 1
    line = ["bsn", "grondslag", "datum_registratie", "arbeidsmarktregio"]
    running = registers[2022].filter(elfproef() & pl.col("datum_einde").is_null())
    assert running.join(registers[2023], on=line, how="anti", nulls_equal=True).height < 0.002 * running.height


@pytest.mark.parametrize("year", YEARS)
def test_few_lines_are_planted_and_none_conflict(deliveries: Path, year: int) -> None:
    polis = read(deliveries / str(year), "polis-")
    good = clean(polis)
    assert 0 < polis.height - good.height < 0.0005 * polis.height
    assert not good.select(*LINE, "datum_ontvangst", "volgnummer").is_duplicated().any()


@pytest.mark.parametrize("year", YEARS)
def test_every_code_and_employer_is_known(deliveries: Path, year: int) -> None:
    folder = deliveries / str(year)
    polis = clean(read(folder, "polis-"))
    assert set(polis["srtiv"]) <= set(codes("code_soort_ikv")["code"])
    assert set(polis["lhnr"]) <= set(read(folder, "werkgevers")["lhnr"])
    coded = polis.filter(pl.col("cdaard").is_not_null())
    assert with_form(coded).height == coded.height
    benefits = codes("code_soort_ikv").filter(pl.col("employment") == "no")["code"].to_list()
    assert set(polis.filter(pl.col("cdaard").is_null())["srtiv"]) <= set(benefits)
    assert {"37", "39", "40", "43"} <= set(polis["srtiv"])


def test_the_awkward_cases_are_there(deliveries: Path) -> None:
    folder = deliveries / "2022"
    polis = read(folder, "polis-")
    assert {"initieel", "correctie", "intrekking"} == set(polis["status"])
    assert {date(2023, 5, 1), date(2023, 5, 2)} <= set(polis["datum_ontvangst"])
    assert polis.filter((date(2022, 1, 1) > BEGIN) & (date(2022, 1, 1) <= END)).height > 0
    assert polis.filter((date(2023, 1, 1) > BEGIN) & (date(2023, 1, 1) <= END)).height > 0
    assert {0, 1, 2} <= set(polis["numiv"])
    assert {"1", "11", "21", "22", "23", "24", "82", "83"} <= set(polis["cdaard"])
    firms = read(folder, "werkgevers").filter("overheidswerkgever")
    shares = set(firms["aandeel_sectorfonds"].cast(pl.Float64))
    assert {0.5, 0.49, None} <= shares
    register = read(folder, "doelgroepregister")
    assert register.filter(pl.col("bsn").str.starts_with("0")).height > 0
    assert register.filter(pl.col("datum_registratie") >= date(2023, 1, 1)).height > 0
    only = register.group_by("bsn").agg(pl.col("grondslag").unique()).filter(pl.col("grondslag") == ["voorziening"])
    assert polis.join(only, on="bsn", how="semi").height > 0


@pytest.mark.parametrize("year", YEARS)
def test_a_delivery_says_that_it_is_synthetic_and_what_it_goes_by(deliveries: Path, year: int) -> None:
    folder = deliveries / str(year)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["basis"] == ("calibrated" if year in CALIBRATED else "path")
    assert manifest["basis_note"] == basis(year).dutch
    assert basis(year).dutch in (folder / "LEESMIJ.txt").read_text(encoding="utf-8")
    assert "SYNTHETISCH" in (folder / "LEESMIJ.txt").read_text(encoding="utf-8")
    for entry in manifest["files"]:
        metadata = pq.read_metadata(folder / entry["name"])
        assert metadata.metadata[b"synthetic"] == b"true"
        assert metadata.metadata[b"basis"] == manifest["basis"].encode()
        assert metadata.num_rows == entry["rows"]
    assert sorted(p.name for p in folder.glob("*.parquet")) == sorted(e["name"] for e in manifest["files"])


# --- grounds with dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_nobody_is_registered_on_a_ground_before_it_is_law(deliveries: Path, year: int) -> None:
    register = read(deliveries / str(year), "doelgroepregister")
    begun = codes("grondslag").select(grondslag="code", law_from=pl.col("counts_from").str.to_date())
    with_law = register.join(begun, on="grondslag").filter(pl.col("law_from").is_not_null())
    assert with_law.filter(pl.col("datum_registratie") < pl.col("law_from")).is_empty()
    assert with_law.height > 0 or year < 2015
    ever = codes("grondslag").filter(pl.col("counts_for_agreement") == "yes")["code"].to_list()
    assert set(target_group(register, year)["bsn"]) == set(target_group(register, year, ever)["bsn"])


def registered_by(folder: Path, year: int) -> pl.DataFrame:
    """The register without registrations of the first months of the next year, which it holds too."""
    return read(folder, "doelgroepregister").filter(elfproef() & (pl.col("datum_registratie") <= date(year, 12, 31)))


def test_grounds_appear_when_they_are_law(deliveries: Path) -> None:
    used = {year: set(registered_by(deliveries / str(year), year)["grondslag"]) for year in YEARS}
    old = {"wajong", "wsw", "wiw_id", "voorziening"}
    since_2015 = old | {"participatiewet", "vso_pro", "wajong_afgewezen"}
    assert used[2012] == used[2014] == old
    assert used[2017] == used[2023] == used[2025] == since_2015 | {"praktijkroute"}
    assert used[2026] == used[2030] == used[2023] | {"iva_loondispensatie"}


@pytest.mark.parametrize("year", YEARS)
def test_people_with_a_voorziening_only_work_but_do_not_count(deliveries: Path, year: int) -> None:
    folder = deliveries / str(year)
    register = registered_by(folder, year)
    grounds = register.group_by("bsn").agg(pl.col("grondslag").unique())
    only = grounds.filter(pl.col("grondslag") == ["voorziening"])
    lines = december(read(folder, "polis-"), year).join(only, on="bsn", how="semi")
    formal = lines.filter((pl.col("form") == "formeel") & (pl.col("aantverlu") > 0))
    assert formal["bsn"].n_unique() >= 0.3 * only.height > 0
    assert target_group(register, year).join(only, on="bsn", how="semi").is_empty()


# --- what is published of the real ones ----------------------------------------------------------------------


@pytest.mark.parametrize(("year", "registered"), [(2012, 247_739), (2017, 200_452), (2021, 245_884), (2023, 265_000)])
def test_the_register_has_the_published_size(deliveries: Path, year: int, registered: int) -> None:
    assert target_group(read(deliveries / str(year), "doelgroepregister"), year).height == round(registered * SCALE)


def test_as_many_people_work_as_the_letter_says(deliveries: Path) -> None:
    folder = deliveries / "2023"
    assert counted_people(folder, 2023)["bsn"].n_unique() == 138_000 * SCALE


def counted_people(folder: Path, year: int) -> pl.DataFrame:
    """Counted lines with hours of the polis."""
    group = target_group(read(folder, "doelgroepregister"), year)
    lines = december(read(folder, "polis-"), year).join(group, on="bsn", how="semi")
    return lines.filter((pl.col("form") != "telt_niet") & (pl.col("aantverlu") > 0))


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_share_of_employers_with_somebody(deliveries: Path, year: int) -> None:
    folder, fiscal = deliveries / str(year), pl.col("lhnr").str.head(9)
    every = read(folder, "werkgevers").filter(pl.col("verloonde_uren") > 0).select(fiscal).unique()
    having = counted_people(folder, year).select(fiscal).unique()
    assert 0.14 < every.join(having, on="lhnr", how="semi").height / every.height < 0.185
    assert every.height > 1000


def test_some_fiscal_numbers_have_several_payroll_numbers(deliveries: Path) -> None:
    numbers_of = read(deliveries / "2023", "werkgevers")["lhnr"]
    assert {"L01", "L02", "L03"} <= set(numbers_of.str.tail(3))
    assert 0.02 < 1 - numbers_of.str.head(9).n_unique() / numbers_of.len() < 0.15


def test_who_never_works(deliveries: Path) -> None:
    members = cohort(deliveries, 2021)
    never = members.filter(pl.col("months") == 0)
    by_ground = members.group_by("grondslag").agg(share=(pl.col("months") == 0).mean()).sort("share")
    assert members.height > 3000
    assert 0.32 < never.height / members.height < 0.38
    assert 0.09 < members.filter(pl.col("months").is_between(1, 11)).height / members.height < 0.13
    assert set(by_ground["grondslag"].head(2)) == {"vso_pro", "praktijkroute"}
    assert 0.31 < never.filter(pl.col("grondslag") == "wajong").height / never.height < 0.39


def cohort(deliveries: Path, start: int) -> pl.DataFrame:
    """People in the register on 1 January and on every day of three years: their ground and months in paid work."""
    last = date(start + 2, 12, 31)
    register = read(deliveries / str(start + 2), "doelgroepregister").filter(
        elfproef() & pl.col("grondslag").is_in(grounds_in_force(start))
    )
    throughout = register.filter(
        (pl.col("datum_registratie") <= date(start, 1, 1)) & (pl.col("datum_einde").fill_null(last) >= last)
    )
    months = pl.concat(months_worked(deliveries / str(year), year) for year in range(start, start + 3))
    worked = months.unique().group_by("bsn").agg(months=pl.len())
    order = {code: place for place, code in enumerate(codes("grondslag")["code"])}
    people = throughout.sort(pl.col("grondslag").replace_strict(order)).unique("bsn", keep="first")
    return people.join(worked, on="bsn", how="left").with_columns(pl.col("months").fill_null(0))


def months_worked(folder: Path, year: int) -> pl.DataFrame:
    """Months of the year with a paid return at the cut: bsn, month."""
    employment = codes("code_soort_ikv").filter(pl.col("employment") == "yes")["code"].to_list()
    paid = at_the_cut(read(folder, "polis-"), year).filter(
        (pl.col("aantverlu") > 0) & pl.col("srtiv").is_in(employment)
    )
    months = pl.DataFrame({"month": pl.date_range(date(year, 1, 1), date(year, 12, 1), "1mo", eager=True)})
    touches = (pl.col("month").dt.month_end() >= BEGIN) & (pl.col("month") <= END)
    return paid.join(months, how="cross").filter(touches).select("bsn", "month").unique()


@pytest.mark.parametrize("year", YEARS)
def test_no_month_has_far_fewer_returns_than_the_others(deliveries: Path, year: int) -> None:
    polis = at_the_cut(read(deliveries / str(year), "polis-"), year).filter(BEGIN.dt.year() == year)
    by_month = polis.group_by(BEGIN.dt.month()).len()["len"]
    assert by_month.len() == 12
    assert min(by_month) > 0.7 * max(by_month)


def test_opgaven_are_levels() -> None:
    assert tasks_table(2014, 1.0) is None
    for year, rijk in ((2019, 3531), (2022, 5144), (2023, 5696)):
        tasks = tasks_of(year)
        assert tasks["rijk"] == rijk
        assert set(tasks) == set(codes("overheidssector")["code"])
    nulmeting = expected_hours(2012).formal_government / JOB_HOURS
    assert abs(sum(tasks_of(2023).values()) - nulmeting - 25_000) < 1


def tasks_of(year: int) -> dict[str, int]:
    table = tasks_table(year, 1.0)
    assert table is not None
    return dict(table.group_by("overheidssector").agg(pl.col("opgave_banen").sum()).iter_rows())


@pytest.mark.parametrize(
    ("year", "sector", "percentage"),
    [(2022, "rijk", 73), (2023, "rijk", 80), (2023, "politie", 54), (2024, "rijk", 85), (2024, "politie", 68)],
)
def test_realisation_of_sub_sectors_as_published(year: int, sector: str, percentage: int) -> None:
    assert round(jobs_of(year)[sector] / tasks_of(year)[sector] * 100) == percentage


def jobs_of(year: int) -> dict[str, Fraction]:
    hours = (Fraction(int(one)) / JOB_HOURS for one in sector_hours(year))
    return dict(zip(GOVERNMENT_SECTORS, hours, strict=True))


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2026])
def test_municipalities_do_more_than_their_opgave(deliveries: Path, year: int) -> None:
    folder = deliveries / str(year)
    firms = read(folder, "werkgevers").filter(pl.col("overheidssector") == "gemeenten")
    lines = counted_people(folder, year).join(firms, on="lhnr", how="semi").filter(pl.col("form") != "inleen")
    (opgave,) = read(folder, "opgaven").filter(pl.col("overheidssector") == "gemeenten")["opgave_banen"]
    assert exact_hours(lines) / JOB_HOURS > opgave
    assert jobs_of(year)["po"] < tasks_of(year)["po"]


@pytest.mark.parametrize("year", [2012, 2021, 2022, 2023, 2026])
def test_some_sub_sectors_have_no_data_before_2023(deliveries: Path, year: int) -> None:
    folder = deliveries / str(year)
    firms, every = read(folder, "werkgevers"), set(codes("overheidssector")["code"])
    missing = every - set(firms["overheidssector"])
    assert missing == (set() if year >= 2023 else {"mbo", "hbo", "onderzoek"})
    assert set(read(folder, "polis-").filter(elfproef())["lhnr"]) <= set(firms["lhnr"])
    if year >= 2015:
        assert set(read(folder, "opgaven")["overheidssector"]) == every


def test_labour_market_regions_are_of_unequal_size(deliveries: Path) -> None:
    regions = target_group(read(deliveries / "2023", "doelgroepregister"), 2023)["arbeidsmarktregio"]
    sizes = regions.drop_nulls().value_counts()["count"]
    assert sizes.len() == 35
    assert max(sizes) > 5 * min(sizes)
    assert 0 < regions.null_count() < 0.1 * regions.len()


@pytest.mark.parametrize("year", [2022, 2023])
def test_population_adds_people_outside_the_register(tmp_path: Path, year: int) -> None:
    synthesize([year], tmp_path, scale=0.001, population_lines=5_000)
    folder = tmp_path / str(year)
    register, country = read(folder, "doelgroepregister"), pl.read_parquet(folder / "polis-13.parquet")
    assert country.height == 5_000
    assert country.join(register, on="bsn", how="semi").height == 0
    assert clean(country).height == 5_000
    assert not country.select(*LINE, "datum_ontvangst", "volgnummer").is_duplicated().any()
    assert set(country["lhnr"]) <= set(read(folder, "werkgevers")["lhnr"])
    assert country.schema == read(folder, "polis-01").schema
    assert sum(measured(folder, year).values()) == expected_hours(year, 0.001).total


def test_csv_has_the_form_of_a_delivery(tmp_path: Path) -> None:
    synthesize([2021], tmp_path / "csv", scale=0.001, fmt="csv")
    synthesize([2021], tmp_path / "parquet", scale=0.001)
    folder = tmp_path / "csv" / "2021"
    text = (folder / "werkgevers.csv").read_bytes()
    assert b"\r" not in text
    assert b";J;0,49;" in text
    polis = pl.concat(
        [pl.read_csv(path, separator=";", infer_schema=False) for path in sorted(folder.glob("polis-*.csv"))]
    )
    same = read(tmp_path / "parquet" / "2021", "polis-")
    assert polis["bsn"].to_list() == same["bsn"].to_list()
    assert set(polis["onbepaalde_tijd"]) == {"J", "N"}


def test_the_files_written_are_returned(tmp_path: Path) -> None:
    files = synthesize([2022, 2013], tmp_path, scale=0.001)
    assert sorted(files) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [path.parent.name for path in files if path.name == "manifest.json"] == ["2022", "2013"]


def test_the_command_says_how_many_files_and_what_they_go_by(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(tmp_path / "home", "synthesize", "--years", "2018,2023", "--out", str(out), "--scale", "0.001")
    assert done.code == 0, done.err
    written = sum(path.is_file() for path in out.rglob("*"))
    assert f"{written} synthetic files written" in done.out
    assert len(done.answer["files"]) == written > 2
    assert done.answer["basis"] == {"2018": "path", "2023": "calibrated"}
    assert "2018: path: " in done.out


def test_an_existing_year_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "2022").mkdir()
    with pytest.raises(ValueError, match="exists already"):
        synthesize([2021, 2022], tmp_path, scale=0.001)
    assert [path.name for path in tmp_path.iterdir()] == ["2022"]


def test_a_failed_run_leaves_nothing(tmp_path: Path) -> None:
    def stop(line: str) -> None:
        if "werkgevers" in line:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        synthesize([2021], tmp_path, scale=0.001, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"years": [2011]}, "no synthetic delivery of 2011: choose a year from 2012 to 2030"),
        ({"years": [2021, 2031]}, "no synthetic delivery of 2031"),
        ({"fmt": "xlsx"}, "unknown format"),
        ({"scale": 3.0}, "out of range"),
        ({"seed": -1}, "negative"),
    ],
)
def test_wrong_arguments_are_refused(tmp_path: Path, arguments: dict[str, object], message: str) -> None:
    given = {"years": [2021], "scale": 0.001} | arguments
    with pytest.raises(ValueError, match=message):
        synthesize(out=tmp_path, **given)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_numbers_pass_the_elfproef_and_never_meet() -> None:
    first, second = numbers(1, 0, 20_000), numbers(1, 20_000, 20_000)
    both = np.concatenate([first, second])
    assert np.unique(both).size == both.size
    assert pl.DataFrame({"bsn": as_text(both)}).select(elfproef().all()).item()


def test_fitted_hours_are_an_exact_rational_sum() -> None:
    hours = np.array([100, 90, 80, 70, 33], dtype=np.int64)
    inside = np.array([31, 3, 3, 28, 2], dtype=np.int64)
    days = np.array([31, 28, 28, 28, 7], dtype=np.int64)
    fitted = fit_hours(hours, inside, days, 230)
    assert sum(Fraction(int(h) * int(i), int(d)) for h, i, d in zip(fitted, inside, days, strict=True)) == 230


def test_rijk_has_the_published_jobs() -> None:
    assert round(jobs_of(2022)["rijk"]) == 3749
    assert round(jobs_of(2019)["rijk"]) == 2068
    assert calibrated_years() == CALIBRATED


@pytest.mark.parametrize("year", EVERY_YEAR)
def test_four_week_periods_cover_the_year_without_gaps(year: int) -> None:
    calendar = periods(year)
    for which in range(3):
        these = slice(calendar.offset[which], calendar.offset[which + 1])
        begin, end = calendar.begin[these], calendar.end[these]
        assert (begin[1:] == end[:-1] + 1).all()
        assert date.fromordinal(date(1970, 1, 1).toordinal() + int(begin[0])) <= date(year, 1, 1)
        assert date.fromordinal(date(1970, 1, 1).toordinal() + int(end[-1])) >= date(year, 12, 31)


def test_the_certainty_stratum_is_the_only_singleton() -> None:
    sizes = survey_table(2023, 1, 0.001).filter("respons").group_by("stratum").len()
    assert sizes.filter(pl.col("len") == 1)["stratum"].to_list() == ["payroll_groot"]

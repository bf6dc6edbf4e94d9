"""Synthetic deliveries: the hours are exact, the lines obey the rules, the bytes repeat."""

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

from warehouse.synthetic import calibrated_years, expected_hours, synthesize
from warehouse.synthetic.bsn import as_text, numbers
from warehouse.synthetic.calibration import fit_hours, group_hours
from warehouse.synthetic.returns import periods
from warehouse.synthetic.survey import GOVERNMENT_SHARE_PCT, survey_table

REFERENCE = Path(__file__).resolve().parents[2] / "warehouse" / "reference"
YEARS = (2012, 2021, 2022, 2023)
SCALE = 0.02
LINE = ["lhnr", "bsn", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak"]
BEGIN, END = pl.col("datum_aanvang_tijdvak"), pl.col("datum_einde_tijdvak")


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("deliveries")
    synthesize(YEARS, out, scale=SCALE)
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


def december(polis: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lines that stand at the cut, with their days inside December and the form of their code."""
    first, last = date(year, 12, 1), date(year, 12, 31)
    counted = (
        clean(polis)
        .filter(pl.col("datum_ontvangst") <= date(year + 1, 5, 1))
        .sort("datum_ontvangst", "volgnummer")
        .unique(LINE, keep="last", maintain_order=True)
        .filter(pl.col("status") != "intrekking")
    )
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


def target_group(register: pl.DataFrame, year: int) -> pl.DataFrame:
    grounds = codes("grondslag").filter(pl.col("counts_for_agreement") == "yes")["code"].to_list()
    return register.filter(
        elfproef()
        & pl.col("grondslag").is_in(grounds)
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
def test_december_hours_are_exactly_the_calibrated_ones(deliveries: Path, year: int) -> None:
    expected = expected_hours(year, SCALE)
    assert measured(deliveries / str(year), year) == {
        "markt": expected.formal_market,
        "overheid": expected.formal_government,
        "inleen": expected.loan,
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_survey_gives_the_key_of_the_year(deliveries: Path, year: int) -> None:
    assert abs(float(key_share(deliveries / str(year))) * 100 - GOVERNMENT_SHARE_PCT[year]) < 0.001


def test_expected_hours_give_all_letter_numbers() -> None:
    levels = {(year, *cell): value for year in YEARS for cell, value in letter_levels(year).items()}
    with (REFERENCE / "letter_numbers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 37
    for row in rows:
        year, cell = int(row["year"]), (row["sector"], row["form"])
        base = {"level_jobs": None, "extra_jobs": 2012, "growth_jobs": year - 1}[row["measure"]]
        hours = levels[year, *cell] - (levels[base, *cell] if base else 0)
        assert half_away(hours / Fraction("110.92")) == int(row["value"]), row


def letter_levels(year: int) -> dict[tuple[str, str], Fraction]:
    hours = expected_hours(year)
    share = Fraction(str(GOVERNMENT_SHARE_PCT[year])) / 100
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
    synthesize([2021, 2022], tmp_path, scale=scale, seed=8)
    for year in (2021, 2022):
        folder = tmp_path / str(year)
        assert sum(measured(folder, year).values()) == expected_hours(year, scale).total
        polis = read(folder, "polis-")
        assert clean(polis).height == polis.height


def test_same_arguments_same_bytes_whatever_other_years(deliveries: Path, tmp_path: Path) -> None:
    synthesize([2022], tmp_path, scale=SCALE)
    for path in sorted((tmp_path / "2022").iterdir()):
        assert path.read_bytes() == (deliveries / "2022" / path.name).read_bytes(), path.name


def test_another_seed_gives_other_people(deliveries: Path, tmp_path: Path) -> None:
    synthesize([2023], tmp_path, scale=SCALE, seed=2)
    mine, other = (read(folder / "2023", "doelgroepregister")["bsn"] for folder in (deliveries, tmp_path))
    assert len(set(mine) & set(other)) < 10


def test_people_keep_their_number_and_registration_over_the_years(deliveries: Path) -> None:
    before, after = (target_group(read(deliveries / str(y), "doelgroepregister"), y) for y in (2022, 2023))
    assert before.height == 5100
    assert after.height == 5300
    stayed = before.join(after, on="bsn", how="semi").height
    assert 0.9 < stayed / before.height < 1


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
    assert polis.filter(pl.col("cdaard").is_null())["srtiv"].is_in(["31", "32", "33", "37"]).all()


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
    assert set(codes("overheidssector")["code"]) <= set(firms["overheidssector"])
    register = read(folder, "doelgroepregister")
    assert register.filter(pl.col("bsn").str.starts_with("0")).height > 0
    assert register.filter(pl.col("datum_registratie") >= date(2023, 1, 1)).height > 0
    only = register.group_by("bsn").agg(pl.col("grondslag").unique()).filter(pl.col("grondslag") == ["voorziening"])
    assert polis.join(only, on="bsn", how="semi").height > 0


def test_a_delivery_says_that_it_is_synthetic(deliveries: Path) -> None:
    folder = deliveries / "2021"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert "SYNTHETISCH" in (folder / "LEESMIJ.txt").read_text(encoding="utf-8")
    for entry in manifest["files"]:
        metadata = pq.read_metadata(folder / entry["name"])
        assert metadata.metadata[b"synthetic"] == b"true"
        assert metadata.num_rows == entry["rows"]
    assert sorted(p.name for p in folder.glob("*.parquet")) == sorted(e["name"] for e in manifest["files"])


def test_tasks_add_up_to_the_government_target(deliveries: Path) -> None:
    assert read(deliveries / "2023", "opgaven")["opgave_banen"].sum() == 25_000 * SCALE
    assert not list((deliveries / "2012").glob("opgaven*"))


def test_population_adds_people_outside_the_register(tmp_path: Path) -> None:
    synthesize([2023], tmp_path, scale=0.001, population_lines=5_000)
    folder = tmp_path / "2023"
    register, country = read(folder, "doelgroepregister"), pl.read_parquet(folder / "polis-13.parquet")
    assert country.height == 5_000
    assert country.join(register, on="bsn", how="semi").height == 0
    assert clean(country).height == 5_000
    assert not country.select(*LINE, "datum_ontvangst", "volgnummer").is_duplicated().any()
    assert set(country["lhnr"]) <= set(read(folder, "werkgevers")["lhnr"])
    assert country.schema == read(folder, "polis-01").schema
    assert sum(measured(folder, 2023).values()) == expected_hours(2023, 0.001).total


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
        ({"years": [2019]}, "no calibration for year 2019"),
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


def test_rijk_has_the_published_jobs_in_2022() -> None:
    assert round(group_hours(2022)[1] / 110.92) == 3749
    assert calibrated_years() == YEARS


@pytest.mark.parametrize("year", YEARS)
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

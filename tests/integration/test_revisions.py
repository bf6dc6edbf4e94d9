"""A released year built again: what changes is listed, the old release stays, and rollback returns to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests.support.cli import build_arguments, internal, manifest, mart_files, publish, roll_back, run, succeed, tree
from tests.support.deliveries import Delivery, Packaging, make_delivery

if TYPE_CHECKING:
    from pathlib import Path


def source(home: Path, delivery: Delivery) -> Path:
    delivery.write(home.parent / "later", Packaging())
    return home.parent / "later"


#: The marts of figures, of which a release says what it revised; the others say how a release was made.
FIGURES = {
    "realisation": ["year", "sector", "form"],
    "allocation_key": ["year", "sector"],
    "decomposition": ["year", "sector"],
    "uncertainty": ["year", "sector", "form"],
    "government_sectors": ["year", "overheidssector"],
    "ministries": ["year", "ministerie"],
    "target_group": ["year", "ground", "arbeidsmarktregio"],
    "participation_cohort": ["cohort_start", "ground"],
    "quota": ["year", "sector"],
    "social_return": ["year", "opdrachtgever"],
    "liv_by_size": ["year", "size_class"],
    "scenarios": ["scenario", "year", "sector"],
}
KEYS = FIGURES | {
    "reconciliation": ["year", "sector", "form", "measure"],
    "quality": ["year", "delivery_table", "expectation"],
    "observations": ["measure", "year", "dimensions"],
    "revisions": ["release", "mart", "cell", "mart_column"],
}


def cells(release: Path) -> dict[tuple[str, ...], Any]:
    """Every cell of every mart that holds a value, by mart, key and column, read without the project's own code."""
    folder = internal(release) / "marts"
    assert {path.stem for path in folder.glob("*.parquet")} == KEYS.keys()
    found: dict[tuple[str, ...], Any] = {}
    for mart, key in KEYS.items():
        for row in pl.read_parquet(folder / f"{mart}.parquet").to_dicts():
            cell = " ".join(f"{name}={row[name]}" for name in key)
            found |= {(mart, cell, name): value for name, value in row.items() if name not in key and value is not None}
    return found


def with_late_corrections(year: int, lines: int) -> Delivery:
    """The delivery of a year with corrections that were received late but before the cut."""
    delivery = make_delivery(year, 5)
    for line in delivery["polis"][:lines]:
        hours = int(str(line["aantverlu"]))
        later = line | {"aantverlu": hours + 7, "volgnummer": 99, "status": "correctie"}
        delivery["polis"].append(later)
    return delivery


def test_a_rebuilt_year_lists_exactly_what_changed(home: Path) -> None:
    before = (home / "published" / "current").resolve()
    old_cells, old_bytes = cells(before), tree(before)
    later = source(home, with_late_corrections(2022, 3))
    candidate = succeed(home, *build_arguments(2022, later), "--reason", "late corrections")["candidate"]
    now = publish(home, home / "candidates" / candidate).resolve()
    new_cells = cells(now)
    wanted = {key for key in old_cells.keys() | new_cells.keys() if old_cells.get(key) != new_cells.get(key)}
    revised = pl.read_parquet(internal(now) / "marts" / "revisions.parquet")
    figures = {key for key in wanted if key[0] in FIGURES}
    assert set(revised.select("mart", "cell", "mart_column").rows()) == figures
    assert revised["supersedes"].unique().to_list() == [before.name]
    assert revised["change_type"].unique().to_list() == ["bijstelling"]
    growth = revised.filter(pl.col("cell").str.starts_with("year=2023"), pl.col("mart_column") == "growth_jobs_exact")
    assert not growth.is_empty(), "the growth of the year after changes as well"

    assert tree(before) == old_bytes
    roll_back(home, before.name)
    assert (home / "published" / "current").resolve() == before


def test_the_same_inputs_are_not_built_twice(home: Path) -> None:
    later = source(home, make_delivery(2023, 5))
    again = succeed(home, *build_arguments(2023, later))
    assert again["skipped"] is True
    assert again["candidate"] == (home / "published" / "current").resolve().name
    assert again["status"] == "published"


def test_a_changed_baseline_restates_every_year(home: Path) -> None:
    before = (home / "published" / "current").resolve()
    later = source(home, with_late_corrections(2012, 2))
    candidate = succeed(home, *build_arguments(2012, later))["candidate"]
    now = publish(home, home / "candidates" / candidate)
    for column, years in (("baseline_jobs_exact", {2012, 2021, 2022, 2023}), ("extra_jobs_exact", {2021, 2022, 2023})):
        old, new = (pl.read_parquet(internal(one) / "marts" / "realisation.parquet") for one in (before, now))
        changed = old.filter(old[column] != new[column])
        assert set(changed["year"]) == years


def test_two_candidates_on_one_release(home: Path) -> None:
    one = succeed(home, *build_arguments(2022, source(home, with_late_corrections(2022, 1))))["candidate"]
    other = succeed(home, *build_arguments(2023, source(home, with_late_corrections(2023, 1))))["candidate"]
    publish(home, home / "candidates" / one)
    for steward in ("a", "b"):
        succeed(home, "approve", other, "--steward", steward, "--note", "seen")
    refused = run(home, "publish", other)
    assert refused.code == 4
    assert "build it again" in refused.err
    bytes_before = mart_files(home / "published" / "current")
    again = succeed(home, *build_arguments(2023, home.parent / "later"))
    assert again["candidate"] != other
    assert mart_files(home / "published" / "current") == bytes_before


def correct(home: Path, year: int, *lines: str) -> None:
    (home / "corrections").mkdir(exist_ok=True)
    text = "\n".join(("table;key;column;expected;new;reason;status", *lines)) + "\n"
    (home / "corrections" / f"{year}.csv").write_text(text, encoding="utf-8")


def counts_whole(line: dict[str, Any]) -> bool:
    """Whether a line is of the whole of December and has hours to spare."""
    period = (str(line["datum_aanvang_tijdvak"]), str(line["datum_einde_tijdvak"]))
    return period == ("2023-12-01", "2023-12-31") and line["cdaard"] == "1" and int(line["aantverlu"]) > 20


def key_of(line: dict[str, Any]) -> str:
    names = ("bsn", "lhnr", "datum_aanvang_tijdvak")
    return ",".join(f"{name}={line[name]}" for name in names)


def test_corrections_are_applied_and_shown(home: Path) -> None:
    delivery = make_delivery(2023, 5)
    line = next(line for line in delivery["polis"] if counts_whole(line))
    hours = int(str(line["aantverlu"]))
    correct(
        home,
        2023,
        f"polis;{key_of(line)};aantverlu;{hours};{hours - 10};hours of another month;goedgekeurd",
        f"polis;{key_of(line)};aantverlu;{hours};1;not decided yet;voorgesteld",
    )
    answer = succeed(home, *build_arguments(2023, source(home, delivery)))
    release = publish(home, home / "candidates" / answer["candidate"])
    about = manifest(release)
    assert [(one["column"], one["status"], one["lines"]) for one in about["corrections"]] == [
        ("aantverlu", "goedgekeurd", 1),
        ("aantverlu", "voorgesteld", 0),
    ]
    assert about["change_type"] == "correctie"
    revised = pl.read_parquet(internal(release) / "marts" / "revisions.parquet").filter(
        pl.col("mart_column") == "hours_december", pl.col("cell") == "year=2023 sector=totaal form=totaal"
    )
    assert revised["difference"].to_list() == [pytest.approx(-10)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("polis;bsn=123456782;aantverlu;1;2;gone;goedgekeurd", "matches no line"),
        ("polis;{key};aantverlu;9999;2;not there;goedgekeurd", "expected value is not there"),
        ("polis;{key};aantverlu;{hours};2;of 123456782;goedgekeurd", "long number"),
        ("polis;{key};aantverlu;x;2;no number;goedgekeurd", "not of its column's kind"),
        ("polis;{key};aantverlu;{hours};twaalf;no number;goedgekeurd", "not of its column's kind"),
        ("polis;{key};aantverlu;{hours};12.5;a point and no whole number;goedgekeurd", "not of its column's kind"),
        ("polis;{key};uren;{hours};2;no column;goedgekeurd", "not known"),
        ("polis;{key};aantverlu;{hours};2;no status;ja", "not known"),
        ("polis;{key};aantverlu;{hours}", "is missing"),
        ("polis;{key};aantverlu;{hours};-5;breaks a rule;goedgekeurd", "range:aantverlu"),
        ("polis;{key};srtiv;15;99;unknown code;goedgekeurd", "known_srtiv"),
    ],
)
def test_a_correction_that_does_not_fit_stops_the_build(home: Path, line: str, said: str) -> None:
    delivery = make_delivery(2023, 5)
    target = delivery["polis"][0]
    correct(home, 2023, line.format(key=key_of(target), hours=target["aantverlu"]))
    refused = run(home, *build_arguments(2023, source(home, delivery)))
    assert refused.code == 3, refused.err
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert str(target["bsn"]) not in refused.err


def test_a_candidate_that_does_not_know_of_a_release_that_was_left_is_stale(home: Path) -> None:
    """Readers had that release: what both publish must be protected together, also when the base is the same again."""
    base = (home / "published" / "current").resolve().name
    stale, other = (
        str(succeed(home, *build_arguments(2022, source(home, with_late_corrections(2022, lines))))["candidate"])
        for lines in (3, 4)
    )
    publish(home, home / "candidates" / other)
    roll_back(home, base)
    for steward in ("a", "b"):
        succeed(home, "approve", stale, "--steward", steward, "--note", "gezien")
    refused = run(home, "publish", stale)
    assert refused.code == 4
    assert f"release {other} published figures of its years" in refused.err
    again = str(succeed(home, *build_arguments(2022, source(home, with_late_corrections(2022, 3))))["candidate"])
    assert again != stale
    assert publish(home, home / "candidates" / again).resolve().name == again

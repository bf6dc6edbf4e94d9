"""Deliveries that look wrong and are right, and lines that are out of the measurement within the limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.bad_lines import day, december_lines
from tests.faults.catalogue import YEAR, Case, identities
from tests.faults.conftest import PUBLISHED
from tests.faults.odd_but_good import ODD_BUT_GOOD
from tests.support.cli import Run, build, build_arguments, delivered_files, differences, run
from tests.support.deliveries import Delivery, Row, make_delivery
from tests.support.oracle import marts

BEFORE = [make_delivery(year) for year in PUBLISHED]


def built(home: Path, year: int, source: Path) -> tuple[Run, Path]:
    """Build a written delivery that must pass; what was said, and the candidate's folder."""
    done = run(home, *build_arguments(year, source))
    assert done.code == 0, done.err
    return done, home / "candidates" / done.answer["candidate"]


@pytest.mark.parametrize("case", ODD_BUT_GOOD.cases, ids=lambda case: case.name)
def test_odd_delivery_passes(case: Case, home_to_change: Path, tmp_path: Path) -> None:
    done, candidate = built(home_to_change, case.year, case.write(tmp_path / "source"))
    assert differences(candidate, marts([*BEFORE, case.delivery()])) == [], case.why
    assert sum(file["rows_quarantined"] for file in delivered_files(candidate)) == 0
    output = done.out + done.err
    assert [secret for secret in identities(case.delivery()) if secret in output] == []


def test_odd_folder_names_pass(home_to_change: Path, tmp_path: Path) -> None:
    """The path of a source is quoted wherever it goes."""
    delivery = make_delivery(YEAR)
    source = tmp_path / 'it\'s a "source"; DROP TABLE polis; -- [x]* é'
    candidate = build(home_to_change, delivery, source)
    assert differences(candidate, marts([*BEFORE, delivery])) == []


# --- quarantined within the limit ---

Spoil = Callable[[Delivery], list[tuple[str, Row]]]


def hours_below_zero(delivery: Delivery) -> list[tuple[str, Row]]:
    row = december_lines(delivery)[0]
    row["aantverlu"] = -1
    return [("polis", row)]


def registration_turned_around(delivery: Delivery) -> list[tuple[str, Row]]:
    row = delivery["doelgroepregister"][3]
    row["datum_einde"] = day(row, "datum_registratie") - timedelta(1)
    return [("doelgroepregister", row)]


def wrong_number(delivery: Delivery) -> list[tuple[str, Row]]:
    rows = december_lines(delivery)[4:7]
    for row in rows:
        row["bsn"] = "123456789"
    return [("polis", row) for row in rows]


def correction_with_too_many_hours(delivery: Delivery) -> list[tuple[str, Row]]:
    """The state before the quarantined correction counts."""
    row: Row = {**december_lines(delivery)[0], "volgnummer": 2, "aantverlu": 745}
    delivery["polis"].append(row)
    return [("polis", row)]


def withdrawal_without_a_number(delivery: Delivery) -> list[tuple[str, Row]]:
    row: Row = {**december_lines(delivery)[0], "volgnummer": None, "status": "intrekking"}
    delivery["polis"].append(row)
    return [("polis", row)]


def exact_repeats(delivery: Delivery) -> list[tuple[str, Row]]:
    """One of three equal lines stays."""
    repeats: list[Row] = [{**december_lines(delivery)[1]} for _ in range(2)]
    delivery["polis"].extend(repeats)
    return [("polis", row) for row in repeats]


def lender_below_zero(delivery: Delivery) -> list[tuple[str, Row]]:
    row = delivery["verdeelsleutel"][1]
    row["uren_markt"] = "-5,00"
    return [("verdeelsleutel", row)]


def several_tables(delivery: Delivery) -> list[tuple[str, Row]]:
    return [
        *hours_below_zero(delivery),
        *registration_turned_around(delivery),
        *lender_below_zero(delivery),
        *exact_repeats(delivery),
    ]


SPOILS: tuple[Spoil, ...] = (
    hours_below_zero,
    registration_turned_around,
    wrong_number,
    correction_with_too_many_hours,
    withdrawal_without_a_number,
    exact_repeats,
    lender_below_zero,
    several_tables,
)


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_quarantined_lines_are_counted_and_left_out(
    spoil: Spoil, home_to_change: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT", "0.5")
    delivery = make_delivery(YEAR)
    out = spoil(delivery)
    _, candidate = built(home_to_change, YEAR, delivery.write(tmp_path / "source"))
    assert differences(candidate, marts([*BEFORE, without(delivery, out)])) == []
    files = delivered_files(candidate)
    assert {file["table"]: file["rows_quarantined"] for file in files} == {
        table: Counter(name for name, _ in out)[table] for table in delivery.tables
    }
    assert all(
        file["rows_delivered"] == len(delivery[file["table"]])
        and file["rows_accepted"] == file["rows_delivered"] - file["rows_quarantined"]
        and sum(file["quarantined"].values()) == file["rows_quarantined"]
        for file in files
    )


def without(delivery: Delivery, out: list[tuple[str, Row]]) -> Delivery:
    """The delivery without these very lines."""
    gone = {id(row) for _, row in out}
    tables = {table: [row for row in rows if id(row) not in gone] for table, rows in delivery.tables.items()}
    return Delivery(delivery.year, tables)


@pytest.mark.parametrize(("limit", "code"), [("0.0124", 3), ("0.0125", 0)])
def test_the_limit_itself_is_allowed(
    limit: str, code: int, home_to_change: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of eighty lines is exactly 1.25 percent: more than the limit rejects."""
    monkeypatch.setenv("BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT", limit)
    delivery = make_delivery(YEAR)
    hours_below_zero(delivery)
    assert len(delivery["polis"]) == 80
    done = run(home_to_change, *build_arguments(YEAR, delivery.write(tmp_path / "source")))
    assert done.code == code, done.err

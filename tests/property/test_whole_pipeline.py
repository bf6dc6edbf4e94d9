"""Properties of a whole build: nothing is lost, and how a delivery is packed does not matter."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.support.awkward import awkward_delivery
from tests.support.cli import build, delivered_files, differences, mart_files, mart_tables, new_home
from tests.support.deliveries import CsvStyle, Delivery, Packaging, ParquetStyle, Row
from tests.support.identifiers import dice
from tests.support.oracle import marts

BASELINE = 2012  # a year that can be built on its own
SEEDS = range(3)
PACKAGINGS = {
    "other line order": Packaging(shuffle_lines=7),
    "other column order": Packaging(parts=2, shuffle_columns=7),
    "five parts": Packaging(parts=5),
    "a part for nearly every line": Packaging(parts=19, shuffle_lines=3),
    "compressed": Packaging(fmt="csv.gz", parts=2),
    "with a manifest": Packaging(manifest=True),
    "all quoted, CRLF, byte-order mark": Packaging(csv=CsvStyle(True, "\r\n", True, False)),
    "parquet": Packaging(fmt="parquet"),
    "parquet parts in other order": Packaging(fmt="parquet", parts=4, shuffle_lines=5, manifest=True),
    "parquet of texts and doubles": Packaging(fmt="parquet", parquet=ParquetStyle(True, True, True)),
}


def build_alone(delivery: Delivery, folder: Path, packaging: Packaging | None = None) -> Path:
    """Build a baseline in a home of its own and return the candidate."""
    return build(new_home(folder / "home"), delivery, folder / "source", packaging)


@pytest.fixture(scope="module")
def plainly_packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The candidate of one delivery in plain CSV files."""
    return build_alone(awkward_delivery(BASELINE, 5), tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("packaging", PACKAGINGS.values(), ids=PACKAGINGS.keys())
def test_packaging_does_not_matter(packaging: Packaging, plainly_packed: Path, tmp_path: Path) -> None:
    candidate = build_alone(awkward_delivery(BASELINE, 5), tmp_path, packaging)
    expected = mart_tables(plainly_packed)
    found = mart_tables(candidate)
    assert found.keys() == expected.keys()
    assert [name for name in expected if not found[name].equals(expected[name])] == []


def test_two_homes_give_the_same_bytes(plainly_packed: Path, tmp_path: Path) -> None:
    """The homes have different keys for their pseudonyms and were made at different times; candidates have one name."""
    home, secrets = new_home(tmp_path / "home"), plainly_packed.parents[1] / "secrets"
    shutil.copy(secrets / "names.key", home / "secrets")
    found = mart_files(build(home, awkward_delivery(BASELINE, 5), tmp_path / "source"))
    assert (home / "secrets" / "pseudonym.key").read_bytes() != (secrets / "pseudonym.key").read_bytes()
    expected = mart_files(plainly_packed)
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
    assert {"realisation.parquet", "allocation_key.parquet"} <= expected.keys()


def test_the_same_home_gives_the_same_bytes_again(tmp_path: Path) -> None:
    home, delivery = new_home(tmp_path / "home"), awkward_delivery(BASELINE, 6)
    first = mart_files(build(home, delivery, tmp_path / "source"))
    assert mart_files(build(home, delivery, tmp_path / "elsewhere")) == first


# --- nothing is lost ---

Spoil = Callable[[Row, Random], Row]


def negative_hours(row: Row, random: Random) -> Row:
    return {**row, "aantverlu": -random.randint(1, 9)}


def turned_period(row: Row, random: Random) -> Row:
    begin = row["datum_aanvang_tijdvak"]
    assert isinstance(begin, date)
    return {**row, "datum_einde_tijdvak": begin - timedelta(random.randint(1, 9))}


def no_number(row: Row, random: Random) -> Row:
    return {**row, "bsn": random.choice((None, "12345678", "123456789", "ABCDEFGHI"))}


def too_far_away(row: Row, random: Random) -> Row:
    return {**row, "arbeidsmarktregio": random.choice((0, 36, -1))}


def never_registered(row: Row, random: Random) -> Row:
    return {**row, "datum_registratie": random.choice((None, "2012-02-30", "31-12-2011", "x"))}


SPOILS: dict[str, tuple[Spoil, ...]] = {
    "polis": (negative_hours, turned_period, no_number),
    "doelgroepregister": (too_far_away, never_registered, no_number),
}


def spoil(delivery: Delivery, seed: int) -> tuple[Delivery, Delivery, Counter[str]]:
    """A delivery with some lines spoiled, the same without those lines, and how many there are by table."""
    random, spoiled, rest, counts = dice("spoil", seed), delivery.copy(), delivery.copy(), Counter[str]()
    for table, ways in SPOILS.items():
        chosen = set(random.sample(range(len(delivery[table])), len(delivery[table]) // 5))
        spoiled.tables[table] = [
            random.choice(ways)(row, random) if number in chosen else row for number, row in enumerate(delivery[table])
        ]
        rest.tables[table] = [row for number, row in enumerate(delivery[table]) if number not in chosen]
        counts[table] = len(chosen)
    return spoiled, rest, counts


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_is_lost(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT", "0.5")
    spoiled, rest, counts = spoil(awkward_delivery(BASELINE, seed), seed)
    candidate = build_alone(spoiled, tmp_path, Packaging(parts=1 + seed))
    files = delivered_files(candidate)
    assert [file for file in files if not adds_up(file)] == []
    assert totals(files, "rows_delivered") == {table: len(rows) for table, rows in spoiled.tables.items()}
    assert +totals(files, "rows_quarantined") == +counts
    assert differences(candidate, marts([rest])) == []


def adds_up(file: dict[str, object]) -> bool:
    """Whether the lines of a file are accepted or quarantined, each of the latter for a reason."""
    delivered, accepted, quarantined = (file[name] for name in ("rows_delivered", "rows_accepted", "rows_quarantined"))
    reasons = file["quarantined"]
    assert isinstance(delivered, int)
    assert isinstance(accepted, int)
    assert isinstance(quarantined, int)
    assert isinstance(reasons, dict)
    return delivered == accepted + quarantined and quarantined == sum(reasons.values())


def totals(files: list[dict[str, object]], count: str) -> Counter[str]:
    """A count by table, over all its files."""
    found = Counter[str]()
    for file in files:
        number = file[count]
        assert isinstance(number, int)
        found[str(file["table"])] += number
    return found

"""The search for numbers of a year: every form, at every place of a file, and nothing that is none."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.identifiers import dice
from warehouse.destruction import numbers, search
from warehouse.destruction.search import Place, Pseudonyms, Wanted

if TYPE_CHECKING:
    from pathlib import Path

BSN, OUTSIDE, EMPLOYER = "123456782", "012345672", "111222333L01"
PSEUDONYM = 0x0123456789ABCDEF
SHARED = 0xFEDCBA9876543210
SMALL = 4
FILE = "ab" * 32
CHUNK = 600
NOT_DELIVERED = (Place.ROWS, Place.FIGURES, Place.OTHER)
#: How a number can stand in a file, and in which places that is a find.
FORMS = {
    "text": (f";{BSN}\n".encode(), NOT_DELIVERED),
    "quoted": (f'"{BSN}"'.encode(), NOT_DELIVERED),
    "between letters": (f"a{BSN}f".encode(), NOT_DELIVERED),
    "UTF-16, little end first": (f"x{BSN};".encode("utf-16-le"), NOT_DELIVERED),
    "UTF-16, big end first": (f"x{BSN};".encode("utf-16-be"), NOT_DELIVERED),
    "integer": (int(BSN).to_bytes(8, "little"), NOT_DELIVERED),
    "outside the register": (f" {OUTSIDE} ".encode(), (Place.ROWS, Place.OTHER)),
    "payroll tax number": (f" {EMPLOYER} ".encode(), (Place.ROWS, Place.OTHER)),
    "among other digits": (f" 77{BSN}77 ".encode(), (Place.ROWS, Place.OTHER)),
    "pseudonym": (PSEUDONYM.to_bytes(8, "little"), tuple(Place)),
    "pseudonym, big end first": (PSEUDONYM.to_bytes(8, "big"), tuple(Place)),
    "pseudonym in decimals": (f" {PSEUDONYM} ".encode(), tuple(Place)),
    "pseudonym among other digits": (f" 1{PSEUDONYM}1 ".encode(), tuple(Place)),
    "shared pseudonym": (SHARED.to_bytes(8, "little"), tuple({*Place} - {Place.ROWS})),
    "shared pseudonym in decimals": (f" {SHARED} ".encode(), tuple({*Place} - {Place.ROWS})),
    "digest": (f'"{BSN}{"a" * 55}"'.encode(), ()),
    "name of a candidate": (f"2023-{BSN}abc/".encode(), ()),
    "zeros": (b"0" * 64, ()),
}


@pytest.fixture
def wanted() -> Wanted:
    everybody = numbers.Numbers()
    everybody.add(np.array([int(BSN), int(OUTSIDE), int(EMPLOYER[:9]), 0], np.int64))
    every, own = (Pseudonyms(np.array(values, np.uint64)) for values in ([SMALL, PSEUDONYM, SHARED], [PSEUDONYM]))
    return Wanted(every, own, everybody, np.array([int(BSN)], np.int64), frozenset({FILE}))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found_where_it_may_not_stand(file: Path, wanted: Wanted, form: str, place: Place) -> None:
    content, places = FORMS[form]
    file.write_bytes(b"<" + content + b">")
    assert (search.count(file, "file", place, wanted) > 0) is (place in places)


@pytest.mark.parametrize("form", [form for form, (_, places) in FORMS.items() if places])
def test_nothing_is_lost_between_two_pieces(
    file: Path, wanted: Wanted, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each form at every place around the end of the first piece, at odd places as well."""
    monkeypatch.setattr(search, "CHUNK_BYTES", CHUNK)
    content, places = FORMS[form]
    for start in range(CHUNK - len(content) - 9, CHUNK + 9):
        file.write_bytes(b"." * start + content + b"." * 700)
        assert search.count(file, "file", places[-1], wanted), start
        assert search.count(file, "file", places[0], wanted), start


def test_a_number_at_the_end_or_in_a_name_is_found(file: Path, wanted: Wanted) -> None:
    file.write_bytes(f"x {BSN}".encode())
    assert search.count(file, "file", Place.OTHER, wanted) == 1
    file.write_bytes(b"")
    assert search.count(file, f"polis-{BSN}.csv", Place.OTHER, wanted) == 1


def test_a_figure_of_more_digits_is_no_number(file: Path, wanted: Wanted) -> None:
    file.write_bytes(f"1{BSN} {BSN}0 {OUTSIDE}".encode())
    assert search.count(file, "file", Place.FIGURES, wanted) == 0


def test_chance_finds_nothing(file: Path, wanted: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CHUNK_BYTES", 10_000)
    thrown = dice(1)
    file.write_bytes(thrown.randbytes(100_000) + bytes(100_000) + thrown.randbytes(50_000).hex().encode())
    assert search.count(file, "file", Place.OTHER, wanted) == 0


def test_a_long_row_of_digits_is_searched_in_little_memory(
    file: Path, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CHUNK_BYTES", 10_000)
    file.write_bytes(b"7" * 9_995 + BSN.encode() + b"7" * 30_000)
    assert search.count(file, "file", Place.OTHER, wanted) == 1


def test_a_copy_of_a_delivered_file_is_known(file: Path, wanted: Wanted) -> None:
    """Packed or not: by its digest, in which a search of bytes finds nothing."""
    file.write_bytes(gzip.compress(BSN.encode()))
    assert search.count(file, "file", Place.OTHER, wanted) == 0
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = Wanted(wanted.pseudonyms, wanted.own, wanted.everybody, wanted.people, frozenset({digest}))
    assert search.count(file, "file", Place.OTHER, known) == 1


def test_without_numbers_nothing_is_found(file: Path) -> None:
    none = Pseudonyms(np.empty(0, np.uint64))
    nothing = Wanted(none, none, numbers.Numbers(), np.empty(0, np.int64), frozenset())
    file.write_bytes(bytes(range(256)) + BSN.encode())
    assert search.count(file, "file", Place.OTHER, nothing) == 0


def test_a_set_of_numbers(wanted: Wanted) -> None:
    assert len(wanted.everybody) == 4
    assert wanted.everybody.among(np.array([1, int(BSN), 0, 999_999_999], np.int64)) == 2
    wanted.everybody.add(np.array([999_999_999, 8, 9, 8], np.int64))
    assert len(wanted.everybody) == 7
    assert wanted.everybody.among(np.array([7, 8, 9, 10, 999_999_999], np.int64)) == 3


def as_csv(path: Path) -> None:
    path.write_bytes(f'\ufeffbsn;lhnr;uren\r\n"{BSN}";{EMPLOYER};12\r\n{OUTSIDE};;1234567890'.encode())


def as_gzip(path: Path) -> None:
    as_csv(path)
    path.write_bytes(gzip.compress(path.read_bytes()))


def as_half_a_gzip(path: Path) -> None:
    as_csv(path)
    path.write_bytes(gzip.compress(path.read_bytes() + b"\n" * 1_000_000)[:-20])


def as_parquet(path: Path) -> None:
    columns = {"bsn": [BSN, OUTSIDE, None], "lhnr": [EMPLOYER, None, None], "uren": [12, 1, 987654321]}
    pq.write_table(pa.table(columns), path)


def as_parquet_of_numbers(path: Path) -> None:
    columns = {"bsn": pa.array([int(BSN), int(OUTSIDE)]), "lhnr": pa.array([EMPLOYER, ""]).dictionary_encode()}
    pq.write_table(pa.table(columns), path)


def as_parquet_of_bytes_and_decimals(path: Path) -> None:
    columns = {"bsn": pa.array([float(BSN), float(OUTSIDE)]), "lhnr": pa.array([EMPLOYER.encode(), None])}
    pq.write_table(pa.table(columns), path)


@pytest.mark.parametrize(
    "write",
    [as_csv, as_gzip, as_half_a_gzip, as_parquet, as_parquet_of_numbers, as_parquet_of_bytes_and_decimals],
)
def test_the_numbers_of_a_delivered_file(file: Path, write: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(write)
    write(file)
    for piece in (7, 20, numbers.CHUNK_BYTES):
        monkeypatch.setattr(numbers, "CHUNK_BYTES", piece)
        found = numbers.delivered([(file, "doelgroepregister")])
        assert found.people == {int(BSN), int(OUTSIDE), int(EMPLOYER[:9])}
        assert found.employers == {EMPLOYER}
        monkeypatch.undo()
        assert len(found.everybody) == 3
        assert numbers.people([file]) == found.people
    assert numbers.delivered([(file, "polis")]).people == set()


def test_a_file_that_is_no_parquet_is_read_as_it_is(file: Path) -> None:
    file.write_bytes(f"PAR1 and {EMPLOYER}".encode())
    assert numbers.delivered([(file, "polis")]).employers == {EMPLOYER}

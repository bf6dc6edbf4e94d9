"""The polis read part by part is what it is when it is loaded whole: counts, kept lines, every line in quarantine."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from types import SimpleNamespace

import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.support.deliveries import make_delivery
from tests.support.two_ways import Outcome, delivery_of, staged
from warehouse.delivery import kernel
from warehouse.errors import DeliveryRejectedError
from warehouse.home import Home

YEAR = 2023
ROUNDS = 8
DATES = ("datum_aanvang_tijdvak", "datum_einde_tijdvak", "datum_ontvangst")
#: Column -> values that break a rule or have to be looked at; the last of a column is one of another kind.
ODD: dict[str, tuple[object, ...]] = {
    "bsn": (None, "12345678", "123456789", "000000000", "+23456782", ""),
    "lhnr": (None, "123456789L00", "12345678xL01"),
    "numiv": (None, -1),
    "datum_aanvang_tijdvak": (None, date(2023, 12, 31), date(2021, 1, 1)),
    "datum_einde_tijdvak": (None, date(2022, 1, 1), date(2025, 1, 1)),
    "srtiv": (None, "99", ""),
    "cdaard": (None, "999", ""),
    "aantverlu": (None, -5, 99999),
    "datum_ontvangst": (None, date(2020, 1, 1), date(2024, 6, 1)),
    "volgnummer": (None, 0),
    "status": (None, "onzin", ""),
}
Write = Callable[[pl.DataFrame, Path], None]


@dataclass(frozen=True)
class Form:
    """A way to write a part; `fast` when the kernel is to read it."""

    suffix: str
    write: Write
    fast: bool = True


def parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, row_group_size=50)


def narrow(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col("numiv", "volgnummer").cast(pl.Int16, strict=False)).write_parquet(path)


def codes_as_numbers(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col("srtiv", "cdaard").cast(pl.Int8, strict=False)).write_parquet(path)


def moments(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col(*DATES).cast(pl.Datetime("us"))).write_parquet(path)


def texts(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col("numiv").cast(pl.String)).write_parquet(path)


def binary(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(pl.col("status").cast(pl.Binary)).write_parquet(path)


def padded(frame: pl.DataFrame, path: Path) -> None:
    some = pl.int_range(pl.len()) % 7 == 0
    frame.with_columns(status=pl.when(some).then(pl.col("status") + " ").otherwise("status")).write_parquet(path)


def text_of(frame: pl.DataFrame, end: str = "\n") -> bytes:
    flag = pl.col("onbepaalde_tijd").replace_strict({True: "J", False: "N"}, default=None, return_dtype=pl.String)
    plain = pl.col("bsn").str.replace("+", "", literal=True)
    return (
        frame.with_columns(plain, onbepaalde_tijd=flag)
        .write_csv(separator=";", line_terminator=end, quote_style="never")
        .encode()
    )


def csv(frame: pl.DataFrame, path: Path) -> None:
    path.write_bytes(text_of(frame))


def csv_of_windows(frame: pl.DataFrame, path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + text_of(frame, "\r\n"))


def packed(frame: pl.DataFrame, path: Path) -> None:
    path.write_bytes(gzip.compress(text_of(frame)))


def quoted(frame: pl.DataFrame, path: Path) -> None:
    path.write_text(frame.write_csv(separator=";", quote_style="always").replace('"true"', "J").replace('"false"', "N"))


FORMS = (
    Form("parquet", parquet),
    Form("parquet", narrow),
    Form("parquet", codes_as_numbers),
    Form("csv", csv),
    Form("csv", csv_of_windows),
    Form("csv.gz", packed),
    Form("parquet", moments, fast=False),
    Form("parquet", texts, fast=False),
    Form("parquet", binary, fast=False),
    Form("parquet", padded, fast=False),
    Form("csv", quoted, fast=False),
)


def polis(random: Random) -> Iterator[pl.DataFrame]:
    """The polis of a year in parts, with odd values, repeats and contradictions, within a part and across parts."""
    rows = make_delivery(YEAR, seed=random.randrange(10**6)).tables["polis"]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    frame = pl.concat([frame, frame.sample(30, seed=1), contradicting(frame.sample(10, seed=2))])
    frame = with_odd_values(frame, random)
    for part in range(3):
        yield frame.filter(pl.int_range(pl.len()) % 3 == part)


def contradicting(lines: pl.DataFrame) -> pl.DataFrame:
    """The same lines with another number of hours."""
    return lines.with_columns(aantverlu=pl.col("aantverlu") // 2)


def with_odd_values(frame: pl.DataFrame, random: Random) -> pl.DataFrame:
    rows = frame.to_dicts()
    for column, values in ODD.items():
        for value in values:
            for row in random.sample(rows, 2):
                row[column] = value
    return pl.DataFrame(rows, schema=frame.schema)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.write.__name__)
@pytest.mark.parametrize("small", [False, True], ids=["in_one", "in_slices"])
def test_both_ways_leave_the_same(tmp_path: Path, form: Form, small: bool) -> None:
    source, home, random = tmp_path / "source", Home(tmp_path / "home"), Random(f"{form.write.__name__}{small}")  # noqa: S311
    delivered = make_delivery(YEAR)
    delivered.tables["polis"] = []
    delivered.write(source)
    folder = delivered.folder(source)
    (folder / "polis.csv").unlink()
    for number, part in enumerate(polis(random)):
        form.write(part, folder / f"polis-{number:02d}.{form.suffix}")
    delivery = delivery_of(home, folder, YEAR)
    fast, whole = staged(home, delivery, "fast", small=small), staged(home, delivery, "whole", whole=True)
    assert fast.by_kernel is form.fast
    assert fast.staged == whole.staged
    for name, found in fast.tables.items():
        assert found.equals(whole.tables[name]), name
        assert found.schema == whole.tables[name].schema, name
    assert whole.tables["quarantine"].height > len(ODD)


def test_lines_of_a_big_file_keep_their_numbers(tmp_path: Path) -> None:
    """More lines than DuckDB reads in one piece: a line in quarantine is called by its own number."""
    source, home = tmp_path / "source", Home(tmp_path / "home")
    delivered = make_delivery(YEAR)
    frame = pl.DataFrame(delivered.tables["polis"], infer_schema_length=None)
    many = pl.concat([frame.with_columns(numiv=pl.lit(copy, pl.Int64)) for copy in range(300_000 // frame.height)])
    bad = [many.height - 5, 150_000, 7]
    many = many.with_columns(volgnummer=pl.when(pl.int_range(pl.len()).is_in(bad)).then(0).otherwise("volgnummer"))
    delivered.tables["polis"] = []
    delivered.write(source)
    folder = delivered.folder(source)
    (folder / "polis.csv").unlink()
    many.write_parquet(folder / "polis.parquet")
    delivery = delivery_of(home, folder, YEAR)
    for name, whole in (("fast", False), ("whole", True)):
        outcome = staged(home, delivery, name, whole=whole)
        numbers = outcome.tables["quarantine"]["line"].to_list()
        assert numbers == sorted(line + 1 for line in bad)


@pytest.mark.parametrize("column", DATES)
def test_dates_that_are_none_are_not_read(tmp_path: Path, column: str) -> None:
    """Days beyond the calendar, in Parquet: both ways quarantine the same lines."""
    frame = ordinary()
    odd = pl.Series([2**31 - 1, -(2**31) + 1, 10**7, -800_000, 2_932_897], dtype=pl.Int32).cast(pl.Date)
    dates = frame[column].clone().scatter(range(len(odd)), odd)
    fast = held_together(tmp_path, lambda path: frame.with_columns(dates.alias(column)).write_parquet(path))
    assert fast.by_kernel
    assert fast.tables["quarantine"].height > 0


@pytest.mark.parametrize("column", ["volgnummer", "numiv"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_footer_that_says_lines_are_sorted_is_not_gone_by(tmp_path: Path, column: str, descending: bool) -> None:
    bad = pl.int_range(pl.len()).is_in([5, 40, 77])
    table = ordinary().with_columns(pl.when(bad).then(-1).otherwise(pl.col(column)).alias(column)).to_arrow()
    claim = [pq.SortingColumn(table.column_names.index(column), descending=descending)]
    fast = held_together(tmp_path, lambda path: pq.write_table(table, path, sorting_columns=claim))
    assert not fast.by_kernel


def test_a_footer_that_says_another_number_of_lines_is_not_gone_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lying:
        """A footer whose file has other lines than its row groups."""

        num_rows, num_row_groups = 10, 1

        def row_group(self, number: int) -> object:
            del number
            return SimpleNamespace(num_rows=80, sorting_columns=())

    monkeypatch.setattr(pq, "ParquetFile", lambda _: SimpleNamespace(metadata=Lying()))
    with pytest.raises(kernel.UnfitError):
        kernel.parts._lines(SimpleNamespace(path=written(tmp_path)), None)  # type: ignore[arg-type]


def written(folder: Path) -> Path:
    ordinary().write_parquet(folder / "polis.parquet")
    return folder / "polis.parquet"


#: What a text file has that is not plain: what stands in a line in the place of what was there.
NOT_PLAIN = {
    "many digits": (";1;initieel", ";00000000000000000001;initieel"),
    "least number": (";1;initieel", ";-9223372036854775808;initieel"),
    "exponent": (";1;initieel", ";1e2;initieel"),
    "underscore": (";1;initieel", ";1_0;initieel"),
    "sign behind": (";1;initieel", ";5-;initieel"),
    "sign alone": (";1;initieel", ";-;initieel"),
    "two signs": (";1;initieel", ";--1;initieel"),
    "one digit of a day": ("-31;", "-3;"),
    "year before Christ": ("2023-", "-023-"),
    "no J or N": (";J\n", ";j\n"),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_text_that_is_not_plain_is_loaded_whole(tmp_path: Path, case: str) -> None:
    before, after = NOT_PLAIN[case]
    text = text_of(ordinary()).decode()
    changed = text.replace(before, after, 3)
    assert changed != text
    fast = held_together(tmp_path, lambda path: path.write_text(changed), "csv")
    assert not fast.by_kernel


@pytest.mark.parametrize(
    "odd",
    [(";1\n", "\n", ";1;2\n"), (";1\n", ";" + 3_000_000 * "x" + "\n", ";1\n"), (";1\n", ";1\r\n", ";1\n")],
    ids=["short and long", "very long", "two ends"],
)
def test_lines_that_are_no_lines_are_not_made_up_for_by_others(tmp_path: Path, odd: tuple[str, str, str]) -> None:
    """An unknown column at the end; the whole table is refused, as it is without the kernel."""
    header, *lines = text_of(ordinary()).decode().splitlines()
    usual, one, other = odd
    text = f"{header};x\n{lines[0]}{one}{lines[1]}{other}" + "".join(f"{line}{usual}" for line in lines[2:])
    with pytest.raises(DeliveryRejectedError):
        held_together(tmp_path, lambda path: path.write_text(text), "csv")


def test_an_unknown_column_at_the_end_stays_fast(tmp_path: Path) -> None:
    header, *lines = text_of(ordinary()).decode().splitlines()
    text = f"{header};x\n" + "".join(f"{line};1\n" for line in lines)
    assert held_together(tmp_path, lambda path: path.write_text(text), "csv").by_kernel


def test_a_delivery_that_comes_twice_is_not_brought_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many lines with the key of another are seen by their hashes alone."""
    monkeypatch.setattr(kernel.hashes, "MOST_ALIKE", 5)
    monkeypatch.setattr(kernel.work, "_with_hash", None)
    twice = pl.concat([ordinary(), ordinary()])
    assert not held_together(tmp_path, twice.write_parquet).by_kernel


def test_a_collision_of_hashes_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel.hashes, "of_key", lambda table: pl.struct(table.key).hash() % 64)
    assert held_together(tmp_path, lambda path: ordinary().write_parquet(path), small=True).by_kernel


def test_hashes_in_another_order_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where lines stand that are read again is told by the places of their hashes, and held against what is found."""
    monkeypatch.setattr(kernel.work, "BLOCK", 7)
    write = kernel.hashes.write
    monkeypatch.setattr(kernel.hashes, "write", lambda found, *where: write(found.reverse(), *where))
    again = pl.concat([ordinary(), ordinary().head(2), ordinary().tail(1)])
    assert held_together(tmp_path, again.write_parquet).by_kernel


@pytest.mark.parametrize("most", [1, 50])
def test_lines_are_read_again_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(kernel.work, "BLOCK", 7)
    monkeypatch.setattr(kernel.work, "MOST_BLOCKS", most)
    again = pl.concat([ordinary(), ordinary().head(2), ordinary().tail(1)])
    assert held_together(tmp_path, again.write_parquet).by_kernel


def test_hashes_that_another_machine_makes_otherwise_are_not_gone_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = iter(range(100))
    monkeypatch.setattr(kernel.hashes, "of_key", lambda table: pl.struct(table.key).hash(next(seeds)))
    assert not held_together(tmp_path, ordinary().write_parquet).by_kernel


@pytest.mark.parametrize("chunk", range(180, 200))
def test_long_numbers_are_seen_across_the_chunks_that_bytes_are_counted_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(kernel.csv, "CHUNK_BYTES", chunk)
    text = tmp_path / "polis.csv"
    text.write_bytes(b"a;b\n" + 90 * b"1;\n" + b"0" * 19 + b";\n" + 90 * b"1;\n")
    with pytest.raises(kernel.UnfitError):
        kernel.csv.counted(text)
    text.write_bytes(b"a;b\n" + 90 * b"1;\n" + b"0" * 18 + b";\n" + 90 * b"1;\n")
    assert kernel.csv.counted(text) == kernel.csv.Counted(182, 182)


def ordinary() -> pl.DataFrame:
    """The polis of a small ordinary delivery."""
    return pl.DataFrame(make_delivery(YEAR).tables["polis"], infer_schema_length=None)


def held_together(
    folder: Path, write: Callable[[Path], object], suffix: str = "parquet", *, small: bool = False
) -> Outcome:
    """Stages a polis of one file both ways, which must leave the same; what the kernel's way left."""
    source, home = folder / "source", Home(folder / "home")
    delivered = make_delivery(YEAR)
    delivered.tables["polis"] = []
    delivered.write(source)
    place = delivered.folder(source)
    (place / "polis.csv").unlink()
    write(place / f"polis.{suffix}")
    delivery = delivery_of(home, place, YEAR)
    fast, whole = staged(home, delivery, "fast", small=small), staged(home, delivery, "whole", whole=True)
    assert fast.staged == whole.staged
    for name, found in fast.tables.items():
        assert found.equals(whole.tables[name]), name
    return fast

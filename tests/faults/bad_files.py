"""Deliveries whose lines were in order and whose files are not: each is rejected."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.faults.catalogue import Catalogue, count
from tests.support.deliveries import Packaging
from tests.support.identifiers import dice

BAD_FILES = Catalogue()
bad = BAD_FILES.files
GZIP = Packaging(fmt="csv.gz")
PARQUET = Packaging(fmt="parquet")
PARTS = Packaging(parts=3)
LISTED = Packaging(manifest=True)


def rewrite(file: Path, change: Callable[[str], str]) -> None:
    """Change a CSV file as text."""
    file.write_bytes(change(file.read_bytes().decode("utf-8")).encode("utf-8"))


def rewrite_lines(file: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Change the lines of a CSV file, its header among them."""
    rewrite(file, lambda text: "\n".join(change(text.splitlines())) + "\n")


def without_column(lines: list[str], column: str) -> list[str]:
    """The lines of a plain CSV file without one column."""
    cells = [line.split(";") for line in lines]
    place = cells[0].index(column)
    return [";".join(row[:place] + row[place + 1 :]) for row in cells]


def replace_column(file: Path, column: str, values: pa.Array) -> None:
    """Give a Parquet file other values in a column, of another type."""
    table = pq.read_table(file)
    pq.write_table(table.set_column(table.schema.get_field_index(column), column, values), file)


# --- tables and columns that are not there ---


@bad("2023")
def no_folder_of_the_year(folder: Path) -> None:
    """The source holds other years."""
    folder.rename(folder.with_name("2019"))


@bad("doelgroepregister|polis|werkgevers|verdeelsleutel", "2023")
def empty_folder(folder: Path) -> None:
    """Nothing was put there yet."""
    for file in folder.iterdir():
        file.unlink()


@bad("polis")
def no_polis(folder: Path) -> None:
    """A table is missing."""
    (folder / "polis.csv").unlink()


@bad("doelgroepregister")
def no_register(folder: Path) -> None:
    """A table is missing."""
    (folder / "doelgroepregister.csv").unlink()


@bad("werkgevers")
def no_employers(folder: Path) -> None:
    """A table is missing."""
    (folder / "werkgevers.csv").unlink()


@bad("verdeelsleutel")
def no_survey(folder: Path) -> None:
    """A table is missing."""
    (folder / "verdeelsleutel.csv").unlink()


@bad("wsw_detacheringen", year=2021)
def no_secondments_before_2022(folder: Path) -> None:
    """Until 2021 they are not in the polis."""
    (folder / "wsw_detacheringen.csv").unlink()


@bad("polis.csv", "aantverlu")
def missing_column(folder: Path) -> None:
    """A required column is missing."""
    rewrite_lines(folder / "polis.csv", lambda lines: without_column(lines, "aantverlu"))


@bad("polis-002.csv", "aantverlu", packaging=PARTS)
def missing_column_in_one_part(folder: Path) -> None:
    """Two of three parts have it."""
    rewrite_lines(folder / "polis-002.csv", lambda lines: without_column(lines, "aantverlu"))


@bad("verdeelsleutel.parquet", "uren_overheid", packaging=PARQUET)
def missing_column_in_parquet(folder: Path) -> None:
    """The same in Parquet."""
    file = folder / "verdeelsleutel.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["uren_overheid"]), file)


@bad("polis.csv", "aantverlu")
def column_under_another_name(folder: Path) -> None:
    """The unknown name is a warning, the missing one is not."""
    rewrite(folder / "polis.csv", lambda text: text.replace("aantverlu", "verloonde_uren", 1))


@bad("polis.csv", "status")
def column_twice(folder: Path) -> None:
    """Which of the two holds?"""
    rewrite_lines(folder / "polis.csv", lambda lines: [f"{line};{line.split(';')[10]}" for line in lines])


@bad("werkgevers.csv")
def no_header(folder: Path) -> None:
    """The first line is a line."""
    rewrite_lines(folder / "werkgevers.csv", lambda lines: lines[1:])


# --- files that cannot be parsed ---


@bad("polis.csv")
def no_bytes(folder: Path) -> None:
    """Not even a header."""
    (folder / "polis.csv").write_bytes(b"")


@bad("polis.csv")
def garbage_bytes(folder: Path) -> None:
    """Noise."""
    (folder / "polis.csv").write_bytes(dice("garbage").randbytes(4000))


@bad("polis.csv")
def garbage_after_the_header(folder: Path) -> None:
    """A good beginning."""
    file = folder / "polis.csv"
    file.write_bytes(file.read_bytes()[:3000] + dice("garbage").randbytes(4000))


@bad("werkgevers.csv")
def page_of_a_portal(folder: Path) -> None:
    """The download was a login page."""
    (folder / "werkgevers.csv").write_text("<!doctype html>\n<title>Log in</title>\n<p>Sessie verlopen\n")


@bad("polis.csv.gz", packaging=GZIP)
def truncated_gzip(folder: Path) -> None:
    """The connection broke."""
    file = folder / "polis.csv.gz"
    file.write_bytes(file.read_bytes()[:-200])


@bad("polis.csv.gz", packaging=GZIP)
def gzip_without_its_check(folder: Path) -> None:
    """Only the last eight bytes, the check sum and length, did not arrive."""
    file = folder / "polis.csv.gz"
    file.write_bytes(file.read_bytes()[:-8])


@bad("polis.csv.gz", packaging=GZIP)
def gzip_with_a_wrong_check(folder: Path) -> None:
    """The check sum at the end is of another file."""
    file = folder / "polis.csv.gz"
    raw = file.read_bytes()
    file.write_bytes(raw[:-8] + bytes(4) + raw[-4:])


@bad("werkgevers.csv.gz")
def text_under_the_name_of_gzip(folder: Path) -> None:
    """Renamed, not compressed."""
    (folder / "werkgevers.csv").rename(folder / "werkgevers.csv.gz")


@bad("polis.parquet", packaging=PARQUET)
def truncated_parquet(folder: Path) -> None:
    """The end of the file, where Parquet says what is in it, is missing."""
    file = folder / "polis.parquet"
    file.write_bytes(file.read_bytes()[:-100])


@bad("polis.parquet", packaging=PARQUET)
def damaged_parquet(folder: Path) -> None:
    """The end is there; the data before it are not."""
    file = folder / "polis.parquet"
    raw = file.read_bytes()
    file.write_bytes(raw[:4] + dice("damage").randbytes(1500) + raw[1504:])


@bad("werkgevers.parquet")
def text_under_the_name_of_parquet(folder: Path) -> None:
    """Renamed, not converted."""
    (folder / "werkgevers.csv").rename(folder / "werkgevers.parquet")


@bad("polis.csv")
def comma_as_delimiter(folder: Path) -> None:
    """An English spreadsheet."""
    rewrite(folder / "polis.csv", lambda text: text.replace(";", ","))


@bad("polis.csv")
def tab_as_delimiter(folder: Path) -> None:
    """Another habit."""
    rewrite(folder / "polis.csv", lambda text: text.replace(";", "\t"))


@bad("polis.csv")
def utf16(folder: Path) -> None:
    """Two bytes a character."""
    file = folder / "polis.csv"
    file.write_bytes(file.read_bytes().decode("utf-8").encode("utf-16"))


@bad("werkgevers.csv")
def latin1(folder: Path) -> None:
    """One byte for an accented letter."""
    file = folder / "werkgevers.csv"
    file.write_bytes(file.read_text(encoding="utf-8").replace("Kwibus", "Kwibusé").encode("latin-1"))


@bad("polis.csv")
def nul_bytes(folder: Path) -> None:
    """A block of the disk was never written."""
    file = folder / "polis.csv"
    raw = file.read_bytes()
    file.write_bytes(raw[:2000] + bytes(500) + raw[2500:])


@bad("polis.csv")
def line_with_too_many_fields(folder: Path) -> None:
    """An extra delimiter moves everything after it."""
    rewrite_lines(folder / "polis.csv", lambda lines: [*lines[:5], f"{lines[5]};;9", *lines[6:]])


@bad("polis.csv")
def line_with_too_few_fields(folder: Path) -> None:
    """Half a line."""
    rewrite_lines(folder / "polis.csv", lambda lines: [*lines[:5], lines[5][:40], *lines[6:]])


@bad("polis.csv")
def half_a_last_line(folder: Path) -> None:
    """The file was cut off in the middle of a line."""
    rewrite(folder / "polis.csv", lambda text: text[:-45])


@bad("werkgevers.csv")
def quote_that_never_ends(folder: Path) -> None:
    """The rest of the file becomes one name."""
    rewrite(folder / "werkgevers.csv", lambda text: text.replace("Kwibus", '"Kwibus', 1))


# --- kinds of files and types of columns ---


@bad("werkgevers")
def table_in_two_kinds(folder: Path) -> None:
    """CSV and Parquet of one table: it would count twice."""
    lines = pa.table({"lhnr": ["800000037L01"], "naam": ["Kwibus"]})
    pq.write_table(lines, folder / "werkgevers.parquet")


@bad("polis", packaging=PARTS)
def parts_of_two_kinds(folder: Path) -> None:
    """A compressed part among plain ones."""
    file = folder / "polis-003.csv"
    (folder / "polis-003.csv.gz").write_bytes(gzip.compress(file.read_bytes()))
    file.unlink()


@bad("polis", "bsn", packaging=PARQUET)
def numbers_as_integers(folder: Path) -> None:
    """Integers have no leading zeros."""
    file = folder / "polis.parquet"
    values = pq.read_table(file).column("bsn").to_pylist()
    replace_column(file, "bsn", pa.array([int(value) for value in values], type=pa.int64()))


@bad("polis", "aantverlu", count(3), packaging=PARQUET)
def doubles_that_are_not_whole(folder: Path) -> None:
    """Half an hour in a column of integers must not be rounded in silence."""
    file = folder / "polis.parquet"
    values = pq.read_table(file).column("aantverlu").to_pylist()
    replace_column(file, "aantverlu", pa.array([*(12.5,) * 3, *values[3:]], type=pa.float64()))


@bad("polis", "datum_ontvangst", packaging=PARQUET)
def dates_as_integers(folder: Path) -> None:
    """20231231 is no date."""
    file = folder / "polis.parquet"
    values = pq.read_table(file).column("datum_ontvangst").to_pylist()
    replace_column(file, "datum_ontvangst", pa.array([int(f"{value:%Y%m%d}") for value in values]))


@bad("werkgevers", "naam", packaging=PARQUET)
def nested_names(folder: Path) -> None:
    """A list is no text."""
    file = folder / "werkgevers.parquet"
    values = pq.read_table(file).column("naam").to_pylist()
    replace_column(file, "naam", pa.array([[value] for value in values]))


def add_column(file: Path, name: str, like: str, place: int) -> None:
    """Give a Parquet file one more column, of any name, with the values of another."""
    table = pq.read_table(file)
    names, columns = list(table.column_names), list(table.columns)
    names.insert(place, name)
    columns.insert(place, table[like])
    pq.write_table(pa.Table.from_arrays(columns, names=names), file)


@bad("polis.parquet", "aantverlu", count(2), packaging=PARQUET)
def column_twice_in_parquet(folder: Path) -> None:
    """Which of the two is right?"""
    add_column(folder / "polis.parquet", "aantverlu", like="numiv", place=2)


@bad("werkgevers.parquet", "sector", "SECTOR", packaging=PARQUET)
def columns_that_differ_in_case_only(folder: Path) -> None:
    """Other programs take one for the other."""
    add_column(folder / "werkgevers.parquet", "SECTOR", like="sector", place=0)


@bad("polis.parquet", "aantverlu", "BOOLEAN", packaging=PARQUET)
def truths_for_a_number(folder: Path) -> None:
    """True is not 1."""
    file = folder / "polis.parquet"
    replace_column(file, "aantverlu", pa.array([value > 100 for value in pq.read_table(file)["aantverlu"].to_pylist()]))


@bad("verdeelsleutel.parquet", "uren_markt", "38 digits", packaging=PARQUET)
def decimals_wider_than_38_digits(folder: Path) -> None:
    """DuckDB reads them as other numbers."""
    file = folder / "verdeelsleutel.parquet"
    values = pq.read_table(file)["uren_markt"].to_pylist()
    replace_column(file, "uren_markt", pa.array(values, pa.decimal256(50, 2)))


@bad("verdeelsleutel.csv", "uren_markt", count(1), "18")
def a_decimal_that_would_be_rounded(folder: Path) -> None:
    """Nineteen digits behind the comma."""

    def changed(lines: list[str]) -> list[str]:
        place = lines[0].split(";").index("uren_markt")
        number = next(n for n, one in enumerate(lines[1:], start=1) if one.split(";")[place])
        cells = lines[number].split(";")
        cells[place] = f"1,{'0' * 18}1"
        return [*lines[:number], ";".join(cells), *lines[number + 1 :]]

    rewrite_lines(folder / "verdeelsleutel.csv", changed)


@bad("verdeelsleutel.parquet", "uren_overheid", packaging=PARQUET)
def a_small_share_as_a_double(folder: Path) -> None:
    """It would become 0."""
    file = folder / "verdeelsleutel.parquet"
    values = [value and 1e-20 for value in pq.read_table(file)["uren_overheid"].to_pylist()]
    replace_column(file, "uren_overheid", pa.array(values, pa.float64()))


# --- names of files ---


@bad(r"polis_2\.csv", r"polis-2\.csv", count(1))
def part_with_another_sign(folder: Path) -> None:
    """It would not be read."""
    shutil.copy(folder / "polis.csv", folder / "polis_2.csv")


@bad(r"polis-2\.CSV", r"name it polis-2\.csv", packaging=PARTS)
def part_in_capitals(folder: Path) -> None:
    """It would not be read."""
    (folder / "polis-002.csv").rename(folder / "polis-2.CSV")


@bad(r"Werkgevers\.csv", r"name it werkgevers\.csv")
def table_with_a_capital(folder: Path) -> None:
    """It would be missing, for no reason that anybody sees."""
    (folder / "werkgevers.csv").rename(folder / "Werkgevers.csv")


@bad(r"polis-#########\.CSV", r"polis-#########\.csv")
def number_of_a_person_in_such_a_name(folder: Path) -> None:
    """It is not shown."""
    (folder / "polis-123456782.CSV").touch()


@bad(r"polis\.parquet", "folder")
def folder_of_parts(folder: Path) -> None:
    """As Spark writes it."""
    (folder / "polis.csv").unlink()
    (folder / "polis.parquet").mkdir()


# --- ends ---


@bad("polis.csv", "line 4 ends with CRLF", "LF")
def other_line_ends_from_the_fourth_line_on(folder: Path) -> None:
    """Two exports put together."""
    rewrite_lines(folder / "polis.csv", lambda lines: [*lines[:3], *(f"{one}\r" for one in lines[3:])])


@bad("polis.csv.gz", "512 bytes behind", packaging=GZIP)
def zeros_behind_the_gzip_data(folder: Path) -> None:
    """Padded to a block of a tape."""
    with (folder / "polis.csv.gz").open("ab") as file:
        file.write(bytes(512))


# --- manifest ---


def change_manifest(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change what a manifest says of the files."""
    file = folder / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content["files"])
    file.write_text(json.dumps(content), encoding="utf-8")


@bad("polis.csv", "sha256|checksum|digest", packaging=LISTED)
def wrong_checksum(folder: Path) -> None:
    """One byte of the file is another."""
    rewrite(folder / "polis.csv", lambda text: text.replace("initieel", "correctie", 1))


@bad("werkgevers.csv", "rows|lines", packaging=LISTED)
def wrong_number_of_rows(folder: Path) -> None:
    """The supplier counted one more."""
    change_manifest(folder, lambda files: files[-1].update(rows=files[-1]["rows"] + 1))


@bad("polis-004.csv", packaging=Packaging(parts=3, manifest=True))
def listed_file_is_missing(folder: Path) -> None:
    """The supplier sent four parts, three arrived."""
    change_manifest(folder, lambda files: files.append({"name": "polis-004.csv", "sha256": "0" * 64, "rows": 9}))


@bad("manifest.json")
def manifest_is_no_json(folder: Path) -> None:
    """Half a manifest."""
    (folder / "manifest.json").write_text('{"files": [{"name": "polis.csv"', encoding="utf-8")


@bad("manifest.json")
def manifest_of_another_shape(folder: Path) -> None:
    """JSON, and no list of files."""
    (folder / "manifest.json").write_text('["polis.csv"]', encoding="utf-8")


@bad("manifest.json", packaging=LISTED)
def manifest_without_checksums(folder: Path) -> None:
    """Names alone check nothing."""
    change_manifest(folder, lambda files: [file.pop("sha256") for file in files])


@bad("manifest.json")
def manifest_that_leaves_the_folder(folder: Path) -> None:
    """A name that points outside the delivery."""
    outside = {"name": "../../../etc/passwd", "sha256": "0" * 64, "rows": 1}
    (folder / "manifest.json").write_text(json.dumps({"files": [outside]}), encoding="utf-8")

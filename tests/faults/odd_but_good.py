"""Deliveries that look wrong and are right: each must pass, and every cell of the marts must be right too."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.faults.bad_lines import december_lines
from tests.faults.catalogue import Catalogue
from tests.support.deliveries import CsvStyle, Delivery, Packaging, ParquetStyle, Row, line
from tests.support.identifiers import bsns, dice, lhnr

ODD_BUT_GOOD = Catalogue()
lines, files = ODD_BUT_GOOD.lines, ODD_BUT_GOOD.files
UNKNOWN = lhnr(777_777_777)
SQL = "Robert'); DROP TABLE polis; --"
MARKUP = '<img src=x onerror="alert(1)">{{7*7}}${7*7}'
OUTSIDER = bsns(1, dice("outsider"))[0]


def packed(**choices: object) -> Callable[[Callable[[Delivery], None]], Callable[[Delivery], None]]:
    """Add an unchanged delivery in another packaging."""
    return lines(packaging=Packaging(**choices))  # type: ignore[arg-type]


@packed(csv=CsvStyle(byte_order_mark=True))
def byte_order_mark(delivery: Delivery) -> None:
    """Three bytes before the header."""


@packed(csv=CsvStyle(byte_order_mark=True, quote_all=True))
def byte_order_mark_before_a_quote(delivery: Delivery) -> None:
    """Three bytes before a quoted header."""


@packed(parts=3, csv=CsvStyle(byte_order_mark=True))
def byte_order_mark_in_every_part(delivery: Delivery) -> None:
    """Three bytes in each of three files."""


@packed(parts=4, shuffle_columns=3)
def other_column_order_in_every_part(delivery: Delivery) -> None:
    """Columns go by their names."""


@packed(parts=12)
def twelve_parts(delivery: Delivery) -> None:
    """Parts of a few lines."""


@packed(fmt="csv.gz")
def compressed(delivery: Delivery) -> None:
    """Gzip."""


@packed(fmt="csv.gz", parts=3, manifest=True)
def compressed_parts_with_manifest(delivery: Delivery) -> None:
    """Checked and counted."""


@packed(csv=CsvStyle(line_ending="\r\n"))
def windows_line_endings(delivery: Delivery) -> None:
    """Carriage returns."""


@packed(csv=CsvStyle(last_line_ends=False))
def last_line_without_an_end(delivery: Delivery) -> None:
    """No newline at the end."""


@packed(csv=CsvStyle(quote_all=True))
def everything_quoted(delivery: Delivery) -> None:
    """Numbers and empty fields too: an empty field in quotes is missing as well."""


@packed(fmt="parquet", parquet=ParquetStyle(booleans_as_text=True))
def yes_and_no_in_parquet(delivery: Delivery) -> None:
    """J and N as texts."""


@packed(fmt="parquet")
def booleans_in_parquet(delivery: Delivery) -> None:
    """True and false."""


@packed(fmt="parquet", parquet=ParquetStyle(dates_as_text=True))
def dates_as_text_in_parquet(delivery: Delivery) -> None:
    """ISO dates as texts."""


@packed(fmt="parquet", parquet=ParquetStyle(integers_as="double", decimals_as_double=True))
def whole_doubles_in_parquet(delivery: Delivery) -> None:
    """A statistics package knows one type of number."""


@packed(fmt="parquet", parquet=ParquetStyle(integers_as="decimal"))
def decimals_without_decimals_in_parquet(delivery: Delivery) -> None:
    """A database's NUMERIC(18, 0)."""


@packed(fmt="parquet", parts=2, parquet=ParquetStyle(integers_as="int32", texts_as="dictionary"))
def small_types_in_parquet(delivery: Delivery) -> None:
    """Smaller integers, and texts by number."""


@packed(fmt="parquet", parquet=ParquetStyle(texts_as="large_string"))
def large_texts_in_parquet(delivery: Delivery) -> None:
    """What polars writes."""


@files(packaging=Packaging(fmt="parquet"))
def codes_as_integers_in_parquet(folder: Path) -> None:
    """Codes without leading zeros may be integers."""
    file = folder / "polis.parquet"
    table = pq.read_table(file)
    for column in ("srtiv", "cdaard"):
        place = table.schema.get_field_index(column)
        table = table.set_column(place, column, table.column(column).cast("int32"))
    pq.write_table(table, file)


@lines()
def odd_names(delivery: Delivery) -> None:
    """Delimiters, quotes, new lines, SQL and markup in names."""
    names = ["Kwibus; Zn.", 'Kwibus "De Hoek"', "Kwibus\nop twee regels", "Kwibus\r\nWindows", SQL, MARKUP]
    for row, name in zip(delivery["werkgevers"], names, strict=False):
        row["naam"] = name


@lines()
def sql_and_markup_in_strata(delivery: Delivery) -> None:
    """Lenders and strata are text too."""
    names = {"klein": SQL, "midden": MARKUP, "groot": "groot; \"'\n"}
    for number, row in enumerate(delivery["verdeelsleutel"]):
        row |= {"stratum": names[str(row["stratum"])], "eenheid": f"{SQL}{number}"}


@lines()
def sql_in_a_ministry(delivery: Delivery) -> None:
    """And so are ministries."""
    for row in delivery["werkgevers"]:
        row["ministerie"] = row["ministerie"] and SQL


@lines()
def unknown_extra_column(delivery: Delivery) -> None:
    """A warning."""
    for row in delivery["polis"]:
        row["loon_sv"] = 1234


@lines()
def sql_as_an_extra_column(delivery: Delivery) -> None:
    """A warning that must not be run."""
    for row in delivery["werkgevers"]:
        row['x"; DROP TABLE polis; --'] = MARKUP


@lines(packaging=Packaging(fmt="parquet"))
def extra_column_in_parquet(delivery: Delivery) -> None:
    """A warning."""
    for row in delivery["verdeelsleutel"]:
        row["toelichting"] = MARKUP


@lines()
def without_the_optional_column(delivery: Delivery) -> None:
    """`onbepaalde_tijd` need not be there."""
    for row in delivery["polis"]:
        del row["onbepaalde_tijd"]


@lines()
def optional_tables(delivery: Delivery) -> None:
    """Three more tables."""
    employer = delivery["werkgevers"][0]["lhnr"]
    delivery.tables |= {
        "opgaven": [{"overheidssector": "rijk", "ministerie": None, "opgave_banen": 10}],
        "liv": [{"lhnr": employer, "bedrag": Decimal("1234.56")}],
        "social_return": [{"opdrachtgever": MARKUP, "verplichting_eur": Decimal("0.5"), "banen": Decimal(2)}],
    }


@lines()
def contractors_of_some_bodies(delivery: Delivery) -> None:
    """How many there are, what the largest owes, both or neither."""
    body: Row = {"verplichting_eur": Decimal(100), "banen": Decimal(2), "opdrachtnemers": None, "grootste_eur": None}
    delivery.tables["social_return"] = [
        {**body, "opdrachtgever": "A", "opdrachtnemers": 3, "grootste_eur": Decimal(100)},
        {**body, "opdrachtgever": "B", "opdrachtnemers": 0},
        {**body, "opdrachtgever": "C"},
    ]


@lines()
def secondments_from_2022(delivery: Delivery) -> None:
    """They are in the polis now, so this table counts nothing."""
    bsn, employer = delivery["doelgroepregister"][0]["bsn"], delivery["werkgevers"][0]["lhnr"]
    delivery.tables["wsw_detacheringen"] = [{"bsn": bsn, "lhnr": employer, "uren_december": 100}]


@lines()
def registration_without_end(delivery: Delivery) -> None:
    """9999-12-31 is a date."""
    for row in delivery["doelgroepregister"][:5]:
        row["datum_einde"] = date(9999, 12, 31)


@lines()
def received_after_the_cut(delivery: Delivery) -> None:
    """Late lines are a warning and change nothing."""
    late: Row = {"datum_ontvangst": date(delivery.year + 1, 5, 2), "volgnummer": 2, "aantverlu": 1}
    delivery["polis"].extend([{**row, **late} for row in december_lines(delivery)[:3]])


@lines()
def singleton_stratum(delivery: Delivery) -> None:
    """One respondent for four is a warning."""
    for row in delivery["verdeelsleutel"][-3:]:
        row |= {"respons": False, "uren_markt": None, "uren_overheid": None}


@lines()
def stratum_without_respondents(delivery: Delivery) -> None:
    """A stratum that says nothing."""
    for row in delivery["verdeelsleutel"]:
        if row["stratum"] == "midden":
            row |= {"respons": False, "uren_markt": None, "uren_overheid": None}


@lines()
def no_degree_of_freedom(delivery: Delivery) -> None:
    """One respondent a stratum: a key without an interval, and warnings."""
    seen = set()
    for row in delivery["verdeelsleutel"]:
        if row["stratum"] in seen:
            row |= {"respons": False, "uren_markt": None, "uren_overheid": None}
        seen.add(row["stratum"])


@lines()
def unknown_employer_of_somebody_else(delivery: Delivery) -> None:
    """Somebody who is not in the register."""
    december = (date(delivery.year, 12, 1), date(delivery.year, 12, 31))
    delivery["polis"].append(line(OUTSIDER, UNKNOWN, december, "1", 100))


@lines()
def unknown_employer_of_november(delivery: Delivery) -> None:
    """Somebody in the register, without hours in December there."""
    person = str(delivery["doelgroepregister"][0]["bsn"])
    november = (date(delivery.year, 11, 1), date(delivery.year, 11, 30))
    delivery["polis"].append(line(person, UNKNOWN, november, "1", 100))


@lines()
def unknown_employer_of_a_withdrawn_line(delivery: Delivery) -> None:
    """A line that was taken back."""
    person = str(delivery["doelgroepregister"][0]["bsn"])
    december = (date(delivery.year, 12, 1), date(delivery.year, 12, 31))
    withdrawn: Row = {"status": "intrekking", "volgnummer": 2}
    first = line(person, UNKNOWN, december, "1", 100)
    delivery["polis"].extend([first, {**first, **withdrawn}])


@lines()
def unknown_payer_of_a_benefit(delivery: Delivery) -> None:
    """No employment, so no employer."""
    person = str(delivery["doelgroepregister"][0]["bsn"])
    december = (date(delivery.year, 12, 1), date(delivery.year, 12, 31))
    delivery["polis"].append({**line(person, UNKNOWN, december, None, 0), "srtiv": "37"})


@lines()
def much_larger_than_last_year(delivery: Delivery) -> None:
    """A jump is a warning."""
    for row in december_lines(delivery):
        row["aantverlu"] = 24 * 31
    for row in delivery["werkgevers"]:
        row["verloonde_uren"] = 10**12


@files(packaging=Packaging(fmt="parquet", parts=3))
def columns_named_as_duckdb_names_its_own(folder: Path) -> None:
    """The number of the file, its name and that of the line, as a supplier may call a column."""
    for file in folder.glob("*.parquet"):
        table = pq.read_table(file)
        for name in ("file_index", "FILE_ROW_NUMBER", "filename"):
            table = table.append_column(name, pa.array([number % 2 for number in range(table.num_rows)]))
        pq.write_table(table, file)


@files(packaging=Packaging(fmt="csv.gz"))
def gzip_of_two_members(folder: Path) -> None:
    """One behind the other, as `cat` joins them."""
    file = folder / "polis.csv.gz"
    text = gzip.decompress(file.read_bytes())
    middle = text.index(b"\n") + 1
    file.write_bytes(gzip.compress(text[:middle]) + gzip.compress(text[middle:]))


@files()
def blanks_around_every_text(folder: Path) -> None:
    """Of fixed width; the texts are what is between them."""
    for name, columns in {"polis": ("bsn", "lhnr", "srtiv", "status"), "verdeelsleutel": ("stratum",)}.items():
        file = folder / f"{name}.csv"
        header, *rows = (line.split(";") for line in file.read_text(encoding="utf-8").splitlines())
        for row in rows:
            for column in columns:
                row[header.index(column)] = f" {row[header.index(column)]}\u00a0\t"
        file.write_text("\n".join(";".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")

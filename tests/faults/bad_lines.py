"""Deliveries whose files are in order and whose lines are not: each is rejected."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.faults.catalogue import Catalogue, count, count_of_any
from tests.support.deliveries import Delivery, Packaging, ParquetStyle, Row, Value, make_delivery
from tests.support.identifiers import lhnr

BAD_LINES = Catalogue()
bad = BAD_LINES.lines
THREE = count(3)
SOME = count_of_any()
DOUBLES = Packaging(fmt="parquet", parquet=ParquetStyle(decimals_as_double=True))


def december_lines(delivery: Delivery) -> list[Row]:
    """The returns over December."""
    return [row for row in delivery["polis"] if row["datum_einde_tijdvak"] == date(delivery.year, 12, 31)]


def put(rows: list[Row], column: str, value: Value, lines: int = 3) -> None:
    """Put one value into the first few lines."""
    for row in rows[:lines]:
        row[column] = value


def day(row: Row, column: str) -> date:
    """A date of a line."""
    value = row[column]
    assert isinstance(value, date)
    return value


# --- codes ---


@bad("doelgroepregister", "grondslag", THREE)
def unknown_ground(delivery: Delivery) -> None:
    """A ground that is not in the code list."""
    put(delivery["doelgroepregister"], "grondslag", "jonggehandicapt")


@bad("polis", "srtiv", THREE)
def unknown_kind_of_income(delivery: Delivery) -> None:
    """A kind of income that is not in the code list."""
    put(delivery["polis"], "srtiv", "99")


@bad("polis", "cdaard", THREE)
def unknown_kind_of_employment(delivery: Delivery) -> None:
    """A kind of employment that never was in the code list."""
    put(delivery["polis"], "cdaard", "99")


@bad("polis", "cdaard", "valid", THREE)
def code_no_longer_valid(delivery: Delivery) -> None:
    """Wsw employment under the code that ended on 31 December 2021."""
    put(delivery["polis"], "cdaard", "10")


@bad("polis", "cdaard", "valid", THREE, year=2021)
def code_not_yet_valid(delivery: Delivery) -> None:
    """A code of 2022 in 2021."""
    put(delivery["polis"], "cdaard", "22")


@bad("polis", "status", THREE)
def unknown_status(delivery: Delivery) -> None:
    """A status that is none of the three."""
    put(delivery["polis"], "status", "vervallen")


@bad("werkgevers", "overheidssector", count(1))
def unknown_government_sector(delivery: Delivery) -> None:
    """A sub-sector that is not in the code list."""
    government = [row for row in delivery["werkgevers"] if row["overheidswerkgever"]]
    put(government, "overheidssector", "koninkrijk", lines=1)


@bad("doelgroepregister", "grondslag")
def markup_and_sql_in_a_code(delivery: Delivery) -> None:
    """A code that would do harm in a page or a query, and is just unknown."""
    put(delivery["doelgroepregister"], "grondslag", "<script>alert(1)</script>'; DROP TABLE polis; --")


# --- citizen service numbers and payroll tax numbers ---


@bad("polis", "bsn", THREE)
def numbers_lost_their_zero(delivery: Delivery) -> None:
    """A spreadsheet took the first digit away."""
    with_zero = [row for row in delivery["polis"] if str(row["bsn"]).startswith("0")]
    assert len(with_zero) >= 3, "no numbers with a zero to lose"
    for row in with_zero[:3]:
        row["bsn"] = str(row["bsn"])[1:]


@bad("doelgroepregister", "bsn", THREE)
def registered_numbers_lost_their_zero(delivery: Delivery) -> None:
    """The same in the register."""
    for row in delivery["doelgroepregister"][:3]:
        row["bsn"] = str(row["bsn"])[1:]


@bad("polis", "bsn", "11|eleven|elf", THREE)
def numbers_fail_the_eleven_test(delivery: Delivery) -> None:
    """One digit is off by one."""
    for row in delivery["polis"][:3]:
        number = str(row["bsn"])
        row["bsn"] = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


@bad("polis", "bsn", THREE)
def numbers_with_letters(delivery: Delivery) -> None:
    """A letter O where a digit should be."""
    for row in delivery["polis"][:3]:
        row["bsn"] = f"O{str(row['bsn'])[1:]}"


@bad("polis", "bsn", THREE)
def numbers_of_other_digits(delivery: Delivery) -> None:
    """Digits, but not ASCII ones."""
    for row in delivery["polis"][:3]:
        row["bsn"] = str(row["bsn"]).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


@bad("polis", "bsn", THREE)
def numbers_with_a_space(delivery: Delivery) -> None:
    """Ten characters."""
    for row in delivery["polis"][:3]:
        row["bsn"] = f" {row['bsn']}"


@bad("polis", "bsn", THREE)
def numbers_missing(delivery: Delivery) -> None:
    """Whose hours are these?"""
    put(delivery["polis"], "bsn", None)


@bad("polis", "bsn", THREE)
def markup_and_sql_in_a_number(delivery: Delivery) -> None:
    """Text that would do harm in a page or a query."""
    put(delivery["polis"], "bsn", "<b>1</b>'; DROP TABLE polis; --")


@bad("werkgevers", "lhnr", count(1))
def employer_suffix_of_zero(delivery: Delivery) -> None:
    """Suffix 00 does not exist."""
    put(delivery["werkgevers"][-1:], "lhnr", "812345678L00")


@bad("polis", "lhnr", THREE)
def employer_numbers_too_short(delivery: Delivery) -> None:
    """Not nine digits, an L and two digits."""
    put(delivery["polis"], "lhnr", "81234567L01")


@bad("polis", "lhnr", THREE)
def employer_numbers_missing(delivery: Delivery) -> None:
    """A return of nobody."""
    put(delivery["polis"], "lhnr", None)


# --- dates ---


@bad("polis", "datum_(aanvang|einde)_tijdvak", THREE)
def swapped_period(delivery: Delivery) -> None:
    """The period ends before it begins."""
    for row in delivery["polis"][:3]:
        begin, end = row["datum_aanvang_tijdvak"], row["datum_einde_tijdvak"]
        row["datum_aanvang_tijdvak"], row["datum_einde_tijdvak"] = end, begin


@bad("doelgroepregister", "datum_(registratie|einde)", THREE)
def swapped_registration(delivery: Delivery) -> None:
    """The registration ends before it begins."""
    for row in delivery["doelgroepregister"][:3]:
        row["datum_einde"] = day(row, "datum_registratie") - timedelta(1)


@bad("polis", "datum_ontvangst", count(80))
def dutch_dates(delivery: Delivery) -> None:
    """Day, month, year in a whole column."""
    for row in delivery["polis"]:
        row["datum_ontvangst"] = f"{day(row, 'datum_ontvangst'):%d-%m-%Y}"


@bad("doelgroepregister", "datum_registratie", THREE)
def dutch_dates_in_some_lines(delivery: Delivery) -> None:
    """Day, month, year in three lines; 3-4-2020 must not be read as the 4th of March either."""
    put(delivery["doelgroepregister"], "datum_registratie", "3-4-2020")


@bad("doelgroepregister", "datum_registratie", THREE)
def thirtieth_of_february(delivery: Delivery) -> None:
    """A date that does not exist."""
    put(delivery["doelgroepregister"], "datum_registratie", "2023-02-30")


@bad("doelgroepregister", "datum_registratie", THREE)
def registration_without_a_date(delivery: Delivery) -> None:
    """A required date is missing."""
    put(delivery["doelgroepregister"], "datum_registratie", None)


@bad("polis", "datum_(aanvang|einde)_tijdvak", THREE)
def period_without_end(delivery: Delivery) -> None:
    """The end of time as the end of a period."""
    put(december_lines(delivery), "datum_einde_tijdvak", date(9999, 12, 31))


@bad("polis", "datum_(aanvang|einde)_tijdvak", THREE)
def period_of_367_days(delivery: Delivery) -> None:
    """One day longer than the longest period."""
    put(december_lines(delivery), "datum_aanvang_tijdvak", date(delivery.year, 12, 31) - timedelta(366))


@bad("polis", "datum_ontvangst", THREE)
def received_before_it_began(delivery: Delivery) -> None:
    """A return that was there before its period."""
    for row in delivery["polis"][:3]:
        row["datum_ontvangst"] = day(row, "datum_aanvang_tijdvak") - timedelta(1)


@bad("polis", "tijdvak|december|period", str(2023))
def delivery_of_another_year(delivery: Delivery) -> None:
    """Last year's delivery, sent again: no period touches December."""
    delivery.tables = make_delivery(delivery.year - 1).tables


# --- numbers ---


@bad("polis", "aantverlu", THREE)
def negative_hours(delivery: Delivery) -> None:
    """Hours below zero."""
    put(delivery["polis"], "aantverlu", -8)


@bad("polis", "aantverlu", THREE)
def more_hours_than_there_are(delivery: Delivery) -> None:
    """One more than 24 hours a day."""
    put(december_lines(delivery), "aantverlu", 24 * 31 + 1)


@bad("polis", "aantverlu", THREE)
def half_hours(delivery: Delivery) -> None:
    """An integer with decimals must not be rounded in silence."""
    put(delivery["polis"], "aantverlu", "12,5")


@bad("polis", "aantverlu", THREE)
def hours_with_a_point(delivery: Delivery) -> None:
    """A decimal point makes it no integer either."""
    put(delivery["polis"], "aantverlu", "12.5")


@bad("polis", "aantverlu", THREE)
def hours_in_words(delivery: Delivery) -> None:
    """Text where a number should be."""
    put(delivery["polis"], "aantverlu", "veel")


@bad("polis", "aantverlu", THREE)
def hours_missing(delivery: Delivery) -> None:
    """A required number is missing."""
    put(delivery["polis"], "aantverlu", None)


@bad("werkgevers", "verloonde_uren", THREE)
def number_larger_than_an_integer(delivery: Delivery) -> None:
    """Twenty digits do not fit 64 bits."""
    put(delivery["werkgevers"], "verloonde_uren", "99999999999999999999")


@bad("werkgevers", "verloonde_uren", THREE)
def thousands_separators(delivery: Delivery) -> None:
    """A point between thousands."""
    put(delivery["werkgevers"], "verloonde_uren", "1.234.567")


@bad("verdeelsleutel", "uren_markt", THREE)
def decimal_point(delivery: Delivery) -> None:
    """A point where the comma should be: a hundred times too much if it were dropped."""
    put(delivery["verdeelsleutel"], "uren_markt", "1234.50")


@bad("verdeelsleutel", "uren_markt", THREE)
def thousands_and_decimals(delivery: Delivery) -> None:
    """Both separators."""
    put(delivery["verdeelsleutel"], "uren_markt", "1.234,50")


@bad("polis", "volgnummer", THREE)
def number_of_zero(delivery: Delivery) -> None:
    """Numbers begin at one."""
    put(delivery["polis"], "volgnummer", 0)


@bad("polis", "numiv", THREE)
def negative_relation(delivery: Delivery) -> None:
    """The number of the income relation is not negative."""
    put(delivery["polis"], "numiv", -1)


@bad("doelgroepregister", "arbeidsmarktregio", THREE)
def region_36(delivery: Delivery) -> None:
    """There are 35 labour-market regions."""
    put(delivery["doelgroepregister"], "arbeidsmarktregio", 36)


@bad("wsw_detacheringen", "uren_december", THREE, year=2021)
def negative_seconded_hours(delivery: Delivery) -> None:
    """Hours below zero."""
    put(delivery["wsw_detacheringen"], "uren_december", -1)


@bad("werkgevers", "sector", count(1))
def sector_36(delivery: Delivery) -> None:
    """Sector 36 does not exist."""
    put(delivery["werkgevers"], "sector", 36, lines=1)


@bad("werkgevers", "aandeel_sectorfonds", THREE)
def share_above_one(delivery: Delivery) -> None:
    """A share in percent."""
    put(delivery["werkgevers"], "aandeel_sectorfonds", Decimal("50"))


@bad("werkgevers", "overheidswerkgever", THREE)
def yes_in_words(delivery: Delivery) -> None:
    """Neither J nor N."""
    put(delivery["werkgevers"], "overheidswerkgever", "Ja")


@bad("werkgevers", "ministerie", THREE)
def ministry_outside_central_government(delivery: Delivery) -> None:
    """Only central government has ministries."""
    market = [row for row in delivery["werkgevers"] if not row["overheidswerkgever"]]
    put(market, "ministerie", "SZW")


@bad("polis", "cdaard", THREE)
def employment_without_its_kind(delivery: Delivery) -> None:
    """The kind of employment may be empty only where there is none."""
    put(delivery["polis"], "cdaard", None)


# --- keys and tables as a whole ---


@bad("polis")
def header_only_polis(delivery: Delivery) -> None:
    """Columns, and no lines."""
    delivery["polis"].clear()


@bad("werkgevers")
def header_only_werkgevers(delivery: Delivery) -> None:
    """Columns, and no lines."""
    delivery["werkgevers"].clear()


@bad("doelgroepregister", packaging=Packaging(fmt="parquet"))
def parquet_without_lines(delivery: Delivery) -> None:
    """The same in Parquet."""
    delivery["doelgroepregister"].clear()


@bad("werkgevers", "lhnr", SOME)
def employer_twice(delivery: Delivery) -> None:
    """Two lines on one employer: which holds?"""
    first = delivery["werkgevers"][0]
    delivery["werkgevers"].append({**first, "overheidswerkgever": not first["overheidswerkgever"]})


@bad("werkgevers", "lhnr", SOME)
def employer_repeated_exactly(delivery: Delivery) -> None:
    """The key is unique, whatever the rest of the line says."""
    delivery["werkgevers"].append({**delivery["werkgevers"][0]})


@bad("verdeelsleutel", "eenheid", SOME)
def lender_twice(delivery: Delivery) -> None:
    """A lender that answers twice weighs twice."""
    delivery["verdeelsleutel"].append({**delivery["verdeelsleutel"][0]})


@bad("verdeelsleutel", "populatie", "strat", SOME)
def populations_differ_in_a_stratum(delivery: Delivery) -> None:
    """One stratum, two sizes."""
    delivery["verdeelsleutel"][0]["populatie"] = 121


@bad("verdeelsleutel", "populatie", SOME)
def population_below_its_units(delivery: Delivery) -> None:
    """Nine units of a population of eight."""
    for row in delivery["verdeelsleutel"]:
        row["populatie"] = 8 if row["stratum"] == "klein" else row["populatie"]


@bad("verdeelsleutel", "populatie", count(4))
def population_of_zero(delivery: Delivery) -> None:
    """Nobody to sample."""
    for row in delivery["verdeelsleutel"]:
        row["populatie"] = 0 if row["stratum"] == "groot" else row["populatie"]


@bad("verdeelsleutel", "uren_(markt|overheid)", count(1))
def response_without_hours(delivery: Delivery) -> None:
    """An answer that says nothing."""
    delivery["verdeelsleutel"][0]["uren_markt"] = None


@bad("verdeelsleutel", "uren_(markt|overheid)|respons", count(1))
def hours_without_response(delivery: Delivery) -> None:
    """Hours of a lender that did not answer."""
    silent = next(row for row in delivery["verdeelsleutel"] if not row["respons"])
    silent |= {"uren_markt": Decimal(5), "uren_overheid": Decimal(5)}


@bad("verdeelsleutel", "uren_overheid", count(1))
def negative_hours_of_a_lender(delivery: Delivery) -> None:
    """Hours below zero."""
    delivery["verdeelsleutel"][0]["uren_overheid"] = Decimal("-0.01")


@bad("verdeelsleutel", "uren_markt", count(1), packaging=DOUBLES)
def infinite_hours_in_parquet(delivery: Delivery) -> None:
    """Infinity is a number to a computer."""
    delivery["verdeelsleutel"][0]["uren_markt"] = float("inf")


@bad("verdeelsleutel", "uren_overheid", count(1), packaging=DOUBLES)
def no_number_in_parquet(delivery: Delivery) -> None:
    """NaN is at least zero and larger than everything, to some."""
    delivery["verdeelsleutel"][0]["uren_overheid"] = float("nan")


@bad("verdeelsleutel", "respon")
def nobody_responds(delivery: Delivery) -> None:
    """A survey without answers gives no key."""
    for row in delivery["verdeelsleutel"]:
        row |= {"respons": False, "uren_markt": None, "uren_overheid": None}


@bad("verdeelsleutel", "uren|hours")
def nobody_lent_an_hour(delivery: Delivery) -> None:
    """Answers of nothing: nought divided by nought gives no key either."""
    for row in delivery["verdeelsleutel"]:
        if row["respons"]:
            row |= {"uren_markt": Decimal(0), "uren_overheid": Decimal(0)}


@bad("polis", "volgnummer", SOME)
def conflicting_lines(delivery: Delivery) -> None:
    """Same identification, day and number, other hours: neither is the last one."""
    first = delivery["polis"][0]
    delivery["polis"].append({**first, "aantverlu": int(str(first["aantverlu"])) + 1})


@bad("polis", "volgnummer", SOME)
def conflicting_lines_that_differ_in_kind(delivery: Delivery) -> None:
    """Same hours, and another form."""
    first = delivery["polis"][0]
    delivery["polis"].append({**first, "cdaard": "11" if first["cdaard"] != "11" else "1"})


@bad("polis", "repeat|duplicate|copy|copies", THREE)
def exact_repeats_beyond_the_limit(delivery: Delivery) -> None:
    """Three lines delivered twice: each repeat is quarantined, and that is too many of eighty."""
    delivery["polis"].extend([{**row} for row in delivery["polis"][:3]])


@bad("werkgevers", "lhnr", count(1))
def employer_of_a_counted_line_is_unknown(delivery: Delivery) -> None:
    """Hours that count in no sector."""
    december_lines(delivery)[0] |= {"lhnr": lhnr(777_777_777), "cdaard": "1"}


@bad("werkgevers", "lhnr", count(1))
def lender_of_a_counted_line_is_unknown(delivery: Delivery) -> None:
    """An agency that is not in the employer file."""
    december_lines(delivery)[0] |= {"lhnr": lhnr(777_777_777), "cdaard": "11"}


@bad("werkgevers", "lhnr", count(1), year=2021)
def employer_of_a_secondment_is_unknown(delivery: Delivery) -> None:
    """A Wsw company that is not in the employer file."""
    delivery["wsw_detacheringen"][0]["lhnr"] = lhnr(777_777_777)


# --- two contents of one key, where repeats count once ---


@bad("opgaven", "overheidssector", "one_line_per_key", count(1))
def two_opgaven_of_one_ministry(delivery: Delivery) -> None:
    """Which of the two is the opgave?"""
    first: Row = {"overheidssector": "rijk", "ministerie": "SZW", "opgave_banen": 10}
    delivery.tables["opgaven"] = [first, {**first, "opgave_banen": 11}, {**first, "ministerie": "BZK"}]


@bad("opgaven", "overheidssector", "one_line_per_key", count(1))
def two_opgaven_without_a_ministry(delivery: Delivery) -> None:
    """An empty ministry is a key as well."""
    first: Row = {"overheidssector": "gemeenten", "ministerie": None, "opgave_banen": 10}
    delivery.tables["opgaven"] = [first, {**first, "opgave_banen": 11}]


@bad("liv", "lhnr", "one_line_per_key", count(1))
def two_amounts_of_one_employer(delivery: Delivery) -> None:
    """Neither of them is the sum."""
    employer = delivery["werkgevers"][0]["lhnr"]
    delivery.tables["liv"] = [{"lhnr": employer, "bedrag": amount} for amount in (Decimal(1), Decimal(2))]


@bad("social_return", "opdrachtgever", "one_line_per_key", count(1))
def two_lines_of_one_commissioner(delivery: Delivery) -> None:
    """The jobs differ."""
    first: Row = {"opdrachtgever": "Rijnstad", "verplichting_eur": Decimal(100), "banen": Decimal(2)}
    delivery.tables["social_return"] = [first, {**first, "banen": Decimal(3)}]


# --- what is said of contractors ---

BODY: Row = {"opdrachtgever": "Rijnstad", "verplichting_eur": Decimal(100), "banen": Decimal(2)}


@bad("social_return", "opdrachtnemers", "range", count(1))
def fewer_than_no_contractors(delivery: Delivery) -> None:
    """A number below zero."""
    delivery.tables["social_return"] = [{**BODY, "opdrachtnemers": -1, "grootste_eur": Decimal(10)}]


@bad("social_return", "grootste_eur", "at_most_the_obligation", count(1))
def a_contractor_that_owes_more_than_all(delivery: Delivery) -> None:
    """The largest obligation is a part of the whole."""
    delivery.tables["social_return"] = [{**BODY, "opdrachtnemers": 3, "grootste_eur": Decimal("100.01")}]

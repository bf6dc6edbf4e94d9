"""The row rules of `deliveries.md` as plain checks: what a generated delivery must satisfy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from tests.support.deliveries import COLUMNS, OPTIONAL_COLUMNS, WSW_IN_POLIS_SINCE, Delivery, Kind, Row, Value
from tests.support.identifiers import passes_eleven_test
from tests.support.reference import (
    aard_on,
    counting_grounds,
    employment_codes,
    government_sectors,
    other_grounds,
    other_income_codes,
)

PYTHON_TYPES: Mapping[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DATE: date,
    Kind.DECIMAL: (Decimal, int),
    Kind.BOOLEAN: bool,
}
MAY_BE_EMPTY = frozenset(
    {
        ("doelgroepregister", "datum_einde"),
        ("doelgroepregister", "arbeidsmarktregio"),
        ("polis", "cdaard"),
        ("werkgevers", "aandeel_sectorfonds"),
        ("werkgevers", "overheidssector"),
        ("werkgevers", "ministerie"),
        ("verdeelsleutel", "uren_markt"),
        ("verdeelsleutel", "uren_overheid"),
        ("opgaven", "ministerie"),
    }
)
LONGEST_PERIOD_DAYS = 366
IDENTIFICATION = ("lhnr", "bsn", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak")


def violations(delivery: Delivery) -> list[str]:
    """What is wrong with a delivery, without any of its values; empty when it is valid."""
    return [*missing_tables(delivery), *bad_cells(delivery), *bad_lines(delivery), *bad_tables(delivery)]


def missing_tables(delivery: Delivery) -> Iterator[str]:
    """Required tables that are not there or hold no lines."""
    required = ["doelgroepregister", "polis", "werkgevers", "verdeelsleutel"]
    if delivery.year < WSW_IN_POLIS_SINCE:
        required.append("wsw_detacheringen")
    return (f"{table}: no lines" for table in required if not delivery.tables.get(table))


def bad_cells(delivery: Delivery) -> Iterator[str]:
    """Cells of another type, and required ones that are empty."""
    for table, rows in delivery.tables.items():
        for column, kind in COLUMNS[table].items():
            if (table, column) in OPTIONAL_COLUMNS:
                continue
            for row in rows:
                if row[column] is None and (table, column) not in MAY_BE_EMPTY:
                    yield f"{table}.{column}: empty"
                if row[column] is not None and not isinstance(row[column], PYTHON_TYPES[kind]):
                    yield f"{table}.{column}: type"


def bad_lines(delivery: Delivery) -> Iterator[str]:
    """Lines that break a row rule."""
    for table, rule in LINE_RULES.items():
        for row in delivery.tables.get(table, []):
            if not rule(row):
                yield f"{table}: row rule"


def good_registration(row: Row) -> bool:
    """A line of the register."""
    begin, end = row["datum_registratie"], row["datum_einde"]
    assert isinstance(begin, date)
    return (
        passes_eleven_test(str(row["bsn"]))
        and row["grondslag"] in (*counting_grounds(), *other_grounds())
        and (end is None or (isinstance(end, date) and end >= begin))
        and row["arbeidsmarktregio"] in {None, *range(1, 36)}
    )


def good_return(row: Row) -> bool:
    """A line of the polis."""
    begin, end, received = (row[name] for name in ("datum_aanvang_tijdvak", "datum_einde_tijdvak", "datum_ontvangst"))
    assert isinstance(begin, date)
    assert isinstance(end, date)
    assert isinstance(received, date)
    days = (end - begin).days + 1
    return (
        passes_eleven_test(str(row["bsn"]))
        and good_lhnr(row["lhnr"])
        and 1 <= days <= LONGEST_PERIOD_DAYS
        and received >= begin
        and all(
            (
                between(row["numiv"], 0, None),
                between(row["volgnummer"], 1, None),
                between(row["aantverlu"], 0, 24 * days),
                row["status"] in {"initieel", "correctie", "intrekking"},
                good_codes(row, begin),
            )
        )
    )


def good_codes(row: Row, begin: date) -> bool:
    """The kind of income and of employment; the latter may be empty when there is no employment."""
    employment = row["srtiv"] in employment_codes()
    known = employment or row["srtiv"] in other_income_codes()
    return known and (row["cdaard"] in aard_on(begin) or (row["cdaard"] is None and not employment))


def good_lhnr(value: Value) -> bool:
    """Nine digits, an L, and a suffix that is not 00."""
    return re.fullmatch(r"[0-9]{9}L(?!00)[0-9]{2}", str(value)) is not None


def between(value: Value, low: int, high: int | None) -> bool:
    """A number within bounds, both included."""
    assert isinstance(value, int | Decimal)
    return low <= value and (high is None or value <= high)


def good_employer(row: Row) -> bool:
    """A line of the employer file."""
    return (
        good_lhnr(row["lhnr"])
        and row["sector"] in set(range(1, 70)) - {36, 37}
        and between(row["aandeel_sectorfonds"] or 0, 0, 1)
        and between(row["aantal_werknemers"], 0, None)
        and between(row["verloonde_uren"], 0, None)
        and row["overheidssector"] in {None, *government_sectors()}
        and (row["overheidswerkgever"] is True or row["overheidssector"] is None)
        and (row["ministerie"] is None or row["overheidssector"] == "rijk")
    )


def good_lender(row: Row) -> bool:
    """A line of the survey."""
    hours = (row["uren_markt"], row["uren_overheid"])
    if not row["respons"]:
        return hours == (None, None) and between(row["populatie"], 1, None)
    return None not in hours and all(between(one, 0, None) for one in hours)


def good_secondment(row: Row) -> bool:
    """A line of the Wsw secondments."""
    return passes_eleven_test(str(row["bsn"])) and good_lhnr(row["lhnr"]) and between(row["uren_december"], 0, None)


def good_social_return(row: Row) -> bool:
    """A line of social return: what it says of contractors, where it says anything, is a part of the whole."""
    contractors, largest = row.get("opdrachtnemers"), row.get("grootste_eur")
    whole = row["verplichting_eur"]
    assert isinstance(whole, int | Decimal)
    return (contractors is None or between(contractors, 0, None)) and (
        largest is None or (isinstance(largest, int | Decimal) and 0 <= largest <= whole)
    )


LINE_RULES: Mapping[str, Callable[[Row], bool]] = {
    "doelgroepregister": good_registration,
    "polis": good_return,
    "werkgevers": good_employer,
    "verdeelsleutel": good_lender,
    "wsw_detacheringen": good_secondment,
    "social_return": good_social_return,
}


def bad_tables(delivery: Delivery) -> Iterator[str]:
    """What must be true of a table as a whole."""
    keys = {
        "werkgevers": ("lhnr",),
        "verdeelsleutel": ("eenheid",),
        "wsw_detacheringen": ("bsn", "lhnr"),
        "polis": (*IDENTIFICATION, "datum_ontvangst", "volgnummer"),
    }
    for table, key in keys.items():
        values = [tuple(row[column] for column in key) for row in delivery.tables.get(table, [])]
        if len(set(values)) < len(values):
            yield f"{table}: key repeats"
    yield from contradictions(delivery)
    yield from bad_survey(delivery["verdeelsleutel"])
    if not any(touches_december(row, delivery.year) for row in delivery["polis"]):
        yield "polis: no period in December"


#: Of these an exact repeat counts once; the key is what the other columns are said of.
KEYS_THAT_MAY_REPEAT = {
    "opgaven": ("overheidssector", "ministerie"),
    "liv": ("lhnr",),
    "social_return": ("opdrachtgever",),
}


def contradictions(delivery: Delivery) -> Iterator[str]:
    """Lines of one key that say different things."""
    for table, key in KEYS_THAT_MAY_REPEAT.items():
        said: dict[tuple[Value, ...], Row] = {}
        for row in delivery.tables.get(table, []):
            if said.setdefault(tuple(row[column] for column in key), row) != row:
                yield f"{table}: one key, different content"


def bad_survey(survey: list[Row]) -> Iterator[str]:
    """Populations that differ or are too small, and a survey without respondents."""
    for stratum in {row["stratum"] for row in survey}:
        populations = [row["populatie"] for row in survey if row["stratum"] == stratum]
        if len(set(populations)) > 1:
            yield "verdeelsleutel: populations differ"
        if not between(populations[0], len(populations), None):
            yield "verdeelsleutel: population below its units"
    if not any(row["respons"] for row in survey):
        yield "verdeelsleutel: no respondents"


def touches_december(row: Row, year: int) -> bool:
    """Whether the period of a line has a day in December."""
    begin, end = row["datum_aanvang_tijdvak"], row["datum_einde_tijdvak"]
    assert isinstance(begin, date)
    assert isinstance(end, date)
    return begin <= date(year, 12, 31) and end >= date(year, 12, 1)

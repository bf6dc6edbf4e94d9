"""The rules of `deliveries.md` over typed lines: what breaks a line, and what rejects a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tests.support.deliveries import Row, Value
from tests.support.identifiers import passes_eleven_test
from tests.support.reference import (
    aard_codes,
    aard_on,
    employment_codes,
    government_sectors,
    grounds,
    other_income_codes,
)
from tests.support.rules import (
    IDENTIFICATION,
    KEYS_THAT_MAY_REPEAT,
    LONGEST_PERIOD_DAYS,
    MAY_BE_EMPTY,
    good_lhnr,
    touches_december,
)

STATUSES = ("initieel", "correctie", "intrekking")
HOURS_A_DAY = 24
NOT_REQUIRED = frozenset(
    {("polis", "onbepaalde_tijd"), ("social_return", "opdrachtnemers"), ("social_return", "grootste_eur")}
)
#: Whole tables whose key no two lines may share.
UNIQUE = {"werkgevers": "lhnr", "verdeelsleutel": "eenheid"}


def broken_columns(table: str, row: Row, unreadable: set[str], year: int) -> set[str]:
    """The columns of a line that are empty where they may not be, or break a row rule."""
    empty = {
        column
        for column, value in row.items()
        if value is None and column not in unreadable and (table, column) not in MAY_BE_EMPTY | NOT_REQUIRED
    }
    found = {column for column, bad in RULES[table] if holds(bad, row)}
    return empty | found


def holds(bad: Callable[[Row], bool], row: Row) -> bool:
    """Whether a rule is broken; a value that is not there breaks none."""
    try:
        return bad(row)
    except TypeError:
        return False


def number(value: Value) -> int | Decimal:
    """A number of a line; TypeError when there is none."""
    if not isinstance(value, int | Decimal):
        raise TypeError
    return value


def day(value: Value) -> date:
    """A day of a line; TypeError when there is none."""
    if not isinstance(value, date):
        raise TypeError
    return value


def below(column: str, lowest: int) -> tuple[str, Callable[[Row], bool]]:
    """The rule that a number is not below a lowest one."""
    return column, lambda row: number(row[column]) < lowest


def outside(column: str, low: int, high: int) -> tuple[str, Callable[[Row], bool]]:
    """The rule that a number is within bounds."""
    return column, lambda row: not low <= number(row[column]) <= high


def bad_bsn(row: Row) -> bool:
    """No citizen service number."""
    return row["bsn"] is not None and not (passes_eleven_test(str(row["bsn"])) and row["bsn"] != "000000000")


def bad_lhnr(row: Row) -> bool:
    """No payroll tax number."""
    return row["lhnr"] is not None and not good_lhnr(row["lhnr"])


def days_of(row: Row) -> int:
    """The days of a period, both ends included."""
    return (day(row["datum_einde_tijdvak"]) - day(row["datum_aanvang_tijdvak"])).days + 1


def hours_filled_in_wrongly(column: str) -> tuple[str, Callable[[Row], bool]]:
    """Hours are there of those who responded, and of nobody else."""
    return column, lambda row: row["respons"] is not None and row["respons"] == (row[column] is None)


Rule = tuple[str, Callable[[Row], bool]]
BSN: Rule = ("bsn", bad_bsn)
LHNR: Rule = ("lhnr", bad_lhnr)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "doelgroepregister": (
        BSN,
        ("datum_einde", lambda row: day(row["datum_einde"]) < day(row["datum_registratie"])),
        outside("arbeidsmarktregio", 1, 35),
    ),
    "polis": (
        BSN,
        LHNR,
        below("numiv", 0),
        below("volgnummer", 1),
        below("aantverlu", 0),
        ("datum_einde_tijdvak", lambda row: not 1 <= days_of(row) <= LONGEST_PERIOD_DAYS),
        ("aantverlu", lambda row: number(row["aantverlu"]) > HOURS_A_DAY * days_of(row)),
        ("datum_ontvangst", lambda row: day(row["datum_ontvangst"]) < day(row["datum_aanvang_tijdvak"])),
        ("cdaard", lambda row: row["cdaard"] is None and row["srtiv"] in employment_codes()),
    ),
    "werkgevers": (
        LHNR,
        ("sector", lambda row: number(row["sector"]) not in set(range(1, 70)) - {36, 37}),
        outside("aandeel_sectorfonds", 0, 1),
        ("overheidssector", lambda row: row["overheidssector"] is not None and row["overheidswerkgever"] is False),
        ("ministerie", lambda row: row["ministerie"] is not None and row["overheidssector"] != "rijk"),
        below("aantal_werknemers", 0),
        below("verloonde_uren", 0),
    ),
    "verdeelsleutel": (
        below("populatie", 1),
        *(
            rule
            for column in ("uren_markt", "uren_overheid")
            for rule in (below(column, 0), hours_filled_in_wrongly(column))
        ),
    ),
    "wsw_detacheringen": (BSN, LHNR, below("uren_december", 0)),
    "opgaven": (below("opgave_banen", 0),),
    "liv": (LHNR, below("bedrag", 0)),
    "social_return": (
        below("opdrachtnemers", 0),
        below("grootste_eur", 0),
        ("grootste_eur", lambda row: number(row["grootste_eur"]) > number(row["verplichting_eur"])),
    ),
}


def unknown_codes(table: str, row: Row) -> Iterator[str]:
    """The columns with a code that is in no list, or not on the first day of the period."""
    lists = {
        "doelgroepregister": {"grondslag": {one.code for one in grounds()}},
        "werkgevers": {"overheidssector": set(government_sectors())},
        "opgaven": {"overheidssector": set(government_sectors())},
        "polis": {
            "srtiv": {*employment_codes(), *other_income_codes()},
            "cdaard": {one.code for one in aard_codes()},
            "status": set(STATUSES),
        },
    }
    yield from (column for column, codes in lists.get(table, {}).items() if row[column] not in {None, *codes})
    begin = row.get("datum_aanvang_tijdvak")
    if isinstance(begin, date) and row["cdaard"] is not None and row["cdaard"] not in aard_on(begin):
        yield "cdaard"


def repeats(table: str, rows: Sequence[Row | None]) -> list[int]:
    """The places of lines that a rule over all accepted lines puts in quarantine."""
    there = [(at, row) for at, row in enumerate(rows) if row is not None]
    return REPEATS[table](there) if table in REPEATS else []


def copies(there: list[Placed]) -> list[int]:
    """All lines that are equal to one before them."""
    seen: dict[tuple[Value, ...], int] = {}
    return [at for at, row in there if seen.setdefault(tuple(row.values()), at) != at]


def not_alone(there: list[Placed]) -> list[int]:
    """All secondments of one person to one employer, where there are more."""
    times = Counter((row["bsn"], row["lhnr"]) for _, row in there)
    return [at for at, row in there if times[row["bsn"], row["lhnr"]] > 1]


def too_many_units(there: list[Placed]) -> list[int]:
    """All lenders of a stratum that has more of them than its population."""
    units = Counter(row["stratum"] for _, row in there)
    most: dict[Value, int | Decimal] = {}
    for _, row in there:
        most[row["stratum"]] = max(most.get(row["stratum"], 0), number(row["populatie"]))
    return [at for at, row in there if units[row["stratum"]] > most[row["stratum"]]]


Placed = tuple[int, Row]
REPEATS: Mapping[str, Callable[[list[Placed]], list[int]]] = {
    "polis": copies,
    "wsw_detacheringen": not_alone,
    "verdeelsleutel": too_many_units,
}


def faults_of_table(table: str, accepted: list[Row], delivered: list[Row], year: int) -> Iterator[tuple[str, ...]]:
    """The columns of each rule that rejects a table as a whole."""
    values = [row[UNIQUE[table]] for row in delivered if row[UNIQUE[table]] is not None] if table in UNIQUE else []
    if len(set(values)) < len(values):
        yield (UNIQUE[table],)
    if table in KEYS_THAT_MAY_REPEAT and contradicts(accepted, KEYS_THAT_MAY_REPEAT[table]):
        yield (KEYS_THAT_MAY_REPEAT[table][0],)
    if table == "polis":
        yield from faults_of_polis(accepted, year)
    if table == "verdeelsleutel":
        yield from faults_of_survey(accepted)


def faults_of_polis(accepted: list[Row], year: int) -> Iterator[tuple[str, ...]]:
    """Lines of one version that differ; no period in December."""
    if contradicts(accepted, (*IDENTIFICATION, "datum_ontvangst", "volgnummer")):
        yield ("line",)
    if not any(touches_december(row, year) for row in accepted):
        yield ("datum_einde_tijdvak",)


def faults_of_survey(accepted: list[Row]) -> Iterator[tuple[str, ...]]:
    """Populations that differ within a stratum; no respondents."""
    if contradicts([{"stratum": row["stratum"], "populatie": row["populatie"]} for row in accepted], ("stratum",)):
        yield ("populatie",)
    if not any(row["respons"] for row in accepted):
        yield ("respons",)


def contradicts(rows: list[Row], key: tuple[str, ...]) -> bool:
    """Whether lines of one key say different things."""
    said: dict[tuple[Value, ...], Row] = {}
    return any(said.setdefault(tuple(row[column] for column in key), row) != row for row in rows)

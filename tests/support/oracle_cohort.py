"""The participation cohort once more: people registered for three years, and in how many of 36 months they worked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from tests.support.deliveries import Delivery, Row
from tests.support.oracle import (
    WHOLE,
    MartRow,
    day,
    employment_at_the_cut,
    integer,
    text,
)
from tests.support.oracle_analyses import in_percent, registrations_that_count
from tests.support.oracle_law import THE_LAW, Law, Rules

YEARS_OF_COHORT = 3
LESS_THAN_MONTHS = 12
Month = tuple[int, int]


def cohort_rows(deliveries: Mapping[int, Delivery], start: int, rules: Rules = THE_LAW) -> list[MartRow]:
    """The cohort that starts in a year: nothing without all three years, else each ground with people and the whole.

    Grounds count under the law of its last year, all three years long.
    """
    years = [start + number for number in range(YEARS_OF_COHORT)]
    if any(year not in deliveries for year in years):
        return []
    register, law = deliveries[years[-1]]["doelgroepregister"], Law(years[-1], rules)
    people = registrations_that_count(register, date(start, 1, 1), law)
    covered = [bsn for bsn in people if registered_throughout(bsn, register, start, law)]
    worked: dict[str, set[Month]] = defaultdict(set)
    for year in years:
        for bsn, month in months_worked(deliveries[year], rules):
            worked[bsn].add((year, month))
    months: dict[str, list[int]] = {WHOLE: []}
    for bsn in covered:
        for ground in (text(people[bsn]["grondslag"]), WHOLE):
            months.setdefault(ground, []).append(len(worked[bsn]))
    return [cohort_row(start, ground, counts) for ground, counts in sorted(months.items())]


def registered_throughout(bsn: str, register: Iterable[Row], start: int, law: Law) -> bool:
    """Whether registrations on grounds that count hold every day of three years, one after the other."""
    own = [row for row in register if row["bsn"] == bsn and row["grondslag"] in law.grounds]
    spans = [
        (day(row["datum_registratie"]), date.max if row["datum_einde"] is None else day(row["datum_einde"]))
        for row in own
    ]
    one, last = date(start, 1, 1), date(start + YEARS_OF_COHORT - 1, 12, 31)
    while one <= last:
        ends = [end for begin, end in spans if begin <= one <= end]
        if not ends:
            return False
        one = min(max(ends), last) + timedelta(1)
    return True


def months_worked(delivery: Delivery, rules: Rules = THE_LAW) -> set[tuple[str, int]]:
    """Everybody's months with a line of paid employment, of any nature, in the year of the delivery."""
    found = set()
    for row in employment_at_the_cut(delivery, Law(delivery.year, rules)):
        if integer(row["aantverlu"]) > 0:
            begin, end = day(row["datum_aanvang_tijdvak"]), day(row["datum_einde_tijdvak"])
            for month in range(1, 13):
                first = date(delivery.year, month, 1)
                next_month = date(delivery.year + month // 12, month % 12 + 1, 1)
                if begin < next_month and end >= first:
                    found.add((text(row["bsn"]), month))
    return found


def cohort_row(start: int, ground: str, months: list[int]) -> MartRow:
    """How many never worked, and how many did so in some months but less than twelve."""
    never = sum(count == 0 for count in months)
    short = sum(0 < count < LESS_THAN_MONTHS for count in months)
    return {
        "cohort_start": start,
        "ground": ground,
        "persons": len(months),
        "never_worked": never,
        "never_worked_pct": in_percent(never, len(months)),
        "under_12_months": short,
        "under_12_months_pct": in_percent(short, len(months)),
    }

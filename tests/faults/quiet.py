"""A delivery about which there is nothing to warn, next to those of the years before: the ground for each warning."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.support.deliveries import Delivery, Row, line, make_delivery

PEOPLE = 40
#: The first of the months that are delivered; a month is held against others when there are enough of them.
FIRST_MONTH = 6
#: Returns that came after the cut: usual in every year.
LATE_LINES = 4
#: The first people work few hours, so that they can leave without the hours going with them.
FEW_HOURS, MANY_HOURS, PEOPLE_WITH_FEW = 10, 100, 11
AGENCY_EVERY = 5


def quiet(year: int) -> Delivery:
    """A delivery whose sizes are those of every other year, and whose files are of this year alone."""
    delivery = make_delivery(year, people=PEOPLE)
    people = [str(row["bsn"]) for row in delivery["doelgroepregister"]]
    employers = [str(row["lhnr"]) for row in delivery["werkgevers"]]
    delivery.tables["doelgroepregister"] = [registration(bsn, date(2010, 1, 15)) for bsn in people]
    delivery["doelgroepregister"][-1]["datum_registratie"] = date(year, 11, 15)
    delivery.tables["polis"] = [
        returned(bsn, employers[number % len(employers)], number, month_of(year, month))
        for number, bsn in enumerate(people)
        for month in range(FIRST_MONTH, 13)
    ]
    delivery["polis"].extend(late(row, year) for row in in_december(delivery)[:LATE_LINES])
    for row in delivery["werkgevers"]:
        row["verloonde_uren"] = 100_000 + year
    for row in delivery["verdeelsleutel"]:
        row["uren_markt"] = None if row["uren_markt"] is None else Decimal(10_000 + year)
        row["uren_overheid"] = None if row["uren_overheid"] is None else Decimal(5_000)
    return delivery


def registration(bsn: str, begins: date) -> Row:
    """A registration on a ground that is older than the agreement."""
    return {
        "bsn": bsn,
        "grondslag": "wajong",
        "datum_registratie": begins,
        "datum_einde": None,
        "arbeidsmarktregio": 7,
    }


def returned(bsn: str, employer: str, number: int, period: tuple[date, date]) -> Row:
    """The return of one month; every fifth person works through an agency."""
    hours = FEW_HOURS if number < PEOPLE_WITH_FEW else MANY_HOURS
    return line(bsn, employer, period, "11" if number % AGENCY_EVERY == 0 else "1", hours)


def late(row: Row, year: int) -> Row:
    """A later version of a return that was received after the cut."""
    return {**row, "datum_ontvangst": date(year + 1, 6, 1), "volgnummer": 2, "aantverlu": 1}


def month_of(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def in_december(delivery: Delivery) -> list[Row]:
    """The returns for December, late ones not among them."""
    last = date(delivery.year, 12, 31)
    return [row for row in delivery["polis"] if row["datum_einde_tijdvak"] == last and row["volgnummer"] == 1]


def in_month(delivery: Delivery, month: int) -> list[Row]:
    """The returns for a month."""
    return [row for row in delivery["polis"] if row["datum_einde_tijdvak"] == month_of(delivery.year, month)[1]]

"""Deliveries that are built with a warning, each beside one that only just is not; without the change there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.faults.quiet import LATE_LINES, in_december, in_month, late, quiet
from tests.support.deliveries import Delivery, Row
from tests.support.identifiers import bsns, dice

Change = Callable[[Delivery], None]
#: A year whose year before is measured, and one without: sizes have nothing to be held against there.
YEAR, ALONE = 2023, 2024
AGENCY, FORMAL = "11", "1"


@dataclass(frozen=True)
class Warned:
    """A change to a quiet delivery, and the checks that it must break: table and label, with words of the message."""

    change: Change
    broken: dict[tuple[str, str], str]
    year: int = YEAR

    @property
    def name(self) -> str:
        """What the case is called."""
        return self.change.__name__

    def delivery(self) -> Delivery:
        """The lines as they are delivered."""
        delivery = quiet(self.year)
        self.change(delivery)
        return delivery


WARNED: list[Warned] = []


def breaks(broken: dict[tuple[str, str], str], year: int = YEAR) -> Callable[[Change], Change]:
    """Add a case that breaks some checks, and no others."""

    def add(change: Change) -> Change:
        WARNED.append(Warned(change, broken, year))
        return change

    return add


def passes(change: Change) -> Change:
    """Add a case that breaks no check."""
    return breaks({})(change)


# --- the register ---

IN_FORCE = ("doelgroepregister", "ground_in_force:grondslag")
CURRENT = ("doelgroepregister", "register_current:datum_registratie")


@breaks({IN_FORCE: "before its ground was law"})
def registered_before_the_act(delivery: Delivery) -> None:
    delivery["doelgroepregister"][0] |= {"grondslag": "participatiewet", "datum_registratie": date(2014, 12, 31)}


@passes
def registered_on_the_first_day_of_the_act(delivery: Delivery) -> None:
    delivery["doelgroepregister"][0] |= {"grondslag": "participatiewet", "datum_registratie": date(2015, 1, 1)}


@breaks({CURRENT: "no registration in the last three months"})
def register_of_september(delivery: Delivery) -> None:
    delivery["doelgroepregister"][-1]["datum_registratie"] = date(delivery.year, 9, 30)


@passes
def register_of_the_next_year(delivery: Delivery) -> None:
    delivery["doelgroepregister"][-1]["datum_registratie"] = date(delivery.year, 10, 1)


# --- files ---


@breaks({("verdeelsleutel", "file_of_another_year"): "same as a file of another year"})
def survey_of_another_year(delivery: Delivery) -> None:
    delivery.tables["verdeelsleutel"] = quiet(2022)["verdeelsleutel"]


@passes
def survey_of_another_year_with_one_hour_more(delivery: Delivery) -> None:
    delivery.tables["verdeelsleutel"] = quiet(2022)["verdeelsleutel"]
    delivery["verdeelsleutel"][0]["uren_markt"] = Decimal(20_000)


# --- months and late returns ---

THIN = ("polis", "thin_month:datum_einde_tijdvak")
LATE = ("polis", "received_at_the_cut:datum_ontvangst")


def leave_out(delivery: Delivery, rows: list[Row]) -> None:
    """Leave lines out of the polis."""
    gone = {id(row) for row in rows}
    delivery.tables["polis"] = [row for row in delivery["polis"] if id(row) not in gone]


@breaks({THIN: "far fewer lines"})
def half_of_august_and_one_more_missing(delivery: Delivery) -> None:
    leave_out(delivery, in_month(delivery, 8)[:21])


@passes
def half_of_august_missing(delivery: Delivery) -> None:
    leave_out(delivery, in_month(delivery, 8)[:20])


@breaks({LATE: "after the cut"})
def more_late_lines_than_the_band(delivery: Delivery) -> None:
    delivery["polis"].extend(late(row, delivery.year) for row in in_december(delivery)[10:14])


@passes
def as_many_late_lines_as_the_band(delivery: Delivery) -> None:
    delivery["polis"].extend(late(row, delivery.year) for row in in_december(delivery)[10:12])


@breaks({LATE: "after the cut"})
def no_late_lines(delivery: Delivery) -> None:
    leave_out(delivery, delivery["polis"][-LATE_LINES:])


# --- codes ---


@breaks({("polis", "inferred_cdaard:cdaard"): "inferred"})
def code_of_the_old_list(delivery: Delivery) -> None:
    formal = next(row for row in in_december(delivery) if row["cdaard"] == FORMAL)
    formal["cdaard"] = "9"


@breaks({("polis", "inferred_cdaard:cdaard"): "inferred"}, year=2018)
def payrolling_of_2018(delivery: Delivery) -> None:
    formal = next(row for row in in_december(delivery) if row["cdaard"] == FORMAL)
    formal["cdaard"] = "82"


@passes
def code_without_dates(delivery: Delivery) -> None:
    formal = next(row for row in in_december(delivery) if row["cdaard"] == FORMAL)
    formal["cdaard"] = "18"


# --- what counts ---

COUNTED = "quality.max_change_counted"


@breaks({("polis", "persons_counted_within_band"): COUNTED})
def people_leave_on_a_ground_that_does_not_count(delivery: Delivery) -> None:
    for row in delivery["doelgroepregister"][:11]:
        row["grondslag"] = "voorziening"


@passes
def a_quarter_of_the_people_leaves(delivery: Delivery) -> None:
    for row in delivery["doelgroepregister"][:10]:
        row["grondslag"] = "voorziening"


def agency_hours(delivery: Delivery, hours: int) -> None:
    """Give the agency workers with many hours other ones, in December only."""
    for row in in_december(delivery):
        if row["cdaard"] == AGENCY and row["aantverlu"] == 100:
            row["aantverlu"] = hours


@breaks({("polis", "hours_inleen_within_band"): COUNTED})
def agency_work_falls(delivery: Delivery) -> None:
    agency_hours(delivery, 60)


@passes
def agency_work_falls_a_little(delivery: Delivery) -> None:
    agency_hours(delivery, 90)


@breaks({("polis", "hours_formeel_within_band"): COUNTED, ("polis", "hours_counted_within_band"): COUNTED})
def formal_hours_rise(delivery: Delivery) -> None:
    for row in in_december(delivery):
        if row["cdaard"] == FORMAL and row["aantverlu"] == 100:
            row["aantverlu"] = 140


NOBODY = {("polis", "somebody_counted"): "nobody was counted", ("polis", "something_counted"): "no hour was counted"}


@breaks(NOBODY, year=ALONE)
def register_of_other_people(delivery: Delivery) -> None:
    numbers = bsns(len(delivery["doelgroepregister"]), dice("other people"))
    for row, bsn in zip(delivery["doelgroepregister"], numbers, strict=True):
        row["bsn"] = bsn


@breaks({}, year=ALONE)
def register_of_one_of_them(delivery: Delivery) -> None:
    numbers = bsns(len(delivery["doelgroepregister"]), dice("other people"))
    for row, bsn in zip(delivery["doelgroepregister"][1:], numbers, strict=False):
        row["bsn"] = bsn


# --- exact repeats ---


def with_optional_tables(delivery: Delivery) -> None:
    """The three tables of which repeats count once."""
    employer = delivery["werkgevers"][0]["lhnr"]
    delivery.tables |= {
        "opgaven": [{"overheidssector": "rijk", "ministerie": "SZW", "opgave_banen": 10}],
        "liv": [{"lhnr": employer, "bedrag": Decimal("1234.56")}],
        "social_return": [{"opdrachtgever": "Rijnstad", "verplichting_eur": Decimal(100), "banen": Decimal(2)}],
    }


@passes
def optional_tables_without_repeats(delivery: Delivery) -> None:
    with_optional_tables(delivery)


def repeats(table: str) -> Change:
    """The change that delivers the only line of a table three times."""

    def change(delivery: Delivery) -> None:
        with_optional_tables(delivery)
        delivery[table].extend({**delivery[table][0]} for _ in range(2))

    change.__name__ = f"line_of_{table}_three_times"
    return change


for _table in ("opgaven", "liv", "social_return"):
    breaks({(_table, "repeated_lines"): "counts once"})(repeats(_table))


@breaks({("verdeelsleutel", "same_after_trimming"): "without blanks around it"})
def one_stratum_written_in_two_ways(delivery: Delivery) -> None:
    """It is one stratum."""
    first = delivery["verdeelsleutel"][0]
    first["stratum"] = f"{first['stratum']} "

"""Randomly drawn deliveries that are valid and awkward: every boundary of the measurement, many times over.

`awkward_years(seed)` gives four years of one made-up country. The same seed gives the same deliveries. Seeds take turns
in the years of `COUNTRIES`, so that every change of the law is between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.support.deliveries import WSW_IN_POLIS_SINCE, Delivery, Row, Value
from tests.support.identifiers import bsns, dice, lhnr
from tests.support.oracle import people_of_target_group
from tests.support.reference import (
    aard_on,
    counting_grounds,
    employment_codes,
    government_sectors,
    grounds,
    later_grounds,
    other_grounds,
    other_income_codes,
)

YEARS = (2012, 2021, 2022, 2023)
#: The nulmeting and three years in a row, which make a cohort: as measured until now; up to the ground of 2026; around
#: the new codes of 2020; and around the grounds of 2015 and 2017.
COUNTRIES = (YEARS, (2012, 2024, 2025, 2026), (2012, 2018, 2019, 2020), (2012, 2015, 2016, 2017))
SIZES = (20, 40, 80, 150, 300)  # lines of the polis
PEOPLE = (4, 12, 30, 30, 60, 120)  # in the register, the same in all years
FIRST_EMPLOYER, FIRST_STRANGER = 800_000_000, 700_000_000
Period = tuple[date, date]
Registration = tuple[str, date, date | None]


@dataclass(frozen=True)
class Draw:
    """What all tables of one delivery are drawn from."""

    year: int
    random: Random
    people: list[str]  # in the register, whether they count or not
    outsiders: list[str]
    employers: list[str]
    not_counting: tuple[str, ...] = ()  # people in the register who do not count in December
    wet_from: int | None = None  # the first year in which people with a voorziening count

    @property
    def counting_grounds(self) -> tuple[str, ...]:
        """The grounds that count under the law of the year."""
        return counting_grounds(self.year, self.wet_from)

    @property
    def quota_only(self) -> str:
        """Somebody who is in the register for the quota only, and works."""
        return self.people[-1]

    @property
    def december(self) -> Period:
        """The month that is measured."""
        return date(self.year, 12, 1), date(self.year, 12, 31)

    @property
    def cut(self) -> date:
        """The last day on which a received line counts."""
        return date(self.year + 1, 5, 1)


def awkward_years(seed: int, years: Sequence[int] | None = None, wet_from: int | None = None) -> list[Delivery]:
    """The deliveries of four years, with the same people coming back.

    Args:
        seed: of everything that is drawn.
        years: which years; those of the seed's country when left out.
        wet_from: the first year under the Wet banenafspraak: people who count then have employers that are known.
    """
    return [awkward_delivery(year, seed, wet_from=wet_from) for year in years or years_of(seed)]


def years_of(seed: int) -> tuple[int, ...]:
    """The years of a seed's country: four seeds in a row have four countries, and so have the first of each four."""
    return COUNTRIES[(seed + seed // len(COUNTRIES)) % len(COUNTRIES)]


def awkward_delivery(year: int, seed: int, version: int = 0, wet_from: int | None = None) -> Delivery:
    """One year's delivery; another version is another one of the same people."""
    random = dice("awkward", year, seed, version)
    lines = random.choice(SIZES)
    people = dice("awkward people", seed)
    everybody = bsns(people.choice(PEOPLE) + 6, people)
    draw = Draw(year, random, everybody[6:], everybody[:6], payroll_numbers(random), wet_from=wet_from)
    registered = register(draw)
    counting = people_of_target_group(registered, year, draw.counting_grounds)
    draw = replace(draw, not_counting=tuple(bsn for bsn in draw.people if bsn not in counting))
    tables = {
        "doelgroepregister": registered,
        "polis": polis(draw, lines),
        "werkgevers": [awkward_employer(number, draw) for number in draw.employers],
        "verdeelsleutel": awkward_survey(random),
    }
    if year < WSW_IN_POLIS_SINCE:
        tables["wsw_detacheringen"] = awkward_secondments(draw)
    tables |= {name: table(draw) for name, table in OPTIONAL_TABLES.items() if random.random() < 0.75}
    return Delivery(year, {table: random.sample(rows, len(rows)) for table, rows in tables.items()})


def payroll_numbers(random: Random) -> list[str]:
    """Numbers of two to fourteen parts of employers; some employers have several."""
    count = random.randint(2, 14)
    suffixes = random.sample(range(1, 100), count)
    return [lhnr(FIRST_EMPLOYER + random.randint(0, count // 2), suffix) for suffix in suffixes]


def unknown_number(draw: Draw, number: int) -> str:
    """A payroll tax number that is not in the employer file: of a stranger, or another one of an employer that is."""
    fiscal = int(draw.random.choice(draw.employers)[:9])
    unused = [other for suffix in range(1, 100) if (other := lhnr(fiscal, suffix)) not in draw.employers]
    return draw.random.choice((lhnr(FIRST_STRANGER + number), draw.random.choice(unused)))


# --- doelgroepregister ---


def register(draw: Draw) -> list[Row]:
    """One to three registrations a person, and one for the quota only."""
    quota_only = registrations(draw.quota_only, other_ground(draw), draw)
    return quota_only + [
        row
        for bsn in draw.people[:-1]
        for row in registrations(bsn, draw.random.choice(REGISTRATION_HISTORIES)(draw), draw)
    ]


def registrations(bsn: str, history: list[Registration], draw: Draw) -> list[Row]:
    """The registrations of one person, in the awkward ways to be or not to be in the target group."""
    regions = {ground: draw.random.choice((None, 1, 35, draw.random.randint(1, 35))) for ground, _, _ in history}
    return [
        {
            "bsn": bsn,
            "grondslag": ground,
            "datum_registratie": begin,
            "datum_einde": end,
            "arbeidsmarktregio": regions[ground],
        }
        for ground, begin, end in history
    ]


def counting(draw: Draw) -> str:
    """A ground that counts."""
    return draw.random.choice(draw.counting_grounds)


def long_ago(draw: Draw) -> date:
    """A day in an earlier year."""
    return date(draw.year - draw.random.randint(1, 7), draw.random.randint(1, 12), draw.random.randint(1, 28))


def since_long(draw: Draw) -> list[Registration]:
    """The ordinary case."""
    return [(counting(draw), long_ago(draw), None)]


def ends_around_december(draw: Draw) -> list[Registration]:
    """Ends a day before December, in December, or after it."""
    ends = ((11, 30), (12, 1), (12, 2), (12, 30), (12, 31))
    end = date(draw.year, *draw.random.choice(ends))
    return [(counting(draw), long_ago(draw), end)]


def starts_around_new_year(draw: Draw) -> list[Registration]:
    """Starts in December, on its last day, or a day too late."""
    first, last = draw.december
    begin = draw.random.choice((first, last, last + timedelta(1), first - timedelta(1)))
    return [(counting(draw), begin, None)]


def one_day(draw: Draw) -> list[Registration]:
    """Begins and ends on the same day."""
    first, last = draw.december
    day = draw.random.choice((first - timedelta(1), first, last, last + timedelta(1)))
    return [(counting(draw), day, day)]


def several_grounds(draw: Draw) -> list[Registration]:
    """Several counting grounds at once: the person still counts once."""
    return [(ground, long_ago(draw), None) for ground in draw.random.sample(draw.counting_grounds, 3)]


def ended_and_came_back(draw: Draw) -> list[Registration]:
    """Out of the register in November, back on the last day of December, on the same or another ground."""
    november = date(draw.year, 11, 30)
    return [(counting(draw), long_ago(draw), november), (counting(draw), draw.december[1], None)]


def other_ground(draw: Draw) -> list[Registration]:
    """Only in the register for the quota."""
    return [(draw.random.choice(other_grounds()), long_ago(draw), None)]


def other_ground_and_ended(draw: Draw) -> list[Registration]:
    """A counting ground that ended in time and one that does not count."""
    return [*other_ground(draw), (counting(draw), long_ago(draw), date(draw.year, 11, 30))]


def other_ground_and_counting(draw: Draw) -> list[Registration]:
    """One that does not count beside one that does."""
    return [*other_ground(draw), *ends_around_december(draw)]


def ends_never(draw: Draw) -> list[Registration]:
    """An end as far away as a date can be."""
    return [(counting(draw), long_ago(draw), date(9999, 12, 31))]


def same_line_twice(draw: Draw) -> list[Registration]:
    """An exact repeat, which only the polis forbids."""
    return since_long(draw) * 2


def cohort_days(draw: Draw) -> Period:
    """The first and last day of the three years that end with this one."""
    return date(draw.year - 2, 1, 1), draw.december[1]


def three_years_exactly(draw: Draw) -> list[Registration]:
    """The three years of a cohort, or a day less at one of the ends."""
    first, last = cohort_days(draw)
    late, early = draw.random.choice(((0, 0), (0, 0), (1, 0), (0, 1)))
    return [(counting(draw), first + timedelta(late), last - timedelta(early))]


def ends_over_new_year(draw: Draw) -> list[Registration]:
    """Ends on a 31 December or on the 1 January after it, of the years of a cohort."""
    end = date(draw.year - draw.random.randint(0, 3), 12, 31) + timedelta(draw.random.choice((0, 1)))
    return [(counting(draw), date(draw.year - 8, 1, 1), end)]


def two_in_a_row(draw: Draw) -> list[Registration]:
    """One registration follows another on another ground: on the same day, the next, or with a day between."""
    first, last = cohort_days(draw)
    change = first + timedelta(draw.random.choice((0, 1, 300, (last - first).days - 1)))
    gap = draw.random.choice((0, 1, 1, 1, 2))
    grounds = draw.random.sample(draw.counting_grounds, 2)
    return [(grounds[0], first - timedelta(40), change), (grounds[1], change + timedelta(gap), None)]


def three_in_a_row(draw: Draw) -> list[Registration]:
    """Three that adjoin or overlap; the middle one may be on a ground that does not count."""
    first, last = cohort_days(draw)
    middle = draw.random.choice((counting(draw), counting(draw), other_grounds()[0]))
    one, two = first + timedelta(draw.random.randint(0, 200)), last - timedelta(draw.random.randint(1, 200))
    overlap = timedelta(draw.random.choice((0, 0, 30)))
    grounds = [code for code in draw.counting_grounds if code != middle]
    early, late = draw.random.sample(grounds, 2)
    return [
        (early, draw.random.choice((first, long_before(draw))), one),
        (middle, one + timedelta(1) - overlap, two),
        (late, two + timedelta(1), draw.random.choice((None, last))),
    ]


def long_before(draw: Draw) -> date:
    """A day before the years of a cohort."""
    return date(draw.year - 2, 1, 1) - timedelta(draw.random.choice((1, 365, 3000)))


def counting_later(draw: Draw) -> list[Registration]:
    """In the register for the quota at first, on a ground that counts from a day around the start of a cohort."""
    first, _ = cohort_days(draw)
    begin = first + timedelta(draw.random.choice((-1, 0, 1)))
    return [(other_grounds()[0], long_before(draw), None), (counting(draw), begin, None)]


def since_long_before(draw: Draw) -> list[Registration]:
    """In every cohort."""
    return [(counting(draw), long_before(draw), None)]


def before_its_law(draw: Draw) -> list[Registration]:
    """A registration from before its ground was law: the day before, or long before; the ground may count by now."""
    ground = draw.random.choice([one for one in grounds() if one.counts_from > date.min])
    return [(ground.code, ground.counts_from - timedelta(draw.random.choice((1, 400))), None)]


def not_yet_counting(draw: Draw) -> list[Registration]:
    """On a ground that will count in a later year; for the quota only when there is none."""
    return [(draw.random.choice(later_grounds(draw.year) or other_grounds()), long_ago(draw), None)]


def partly_counting(draw: Draw) -> list[Registration]:
    """On several grounds, of which one counts and others do not, or not yet."""
    later = later_grounds(draw.year)[: draw.random.randint(0, 2)]
    return [*other_ground(draw), *((ground, long_ago(draw), None) for ground in later), *since_long(draw)]


REGISTRATION_HISTORIES: tuple[Callable[[Draw], list[Registration]], ...] = (
    since_long,
    since_long,
    since_long,
    ends_around_december,
    ends_around_december,
    starts_around_new_year,
    one_day,
    several_grounds,
    ended_and_came_back,
    other_ground,
    other_ground,
    other_ground_and_ended,
    other_ground_and_counting,
    ends_never,
    same_line_twice,
    three_years_exactly,
    three_years_exactly,
    ends_over_new_year,
    two_in_a_row,
    two_in_a_row,
    three_in_a_row,
    counting_later,
    since_long_before,
    since_long_before,
    before_its_law,
    not_yet_counting,
    partly_counting,
)


# --- polis ---


def polis(draw: Draw, lines: int) -> list[Row]:
    """Jobs with their histories of returns, until there are enough lines."""
    sure = (draw.people[0], draw.quota_only)
    rows = [row for bsn in sure for row in job(draw, bsn, draw.employers[0], 0, draw.december)]
    number = 0
    while len(rows) < lines:
        number += 1
        rows += draw.random.choice(JOBS)(draw, number)
    return rows


def target_group_job(draw: Draw, number: int) -> list[Row]:
    """Somebody in the register, with a known employer."""
    bsn, employer = draw.random.choice(draw.people), draw.random.choice(draw.employers)
    return job(draw, bsn, employer, number, period(draw))


def two_employers(draw: Draw, number: int) -> list[Row]:
    """Somebody with two employers over the same days."""
    bsn, days = draw.random.choice(draw.people), period(draw)
    pair = draw.random.sample(draw.employers, 2)
    return [row for employer in pair for row in job(draw, bsn, employer, number, days)]


def two_jobs(draw: Draw, number: int) -> list[Row]:
    """Two income relations with one employer over the same days, told apart by `numiv` alone."""
    bsn, employer, days = draw.random.choice(draw.people), draw.random.choice(draw.employers), period(draw)
    return [row for numiv in (number, number + 100_000) for row in job(draw, bsn, employer, numiv, days)]


def consecutive_periods(draw: Draw, number: int) -> list[Row]:
    """Four-week returns of one job from the autumn into the new year."""
    bsn, employer = draw.random.choice(draw.people), draw.random.choice(draw.employers)
    start = date(draw.year, 11, 1) + timedelta(draw.random.randint(-20, 5))
    weeks = [(start + timedelta(28 * step), start + timedelta(28 * step + 27)) for step in range(3)]
    return [row for days in weeks for row in job(draw, bsn, employer, number, days)]


def outsider_job(draw: Draw, number: int) -> list[Row]:
    """Somebody who is not in the register, with an employer that may be unknown."""
    employer = draw.random.choice([*draw.employers, lhnr(FIRST_STRANGER + number)])
    return job(draw, draw.random.choice(draw.outsiders), employer, number, period(draw))


def no_job(draw: Draw, number: int) -> list[Row]:
    """A benefit or pension of somebody in the register, with and without a kind of employment."""
    rows = target_group_job(draw, number)
    benefit = draw.random.choice(other_income_codes())
    keep = draw.random.random() < 0.5
    return [{**row, "srtiv": benefit, "cdaard": row["cdaard"] if keep else None} for row in rows]


def job_with_a_stranger(draw: Draw, number: int) -> list[Row]:
    """Somebody in the register who does not count, with an employer that is not known."""
    bsn = draw.random.choice(draw.not_counting or draw.outsiders)
    return job(draw, bsn, unknown_number(draw, number), number, period(draw))


def long_ago_with_a_stranger(draw: Draw, number: int) -> list[Row]:
    """Somebody in the register, in a month that is not measured, with an employer that is not known."""
    days = draw.random.choice(
        (month_of(draw, draw.random.randint(1, 11)), (date(draw.year, 1, 1), date(draw.year, 11, 30)))
    )
    return job(draw, draw.random.choice(draw.people), lhnr(FIRST_STRANGER + number), number, days)


def regular_job(draw: Draw, number: int) -> list[Row]:
    """A job in some months of the year in a row, one employer, some of the months without hours."""
    bsn, employer = draw.random.choice(draw.people), draw.random.choice(draw.employers)
    first = draw.random.randint(1, 12)
    months = range(first, min(12, first + draw.random.randint(0, 4)) + 1)
    return [row for month in months for row in job(draw, bsn, employer, number, month_of(draw, month))]


JOBS: tuple[Callable[[Draw, int], list[Row]], ...] = (
    job_with_a_stranger,
    long_ago_with_a_stranger,
    regular_job,
    target_group_job,
    target_group_job,
    target_group_job,
    target_group_job,
    target_group_job,
    two_employers,
    two_jobs,
    consecutive_periods,
    outsider_job,
    no_job,
)


CODES_OF_2020 = ("81", "82", "83")  # which got another meaning, or came, with the Wab


def job(draw: Draw, bsn: str, employer: str, numiv: int, days: Period) -> list[Row]:
    """All returns on one identification: the same person, employer, relation and period."""
    srtiv = draw.random.choice(employment_codes())
    known = aard_on(days[0])
    often = [code for code, form in known.items() if form == "payroll" or code in CODES_OF_2020]
    aard = draw.random.choice([*known, "1", "11", *often])
    return [
        {
            "bsn": bsn,
            "lhnr": employer,
            "numiv": numiv,
            "datum_aanvang_tijdvak": days[0],
            "datum_einde_tijdvak": days[1],
            "srtiv": srtiv,
            "cdaard": aard,
            "aantverlu": hours(draw.random, days),
            "datum_ontvangst": received,
            "volgnummer": volgnummer,
            "status": status,
        }
        for received, volgnummer, status in receipts(draw, days)
    ]


def hours(random: Random, days: Period) -> int:
    """Paid hours over a period: often ordinary, sometimes none, sometimes as many as there are."""
    most = 24 * ((days[1] - days[0]).days + 1)
    return random.choice((0, 1, most, random.randint(0, most), random.randint(0, most // 4)))


def period(draw: Draw) -> Period:
    """A period of a return, drawn around the edges of December."""
    return draw.random.choice(PERIODS)(draw)


def days_from(begin: date, count: int) -> Period:
    """That many days, both ends included."""
    return begin, begin + timedelta(count - 1)


def whole_month(draw: Draw) -> Period:
    """December."""
    return draw.december


def neighbouring_month(draw: Draw) -> Period:
    """Ends on 30 November, or begins on 1 January."""
    return draw.random.choice((days_from(date(draw.year, 11, 1), 30), days_from(date(draw.year + 1, 1, 1), 31)))


def december_of_another_year(draw: Draw) -> Period:
    """The right month of the wrong year."""
    return days_from(date(draw.year + draw.random.choice((-1, 1)), 12, 1), 31)


def four_weeks_into_december(draw: Draw) -> Period:
    """Four weeks over the turn of November, or ending just before it."""
    return days_from(date(draw.year, 11, 3) + timedelta(draw.random.randint(0, 28)), 28)


def four_weeks_over_new_year(draw: Draw) -> Period:
    """Four weeks over the turn of the year, or ending just before it."""
    return days_from(date(draw.year, 12, 4) + timedelta(draw.random.randint(0, 28)), 28)


def last_day(draw: Draw) -> Period:
    """Starts on 31 December: that day only, or long after."""
    return days_from(draw.december[1], draw.random.choice((1, 2, 28, 366)))


def first_day(draw: Draw) -> Period:
    """Ends on 1 December."""
    first = draw.december[0]
    return first - timedelta(draw.random.choice((0, 1, 27, 365))), first


def single_day(draw: Draw) -> Period:
    """One day at the edges of December."""
    first, last = draw.december
    day = draw.random.choice((first - timedelta(1), first, last, last + timedelta(1)))
    return day, day


def whole_year(draw: Draw) -> Period:
    """The year, or the longest period there can be: it began in the year before, under another code list."""
    last = draw.december[1]
    return draw.random.choice((date(draw.year, 1, 1), last - timedelta(365))), last


def over_the_code_change(draw: Draw) -> Period:
    """From the last December days of the year before into this December."""
    begin = date(draw.year - 1, 12, 31)
    return begin, date(draw.year, 12, draw.random.randint(1, 30))


def month_of(draw: Draw, month: int) -> Period:
    """A month of the year."""
    first = date(draw.year, month, 1)
    return first, date(draw.year + month // 12, month % 12 + 1, 1) - timedelta(1)


def some_month(draw: Draw) -> Period:
    """Any month of the year."""
    return month_of(draw, draw.random.randint(1, 12))


def four_weeks_anywhere(draw: Draw) -> Period:
    """Four weeks from the last days of the year before on."""
    return days_from(date(draw.year - 1, 12, 3) + timedelta(draw.random.randint(0, 365)), 28)


def eleven_or_twelve_months(draw: Draw) -> Period:
    """The year, or a month less at one of the ends, or just not."""
    begin = draw.random.choice((date(draw.year, 1, 1), date(draw.year, 1, 31), date(draw.year, 2, 1)))
    return begin, draw.random.choice((date(draw.year, 11, 30), date(draw.year, 12, 1), date(draw.year, 12, 31)))


def half_a_year(draw: Draw) -> Period:
    """From the first of a month to the end of another one."""
    begin, end = sorted((draw.random.randint(1, 12), draw.random.randint(1, 12)))
    return month_of(draw, begin)[0], month_of(draw, end)[1]


def day_over_months(draw: Draw) -> Period:
    """The last day of a month and the first of the next."""
    return days_from(month_of(draw, draw.random.randint(1, 12))[1], 2)


PERIODS: tuple[Callable[[Draw], Period], ...] = (
    some_month,
    some_month,
    four_weeks_anywhere,
    eleven_or_twelve_months,
    half_a_year,
    day_over_months,
    whole_month,
    whole_month,
    whole_month,
    neighbouring_month,
    december_of_another_year,
    four_weeks_into_december,
    four_weeks_over_new_year,
    last_day,
    first_day,
    single_day,
    whole_year,
    over_the_code_change,
)

Receipt = tuple[date, int, str]  # when a state of a line was received, its number, and its status
FIRST, CORRECTION, WITHDRAWAL = "initieel", "correctie", "intrekking"


def receipts(draw: Draw, days: Period) -> list[Receipt]:
    """The states of one line as they were received, none before its period began."""
    found = draw.random.choice(HISTORIES)(draw)
    late = max(timedelta(0), days[0] - min(received for received, _, _ in found))
    return draw.random.sample([(received + late, number, status) for received, number, status in found], len(found))


def in_time(draw: Draw) -> date:
    """A day of receipt well before the cut."""
    return date(draw.year + 1, 1, 1) + timedelta(draw.random.randint(0, 100))


def once(draw: Draw) -> list[Receipt]:
    """Received once and never changed."""
    return [(in_time(draw), 1, FIRST)]


def on_the_cut(draw: Draw) -> list[Receipt]:
    """Received on the last day that counts, or a day late."""
    return [(draw.cut + timedelta(draw.random.choice((0, 1))), 1, draw.random.choice((FIRST, CORRECTION)))]


def corrected_around_the_cut(draw: Draw) -> list[Receipt]:
    """Corrected on 1 May, on 2 May, or on both."""
    corrections = [(draw.cut, 2, CORRECTION), (draw.cut + timedelta(1), 3, CORRECTION)]
    return [(in_time(draw), 1, FIRST), *draw.random.sample(corrections, draw.random.randint(1, 2))]


def corrected_with_a_lower_number(draw: Draw) -> list[Receipt]:
    """The later receipt has the lower number: the day decides."""
    first = in_time(draw)
    return [(first, 7, FIRST), (first + timedelta(draw.random.randint(1, 5)), 2, CORRECTION)]


def corrected_on_the_same_day(draw: Draw) -> list[Receipt]:
    """Several states on one day: the number decides, as a number and not as a text."""
    day = draw.random.choice((in_time(draw), draw.cut))
    return [(day, 1, FIRST), (day, 9, CORRECTION), (day, 10, CORRECTION)]


def corrected_with_the_same_number(draw: Draw) -> list[Receipt]:
    """Every day numbers from one."""
    first = in_time(draw)
    return [(first, 1, FIRST), (first + timedelta(3), 1, CORRECTION)]


def withdrawn(draw: Draw) -> list[Receipt]:
    """Withdrawn in time, or on the day after the cut."""
    end = draw.random.choice((draw.cut - timedelta(1), draw.cut, draw.cut + timedelta(1)))
    return [(in_time(draw), 1, FIRST), (end, 2, WITHDRAWAL)]


def withdrawn_and_sent_again(draw: Draw) -> list[Receipt]:
    """A withdrawal that is not the last word, unless the new line comes after the cut."""
    first = in_time(draw)
    again = draw.random.choice((draw.cut, draw.cut + timedelta(1)))
    return [(first, 1, FIRST), (first + timedelta(2), 2, WITHDRAWAL), (again, 3, CORRECTION)]


def withdrawn_on_the_same_day(draw: Draw) -> list[Receipt]:
    """A withdrawal and a new line on one day, in either order."""
    day = in_time(draw)
    last = draw.random.sample((WITHDRAWAL, CORRECTION), 2)
    return [(day, 1, FIRST), (day, 2, last[0]), (day, 3, last[1])]


def only_withdrawn(draw: Draw) -> list[Receipt]:
    """A withdrawal of something that was never delivered."""
    return [(in_time(draw), 1, WITHDRAWAL)]


HISTORIES: tuple[Callable[[Draw], list[Receipt]], ...] = (
    once,
    once,
    once,
    once,
    on_the_cut,
    corrected_around_the_cut,
    corrected_around_the_cut,
    corrected_with_a_lower_number,
    corrected_on_the_same_day,
    corrected_with_the_same_number,
    withdrawn,
    withdrawn_and_sent_again,
    withdrawn_on_the_same_day,
    only_withdrawn,
)


# --- werkgevers ---

SECTOR_FUND_SHARES = (None, "0", "0.4999", "0.499999", "0.5", "0.500001", "1")
MINISTRIES = ("SZW", "BZK", "A=B; 100%")
NAMES = (
    "Kwibus & Zn.",
    'Kwibus; "De Hoek" B.V.',
    "Kwibus\nop twee regels",
    "Kwibusé 3",
    "=KWIBUS(1)",
    " Kwibus ",
)


def awkward_employer(number: str, draw: Draw) -> Row:
    """An employer on either side of the line between market and government."""
    random = draw.random
    share = random.choice(SECTOR_FUND_SHARES)
    government = random.random() < 0.6
    sector = random.choice((None, None, *(["rijk"] * 6), *government_sectors())) if government else None
    return {
        "lhnr": number,
        "naam": random.choice(NAMES),
        "sector": random.choice((1, 35, 38, 69, 61, 64)),
        "overheidswerkgever": government,
        "aandeel_sectorfonds": None if share is None else Decimal(share),
        "overheidssector": sector,
        "ministerie": random.choice((None, *MINISTRIES)) if sector == "rijk" else None,
        "aantal_werknemers": random.choice((0, 1, 2, 3, 4, 9, 10, 99, 100, 1999, 2000, 250_000)),
        "verloonde_uren": random.choice((0, 40_574, 40_575, 40_576, 131_000, 900_000_000)),
    }


# --- verdeelsleutel ---

Stratum = tuple[int, list[tuple[Decimal, Decimal] | None]]  # population; hours to market and government, or silence


def awkward_survey(random: Random) -> list[Row]:
    """Strata of every kind around one that always has hours."""
    strata = [random.choice(MAIN_STRATA)(random)]
    strata += [random.choice(OTHER_STRATA)(random) for _ in range(random.randint(0, 5))]
    if random.random() < 0.3:
        strata = random.choice((exact_tie, exact_tie, no_degree_of_freedom))(random)
    return [row for number, stratum in enumerate(strata) for row in survey_rows(number, stratum)]


def survey_rows(number: int, stratum: Stratum) -> Iterator[Row]:
    """The lines of one stratum."""
    population, answers = stratum
    for unit, answer in enumerate(answers):
        market, government = answer or (None, None)
        yield {
            "eenheid": f"{number}/{unit}",
            "stratum": f"stratum {number}",
            "populatie": population,
            "respons": answer is not None,
            "uren_markt": market,
            "uren_overheid": government,
        }


def answer(random: Random) -> tuple[Decimal, Decimal]:
    """Hours of one lender: cents, whole numbers, all on one side, none, or very many."""
    scale = random.choice((1, 1, 1, 1, 10_000))
    market = random.choice((Decimal(random.randint(0, 10**6)) / 100, Decimal(random.randint(0, 9999)), Decimal(0)))
    government = random.choice((market / 4, Decimal(random.randint(0, 10**6)) / 100, Decimal("0.001"), Decimal(0)))
    return market * scale, (government * scale).quantize(Decimal("0.001"))


def sample_with_silence(random: Random) -> Stratum:
    """A sample of which some do not respond."""
    answers = [answer(random) for _ in range(random.randint(2, 9))]
    silent = [None] * random.randint(0, 4)
    size = len(answers) + len(silent)
    first = (Decimal(random.randint(1, 500)), Decimal(random.randint(0, 500)))
    return random.choice((size, size + 1, 900, 10**6)), [first, *answers[1:], *silent]


def all_government(random: Random) -> Stratum:
    """A share of a hundred percent here, of everything when it is the only stratum."""
    answers = [(Decimal(0), Decimal(random.randint(1, 500))) for _ in range(3)]
    return random.choice((3, 40)), [*answers]


def all_market(random: Random) -> Stratum:
    """A share of nothing here."""
    answers = [(Decimal(random.randint(1, 500)), Decimal(0)) for _ in range(2)]
    return random.choice((2, 40)), [*answers]


def lone_unit(random: Random) -> Stratum:
    """One respondent for many."""
    return random.choice((2, 31, 5000)), [answer(random)]


def lone_respondent(random: Random) -> Stratum:
    """One respondent among several units."""
    return random.choice((3, 60)), [answer(random), None, None]


def certainty(random: Random) -> Stratum:
    """One respondent for itself."""
    return 1, [answer(random)]


def silence(random: Random) -> Stratum:
    """A stratum without respondents."""
    return random.choice((2, 77)), [None] * random.randint(1, 2)


def no_hours(random: Random) -> Stratum:
    """Lenders that lent nobody."""
    return random.choice((2, 50)), [(Decimal(0), Decimal(0))] * 2


def exact_tie(random: Random) -> list[Stratum]:
    """A share of exactly a half tenth of a percent: it goes up."""
    thousandths_and_a_half = random.randrange(5, 10_000, 10)
    government = Decimal(thousandths_and_a_half)
    answers = [(Decimal(10_000) - government, government)] * random.randint(2, 6)
    return [
        (random.choice((len(answers), 321)), [*answers]),
        *([no_hours(random)] if government < 5000 else []),
    ]


def no_degree_of_freedom(random: Random) -> list[Stratum]:
    """As many respondents as strata: there is a key, and no interval."""
    lenders = [(Decimal(random.randint(1, 500)), Decimal(random.randint(0, 500))) for _ in range(3)]
    return [(random.choice((1, 40)), [one]) for one in lenders]


MAIN_STRATA: tuple[Callable[[Random], Stratum], ...] = (
    *([sample_with_silence] * 10),
    all_government,
    all_market,
)
OTHER_STRATA: tuple[Callable[[Random], Stratum], ...] = (
    sample_with_silence,
    all_market,
    all_government,
    lone_unit,
    lone_respondent,
    certainty,
    silence,
    no_hours,
)


# --- wsw_detacheringen ---


def awkward_secondments(draw: Draw) -> list[Row]:
    """Secondments of people in and out of the register; few years are as large as the whole agreement."""
    random = draw.random
    hours = (0, 1, 110, random.randint(0, 200), random.choice((744, 60_000_000)))
    people = random.sample(draw.people, random.randint(1, len(draw.people)))
    known = [secondment(bsn, random.choice(draw.employers), random.choice(hours)) for bsn in people]
    strangers = [*draw.outsiders[:2], *draw.not_counting[:3]]
    return known + [secondment(bsn, lhnr(FIRST_STRANGER), 99) for bsn in strangers]


def secondment(bsn: str, employer: str, hours: Value) -> Row:
    """One line of the Wsw secondments."""
    return {"bsn": bsn, "lhnr": employer, "uren_december": hours}


# --- opgaven, liv, social_return ---


def awkward_opgaven(draw: Draw) -> list[Row]:
    """Sub-sectors with an opgave, some of zero; the Rijk in one line, by ministry, or both ways; lines that repeat."""
    random = draw.random
    amounts = (0, 1, 7, random.randint(1, 50), 5144)
    found: list[Row] = [
        {"overheidssector": code, "ministerie": None, "opgave_banen": random.choice(amounts)}
        for code in random.sample(government_sectors(), random.randint(1, 6))
        if code != "rijk" or random.random() < 0.5
    ]
    ministries = random.sample((*MINISTRIES, "Zonder werkgever"), random.randint(0, 4))
    found += [
        {"overheidssector": "rijk", "ministerie": name, "opgave_banen": random.choice(amounts)} for name in ministries
    ]
    found = found or [{"overheidssector": "rijk", "ministerie": None, "opgave_banen": 0}]
    return with_repeats(found, random)


def with_repeats(lines: list[Row], random: Random) -> list[Row]:
    """The lines, and up to three of them once or twice more: an exact repeat counts once."""
    return lines + [dict(line) for line in random.choices(lines, k=random.randint(0, 3))]


def awkward_liv(draw: Draw) -> list[Row]:
    """Payments to several parts of one employer, to employers that are not known, of nothing, and lines that repeat."""
    random = draw.random
    known = random.sample(draw.employers, random.randint(1, len(draw.employers)))
    employers = dict.fromkeys([*known, lhnr(FIRST_STRANGER), unknown_number(draw, 1), unknown_number(draw, 2)])
    amounts = (Decimal(0), Decimal("0.01"), Decimal("1234.56"), Decimal(random.randint(0, 10**9)) / 100)
    return with_repeats([{"lhnr": employer, "bedrag": random.choice(amounts)} for employer in employers], random)


COMMISSIONERS = (
    "Gemeente Kwibus",
    "Kwibus; afdeling=inkoop",
    "100% Kwibus %3B",
    'De "Kwibus", provincie',
    "Kwibusé 3",
    "=KWIBUS(1)",
    "gemeente kwibus",
)


def awkward_social_return(draw: Draw) -> list[Row]:
    """Commissioning bodies with names that would upset a table, and lines that repeat."""
    random = draw.random
    lines: list[Row] = [
        {
            "opdrachtgever": name,
            "verplichting_eur": random.choice((Decimal(0), Decimal("0.01"), Decimal(random.randint(0, 10**9)) / 100)),
            "banen": random.choice(
                (Decimal(0), Decimal("0.5"), Decimal("1.25"), Decimal(random.randint(0, 9999)) / 100)
            ),
        }
        for name in random.sample(COMMISSIONERS, random.randint(1, len(COMMISSIONERS)))
    ]
    return with_repeats([line | contractors(line) for line in lines], random)


def contractors(line: Row) -> Row:
    """How many contractors a commissioning body has and the largest obligation of one; either may be empty."""
    random, whole = dice("contractors", line["opdrachtgever"], line["verplichting_eur"]), line["verplichting_eur"]
    assert isinstance(whole, Decimal)
    return {
        "opdrachtnemers": random.choice((None, 0, 1, 2, 3, 40)),
        "grootste_eur": random.choice((None, Decimal(0), whole, whole - whole // 2, whole // 4)),
    }


OPTIONAL_TABLES: dict[str, Callable[[Draw], list[Row]]] = {
    "opgaven": awkward_opgaven,
    "liv": awkward_liv,
    "social_return": awkward_social_return,
}

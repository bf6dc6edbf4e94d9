"""Random small years, as the warehouse has them, in which the borders of every rule are likely."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import polars as pl
from hypothesis import strategies as st

from tests.support.reference import aard_codes, aard_on, employment_codes, grounds

TEXT, INTEGER, DATE, FLAG, DECIMAL = pl.String(), pl.Int64(), pl.Date(), pl.Boolean(), pl.Decimal(38, 18)
SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "register": {
        "person": TEXT,
        "grondslag": TEXT,
        "datum_registratie": DATE,
        "datum_einde": DATE,
        "arbeidsmarktregio": INTEGER,
    },
    "polis": {
        "person": TEXT,
        "employer": TEXT,
        "numiv": INTEGER,
        "datum_aanvang_tijdvak": DATE,
        "datum_einde_tijdvak": DATE,
        "srtiv": TEXT,
        "cdaard": TEXT,
        "aantverlu": INTEGER,
        "datum_ontvangst": DATE,
        "volgnummer": INTEGER,
        "status": TEXT,
    },
    "employers": {
        "employer": TEXT,
        "overheidswerkgever": FLAG,
        "aandeel_sectorfonds": DECIMAL,
        "overheidssector": TEXT,
        "ministerie": TEXT,
        "aantal_werknemers": INTEGER,
        "verloonde_uren": INTEGER,
    },
    "secondments": {"person": TEXT, "employer": TEXT, "uren_december": INTEGER},
    "survey": {
        "stratum": TEXT,
        "populatie": INTEGER,
        "respons": FLAG,
        "uren_markt": DECIMAL,
        "uren_overheid": DECIMAL,
    },
    "shares": {"overheidssector": TEXT, "ministerie": TEXT, "opgave_banen": INTEGER},
    "liv": {"employer": TEXT, "bedrag": DECIMAL},
    "social_return": {
        "opdrachtgever": TEXT,
        "verplichting_eur": DECIMAL,
        "banen": DECIMAL,
        "opdrachtnemers": INTEGER,
        "grootste_eur": DECIMAL,
    },
}
Tables = dict[str, pl.DataFrame]

PERSONS = tuple(f"person {number}" for number in range(6))
IDLE = "person without hours"
QUOTA_ONLY = "person for the quota"
#: Payroll tax numbers: of one employer the first and the third, of another the second and the fourth.
EMPLOYERS = ("800000000L01", "800000001L01", "800000000L02", "800000001L02", "800000002L01")
#: Of nobody that is known, and one more of an employer whose other numbers are.
OTHER_EMPLOYERS = ("700000000L01", "800000001L09")
GROUNDS = tuple(ground.code for ground in grounds())
#: The days before grounds were law.
BEFORE_THEIR_LAW = tuple(one.counts_from - timedelta(1) for one in grounds() if one.counts_from > date.min)
AARD = tuple(dict.fromkeys(aard.code for aard in aard_codes()))
SRTIV = ("15", "15", "15", "15", "11", "13", "33", "37")
SURE_AARD = ("1", "11", "81")
#: All codes, and those that matter most once more; a missing one comes with benefits.
LIKELY_AARD = ("1", *AARD, "1", "11", "18", "22", "81", "81", "82", "83", "11", "1", None)
STATUSES = ("initieel", "correctie", "correctie", "intrekking")
FUND_SHARES = tuple(Decimal(share) for share in ("0", "0.499999999999999999", "0.5", "0.500000000000000001", "1"))
#: Government; government with just enough, or not enough, hours under a sector fund to be market; market.
SURE_EMPLOYERS = (
    (EMPLOYERS[0], True, FUND_SHARES[1], "rijk", "SZW", 250, 40_575),
    (EMPLOYERS[1], True, FUND_SHARES[2], "politie", None, 10, 40_575),
    (EMPLOYERS[2], False, FUND_SHARES[0], None, None, 0, 40_574),
)
persons, employers = st.sampled_from(PERSONS), st.sampled_from(EMPLOYERS)


def near(*days: date) -> list[date]:
    """The days, and the two on either side of each."""
    return [day + timedelta(shift) for day in days for shift in (0, -1, 1, -2, 2)]


def periods(year: int) -> list[tuple[date, date]]:
    """Months, four weeks, single days and a whole year that touch December, or nearly."""
    begins = near(date(year, 12, 1), date(year, 12, 31), date(year, 11, 6), date(year, 12, 25), date(year, 1, 3))
    begins += [date(year, 2, 1), date(year, 7, 31)]
    ends = [(begin, end) for begin in begins for end in (date(year, 12, 31), begin + timedelta(27), begin)]
    return [(begin, max(begin, end)) for begin, end in ends]


def relations(year: int) -> st.SearchStrategy[list[tuple[object, ...]]]:
    """A few identifications of lines, that lines can share: person, employer, numiv, begin and end of the period."""
    parts = st.tuples(persons, employers, st.integers(0, 1), st.sampled_from(periods(year)))
    return st.lists(parts.map(lambda part: (*part[:3], *part[3])), min_size=4, max_size=9)


def sure_people(year: int) -> list[tuple[object, ...]]:
    """Who counts all the time, until 1 December, from 31 December; who left just before; who has no hours.

    And people on grounds that do not count in every year: on a later ground, on several, and for the quota only.
    """
    return [
        (PERSONS[0], "wajong", date(year - 2, 1, 1), None, 1),
        (PERSONS[1], "wsw", date(year - 2, 1, 1), date(year, 12, 1), 1),
        (PERSONS[2], "praktijkroute", date(year, 12, 31), None, None),
        (PERSONS[3], "vso_pro", date(year - 2, 1, 1), date(year, 11, 30), 35),
        (IDLE, "wiw_id", date(year - 2, 1, 1), None, 35),
        (PERSONS[4], "iva_loondispensatie", date(year - 2, 1, 1), None, 2),
        (PERSONS[5], "participatiewet", date(year - 2, 1, 1), None, 2),
        (PERSONS[5], "wsw", date(year - 2, 1, 1), date(year, 12, 15), 3),
        (PERSONS[5], "voorziening", date(year - 2, 1, 1), None, 4),
        (QUOTA_ONLY, "voorziening", date(year - 3, 1, 1), None, None),
    ]


def sure_returns(year: int) -> list[tuple[object, ...]]:
    """Each of those people with each of the sure employers in three natures of employment."""
    december, received = (date(year, 12, 1), date(year, 12, 31)), date(year + 1, 1, 10)
    return [
        (person, employer, 10 + number, *december, "15", aard, 100 + number, received, 1, "initieel")
        for number, (person, employer, aard) in enumerate(product((*PERSONS, QUOTA_ONLY), EMPLOYERS[:3], SURE_AARD))
    ]


def sure_borders(year: int) -> list[tuple[object, ...]]:
    """A period from 31 December, two lines that only differ in their last day, and somebody without hours."""
    received = date(year + 1, 1, 10)
    borders = (
        (PERSONS[0], 50, date(year, 12, 31), date(year + 1, 1, 27), 140),
        (PERSONS[0], 51, date(year, 12, 4), date(year, 12, 24), 60),
        (PERSONS[0], 51, date(year, 12, 4), date(year, 12, 25), 50),
        (IDLE, 52, date(year, 12, 1), date(year, 12, 31), 0),
    )
    return [
        (person, EMPLOYERS[0], numiv, begin, end, "15", "1", hours, received, 1, "initieel")
        for person, numiv, begin, end, hours in borders
    ]


def registrations(year: int) -> st.SearchStrategy[tuple[object, ...]]:
    """A line of the register that begins or ends around December."""
    begins = near(date(year - 3, 5, 1), date(year - 2, 1, 1), date(year, 12, 1), date(year, 12, 31))
    begins += [day for day in BEFORE_THEIR_LAW if day.year <= year]
    ends = near(date(year, 12, 1), date(year, 12, 31), date(year + 4, 1, 1))
    some_end = st.sampled_from([None, None, None, None, None, *ends])
    region = st.sampled_from((None, 1, 35))
    return st.tuples(persons, st.sampled_from(GROUNDS), st.sampled_from(begins), some_end, region)


def returns(year: int, known: list[tuple[object, ...]]) -> st.SearchStrategy[tuple[object, ...]]:
    """A line of the polis that is received around the cut, often a later version of another."""
    received = near(date(year + 1, 1, 10), date(year + 1, 5, 1))
    parts = st.tuples(
        st.sampled_from(known),
        st.sampled_from(SRTIV),
        st.sampled_from(LIKELY_AARD),
        st.integers(0, 200),
        st.sampled_from(received),
        st.integers(1, 12),
        st.sampled_from(STATUSES),
    )
    return parts.map(lambda part: (*part[0], *part[1:]))


def receipt(line: tuple[object, ...]) -> tuple[object, ...]:
    """What no two lines share in an accepted delivery: identification, day of receipt and sequence number."""
    return (*line[:5], line[8], line[9])


def lenders() -> st.SearchStrategy[list[tuple[object, ...]]]:
    """A survey of one to four strata, each with respondents; hours in cents, at least one of them above 0."""
    cents = st.integers(0, 500_000).map(lambda amount: Decimal(amount) / 100)
    stratum = st.tuples(st.integers(0, 5), st.integers(0, 2), st.lists(st.tuples(cents, cents), min_size=1, max_size=5))
    return st.lists(stratum, min_size=1, max_size=4).map(lines_of_strata).filter(lent_anything)


def lines_of_strata(
    strata: list[tuple[int, int, list[tuple[Decimal, Decimal]]]],
) -> list[tuple[object, ...]]:
    """The lines of a survey: of each stratum who is out of the sample, who was silent, and who answered what."""
    lines: list[tuple[object, ...]] = []
    for number, (others, silent, answers) in enumerate(strata):
        population = others + silent + len(answers)
        lines += [(f"stratum {number}", population, True, market, government) for market, government in answers]
        lines += [(f"stratum {number}", population, False, None, None)] * silent
    return lines


def lent_anything(lines: list[tuple[object, ...]]) -> bool:
    """Whether any respondent lent any hours."""
    return any(line[3] or line[4] for line in lines)


def frame(table: str, lines: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """The lines of a table, typed."""
    return pl.DataFrame(lines, schema=SCHEMAS[table], orient="row")


#: Government with and without a sub-sector, the Rijk with and without a ministry; and market.
KINDS_OF_EMPLOYER = (
    (False, None, None),
    (True, None, None),
    (True, "rijk", None),
    (True, "rijk", "SZW"),
    (True, "rijk", "BZK"),
    (True, "politie", None),
    (True, "zbo", None),
)
some_employer = st.tuples(
    st.sampled_from(KINDS_OF_EMPLOYER),
    st.sampled_from(FUND_SHARES),
    st.sampled_from((0, 1, 2, 9, 10, 249, 250, 2000)),
    st.sampled_from((0, 1, 40_574, 40_575, 40_576, 90_000)),
).map(lambda part: (part[0][0], part[1], *part[0][1:], *part[2:]))


#: Amounts of jobs and euros, with the nothing that percentages cannot be of.
some_opgave = st.sampled_from((0, 1, 3, 50, 5144))
some_money = st.sampled_from(tuple(Decimal(amount) for amount in ("0", "0.01", "0.5", "1.25", "99999.99")))
Lines = list[tuple[object, ...]]


def repeated(lines: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    """The lines, and the first of them once more: an exact repeat counts once."""
    return st.tuples(lines, st.integers(0, 2)).map(lambda drawn: drawn[0] + drawn[0][: drawn[1]])


shares = repeated(
    st.lists(
        st.tuples(
            st.sampled_from(
                (("rijk", None), ("rijk", "SZW"), ("rijk", "BZK"), ("rijk", "OCW"), ("zbo", None), ("wo", None))
            ),
            some_opgave,
        ).map(lambda part: (*part[0], part[1])),
        max_size=6,
        unique_by=lambda line: line[:2],
    )
)
paid = repeated(
    st.lists(
        st.tuples(st.sampled_from((*EMPLOYERS, *OTHER_EMPLOYERS)), some_money),
        max_size=5,
        unique_by=lambda line: line[0],
    )
)
commissioned = repeated(
    st.lists(
        st.tuples(
            st.sampled_from(("A", "B; c=d 100%")),
            some_money,
            some_money,
            st.sampled_from((None, 0, 1, 2, 3, 10)),
            st.one_of(st.none(), some_money),
        ).filter(lambda line: line[4] is None or line[4] <= line[1]),
        max_size=2,
        unique_by=lambda line: line[0],
    )
)


@st.composite
def years(draw: st.DrawFn, year: int, *, valid: bool = False) -> Tables:
    """The tables of a year; a few people and employers are surely there, the last employer may not be known.

    Args:
        draw: what hypothesis draws with.
        year: the measurement year.
        valid: whether a build would accept them: every employer is known, and every code is of its time.
    """
    others = EMPLOYERS[3:] if valid or draw(st.booleans()) else EMPLOYERS[3:-1]
    drawn = [(name, *draw(some_employer)) for name in others]
    lines = returns(year, draw(relations(year)))
    seconded = st.tuples(persons, employers, st.integers(0, 150))
    polis = [*sure_returns(year), *sure_borders(year), *draw(st.lists(lines, max_size=25, unique_by=receipt))]
    return {
        "register": frame("register", [*sure_people(year), *draw(st.lists(registrations(year), max_size=9))]),
        "polis": frame("polis", [line for line in polis if not valid or of_its_time(line)]),
        "employers": frame("employers", [*SURE_EMPLOYERS, *drawn]),
        "secondments": frame("secondments", draw(st.lists(seconded, max_size=4, unique_by=lambda line: line[:2]))),
        "survey": frame("survey", draw(lenders())),
        "shares": frame("shares", draw(shares)),
        "liv": frame("liv", draw(paid)),
        "social_return": frame("social_return", draw(commissioned)),
    }


def of_its_time(line: tuple[object, ...]) -> bool:
    """Whether the nature of a line was in the code list on the first day of its period, if it needs one."""
    begin, srtiv, aard = line[3], line[5], line[6]
    assert isinstance(begin, date)
    return srtiv not in employment_codes() or aard in aard_on(begin)

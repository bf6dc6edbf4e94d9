"""Employers: 60,000 at true size, the same ones every year, visibly synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from warehouse.synthetic.calibration import AGENCY, LAST_GOVERNMENT, MARKET, WSW
from warehouse.synthetic.numbers import Bools, Floats, Ints, apportion, generator, hundredths, scaled
from warehouse.synthetic.sectors import GOVERNMENT_SECTORS, sectors_with_data

EMPLOYERS: Final = 60_000
"""Choice: employers with a payroll number in the delivery, all sectors."""
AGENCIES: Final = 800
WSW_COMPANIES: Final = 90
BENEFIT_PAYERS: Final = 3
SECTOR_FUND_EDGES: Final = 12
"""Choice: government employers with half or more of their hours under a sector fund: they count as market."""
GOVERNMENT_EMPLOYERS: Final = (66, 380, 12, 21, 12, 12, 6, 1000, 330, 60, 36, 14, 8, 30, 90, 250)
"""Choice: employers by government sector, in the order of GOVERNMENT_SECTORS, near the real numbers."""
MINISTRIES: Final = ("AZ", "BZ", "BZK", "EZK", "FIN", "IenW", "JenV", "LNV", "OCW", "SZW", "VWS")
MINISTRY_WEIGHTS: Final = (0.01, 0.05, 0.14, 0.09, 0.22, 0.12, 0.20, 0.05, 0.02, 0.04, 0.06)
"""Choice: relative size of the ministries in formal jobs."""

BENEFITS: Final = 19
"""Group of employers that pay benefits only (no employment)."""
GROUPS: Final = 20

_SECTOR_CODES: Final = (
    62, 64, 64, 64, 62, 62, 63, 61, 61, 61, 61, 61, 61, 61, 66, 66,
)  # fmt: skip
"""Sector of the sector classification (Regeling Wfsv bijlage 1: 61-66 are government and education)."""
_AGENCY_SECTOR: Final = 52
_MARKET_SECTORS: Final = tuple(s for s in range(1, 70) if s not in (36, 37, *range(61, 67)))
_SIZE_MU: Final = 3.27
_SIZE_SIGMA: Final = 1.9
"""Choice: lognormal number of employees, mean about 160, so that 60,000 employers hold 9.7 million people."""
OPEN_SHARE: Final = {"market": 0.13, "government": 0.62, "agency": 0.5, "wsw": 1.0, "benefits": 1.0}
"""Share of employers by lhnr that ever have people of the target group. Published: 15% of all employers in 2024, and of
employers surveyed 18.3% of all and 58.8% of government (kamerbrief-resultaten-2022); by kind it is a choice. The letter
over 2023 says the share stays the same, so they are the same ones every year."""
OPEN_BY_SIZE: Final = 0.7
"""Choice: an employer twice as large is 2^0.7 times as likely to be one of them."""
SKEW: Final = 2.6
"""Choice: how much more often the larger ones of them are drawn."""
_EDGES_BEHIND: Final = 40
"""Choice: the sector-fund edge cases stand behind so many larger market employers."""
_FIRST_EDGE_SECTOR: Final = 8
"""They are of the sub-sectors from the eighth, primary education, on."""
_FOUR_WEEKLY_SHARE: Final = 0.12
_FOUR_WEEKLY_SHARE_AGENCIES: Final = 0.5
_SHIFTED_SHARE: Final = 0.2
_FURTHER_NUMBER_SHARE: Final = 0.06
"""Choice: payroll numbers that are a further one (L02, L03, ...) of the fiscal number before it."""
_YEARLY_GROWTH: Final = 0.01
_HOURS_AN_EMPLOYEE: Final = 1_500


@dataclass(frozen=True)
class Employers:
    """All employers, index = employer, ordered by calibration group and then by size, largest first.

    Attributes:
        lhnr: payroll number, 12 characters.
        group: calibration group whose jobs it holds (market, a government sector, agency, Wsw, benefits).
        first, count: first employer and number of employers of each group.
        open: the employers that ever have people of the target group, in the same order.
        open_first, open_count: first position in `open` and number of positions of each group.
        calendar: 0 monthly returns, 1 four-weekly, 2 four-weekly shifted by two weeks.
        government: overheidswerkgever.
        fund_share: aandeel_sectorfonds in hundredths, -1 is empty.
        ministry: index into MINISTRIES or -1.
        employees: employees in 2021.
    """

    lhnr: pl.Series
    group: Ints
    first: Ints
    count: Ints
    open: Ints
    open_first: Ints
    open_count: Ints
    calendar: Ints
    government: Bools
    fund_share: Ints
    ministry: Ints
    sector: Ints
    employees: Floats

    @property
    def size(self) -> int:
        """Number of employers."""
        return int(self.group.size)

    def draw(self, group: Ints, uniform: Floats) -> Ints:
        """Employers of people of the target group, from uniform draws; large ones are drawn more often."""
        within = np.floor(self.open_count[group] * uniform**SKEW).astype(np.int64)
        drawn: Ints = self.open[self.open_first[group] + within]
        return drawn

    def draw_any(self, group: Ints, uniform: Floats) -> Ints:
        """The same among all employers, for people outside the target group."""
        return self.first[group] + np.floor(self.count[group] * uniform**SKEW).astype(np.int64)

    def delivered(self, year: int) -> Bools:
        """Which employers are in the delivery of a year: all but those of sub-sectors without data then."""
        known = np.ones(GROUPS, dtype=np.bool_)
        known[1 : LAST_GOVERNMENT + 1] = sectors_with_data(year)
        delivered: Bools = known[self.group]
        return delivered


def make_employers(seed: int, scale: float) -> Employers:
    """The employers; the same for every year of the same seed and scale."""
    rng = generator(seed, "employers")
    count = _group_counts(scale)
    group = np.repeat(np.arange(GROUPS), count)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    employees = np.maximum(1, np.round(rng.lognormal(_SIZE_MU, _SIZE_SIGMA, group.size)))
    employees = employees[np.lexsort((-employees, group))]
    government, edges = _government(group, first, count, scale)
    opened = _open(generator(seed, "open-employers"), group, employees, _always_open(first, count, edges))
    open_count = np.bincount(group[opened], minlength=GROUPS)
    return Employers(
        lhnr=_payroll_numbers(rng, group.size), group=group, first=first, count=count,
        open=opened, open_first=np.cumsum(open_count) - open_count, open_count=open_count,
        calendar=_calendars(rng, group, first), government=government,
        fund_share=_fund_shares(rng, group, first, count, edges), ministry=_ministries(group),
        sector=_sectors(rng, group), employees=employees,
    )  # fmt: skip


def employers_table(employers: Employers, year: int, seed: int, people: Ints, hours: Ints) -> pl.DataFrame:
    """The employer file of a year.

    Args:
        employers: all employers.
        year: measurement year.
        seed: seed of the yearly variation.
        people: target-group jobs by employer: it has at least so many employees.
        hours: hours of the polis lines by employer in the year: it paid at least those.

    Returns:
        The columns of deliveries.md, one line for each employer, also for those that are not delivered that year.
    """
    rng = generator(seed, "employer-size", year)
    growth = (1 + _YEARLY_GROWTH) ** (year - 2021) * rng.uniform(0.96, 1.04, employers.size)
    staff = np.maximum(np.round(employers.employees * growth).astype(np.int64), people)
    paid = np.round(staff * _HOURS_AN_EMPLOYEE * rng.uniform(0.85, 1.1, employers.size)).astype(np.int64)
    return pl.DataFrame(
        {
            "lhnr": employers.lhnr,
            "naam": _names(employers),
            "sector": employers.sector,
            "overheidswerkgever": employers.government,
            "aandeel_sectorfonds": hundredths(employers.fund_share),
            "overheidssector": _sub_sectors(employers, year),
            "ministerie": pl.Series([*MINISTRIES, None], dtype=pl.String)[employers.ministry % (len(MINISTRIES) + 1)],
            "aantal_werknemers": staff,
            "verloonde_uren": np.maximum(paid, hours),
        }
    )


def _sub_sectors(employers: Employers, year: int) -> pl.Series:
    """Government sub-sector of each employer; the edge cases are of one that has data."""
    edge = employers.government & (employers.group == MARKET)
    sector = np.where((employers.group >= 1) & (employers.group <= LAST_GOVERNMENT), employers.group, 0)
    known = 1 + np.flatnonzero(sectors_with_data(year))
    sector[edge] = np.resize(known[known >= _FIRST_EDGE_SECTOR], int(edge.sum()))
    return pl.Series([None, *GOVERNMENT_SECTORS], dtype=pl.String)[sector]


def _group_counts(scale: float) -> Ints:
    count = np.zeros(GROUPS, dtype=np.int64)
    count[1:17] = [scaled(number, scale, 1) for number in GOVERNMENT_EMPLOYERS]
    count[1] = max(count[1], len(MINISTRIES))
    count[AGENCY] = scaled(AGENCIES, scale, 4)
    count[WSW] = scaled(WSW_COMPANIES, scale, 2)
    count[BENEFITS] = BENEFIT_PAYERS
    count[MARKET] = max(scaled(EMPLOYERS, scale) - int(count.sum()), 200)
    return count


def _always_open(first: Ints, count: Ints, edges: Ints) -> Ints:
    """Employers that surely have people: of each group the largest two, every ministry, and the edge cases."""
    largest = [first, first + np.minimum(1, count - 1)]
    return np.concatenate([*largest, first[1] + np.arange(len(MINISTRIES)), edges])


def _open(rng: np.random.Generator, group: Ints, employees: Floats, always: Ints) -> Ints:
    """The employers that ever have people of the target group: a fixed share of each group, more of the larger."""
    resistance = rng.random(group.size) / employees**OPEN_BY_SIZE
    resistance[always] = -1.0
    shares = [OPEN_SHARE["market"], *[OPEN_SHARE["government"]] * LAST_GOVERNMENT]
    shares += [OPEN_SHARE[kind] for kind in ("agency", "wsw", "benefits")]
    count = np.bincount(group, minlength=GROUPS)
    least = np.bincount(group[np.unique(always)], minlength=GROUPS)
    wanted = np.maximum(least, np.rint(count * shares).astype(np.int64))
    order = np.lexsort((resistance, group))
    rank = np.arange(group.size) - np.repeat(np.cumsum(count) - count, count)
    return np.sort(order[rank < wanted[group]])


def _payroll_numbers(rng: np.random.Generator, size: int) -> pl.Series:
    """Payroll numbers of 9 digits, L and a suffix; some employers share the 9 digits with the one before."""
    base = 800_000_000 + rng.choice(10**8, size, replace=False)
    own = np.flatnonzero(rng.random(size) >= _FURTHER_NUMBER_SHARE)
    head = np.zeros(size, dtype=np.int64)
    head[own] = own
    head = np.maximum.accumulate(head)
    fiscal, suffix = pl.Series(base[head]).cast(pl.String), pl.Series(np.arange(size) - head + 1).cast(pl.String)
    return pl.select(fiscal + "L" + suffix.str.zfill(2)).to_series()


def _calendars(rng: np.random.Generator, group: Ints, first: Ints) -> Ints:
    """Return calendars; a group's largest employer is monthly, so that each group has whole Decembers."""
    share = np.where(group == AGENCY, _FOUR_WEEKLY_SHARE_AGENCIES, _FOUR_WEEKLY_SHARE)
    four_weekly = rng.random(group.size) < share
    four_weekly[first] = False
    shifted = rng.random(group.size) < _SHIFTED_SHARE
    return np.where(four_weekly & (group != BENEFITS), np.where(shifted, 2, 1), 0)


def _government(group: Ints, first: Ints, count: Ints, scale: float) -> tuple[Bools, Ints]:
    """Which employers are government, and those of them that count as market by their sector-fund share."""
    government = (group >= 1) & (group <= LAST_GOVERNMENT)
    behind = min(_EDGES_BEHIND, int(count[MARKET]) // 4)
    edges = first[MARKET] + behind + np.arange(scaled(SECTOR_FUND_EDGES, scale, 3))
    government[edges] = True
    return government | (group == BENEFITS), edges


def _fund_shares(rng: np.random.Generator, group: Ints, first: Ints, count: Ints, edges: Ints) -> Ints:
    """Sector-fund shares in hundredths: anything for market, mostly none for government; edge cases."""
    market = rng.choice([-1, 0, 30, 50, 100], group.size, p=[0.3, 0.05, 0.05, 0.05, 0.55])
    government = rng.choice([-1, 0, 10, 40], group.size, p=[0.3, 0.6, 0.05, 0.05])
    shares = np.where((group >= 1) & (group <= LAST_GOVERNMENT), government, market)
    shares[edges] = np.array([50, 100, 51])[np.arange(edges.size) % 3]
    below = [int(first[g]) + min(1, int(count[g]) - 1) for g in range(8, 17)]
    shares[below] = 49
    shares[group == BENEFITS] = 0
    return shares


def _ministries(group: Ints) -> Ints:
    """Ministry of each rijk employer; every ministry has one, the rest by weight."""
    ministry = np.full(group.size, -1, dtype=np.int64)
    rijk = np.flatnonzero(group == 1)
    extra = np.repeat(np.arange(len(MINISTRIES)), apportion(rijk.size - len(MINISTRIES), MINISTRY_WEIGHTS))
    by_size = np.argsort(-np.asarray(MINISTRY_WEIGHTS), kind="stable")
    ministry[rijk] = np.concatenate([by_size, extra])
    return ministry


def _sectors(rng: np.random.Generator, group: Ints) -> Ints:
    sector = rng.choice(np.asarray(_MARKET_SECTORS), group.size)
    codes = np.array([0, *_SECTOR_CODES, _AGENCY_SECTOR, 64, 66])
    return np.where(group == MARKET, sector, codes[group])


def _names(employers: Employers) -> pl.Series:
    number = pl.Series(np.arange(1, employers.size + 1)).cast(pl.String).str.zfill(5)
    kinds = ["bedrijf", *["overheidswerkgever"] * 16, "uitzendbureau", "sw-bedrijf", "uitkeringsinstantie"]
    return pl.select("Synthetisch " + pl.Series(kinds)[employers.group] + " " + number).to_series()

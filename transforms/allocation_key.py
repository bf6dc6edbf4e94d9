"""Step 8: the allocation key (*verdeelsleutel*), a stratified combined ratio estimate with its standard error.

With w_h = N_h / n_h over the responding lenders i of stratum h, g hours lent to government and m to the market:

    R = sum_h w_h sum_i g_hi / sum_h w_h sum_i (g_hi + m_hi)
    Var = sum_h (1 - n_h/N_h) n_h/(n_h - 1) sum_i (w_h e_hi - mean_h)^2,  e_hi = (g_hi - R (g_hi + m_hi)) / X

A lone respondent (n_h = 1 < N_h) is centred on the mean of all strata, which is zero because R makes it so; the factor
n/(n - 1) is then 1. That is `survey.lonely.psu = "adjust"` of R's survey package.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from transforms.exact import floating, to_decimals, to_tenths
from transforms.law import CONFIDENCE, GOVERNMENT, MARKET

#: Decimals of the standard error and the bounds in percent.
DECIMALS = 4


class KeyUndefinedError(ValueError):
    """No hours were lent by any respondent, so there is nothing to divide by."""


@dataclass(frozen=True, slots=True)
class Key:
    """The estimate: government's share of the loan hours (0-1, exact), its variance (exact) and its basis."""

    government: Fraction
    variance: Fraction
    respondents: int
    population: int
    strata: int

    @property
    def applied_pct(self) -> Fraction:
        """Government's percentage as applied: rounded half up to one decimal."""
        return to_tenths(self.government * 100)

    @property
    def standard_error(self) -> float:
        """The standard error of the share (0-1)."""
        return math.sqrt(self.variance)

    @property
    def half_width(self) -> float | None:
        """Half the width of the 95% interval (0-1); None without degrees of freedom."""
        from scipy.special import stdtrit  # slow to import, and only an estimate needs it

        freedom = self.respondents - self.strata
        return float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * self.standard_error if freedom > 0 else None


def estimate(survey: pl.LazyFrame) -> Key:
    """The key from a survey: stratum, populatie, respons (boolean), uren_markt, uren_overheid (decimal hours).

    Raises:
        KeyUndefinedError: the respondents lent no hours at all.
    """
    strata = _strata(survey)
    weights = {name: Fraction(population, len(units)) for name, (population, units) in strata.items()}
    numerator = sum((weights[name] * g for name, (_, units) in strata.items() for g, _ in units), Fraction(0))
    denominator = sum((weights[name] * (g + m) for name, (_, units) in strata.items() for g, m in units), Fraction(0))
    if denominator == 0:
        message = "no respondent lent any hours"
        raise KeyUndefinedError(message)
    ratio = numerator / denominator
    variance = Fraction(0)
    for name, (population, units) in strata.items():
        scores = [weights[name] * (g - ratio * (g + m)) / denominator for g, m in units]
        variance += _stratum_variance(scores, population)
    return Key(
        government=ratio,
        variance=variance,
        respondents=sum(len(units) for _, units in strata.values()),
        population=sum(population for population, _ in strata.values()),
        strata=len(strata),
    )


def weighted_hours(survey: pl.LazyFrame) -> dict[str, list[Fraction]]:
    """The hours of each respondent that lent any to a sector, by sector, weighted as the estimate weights them."""
    lent: dict[str, list[Fraction]] = {MARKET: [], GOVERNMENT: []}
    for population, units in _strata(survey).values():
        weight = Fraction(population, len(units))
        for government, market in units:
            lent[GOVERNMENT] += [weight * government] if government else []
            lent[MARKET] += [weight * market] if market else []
    return lent


def response(survey: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """Of each stratum its population, the lenders approached and those who responded; sorted by stratum."""
    counted = survey.group_by("stratum").agg(
        population=pl.col("populatie").max(),
        units=pl.len().cast(pl.Int64),
        respondents=pl.col("respons").sum().cast(pl.Int64),
    )
    return counted.select(pl.lit(year, pl.Int64).alias("year"), pl.all()).sort("stratum")


def allocation_key(survey: pl.LazyFrame, year: int) -> pl.LazyFrame:
    """The mart `allocation_key` of one year from its survey; raises KeyUndefinedError as `estimate` does."""
    return rows(estimate(survey), year)


def rows(key: Key, year: int) -> pl.LazyFrame:
    """The mart `allocation_key` of one year: two rows, market and government."""
    return pl.LazyFrame(
        [
            _row(key, year, MARKET, 1 - key.government, 100 - key.applied_pct),
            _row(key, year, GOVERNMENT, key.government, key.applied_pct),
        ],
        orient="row",
        infer_schema_length=None,
    )


def _row(key: Key, year: int, sector: str, share: Fraction, share_pct: Fraction) -> dict[str, object]:
    half = key.half_width
    middle = floating(share)
    return {
        "year": year,
        "sector": sector,
        "share_exact": middle,
        "share_pct": floating(share_pct),
        **_exact_and_percent("standard_error", key.standard_error),
        **_exact_and_percent("ci_low", None if half is None else middle - half),
        **_exact_and_percent("ci_high", None if half is None else middle + half),
        "respondents": key.respondents,
        "population": key.population,
        "strata": key.strata,
    }


def _exact_and_percent(name: str, share: float | None) -> dict[str, float | None]:
    """A share (0-1) as it is, and in percent with four decimals, half away from zero."""
    percent = None if share is None else floating(to_decimals(Fraction(share) * 100, DECIMALS))
    return {f"{name}_exact": share, f"{name}_pct": percent}


def _strata(survey: pl.LazyFrame) -> dict[str, tuple[int, list[tuple[Fraction, Fraction]]]]:
    """Of each stratum with respondents its population and (government, market) hours of each respondent."""
    respondents = survey.filter(pl.col("respons")).select("stratum", "populatie", "uren_overheid", "uren_markt")
    units: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    populations: dict[str, int] = {}
    for stratum, population, government, market in respondents.collect().rows():
        units[stratum].append((Fraction(government), Fraction(market)))
        populations[stratum] = population
    return {name: (populations[name], units[name]) for name in sorted(units)}


def _stratum_variance(scores: list[Fraction], population: int) -> Fraction:
    count = len(scores)
    not_sampled = 1 - Fraction(count, population)
    if count == 1:
        return not_sampled * scores[0] ** 2
    mean = sum(scores, Fraction(0)) / count
    return not_sampled * Fraction(count, count - 1) * sum(((score - mean) ** 2 for score in scores), Fraction(0))

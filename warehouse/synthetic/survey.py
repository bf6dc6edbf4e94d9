"""The survey of lenders: a stratified sample whose ratio estimate rounds to the key of the year."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from warehouse.synthetic.levels import government_share_pct
from warehouse.synthetic.numbers import Floats, Ints, generator, hundredths, scaled

RESPONSE: Final = 0.75
"""Choice: share of the sampled lenders that answers."""
_LEAST_SAMPLED: Final = 8
_MARKET_ONLY_SHARE: Final = 0.05


class Stratum(NamedTuple):
    """Population and sample of a stratum of lenders at scale 1, and the size and shares of its lenders."""

    name: str
    population: int
    sampled: int
    mean_hours: float
    spread: float
    relative_share: float


STRATA: Final = (
    Stratum("uitzend_klein", 900, 90, 350.0, 0.8, 0.8),
    Stratum("uitzend_midden", 240, 70, 3_200.0, 0.5, 1.0),
    Stratum("uitzend_groot", 31, 22, 40_000.0, 0.6, 0.8),
    Stratum("sw_bedrijf", 88, 60, 11_000.0, 0.6, 1.7),
    Stratum("payroll_groot", 1, 1, 4_800.0, 0.1, 1.2),
    Stratum("detacheerder", 150, 40, 1_100.0, 0.5, 0.9),
)
"""Choice: strata as in reference/allocation_key_check.csv, one of them a certainty stratum."""


def survey_table(year: int, seed: int, scale: float) -> pl.DataFrame:
    """The delivery `verdeelsleutel` of a year.

    Returns:
        eenheid, stratum, populatie, respons, uren_markt, uren_overheid (hours, two decimals; empty without
        response).
        The stratified combined ratio estimate lies within 0.001 percentage point of the key of the year.
    """
    rng = generator(seed, "survey", year)
    frames = [_sample(rng, stratum, scale) for stratum in STRATA]
    table = pl.concat(frames)
    answered = table["respons"].to_numpy()
    total = np.round(table["hours"].to_numpy()[answered] * 100).astype(np.int64)
    share = table["share"].to_numpy()[answered]
    weight = (table["populatie"] / table["respondents"]).to_numpy()[answered]
    government = _fit(total, share, weight, float(government_share_pct(year)) / 100)
    columns = {"uren_markt": total - government, "uren_overheid": government}
    places = np.cumsum(answered) - 1
    return table.select("eenheid", "stratum", "populatie", "respons").with_columns(
        hundredths(np.where(answered, values[places], -1)).alias(name) for name, values in columns.items()
    )


def _sample(rng: np.random.Generator, stratum: Stratum, scale: float) -> pl.DataFrame:
    certain = stratum.population == 1
    sampled = 1 if certain else min(scaled(stratum.sampled, min(scale, 2.0), _LEAST_SAMPLED), stratum.population)
    population = max(sampled, stratum.population if certain else scaled(stratum.population, scale, sampled))
    respondents = 1 if certain else max(2, round(sampled * RESPONSE))
    answered = np.zeros(sampled, dtype=np.bool_)
    answered[rng.choice(sampled, respondents, replace=False)] = True
    hours = stratum.mean_hours * rng.lognormal(-(stratum.spread**2) / 2, stratum.spread, sampled)
    share = np.clip(0.27 * stratum.relative_share * rng.gamma(4.0, 0.25, sampled), 0.0, 0.95)
    share[rng.random(sampled) < _MARKET_ONLY_SHARE] = 0.0
    width = max(2, len(str(sampled)))
    return pl.DataFrame(
        {
            "eenheid": [f"{stratum.name}-{number:0{width}d}" for number in range(1, sampled + 1)],
            "stratum": [stratum.name] * sampled, "populatie": [population] * sampled, "respons": answered,
            "hours": hours, "share": share, "respondents": [respondents] * sampled,
        }
    )  # fmt: skip


def _fit(total: Ints, share: Floats, weight: Floats, ratio: float) -> Ints:
    """Government hours in cents of an hour: shares scaled to the ratio, one lender adjusted to meet it."""
    wanted = ratio * float((weight * total).sum())
    for _ in range(50):
        government = np.clip(share, 0.0, 0.97) * total
        share = share * wanted / float((weight * government).sum())
    cents = np.floor(np.clip(share, 0.0, 0.97) * total).astype(np.int64)
    short = wanted - float((weight * cents).sum())
    room = np.minimum(cents, total - cents)
    lender = int(np.argmax(room))
    cents[lender] += round(short / float(weight[lender]))
    return cents

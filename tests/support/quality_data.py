"""What a quality report is made of, for tests: a factsheet's release with the checks and comparisons of a report's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tests.support import factsheet_data, report_data
from tests.support.public_marts import plant
from warehouse import tables
from warehouse.registry.marts import MARTS

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData

#: Both bounds of the key of a year, as shares.
WIDTH = 5.0
#: Texts that only a delivery or the inside of the machine has: no public page may hold one.
INTERNAL = "inside-only"


def usual() -> ReportData:
    """2023, with everything that a release has and nothing revised."""
    return of(factsheet_data.usual())


def withheld() -> ReportData:
    """Withheld cells in every mart that can have them, and one revised year with a withheld change."""
    data = of(factsheet_data.revised(), report_data.withheld())
    return replace(data, marts={**data.marts, "revisions": revisions()}, secrecy=report_data.secrecy_with_warnings())


def first_year() -> ReportData:
    """The nulmeting, of real data: no interval of what it is compared with, nothing published before."""
    data = of(factsheet_data.first_year())
    about = dict(data.about) | {"synthetic": False, "signatures": "required", "trial": False}
    cleared = {name: data.marts[name].clear() for name in ("reconciliation", "uncertainty")}
    real = factsheet_data.imprint(factsheet_data.REAL, 2012)
    return replace(data, about=about, marts={**data.marts, **cleared}, imprint=real)


def one_target() -> ReportData:
    """A series break with a note, and one without."""
    data = of(factsheet_data.one_target())
    unnamed = pl.col("year") == 2022
    realisation = data.marts["realisation"].with_columns(series_break=pl.col("series_break") | unnamed)
    return factsheet_data.replaced(data, realisation=realisation)


def empty() -> ReportData:
    """A year with nothing in any table, and thresholds that nobody recorded."""
    data = usual()
    about = dict(data.about) | {"years": []}
    found = {name: frame.clear() for name, frame in data.marts.items()}
    return replace(data, about=about, marts=found, secrecy=replace(data.secrecy, thresholds=()))


def long() -> ReportData:
    """Many years, and thousands of revised figures."""
    return factsheet_data.replaced(of(factsheet_data.long()), revisions=revisions())


def hostile() -> ReportData:
    """Texts from outside that are markup."""
    data = of(factsheet_data.hostile())
    thresholds = [row | {"source": factsheet_data.MARKUP} for row in report_data.thresholds()]
    revised = revisions().with_columns(change_type=pl.lit(factsheet_data.MARKUP))
    return replace(
        factsheet_data.replaced(data, revisions=revised), secrecy=replace(data.secrecy, thresholds=thresholds)
    )


def of(data: ReportData, checked: ReportData | None = None) -> ReportData:
    """A factsheet's release with the other marts of a report's, and with an inside that no page may show."""
    other = checked or report_data.usual()
    more = {
        name: frame for name, frame in other.marts.items() if name not in data.marts or name in report_data.WITHHELD
    }
    more["revisions"] = tables.empty(MARTS["revisions"])
    return replace(data, marts={**data.marts, **more, "allocation_key": key(data)}, **inside())


def inside() -> dict[str, Any]:
    """What is known of a candidate besides its public marts; each part is findable in a page that shows it."""
    planted = {
        name: frame.with_columns(delivery_table=pl.lit(INTERNAL))
        for name, frame in report_data.exact({"quality": report_data.quality(2023)}).items()
    }
    strata = report_data.strata().with_columns(stratum=pl.lit(INTERNAL))
    corrections = [{"table": INTERNAL, "column": INTERNAL, "reason": INTERNAL, "status": INTERNAL, "lines": 1}]
    earlier = [(f"2022-{INTERNAL}", planted["quality"])]
    return {"exact": planted, "strata": strata, "corrections": corrections, "earlier": earlier}


def key(data: ReportData) -> pl.DataFrame:
    """The mart `allocation_key` with its error."""
    frame = data.marts["allocation_key"]
    share = pl.col("share_pct")
    bounds = {"ci_low_pct": share - WIDTH, "ci_high_pct": share + WIDTH, "standard_error_pct": pl.lit(WIDTH / 2)}
    return frame.with_columns(**bounds)


def revisions() -> pl.DataFrame:
    """The mart `revisions`: figures of two releases, a text, a status, and one change that is withheld."""
    rows = [
        ("2023-aaaaaaaaaaaa", "2023-bbbbbbbbbbbb", "correctie", "realisation", "c1", "extra_jobs", "1", "2", 1.0),
        ("2023-aaaaaaaaaaaa", "2023-bbbbbbbbbbbb", "correctie", "realisation", "c2", "growth_jobs", "1", "2", 1.0),
        ("2023-aaaaaaaaaaaa", "2023-bbbbbbbbbbbb", "correctie", "realisation", "c2", "origin", "a", "b", None),
        ("2022-aaaaaaaaaaaa", "2022-bbbbbbbbbbbb", "bijstelling", "quota", "c3", "employers_liable", "7", "8", 1.0),
        ("2022-aaaaaaaaaaaa", "2022-bbbbbbbbbbbb", "bijstelling", "quota", "c4", "shortage_jobs", None, None, None),
        ("2022-aaaaaaaaaaaa", "2022-bbbbbbbbbbbb", "bijstelling", "quota", "c4", "shortage_jobs_status", "vrij",
         "geheim", None),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=tables.empty(MARTS["revisions"]).schema, orient="row")
    return public_changes(frame)


def public_changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Changes with a status beside old, new and difference; one withheld, with values that no page may show."""
    free = [pl.lit("vrij").alias(f"{name}_status") for name in ("old", "new")]
    return plant(frame.with_columns(free), pl.col("cell") == "c3", "old", "new")


EVERY = {
    "usual": usual,
    "withheld": withheld,
    "first year": first_year,
    "one target": one_target,
    "empty": empty,
    "long": long,
    "hostile": hostile,
}

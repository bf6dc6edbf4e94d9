"""What a factsheet is made of, for tests: the published figures of the letters, and every edge that a year can have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from flows.pages.dossier import ReportData
from flows.pages.kit.imprint import Imprint
from tests.support import report_data
from tests.support.public_marts import plant, public
from warehouse.reference import codes

SECTORS = ("markt", "overheid", "totaal")
FORMS = ("formeel", "inleen", "totaal")
#: (sector, form) -> jobs in the *nulmeting*: the national ones are published, the formal ones by sector are made up.
BASELINE = {
    ("markt", "formeel"): 33812,
    ("overheid", "formeel"): 5161,
    ("totaal", "formeel"): 38973,
    ("markt", "inleen"): 27517,
    ("overheid", "inleen"): 8689,
    ("totaal", "inleen"): 36206,
    ("markt", "totaal"): 61328,
    ("overheid", "totaal"): 13851,
    ("totaal", "totaal"): 75179,
}
#: (year, sector) -> growth by form; of 2022 as the letter prints it, of 2023 also as it prints the totals.
GROWTH = {
    (2022, "markt"): (10461, -314, 10146),
    (2022, "overheid"): (1780, -3618, -1838),
    (2022, "totaal"): (12241, -3933, 8308),
    (2023, "markt"): (5639, -2721, 2918),
    (2023, "overheid"): (1915, -285, 1630),
    (2023, "totaal"): (7553, -3005, 4548),
}
#: (year, sector) -> change, volume effect and key effect of the loan jobs, unrounded.
EFFECTS = {
    (2022, "markt"): (-314.414064, -2917.989254, 2603.575189),
    (2022, "overheid"): (-3618.186008, -1014.610819, -2603.575189),
    (2023, "markt"): (-2720.562495, -2187.714821, -532.847674),
    (2023, "overheid"): (-284.540281, -817.387955, 532.847674),
}
#: (year, sector) -> loan jobs, unrounded.
LOANS = {
    (2021, "markt"): 28555.68,
    (2021, "overheid"): 13437.93,
    (2022, "markt"): 28241.26,
    (2022, "overheid"): 9819.74,
    (2023, "markt"): 25520.04,
    (2023, "overheid"): 9534.96,
}
EXTRA: dict[tuple[int, str], tuple[int | None, ...]] = {
    **report_data.EXTRA,
    (2021, "markt"): (59927, 1039, 60966, 60000),
    (2021, "overheid"): (7094, 4748, 11842, 20000),
    (2021, "totaal"): (67021, 5787, 72809, 80000),
}
SHARES = {2012: 24.0, 2021: 32.0, 2022: 25.8, 2023: 27.2}
HALF_WIDTH = 800
SYNTHETIC = Imprint(
    "Voorbeelduitgever (synthetisch)",
    "voorbeeld@synthetisch.invalid",
    "https://synthetisch.invalid/licentie/geen-echte-gegevens",
    "https://synthetisch.invalid/banenafspraak/",
)
REAL = Imprint(
    "Uitgever van de cijfers",
    "cijfers@example.org",
    "https://creativecommons.org/licenses/by/4.0/",
    "https://example.org/banenafspraak/",
)
LONG = replace(REAL, publisher="Uitgever van de cijfers over banen en arbeidsparticipatie, directie Uitvoering")
MARKUP = "<script>alert(1)</script>\"'&"
REASON = "drie late correcties op de levering van de polisadministratie, " * 9


def usual() -> ReportData:
    """2023 on a published release: both targets missed, years before 2021 from publications, nothing revised."""
    return make(2023, (2012, 2021, 2022, 2023))


def met() -> ReportData:
    """2022, not synthetic and signed: the market's target met, government's not; one sub-sector without data."""
    data = replace(make(2022, (2012, 2021, 2022)), imprint=imprint(REAL, 2022))
    return replace(data, about=dict(data.about) | {"synthetic": False, "signatures": "required", "trial": False})


def first_year() -> ReportData:
    """The baseline: no target, no growth, nothing before it, nothing to compare with."""
    data = make(2012, (2012,), published=False)
    return replace(data, about=dict(data.about) | {"built_on": None})


def alone() -> ReportData:
    """2022 without a measured year before it, and without what is not always delivered."""
    data = make(2022, (2012, 2022))
    marts = dict(data.marts)
    none = [pl.lit(None, dtype=pl.Int64).alias(name) for name in marts["uncertainty"].columns if "ci_" in name]
    growth = pl.lit(None, dtype=pl.Int64).alias("growth_jobs")
    marts |= {
        "realisation": marts["realisation"].with_columns(growth),
        "uncertainty": marts["uncertainty"].with_columns(none),
    }
    marts |= {name: marts[name].clear() for name in ("decomposition", "government_sectors")}
    return replace(data, marts=marts)


def gap_in_years() -> ReportData:
    """2023 without the publications, so that years are missing in between; nothing is known of the key."""
    data = make(2023, (2012, 2021, 2023), published=False)
    return replace(data, marts=dict(data.marts) | {"allocation_key": data.marts["allocation_key"].clear()})


def no_target() -> ReportData:
    """2023 as if there were no targets any more, with fewer jobs than in the baseline."""
    data = make(2023, (2012, 2023), published=False)
    none = [pl.lit(None).alias(name) for name in ("target_jobs", "gap_jobs", "target_met")]
    realisation = data.marts["realisation"].with_columns(*none, extra_jobs=-pl.col("extra_jobs").abs())
    gaps = [pl.lit(None, dtype=pl.Int64).alias(name) for name in ("gap_ci_low_jobs", "gap_ci_high_jobs")]
    uncertainty = data.marts["uncertainty"].with_columns(gaps)
    return replace(data, marts=dict(data.marts) | {"realisation": realisation, "uncertainty": uncertainty})


def one_target() -> ReportData:
    """2023 as if under the Wet banenafspraak: one target, the sum of both, and a series break."""
    data = usual()
    none = [pl.lit(None, dtype=pl.Int64).alias(name) for name in ("gap_ci_low_jobs", "gap_ci_high_jobs")]
    realisation = report_data.with_one_target(data.marts["realisation"], 2023, report_data.BREAK)
    return replaced(data, realisation=realisation, uncertainty=data.marts["uncertainty"].with_columns(none))


def empty() -> ReportData:
    """A year with nothing in any table."""
    data = usual()
    return ReportData(data.about, {name: frame.clear() for name, frame in data.marts.items()})


def revised() -> ReportData:
    """A correction of published figures."""
    about = dict(usual().about) | {"supersedes": "2023-ba9876543210", "change_type": "correctie"}
    return replace(usual(), about=about | {"reason": "drie late correcties"}, changes=report_data.revised())


def long() -> ReportData:
    """As much of everything as there can be, in the longest words, and numbers of nine digits."""
    data = make(2031, (2012, 2021, 2022, 2023, *range(2024, 2032)))
    about = dict(revised().about) | {"release": "2031-0123456789ab", "year": 2031, "reason": REASON}
    about |= {"years": [2012, *range(2015, 2032)]}
    cells = [f"year=2030 sector={sector} form={form}" for sector in SECTORS for form in FORMS]
    rows = [("realisation", cell, "growth_jobs", "-100456", "203456", 303912.0) for cell in cells]
    changes = pl.DataFrame(rows, schema=report_data.revised().schema, orient="row")
    marts = dict(data.marts)
    sectors = marts["government_sectors"]
    unknown = sectors.head(1).with_columns(overheidssector=pl.lit("onbekend"), has_data=pl.lit(value=True))
    marts["government_sectors"] = pl.concat([sectors, unknown])
    return replace(data, about=about, changes=changes, marts=marts, imprint=imprint(LONG, 2031))


def long_unchanged() -> ReportData:
    """The same without a table of changes, which makes the page roomier."""
    data = long()
    return replace(data, changes=data.changes.clear())


def hostile() -> ReportData:
    """Texts from outside that are markup."""
    data = revised()
    about = dict(data.about) | {"reason": MARKUP, "code_version": MARKUP}
    source = pl.when(pl.col("source").is_null()).then(None).otherwise(pl.lit(MARKUP)).alias("source")
    realisation = data.marts["realisation"].with_columns(source)
    cell = f"year=2022 sector={MARKUP} form=formeel"
    rows = [("realisation", cell, "extra_jobs", "70388", "70384", -4.0)]
    changes = pl.DataFrame(rows, schema=data.changes.schema, orient="row")
    return replace(data, about=about, marts=dict(data.marts) | {"realisation": realisation}, changes=changes)


def withheld() -> ReportData:
    """Two sub-sectors withheld, with values that no page may show; a change of one of them."""
    data = revised()
    secret = pl.col("overheidssector").is_in(["wo", "politie"])
    sectors = plant(data.marts["government_sectors"], secret, "formal_jobs", "realisation_pct")
    return replace(replaced(data, government_sectors=sectors), changes=pl.concat([data.changes, report_data.hidden()]))


def replaced(data: ReportData, about: dict[str, Any] | None = None, **marts: pl.DataFrame) -> ReportData:
    """The same with another manifest or other marts."""
    return replace(data, about=about or data.about, marts={**data.marts, **marts})


def make(year: int, measured: tuple[int, ...], *, published: bool = True) -> ReportData:
    """A release with some measured years, built for one of them."""
    about = report_data.manifest() | {
        "year": year,
        "years": list(measured),
        "release": f"{year}-0123456789ab",
        "delivery_digests": {str(one): f"{number:x}" * 64 for number, one in enumerate(measured)},
    }
    marts = {
        "realisation": realisation(measured, published=published),
        "allocation_key": allocation_key(measured),
        "decomposition": decomposition(measured),
        "uncertainty": uncertainty(measured),
        "government_sectors": government_sectors(year),
        "target_group": target_group(measured),
    }
    changes, secrecy = report_data.added().clear(), report_data.secrecy()
    return ReportData(about, public(marts), changes=changes, secrecy=secrecy, imprint=imprint(SYNTHETIC, year))


def realisation(measured: tuple[int, ...], *, published: bool) -> pl.DataFrame:
    """The mart `realisation`: nine rows a measured year, and the published totals of the years that were not."""
    rows = [measured_row(year, sector, form) for year in measured for sector in SECTORS for form in FORMS]
    if published:
        rows += [row for row in published_rows() if row["year"] not in measured]
    return pl.DataFrame(rows, infer_schema_length=None)


def measured_row(year: int, sector: str, form: str) -> dict[str, Any]:
    which, like = FORMS.index(form), (min(year, 2023), sector)  # years after the letters are as their last one
    *jobs, aim = EXTRA.get(like, (0, 0, 0, None))
    extra, target = jobs[which] or 0, aim if form == "totaal" else None
    growth, baseline = GROWTH.get(like), BASELINE[sector, form]
    level = LOANS[like] if form == "inleen" and like in LOANS else float(baseline + extra)
    return {
        "year": year,
        "sector": sector,
        "form": form,
        "level_jobs_exact": level,
        "level_jobs": baseline + extra if level == baseline + extra else round(level),
        "baseline_jobs": baseline,
        "extra_jobs_exact": float(extra),
        "extra_jobs": extra,
        "growth_jobs": None if growth is None else growth[which],
        "target_jobs": target,
        "gap_jobs": None if target is None else extra - target,
        "target_met": None if target is None else extra >= target,
        "origin": "gemeten",
        "source": None,
        **report_data.no_break(year),
    }


def published_rows() -> list[dict[str, Any]]:
    """The published totals since 2015, each with its source."""
    targets = {(int(row["valid_from"][:4]), row["sector"]): int(row["jobs"]) for row in codes.rows("targets")}
    rows = []
    for row in codes.rows("published_results"):
        year, sector = int(row["year"]), row["sector"]
        if (row["form"], row["measure"], row["kind"]) == ("totaal", "extra_tov_nulmeting", "published"):
            target = targets.get((year, sector)) or targets[year, "markt"] + targets[year, "overheid"]
            extra = int(row["value"])
            about = {"year": year, "sector": sector, "form": "totaal", "origin": "gepubliceerd"}
            figures = {"extra_jobs": extra, "target_jobs": target, "gap_jobs": extra - target}
            about |= {"target_met": extra >= target, "source": row["source"]}
            rows.append(about | figures | report_data.no_break(year))
    return rows


def allocation_key(measured: tuple[int, ...]) -> pl.DataFrame:
    """The mart `allocation_key`; only the columns that the factsheet reads."""
    shares = {year: SHARES[min(year, 2023)] for year in measured}
    rows = [
        {"year": year, "sector": sector, "share_pct": share, "respondents": 212, "population": 1051}
        for year, government in shares.items()
        for sector, share in (("markt", 100 - government), ("overheid", government))
    ]
    return pl.DataFrame(rows)


def decomposition(measured: tuple[int, ...]) -> pl.DataFrame:
    """The mart `decomposition`: years with a measured year before them."""
    names = ("change_jobs", "volume_effect_jobs", "key_effect_jobs")
    rows = []
    for year in measured:
        for sector in ("markt", "overheid"):
            effects = EFFECTS.get((min(year, 2023), sector))
            if effects is not None and year - 1 in measured:
                exact = {f"{name}_exact": value for name, value in zip(names, effects, strict=True)}
                whole = {name: round(value) for name, value in zip(names, effects, strict=True)}
                rows.append({"year": year, "sector": sector} | exact | whole)
    schema = {"year": pl.Int64, "sector": pl.String}
    schema |= {f"{name}_exact": pl.Float64 for name in names} | dict.fromkeys(names, pl.Int64)
    return pl.DataFrame(rows, schema=schema)


def uncertainty(measured: tuple[int, ...]) -> pl.DataFrame:
    """The mart `uncertainty`: the forms inleen and totaal of both sectors."""
    rows = []
    for year in measured:
        for sector in ("markt", "overheid"):
            for form in ("inleen", "totaal"):
                row = measured_row(year, sector, form)
                bounds = {"ci_low_jobs": row["extra_jobs"] - HALF_WIDTH, "ci_high_jobs": row["extra_jobs"] + HALF_WIDTH}
                target = row["target_jobs"]
                gaps = {f"gap_{name}": None if target is None else value - target for name, value in bounds.items()}
                about = {name: row[name] for name in ("year", "sector", "form", "extra_jobs")}
                rows.append(about | bounds | gaps)
    return pl.DataFrame(rows, infer_schema_length=None)


def target_group(measured: tuple[int, ...]) -> pl.DataFrame:
    """The mart `target_group`: the totals, and one cell."""
    rows = [
        {"year": year, "ground": ground, "arbeidsmarktregio": region, "registered": 250_100 + year, "working": 130_000}
        | {"working_pct": 51.6, "level_jobs": 150_000 + year}
        for year in measured
        for ground, region in (("totaal", "totaal"), ("wajong", "01"))
    ]
    return pl.DataFrame(rows)


def imprint(of: Imprint, year: int) -> Imprint:
    """Who publishes the release of a year."""
    return replace(of, address=f"{of.address}releases/{year}-0123456789ab/", date=f"{year + 1}-07-01")


def government_sectors(year: int) -> pl.DataFrame:
    """The mart `government_sectors`: one sub-sector without data, one without an opgave."""
    rows = []
    for number, code in enumerate(sorted(row["code"] for row in codes.rows("overheidssector"))):
        has_data = code != "onderzoek"
        level = None if code == "onderzoek" else 300 + 111 * number
        opgave = None if code == "overig" else 500 + 130 * number
        pct = None if level is None or opgave is None else round(100 * level / opgave, 1)
        rows.append({"year": year, "overheidssector": code, "formal_jobs": level, "opgave_jobs": opgave}
                    | {"realisation_pct": pct, "has_data": has_data})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


EVERY = {
    "usual": usual,
    "met": met,
    "first year": first_year,
    "alone": alone,
    "gap in years": gap_in_years,
    "no target": no_target,
    "one target": one_target,
    "empty": empty,
    "revised": revised,
    "long": long,
    "long unchanged": long_unchanged,
    "hostile": hostile,
    "withheld": withheld,
}

"""What a report is made of, for tests: the published figures of the letters, and every edge that a year can have."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from flows.pages.dossier import ReportData, Secrecy
from flows.pages.review.differences import Change, Comparison, Group, Kind
from flows.pages.review.origin import Amount, File, Origin, Step, Unit
from tests.support.public_marts import PLANTED, plant, public
from warehouse import tables
from warehouse.registry.marts import MARTS
from warehouse.settings import Disclosure

RELEASE, CURRENT = "2023-0123456789ab", "2022-0123456789ab"
FORMS = ("formeel", "inleen", "totaal")
SECTORS = ("markt", "overheid", "totaal")
#: (year, sector) -> extra jobs by form, and the target (kamerbrieven resultaten 2022 and 2023).
EXTRA = {
    (2022, "markt"): (70388, 724, 71113, 70000),
    (2022, "overheid"): (8874, 1130, 10004, 22500),
    (2022, "totaal"): (79262, 1855, 81117, 92500),
    (2023, "markt"): (76027, -1996, 74031, 80000),
    (2023, "overheid"): (10788, 846, 11634, 25000),
    (2023, "totaal"): (86815, -1150, 85665, 105000),
}
SHARES = {2012: 24.0, 2022: 25.8, 2023: 27.2}
BREAK = "mensen met een voorziening tellen mee, ook in de nulmeting."
LATE = {
    "table": "polis",
    "expectation": "received_at_the_cut:datum_ontvangst",
    "says": "received on or before 2024-05-01; later lines are kept and change nothing",
    "checked_rows": 45335,
    "failed_rows": 243,
}
OTHER_WARNINGS = [
    {"table": "opgaven", "expectation": "sub_sector_has_data:overheidssector", "checked_rows": 14, "failed_rows": 1}
    | {"says": "an employer that counts as government in every sub-sector that has a share"},
    {
        "table": "polis",
        "expectation": "hours_within_band",
        "says": "hours changed no more than quality.max_change_hours since the year before",
    }
    | {"checked_rows": 1, "failed_rows": 1},
    {"table": "werkgevers", "expectation": "no_unknown_columns", "checked_rows": 1, "failed_rows": 3}
    | {"says": "no columns but those of deliveries.md; others are not read"},
    {"table": "new_table", "expectation": "new_rule:column", "says": "a rule without Dutch words"}
    | {"checked_rows": 20, "failed_rows": 2},
]


def usual() -> ReportData:
    """A third year with a warning, on a published release."""
    found = marts()
    return ReportData(
        manifest(),
        public(found),
        strata(),
        added(),
        [(CURRENT, quality(2022))],
        exact=exact(found),
        secrecy=secrecy(),
        comparison=compared(added_cells()),
        statistics=statistics(),
    )


def first_year() -> ReportData:
    """The baseline: nothing before it, no target, no growth, nothing to compare with, no warning."""
    about = manifest() | {
        "release": "2012-0123456789ab",
        "year": 2012,
        "years": [2012],
        "built_on": None,
        "warnings": [],
        "delivery_digests": {"2012": "0" * 64},
    }
    about |= {"measured": {"2012": {"synthetic": False}}, "synthetic": False, "signatures": "required", "trial": False}
    found = {name: frame.filter(pl.col("year") == 2012) for name, frame in marts().items() if not frame.is_empty()}
    found["quality"] = quality(2012).filter(pl.col("severity") == "critical")
    found = marts() | found
    return ReportData(about, public(found), strata().with_columns(year=pl.lit(2012)), exact=exact(found))


def empty() -> ReportData:
    """A year with nothing in any table."""
    about = manifest() | {"deliveries": [], "warnings": [], "files_not_read": [], "choices": {}, "delivery_digests": {}}
    found = {name: frame.clear() for name, frame in marts().items()}
    return ReportData(about, public(found), exact=exact(found))


def full() -> ReportData:
    """Everything at once: warnings of every kind, corrections, revisions, two releases of a year, no interval."""
    about = manifest() | {"warnings": [LATE, *OTHER_WARNINGS], "supersedes": "2023-ba9876543210"}
    about |= {"change_type": "correctie", "reason": "drie late correcties"}
    found = marts()
    none = [
        pl.when(pl.col("year") == 2012).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("ci_low_pct", "ci_high_pct")
    ]
    found["allocation_key"] = found["allocation_key"].with_columns(none)
    found |= analyses(2023)
    corrections = [
        {
            "table": "polis",
            "column": "aantverlu",
            "reason": "uren dubbel opgegeven",
            "status": "goedgekeurd",
            "lines": 1200,
        }
    ]
    earlier = [(CURRENT, quality(2022)), ("2022-ba9876543210", quality(2022))]
    changed = pl.concat([revised(), added()])
    shown, checked = public(found), exact(found)
    data = ReportData(about, shown, strata(), changed, earlier, corrections, exact=checked, secrecy=secrecy())
    return replace(data, comparison=compared([*revised_cells(), *added_cells()]), origins=origins())


def one_target() -> ReportData:
    """A year under the Wet banenafspraak, with lists of the organisation itself, and as many late returns as usual."""
    own = [
        {"name": "targets", "origin": "home", "sha256": "a" * 64, "changes": ["2023: totaal 105.000"]},
        {"name": "grondslag", "origin": "home", "sha256": "b" * 64, "changes": []},
        {"name": "code_aard", "origin": "package", "sha256": "c" * 64, "changes": []},
    ]
    about = manifest() | {"reference": own, "warnings": [], "supersedes": "2023-ba9876543210"}
    about |= {"change_type": "revisie", "reason": "other rules or code over the same delivery"}
    found = marts()
    late = pl.col("expectation") == LATE["expectation"]
    found["quality"] = found["quality"].with_columns(
        severity=pl.when(late).then(pl.lit("info")).otherwise(pl.col("severity"))
    )
    found["realisation"] = with_one_target(found["realisation"], 2023, BREAK)
    return replace(usual(), about=about, marts=public(found), exact=exact(found))


def hostile() -> ReportData:
    """Names from outside that are markup."""
    markup = "<script>alert(1)</script>\"'&"
    about = manifest()
    about["deliveries"] = [file | {"name": f"{markup}.csv"} for file in about["deliveries"]]
    about["files_not_read"] = [markup]
    corrections = [{"table": "polis", "column": markup, "reason": markup, "status": markup, "lines": 1}]
    return replace(usual(), about=about, strata=strata().with_columns(stratum=pl.lit(markup)), corrections=corrections)


def withheld() -> ReportData:
    """Withheld cells in every mart that can have them, with values that no page may show."""
    data = full()
    shown = {**data.marts, **public(details(2023))}
    for name, columns in WITHHELD.items():
        rows = pl.int_range(pl.len()) % 2 == 0
        shown[name] = plant(
            shown[name], rows & (pl.col("year") == 2023 if "year" in shown[name].columns else True), *columns
        )
    measured = ("measured", "difference", "agrees")
    shown["reconciliation"] = plant(shown["reconciliation"], pl.col("measure") == "level_jobs", *measured)
    return replace(data, marts=shown, changes=pl.concat([data.changes, hidden()]), secrecy=secrecy_with_warnings())


#: The place of a figure, as `observations.dimensions` writes it.
LEGAL = "sector=overheid;form=inleen"
#: Mart -> the figures that can be withheld (docs/spec/disclosure.md, "Mart by mart").
WITHHELD = {
    "government_sectors": ("persons", "formal_jobs", "realisation_pct"),
    "ministries": ("formal_jobs", "realisation_pct"),
    "target_group": ("registered", "working", "working_pct", "level_jobs"),
    "participation_cohort": ("persons", "never_worked", "never_worked_pct", "under_12_months", "under_12_months_pct"),
    "quota": ("employers_liable", "shortage_jobs"),
    "liv_by_size": ("employers", "amount_eur"),
    "social_return": ("obligation_eur", "jobs"),
    "scenarios": ("level_jobs", "extra_jobs", "gap_jobs", "difference_to_official"),
    "quality": ("checked_rows", "failed_rows"),
}


def exact(marts: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The exact marts; only the checks may be read of them, so the others hold what no page may show."""
    others = [name for name in marts if name != "quality" and "year" in marts[name].columns]
    return {"quality": marts["quality"]} | {name: marts[name].with_columns(year=pl.lit(PLANTED)) for name in others}


def details(year: int) -> dict[str, pl.DataFrame]:
    """The marts of small groups for a year, three rows or more each."""
    bodies = [{"opdrachtgever": f"gemeente {n}", "obligation_eur": 5000.0, "jobs": 5.0} for n in range(3)]
    ministries = [
        {"ministerie": code, "formal_jobs": 90, "opgave_jobs": 120, "realisation_pct": 75.0}
        for code in ("AZ", "BZ", "FIN")
    ]
    counts = {"persons": 300, "never_worked": 25, "never_worked_pct": 8.3, "under_12_months": 40}
    cohort = [{"cohort_start": year, "ground": ground, **counts} for ground in ("wajong", "wsw", "totaal")]
    found: dict[str, list[dict[str, Any]]] = {"social_return": bodies, "ministries": ministries}
    made = {name: of_mart(name, [row | {"year": year} for row in rows]) for name, rows in found.items()}
    return made | {"participation_cohort": of_mart("participation_cohort", cohort)}


def secrecy() -> Secrecy:
    """What disclosure control did: a few figures of two years, and no warnings."""
    counts = {"figures": 120, "P1": 3, "P2": 1, "P3": 0, "P4": 0, "P5": 0, "S": 4, "earlier": 1, "withheld": 9}
    shares = {"share_pct": 7.5, "widest_loss": "45 personen"}
    rows: list[dict[str, Any]] = [
        {"mart": mart, "year": year} | counts | shares
        for year in (2022, 2023)
        for mart in ("government_sectors", "target_group")
    ]
    rows[0] |= {"widest_loss": ""}
    audit = {"tried": 9, "solved": 5, "rounds": 1, "narrowest": "target_group 2023, working"}
    ends = {"low": 0.0, "high": 12.5, "needed_low": 0, "needed_high": 10}
    return Secrecy(rows, audit | ends, thresholds())


def secrecy_with_warnings() -> Secrecy:
    """The same with a warning of each kind."""
    warnings: list[dict[str, Any]] = [
        {"kind": "legal", "year": 2023, "mart": "realisation", "key": f"{LEGAL}/extra_jobs", "rule": "P3", "pct": None},
        {"kind": "legal", "year": 2023, "mart": "realisation", "key": f"{LEGAL}/persons", "rule": "S", "pct": None},
        {"kind": "share", "year": 2023, "mart": "ministries", "key": "", "rule": "", "pct": 33.3},
        {"kind": "changed", "year": 2022, "mart": "", "key": "min_persons", "rule": "", "pct": None},
    ]
    return replace(secrecy(), warnings=warnings)


def thresholds() -> list[dict[str, Any]]:
    """The thresholds of three years, of which one differs in the last."""
    values = {"min_persons": "10", "zeros": "disclosive", "round_euros_to": "1000", "seconds": "300"}
    rows = [
        {"year": year, "name": name, "value": value, "source": Disclosure.source_of(name)}
        for year in (2012, 2022, 2023)
        for name, value in values.items()
    ]
    return [row | ({"value": "15"} if (row["year"], row["name"]) == (2023, "min_persons") else {}) for row in rows]


def manifest() -> dict[str, Any]:
    """The manifest of a candidate for 2023, as `flows.steps` makes it."""
    years = ("2012", "2022", "2023")
    return {
        "release": RELEASE,
        "year": 2023,
        "years": [int(year) for year in years],
        "synthetic": True,
        "measured": {year: {"synthetic": True} for year in years},
        "delivery_digests": {year: f"{number}" * 64 for number, year in enumerate(years)},
        "deliveries": [delivered("doelgroepregister", 6827, {}), delivered("polis", 45335, {"eleven_test:bsn": 4})],
        "files_not_read": ["LEESMIJ.txt"],
        "warnings": [LATE],
        "code_version": "0.1.0",
        "code_digest": "c" * 64,
        "lock_digest": "d" * 64,
        "settings_digest": "e" * 64,
        "rule_set": "banenafspraak-2013",
        "choices": {"payrolling_counts_as": "formeel"},
        "signatures": "off",
        "trial": True,
        "built_on": CURRENT,
        "supersedes": None,
        "change_type": None,
        "reason": None,
        "reference": [{"name": "targets", "origin": "package", "sha256": "f" * 64, "changes": []}],
    }


def delivered(table: str, lines: int, quarantined: dict[str, int]) -> dict[str, Any]:
    """A delivered file."""
    return {
        "table": table,
        "name": f"{table}.parquet",
        "sha256": "ab" * 32,
        "bytes": 1000,
        "rows_delivered": lines,
        "rows_accepted": lines - sum(quarantined.values()),
        "rows_quarantined": sum(quarantined.values()),
        "quarantined": quarantined,
        "rows_after_cut": 243 if table == "polis" else 0,
        "unknown_columns": 0,
    }


def marts() -> dict[str, pl.DataFrame]:
    """The marts for 2012, 2022 and 2023; only the columns that the report reads."""
    return {
        "realisation": realisation(),
        "allocation_key": allocation_key(),
        "reconciliation": reconciliation(),
        "quality": pl.concat([quality(year) for year in (2012, 2022, 2023)]),
    }


def realisation() -> pl.DataFrame:
    """The mart `realisation`: the baseline without figures, then those of the letters."""
    rows = []
    for year in (2012, 2022, 2023):
        for sector in SECTORS:
            *extra, target = EXTRA.get((year, sector), (0, 0, 0, None))
            for form, jobs in zip(FORMS, extra, strict=True):
                aim = target if form == "totaal" else None
                before = EXTRA.get((year - 1, sector))
                rows.append(
                    {
                        "year": year,
                        "sector": sector,
                        "form": form,
                        "extra_jobs": jobs,
                        "growth_jobs": jobs - before[FORMS.index(form)] if before else None,
                        "target_jobs": aim,
                        "gap_jobs": None if aim is None else jobs - aim,
                        "target_met": None if aim is None else jobs >= aim,
                        **no_break(year),
                    }
                )
    return pl.DataFrame(rows, infer_schema_length=None)


def no_break(year: int) -> dict[str, Any]:
    """What the mart `realisation` says of the rules of a year that differ in nothing from those of the year before."""
    return {"rule_set": f"banenafspraak-{year}", "series_break": False, "series_break_note": ""}


def with_one_target(realisation: pl.DataFrame, year: int, note: str) -> pl.DataFrame:
    """The mart as under the Wet banenafspraak: in one year no target by sector, and a series break."""
    of_year, by_sector = pl.col("year") == year, pl.col("sector") != "totaal"
    none = [
        pl.when(of_year & by_sector).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("target_jobs", "gap_jobs", "target_met")
    ]
    note_of_year = pl.when(of_year).then(pl.lit(note)).otherwise(pl.col("series_break_note"))
    return realisation.with_columns(*none, series_break=of_year, series_break_note=note_of_year)


def analyses(year: int) -> dict[str, pl.DataFrame]:
    """Some of the other marts of a year; columns that a row leaves out are empty."""
    law = {"variable_a": 12196.0, "variable_b": 23750.0, "variable_c": 1331.0, "variable_e": 1623.0}
    effects = {"change_jobs": -2721, "volume_effect_jobs": -2188, "key_effect_jobs": 533}
    quota = [
        {"sector": "markt", **law, "employers_liable": 1200, "reason": "niet bekend"},
        {"sector": "overheid", **law, "quota_pct": 2.76, "percentage_source": "vastgesteld", "employers_liable": 310},
    ]
    sectors = [{"overheidssector": code, "formal_jobs": 300, "has_data": True} for code in ("po", "politie", "rijk")]
    sizes = [{"size_class": code, "employers": 3, "amount_eur": 1234.5} for code in ("10", "22", "93", "onbekend")]
    regions = [{"ground": "wsw", "arbeidsmarktregio": region, "registered": 9} for region in ("10", "02", "totaal")]
    scenarios = [{"scenario": "sleutel_2022", "sector": "markt", "extra_jobs": 74100, "difference_to_official": 69}]
    found: dict[str, list[dict[str, Any]]] = {
        "decomposition": [{"sector": "markt", **effects}],
        "quota": quota,
        "government_sectors": sectors,
        "liv_by_size": sizes,
        "target_group": regions,
        "scenarios": scenarios,
        "social_return": [],
    }
    return {name: of_mart(name, [row | {"year": year} for row in rows]) for name, rows in found.items()}


def of_mart(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a mart with its columns; those that a row leaves out are empty."""
    schema = tables.empty(MARTS[name]).schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def allocation_key() -> pl.DataFrame:
    """The mart `allocation_key`."""
    rows = [
        {
            "year": year,
            "sector": sector,
            "share_pct": share,
            "ci_low_pct": share - 5.0,
            "ci_high_pct": share + 5.0,
        }
        | {"respondents": 31, "population": 1051, "strata": 6}
        for year, government in SHARES.items()
        for sector, share in (("markt", 100 - government), ("overheid", government))
    ]
    return pl.DataFrame(rows)


def reconciliation() -> pl.DataFrame:
    """The mart `reconciliation`: one number that agrees, one that differs, one that cannot be measured."""
    cell: dict[str, Any] = {"year": 2023, "sector": "markt", "form": "totaal", "source": "kamerbrief-resultaten-2023"}
    rows: list[dict[str, Any]] = [
        {"measure": "extra_jobs", "measured": 74031, "published": 74031, "difference": 0, "agrees": True},
        {"measure": "level_jobs", "measured": 160842, "published": 160844, "difference": -2, "agrees": False},
        {"measure": "growth_jobs", "measured": None, "published": 2918, "difference": None, "agrees": None},
    ]
    return pl.DataFrame([cell | row for row in rows], infer_schema_length=None)


def quality(year: int) -> pl.DataFrame:
    """The mart `quality` of a year: met, within the limit, and a warning."""
    rows: list[tuple[str, str, str, bool, int, int]] = [
        ("doelgroepregister", "missing:bsn", "critical", True, 6827, 0),
        ("polis", "eleven_test:bsn", "critical", True, 45335, 4),
        ("polis", "quarantine_limit", "critical", True, 45335, 4),
        ("polis", LATE["expectation"], "warning", False, 45335, 243 + year - 2023),  # type: ignore[list-item]
    ]
    names = ("delivery_table", "expectation", "severity", "passed", "checked_rows", "failed_rows")
    return pl.DataFrame([{"year": year} | dict(zip(names, row, strict=True)) for row in rows])


def statistics() -> pl.DataFrame:
    """The sizes of two deliveries: lines of the polis, whole and by month."""
    rows = [(year, "polis", "lines", 45335 if year == 2023 else 44100) for year in (2022, 2023)]
    months = [
        (year, "polis", f"lines_month_{month:02d}", 3700 + 10 * month + year - 2022)
        for year in (2022, 2023)
        for month in range(1, 13)
    ]
    return pl.DataFrame([*rows, *months], schema=["year", "table", "measure", "value"], orient="row")


def strata() -> pl.DataFrame:
    """The response to the survey."""
    rows = [(2023, "detacheerder", 8, 8, 6), (2023, "payroll_groot", 1, 1, 1), (2023, "uitzend_klein", 900, 20, 0)]
    return pl.DataFrame(rows, schema=["year", "stratum", "population", "units", "respondents"], orient="row")


def added() -> pl.DataFrame:
    """Cells of the new year."""
    return _changes([("realisation", "year=2023 sector=markt form=totaal", "extra_jobs", None, "74031", None)])


def revised() -> pl.DataFrame:
    """Cells that changed, largest first."""
    cell = "year=2022 sector=markt form=formeel"
    return _changes(
        [
            ("realisation", cell, "hours_december", "7807412.0", "7806900.5", -511.5),
            ("realisation", cell, "extra_jobs", "70388", "70384", -4.0),
            ("allocation_key", "year=2022 sector=overheid", "ci_low_pct", "19.2173", "19.2172", -1e-4),
            ("realisation", cell, "target_met", "true", "false", None),
            ("unknown", "somewhere", "text", "old", "new", None),
        ]
    )


def compared(changes: list[Change]) -> Comparison:
    """A comparison with the current release, by table."""
    marts = dict.fromkeys(one.mart for one in changes)
    groups = (Group(mart, tuple(one for one in changes if one.mart == mart)) for mart in marts)
    return Comparison(CURRENT, RELEASE, tuple(groups))


def added_cells() -> list[Change]:
    """Cells of the new year."""
    cell = (("year", "2023"), ("sector", "markt"), ("form", "totaal"))
    return [Change("realisation", cell, "extra_jobs", Kind.ADDED, None, 74031)]


def revised_cells() -> list[Change]:
    """Cells that changed: figures, a flag, one that is withheld now, one that is gone, and a text."""
    cell = (("year", "2022"), ("sector", "markt"), ("form", "formeel"))
    key = (("year", "2022"), ("sector", "overheid"))
    sub_sector = (("year", "2022"), ("overheidssector", "politie"))
    return [
        Change("realisation", cell, "extra_jobs", Kind.CHANGED, 70388, 70384),
        Change("realisation", cell, "target_met", Kind.CHANGED, True, False),
        Change("realisation", cell, "rule_set", Kind.CHANGED, "old", "new"),
        Change("allocation_key", key, "ci_low_pct", Kind.CHANGED, 19.2173, 19.2172),
        Change("government_sectors", sub_sector, "formal_jobs", Kind.WITHHELD, 300, None),
        Change("government_sectors", sub_sector, "opgave_jobs", Kind.GONE, 320, None),
    ]


def origins() -> list[Origin]:
    """Where a row of table 1 and one of the key come from."""
    files = (File(2023, "polis", "polis-01.parquet", "ab" * 32, 100, 96, 4),)
    cell = (("year", "2023"), ("sector", "markt"), ("form", "formeel"))
    hours = (
        Amount("hours", Fraction(22185, 7), Unit.HOURS, (("kind", "formeel"), ("sector", "markt"))),
        Amount("hours_counted", Fraction(22185, 7), Unit.HOURS, is_result=True),
    )
    steps = (Step("files", 2023, files=files), Step("hours_formeel", 2023, hours))
    share = Step("share", 2023, (Amount("key", Fraction(728, 10), Unit.PERCENT, is_result=True),))
    return [
        Origin(RELEASE, "realisation", cell, steps, ("persons",)),
        Origin(RELEASE, "allocation_key", cell[:2], (Step("files", 2023, files=files), share)),
    ]


def hidden() -> pl.DataFrame:
    """Changes of withheld figures: they have no old and no new value, and their statuses are no figures."""
    cell = "year=2022 ground=wsw arbeidsmarktregio=02"
    rows = [
        ("target_group", cell, "working", None, None, None),
        ("target_group", cell, "working_status", "vrij", "geheim", None),
    ]
    return _changes(rows)  # type: ignore[arg-type]


def _changes(rows: list[tuple[str, str, str, str | None, str, float | None]]) -> pl.DataFrame:
    schema = dict.fromkeys(("mart", "cell", "column", "old", "new"), pl.String) | {"difference": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


EVERY = {
    "usual": usual,
    "first year": first_year,
    "empty": empty,
    "full": full,
    "one target": one_target,
    "hostile": hostile,
    "withheld": withheld,
}

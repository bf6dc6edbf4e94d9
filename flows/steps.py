"""The steps of a build as plain functions; between them go paths, digests and counts, never rows of a delivery."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations import verdict
from flows import inputs, manifest
from flows import marts as making
from flows import release as composition
from flows.pages import factsheet, report
from flows.plan import made_from, measured_from
from transforms.allocation_key import KeyUndefinedError
from transforms.exact import exact_hours
from transforms.law import FORMS
from warehouse import formats, provenance, releases, store, tables
from warehouse.delivery import archive, staging
from warehouse.errors import DeliveryRejectedError
from warehouse.registry.deliveries import COHORT_YEARS, DELIVERIES, KNOWN_EMPLOYER, NO_UNKNOWN_COLUMNS
from warehouse.registry.facts import FACTS, STATISTICS
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Severity
from warehouse.review import trail
from warehouse.review.policies import Decision, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from expectations.verdict import Result
    from flows.request import Plan, Request, YearBuilt
    from transforms.lines import Lines
    from warehouse.delivery.archive import Delivery

#: Tables whose number of lines is compared with the year before.
COMPARED_TABLES = ("doelgroepregister", "polis", "werkgevers")


def pull(request: Request, year: int) -> Delivery:
    """Fetches the delivery for a year and archives it."""
    return archive.pull(request.home, request.source, year)


def stage(request: Request, delivery: Delivery, folder: Path) -> staging.Staged:
    """Loads a delivery into the staging file and splits its lines into accepted and quarantined."""
    return staging.load(request.home, folder, delivery, request.settings.machine)


def validate(request: Request, delivery: Delivery, staged: staging.Staged, folder: Path) -> list[Result]:
    """Checks everything that must be true of a delivery, on all lines.

    Raises:
        DeliveryRejectedError: a critical expectation is broken.
    """
    from expectations import run

    results = run.run(folder, delivery.year, {file.table for file in staged.files}, request.settings)
    named = [_with_files(request, result, staged, folder) for result in results]
    verdict.reject_if_critical(delivery.year, named)
    return [*named, *_unknown_columns(staged)]


def minimise(request: Request, delivery: Delivery, staged: staging.Staged, folder: Path) -> None:
    """Keeps only lines of people in the register, under pseudonyms, and destroys the staging file."""
    kept = made_from(measured_from(request, delivery))
    store.minimise(request.home, folder, delivery.year, staged, request.settings.machine, kept)
    staging.destroy(folder)


def transform(
    request: Request, planned: Plan, delivery: Delivery, staged: staging.Staged, folder: Path
) -> list[Result]:
    """Makes every table of a year and leaves it in `folder`; returns the checks that need the measurement.

    Raises:
        DeliveryRejectedError: the employer of a counted line is not known, or the key is undefined.
    """
    year = delivery.year
    found = inputs.of_year(request.home, year, request.book, request.reference, planned.companions[year])
    known = _known_employers(found.lines, staged)
    verdict.reject_if_critical(year, [known])
    statistics = _statistics(request, year, staged, found.lines)
    made = _made(found) | {STATISTICS.name: tables.conform(statistics.lazy(), STATISTICS)}
    formats.write_kept(folder, composition.OF_ONE_YEAR, made)
    return [known, *_bands(request, year, statistics), *_cohorts(planned, year)]


def candidate(request: Request, planned: Plan, built: Sequence[YearBuilt], folders: Mapping[int, Path]) -> Path:
    """Writes the candidate: every mart with all measured years, the report, the factsheet, and the manifest last."""
    base = releases.current(request.home)
    facts = composition.facts(base, folders, built)
    marts = composition.marts(facts, base, planned, request.book, inputs.publications(request.reference))
    about = manifest.manifest(request, planned, built, base)
    said = formats.About(planned.candidate, about["synthetic"], manifest.metadata(about))
    shown = report.ReportData(
        about=about,
        marts=marts,
        strata=facts["strata"],
        changes=composition.changes(base, marts),
        earlier=[(one.id, tables.read(one.folder, MARTS["quality"])) for one in releases.chain(request.home, base)],
        corrections=about["corrections"],
    )

    def fill(target: Path) -> dict[str, Any]:
        formats.write_release(target, marts, facts, said)
        report.write(target / "report", shown)
        factsheet.write(target / "factsheet", shown)
        return about | {"rows": {name: marts[name].height for name in MARTS}}

    written = releases.write(request.home.candidates / planned.candidate, fill)
    for one in built:
        _record(request, planned, one.delivery)
    return written.folder


def record_builder(request: Request, identifier: str) -> None:
    """Records who built a candidate; also when a killed build had finished it but had not come to that."""
    built = releases.read(request.home.candidates / identifier)
    if built is not None:
        trail.add_once(request.home, Decision(Verb.BUILD, built.id, built.digest(), trail.user(), trail.now()))


def _made(found: inputs.YearInputs) -> dict[str, pl.DataFrame]:
    try:
        return making.make_of_year(found)
    except KeyUndefinedError:
        message = (
            f"delivery {found.year}: table verdeelsleutel, columns uren_markt and uren_overheid: 0 hours in all "
            "responding lines (rule: respondents lent hours); correct the delivery"
        )
        raise DeliveryRejectedError(message) from None


def _with_files(request: Request, result: Result, staged: staging.Staged, folder: Path) -> Result:
    """A broken critical result with the files that hold the broken lines."""
    if result.passed or result.severity is not Severity.CRITICAL:
        return result
    names = [file.name for file in staged.of(result.table)]
    found = staging.lines_by_file(folder, request.settings.machine, result.table, result.broken_when)
    files = tuple((names[index], lines) for index, lines in found.items()) or tuple((name, 0) for name in names)
    return replace(result, files=files)


def _unknown_columns(staged: staging.Staged) -> list[Result]:
    results = []
    for table in dict.fromkeys(file.table for file in staged.files):
        unknown = {name for file in staged.of(table) for name in file.unknown_columns}
        results.append(verdict.counted(table, NO_UNKNOWN_COLUMNS, 1, len(unknown)))
    return results


def _known_employers(found: Lines, staged: staging.Staged) -> Result:
    unknown, counted = found.unknown_employer_lines(), found.counted_lines()
    names = [file.name for file in staged.of("polis", "wsw_detacheringen")]
    where = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more files"
    result = verdict.counted("polis", KNOWN_EMPLOYER, max(counted, 1), unknown)
    return replace(result, files=((where, unknown),))


def _cohorts(planned: Plan, year: int) -> list[Result]:
    """Whether every released year that shares a cohort with this one is in the warehouse as it was released."""
    missing = len(planned.missing_companions[year])
    near = len(planned.companions[year]) + missing
    return [verdict.counted("doelgroepregister", COHORT_YEARS, near, missing)] if near else []


def _bands(request: Request, year: int, statistics: pl.DataFrame) -> list[Result]:
    """Lines, hours and people against the year before, when that is measured."""
    base = releases.current(request.home)
    if base is None or str(year - 1) not in base.manifest["measured"]:
        return []
    facts = tables.read(base.folder / "facts", FACTS["statistics"]).filter(pl.col("year") == year - 1)
    before = {(table, measure): value for _, table, measure, value in facts.rows()}
    shares = request.settings.quality.model_dump()
    results = []
    for _, table, measure, now in statistics.rows():
        bands = [one for one in DELIVERIES[table].measured if one.name == f"{measure}_within_band"]
        for band in bands:
            broken = verdict.outside_band(before[table, measure], now, shares[f"max_change_{measure}"])
            results.append(verdict.counted(table, band, 1, int(broken)))
    return results


def _statistics(request: Request, year: int, staged: staging.Staged, found: Lines) -> pl.DataFrame:
    """The size of the delivery and of what is counted of it: lines, hours and people."""
    hours, persons = store.size(request.home, year)
    counted = exact_hours(found.counted, "form")
    rows: list[tuple[int, str, str, int]] = [
        (year, table, "lines", sum(file.rows_delivered for file in staged.of(table))) for table in COMPARED_TABLES
    ]
    rows += [
        (year, "polis", "hours", hours),
        (year, "doelgroepregister", "persons", persons),
        (year, "polis", "late_lines", sum(file.rows_after_cut for file in staged.of("polis"))),
        (year, "polis", "persons_counted", found.persons_counted()),
        (year, "polis", "hours_counted", int(sum(counted.values()))),
        *((year, "polis", f"hours_{form}", int(counted[form,])) for form in FORMS),
    ]
    return pl.DataFrame(rows, schema=["year", "table", "measure", "value"], orient="row")


def _record(request: Request, planned: Plan, delivery: Delivery) -> None:
    digests = (delivery.digest(), request.settings.digest(), provenance.code_digest())
    store.record_run(request.home, (planned.candidate, delivery.year, "built", *digests))

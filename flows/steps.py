"""The steps of a build as plain functions; between them go paths, digests and counts, never rows of a delivery."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from expectations import verdict
from expectations.verdict import Result
from flows import composition, report
from transforms import measure as measuring
from transforms.allocation_key import KeyUndefinedError
from transforms.rules import BASELINE_YEAR, RULE_SET, Choices
from warehouse import archive, provenance, releases, staging, store, tables
from warehouse.errors import DeliveryRejectedError
from warehouse.reference import codes, frames
from warehouse.registry.marts import FACTS, MARTS
from warehouse.registry.model import Severity
from warehouse.review import trail
from warehouse.review.policies import Decision, Verb

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.archive import Delivery
    from warehouse.home import Home
    from warehouse.settings import Settings
    from warehouse.staging import StagedFile

#: Tables whose number of lines is compared with the year before.
COMPARED_TABLES = ("doelgroepregister", "polis", "werkgevers")
IDENTIFIER_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built, where, from what, under which settings."""

    home: Home
    source: str
    year: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will make: the candidate's identifier and the release that it adds a year to."""

    candidate: str
    delivery: Delivery
    base: str | None
    done: str = ""


def pull(request: Request) -> Delivery:
    """Fetches the delivery and archives it."""
    return archive.pull(request.home, request.source, request.year)


def plan(request: Request, delivery: Delivery) -> Plan:
    """Names the candidate after its inputs, so that the same inputs are seen to be done already.

    Raises:
        DeliveryRejectedError: the *nulmeting* is not published yet.
    """
    base = releases.current(request.home)
    if request.year != BASELINE_YEAR and (base is None or str(BASELINE_YEAR) not in base.manifest["measured"]):
        message = (
            f"delivery {request.year}: the baseline {BASELINE_YEAR} is not published yet (0 of 1 releases with it); "
            f"build, approve and publish {BASELINE_YEAR} first"
        )
        raise DeliveryRejectedError(message)
    identifier = f"{request.year}-{_inputs_digest(request, delivery, base)[:IDENTIFIER_DIGITS]}"
    return Plan(identifier, delivery, base.id if base else None, _done(request, delivery, base, identifier))


def stage(request: Request, delivery: Delivery, folder: Path) -> tuple[StagedFile, ...]:
    """Loads the delivery into the staging file and splits its lines into accepted and quarantined."""
    return staging.load(request.home, folder, delivery, request.settings.machine)


def validate(request: Request, staged: tuple[StagedFile, ...], folder: Path) -> list[Result]:
    """Checks everything that must be true of the delivery, on all lines.

    Raises:
        DeliveryRejectedError: a critical expectation is broken.
    """
    from expectations import run

    results = run.run(folder, request.year, {file.table for file in staged}, request.settings)
    named = [_with_files(request, result, staged, folder) for result in results]
    verdict.reject_if_critical(request.year, named)
    return [*named, *_unknown_columns(staged)]


def minimise(request: Request, staged: tuple[StagedFile, ...], folder: Path) -> None:
    """Keeps only lines of people in the register, under pseudonyms, and destroys the staging file."""
    store.minimise(request.home, folder, request.year, staged, request.settings.machine)
    staging.destroy(folder)


def transform(request: Request, staged: tuple[StagedFile, ...], folder: Path) -> list[Result]:
    """Measures the year and leaves its exact facts in `folder`; returns the checks that need the measurement.

    Raises:
        DeliveryRejectedError: the employer of a counted line is not known, or the key is undefined.
    """
    rows, statistics = _rows(request, staged)
    try:
        measured = measuring.measure(rows, request.year, _codes(), choices(request.settings))
    except KeyUndefinedError:
        message = (
            f"delivery {request.year}: table verdeelsleutel, columns uren_markt and uren_overheid: 0 hours in all "
            "responding lines (rule: respondents lent hours); correct the delivery"
        )
        raise DeliveryRejectedError(message) from None
    known = _known_employers(measured, staged)
    verdict.reject_if_critical(request.year, [known])
    for name, frame in (
        ("december_hours", measured.hours),
        ("people", measured.people),
        ("statistics", statistics),
    ):
        tables.write(tables.conform(frame.lazy(), FACTS[name]), FACTS[name], folder, {})
    key = MARTS["allocation_key"]
    tables.write(tables.conform(measured.allocation_key.lazy(), key), key, folder, {})
    return [known, *_bands(request, statistics)]


def candidate(
    request: Request, planned: Plan, staged: tuple[StagedFile, ...], results: list[Result], folder: Path
) -> Path:
    """Writes the candidate: every mart with all measured years, the report, and the manifest last."""
    base = releases.current(request.home)
    facts = composition.facts(base, folder, request.year, results)
    marts = composition.marts(facts)
    about = _manifest(request, planned, staged, results, base)
    metadata = _metadata(about)

    def fill(target: Path) -> dict[str, object]:
        (target / "facts").mkdir()
        for name, mart in FACTS.items():
            tables.write(facts[name], mart, target / "facts", metadata)
        for name, mart in MARTS.items():
            tables.write(marts[name], mart, target, metadata)
        tables.write_database(target, MARTS)
        descriptor = tables.datapackage(planned.candidate, bool(about["synthetic"]), MARTS)
        (target / "datapackage.json").write_text(descriptor, encoding="utf-8")
        report.write(target / "report", about, marts)
        return about | {"rows": {name: marts[name].height for name in MARTS}}

    built = releases.write(request.home.candidates / planned.candidate, fill)
    builder = Decision(Verb.BUILD, built.id, built.digest(), trail.user(), trail.now())
    trail.add(request.home, builder)
    _record(request, planned)
    return built.folder


def choices(settings: Settings) -> Choices:
    """The choices of the measurement as the settings have them."""
    return Choices(**settings.measurement.model_dump())


def _inputs_digest(request: Request, delivery: Delivery, base: releases.Built | None) -> str:
    """SHA-256 over everything that the marts depend on."""
    others = composition.digest_of_other_years(base, request.year)
    inputs = (delivery.digest(), request.settings.digest(), provenance.code_digest(), others)
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()


def _done(request: Request, delivery: Delivery, base: releases.Built | None, identifier: str) -> str:
    """What there is already of these inputs: a release, a candidate, or nothing."""
    measured = base.manifest["measured"].get(str(request.year)) if base else None
    if base and measured == _measured(request, delivery):
        return base.id
    for folder in (request.home.releases, request.home.candidates):
        built = releases.read(folder / identifier)
        if built is not None:
            return built.id
    return ""


def _measured(request: Request, delivery: Delivery) -> dict[str, object]:
    """What a release says of each measured year: what it was measured from, and with what."""
    return {
        "delivery_digest": delivery.digest(),
        "settings_digest": request.settings.digest(),
        "code_digest": provenance.code_digest(),
        "synthetic": delivery.synthetic,
    }


def _with_files(request: Request, result: Result, staged: tuple[StagedFile, ...], folder: Path) -> Result:
    """A broken critical result with the files that hold the broken lines."""
    if result.passed or result.severity is not Severity.CRITICAL:
        return result
    names = [file.name for file in staged if file.table == result.table]
    found = staging.lines_by_file(folder, request.settings.machine, result.table, result.broken_when)
    files = tuple((names[index], lines) for index, lines in found.items()) or tuple((name, 0) for name in names)
    return replace(result, files=files)


def _unknown_columns(staged: tuple[StagedFile, ...]) -> list[Result]:
    results = []
    for table in dict.fromkeys(file.table for file in staged):
        unknown = {name for file in staged if file.table == table for name in file.unknown_columns}
        says = "no columns but those of deliveries.md; others are not read"
        results.append(_counted(table, "no_unknown_columns", len(unknown), says, Severity.WARNING))
    return results


def _known_employers(measured: measuring.Year, staged: tuple[StagedFile, ...]) -> Result:
    unknown = measured.unknown_employer_lines
    names = [file.name for file in staged if file.table in ("polis", "wsw_detacheringen")]
    return Result(
        table="polis",
        expectation="known_employer:lhnr",
        column="lhnr",
        severity=Severity.CRITICAL,
        says="the employer of every counted line is in werkgevers",
        checked_rows=max(measured.counted_lines, 1),
        failed_rows=unknown,
        passed=not unknown,
        files=((names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more files", unknown),),
    )


def _counted(table: str, name: str, failed: int, says: str, severity: Severity) -> Result:
    return Result(table, name, "line", severity, says, 1, failed, not failed)


def _bands(request: Request, statistics: pl.DataFrame) -> list[Result]:
    """Lines, hours and people against the year before, when that is measured."""
    base = releases.current(request.home)
    if base is None or str(request.year - 1) not in base.manifest["measured"]:
        return []
    before = tables.read(base.folder / "facts", FACTS["statistics"]).filter(pl.col("year") == request.year - 1)
    known = {(table, measure): value for _, table, measure, value in before.rows()}
    share = request.settings.quality.model_dump()
    return [
        verdict.band(table, f"{measure}_within_band", known[table, measure], value, share[f"max_change_{measure}"])
        for _, table, measure, value in statistics.rows()
        if (table, measure) in known
    ]


def _rows(request: Request, staged: tuple[StagedFile, ...]) -> tuple[measuring.Rows, pl.DataFrame]:
    with store.opened(request.home) as warehouse:
        rows = measuring.Rows(
            **{
                name: store.frame(warehouse, name, request.year)
                for name in ("register", "polis", "employers", "survey", "secondments")
            }
        )
        hours, persons = store.size(warehouse, request.year)
    lines = {table: sum(file.rows_delivered for file in staged if file.table == table) for table in COMPARED_TABLES}
    found = [(request.year, table, "lines", count) for table, count in lines.items()]
    found += [
        (request.year, "polis", "hours", hours),
        (request.year, "doelgroepregister", "persons", persons),
    ]
    return rows, pl.DataFrame(found, schema=["year", "table", "measure", "value"], orient="row")


def _codes() -> measuring.Codes:
    return measuring.Codes(codes.employment_codes(), frames.natures(), frames.grounds())


def _manifest(
    request: Request,
    planned: Plan,
    staged: tuple[StagedFile, ...],
    results: list[Result],
    base: releases.Built | None,
) -> dict[str, object]:
    measured = dict(base.manifest["measured"]) if base else {}
    replaces = str(request.year) in measured
    measured[str(request.year)] = _measured(request, planned.delivery)
    return {
        "release": planned.candidate,
        "year": request.year,
        "years": sorted(int(year) for year in measured),
        "synthetic": any(year["synthetic"] for year in measured.values()),
        "measured": dict(sorted(measured.items())),
        "source": planned.delivery.source,
        "delivery_digests": {year: about["delivery_digest"] for year, about in sorted(measured.items())},
        "deliveries": [_delivered(file) for file in staged],
        "files_not_read": list(planned.delivery.ignored),
        "warnings": [_warning(result) for result in verdict.warnings(results)],
        "code_version": provenance.code_version(),
        "code_digest": provenance.code_digest(),
        "lock_digest": provenance.lock_digest(),
        "settings_digest": request.settings.digest(),
        "rule_set": RULE_SET,
        "choices": request.settings.measurement.model_dump(mode="json"),
        "signatures": request.settings.review.signatures,
        "built_on": planned.base,
        "supersedes": planned.base if replaces else None,
        "change_type": None,
        "reason": None,
        "approvals": [],
    }


def _delivered(file: StagedFile) -> dict[str, object]:
    return {
        "table": file.table,
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.size,
        "rows_delivered": file.rows_delivered,
        "rows_accepted": file.rows_accepted,
        "rows_quarantined": file.rows_quarantined,
        "quarantined": file.quarantined,
        "unknown_columns": len(file.unknown_columns),
    }


def _warning(result: Result) -> dict[str, object]:
    return {
        "table": result.table,
        "expectation": result.expectation,
        "says": result.says,
        "checked_rows": result.checked_rows,
        "failed_rows": result.failed_rows,
    }


def _metadata(about: dict[str, object]) -> dict[str, str]:
    """What every Parquet file of the release says of itself."""
    digests = about["delivery_digests"]
    return {
        "release": str(about["release"]),
        "synthetic": str(about["synthetic"]).lower(),
        "delivery_digests": ",".join(f"{year}={digest}" for year, digest in digests.items()),  # type: ignore[attr-defined]
        "code_version": str(about["code_version"]),
        "code_digest": str(about["code_digest"]),
        "rule_set": str(about["rule_set"]),
    }


def _record(request: Request, planned: Plan) -> None:
    digests = (planned.delivery.digest(), request.settings.digest(), provenance.code_digest())
    store.record_run(request.home, (planned.candidate, request.year, "built", *digests))

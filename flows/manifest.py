"""The two manifests of a candidate, without their files.

The internal one says what it was made from, with what, and what a steward has to know of it. The public one says
nothing of deliveries (spec: disclosure.md, Two places).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from expectations import verdict
from flows.plan import history, measured_from, released_years
from warehouse import provenance
from warehouse.reference import lists
from warehouse.settings import Disclosure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.verdict import Result
    from flows.pages.review.card import Changed
    from flows.request import Plan, Request, YearBuilt
    from warehouse.delivery.staging import StagedFile
    from warehouse.releases import Built


#: What the public manifest says as the internal one does.
SHOWN = (
    "release",
    "year",
    "built_years",
    "years",
    "synthetic",
    "rule_sets",
    "code_version",
    "signatures",
    "trial",
    "supersedes",
    "change_type",
    "thresholds",
)


def internal(
    request: Request, planned: Plan, built: Sequence[YearBuilt], base: Built | None, changed: Changed
) -> dict[str, Any]:
    """The internal manifest; holds no moment and no machine, so the same inputs give the same."""
    measured = released_years(base) | {one.year: measured_from(request, one.delivery) for one in built}
    return {
        "release": planned.candidate,
        "year": max(request.years),
        "built_years": list(request.years),
        "years": sorted(measured),
        "synthetic": any(about["synthetic"] for about in measured.values()),
        "measured": {str(year): about for year, about in sorted(measured.items())},
        "source": built[0].delivery.source,
        "delivery_digests": {str(year): about["delivery_digest"] for year, about in sorted(measured.items())},
        "deliveries": [_delivered(one.year, file) for one in built for file in one.staged.files],
        "files_not_read": [name for one in built for name in one.delivery.ignored],
        "corrections": [{"year": one.year} | asdict(done) for one in built for done in one.staged.corrections],
        "warnings": [_warning(one.year, result) for one in built for result in verdict.warnings(one.results)],
        "code_version": provenance.code_version(),
        "code_digest": provenance.code_digest(),
        "engines": provenance.engines(),
        "lock_digest": provenance.lock_digest(),
        "settings": request.settings.recorded(),
        "settings_digest": request.settings.digest(),
        "rule_set": request.law(max(request.years)).rule_set,
        "rule_sets": {str(year): request.law(year).rule_set for year in sorted(measured)},
        "reference": [_listed(request, name) for name in lists.names()],
        "thresholds": {
            str(year): one.model_dump(mode="json", exclude={"seconds"})
            for year, one in sorted(thresholds(request, base).items())
        },
        "choices": request.settings.measurement.model_dump(mode="json"),
        "signatures": request.settings.review.signatures,
        "trial": request.settings.review.trial,
        "built_on": planned.base,
        "supersedes": planned.supersedes,
        "change_type": planned.change_type,
        "reason": planned.reason,
        "changed_figures": {"figures": changed.figures, "table_1": changed.of_table_1},
        "asked": {"change_type": request.change_type, "reason": request.reason},
        "companions": {str(year): list(others) for year, others in planned.companions.items()},
        "follows": history(request, base),
        "salt": planned.salt,
    }


def public(about: dict[str, Any]) -> dict[str, Any]:
    """The public manifest: what readers may know of the internal one."""
    return {name: about[name] for name in SHOWN}


def thresholds(request: Request, base: Built | None) -> dict[int, Disclosure]:
    """`[disclosure]` as it holds for each year: that of the settings for the years that are built, else as released."""
    released = {int(year): one for year, one in base.manifest["thresholds"].items()} if base else {}
    kept = {year: Disclosure.model_validate(one) for year, one in released.items()}
    return kept | dict.fromkeys(request.years, request.settings.disclosure)


def metadata(about: dict[str, Any]) -> dict[str, str]:
    """What every public Parquet file says of the release, from either manifest."""
    return {
        "release": about["release"],
        "synthetic": str(about["synthetic"]).lower(),
        "trial": str(about["trial"]).lower(),
        "years": ",".join(str(year) for year in about["years"]),
        "rule_sets": ",".join(f"{year}={name}" for year, name in about["rule_sets"].items()),
        "code_version": about["code_version"],
    }


def internal_metadata(about: dict[str, Any]) -> dict[str, str]:
    """What every internal Parquet file says of the release: the same, and what it was made from."""
    digests = about["delivery_digests"].items()
    return metadata(about) | {
        "delivery_digests": ",".join(f"{year}={digest}" for year, digest in digests),
        "code_digest": about["code_digest"],
    }


def _listed(request: Request, name: str) -> dict[str, Any]:
    """A reference list: where it is from, its digest, and what the home's own list changes of the package's."""
    reference = request.reference
    return {
        "name": name,
        "origin": reference.origin(name),
        "sha256": reference.digest(name),
        "changes": reference.changes(name),
    }


def _delivered(year: int, file: StagedFile) -> dict[str, Any]:
    return {
        "year": year,
        "table": file.table,
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.size,
        "rows_delivered": file.rows_delivered,
        "rows_accepted": file.rows_accepted,
        "rows_quarantined": file.rows_quarantined,
        "quarantined": file.quarantined,
        "rows_after_cut": file.rows_after_cut,
        "unknown_columns": len(file.unknown_columns),
    }


def _warning(year: int, result: Result) -> dict[str, Any]:
    return {
        "year": year,
        "table": result.table,
        "expectation": result.expectation,
        "says": result.says,
        "checked_rows": result.checked_rows,
        "failed_rows": result.failed_rows,
    }

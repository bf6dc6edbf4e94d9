"""The manifest of a candidate: what it was made from, with what, and what a steward has to know of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from expectations import verdict
from flows.plan import measured_from
from transforms.law import RULE_SET
from warehouse import provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.verdict import Result
    from flows.plan import Plan, Request
    from warehouse.delivery.corrections import Applied
    from warehouse.delivery.staging import StagedFile
    from warehouse.releases import Built


def manifest(
    request: Request,
    planned: Plan,
    staged: Sequence[StagedFile],
    corrected: Sequence[Applied],
    results: list[Result],
    base: Built | None,
) -> dict[str, Any]:
    """The manifest without the list of files; holds no moment and no machine, so the same inputs give the same."""
    measured = dict(base.manifest["measured"]) if base else {}
    measured[str(request.year)] = measured_from(request, planned.delivery)
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
        "corrections": [asdict(one) for one in corrected],
        "warnings": [_warning(result) for result in verdict.warnings(results)],
        "code_version": provenance.code_version(),
        "code_digest": provenance.code_digest(),
        "lock_digest": provenance.lock_digest(),
        "settings_digest": request.settings.digest(),
        "rule_set": RULE_SET,
        "choices": request.settings.measurement.model_dump(mode="json"),
        "signatures": request.settings.review.signatures,
        "built_on": planned.base,
        "supersedes": planned.supersedes,
        "change_type": planned.change_type,
        "reason": planned.reason,
        "approvals": [],
    }


def metadata(about: dict[str, Any]) -> dict[str, str]:
    """What every Parquet file of the release says of itself."""
    digests = about["delivery_digests"].items()
    return {
        "release": about["release"],
        "synthetic": str(about["synthetic"]).lower(),
        "delivery_digests": ",".join(f"{year}={digest}" for year, digest in digests),
        "code_version": about["code_version"],
        "code_digest": about["code_digest"],
        "rule_set": about["rule_set"],
    }


def _delivered(file: StagedFile) -> dict[str, Any]:
    return {
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


def _warning(result: Result) -> dict[str, Any]:
    return {
        "table": result.table,
        "expectation": result.expectation,
        "says": result.says,
        "checked_rows": result.checked_rows,
        "failed_rows": result.failed_rows,
    }

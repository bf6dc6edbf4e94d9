"""Runs the suites on the staging tables, over all lines, and guards that something was really checked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations.suites import Check, by_batch, checks
from expectations.verdict import Result, passes
from warehouse import room, sql
from warehouse.delivery import staging
from warehouse.errors import StorageError
from warehouse.registry.model import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.registry.terms import Terms
    from warehouse.settings import Machine, Quality

#: Counts only: no offending value ever reaches a result.
RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


class NothingCheckedError(RuntimeError):
    """A check did not run, or looked at no line: a bug, never a good delivery."""


def run(folder: Path, tables: set[str], terms: Terms, quality: Quality) -> list[Result]:
    """Checks every staged table under the law of `terms`; one result per check, in the order of the registry.

    Raises:
        NothingCheckedError: Great Expectations skipped a check or raised in one, or a table was empty.
    """
    planned = checks(tables, terms)
    counts = _counts(folder, by_batch(planned))
    return [_judge(check, *counts[check], quality.quarantine_limit) for check in planned]


def with_files(results: list[Result], staged: staging.Staged, folder: Path, machine: Machine) -> list[Result]:
    """The results, those that reject with the files that hold the broken lines."""
    return [
        replace(result, files=_files(result, staged, folder, machine))
        if not result.passed and result.severity is Severity.CRITICAL
        else result
        for result in results
    ]


def _files(result: Result, staged: staging.Staged, folder: Path, machine: Machine) -> tuple[tuple[str, int], ...]:
    """The files with broken lines and how many; every file of the table, with 0, when the rule is not over lines."""
    names = [file.name for file in staged.of(result.table)]
    found = staging.lines_by_file(folder, machine, result.table, result.broken_when)
    return tuple((names[index], lines) for index, lines in found.items()) or tuple((name, 0) for name in names)


def _judge(check: Check, checked: int, failed: int, quarantine_limit: Decimal) -> Result:
    allowed = quarantine_limit if check.share_allowed else Decimal(0)
    return Result(
        table=check.table,
        expectation=check.name,
        column=check.column,
        severity=check.severity,
        says=check.words.en,
        advice=check.words.advice_en,
        checked_rows=checked,
        failed_rows=failed,
        passed=passes(checked, failed, allowed),
        broken_when=check.broken_when,
    )


def _counts(folder: Path, suites: dict[str, list[Check]]) -> dict[Check, tuple[int, int]]:
    """Lines checked and lines that break the rule, for each check."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    from expectations.duckdb_source import DuckDBStagingSource

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    url = f"duckdb:///{sql.told(folder / staging.DATABASE)}"
    source = context.data_sources.add_or_update_duckdb_staging(
        DuckDBStagingSource(name="staging", connection_string=url)
    )
    counts: dict[Check, tuple[int, int]] = {}
    try:
        for batch, suite in suites.items():
            counts |= _run_suite(source, batch, suite)
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
    _guard(counts, suites)
    return counts


def _run_suite(source: Any, batch: str, suite: list[Check]) -> dict[Check, tuple[int, int]]:  # noqa: ANN401
    import great_expectations as gx
    from great_expectations.expectations.core.expect_table_row_count_to_be_between import (
        ExpectTableRowCountToBeBetween,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.duckdb_source import ExpectLinesToKeepRule

    asset = source.add_table_asset(batch, table_name=batch)
    has_lines = ExpectTableRowCountToBeBetween(min_value=1, severity=FailureSeverity.CRITICAL, meta={"number": -1})
    rules = [check.broken_when for check in suite]
    wanted = [
        ExpectLinesToKeepRule(
            rules=rules,
            count=check.count,
            number=number,
            severity=FailureSeverity(check.severity.value),
            meta={"number": number},
        )
        for number, check in enumerate(suite)
    ]
    validation = (
        asset.add_batch_definition_whole_table("all lines")
        .get_batch()
        .validate(gx.ExpectationSuite(name=batch, expectations=[has_lines, *wanted]), result_format=RESULT_FORMAT)
    )
    return dict(_read(result, suite) for result in validation.results if result.expectation_config.meta["number"] >= 0)


def _read(result: Any, suite: list[Check]) -> tuple[Check, tuple[int, int]]:  # noqa: ANN401
    check = suite[result.expectation_config.meta["number"]]
    counts = result.result
    if "element_count" not in counts or "unexpected_count" not in counts:
        why = room.said(str(result.exception_info))
        if why is not None:
            message = f"checks of table {check.table}: {why}; then run the same command again"
            raise StorageError(message)
        message = f"check {check.table} {check.name} raised an error and checked nothing"
        raise NothingCheckedError(message)
    return check, (int(counts["element_count"]), int(counts["unexpected_count"]))


def _guard(counts: dict[Check, tuple[int, int]], suites: dict[str, list[Check]]) -> None:
    planned = [check for suite in suites.values() for check in suite]
    skipped = [check for check in planned if check not in counts or _looked_at_nothing(check, counts[check][0])]
    if skipped or not planned:
        first = f"{skipped[0].table} {skipped[0].name}" if skipped else "every table"
        message = f"{len(skipped)} checks looked at no line ({first})"
        raise NothingCheckedError(message)


def _looked_at_nothing(check: Check, checked: int) -> bool:
    """Whether a table had no line; a view has none when all lines under it are in quarantine."""
    return checked < 1 and check.batch == check.table

"""Great Expectations on DuckDB: a data source that keeps its one connection, and one expectation over any rule.

Great Expectations has no DuckDB backend: its SQL engine closes the connection before it fetches. The engine here keeps
it open, so that all metrics of a suite are pushed down as a few aggregate queries over all lines.
"""

from __future__ import annotations

import os

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Type  # noqa: UP035

import sqlalchemy as sa
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

if TYPE_CHECKING:
    from collections.abc import Iterator


METRIC = "table.lines_that_break_rules"

# It logs the folders it works in, and at worst an exception with values: nothing of that is for our logs.
logging.getLogger("great_expectations").setLevel(logging.CRITICAL)


class KeptConnectionEngine(SqlAlchemyExecutionEngine):
    """An execution engine that keeps one connection open for all its queries."""

    @contextmanager
    def get_connection(self) -> Iterator[sa.Connection]:
        """The one connection of this engine."""
        if not self._connection:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class DuckDBStagingSource(SQLDatasource):
    """The staging file as a data source."""

    type: Literal["duckdb_staging"] = "duckdb_staging"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> Type[SqlAlchemyExecutionEngine]:  # noqa: UP006 - `type` is a field here
        """The engine that keeps its connection."""
        return KeptConnectionEngine


class LinesThatBreakRules(TableMetricProvider):
    """How many lines a batch has and how many of them break each rule: one query, one scan, for a whole suite."""

    metric_name = METRIC
    value_keys = ("rules", "count")

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],  # noqa: ARG002
        runtime_configuration: dict[str, Any],  # noqa: ARG002
    ) -> list[int]:
        lines = execution_engine.get_domain_records(domain_kwargs=metric_domain_kwargs)
        count = metric_value_kwargs["count"]
        counts = [f"{count} FILTER (WHERE {rule})" for rule in metric_value_kwargs["rules"]]
        query: Any = sa.select(sa.literal_column(count), *map(sa.literal_column, counts)).select_from(lines)
        return [int(found or 0) for found in execution_engine.execute_query(query).fetchone()]


class ExpectLinesToKeepRule(BatchExpectation):
    """Expect every line to keep rule `number` of `rules`, each the SQL that is true of a line that breaks it.

    `count` is the SQL that counts the lines that rows stand for.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)
    success_keys: ClassVar[tuple[str, ...]] = ("rules", "count", "number")
    args_keys: ClassVar[tuple[str, ...]] = ("rules", "count", "number")
    rules: list[str]
    count: str
    number: int

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: Any = None,  # noqa: ANN401, ARG002
    ) -> dict[str, Any]:
        lines, *broken = metrics[METRIC]
        counts = {"element_count": lines, "unexpected_count": broken[self.number]}
        return {"success": broken[self.number] == 0, "result": counts}

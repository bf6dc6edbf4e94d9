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
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import sqlalchemy as sa
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


# It logs the folders it works in, and at worst an exception with values: nothing of that is for our logs.
logging.getLogger("great_expectations").setLevel(logging.CRITICAL)


class KeptConnectionEngine(SqlAlchemyExecutionEngine):  # type: ignore[misc]
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


class DuckDBStagingSource(SQLDatasource):  # type: ignore[misc]
    """The staging file as a data source."""

    type: Literal["duckdb_staging"] = "duckdb_staging"

    @property
    def execution_engine_type(self) -> type[SqlAlchemyExecutionEngine]:
        """The engine that keeps its connection."""
        return KeptConnectionEngine


class LinesKeepRule(ColumnMapMetricProvider):  # type: ignore[misc]
    """Whether a line keeps a rule, given the SQL that is true when it does not."""

    condition_metric_name = "column_values.keep_rule"
    condition_value_keys = ("broken_when",)

    @column_condition_partial(engine=SqlAlchemyExecutionEngine)  # type: ignore[untyped-decorator]
    def _sqlalchemy(cls, column: Any, broken_when: str, **_: Any) -> Any:  # noqa: ANN401, N805, ARG002
        return sa.literal_column(f"(({broken_when}) IS NOT TRUE)", sa.Boolean)


class ExpectLinesToKeepRule(ColumnMapExpectation):  # type: ignore[misc]
    """Expect every line to keep a rule of the registry."""

    map_metric: ClassVar[str] = "column_values.keep_rule"
    success_keys: ClassVar[tuple[str, ...]] = ("broken_when", "mostly")
    broken_when: str

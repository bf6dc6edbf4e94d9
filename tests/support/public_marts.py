"""Marts in the shape in which they are published, for tests: no unrounded twins, statuses beside figures."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from warehouse.registry.marts import MARTS
from warehouse.registry.model import Kind

FREE, SECRET, NOT_APPLICABLE = "vrij", "geheim", "niet_van_toepassing"
ENDING = "_status"
#: What a release keeps to itself.
INTERNAL = ("_exact", "hours_december")
FIGURES = (Kind.INTEGER, Kind.FLOAT, Kind.FLAG)
#: A value that stands nowhere else: a page that shows a withheld cell that holds it is found at once.
PLANTED = 918_273_645


def public(marts: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Marts in public shape; every figure that is there is free."""
    return {name: of_mart(name, frame) for name, frame in marts.items()}


def of_mart(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """One mart in public shape."""
    kept = frame.select(column for column in frame.columns if not column.endswith(INTERNAL))
    return kept.with_columns(_status(column) for column in kept.columns if is_figure(name, column))


def is_figure(mart: str, column: str) -> bool:
    """Whether a column of a mart holds a figure, which has a status."""
    kinds = {one.name: one.kind for one in MARTS[mart].columns}
    return column not in MARTS[mart].key and kinds.get(column) in FIGURES


def plant(frame: pl.DataFrame, where: pl.Expr, *columns: str) -> pl.DataFrame:
    """Some cells withheld. They keep a value, which a published mart never has: pages must go by the status."""
    values = [_planted(frame, where, column) for column in columns]
    status = [
        pl.when(where).then(pl.lit(SECRET)).otherwise(pl.col(f"{column}{ENDING}")).alias(f"{column}{ENDING}")
        for column in columns
    ]
    return frame.with_columns(*values, *status)


def _planted(frame: pl.DataFrame, where: pl.Expr, column: str) -> pl.Expr:
    kind = frame.schema[column]
    value = pl.lit(value=True) if kind == pl.Boolean else pl.lit(PLANTED)
    return (
        pl.when(where).then(value.cast(kind if kind != pl.Null else pl.Int64)).otherwise(pl.col(column)).alias(column)
    )


def _status(column: str) -> pl.Expr:
    free = pl.col(column).is_not_null()
    return pl.when(free).then(pl.lit(FREE)).otherwise(pl.lit(NOT_APPLICABLE)).alias(f"{column}{ENDING}")

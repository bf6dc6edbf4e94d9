"""Finds lines with one key in a table of versions: exact repeats go to quarantine, contradictions are marked.

A 64-bit hash of the key is sorted to find the few candidates among all lines; those are then compared in
full, so a chance collision of the hash changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from warehouse.registry.model import DeliveryTable


def mark(connection: DuckDBPyConnection, table: DeliveryTable, rule_number: int, place: str) -> None:
    """Sets `_rule` of all exact repeats but the first, and `_conflict` of lines with one key that differ.

    Args:
        connection: the staging file.
        table: the table with its key.
        rule_number: of the rule that repeats break.
        place: the table with its lines, in their order.
    """
    key = ", ".join(table.key)
    suspects = _suspect_hashes(connection, place, key)
    if not len(suspects):
        return
    connection.register("suspects", {"h": suspects})
    same = " AND ".join(f"a.{column.name} IS NOT DISTINCT FROM b.{column.name}" for column in table.columns)
    same_key = " AND ".join(f"a.{name} = b.{name}" for name in table.key)
    connection.execute(
        f"CREATE TEMP TABLE suspect_lines AS SELECT rowid AS line, * FROM {place} "
        f"WHERE _rule = 0 AND hash({key}) IN (SELECT h FROM suspects)"
    )
    connection.execute(
        f"UPDATE {place} SET _rule = {rule_number} WHERE rowid IN (SELECT a.line FROM suspect_lines a "
        f"JOIN suspect_lines b ON {same_key} AND a.line > b.line WHERE {same})"
    )
    connection.execute(
        f"UPDATE {place} SET _conflict = true WHERE rowid IN (SELECT a.line FROM suspect_lines a "
        f"JOIN suspect_lines b ON {same_key} AND a.line <> b.line WHERE NOT ({same}))"
    )
    connection.execute("DROP TABLE suspect_lines")
    connection.unregister("suspects")


def _suspect_hashes(connection: DuckDBPyConnection, table: str, key: str) -> np.ndarray:
    """The hashes that more than one accepted line has; uint64, sorted, unique."""
    found = connection.execute(f"SELECT hash({key}) AS h FROM {table} WHERE _rule = 0").fetchnumpy()
    hashes = np.asarray(found["h"])
    del found
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])

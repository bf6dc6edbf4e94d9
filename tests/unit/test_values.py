"""A delivered value is read as the contract says, and as nothing else: the independent reader agrees on odd ones."""

from __future__ import annotations

import duckdb
import pytest

from tests.support.deliveries import Kind
from tests.support.mutating import ODD
from tests.support.strict_reader import InexactError, UnreadableError, typed
from warehouse.delivery.layout import inexact_sql, value_sql
from warehouse.registry.deliveries import DELIVERIES

COLUMNS = {
    Kind.DATE: ("polis", "datum_ontvangst"),
    Kind.INTEGER: ("polis", "aantverlu"),
    Kind.DECIMAL: ("liv", "bedrag"),
    Kind.BOOLEAN: ("verdeelsleutel", "respons"),
    Kind.TEXT: ("werkgevers", "naam"),
}
MORE = {
    Kind.DATE: (
        *(
            "2021-12-01",
            "0001-01-01",
            "1600-02-29",
            "2100-02-29",
            "2021-00-10",
            "2021-13-01",
            "0000-01-01",
            "-001-01-01",
        ),
        *(
            "2021-12-0 ",
            "   1-12-01",
            "2021- 1-01",
            "2021-1 -01",
            "2021-12-+1",
            "\t021-12-01",
            "2021-12-\t1",
            "-infinity",
        ),
    ),
    Kind.INTEGER: ("--1", "+", "1\n", "-00", "1e2", "\u0966"),
    Kind.DECIMAL: ("-,5", "1,", "0," + "0" * 30, "1," + "0" * 19, "-0,5", "0" * 20 + ",5", "1.5", "1e3"),
    Kind.BOOLEAN: ("J", "N", "\nJ"),
    Kind.TEXT: ("\u2028x", "\u00adx", "\ufb01", "\u212b", "\x1c x"),
}
VALUES = [(kind, value) for kind in COLUMNS for value in (*ODD[kind], *MORE[kind]) if value]


def by_the_reader(kind: Kind, value: str) -> object:
    try:
        return typed(value, kind)
    except UnreadableError:
        return None
    except InexactError:
        return "inexact"


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=lambda one: repr(one)[:30])
def test_an_odd_value_is_read_as_the_contract_says(kind: Kind, value: str) -> None:
    table, name = COLUMNS[kind]
    column = DELIVERIES[table].column(name)
    inexact = inexact_sql(column, "VARCHAR", "csv") if kind is Kind.DECIMAL else "false"
    query = f'SELECT {value_sql(column, name)}, {inexact} FROM (SELECT ?::VARCHAR AS "{name}")'
    found = duckdb.execute(query, [value]).fetchall()[0]
    assert ("inexact" if found[1] else found[0]) == by_the_reader(kind, value)

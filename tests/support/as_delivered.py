"""Random tables of the warehouse as the delivery they could have come from, for the oracle."""

from __future__ import annotations

from tests.support.deliveries import Delivery
from tests.support.random_years import Tables

#: What the tables and some of their columns are called in a delivery.
TABLES = {
    "register": "doelgroepregister",
    "polis": "polis",
    "employers": "werkgevers",
    "survey": "verdeelsleutel",
    "secondments": "wsw_detacheringen",
    "shares": "opgaven",
    "liv": "liv",
    "social_return": "social_return",
}
COLUMNS = {"person": "bsn", "employer": "lhnr"}


def as_delivered(tables: Tables, year: int) -> Delivery:
    """The lines of a year under the names of `deliveries.md`."""
    return Delivery(
        year,
        {
            TABLES[name]: [{COLUMNS.get(column, column): value for column, value in row.items()} for row in rows]
            for name, rows in ((name, frame.to_dicts()) for name, frame in tables.items())
        },
    )

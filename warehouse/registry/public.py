"""The marts as readers get them: what each declares of disclosure control gives their columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.protection.declared import STATUS, Empty, Internal, has_status
from warehouse.registry.mart_columns import TEXT
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.protection.declared import Decision
    from warehouse.registry.model import Mart

SECTION = "disclosure.md, section 7"


def public_mart(mart: Mart) -> Mart:
    """A mart without what is internal, and with a status beside each figure that can be withheld or empty.

    Raises:
        KeyError: a column has no decision.
    """
    columns = tuple(
        column
        for one in mart.columns
        for column in ((one,) if one.name in mart.key else _public(one, mart.protection.columns[one.name]))
    )
    return replace(mart, columns=columns)


def can_be_empty(column: Column) -> bool:
    """Whether a figure or flag can have no value; an empty text says nothing, and needs no status for that."""
    return column.nullable and column.kind is not Kind.TEXT


def _public(column: Column, decision: Decision) -> Iterator[Column]:
    if isinstance(decision, Internal):
        return
    with_status = has_status(decision, can_be_empty=can_be_empty(column))
    yield replace(column, nullable=True) if with_status else column
    if with_status:
        yield _status(column)


def _status(column: Column) -> Column:
    return Column(
        column.name + STATUS,
        TEXT,
        f"{column.title_nl}: status",
        f"{column.title_en}: status",
        source=SECTION,
        values=tuple(one.value for one in Empty),
        codes_of="status",
    )


#: What is published, by name.
PUBLIC_MARTS = {name: public_mart(mart) for name, mart in MARTS.items()}

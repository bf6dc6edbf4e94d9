"""The marts as readers get them: what each declares of disclosure control gives their columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.protection.declared import IS_TOTAL, STATUS, Empty, Internal, has_status
from warehouse.registry.mart_columns import DISSEMINATION, FLAG, FORM, SECTOR, TEXT
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.protection.declared import Decision
    from warehouse.registry.model import Mart

SECTION = "disclosure.md, section 7"
TOTALS = Column(IS_TOTAL, FLAG, "Is een totaal", "Is a total", source=DISSEMINATION)


def public_mart(mart: Mart) -> Mart:
    """A mart without what is internal, with a status beside what can be withheld or empty, and with totals marked.

    Raises:
        KeyError: a column has no decision.
    """
    columns = [
        column
        for one in mart.columns
        for column in ((one,) if one.name in mart.key else _public(one, mart.protection.columns[one.name]))
    ]
    if has_totals(mart):
        last = max(number for number, column in enumerate(columns) if column.name in mart.key)
        columns.insert(last + 1, TOTALS)
    return replace(mart, columns=tuple(columns))


def has_totals(mart: Mart) -> bool:
    """Whether rows of a mart can be sums of others: tables of figures, and those that repeat them."""
    return mart.figures or not {SECTOR.name, FORM.name}.isdisjoint(mart.names())


def can_be_empty(column: Column) -> bool:
    """Whether a column can have no value, so that its status says why."""
    return column.nullable


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

"""What a chapter of the specification is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Case:
    """Tables that go in, the call, and the table that must come out; tables are text (`text_tables.py`).

    `call` gets every table of `given` under its own name. Of its result the columns of `expected` are
    compared, with their types, in the order of the rows. `choice` names the setting that the case shows.
    """

    name: str
    given: Mapping[str, str]
    call: Callable[..., pl.LazyFrame]
    expected: str
    choice: str = ""


@dataclass(frozen=True)
class Chapter:
    """A step of the measurement or a published table: its title, its rule with the source, and its cases.

    `mart` names the table of `warehouse.registry.marts` whose transform the cases call, `facts` those of
    `warehouse.registry.facts`.
    """

    title: str
    text: str
    cases: tuple[Case, ...]
    mart: str = ""
    facts: tuple[str, ...] = ()

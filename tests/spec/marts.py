"""Makes a mart from the tables of a case, as the program does: by the registry."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from flows import marts as making
from warehouse.registry.marts import MARTS


def made(name: str, **at_hand: object) -> Callable[..., pl.LazyFrame]:
    """What makes a mart from tables by name, with what is no table or the same in all cases `at_hand`."""

    def make(**tables: pl.LazyFrame) -> pl.LazyFrame:
        return making.make(MARTS[name], at_hand | tables).lazy()

    return make

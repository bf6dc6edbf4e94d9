"""Step 4: who belongs to the target group in December, and on which ground."""

from __future__ import annotations

import polars as pl

from transforms.rules import Choices, december


def counted_people(register: pl.LazyFrame, grounds: pl.LazyFrame, year: int, choices: Choices) -> pl.LazyFrame:
    """People with a registration on a counting ground that overlaps December of `year`, once each.

    Args:
        register: person, grondslag, datum_registratie, datum_einde.
        grounds: code, priority (integer), counts_for_agreement (yes or no).
        year: the measurement year.
        choices: `ground_of_several` says which of several grounds is the person's.

    Returns:
        person, grondslag; one row a person, sorted by person.
    """
    first, last = december(year)
    order = ["priority", "datum_registratie"]
    if choices.ground_of_several == "earliest_registration":
        order.reverse()
    return (
        register.join(grounds.filter(pl.col("counts_for_agreement") == "yes"), left_on="grondslag", right_on="code")
        .filter(pl.col("datum_registratie") <= last)
        .filter(pl.col("datum_einde").is_null() | (pl.col("datum_einde") >= first))
        .sort("person", *order)
        .unique("person", keep="first", maintain_order=True)
        .select("person", "grondslag")
    )

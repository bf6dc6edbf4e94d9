"""Step 4: who is in the register, on which grounds, and whether that counts under the law of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from transforms.law import Law

#: Between the grounds of a person in the column `grounds`.
AND = "+"
EARLIEST_REGISTRATION = "earliest_registration"
PERSON = ("person", "grondslag", "arbeidsmarktregio", "counts")


def people_in_register(register: pl.LazyFrame, law: Law, first: date, last: date) -> pl.LazyFrame:
    """People with a registration that overlaps the days from `first` to `last`, once each.

    Args:
        register: person, grondslag, arbeidsmarktregio, datum_registratie, datum_einde.
        law: which grounds count, in which order, and which of several is the person's.
        first: first day.
        last: last day, both inclusive.

    Returns:
        person, grondslag (the first ground that counts, else the first one), arbeidsmarktregio (of that registration),
        counts, and grounds: every ground of the person in order, separated by `+`, so that another law can be run over
        the same people. One row per person, sorted by person.
    """
    there = (
        register.join(_grounds(law), left_on="grondslag", right_on="code")
        .filter(pl.col("datum_registratie") <= last)
        .filter(pl.col("datum_einde").is_null() | (pl.col("datum_einde") >= first))
        .with_columns(_several=pl.col("person").is_duplicated())
    )
    once = there.filter(~pl.col("_several")).select(*PERSON, grounds="grondslag")
    return pl.concat([once, _of_several(there.filter("_several"), law)]).sort("person")


def _of_several(there: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """The same of people with several registrations: the one that their ground is taken from, and all their grounds."""
    order = ["rank", "datum_registratie"]
    if law.choices.ground_of_several == EARLIEST_REGISTRATION:
        order.reverse()
    there = there.sort("person", *order, "arbeidsmarktregio", nulls_last=True)
    grounds = (
        there.unique(["person", "grondslag"], keep="first", maintain_order=True)
        .group_by("person", maintain_order=True)
        .agg(grounds=pl.col("grondslag").str.join(AND))
    )
    return (
        there.sort("person", ~pl.col("counts"), maintain_order=True)
        .unique("person", keep="first", maintain_order=True)
        .select(*PERSON)
        .join(grounds, on="person", how="left")
    )


def _grounds(law: Law) -> pl.LazyFrame:
    """Every ground with its rank, and whether it counts."""
    rows = [(code, rank, code in law.counting) for rank, code in enumerate(law.grounds)]
    return pl.LazyFrame(rows, schema={"code": pl.String, "rank": pl.Int64, "counts": pl.Boolean}, orient="row")

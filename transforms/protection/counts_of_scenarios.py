"""Base counts of the mart `scenarios`: the group of lines that a scenario counts otherwise than the law.

Where a scenario differs from the official result, the difference is a figure about that group. Source:
docs/spec/disclosure.md, section 4.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from transforms.analyses.scenarios import OFFICIAL, law_of
from transforms.law import NOT_COUNTED
from transforms.protection.contributions import SCHEMA, of_lines, public_employers, table
from transforms.protection.counts_of_deliveries import jobs_of_social_return
from transforms.register import AND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.analyses.scenarios import RuleSet
    from transforms.law import Law, LawBook
    from transforms.protection.contributions import Cell, Contributions

MOVED = "moved"
#: The rows of a scenario by group, and its row of all groups together.
OF_GROUP, OF_ALL = ("scenario", "sector", "from", "to"), ("scenario",)


def of_scenarios(
    of_register: pl.LazyFrame,
    sectors: pl.LazyFrame,
    social_return: pl.LazyFrame,
    rule_sets: Iterable[RuleSet],
    book: LawBook,
    year: int,
) -> pl.LazyFrame:
    """Of `scenarios`: for each rule set what it moves, by sector and form before and after, and in all.

    A rule set that moves nothing in this year has no rows. One that is about each earlier year moves the same in each:
    it is there once, under the name of its entry. One that moves lines and social return has contributors that are not
    known: nobody was delivered that works with both.

    Args:
        of_register: every line of people in the register, with `listed`, `grounds` and the employer's sector.
        sectors: the employers with their sector.
        social_return: the delivered lines.
        rule_sets: the entries.
        book: the law of every year.
        year: the measurement year.
    """
    worked = of_register.filter(pl.col("sector").is_not_null() & (pl.col("hour_days") > 0))
    public = public_employers(sectors)
    groups: dict[Cell, Contributions] = {}
    whole: dict[Cell, Contributions] = {}
    for rules in (one for one in rule_sets if one.name != OFFICIAL):
        moved = _moved(worked, rules.name, book.law(year), law_of(rules, book).law(year))
        in_all = of_lines(moved, public, *OF_ALL).get((rules.name,))
        groups |= of_lines(moved, public, *OF_GROUP)
        jobs = jobs_of_social_return(social_return) if rules.social_return_counts_as else None
        found = replace(in_all, known=False) if in_all and jobs else in_all or jobs
        whole |= {(rules.name,): found} if found else {}
    parts = [table(year, names, MOVED, cells) for names, cells in ((OF_GROUP, groups), (OF_ALL, whole))]
    return pl.concat([pl.LazyFrame(schema=SCHEMA), *parts])


def _moved(worked: pl.LazyFrame, scenario: str, law: Law, other: Law) -> pl.LazyFrame:
    """The lines that another law counts otherwise, with the form that they count as `from` one and `to` the other."""
    kinds = worked.select("listed", "grounds").unique().collect().rows()
    rows = [(listed, grounds, _form(law, listed, grounds), _form(other, listed, grounds)) for listed, grounds in kinds]
    schema = dict.fromkeys(("listed", "grounds", "from", "to"), pl.String)
    moved = pl.LazyFrame(rows, schema=schema, orient="row").filter(pl.col("from") != pl.col("to"))
    return worked.join(moved, on=["listed", "grounds"]).with_columns(scenario=pl.lit(scenario))


def _form(law: Law, listed: str, grounds: str) -> str:
    """The form that a line counts as under a law; `telt_niet` without a ground that counts."""
    counts = not set(law.counting).isdisjoint(grounds.split(AND))
    return law.form(listed) if counts else NOT_COUNTED

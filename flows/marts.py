"""Which transform makes each table of the registry, and from what; a mart is one entry there and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from flows.inputs import FigureInputs, ReleaseInputs, YearInputs
from transforms import allocation_key, jobs
from transforms.analyses.decomposition import decomposition
from transforms.analyses.government_sectors import government_sectors
from transforms.analyses.liv_by_size import liv_by_size
from transforms.analyses.ministries import ministries
from transforms.analyses.observations import observations
from transforms.analyses.participation_cohort import participation_cohort
from transforms.analyses.quota import quota
from transforms.analyses.reconciliation import reconciliation
from transforms.analyses.scenarios import scenarios
from transforms.analyses.social_return import social_return
from transforms.analyses.target_group import target_group
from transforms.analyses.uncertainty import uncertainty
from transforms.protection import counts_of_deliveries, counts_of_hours, counts_of_scenarios
from transforms.protection.contributions import base_counts
from transforms.protection.public import marked
from transforms.realisation import realisation
from warehouse import tables
from warehouse.registry import analyses, facts, marts

if TYPE_CHECKING:
    from warehouse.registry.model import Mart


#: Tables that are made from one year and kept in the release.
OF_YEAR: dict[Mart, Callable[[YearInputs], pl.LazyFrame]] = {
    facts.HOURS: lambda of: jobs.hours(of.lines.of_register, of.year),
    facts.PEOPLE: lambda of: jobs.people(of.lines.counted, of.year),
    facts.STRATA: lambda of: allocation_key.response(of.rows.survey, of.year),
    marts.ALLOCATION_KEY: lambda of: allocation_key.allocation_key(of.rows.survey, of.year),
    analyses.GOVERNMENT_SECTORS: lambda of: government_sectors(
        of.lines.counted, of.lines.sectors, of.rows.shares, of.sub_sectors, of.law
    ),
    analyses.MINISTRIES: lambda of: ministries(of.lines.counted, of.lines.sectors, of.rows.shares, of.law),
    analyses.TARGET_GROUP: lambda of: target_group(of.rows.register, of.lines.counted, of.law),
    analyses.PARTICIPATION_COHORT: lambda of: participation_cohort(
        of.cohort.registers, of.cohort.months, of.year, of.book.law
    ),
    analyses.QUOTA: lambda of: quota(of.lines.sectors, of.lines.year_lines, of.rows.register, of.law),
    analyses.LIV_BY_SIZE: lambda of: liv_by_size(of.rows.liv, of.lines.sectors, of.size_classes, of.year),
    analyses.SOCIAL_RETURN: lambda of: social_return(of.rows.social_return, of.year),
    facts.BASE_COUNTS: lambda of: base_counts({mart.name: make(of) for mart, make in COUNTS_OF_YEAR.items()}),
}
#: What the rows of each mart of a year rest on: the parts of `base_counts`, of marts of a whole release too.
COUNTS_OF_YEAR: dict[Mart, Callable[[YearInputs], pl.LazyFrame]] = {
    marts.REALISATION: lambda of: counts_of_hours.of_realisation(of.lines.counted, of.lines.sectors, of.year),
    marts.ALLOCATION_KEY: lambda of: counts_of_deliveries.of_allocation_key(of.rows.survey, of.year),
    marts.DECOMPOSITION: lambda of: counts_of_deliveries.of_allocation_key(of.rows.survey, of.year),
    analyses.UNCERTAINTY: lambda of: counts_of_deliveries.of_uncertainty(of.rows.survey, of.year),
    analyses.GOVERNMENT_SECTORS: lambda of: counts_of_hours.of_government_sectors(
        of.lines.counted, of.lines.sectors, _made(analyses.GOVERNMENT_SECTORS, of), of.year
    ),
    analyses.MINISTRIES: lambda of: counts_of_hours.of_ministries(
        of.lines.counted, of.lines.sectors, _made(analyses.MINISTRIES, of), of.year
    ),
    analyses.TARGET_GROUP: lambda of: counts_of_hours.of_target_group(
        of.rows.register, of.lines.counted, of.lines.sectors, _made(analyses.TARGET_GROUP, of), of.law
    ),
    analyses.PARTICIPATION_COHORT: lambda of: counts_of_deliveries.of_participation_cohort(
        _made(analyses.PARTICIPATION_COHORT, of)
    ),
    analyses.QUOTA: lambda of: counts_of_deliveries.of_quota(
        of.lines.sectors, of.lines.year_lines, of.rows.register, of.law
    ),
    analyses.LIV_BY_SIZE: lambda of: counts_of_deliveries.of_liv_by_size(
        of.rows.liv, of.lines.sectors, of.size_classes, of.year
    ),
    analyses.SOCIAL_RETURN: lambda of: counts_of_deliveries.of_social_return(of.rows.social_return, of.year),
    analyses.SCENARIOS: lambda of: counts_of_scenarios.of_scenarios(
        of.lines.of_register, of.lines.sectors, of.rows.social_return, of.rule_sets, of.book, of.year
    ),
}
#: Tables that are made from what is kept, for all years at once.
OF_RELEASE: dict[Mart, Callable[[ReleaseInputs], pl.LazyFrame]] = {
    marts.REALISATION: lambda of: realisation(of.measured, of.people, of.published.totals),
    marts.DECOMPOSITION: lambda of: decomposition(of.measured),
    analyses.UNCERTAINTY: lambda of: uncertainty(of.measured, of.of(marts.ALLOCATION_KEY)),
    analyses.SCENARIOS: lambda of: scenarios(
        of.measured, of.published.shares, of.of(analyses.SOCIAL_RETURN), of.published.rule_sets
    ),
}
#: The dimensions that are columns of `observations`.
PLACES = [column.name for column in analyses.PLACES]
#: Tables that hold figures of the others once more.
OF_FIGURES: dict[Mart, Callable[[FigureInputs], pl.LazyFrame]] = {
    marts.RECONCILIATION: lambda of: reconciliation(
        of.of(marts.REALISATION), of.of(analyses.GOVERNMENT_SECTORS), of.of(analyses.QUOTA), of.published.numbers
    ),
    analyses.OBSERVATIONS: lambda of: observations(of.figures, of.described, PLACES),
}


def make_of_year(inputs: YearInputs) -> dict[str, pl.DataFrame]:
    """Every table of one year, as the registry declares it."""
    return {mart.name: tables.conform(_made(mart, inputs), mart) for mart in OF_YEAR}


def _made(mart: Mart, of: YearInputs) -> pl.LazyFrame:
    """A table of one year, made once: its base counts need its rows."""
    if mart.name not in of.made:
        of.made[mart.name] = OF_YEAR[mart](of)
    return of.made[mart.name]


def make_of_release(inputs: ReleaseInputs) -> dict[str, pl.DataFrame]:
    """Every table that is made for all years at once, as the registry declares it."""
    return {mart.name: tables.conform(make(inputs), mart) for mart, make in OF_RELEASE.items()}


def make_of_figures(inputs: FigureInputs, registry: Mapping[str, Mart] = marts.MARTS) -> dict[str, pl.DataFrame]:
    """Every table that repeats the figures of others, exact or as a registry of public marts has them."""
    made = {mart: marked(make(inputs), [*mart.dimensions, *PLACES]) for mart, make in OF_FIGURES.items()}
    return {mart.name: tables.conform(frame, registry[mart.name]) for mart, frame in made.items()}

"""What the tables of one year, and those of a whole release, are made from: by the names that transforms ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import ConfigDict, TypeAdapter, ValidationError

from transforms import lines as measure
from transforms import returns
from transforms.analyses.observations import Described
from transforms.analyses.participation_cohort import worked_months
from transforms.analyses.quota import QuotaRules
from transforms.analyses.scenarios import RuleSet, check
from transforms.law import SECTORS, Choices
from warehouse import store
from warehouse.errors import WrongUseError
from warehouse.reference import codes, frames
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from warehouse.home import Home
    from warehouse.registry.model import Mart
    from warehouse.settings import Settings

#: Kinds of columns that hold figures.
NUMBERS = (Kind.INTEGER, Kind.FLOAT)


def of_year(home: Home, year: int, settings: Settings, companions: Sequence[int]) -> dict[str, Any]:
    """Everything that the tables of the year are made from.

    Its rows in the warehouse, the lines that come from them, code lists, and the registers and worked months of its
    `companions`, the years that share a cohort with it.
    """
    chosen = choices(settings)
    with store.opened(home) as warehouse:
        rows = {name: store.frame(warehouse, name, year) for name in store.KEPT}
        others = [_companion(warehouse, other, chosen) for other in companions]
    known = measure.Codes(codes.employment_codes(), frames.natures(), frames.grounds())
    of_measurement = {name: rows[name] for name in ("register", "polis", "employers", "secondments")}
    lines = measure.lines(measure.Rows(**of_measurement), year, known, chosen)
    cohort = [*others, _part_of_cohort(year, rows["register"], lines.returns_of_year, chosen)]
    return rows | of_lines(lines) | {
        "year": year,
        "choices": chosen,
        "grounds": frames.grounds(),
        "sub_sectors": codes.government_sectors(),
        "size_classes": frames.size_classes(),
        "quota_rules": quota_rules(settings, year),
        "registers": pl.concat([register for register, _ in cohort]),
        "months_of_years": pl.concat([months for _, months in cohort]),
    }  # fmt: skip


def of_lines(lines: measure.Lines) -> dict[str, Any]:
    """The lines of a year by the names that transforms ask for, and how many count."""
    return {
        "lines": lines.of_register,
        "counted": lines.counted,
        "sectors": lines.sectors,
        "year_lines": lines.year_lines,
        "unknown_employer_lines": lines.unknown_employer_lines(),
        "counted_lines": lines.that_count.collect().height,
    }


def of_release(found: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """The tables of a release that were made already, of all years, from which others are made."""
    made = {name: frame.lazy() for name, frame in found.items()}
    figures = {name: described(mart) for name, mart in MARTS.items() if mart.figures and name in made}
    return made | {"figures": made, "described": figures}


def published() -> dict[str, Any]:
    """What the tables of a release are made from besides: targets, what was published before, and the rule sets."""
    return {
        "targets": frames.targets(),
        "published_totals": frames.published_totals(),
        "published_keys": frames.published_keys(),
        "published_numbers": frames.published_numbers(),
        "rule_sets": rule_sets(),
    }


def choices(settings: Settings) -> Choices:
    """The choices of the measurement as the settings have them."""
    return Choices(**settings.measurement.model_dump())


def rule_sets() -> list[RuleSet]:
    """The rule sets of the scenarios, in the order of their entries.

    Raises:
        WrongUseError: an entry has a name or a value that a rule set does not have, or lacks one that it needs.
    """
    entries = TypeAdapter(tuple[RuleSet, ...], config=ConfigDict(extra="forbid"))
    try:
        found = entries.validate_python(codes.scenarios())
        check(found, codes.grounds())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = f"entry {first['loc'][0] + 1 if isinstance(first['loc'][0], int) else ''}"
        raise _wrong_entry(f"{where}, {first['loc'][-1]}: {first['msg']}") from None
    except ValueError as error:
        raise _wrong_entry(str(error)) from None
    return list(found)


def _wrong_entry(why: str) -> WrongUseError:
    return WrongUseError(f"scenarios.toml: {why}; see the head of the file")


def quota_rules(settings: Settings, year: int) -> QuotaRules:
    """The variables of the quota over a year: those of the law, and those that the settings add."""
    added: dict[str, dict[str, Decimal]] = {}
    for sector, values in settings.quota.variables.get(str(year), {}).items():
        added[sector] = {str(letter): value for letter, value in values.items()}
    law = codes.quota_variables(year)
    variables = {sector: {**law[sector], **added.get(sector, {})} for sector in SECTORS}
    return QuotaRules(variables, codes.quota_threshold())


def described(mart: Mart) -> Described:
    """What a table of figures consists of; the unrounded twin of a figure is none of its own."""
    figures = [column for column in mart.columns if column.kind in NUMBERS and column.name not in mart.key]
    units = {column.name: column.unit for column in figures if not column.name.endswith("_exact")}
    return Described(mart.year_column, [name for name in mart.key if name != mart.year_column], units)


def _companion(warehouse: DuckDBPyConnection, year: int, chosen: Choices) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The register and the worked months of another year."""
    at_cut = returns.at_the_cut(store.frame(warehouse, "polis", year), year)
    employed = returns.employment_only(at_cut, codes.employment_codes())
    return _part_of_cohort(year, store.frame(warehouse, "register", year), employed, chosen)


def _part_of_cohort(
    year: int, register: pl.LazyFrame, returns_of_year: pl.LazyFrame, chosen: Choices
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    of_year_ = pl.lit(year, pl.Int64).alias("year")
    months = worked_months(returns_of_year, year, chosen).collect().lazy()
    return register.with_columns(of_year_), months.with_columns(of_year_)

"""Disclosure control of a release: which figures readers get, from the exact marts and what they rest on.

What is decided here is decided by `transforms/protection/`; this module says of what, with which thresholds and after
which earlier releases.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from flows import inputs
from flows import marts as making
from transforms import revisions
from transforms.analyses.observations import dimensions
from transforms.protection.declared import IS_TOTAL, Declared, Figure, Moved, Ratio
from transforms.protection.protect import NotProtectableError, Protected, audit, protect
from transforms.protection.public import RoundTo, marked, public, status_of, withheld_in
from transforms.protection.release import MOVED, Tables, group_of, legal_warnings, missing_counts, system_of
from transforms.protection.rules import Rule, Thresholds
from transforms.protection.solver import OutOfTimeError
from transforms.protection.system import Status
from transforms.protection.vintages import Vintage
from warehouse import tables
from warehouse.errors import ProtectionError
from warehouse.registry.facts import STATUSES
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS, can_be_empty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flows.inputs import Published
    from transforms.protection.audit import AuditReport
    from transforms.protection.system import Key, System
    from warehouse.settings import Disclosure

Frames = dict[str, pl.DataFrame]
#: Marts that hold figures of others once more; readers get them from the public ones.
COPIES = {mart.name for mart in making.OF_FIGURES} | {"revisions"}
#: What disclosure control looks at.
DECLARED = {name: inputs.declared(mart) for name, mart in MARTS.items() if name not in COPIES}


@dataclass(frozen=True)
class Earlier:
    """An earlier release: its name, its exact marts, and its facts `base_counts` and `disclosure`."""

    release: str
    marts: Frames
    counts: pl.DataFrame
    disclosure: pl.DataFrame


@dataclass(frozen=True)
class Asked:
    """What is to be protected.

    Attributes:
        marts: the exact marts.
        counts: the fact `base_counts` of all years.
        disclosure: the fact `disclosure` of the years that are not built again.
        years: the years that are built.
        settings: `[disclosure]` as each year was protected under it.
        earlier: the releases before, the oldest first.
    """

    marts: Frames
    counts: pl.DataFrame
    disclosure: pl.DataFrame
    years: Sequence[int]
    settings: Mapping[int, Disclosure]
    earlier: Sequence[Earlier] = ()

    @property
    def now(self) -> Disclosure:
        """The settings of the years that are built."""
        return self.settings[max(self.years)]


@dataclass(frozen=True)
class Result:
    """What disclosure control made of a release.

    Attributes:
        protected: the decisions.
        report: the audit over the public marts as they say themselves.
        marts: the marts for readers; those that copy others, and `revisions`, are still to be made of them.
        disclosure: the fact `disclosure` of all years.
        legal: figures that law and letters require, though they rest on few.
        system: cells and equations.
    """

    protected: Protected
    report: AuditReport
    marts: Frames
    disclosure: pl.DataFrame
    legal: Mapping[Key, Rule]
    system: System


def protect_release(asked: Asked) -> Result:
    """Decides which figures of a release are withheld, makes the public marts and audits them.

    Raises:
        ProtectionError: figures cannot be protected, or base counts of a year are not there.
    """
    found = _tables(asked)
    _check_counts(found)
    system, limits = system_of(found), thresholds(asked.now)
    earlier = [_vintage(one, asked) for one in asked.earlier]
    try:
        done = protect(system, limits, earlier, asked.now.seconds, law_comes_first=True)
        statuses = _by_bundle(system, done.statuses)
        marts = _public(asked, statuses)
        written = dict.fromkeys(_withheld(system, marts), Status.SECONDARY)
        report = audit(system, limits, written, earlier, asked.now.seconds, done.from_law)
    except NotProtectableError as error:
        raise _not_protectable(error) from None
    except OutOfTimeError:
        message = f"disclosure control: not done within {asked.now.seconds} s; raise seconds in [disclosure]"
        raise ProtectionError(message) from None
    if not report.passed:
        raise _not_protectable(NotProtectableError({*report.narrow, *report.alone}))
    facts = _facts(asked, system, done)
    return Result(done, report, marts, facts, legal_warnings(found), system)


def public_copies(made: Frames, published: Published) -> Frames:
    """The public marts with those that repeat their figures."""
    return made | making.make_of_figures(inputs.of_figures(made, published, PUBLIC_MARTS), PUBLIC_MARTS)


def public_revisions(
    made: Frames, base: Mapping[str, pl.DataFrame] | None, years: Sequence[int], about: Mapping[str, str | None]
) -> pl.DataFrame:
    """The mart `revisions` for readers: what the base release says, and what this one changes.

    Args:
        made: the public marts.
        base: those of the release it is built on.
        years: those that were built again.
        about: release, supersedes and change_type; without `supersedes` nothing is revised.
    """
    mart = PUBLIC_MARTS["revisions"]
    known = tables.empty(mart) if base is None else base[mart.name]
    if base is None or about["supersedes"] is None:
        return tables.conform(known.lazy(), mart)
    told = [pl.lit(value, pl.String).alias(name) for name, value in about.items()]
    figures = [name for name, one in PUBLIC_MARTS.items() if one.figures and name in base]
    before, after = _keyed(base, figures), _keyed(made, figures)
    found = revisions.public_changes(before, after, _rows_by_mart(years), revised_only=True)
    new = found.rename({"column": "mart_column"}).with_columns(told)
    return tables.conform(pl.concat([known, new.select(mart.names())]).lazy(), mart)


def public_differences(made: Frames, base: Mapping[str, pl.DataFrame] | None, years: Sequence[int]) -> pl.DataFrame:
    """Every cell in which the public marts differ from those of the release they are built on, once; largest first.

    Old and new are both empty where one of them is withheld.
    """
    names = [name for name in PUBLIC_MARTS if name not in {"observations", "revisions"}]
    before = _keyed(base or {}, [name for name in names if base and name in base])
    found = revisions.public_changes(before, _keyed(made, names) if base else {}, _rows_by_mart(years))
    largest = pl.col("difference").abs()
    ordered = found.sort(largest, "mart", "cell", "column", descending=[True, *[False] * 3], nulls_last=True)
    return ordered.select("mart", "cell", "column", "old", "new", "difference")


def _keyed(marts: Mapping[str, pl.DataFrame], names: Iterable[str]) -> dict[str, tuple[pl.DataFrame, tuple[str, ...]]]:
    """Public marts with their keys, to be compared; which rows are totals their keys say, so that it is no change."""
    return {name: (marts[name].drop(IS_TOTAL, strict=False), PUBLIC_MARTS[name].key) for name in names}


def thresholds(settings: Disclosure) -> Thresholds:
    """The thresholds of the rules, from the settings."""
    return Thresholds(
        min_persons=settings.min_persons,
        min_employers=settings.min_employers,
        dominance_p=Fraction(settings.dominance_p),
        zeros=settings.zeros,
        unknown_contributors=settings.unknown_contributors,
        public_bodies=settings.public_bodies,
    )


def round_to(settings: Disclosure) -> RoundTo:
    """What readers get figures in, from the settings."""
    return RoundTo(settings.round_persons_to, settings.round_detailed_jobs_to, settings.round_euros_to)


def _tables(asked: Asked) -> Tables:
    return Tables(
        marts={name: asked.marts[name] for name in DECLARED},
        counts=asked.counts,
        declared=DECLARED,
        thresholds={year: thresholds(settings) for year, settings in asked.settings.items()},
        fixed=_statuses(asked.disclosure),
        withheld_before=frozenset(
            key for one in asked.earlier for key, status in _statuses(one.disclosure).items() if status.withheld
        ),
    )


def _rows_by_mart(years: Collection[int]) -> dict[str, set[int]]:
    """By mart the years of rows that some years take part in: a cohort's row is of its first year."""
    return {name: {year - before for year in years for before in range(mart.years)} for name, mart in MARTS.items()}


def _check_counts(found: Tables) -> None:
    missing = missing_counts(found)
    if missing:
        years = ",".join(str(year) for year in missing)
        message = (
            f"build: what the figures of {years} rest on is not in the release it is built on, so they cannot be "
            f"protected; build those years again in one candidate: --years {years}"
        )
        raise ProtectionError(message)


def _vintage(one: Earlier, asked: Asked) -> Vintage:
    """What an earlier release says of the years that are built again."""
    years = _rows_by_mart(asked.years)
    marts = {
        name: one.marts.get(name, asked.marts[name].clear()).filter(pl.col(mart.year).is_in(list(years[name])))
        for name, mart in DECLARED.items()
    }
    limits = {year: thresholds(settings) for year, settings in asked.settings.items()}
    found = Tables(marts, one.counts, DECLARED, limits, {})
    system, statuses = system_of(found), _statuses(one.disclosure)
    published = {cell.key: cell.bundle for cell in system.cells if cell.published}
    return Vintage.of(
        one.release,
        system,
        {key: statuses.get(bundle if key[3] == MOVED else key, Status.FREE) for key, bundle in published.items()},
    )


def _statuses(disclosure: pl.DataFrame) -> dict[Key, Status]:
    """The statuses that the fact holds, of figures and of the groups that rows tell."""
    found: dict[Key, Status] = {}
    for year, mart, place, column, status in disclosure.select("year", "mart", "key", "column", "status").rows():
        moved = isinstance(DECLARED[mart].protection.columns.get(column), Moved)
        found[group_of(str(year), mart, place) if moved else (str(year), mart, place, column)] = Status(status)
    return found


def _by_bundle(system: System, statuses: Mapping[Key, Status]) -> dict[Key, Status]:
    """The statuses of figures, and of the groups that all figures of a scenario and year tell."""
    groups = {system.by_key[key].bundle: status for key, status in statuses.items() if key[3] == MOVED}
    return dict(statuses) | groups


def _public(asked: Asked, statuses: Mapping[Key, Status]) -> Frames:
    to = {year: round_to(settings) for year, settings in asked.settings.items()}
    made = {}
    for name, one in DECLARED.items():
        empty = {column.name: can_be_empty(column) for column in MARTS[name].columns}
        frame = public(asked.marts[name], one, empty, statuses, to)
        made[name] = tables.conform(marked(frame.lazy(), one.dimensions), PUBLIC_MARTS[name])
    return made


def _withheld(system: System, marts: Frames) -> set[Key]:
    """The cells that the public marts withhold, as they say themselves."""
    said = set().union(*(withheld_in(marts[name], one) for name, one in DECLARED.items()))
    return {cell.key for cell in system.cells if (cell.bundle if cell.key[3] == MOVED else cell.key) in said}


def _facts(asked: Asked, system: System, done: Protected) -> pl.DataFrame:
    """The fact `disclosure`: every figure that can be withheld, with status and rule; of other years as kept."""
    statuses = _by_bundle(system, done.statuses)
    rules = {key: decision.rule for key, decision in done.decisions.items()}
    rules |= {system.by_key[key].bundle: rule for key, rule in list(rules.items()) if key[3] == MOVED and rule}
    rows = [row for name in DECLARED for row in _facts_of(DECLARED[name], asked.marts[name], statuses, rules)]
    found = pl.DataFrame(rows, schema=asked.disclosure.schema, orient="row")
    kept = asked.disclosure.join(found, on=STATUSES.key, how="semi")
    return tables.conform(pl.concat([kept, found.join(kept, on=STATUSES.key, how="anti")]).lazy(), STATUSES)


def _facts_of(
    one: Declared, frame: pl.DataFrame, statuses: Mapping[Key, Status], rules: Mapping[Key, Rule | None]
) -> Iterable[tuple[Any, ...]]:
    columns = [name for name, one in one.protection.columns.items() if isinstance(one, Figure | Moved | Ratio)]
    for row in frame.to_dicts():
        place = dimensions(one.dimensions, row)
        for column in columns:
            key = (str(row[one.year]), one.name, place, column)
            status = Status.FREE if row[column] is None else status_of(one, column, key, statuses)
            yield (row[one.year], one.name, place, column, status.value, _rule(one, key, rules, status))


def _rule(one: Declared, key: Key, rules: Mapping[Key, Rule | None], status: Status) -> str | None:
    """The rule of a figure, of its group, or of the first part of a percentage that has one."""
    decision = one.protection.columns[key[3]]
    if not status.withheld:
        return None
    if isinstance(decision, Ratio):
        parts = [rules.get((*key[:3], part)) for part in (decision.part, decision.whole)]
        return next((rule for rule in parts if rule is not None), None)
    return rules.get(group_of(key[0], key[1], key[2]) if isinstance(decision, Moved) else key)


def _not_protectable(error: NotProtectableError) -> ProtectionError:
    """One line: mart and year, how many figures, what stands in the way, what to do; never a value."""
    places = sorted({(key[1], key[0]) for key in error.cells})
    named = ", ".join(f"{mart} {year}" for mart, year in places)
    because = f", for release {', '.join(error.releases)} published what they follow from" if error.releases else ""
    return ProtectionError(
        f"disclosure control: {len(error.cells)} figures of {named} cannot be protected{because}; publish less detail "
        "(the lists in reference/), or ask a statistician which figures of that release to withdraw"
    )

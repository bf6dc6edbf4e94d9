"""Where a figure comes from: from what a release keeps alone, with the law that its manifest says of each year.

A table is explained by one entry in `EXPLAINED`; the desk and the stewards' report show what is there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.pages.review.origin import Amount, File, Origin, Step, Unit
from transforms.analyses.observations import dimensions
from transforms.exact import rounded
from transforms.law import BASELINE_YEAR, FORMAL, FORMS, LOAN, PAYROLL, SECTORS, TOTAL
from transforms.levels import Hours, applied_shares, cells, counts
from warehouse import releases, tables
from warehouse.errors import WrongUseError
from warehouse.registry.analyses import GOVERNMENT_SECTORS
from warehouse.registry.facts import BASE_COUNTS, HOURS, STATISTICS, STATUSES, STRATA
from warehouse.registry.marts import ALLOCATION_KEY, MARTS, REALISATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from warehouse.home import Home
    from warehouse.releases import Built

Row = dict[str, Any]
#: A row of a table by its key: (name, value), the year among them.
Cell = tuple[tuple[str, str], ...]
#: The facts that figures are explained from, and the tables whose rows are.
FACTS = (HOURS, STATISTICS, STRATA, BASE_COUNTS, STATUSES)
#: Delivered tables behind formal hours, and those behind loan hours and the key.
OF_HOURS = ("polis", "doelgroepregister", "werkgevers", "wsw_detacheringen")
OF_KEY = ("verdeelsleutel",)
POLIS = "polis"
#: The measure of base counts of the key (`transforms/protection/counts_of_deliveries.py`).
WEIGHTED = "weighted_hours"
#: Of a law, what says how payrolling counts (`transforms.law.says`).
PAYROLLING = "payrolling_counts_as"


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the law of a year figures go by, as the manifest says it.

    Attributes:
        hours_per_job: paid hours in December of one job.
        counting: the grounds that count.
        restated: those of them that are counted in the nulmeting of this year too.
        payrolling: the form that payrolling counts as.
    """

    hours_per_job: Fraction
    counting: tuple[str, ...]
    restated: tuple[str, ...]
    payrolling: str

    def form(self, listed: str) -> str:
        """The form that a form of the code list counts as."""
        return self.payrolling if listed == PAYROLL else listed


@dataclass(frozen=True, slots=True)
class Sources:
    """What a release keeps of its years, and the files behind them.

    Attributes:
        release: its identifier.
        marts: the exact tables by name.
        facts: the exact facts by name.
        rules: by measured year.
        files: by measured year, as the manifest of the release that measured it lists them.
        hours: the cells of December hours by year.
        shares: the key that is applied, by year and sector.
    """

    release: str
    marts: Mapping[str, pl.DataFrame]
    facts: Mapping[str, pl.DataFrame]
    rules: Mapping[int, Rules]
    files: Mapping[int, Sequence[File]]
    hours: Mapping[int, Sequence[Hours]]
    shares: Mapping[tuple[int, str], Fraction]

    def row(self, mart: str, cell: Cell) -> Row | None:
        """The row of a table; None when there is none."""
        found = _matching(self.marts[mart], cell)
        return found[0] if found else None

    def base(self, mart: str, year: int, place: str, measure: str) -> Row | None:
        """What a row rests on: the fact `base_counts`; None when it is not kept."""
        key = {"year": year, "mart": mart, "key": place, "measure": measure}
        found = self.facts[BASE_COUNTS.name].filter(*(pl.col(name) == value for name, value in key.items()))
        return found.to_dicts()[0] if found.height else None

    def size(self, year: int, measure: str, table: str = "polis") -> int | None:
        """A size of a delivery: the fact `statistics`."""
        key = {"year": year, "table": table, "measure": measure}
        found = self.facts[STATISTICS.name].filter(*(pl.col(name) == value for name, value in key.items()))
        return int(found["value"][0]) if found.height else None


def lineage(home: Home, release: str, mart: str, cell: Mapping[str, str] | Cell | str) -> Origin:
    """Where the figures of a row of a release or candidate come from.

    Args:
        home: the home folder.
        release: identifier of a release or candidate.
        mart: the table; one of `EXPLAINED`.
        cell: the key of the row, the year among them; or as `name=value`, separated by spaces.

    Raises:
        WrongUseError: there is no such release, table or row.
        TamperedError: the release is not as it was built.
    """
    built = releases.release_or_candidate(home, release)
    releases.verify(built)
    if mart not in EXPLAINED:
        message = f"lineage: table {mart[:40]!r} is not explained; there are: {', '.join(EXPLAINED)}"
        raise WrongUseError(message)
    pairs = [one.partition("=")[::2] for one in cell.split()] if isinstance(cell, str) else dict(cell).items()
    wanted = dict(pairs)
    found = explain(sources_of(home, built), mart, tuple((name, wanted.get(name, "")) for name in MARTS[mart].key))
    if found is None:
        message = f"lineage: release {built.id}, table {mart}: there is no such row; see `banenafspraak diff`"
        raise WrongUseError(message)
    return found


def explained(sources: Sources, years: Iterable[int]) -> list[Origin]:
    """Where every row of the tables that are explained comes from, of some years, in the order of the tables."""
    return [
        found
        for year in sorted(years)
        for mart in EXPLAINED
        for cell in _cells(sources.marts[mart], MARTS[mart].key, year)
        if (found := explain(sources, mart, cell)) is not None
    ]


def explain(sources: Sources, mart: str, cell: Cell) -> Origin | None:
    """Where the figures of one row come from; None when there is no such row."""
    row = sources.row(mart, cell)
    if row is None:
        return None
    return Origin(sources.release, mart, cell, EXPLAINED[mart](sources, row), _withheld(sources, mart, row))


def sources_of(home: Home, built: Built) -> Sources:
    """What a release or candidate on disk keeps of its years; it was verified before."""
    marts = {name: tables.read(built.internal / releases.MARTS, MARTS[name]) for name in EXPLAINED}
    facts = {one.name: tables.read(built.internal / releases.FACTS, one) for one in FACTS}
    return sources(built.manifest, marts, facts, [one.manifest for one in releases.chain(home, built)])


def sources(
    about: Mapping[str, Any],
    marts: Mapping[str, pl.DataFrame],
    facts: Mapping[str, pl.DataFrame],
    before: Sequence[Mapping[str, Any]],
) -> Sources:
    """What is known of the figures of a release.

    Args:
        about: its internal manifest.
        marts: its exact tables.
        facts: its exact facts.
        before: the internal manifests of the releases that it was built on, oldest first; its own may be the last.
    """
    files: dict[int, list[File]] = {}
    for manifest in (*before, about):
        files |= _files(manifest)
    rules = {int(year): _rules(one["law"]) for year, one in about["measured"].items()}
    shares = applied_shares(marts[ALLOCATION_KEY.name].lazy())
    hours = cells(facts[HOURS.name].lazy())
    return Sources(str(about["release"]), marts, facts, rules, files, hours, shares)


def _files(manifest: Mapping[str, Any]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = defaultdict(list)
    for one in manifest["deliveries"]:
        counts = (one["rows_delivered"], one["rows_accepted"], one["rows_quarantined"])
        found[one["year"]].append(File(one["year"], one["table"], one["name"], one["sha256"], *counts))
    return dict(found)


def _rules(law: Mapping[str, Any]) -> Rules:
    return Rules(
        Fraction(str(law["hours_per_job"])), tuple(law["counting"]), tuple(law["restated"]), str(law[PAYROLLING])
    )


def _of_realisation(sources: Sources, row: Row) -> tuple[Step, ...]:
    """Of a cell of table 1: the level of the year, that of the nulmeting, and what is more."""
    year, sector, form = row["year"], row["sector"], row["form"]
    if year not in sources.rules:
        published = Amount("published", row["extra_jobs"], Unit.ROUNDED_JOBS, is_result=True)
        return (Step("published", year, (published,), source=row["source"] or ""),)
    steps, level = _level(sources, year, sector, form, year)
    if year == BASELINE_YEAR:
        return (*steps, _figures(row, level, level))
    before, baseline = _level(sources, BASELINE_YEAR, sector, form, year)
    return (*steps, *before, _figures(row, level, baseline))


def _level(sources: Sources, year: int, sector: str, form: str, under: int) -> tuple[list[Step], Fraction]:
    """The level of a year in jobs, and the steps to it; of the nulmeting with what the year `under` restates."""
    tables = OF_HOURS if form == FORMAL else (*OF_HOURS, *OF_KEY)
    steps = [_step_files(sources, year, tables), _step_lines(sources, year)]
    added = sources.rules[under].restated if year != under else ()
    worked = [(sources.rules[year].form(one.listed), one) for one in sources.hours[year]]
    counting = {*sources.rules[year].counting, *added}
    parts: list[Amount] = []
    for one_form in FORMS if form == TOTAL else (form,):
        hours = [one for as_form, one in worked if as_form == one_form and counts(one, as_form, counting)]
        if one_form == FORMAL:
            here = [one for one in hours if sector in (TOTAL, one.sector)]
            steps += [_step_hours(year, FORMAL, here)]
            parts += _formal(sources, year, here)
        else:
            steps += [_step_hours(year, LOAN, hours), _step_pool(sources, year, hours)]
            parts += _loan(sources, year, sector, _pool(sources, year, hours))
    level = sum((Fraction(one.value or 0) for one in parts), Fraction(0))
    whole = Amount("level", level, Unit.JOBS, is_result=True)
    return [*steps, Step("level", year, (*parts, whole))], level


def _formal(sources: Sources, year: int, hours: Sequence[Hours]) -> list[Amount]:
    per_job = sources.rules[year].hours_per_job
    return [Amount("formal_jobs", _sum(hours) / per_job, Unit.JOBS)]


def _loan(sources: Sources, year: int, sector: str, pool: Fraction) -> list[Amount]:
    """The pool times the key of each sector."""
    wanted = SECTORS if sector == TOTAL else (sector,)
    return [Amount("loan_jobs", pool * sources.shares[year, one], Unit.JOBS, (("sector", one),)) for one in wanted]


def _pool(sources: Sources, year: int, hours: Sequence[Hours]) -> Fraction:
    return _sum(hours) / sources.rules[year].hours_per_job


def _step_files(sources: Sources, year: int, tables: Sequence[str]) -> Step:
    return Step("files", year, files=tuple(one for one in sources.files.get(year, ()) if one.table in tables))


def _step_lines(sources: Sources, year: int) -> Step:
    """Lines of the polis as delivered and accepted, and who and what of them counts."""
    polis = [one for one in sources.files.get(year, ()) if one.table == POLIS]
    amounts = [
        Amount("delivered", sum(one.delivered for one in polis), Unit.LINES),
        Amount("quarantined", sum(one.quarantined for one in polis), Unit.LINES),
        Amount("accepted", sum(one.accepted for one in polis), Unit.LINES, is_result=True),
        Amount("register", sources.size(year, "persons", "doelgroepregister"), Unit.PERSONS),
        Amount("counted", sources.size(year, "persons_counted"), Unit.PERSONS),
    ]
    return Step("lines", year, tuple(amounts))


def _step_hours(year: int, form: str, hours: Sequence[Hours]) -> Step:
    """The December hours that count, by kind of work, sector of the employer and grounds."""
    parts: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for one in hours:
        parts[one.kind, one.sector] += one.hours
    amounts = [
        Amount("hours", value, Unit.HOURS, (("kind", kind), ("sector", sector)))
        for (kind, sector), value in sorted(parts.items())
    ]
    whole = Amount("hours_counted", _sum(hours), Unit.HOURS, is_result=True)
    return Step(f"hours_{form}", year, (*amounts, whole))


def _step_pool(sources: Sources, year: int, hours: Sequence[Hours]) -> Step:
    amounts = [
        Amount("hours_counted", _sum(hours), Unit.HOURS),
        Amount("per_job", sources.rules[year].hours_per_job, Unit.HOURS_PER_JOB),
        Amount("pool", _pool(sources, year, hours), Unit.JOBS, is_result=True),
        *(Amount("key", 100 * sources.shares[year, one], Unit.PERCENT, (("sector", one),)) for one in SECTORS),
    ]
    return Step("pool", year, tuple(amounts))


def _figures(row: Row, level: Fraction, baseline: Fraction) -> Step:
    """The figures of the row: each rounded once, from what is not rounded."""
    extra = level - baseline
    amounts = [
        Amount("level", level, Unit.JOBS),
        Amount("level_rounded", rounded(level), Unit.ROUNDED_JOBS, is_result=True),
        Amount("baseline", baseline, Unit.JOBS),
        Amount("baseline_rounded", rounded(baseline), Unit.ROUNDED_JOBS, is_result=True),
        Amount("extra", extra, Unit.JOBS),
        Amount("extra_rounded", rounded(extra), Unit.ROUNDED_JOBS, is_result=True),
    ]
    if row["target_jobs"] is not None:
        amounts += [
            Amount("target", row["target_jobs"], Unit.ROUNDED_JOBS),
            Amount("gap", rounded(extra - row["target_jobs"]), Unit.ROUNDED_JOBS, is_result=True),
        ]
    return Step("figures", row["year"], tuple(amounts))


def _of_sub_sector(sources: Sources, row: Row) -> tuple[Step, ...]:
    """Of a sub-sector: the hours of its employers, its jobs, and its opgave."""
    year, tables = row["year"], (*OF_HOURS, "opgaven")
    steps = [_step_files(sources, year, tables), _step_lines(sources, year)]
    base = sources.base(GOVERNMENT_SECTORS.name, year, dimensions(GOVERNMENT_SECTORS.dimensions, row), "hours")
    if base is None:
        return (*steps, Step("no_employer", year))
    hours, per_job = Fraction(base["total"]), sources.rules[year].hours_per_job
    counted = (
        Amount("counted", base["persons"], Unit.PERSONS),
        Amount("employers", base["employers"], Unit.EMPLOYERS),
        Amount("hours_counted", hours, Unit.HOURS, is_result=True),
    )
    figures = (
        Amount("per_job", per_job, Unit.HOURS_PER_JOB),
        Amount("formal_jobs", hours / per_job, Unit.JOBS),
        Amount("level_rounded", row["formal_jobs"], Unit.ROUNDED_JOBS, is_result=True),
        Amount("opgave", row["opgave_jobs"], Unit.ROUNDED_JOBS),
        Amount("realised", _exact(row["realisation_pct"]), Unit.PERCENT, is_result=True),
    )
    return (*steps, Step("hours_formeel", year, counted), Step("figures", year, figures))


def _of_key(sources: Sources, row: Row) -> tuple[Step, ...]:
    """Of the key: the response by stratum, the weighted hours of those who answered, and the share."""
    year, sector = row["year"], row["sector"]
    strata = sources.facts[STRATA.name].filter(pl.col("year") == year).to_dicts()
    answered = [
        Amount(name, one[name], Unit.LENDERS, (("stratum", one["stratum"]),))
        for one in strata
        for name in ("population", "units", "respondents")
    ]
    lent = {one: _weighted(sources, year, one) for one in SECTORS}
    weighted = [Amount("weighted", lent[one], Unit.WEIGHTED_HOURS, (("sector", one),)) for one in SECTORS]
    figures = [
        *weighted,
        Amount("share", Fraction(row["share_exact"]) * 100, Unit.PERCENT),
        Amount("key", 100 * sources.shares[year, sector], Unit.PERCENT, is_result=True),
    ]
    return (
        _step_files(sources, year, OF_KEY),
        Step("response", year, tuple(answered)),
        Step("share", year, tuple(figures)),
    )


def _weighted(sources: Sources, year: int, sector: str) -> Fraction | None:
    place = dimensions(ALLOCATION_KEY.dimensions, {"sector": sector})
    base = sources.base(ALLOCATION_KEY.name, year, place, WEIGHTED)
    return None if base is None else _exact(base["total"])


#: How each table is explained: (the sources, a row) -> the steps to its figures.
EXPLAINED: dict[str, Callable[[Sources, Row], tuple[Step, ...]]] = {
    REALISATION.name: _of_realisation,
    GOVERNMENT_SECTORS.name: _of_sub_sector,
    ALLOCATION_KEY.name: _of_key,
}


def _withheld(sources: Sources, mart: str, row: Row) -> tuple[str, ...]:
    """The figures of a row that readers do not get."""
    place = dimensions(MARTS[mart].dimensions, row)
    decided = sources.facts[STATUSES.name].filter(
        pl.col("year") == row["year"], pl.col("mart") == mart, pl.col("key") == place, pl.col("status") != "vrij"
    )
    return tuple(decided["column"].sort().to_list())


def _cells(frame: pl.DataFrame, key: Sequence[str], year: int) -> list[Cell]:
    rows = frame.filter(pl.col("year") == year).select(key).to_dicts()
    return [tuple((name, str(row[name])) for name in key) for row in rows]


def _matching(frame: pl.DataFrame, cell: Cell) -> list[Row]:
    return frame.filter(*(pl.col(name).cast(pl.String) == value for name, value in cell)).to_dicts()


def _sum(hours: Iterable[Hours]) -> Fraction:
    return sum((one.hours for one in hours), Fraction(0))


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(value)

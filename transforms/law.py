"""The law of a measured year: every rule that can change, from dated data and named settings.

`law(book, year)` is the one place where dates decide. A `LawBook` holds the dated rows of `warehouse/reference/` (or
of the home's own `reference/`) and the choices of the settings; a `Law` is what they say of one year. A scenario is
another book over the same hours. This is the one module of `transforms/` that `warehouse/` uses too. Source:
docs/spec/measurement.md, "The law has dates".
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The year of the *nulmeting* (social agreement of 2013).
BASELINE_YEAR = 2012
DECEMBER = 12
#: Confidence of the allocation key's interval (step 8).
CONFIDENCE = 0.95

MARKET, GOVERNMENT, TOTAL = "markt", "overheid", "totaal"
FORMAL, LOAN, PAYROLL, NOT_COUNTED = "formeel", "inleen", "payroll", "telt_niet"
#: Kinds of loan (section "More of what the letters ask for"); payrolling is one where it counts as loan.
AGENCY, SECONDMENT, OTHER_LOAN = "uitzend", "wsw_detachering", "overig"
#: What has no value in a delivery, where leaving it out would hide people or jobs.
UNKNOWN = "onbekend"
SECTORS = (MARKET, GOVERNMENT)
FORMS = (FORMAL, LOAN)

#: The kind of loan that a `cdaard` is (measurement.md, "Loan by kind").
KIND_OF_CODE = {"11": AGENCY, "22": SECONDMENT}
#: The sub-sector that consists of ministries (overheidssector.csv).
RIJK = "rijk"
#: The rule set of a year in which the Wet banenafspraak (BWBR0051018) is in force.
WET_BANENAFSPRAAK = "wet-banenafspraak"
#: Grounds that the Wet banenafspraak makes full target group (its art. 2; Wfsv 38b, second paragraph).
GROUNDS_OF_THE_WET = ("voorziening",)
#: Where Wsw secondment comes from (step 5): the polis, or a delivery of its own.
IN_POLIS = "polis"
#: How a list of our own says that something is so.
YES = "yes"
#: A letter of the quota that the minister sets and publishes: the percentage itself.
SET_PERCENTAGE = "percentage"


class Parameter(StrEnum):
    """The rules that are one value each (`parameters.csv`)."""

    RULE_SET = "rule_set"
    HOURS_PER_JOB = "hours_per_job"
    CUT = "cut"
    SECTOR_FUND_SHARE = "sector_fund_share"
    WSW_HOURS = "wsw_hours"
    SECTORS_HAVE_TARGETS = "sectors_have_targets"


class Dated(Protocol):
    """A row with the days from which and to which it holds, both inclusive; None is open."""

    @property
    def valid_from(self) -> date | None:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day."""


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of registration (`grondslag.csv`); `valid_*` are its `counts_from` and `counts_to`."""

    code: str
    priority: int
    counts: bool
    valid_from: date | None
    valid_to: date | None
    restates_baseline: bool


@dataclass(frozen=True, slots=True)
class Nature:
    """A nature of employment (`code_aard.csv`): the form that a code has on the first days for which it is valid.

    `kind` is the kind of work: formal, a kind of loan, or payrolling whatever form it counts as. `inferred` says that
    the note calls a date of the row inferred: such a date never rejects.
    """

    code: str
    valid_from: date | None
    valid_to: date | None
    form: str
    kind: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class IncomeCode:
    """A kind of income relation (`code_soort_ikv.csv`), and whether it is employment (step 2)."""

    code: str
    employment: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A legal number of extra jobs (`targets.csv`) of a sector, or of both together (`totaal`)."""

    sector: str
    valid_from: date | None
    valid_to: date | None
    jobs: int


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a parameter (`parameters.csv`), as text."""

    name: str
    valid_from: date | None
    valid_to: date | None
    value: str


@dataclass(frozen=True, slots=True)
class QuotaValue:
    """A variable of the quota, its percentage as the minister set it, or its threshold."""

    variable: str
    sector: str
    valid_from: date | None
    valid_to: date | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Choices:
    """The named settings of measurement.md, with their defaults (section `measurement` of the settings)."""

    payrolling_counts_as: str = FORMAL
    four_week_returns: str = "by_day"
    ground_of_several: str = "lowest_priority"
    wet_banenafspraak_from: int | None = None


@dataclass(frozen=True, slots=True)
class LawBook:
    """All dated rows and the choices: everything that `law` goes by. Hashable, so that a law is made once."""

    grounds: tuple[Ground, ...]
    natures: tuple[Nature, ...]
    income: tuple[IncomeCode, ...]
    targets: tuple[Target, ...]
    parameters: tuple[Value, ...]
    quota: tuple[QuotaValue, ...]
    choices: Choices = Choices()

    def law(self, year: int) -> Law:
        """The law of a measured year."""
        return law(self, year)


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """What is known for the quota of one year.

    Attributes:
        variables: of each sector its variables by letter; those that are not known are not there.
        percentages: of a sector the percentage that the minister set and published.
        threshold_hours: with fewer paid hours a year an employer is exempt (Besluit Wfsv 2.21).
    """

    variables: Mapping[str, Mapping[str, Decimal]]
    percentages: Mapping[str, Decimal]
    threshold_hours: Decimal


@dataclass(frozen=True, slots=True)
class Law:
    """What the rules say of one measured year.

    Attributes:
        year: the measured year.
        rule_set: the name of the rules, as every row of `realisation` carries it.
        cut: the last day on which a return may be received (step 1).
        hours_per_job: paid hours in December of one job (step 9).
        sector_fund_share: from this share of its hours on a government employer counts as market (step 6).
        wsw_in_polis: whether Wsw secondment is in the polis, and not in a delivery of its own (step 5).
        grounds: every ground of the list, counting or not, by priority.
        in_force: those that are law in the year, for the quota: counting ones, and others whose dates hold.
        counting: the grounds that count, by priority.
        restated: those of them that are counted in the nulmeting of this year too.
        natures: the codes of the nature of employment, with the first days for which they hold, clipped to this year's.
        income: the kinds of income relation, and which are employment (step 2).
        targets: the legal number of extra jobs by sector, `totaal` among them; a sector without one is not there.
        target_is_sum: whether the target of both sectors together is the sum of two rows, and no row of its own.
        one_target: whether the two sectors have no targets of their own.
        quota: the rules of the quota.
        choices: the named settings.
    """

    year: int
    rule_set: str
    cut: date
    hours_per_job: Fraction
    sector_fund_share: Decimal
    wsw_in_polis: bool
    grounds: tuple[str, ...]
    in_force: tuple[str, ...]
    counting: tuple[str, ...]
    restated: tuple[str, ...]
    natures: tuple[Nature, ...]
    income: tuple[IncomeCode, ...]
    targets: Mapping[str, int]
    target_is_sum: bool
    one_target: bool
    quota: QuotaRules
    choices: Choices

    @property
    def employment(self) -> tuple[str, ...]:
        """The kinds of income relation that are employment."""
        return tuple(one.code for one in self.income if one.employment)

    def form(self, listed: str) -> str:
        """The form that a form of the code list counts as: payrolling as the choice says, others as themselves."""
        return self.choices.payrolling_counts_as if listed == PAYROLL else listed


def december(year: int) -> tuple[date, date]:
    """The first and the last day of December of `year`."""
    return date(year, DECEMBER, 1), date(year, DECEMBER, 31)


def in_force(rows: Iterable[Row], day: date) -> list[Row]:
    """The rows that hold on a day."""
    return [row for row in rows if _holds(row, day)]


@lru_cache(maxsize=256)
def law(book: LawBook, year: int) -> Law:
    """The law of a measured year, which is what the rows say that hold on 31 December of it.

    The lists are checked before (`warehouse/reference/lists.py`): each parameter has a value in every year.
    """
    _, last = december(year)
    values = {row.name: row.value for row in in_force(book.parameters, last)}
    wet = book.choices.wet_banenafspraak_from
    reformed = wet is not None and year >= wet
    grounds = sorted(book.grounds, key=lambda one: (one.priority, one.code))
    counting = tuple(one for one in grounds if _counts(one, last, reformed=reformed))
    of_sectors = values[Parameter.SECTORS_HAVE_TARGETS] == YES and not reformed
    targets, is_sum = _targets(in_force(book.targets, last), of_sectors=of_sectors)
    month, day = (int(part) for part in values[Parameter.CUT].split("-"))
    return Law(
        year=year,
        rule_set=WET_BANENAFSPRAAK if reformed else values[Parameter.RULE_SET],
        cut=date(year + 1, month, day),
        hours_per_job=Fraction(values[Parameter.HOURS_PER_JOB]),
        sector_fund_share=Decimal(values[Parameter.SECTOR_FUND_SHARE]),
        wsw_in_polis=values[Parameter.WSW_HOURS] == IN_POLIS,
        grounds=tuple(one.code for one in grounds),
        in_force=tuple(one.code for one in grounds if one in counting or _holds(one, last)),
        counting=tuple(one.code for one in counting),
        restated=tuple(one.code for one in counting if one.restates_baseline),
        natures=_clipped(book.natures, year),
        income=book.income,
        targets=targets,
        target_is_sum=is_sum,
        one_target=not of_sectors or (TOTAL in targets and not is_sum),
        quota=_quota(book.quota, last),
        choices=replace(book.choices, wet_banenafspraak_from=None),
    )


def kind_of(code: str, form: str, *, payrolling: bool) -> str:
    """The kind of work of a code with a form of its own; `payrolling` says that the list calls it that on any date."""
    if form == LOAN:
        return PAYROLL if payrolling else KIND_OF_CODE.get(code, OTHER_LOAN)
    return form


def without_inferred_bounds(natures: Sequence[Nature]) -> list[Nature]:
    """The natures with inferred dates open: such a date decides between two rows of a code, and never rejects.

    The first row of a code begins, and its last one ends, at no date when the row calls a date inferred.
    """
    found: list[Nature] = []
    for code in dict.fromkeys(nature.code for nature in natures):
        rows = sorted((one for one in natures if one.code == code), key=lambda one: one.valid_from or date.min)
        if rows[0].inferred:
            rows[0] = replace(rows[0], valid_from=None)
        if rows[-1].inferred:
            rows[-1] = replace(rows[-1], valid_to=None)
        found += rows
    return found


def breaks(before: Law, after: Law) -> list[str]:
    """What differs between the laws of two years in who or what counts, in Dutch; empty when their series goes on.

    That a code list names the same things by other codes is no break, nor is another place where hours come from.
    """
    joined = [code for code in after.counting if code not in before.counting]
    left = [code for code in before.counting if code not in after.counting]
    forms = _forms(before), _forms(after)
    moved = [code for code in forms[0].keys() & forms[1].keys() if forms[0][code] != forms[1][code]]
    found = [f"grondslag {code} telt mee vanaf {after.year}" for code in joined]
    found += [f"grondslag {code} telt niet meer mee vanaf {after.year}" for code in left]
    found += [f"aard {code} telt vanaf {after.year} als {forms[1][code]}" for code in sorted(moved)]
    found += [f"{what} is anders vanaf {after.year}" for what in _other_values(before, after)]
    if before.rule_set != after.rule_set:
        found.insert(0, f"vanaf {after.year} gelden andere regels: {after.rule_set}")
    return found


def says(of: Law) -> dict[str, object]:
    """What a law says that can change a figure, as plain values; laws that say the same give the same figures."""
    names = {field.name for field in fields(of)} - {"grounds", "in_force", "natures", "income", "quota", "choices"}
    plain: dict[str, object] = {name: getattr(of, name) for name in sorted(names)}
    plain |= {field.name: getattr(of.choices, field.name) for field in fields(of.choices)}
    plain["natures"] = {code: _windows(of, code) for code in dict.fromkeys(one.code for one in of.natures)}
    plain["in_force"] = {code: code in of.in_force for code in of.grounds}
    plain["income"] = {one.code: one.employment for one in of.income}
    plain["quota"] = {sector: dict(sorted(found.items())) for sector, found in of.quota.variables.items()}
    plain["quota_percentages"] = dict(of.quota.percentages)
    plain["quota_threshold_hours"] = of.quota.threshold_hours
    return {name: _plain(value) for name, value in plain.items()}


def differences(recorded: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """The names of what two laws of one year say differently (`says`), as far as it can change a figure.

    A code that only the later list has changes none: a delivery that held it was rejected.
    """
    lists = ("natures", "income", "in_force")
    found = [name for name in sorted(recorded.keys() | now.keys()) if name not in lists]
    changed = [name for name in found if recorded.get(name) != now.get(name)]
    for name in lists:
        before, after = recorded.get(name), now.get(name)
        if not isinstance(before, dict) or not isinstance(after, dict):
            changed.append(name)
        else:
            changed += [f"{name} {code}" for code, value in sorted(before.items()) if after.get(code) != value]
    return changed


def _counts(ground: Ground, day: date, *, reformed: bool) -> bool:
    return (ground.counts and _holds(ground, day)) or (reformed and ground.code in GROUNDS_OF_THE_WET)


def _targets(rows: Sequence[Target], *, of_sectors: bool) -> tuple[dict[str, int], bool]:
    """The targets by sector, and whether that of both sectors together is the sum of two rows.

    A row `totaal` is a law too: then the two sectors have no target.
    """
    found = {row.sector: row.jobs for row in rows if row.sector in (*SECTORS, TOTAL)}
    if TOTAL in found:
        return {TOTAL: found[TOTAL]}, False
    if not set(SECTORS) <= found.keys():
        return (found if of_sectors else {}), False
    whole = {TOTAL: sum(found.values())}
    return (found | whole if of_sectors else whole), True


def _clipped(natures: Sequence[Nature], year: int) -> tuple[Nature, ...]:
    """The natures on the first days that a period over the year can have: at most a leap year before its last day."""
    first, last = date(year - 1, 1, 1), date(year, DECEMBER, 31)
    there = [
        replace(one, valid_from=max(one.valid_from or first, first), valid_to=min(one.valid_to or last, last))
        for one in without_inferred_bounds(natures)
        if (one.valid_from or first) <= last and (one.valid_to or last) >= first
    ]
    return tuple(sorted((replace(one, inferred=False) for one in there), key=lambda one: (one.code, one.valid_from)))


def _quota(rows: Sequence[QuotaValue], day: date) -> QuotaRules:
    held = in_force(rows, day)
    variables: dict[str, dict[str, Decimal]] = {sector: {} for sector in SECTORS}
    percentages = {row.sector: row.value for row in held if row.variable == SET_PERCENTAGE}
    threshold = next(row.value for row in held if row.sector == TOTAL)
    for row in held:
        if row.sector in variables and row.variable != SET_PERCENTAGE:
            variables[row.sector][row.variable] = row.value
    return QuotaRules(variables, percentages, threshold)


def _forms(of: Law) -> dict[str, str]:
    """The form that each code counts as at the end of the year."""
    return {one.code: of.form(one.form) for one in in_force(of.natures, december(of.year)[1])}


def _other_values(before: Law, after: Law) -> list[str]:
    names = {
        "uren per baan": "hours_per_job",
        "de grens van het sectorfonds": "sector_fund_share",
        "de verdeling van vierwekenaangiften": "four_week_returns",
    }
    cuts = (before.cut.month, before.cut.day) != (after.cut.month, after.cut.day)
    values = [what for what, name in names.items() if _value(before, name) != _value(after, name)]
    return [*values, *(["de peildatum van de aangiften"] if cuts else [])]


def _value(of: Law, name: str) -> object:
    return getattr(of, name) if hasattr(of, name) else getattr(of.choices, name)


def _holds(row: Dated, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def _windows(of: Law, code: str) -> dict[str, str]:
    """The forms that a code counts as, by the first days for which each holds."""
    return {f"{one.valid_from}/{one.valid_to}": of.form(one.form) for one in of.natures if one.code == code}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)

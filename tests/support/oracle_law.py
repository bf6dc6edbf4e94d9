"""The law of a year, from `measurement.md` ("The law has dates"): who counts, in which form, against which target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.support.reference import Ground, aard_codes, employment_codes, forms_on, grounds, target

BASELINE_YEAR = 2012
FORMAL, LOAN, PAYROLL = "formeel", "inleen", "payroll"
OLD_RULES, WET = "banenafspraak-2013", "wet-banenafspraak"


@dataclass(frozen=True)
class Rules:
    """What the law of every year is made from: settings, the steward's own reference data, and a scenario.

    Attributes:
        payrolling: the form that `payroll` counts as.
        wet_from: the first year under the Wet banenafspraak, if any.
        overlay: a folder whose `<name>.csv` replaces the package's.
        further_grounds: grounds that a scenario lets count in every year.
        lenient: whether lines with employers that are not known are left out, and not wrong.
    """

    payrolling: str = FORMAL
    wet_from: int | None = None
    overlay: Path | None = None
    further_grounds: tuple[str, ...] = ()
    lenient: bool = False

    def scenario(self, payrolling: str | None = None, further_grounds: tuple[str, ...] = ()) -> Rules:
        """The same rules with what a scenario changes."""
        return replace(self, payrolling=payrolling or self.payrolling, further_grounds=further_grounds, lenient=True)


THE_LAW = Rules()


@dataclass(frozen=True)
class Law:
    """What holds in one year."""

    year: int
    rules: Rules = THE_LAW

    @cached_property
    def all_grounds(self) -> tuple[Ground, ...]:
        """Every ground of the register."""
        return grounds(self.rules.overlay)

    @cached_property
    def grounds(self) -> frozenset[str]:
        """The grounds that count."""
        return frozenset(one.code for one in self.all_grounds if self.counts(one))

    def counts(self, ground: Ground) -> bool:
        """Whether people on a ground count, by law or by the scenario."""
        further = ground.code in self.rules.further_grounds and ground.in_force(self.year)
        return further or ground.counts_in(self.year, self.rules.wet_from)

    @cached_property
    def restated(self) -> frozenset[str]:
        """The grounds that also count in the nulmeting that this year is held against."""
        return frozenset(one.code for one in self.all_grounds if one.restates_baseline and self.counts(one))

    @cached_property
    def in_force(self) -> frozenset[str]:
        """The grounds of the register for the quota: those that count and those that are there for it alone."""
        return frozenset(one.code for one in self.all_grounds if one.in_force(self.year))

    @cached_property
    def priority(self) -> dict[str, int]:
        """Which ground of several a person counts on: the lowest."""
        return {one.code: one.priority for one in self.all_grounds}

    @cached_property
    def employment(self) -> frozenset[str]:
        """The kinds of income that are employment."""
        return frozenset(employment_codes(self.rules.overlay))

    @cached_property
    def _forms(self) -> dict[date, dict[str, str]]:
        return {}

    def form(self, code: str, begin: date) -> str:
        """Step 5: the form of a nature of employment in a period that begins on a day."""
        if begin not in self._forms:
            self._forms[begin] = forms_on(aard_codes(self.rules.overlay), begin)
        form = self._forms[begin][code]
        return self.rules.payrolling if form == PAYROLL else form

    def form_at_the_end(self) -> dict[str, str]:
        """The form of every nature that the year's list has on its last day."""
        codes, last = aard_codes(self.rules.overlay), date(self.year, 12, 31)
        return {code: self.form(code, last) for code in forms_on(codes, last)}

    def target(self, sector: str) -> int | None:
        """The legal target of a sector or the whole, if there is one."""
        return target(self.year, sector, self.rules.wet_from, self.rules.overlay)

    @property
    def wet_in_force(self) -> bool:
        """Whether the Wet banenafspraak is law."""
        return self.rules.wet_from is not None and self.year >= self.rules.wet_from

    @property
    def rule_set(self) -> str:
        """The name of the rules."""
        return WET if self.wet_in_force else OLD_RULES

    def breaks_the_series(self) -> bool:
        """Whether who or what counts differs from the year before; the nulmeting has no year before it."""
        if self.year <= BASELINE_YEAR:
            return False
        before = Law(self.year - 1, self.rules)
        now, then = self.form_at_the_end(), before.form_at_the_end()
        other_form = any(now[code] != then[code] for code in now.keys() & then.keys())
        return other_form or self.grounds != before.grounds or self.wet_in_force != before.wet_in_force

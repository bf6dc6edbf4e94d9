"""Disclosure control of a release: what is withheld, why, and the proof that it suffices (docs/spec/disclosure.md).

Pure: from a system of exact figures to statuses. Reading, writing and rounding are done elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transforms.protection import audit as audits
from transforms.protection.insiders import Insiders, insiders
from transforms.protection.linear import Linear, linear
from transforms.protection.rules import Rule, Thresholds
from transforms.protection.solver import Budget
from transforms.protection.suppress import Chooser
from transforms.protection.system import Cell, Key, Need, Status, System, name, needs, rules_of, with_implied_bounds
from transforms.protection.vintages import Vintage, kept, known

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from transforms.protection.audit import AuditReport
    from transforms.protection.solver import Flags

#: The setting `seconds`: how long solving may take (section 9).
SECONDS = 300.0
#: How often cells are chosen before a release cannot be protected (section 5).
ROUNDS = 3
#: So many figures are named in an error; all are in its `cells`.
NAMED = 3


class NotProtectableError(Exception):
    """Figures that stay too easy to calculate whatever else is withheld. Names figures, never a value.

    Attributes:
        cells: the figures, in the order of keys.
        releases: the earlier releases that published what stands in the way.
    """

    def __init__(self, cells: Collection[Key], releases: Collection[str] = ()) -> None:
        self.cells, self.releases = tuple(sorted(cells)), tuple(sorted(releases))
        named = ", ".join(name(key) for key in self.cells[:NAMED])
        more = f" and {len(self.cells) - NAMED} more" if len(self.cells) > NAMED else ""
        because = f", for release {', '.join(self.releases)} published what they follow from" if self.releases else ""
        super().__init__(
            f"{len(self.cells)} figures cannot be protected: {named}{more}{because}; publish less detail of them"
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """The status of a published cell, and the rule: P1-P5, S, or None where it is free or withheld from before."""

    status: Status
    rule: Rule | None = None


@dataclass(frozen=True)
class Protected:
    """What disclosure control decided.

    Attributes:
        decisions: of every published cell, in the order of keys.
        report: the audit of these decisions.
        warnings: figures that are never withheld, though they break a rule.
        known: primary figures that an earlier release published as they are, and which: withholding is too late.
        from_law: primary figures that can be calculated, whatever is withheld, from what the law says is published.
    """

    decisions: Mapping[Key, Decision]
    report: AuditReport
    warnings: Mapping[Key, Rule]
    known: Mapping[Key, str]
    from_law: tuple[Key, ...] = ()

    @property
    def statuses(self) -> dict[Key, Status]:
        """The status of every published cell."""
        return {key: decision.status for key, decision in self.decisions.items()}


@dataclass(frozen=True)
class Task:
    """A release with what earlier ones said, in numbers."""

    system: System
    thresholds: Thresholds
    known: Mapping[Key, str]
    needed: Mapping[Key, Need]
    linear: Linear
    insiders: Insiders
    budget: Budget

    def audit(self, unknown: Flags) -> AuditReport:
        """The audit when these cells of `linear` are unknown."""
        return audits.audit(self.linear, unknown, self.insiders, self.budget)


def protect(
    system: System,
    thresholds: Thresholds,
    earlier: Sequence[Vintage] = (),
    seconds: float = SECONDS,
    *,
    law_comes_first: bool = False,
) -> Protected:
    """Decides which figures of a release are withheld, so that nobody can calculate a primary one from the others.

    Args:
        system: every figure with every equation, of all years of the release.
        thresholds: the settings of the rules.
        earlier: the earlier releases that went through disclosure control, the oldest first.
        seconds: how long solving may take.
        law_comes_first: whether a figure that follows from what is never withheld is withheld as far as that goes, and
            told of, instead of stopping the release.

    Raises:
        NotProtectableError: whatever is withheld besides, a figure is too easy to calculate.
        OutOfTimeError: the seconds are over.
        ValueError: the system or an earlier release is incomplete.
    """
    task = _task(system, thresholds, earlier, seconds)
    primary, before = _primary(task), _bundles(task.system, kept(system, earlier))
    lawful: tuple[Key, ...] = ()
    try:
        withheld, report = _withheld(task, set(primary) | before)
    except NotProtectableError:
        lawful = _from_law(task) if law_comes_first else ()
        if not lawful:
            raise
        withheld, report = _withheld(_task(system, thresholds, earlier, seconds, lawful), set(primary) | before)
    published = [cell for cell in system.by_key.values() if cell.published]
    return Protected(
        decisions={cell.key: _decision(cell, primary, before, withheld, thresholds) for cell in published},
        report=report,
        warnings={cell.key: rule for cell in published if cell.never and (rule := _rule(cell, thresholds))},
        known={key: release for key, release in task.known.items() if key in task.needed},
        from_law=lawful,
    )


def audit(
    system: System,
    thresholds: Thresholds,
    statuses: Mapping[Key, Status],
    earlier: Sequence[Vintage] = (),
    seconds: float = SECONDS,
    from_law: Collection[Key] = (),
) -> AuditReport:
    """The audit of statuses as they were written; a published cell without a status counts as published.

    Figures that follow `from_law` are not asked for.

    Raises:
        NotProtectableError: a figure that must be protected is never withheld.
        OutOfTimeError: the seconds are over.
        ValueError: the system or an earlier release is incomplete.
    """
    task = _task(system, thresholds, earlier, seconds, from_law)
    written = [statuses.get(cell.key, cell.fixed or Status.FREE) for cell in task.linear.cells]
    unknown = [status.withheld or not cell.published for cell, status in zip(task.linear.cells, written, strict=True)]
    return task.audit(np.array(unknown, dtype=np.bool_))


def _task(
    system: System,
    thresholds: Thresholds,
    earlier: Sequence[Vintage],
    seconds: float,
    without: Collection[Key] = (),
) -> Task:
    """The task, without the needs of some cells."""
    bounded = with_implied_bounds(system)
    told, needed = known(bounded, thresholds, earlier), needs(bounded, thresholds)
    protected = {key: need for key, need in needed.items() if key not in told and key not in without}
    numbers = linear(bounded, protected, told)
    if open_to_all := protected.keys() - numbers.places.keys():
        raise NotProtectableError(open_to_all)
    return Task(bounded, thresholds, told, needed, numbers, insiders(numbers, thresholds), Budget(seconds))


def _from_law(task: Task) -> tuple[Key, ...]:
    """Cells that are not protected even when all is withheld that ever is: they follow from what the law publishes.

    No choice of ours helps them, so they stop no release; they are withheld, and a steward is told.
    """
    anew = System(tuple(replace(cell, fixed=None) for cell in task.system.cells), task.system.equations)
    numbers = linear(anew, task.needed, ())
    everything = np.ones(len(numbers.cells), dtype=np.bool_)
    report = audits.audit(numbers, everything, insiders(numbers, task.thresholds), task.budget)
    return tuple(sorted({*report.narrow, *report.alone}))


def _primary(task: Task) -> dict[Key, Rule]:
    """The bundles that hold a primary cell, and the first rule that one of them breaks."""
    found: dict[Key, Rule] = {}
    for cell in task.system.by_key.values():
        if cell.may_be_withheld and (rule := _rule(cell, task.thresholds)):
            found.setdefault(cell.bundle, rule)
    for key in task.needed:
        cell = task.system.by_key[key]
        if cell.may_be_withheld:
            found.setdefault(cell.bundle, Rule.COMPLEMENT)
    return found


def _bundles(system: System, keys: Collection[Key]) -> set[Key]:
    """The bundles of cells, where this run decides on them."""
    return {system.by_key[key].bundle for key in keys if system.by_key[key].may_be_withheld}


def _rule(cell: Cell, thresholds: Thresholds) -> Rule | None:
    return next(iter(rules_of(cell, thresholds)), None)


def _withheld(task: Task, before: set[Key]) -> tuple[set[Key], AuditReport]:
    """The bundles to withhold, and the audit of them.

    What is superfluous is set free in the first round only: when the audit finds fault with that, more is withheld.
    """
    withheld, failed = set(before), set[Key]()
    for rounds in range(1, ROUNDS + 1):
        chooser = Chooser(task.linear, task.system.bundle_costs, withheld, task.insiders, task.budget)
        chooser.choose()
        if rounds == 1:
            chooser.set_free()
        elif chooser.withheld == withheld:
            break
        withheld = chooser.withheld
        report = task.audit(task.linear.unknown(withheld))
        if report.passed:
            return withheld, replace(report, rounds=rounds)
        failed = {*report.narrow, *report.alone}
    raise NotProtectableError(failed, _in_the_way(task, failed))


def _in_the_way(task: Task, failed: set[Key]) -> set[str]:
    """The releases that published what stands in an equation with a cell that cannot be protected."""
    keys = [{key for key, _ in equation.terms} for equation in task.system.equations]
    beside = set().union(*(terms for terms in keys if terms & failed))
    return {task.known[key] for key in beside & task.known.keys()}


def _decision(
    cell: Cell, primary: Mapping[Key, Rule], before: set[Key], withheld: set[Key], thresholds: Thresholds
) -> Decision:
    if cell.fixed is not None:
        return Decision(cell.fixed)
    if cell.bundle in primary:
        return Decision(Status.PRIMARY, _rule(cell, thresholds) or primary[cell.bundle])
    if cell.bundle in before:
        return Decision(Status.EARLIER)
    return Decision(Status.SECONDARY, Rule.SECONDARY) if cell.bundle in withheld else Decision(Status.FREE)

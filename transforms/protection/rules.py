"""The primary rules P1-P5: which figure rests on too few to be published (docs/spec/disclosure.md, section 3).

All arithmetic is exact: integers and fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: An exact number: people, employers, hours, jobs or euro.
Exact = int | Fraction


class Rule(StrEnum):
    """Why a figure is withheld: a primary rule, or `S`, to keep a primary one from being calculated back."""

    PEOPLE = "P1"
    COMPLEMENT = "P2"
    EMPLOYERS = "P3"
    DOMINANCE = "P4"
    UNKNOWN = "P5"
    SECONDARY = "S"


class Measure(StrEnum):
    """What a figure counts, which decides the rules that it can break and what must stay possible."""

    PERSONS = "persons"
    EMPLOYERS = "employers"
    #: Hours, jobs or euro.
    AMOUNT = "amount"


class Zeros(StrEnum):
    """Whether "nobody of the group" says something of everybody in it."""

    DISCLOSIVE = "disclosive"
    HARMLESS = "harmless"


class Unknown(StrEnum):
    """What happens to a figure whose contributors were not delivered."""

    WITHHOLD = "withhold"
    PUBLISH = "publish"


class PublicBodies(StrEnum):
    """Whether employers of the government are protected as employers; their people always are."""

    NO_OBJECTION = "no_objection"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The settings of the rules; `dominance_p` in percent. Sources: disclosure.md, "Sources"."""

    min_persons: int = 10
    min_employers: int = 3
    dominance_p: Exact = 10
    zeros: Zeros = Zeros.DISCLOSIVE
    unknown_contributors: Unknown = Unknown.WITHHOLD
    public_bodies: PublicBodies = PublicBodies.NO_OBJECTION

    @property
    def dominance_share(self) -> Fraction:
        """The share of the largest contribution within which nobody may estimate it (0.1 for 10%)."""
        return Fraction(self.dominance_p) / 100


@dataclass(frozen=True, slots=True)
class BaseCounts:
    """What a figure rests on (section 2); None where it does not apply, and then the rules on it do not either.

    Args:
        persons: people in the figure.
        employers: employers that contribute, by fiscal number.
        largest: the largest contribution of an employer, exact, in the unit of `total`.
        second: the second largest.
        total: all contributions.
        complement_persons: people of the figure's base who lack its property (registered and not working).
        known_contributors: whether the contributors were delivered.
        of_public_bodies: whether the contributors are employers of the government.
    """

    persons: int | None = None
    employers: int | None = None
    largest: Exact | None = None
    second: Exact | None = None
    total: Exact | None = None
    complement_persons: int | None = None
    known_contributors: bool = True
    of_public_bodies: bool = False


#: The rules that a figure can break, by what it counts: employers and dominance are of hours, jobs and euro.
APPLY_TO = {
    Measure.PERSONS: (Rule.PEOPLE, Rule.COMPLEMENT, Rule.UNKNOWN),
    Measure.EMPLOYERS: (Rule.PEOPLE, Rule.EMPLOYERS, Rule.UNKNOWN),
    Measure.AMOUNT: (Rule.PEOPLE, Rule.COMPLEMENT, Rule.EMPLOYERS, Rule.DOMINANCE, Rule.UNKNOWN),
}


def breaks_people(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P1: 0 < persons < `min_persons`."""
    return counts.persons is not None and 0 < counts.persons < thresholds.min_persons


def few_in_complement(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P2, first half: of a base that is not empty fewer than `min_persons` people (also none) lack the property."""
    if not counts.complement_persons:
        return counts.complement_persons == 0 and bool(counts.persons)
    return counts.complement_persons < thresholds.min_persons


def nobody_of_base(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P2, second half: nobody of a base that is not empty has the property, and zeros say something."""
    return thresholds.zeros is Zeros.DISCLOSIVE and counts.persons == 0 and bool(counts.complement_persons)


def breaks_complement(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P2: few lack the property, or nobody has it."""
    return few_in_complement(counts, thresholds) or nobody_of_base(counts, thresholds)


def employers_are_protected(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """Whether P3 and P4 hold: public bodies are exempt under `no_objection`."""
    return not counts.of_public_bodies or thresholds.public_bodies is PublicBodies.PROTECTED


def breaks_employers(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P3: 0 < employers < `min_employers`."""
    few = counts.employers is not None and 0 < counts.employers < thresholds.min_employers
    return few and employers_are_protected(counts, thresholds)


def dominance_margin(counts: BaseCounts, thresholds: Thresholds) -> Fraction | None:
    """U = (p / 100) x largest - (total - largest - second), positive when P4 is broken; None without contributions.

    The second largest knows the total less its own share; what the others add is all that hides the largest.
    """
    if counts.total is None or counts.largest is None:
        return None
    rest = Fraction(counts.total) - counts.largest - (counts.second or 0)
    return thresholds.dominance_share * counts.largest - rest


def breaks_dominance(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P4: total - largest - second < p% of the largest."""
    margin = dominance_margin(counts, thresholds)
    return margin is not None and margin > 0 and employers_are_protected(counts, thresholds)


def breaks_unknown(counts: BaseCounts, thresholds: Thresholds) -> bool:
    """P5: the contributors are not in the delivery."""
    return not counts.known_contributors and thresholds.unknown_contributors is Unknown.WITHHOLD


TESTS = {
    Rule.PEOPLE: breaks_people,
    Rule.COMPLEMENT: breaks_complement,
    Rule.EMPLOYERS: breaks_employers,
    Rule.DOMINANCE: breaks_dominance,
    Rule.UNKNOWN: breaks_unknown,
}


def broken_rules(counts: BaseCounts | None, thresholds: Thresholds, measure: Measure) -> tuple[Rule, ...]:
    """Every rule that a figure breaks, in the order P1 to P5; none without base counts."""
    if counts is None:
        return ()
    return tuple(rule for rule in APPLY_TO[measure] if TESTS[rule](counts, thresholds))


def broken_rule(counts: BaseCounts | None, thresholds: Thresholds, measure: Measure) -> Rule | None:
    """The first rule that a figure breaks, if any."""
    return next(iter(broken_rules(counts, thresholds, measure)), None)

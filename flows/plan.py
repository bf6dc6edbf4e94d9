"""What a build will make: the candidate's name, which comes from its inputs, and what it does to released figures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flows import release as composition
from transforms.law import BASELINE_YEAR
from warehouse import provenance, releases, store
from warehouse.delivery import corrections
from warehouse.errors import DeliveryRejectedError
from warehouse.home import remove
from warehouse.registry.analyses import PARTICIPATION_COHORT

if TYPE_CHECKING:
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.settings import Settings

IDENTIFIER_DIGITS = 12


class ChangeType(StrEnum):
    """Why a later release changes released figures (operation.md, Vintages)."""

    ADJUSTMENT = "bijstelling"
    CORRECTION = "correctie"
    REVISION = "revisie"


#: What is said of a change when the person who builds gives no reason.
REASONS = {
    ChangeType.ADJUSTMENT: "new delivery of a released year",
    ChangeType.CORRECTION: "corrections to the delivery of a released year",
    ChangeType.REVISION: "other rules or code over the same delivery",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built, where, from what, under which settings; and why, when it changes released figures."""

    home: Home
    source: str
    year: int
    settings: Settings
    change_type: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The candidate to be built; `done` names it, or the release that has it, when there is nothing to do.

    `rows_missing` says that the rows it was made from are not in the warehouse, where later cohorts need them.
    `companions` are the other years whose people take part in its cohorts: released, and in the warehouse as they were
    released. `missing_companions` are released but not there.
    """

    candidate: str
    delivery: Delivery
    base: str | None
    supersedes: str | None
    change_type: str | None
    reason: str | None
    companions: tuple[int, ...] = ()
    missing_companions: tuple[int, ...] = ()
    done: str = ""
    rows_missing: bool = False


def plan(request: Request, delivery: Delivery) -> Plan:
    """Names the candidate after its inputs, so that the same inputs are seen to be done already.

    Raises:
        DeliveryRejectedError: the *nulmeting* is not published yet.
    """
    base = releases.current(request.home)
    _check_baseline(request, base)
    now = measured_from(request, delivery)
    before = base.manifest["measured"].get(str(request.year)) if base else None
    supersedes = base.id if base and before else None
    companions, missing = _companions(request, base)
    identifier = f"{request.year}-{_digest(request, now, base, supersedes, companions)[:IDENTIFIER_DIGITS]}"
    change = _change(request, before, now) if supersedes else None
    done = base.id if base and before == now else _built_already(request.home, identifier)
    return Plan(
        candidate=identifier,
        delivery=delivery,
        base=base.id if base else None,
        supersedes=supersedes,
        change_type=change.value if change else None,
        reason=(request.reason or REASONS[change]) if change else None,
        companions=companions,
        missing_companions=missing,
        done=done,
        rows_missing=bool(done) and store.kept(request.home).get(request.year) != made_from(now),
    )


def measured_from(request: Request, delivery: Delivery) -> dict[str, Any]:
    """What a release says of each measured year: what it was measured from, and with what."""
    return {
        "delivery_digest": delivery.digest(),
        "corrections_digest": corrections.digest(request.home, request.year),
        "settings_digest": request.settings.digest(),
        "code_digest": provenance.code_digest(),
        "synthetic": delivery.synthetic,
    }


def _check_baseline(request: Request, base: Built | None) -> None:
    if request.year != BASELINE_YEAR and (base is None or str(BASELINE_YEAR) not in base.manifest["measured"]):
        message = (
            f"delivery {request.year}: the baseline {BASELINE_YEAR} is not published yet (0 of 1 releases with it); "
            f"build, approve and publish {BASELINE_YEAR} first"
        )
        raise DeliveryRejectedError(message)


def _companions(request: Request, base: Built | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The released years that share a cohort with this one: those in the warehouse as released, and the others."""
    measured = {int(year): about for year, about in base.manifest["measured"].items()} if base else {}
    near = [year for year in measured if 0 < abs(year - request.year) < PARTICIPATION_COHORT.years]
    if not near:
        return (), ()
    kept = store.kept(request.home)
    there = [year for year in near if kept.get(year) == made_from(measured[year])]
    return tuple(sorted(there)), tuple(sorted(set(near) - set(there)))


def made_from(measured: dict[str, Any]) -> store.Kept:
    """What the rows of a measured year in the warehouse are made from."""
    return store.Kept(measured["delivery_digest"], measured["corrections_digest"])


def _digest(
    request: Request, now: dict[str, Any], base: Built | None, supersedes: str | None, companions: tuple[int, ...]
) -> str:
    """SHA-256 over everything that the marts depend on."""
    others = composition.digest_of_other_years(base, request.year)
    inputs = (*now.values(), others, supersedes, request.change_type, request.reason, companions)
    return hashlib.sha256("\n".join(str(value) for value in inputs).encode()).hexdigest()


def _change(request: Request, before: dict[str, Any] | None, now: dict[str, Any]) -> ChangeType:
    """The kind of change: as the person who builds says, else after what differs from the released year."""
    if request.change_type:
        return ChangeType(request.change_type)
    if before is None or before["delivery_digest"] != now["delivery_digest"]:
        return ChangeType.ADJUSTMENT
    if before["corrections_digest"] != now["corrections_digest"]:
        return ChangeType.CORRECTION
    return ChangeType.REVISION


def _built_already(home: Home, identifier: str) -> str:
    """The candidate or release of that name; a candidate that was tampered with is removed, to be built again."""
    if releases.read(home.releases / identifier) is not None:
        return identifier
    try:
        return identifier if releases.read(home.candidates / identifier) is not None else ""
    except releases.TamperedError:
        remove(home.candidates / identifier)
        return ""

"""What a build will do: the candidate's name, which comes from its inputs, and what it does to released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.request import Action, ChangeType, Plan
from flows.years import digest_of_other_years
from transforms.law import BASELINE_YEAR, differences, says
from warehouse import former, keys, provenance, releases, store
from warehouse.delivery import archive, corrections, records
from warehouse.errors import ProtectionError, TamperedError, WrongUseError
from warehouse.home import remove
from warehouse.registry.analyses import PARTICIPATION_COHORT
from warehouse.review import anchors, desk, rotation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.request import Request
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home
    from warehouse.releases import Built

#: As many differences between laws as a message names.
NAMED = 3
#: What is said of a change when the person who builds gives no reason.
REASONS = {
    ChangeType.ADJUSTMENT: "new delivery of a released year",
    ChangeType.CORRECTION: "corrections to the delivery of a released year",
    ChangeType.REVISION: "other rules or code over the same delivery",
}
#: What a release says of each measured year.
Measured = dict[str, Any]


def plan(request: Request, deliveries: Sequence[Delivery]) -> Plan:
    """Names the candidate after its inputs, so that the same inputs are seen to be done already.

    Raises:
        WrongUseError: figures of real people, and no settings of who publishes them.
        DeliveryRejectedError: they are done already, and a manifest says other numbers of lines than were counted.
    """
    base = releases.base(request.home)
    released = released_years(base)
    now = {delivery.year: measured_from(request, delivery) for delivery in deliveries}
    _check_publication(request, released | now)
    supersedes = base.id if base and released.keys() & now.keys() else None
    companions, missing = _companions(request, released, now)
    name = _name(request, now, base, supersedes, companions)
    change = _change(request, released, now) if supersedes else None
    unchanged = all(released.get(year) == about for year, about in now.items())
    done = base.id if base and unchanged else _built_already(request.home, name.candidate)
    if done:
        _check_rows(request.home, [done, *(one.id for one in releases.chain(request.home, base))], deliveries)
    kept = store.kept(request.home) if done else {}
    rows_missing = [one for one in deliveries if kept.get(one.year) != made_from(now[one.year])]
    action = Action.BUILD if not done else Action.KEEP_ROWS if rows_missing else Action.NOTHING
    return Plan(
        candidate=done or name.candidate,
        action=action,
        deliveries=tuple(rows_missing if done else deliveries),
        salt=name.salt,
        base=base.id if base else None,
        supersedes=supersedes,
        change_type=change.value if change else None,
        reason=(request.reason or REASONS[change]) if change else None,
        companions=companions,
        missing_companions=missing,
        withdrawn_years=_withdrawn_years(request, base),
    )


def _check_rows(home: Home, identifiers: Sequence[str], deliveries: Sequence[Delivery]) -> None:
    """Holds what manifests say now against what was counted when the same files were built."""
    built = [releases.release_or_candidate(home, identifier) for identifier in reversed(identifiers)]
    counted = {
        (file["year"], file["name"], file["sha256"]): file["rows_delivered"]
        for one in built
        for file in one.manifest["deliveries"]
    }
    for delivery in deliveries:
        for file in delivery.files:
            rows = counted.get((delivery.year, file.name, file.sha256))
            if rows is not None:
                archive.check_rows(delivery, file, rows)


def check(request: Request) -> None:
    """What can be known before anything is pulled.

    Raises:
        ProtectionError: there are releases from before disclosure control only, and not all of their years are built.
        TamperedError: the home, or a release that the build reads, is not as it was.
        WrongUseError: the *nulmeting* is neither published nor among the years; a year without a source is not in the
            archive; a key is missing, or the pseudonym key is another
            than before; other years of the release were measured under rules that no longer hold for them for another
            reason than the dates of the law.
    """
    desk.check_words(request.reason, "build: --reason")
    known = anchors.opened(request.home, request.settings)
    rotation.check(request.home, known)
    if request.source is None:
        records.check(request.home, request.years, known.destroyed)
    base = releases.base(request.home)
    for used in releases.followed(request.home, base, request.years):
        releases.verify(used)
    released = released_years(base)
    _check_former(request, released)
    if BASELINE_YEAR not in {*request.years, *released}:
        message = (
            f"build: the nulmeting {BASELINE_YEAR} is not published yet; build, approve and publish {BASELINE_YEAR} "
            f"first, or build it in the same candidate: --years {_listed([BASELINE_YEAR, *request.years])}"
        )
        raise WrongUseError(message)
    different = {
        year: differences(about.get("law", {}), says(request.law(year)))
        for year, about in sorted(released.items())
        if year not in request.years
    }
    years = [year for year, names in different.items() if names]
    if years:
        named = list(dict.fromkeys(name for names in different.values() for name in names))
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        message = (
            f"build: released years {_listed(years)} were measured under other rules than hold for them now "
            f"({', '.join(named[:NAMED])}{more}); build them again in one candidate: "
            f"--years {_listed([*years, *request.years])}"
        )
        raise WrongUseError(message)


def _check_former(request: Request, released: Mapping[int, Measured]) -> None:
    """Figures from before disclosure control are no base: the first release after it has all those years."""
    before = former.all_in(request.home.exact)
    years = {year for one in before for year in one.years}
    if not released and not years <= set(request.years):
        message = (
            f"build: releases {', '.join(one.id for one in before)} were made before disclosure control: build their "
            f"years again in one candidate: --years {_listed([*years, *request.years])}"
        )
        raise ProtectionError(message)


def _check_publication(request: Request, measured: Mapping[int, Measured]) -> None:
    """A release of real people says who publishes it, where and under which licence; a synthetic one need not."""
    missing = request.settings.publication.missing()
    if missing and not any(about["synthetic"] for about in measured.values()):
        message = (
            f"build: a release that is not synthetic needs [publication] {', '.join(missing)} in config.toml; set "
            "these (docs/settings.md) and build again"
        )
        raise WrongUseError(message)


def released_years(base: Built | None) -> dict[int, Measured]:
    """What a release says of each of its measured years; nothing without a release."""
    return {int(year): about for year, about in base.manifest["measured"].items()} if base else {}


def measured_from(request: Request, delivery: Delivery) -> Measured:
    """What a release says of each measured year: what it was measured from, with what, and under which law."""
    return {
        "delivery_digest": delivery.digest(),
        "corrections_digest": corrections.digest(request.home, delivery.year),
        "settings_digest": request.settings.digest(),
        "code_digest": provenance.code_digest(),
        "synthetic": delivery.synthetic,
        "law": says(request.law(delivery.year)),
    }


def made_from(measured: Measured) -> store.Kept:
    """Digests of the delivery and the corrections behind a year's rows in the warehouse."""
    return store.Kept(measured["delivery_digest"], measured["corrections_digest"])


def _companions(
    request: Request, released: Mapping[int, Measured], now: Mapping[int, Measured]
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    """Of each year the years that share a cohort with it: those of this candidate or as released, and the others."""
    kept = store.kept(request.home)
    there, missing = {}, {}
    for year in request.years:
        near = [other for other in sorted({*released, *now}) if 0 < abs(other - year) < PARTICIPATION_COHORT.years]
        usable = [other for other in near if other in now or kept.get(other) == made_from(released[other])]
        there[year], missing[year] = tuple(usable), tuple(other for other in near if other not in usable)
    return there, missing


def history(request: Request, base: Built | None) -> list[dict[str, Any]]:
    """The releases that a candidate follows from: those it is built on, and those with the years that are built."""
    found = [*releases.chain(request.home, base), *releases.with_years(request.home, request.years)]
    by_name = {one.id: one for one in found}
    return [
        {"release": name, "internal_manifest_sha256": one.digest(), "withdrawn": one.withdrawn_on is not None}
        for name, one in sorted(by_name.items())
    ]


def _withdrawn_years(request: Request, base: Built | None) -> tuple[int, ...]:
    """The years that withdrawn releases, on which the candidate is built, built last, and that are not built again."""
    years: set[int] = set()
    for release in reversed(releases.chain(request.home, base)):
        if release.withdrawn_on is None:
            break
        years.update(release.manifest["built_years"])
    return tuple(sorted(years - set(request.years)))


def _name(
    request: Request,
    now: Mapping[int, Measured],
    base: Built | None,
    supersedes: str | None,
    companions: Mapping[int, tuple[int, ...]],
) -> keys.Name:
    """The candidate's name and salt: its last year, and a keyed digest of everything that the marts depend on."""
    others = digest_of_other_years(base, request.years)
    lists = {name: request.reference.digest(name) for name in sorted(request.reference.own)}
    trial = request.settings.review.trial
    before = history(request, base)
    inputs = (now, lists, others, supersedes, request.change_type, request.reason, companions, trial, before)
    return keys.name(request.home, max(request.years), "\n".join(str(value) for value in inputs).encode())


def _change(request: Request, released: Mapping[int, Measured], now: Mapping[int, Measured]) -> ChangeType:
    """The kind of change: as the person who builds says, else after what differs from the released years."""
    if request.change_type:
        return ChangeType(request.change_type)
    again = [(released[year], about) for year, about in now.items() if year in released]
    if any(before["delivery_digest"] != about["delivery_digest"] for before, about in again):
        return ChangeType.ADJUSTMENT
    if any(before["corrections_digest"] != about["corrections_digest"] for before, about in again):
        return ChangeType.CORRECTION
    return ChangeType.REVISION


def _built_already(home: Home, identifier: str) -> str:
    """The candidate or release of that name; a candidate that was tampered with is removed, to be built again."""
    if releases.read_release(home, identifier) is not None:
        return identifier
    try:
        return identifier if releases.read_candidate(home, identifier) is not None else ""
    except TamperedError:
        remove(home.candidates / identifier)
        return ""


def _listed(years: Sequence[int]) -> str:
    return ",".join(str(year) for year in sorted(set(years)))

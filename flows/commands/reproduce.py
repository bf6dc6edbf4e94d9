"""Builds a release again from the archive, as its manifest says it was built, and compares every byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows import ends, steps
from flows.build import pipeline
from flows.plan import check
from flows.request import Request
from warehouse import progress, provenance, releases, reproduction
from warehouse.delivery.tasks import one_by_one
from warehouse.errors import DeliveryRejectedError, ProtectionError, WrongUseError
from warehouse.home import Home
from warehouse.reference import lists
from warehouse.settings import load
from warehouse.sources import places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from warehouse.delivery.archive import Delivery
    from warehouse.releases import Built
    from warehouse.reproduction import Recorded
    from warehouse.settings import Settings

#: As much of a digest as tells two apart for a reader.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came of it.

    Attributes:
        release: the release or candidate.
        differences: the files that differ, manifests last.
        version: which version made it, and which this is.
        made_here: whether this version made it; another one does not build it again.
    """

    release: str
    differences: list[str]
    version: dict[str, Any]
    made_here: bool

    @property
    def same(self) -> bool:
        """Whether every byte is the same."""
        return self.made_here and not self.differences

    @property
    def line(self) -> str:
        """The same in one line."""
        if not self.made_here:
            made_by, this = (_told(self.version[name]) for name in ("made_by", "this"))
            return f"{self.release}: was made by {made_by}; this is {this}; reproduce it with the version that made it"
        if self.same:
            return f"{self.release}: reproduced, every byte is the same"
        count, first = len(self.differences), self.differences[0]
        return f"{self.release}: not reproduced: {first} is not what its inputs give ({count} files differ)"


def reproduce(folder: Path, identifier: str) -> Reproduced:
    """Builds a release or candidate again in a home of its own, which is destroyed at the end.

    Raises:
        WrongUseError: there is none with this identifier.
        TamperedError: what it was built from is not there any more, or is not as it was.
    """
    home, settings = Home(folder), load(folder)
    with home.held():
        built = releases.release_or_candidate(home, identifier)
        wanted = reproduction.recorded(built)
        differences = _differences(home, settings, built, wanted) if wanted.made_here else []
    return Reproduced(built.id, differences, _versions(wanted), wanted.made_here)


def _versions(wanted: Recorded) -> dict[str, Any]:
    made_by = {name: getattr(wanted, name) for name in ("code_version", "code_digest", "lock_digest", "engines")}
    this = {
        "code_version": provenance.code_version(),
        "code_digest": provenance.code_digest(),
        "lock_digest": provenance.lock_digest(),
        "engines": provenance.engines(),
    }
    return {"made_by": made_by, "this": this}


def _told(version: dict[str, Any]) -> str:
    libraries = ", ".join(f"{name} {one}" for name, one in sorted(version["engines"].items()))
    digests = f"code {version['code_digest'][:SHORT]}, lock {version['lock_digest'][:SHORT]}"
    return f"version {version['code_version']} ({digests}; {libraries})"


def _differences(home: Home, settings: Settings, built: Built, wanted: Recorded) -> list[str]:
    with home.staging() as folder:
        place = Home(folder / "home")
        try:
            made = _build(home, settings, built, wanted, place)
        except (DeliveryRejectedError, ProtectionError, WrongUseError) as error:
            raise wanted.refused(str(error)) from None
        progress.step("compare")
        return reproduction.differences(made, built)


def _build(home: Home, settings: Settings, built: Built, wanted: Recorded, place: Home) -> Built:
    """The candidate of the same inputs, in a home of its own."""
    chosen = reproduction.settings_of(settings, wanted)
    reproduction.home_of(home, place, built, wanted)
    own, others = reproduction.deliveries(home, place, wanted)
    archive = places.place(place.secrets, chosen.source, str(place.archive))
    years, asked = tuple(wanted.built_years), wanted.asked
    request = Request(place, archive, years, chosen, lists.opened(place.reference), asked.change_type, asked.reason)
    _keep_rows(request, others)
    outcome = pipeline(request, _from_archive(own))
    return releases.candidate(place, outcome.candidate)


def _keep_rows(request: Request, others: Sequence[Delivery]) -> None:
    """The rows of years that share a cohort with those that are built, as the warehouse had them."""
    with request.home.held(), request.home.staging() as folder:
        for delivery in others:
            progress.step("rows", delivery.year)
            own = folder / str(delivery.year)
            steps.minimise(request, delivery, steps.stage(request, delivery, own, one_by_one), own)


def _from_archive(deliveries: Sequence[Delivery]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """How a step runs here: deliveries are there, and what had to hold before they came did so then."""
    by_year = {delivery.year: delivery for delivery in deliveries}
    instead: dict[Callable[..., Any], Callable[..., Any]] = {
        ends.pull: lambda _, year: by_year[year],
        check: lambda _: None,
    }
    return lambda step: instead.get(step, step)

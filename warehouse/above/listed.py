"""The list of releases: what stands, what changed with it, and what was withdrawn; in the order of publication."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from warehouse import manifests, releases
from warehouse.errors import TamperedError
from warehouse.manifests import MANIFEST

if TYPE_CHECKING:
    from warehouse.home import Home
    from warehouse.releases import Built
    from warehouse.review.chain import Chain

#: The names of the files above the releases.
FEED, PAGE, CURRENT, INDEX = "feed.atom", "index.html", "current.txt", "releases.json"
#: What readers open first of a release: the first of these that it has.
DOORS = ("index.html", "factsheet/index.html", MANIFEST)
#: What a release has of figures that it changed, and who publishes it where.
REVISIONS, PACKAGE = "csv/revisions.csv", "datapackage.json"


class Contributor(BaseModel):
    """Who publishes."""

    title: str


class Package(BaseModel):
    """What of a data package is used here."""

    created: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\dT.*)?$")] = ""
    homepage: str = ""
    contributors: list[Contributor] = Field(default_factory=list)

    @property
    def publisher(self) -> str:
        """Who publishes; empty when it does not say."""
        return self.contributors[0].title if self.contributors else ""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that stands.

    Attributes:
        id: its identifier.
        years: the years that it has.
        synthetic: whether its deliveries were.
        trial: whether it is a trial.
        date: the date that it says of itself (ISO); for one that says none the last day of its last year.
        new_years: the years that the release before it had not.
        changed_years: the years that were built again.
        change_type: the kind of that change; empty without one.
        supersedes: the release whose figures it changes.
        page: what readers open first, by its path below `published/`.
        changes: the table of figures that changed, the same way.
    """

    id: str
    years: list[int]
    synthetic: bool
    trial: bool
    date: str
    new_years: list[int]
    changed_years: list[int]
    change_type: str | None
    supersedes: str | None
    page: str
    changes: str | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A release that was withdrawn: that, and when, not what."""

    id: str
    withdrawn_on: str

    @property
    def date(self) -> str:
        """The date of the last that happened to it."""
        return self.withdrawn_on


@dataclass(frozen=True, slots=True)
class Listed:
    """All that the files above the releases are made from.

    Attributes:
        home: the identifier of the home folder.
        current: the release that readers see; None when there is none.
        releases: all of them, in the order of publication.
        publisher: who publishes, as the newest release that stands says; empty when none does.
        base_url: where `published/` stands on the web, the same way, with a slash at its end.
    """

    home: str
    current: str | None
    releases: list[Release | Withdrawn]
    publisher: str
    base_url: str


def listed(home: Home, known: Chain) -> Listed:
    """The list of a home; raises TamperedError when a release cannot be read."""
    found = _all(home, known)
    said = next((_package(one) for one in reversed(found) if one.stands), Package())
    return Listed(known.home, known.current, [_entry(home, one) for one in found], said.publisher, said.homepage)


def entries(home: Home, known: Chain) -> list[dict[str, Any]]:
    """What `releases.json` says of each release; raises TamperedError when one of them cannot be read."""
    return [_as_json(_entry(home, one)) for one in _all(home, known)]


def _all(home: Home, known: Chain) -> list[Built]:
    """The releases in the order of publication; one of which the trail says nothing yet is the last."""
    order = {identifier: place for place, identifier in enumerate(known.published)}
    found = [one for one in releases.all_releases(home) if one.stands or one.withdrawn_on]
    return sorted(found, key=lambda one: order.get(one.id, len(order)))


def _as_json(one: Release | Withdrawn) -> dict[str, Any]:
    said = asdict(one)
    status = "withdrawn" if isinstance(one, Withdrawn) else "published"
    return {"id": said.pop("id"), "status": status} | said


def _entry(home: Home, release: Built) -> Release | Withdrawn:
    if release.withdrawn_on:
        return Withdrawn(release.id, release.withdrawn_on)
    about = _manifest(release)
    new, changed = _years(home, release, about["years"])
    files = {one["name"] for one in about["files"]} | {MANIFEST}
    place = f"releases/{release.id}"
    return Release(
        release.id,
        about["years"],
        about["synthetic"],
        bool(about.get("trial")),
        _date(_package(release), about["years"]),
        new,
        changed,
        about["change_type"] or None,
        about["supersedes"],
        f"{place}/{next(name for name in DOORS if name in files)}",
        f"{place}/{REVISIONS}" if changed and REVISIONS in files else None,
    )


def _manifest(release: Built) -> dict[str, Any]:
    """The public manifest of a release; raises TamperedError when it is none."""
    about = manifests.read_public(release.public / MANIFEST)
    if about["release"] != release.id:
        message = f"release {release.id}: public/{MANIFEST} is not as it was built; restore it from the backup"
        raise TamperedError(message)
    return about


def _years(home: Home, release: Built, years: list[int]) -> tuple[list[int], list[int]]:
    """The years that are new with a release, and those built again."""
    on = release.manifest["built_on"]
    before = releases.read_release(home, on) if on else None
    there = set(before.manifest["years"]) if before else set()
    again = there & set(release.manifest["built_years"])
    return sorted(set(years) - there), sorted(again & set(years))


def _package(release: Built) -> Package:
    """What the data package of a release says of it; nothing when it has none, or one that no build wrote."""
    with suppress(ValidationError):
        return Package.model_validate(manifests.read_json(release.public / PACKAGE) or {})
    return Package()


def _date(said: Package, years: list[int]) -> str:
    return said.created[: len("YYYY-MM-DD")] or f"{max(years, default=1970)}-12-31"

"""A release is built again: what its manifest says of its inputs, a home that knows nothing else, the comparison.

What a manifest says may have been changed by somebody who means harm: its shape is checked, and every file that it
names has the digest that it names.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warehouse import database, keys, manifests, provenance, releases, sums
from warehouse.delivery import archive, corrections
from warehouse.errors import TamperedError
from warehouse.home import PRIVATE, PRIVATE_FILE, Home, make, point, remove, write_durably, write_new
from warehouse.manifests import MANIFEST, RELEASE, WITHDRAWN, Digest, Identifier, sha256
from warehouse.review import seals, trail
from warehouse.settings import TWO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.releases import Built
    from warehouse.settings import Settings

Year = Annotated[str, Field(pattern=r"^\d{4}$")]
#: The format of a delivered file, by the end of its name as it is shown.
FORMAT = re.compile(r"\.(csv\.gz|csv|parquet)(?: \(\d+\))?$")
REFERENCE = "reference"


class _Said(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class File(_Said):
    """A delivered file."""

    year: int
    table: str
    name: str
    sha256: Digest
    bytes: int


class MeasuredFrom(_Said):
    """What a year was measured from."""

    delivery_digest: Digest
    corrections_digest: Digest | Literal["none"]
    synthetic: bool


class Before(_Said):
    """A release that another one follows from, and whether it was withdrawn when that was built."""

    release: Identifier
    internal_manifest_sha256: Digest
    withdrawn: bool


class Asked(_Said):
    """What the person who built said of the change."""

    change_type: Literal["", "bijstelling", "correctie", "revisie"]
    reason: str


class Listed(_Said):
    """A reference list."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    origin: Literal["package", "home"]
    sha256: Digest


class Delivered(_Said):
    """What a manifest says of deliveries."""

    built_years: list[int]
    measured: dict[Year, MeasuredFrom]
    deliveries: list[File]


class Recorded(Delivered):
    """All that a manifest says of what a release was made from."""

    release: Identifier
    source: str
    files_not_read: list[str]
    settings: dict[str, dict[str, Any]]
    settings_digest: Digest
    signatures: Literal["required", "off"]
    trial: bool
    reference: list[Listed]
    asked: Asked
    companions: dict[Year, list[int]]
    built_on: Identifier | None
    follows: list[Before]
    code_version: str
    code_digest: Digest
    lock_digest: Digest | Literal["none"]
    engines: dict[str, str]

    def refused(self, why: str) -> TamperedError:
        """What is said when it cannot be built again."""
        return TamperedError(f"{self.release}: cannot be reproduced: {why}")

    @property
    def others(self) -> list[int]:
        """The years whose people take part in its cohorts, and that it did not build."""
        every = {year for years in self.companions.values() for year in years}
        return sorted(every - set(self.built_years))

    @property
    def made_here(self) -> bool:
        """Whether this program, with these libraries, made it."""
        now = (provenance.code_version(), provenance.code_digest(), provenance.lock_digest())
        return (self.code_version, self.code_digest, self.lock_digest) == now


def recorded(built: Built) -> Recorded:
    """What the manifest of a release or candidate says of its inputs; raises TamperedError when that is not all."""
    try:
        found = Recorded.model_validate(built.manifest)
    except ValidationError as error:
        where = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
        version = str(built.manifest.get("code_version"))[:20]
        message = (
            f"{built.id}: cannot be reproduced: its manifest does not say all that it was made from ({where}); an "
            f"earlier version of the program made it ({version}), or it was changed"
        )
        raise TamperedError(message) from None
    if not found.built_years or not {str(year) for year in found.built_years} <= found.measured.keys():
        raise found.refused(f"{MANIFEST} does not say what its years were measured from")
    return found


def settings_of(settings: Settings, wanted: Recorded) -> Settings:
    """The settings that a release was built under, within what the machine may do today; nobody decides there.

    Raises:
        TamperedError: what the manifest says of them is not what it was built under.
    """
    try:
        found = settings.as_recorded(wanted.settings)
    except ValidationError:
        found = None
    if found is None or found.digest() != wanted.settings_digest:
        raise wanted.refused(f"the settings in {MANIFEST} are not those that it names (digest changed)")
    needed = 1 if wanted.trial and wanted.signatures == "required" else TWO
    nobody: dict[str, Any] = {"stewards": {}, "signatures": wanted.signatures, "required_approvals": needed}
    alone = {
        "review": settings.review.model_copy(update=nobody),
        "security": settings.security.model_copy(update={"steward_group": ""}),
    }
    return found.model_copy(update=alone)


def home_of(home: Home, place: Home, built: Built, wanted: Recorded) -> None:
    """Makes a home in which that is known which was known when a release was built, and nothing else.

    Args:
        home: the home of the release, which is not changed.
        place: the home that is made, in a private folder.
        built: the release or candidate.
        wanted: what its manifest says.

    Raises:
        TamperedError: something that it was built from is not there any more, or is not as it was.
    """
    place.create()
    for path in home.secrets.glob("*.key"):
        write_durably(place.secrets / path.name, path.read_bytes(), mode=PRIVATE_FILE)
    (place.secrets / seals.SERVICE).unlink(missing_ok=True)
    keys.make(place, seals.SERVICE)
    _keep_lists(place, built, wanted)
    for one in wanted.follows:
        _keep_release(home, place, one, wanted)
    _found(place, wanted)


def delivery(home: Home, place: Home, of: Delivered, year: int, wanted: Recorded) -> archive.Delivery:
    """A delivery as a manifest says, its files and corrections in the archive of `place`.

    Raises:
        TamperedError: a file is missing from the archive, or is not what was delivered.
    """
    about = of.measured[str(year)]
    there = sorted((file for file in of.deliveries if file.year == year), key=lambda file: file.table)
    for file in there:
        _keep_file(home, place, file, wanted)
    _keep_corrections(home, place, year, about.corrections_digest, wanted)
    ignored = wanted.files_not_read if year == wanted.built_years[0] else []
    files = tuple(_archived(file) for file in there)
    found = archive.Delivery(year, wanted.source, files, tuple(ignored), {}, about.synthetic)
    if found.digest() != about.delivery_digest:
        raise wanted.refused(f"the files that {MANIFEST} names for {year} are not the delivery that it names")
    return found


def deliveries(home: Home, place: Home, wanted: Recorded) -> tuple[list[archive.Delivery], list[archive.Delivery]]:
    """The deliveries of the years that a release built, and those of years that share a cohort with them."""
    own = [delivery(home, place, wanted, year, wanted) for year in wanted.built_years]
    return own, [delivery(home, place, _built_last(place, year, wanted), year, wanted) for year in wanted.others]


def differences(made: Built, built: Built) -> list[str]:
    """The files of a release that are not, byte by byte, those of the one that was made again; manifests last."""
    found = list(_differ("internal", made.internal, built.internal, {RELEASE, WITHDRAWN}))
    if built.public.is_dir():
        beside = {RELEASE} | sums.evidence(built.public) if built.is_release else set()
        found += _differ("public", made.public, built.public, beside)
    if built.stands and database.is_there(built.public) and database.faults(built.public):
        found.append(f"public/{database.DATABASE}")
    return sorted(found, key=lambda name: (name.endswith(MANIFEST), name))


def _differ(side: str, made: Path, built: Path, beside: set[str]) -> Iterator[str]:
    again, there = (manifests.listing(folder) for folder in (made, built))
    for name in (again.keys() | there.keys()) - (beside - again.keys()):
        if again.get(name) != there.get(name):
            yield f"{side}/{name}"


def _keep_lists(place: Home, built: Built, wanted: Recorded) -> None:
    """The home's own reference lists, as the release keeps them."""
    own = {one.name: one.sha256 for one in wanted.reference if one.origin == "home"}
    folder = built.internal / REFERENCE
    for name, digest in own.items():
        if sha256(folder / f"{name}.csv") != digest:
            raise wanted.refused(f"its {REFERENCE}/{name}.csv is missing or changed; restore it from the backup")
    if own:
        write_new(place.reference, {f"{name}.csv": (folder / f"{name}.csv").read_bytes() for name in own})


def _keep_release(home: Home, place: Home, one: Before, wanted: Recorded) -> None:
    """A release that was there: its internal side, and of the one that it is built on what readers got."""
    internal = place.exact / one.release
    _copy(home.exact / one.release, internal, one.internal_manifest_sha256, wanted)
    if one.release == wanted.built_on:
        digest = manifests.read_public(internal / MANIFEST).get("public_manifest_sha256", "")
        standing, away = home.releases / one.release, home.candidates / one.release / releases.PUBLIC
        there = place.candidates / one.release if one.withdrawn else place.releases
        make(there, PRIVATE)
        target = there / (releases.PUBLIC if one.withdrawn else one.release)
        _copy(standing if standing.is_dir() else away, target, digest, wanted)
    if one.withdrawn:
        releases.write_json(internal / WITHDRAWN, {"withdrawn_on": _withdrawn_on(home, one)})


def _withdrawn_on(home: Home, one: Before) -> str:
    found = (manifests.read_json(home.exact / one.release / WITHDRAWN) or {}).get("withdrawn_on")
    return str(found)


def _copy(source: Path, target: Path, digest: str, wanted: Recorded) -> None:
    """Copies a side without what publication added, and checks the copy."""
    if not source.is_dir() or source.is_symlink():
        raise wanted.refused(f"{source.parent.name}/{source.name}, which it follows from, is missing")
    shutil.copytree(source, target, symlinks=True)
    for name in {RELEASE, WITHDRAWN} | sums.evidence(target):
        remove(target / name)
    remove(target / sums.APPROVALS)
    wrong = [MANIFEST] if sha256(target / MANIFEST) != digest else []
    wrong = wrong or releases.side_faults(target, manifests.read_public(target / MANIFEST), set())
    if wrong:
        raise wanted.refused(
            f"{source.parent.name}/{source.name}, which it follows from: {wrong[0]} is not as it was (digest changed); "
            "restore it from the backup"
        )


def _found(place: Home, wanted: Recorded) -> None:
    """The first entry of a trail of its own, and the link to the release that it was built on."""
    withdrawn = {one.release: _withdrawn_on(place, one) for one in wanted.follows if one.withdrawn}
    first = {
        "stewards": {},
        "signatures": wanted.signatures,
        "taken_over": True,
        "releases": {one.release: one.internal_manifest_sha256 for one in wanted.follows},
        "withdrawn": withdrawn,
        "current": None,
        "base": wanted.built_on,
    }
    trail.found(place, first)
    if wanted.built_on is not None:
        point(place.base, f"releases/{wanted.built_on}")


def _built_last(place: Home, year: int, wanted: Recorded) -> Delivered:
    """The manifest of the release that built a year as it stands in the release that is built on."""
    base = releases.read_release(place, wanted.built_on or "")
    about = base.manifest["measured"].get(str(year), {}) if base else {}
    for one in reversed(releases.chain(place, base)):
        measured = one.manifest["measured"].get(str(year), {})
        same = all(measured.get(name) == about.get(name) for name in ("delivery_digest", "corrections_digest"))
        if year in one.manifest["built_years"] and same:
            return Delivered.model_validate(one.manifest)
    raise wanted.refused(f"no release that it follows from built {year}")


def _archived(file: File) -> archive.ArchivedFile:
    form = FORMAT.search(file.name)
    return archive.ArchivedFile(file.name, file.table, form[1] if form else "", file.sha256, file.bytes, "")


def _keep_file(home: Home, place: Home, file: File, wanted: Recorded) -> None:
    """A link to a file in the archive that is as it was delivered."""
    source, target = (archive.address(one, file.sha256) for one in (home, place))
    if not source.is_file():
        raise wanted.refused(f"the delivery of {file.year} was destroyed or is missing from the archive ({file.name})")
    if sha256(source) != file.sha256:
        raise wanted.refused(
            f"archive: {file.name} of {file.year} is not what was delivered (digest changed); restore it"
        )
    make(target.parent, PRIVATE)
    if not target.is_symlink():
        target.symlink_to(source)


def _keep_corrections(home: Home, place: Home, year: int, digest: str, wanted: Recorded) -> None:
    """The corrections to a year as they were: those of the archive, else those that stand in the home."""
    if digest == corrections.NONE:
        return
    for path in (archive.address(home, digest), corrections.path_of(home, year)):
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() == digest:
            make(place.corrections, PRIVATE)
            write_durably(corrections.path_of(place, year), content, mode=PRIVATE_FILE)
            return
    raise wanted.refused(f"the corrections to {year} were destroyed or are missing from the archive")

"""Everything that can be checked of a home: the trail, every signature, the pointers, releases and candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import above, database, manifests, releases
from warehouse.errors import BanenafspraakError, TamperedError
from warehouse.manifests import MANIFEST, strangers
from warehouse.review import anchors, chain, desk, replay, trail
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from warehouse.home import Home
    from warehouse.review.chain import Chain
    from warehouse.settings import Settings

#: What is in `published/` and `internal/` besides the folder of releases.
FILES = {"published": {"current", *above.FILES}, "internal": {"base"}}


def faults(home: Home, settings: Settings, wanted: str = "") -> list[str]:
    """What is wrong; nothing when all is well.

    Args:
        home: the home folder.
        settings: its settings.
        wanted: the release to look at, besides the trail; all of them and all candidates when empty.

    Raises:
        WrongUseError: the home was not made yet, or there is no such release.
    """
    broken = [f"trail: {fault}" for fault in chain.faults(trail.files(home))]
    if broken:
        return broken
    try:
        known = trail.opened(home)
    except TamperedError as error:
        return [str(error)]
    checks: list[Iterable[str]] = [_is_there(home, wanted) if wanted else ()]
    checks += [anchors.faults(home, known), _raised(lambda: anchors.check_settings(settings, known))]
    checks += [_pointers(home), _signatures(known), _replayed(home, known)]
    checks += [_releases(home, known, wanted)]
    checks += [] if wanted else [_candidates(home, known), _strangers(home), above.faults(home, known)]
    return list(dict.fromkeys(fault for check in checks for fault in _said_of(check)))


def _said_of(check: Iterable[str]) -> Iterator[str]:
    """What a check says, and what it says last when it refuses."""
    try:
        yield from check
    except BanenafspraakError as error:
        yield str(error)


def _is_there(home: Home, wanted: str) -> list[str]:
    """What is wrong with the manifest of a release; raises WrongUseError when there is no such release."""
    try:
        releases.release(home, wanted)
    except TamperedError as error:
        return [str(error)]
    return []


def _raised(check: Callable[[], Any]) -> Iterator[str]:
    """What a check says that refuses."""
    try:
        check()
    except BanenafspraakError as error:
        yield str(error)


def _pointers(home: Home) -> Iterator[str]:
    yield from _raised(lambda: releases.current(home))
    yield from _raised(lambda: releases.base(home))


def _signatures(known: Chain) -> Iterator[str]:
    for release in dict.fromkeys(one.says.release for one in known.entries):
        yield from _raised(lambda release=release: desk.check_signatures(known, release))  # type: ignore[misc]


def _replayed(home: Home, known: Chain) -> Iterator[str]:
    def is_trial(release: str) -> bool:
        about = manifests.read(home.exact / release / MANIFEST)
        return bool(about and about.get("trial"))

    yield from (f"trail: {fault}" for fault in replay.faults(known, is_trial))


def _releases(home: Home, known: Chain, wanted: str) -> Iterator[str]:
    for identifier in [wanted] if wanted else known.published:
        for built in _found(lambda identifier=identifier: releases.read_release(home, identifier)):  # type: ignore[misc]
            yield from (built,) if isinstance(built, str) else _said_of(_of_release(built))


def _of_release(built: releases.Built) -> Iterator[str]:
    """What is not as it was built, else in the database not as the Parquet files say."""
    changed = releases.faults(built)
    yield from (_said(built, name) for name in changed)
    if not changed and built.stands and database.is_there(built.public):
        yield from (f"release {built.id}: {fault}" for fault in database.faults(built.public))


def _candidates(home: Home, known: Chain) -> Iterator[str]:
    for folder in sorted(home.candidates.iterdir()) if home.candidates.is_dir() else []:
        name = folder.name
        if name.startswith(".new-"):
            continue
        for built in _found(lambda name=name: releases.candidate(home, name)):  # type: ignore[misc]
            if isinstance(built, str):
                yield built
                continue
            yield from (_said(built, fault) for fault in releases.faults(built))
            recorded = [one.digest for one in known.about(name) if one.verb is Verb.BUILD]
            if built.digest() not in recorded[-1:]:
                yield f"candidate {name}: no build of this home recorded it as it is; build again"


def _found(read: Callable[[], releases.Built | None]) -> list[releases.Built | str]:
    """What is read, or what is said when it cannot be."""
    try:
        built = read()
    except BanenafspraakError as error:
        return [str(error)]
    return [built] if built is not None else []


def _said(built: releases.Built, name: str) -> str:
    what = "release" if built.is_release else "candidate"
    return f"{what} {built.id}: {name} is not as it was built (digest changed)"


def _strangers(home: Home) -> Iterator[str]:
    """What lies among the published or internal files and is none of them."""
    for place in (home.published, home.internal):
        for name in strangers(place, {"releases"}):
            if name not in FILES[place.name]:
                yield f"{place.name}/{name}: does not belong there; take it away"

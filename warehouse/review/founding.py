"""How a home is made: settings, keys and the first entry of the trail; or a home of before taken over."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

from warehouse import above, former, keys, pseudonyms, releases
from warehouse.errors import WrongUseError
from warehouse.home import Home, remove, write_durably
from warehouse.manifests import MANIFEST, sha256
from warehouse.review import anchors, seals, trail
from warehouse.settings import CONFIG, TRIAL, TWO, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from warehouse.settings import Settings


def make(home: Home, *, trial: bool = False, stewards: Mapping[str, str] | None = None, of: Path | None = None) -> None:
    """Makes a home; the first entry of its trail comes last, so that a killed command is given again.

    Where releases are taken over, what stands above them is written anew after it.

    Args:
        home: the home folder; what stands there stays.
        trial: without signatures.
        stewards: public keys by name, for a `config.toml` that is not there yet.
        of: a home of before, copied when it is another folder, and taken over as it is.

    Raises:
        WrongUseError: it is made already, holds releases of before, or the settings do not fit.
    """
    _check_new(home, of)
    if of is not None and of.resolve() != home.root:
        _copy(of, home.root)
    with home.held(new=True):
        _configure(home.root, trial=trial, stewards=stewards or {})
        settings = load(home.root)
        _check(settings, trial=trial)
        names = [keys.NAMES, seals.SERVICE] + ([] if os.environ.get(pseudonyms.KEY_VARIABLE) else [pseudonyms.KEY])
        for name in names:
            keys.make(home, name)
        trail.found(home, _first(home, settings))
        if trail.opened(home).published:
            above.write(home)


def _check_new(home: Home, of: Path | None) -> None:
    if trail.is_there(home):
        message = f"home folder {home.root}: is made already; see `banenafspraak status`"
        raise WrongUseError(message)
    if of is not None and (of / "trail").is_dir() and any((of / "trail").iterdir()):
        message = f"home folder {of}: has a trail; copy the whole folder instead"
        raise WrongUseError(message)
    (home if of is None else Home(of)).check_no_trail()
    if of is None and releases.all_releases(home):
        message = f"home folder {home.root}: holds releases of before; take it over with --from {home.root}"
        raise WrongUseError(message)


def _copy(of: Path, to: Path) -> None:
    if to.exists() or not of.is_dir():
        message = f"init: --from {of} must be a folder, and {to} not be there yet; choose another with --home"
        raise WrongUseError(message)
    temporary = to.with_name(f".new-{to.name}")
    remove(temporary)
    shutil.copytree(of, temporary, symlinks=True)
    temporary.rename(to)


def _configure(folder: Path, *, trial: bool, stewards: Mapping[str, str]) -> None:
    """Writes `config.toml` when there is none."""
    config = folder / CONFIG
    if config.exists() and stewards:
        message = "init: the stewards stand in config.toml; leave --steward out, or take the file away"
        raise WrongUseError(message)
    if config.exists():
        return
    listed = "".join(f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(key)}\n" for name, key in stewards.items())
    text = TRIAL if trial else f'[review]\nsignatures = "required"\n\n[review.stewards]\n{listed}'
    write_durably(config, text.encode())


def _check(settings: Settings, *, trial: bool) -> None:
    review = settings.review
    if trial is not (review.signatures == "off"):
        message = f"init: config.toml has review.signatures = {review.signatures}; that is{'' if trial else ' for'} "
        message += "no trial" if trial else "a trial: give --trial, or change it"
        raise WrongUseError(message)
    if not trial and len(review.stewards) < max(review.required_approvals, TWO):
        message = "init: two stewards are needed; give --steward NAME=KEYFILE twice, or --trial"
        raise WrongUseError(message)


def _first(home: Home, settings: Settings) -> dict[str, object]:
    """What the first entry says: who decides, and which releases of before it vouches for as they are now."""
    taken = releases.all_releases(home)
    for one in taken:
        releases.verify(one)
    known = {one.id for one in taken}
    current, base = (releases.pointed(link) for link in (home.current, home.base))
    return {
        "stewards": settings.review.listed(),
        "signatures": settings.review.signatures,
        "taken_over": bool(taken),
        "releases": {one.id: one.digest() for one in taken},
        "added": {
            one.id: {name: sha256(home.root / name.format(one.id)) for name in anchors.TAKEN_OVER} for one in taken
        },
        "former": {one.id: sha256(home.exact / one.id / MANIFEST) for one in former.all_in(home.exact)},
        "withdrawn": {one.id: one.withdrawn_on for one in taken if one.withdrawn_on},
        "current": current if current in known else None,
        "base": base if base in known else None,
    }

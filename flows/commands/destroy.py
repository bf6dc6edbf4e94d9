"""Destroys the personal data of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse import mirrors
from warehouse.destruction.destroy import Destroyed
from warehouse.destruction.destroy import destroy as destroy_year
from warehouse.home import Home
from warehouse.review import inbox
from warehouse.settings import load

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command prints, and its JSON."""

    lines: list[str]
    values: dict[str, Any]


def destroy(home: Path, year: int) -> Answer:
    """Destroys a year of a home, or says when that was done."""
    place, settings = Home(home), load(home)
    with place.held(), mirrors.kept(place, settings), inbox.served(place, settings, whole=True):
        done = destroy_year(place, settings, year)
    if isinstance(done, Destroyed):
        return Answer(_lines(done), done.details())
    return Answer([f"{year}: was destroyed on {done}; nothing of it is left to destroy"], {"year": year, "on": done})


def _lines(done: Destroyed) -> list[str]:
    went = (
        f"{done.archive_files} files of the archive, {done.rows} rows, {done.quarantined} records of quarantine, "
        f"{len(done.candidates)} candidates{', its corrections' if done.corrections else ''}"
    )
    looked = f"{done.pseudonyms} pseudonyms and {done.numbers} numbers in {done.searched_files} files: none found"
    return [f"{done.year}: destroyed: {went}", f"searched the home for {looked}", "published figures stay"]

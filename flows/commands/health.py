"""Looks whether all is well with a home, and writes it for Prometheus."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warehouse.errors import HealthError
from warehouse.health import checks, textfile
from warehouse.home import Home
from warehouse.settings import load

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from warehouse.health.checks import Found


@dataclass(frozen=True, slots=True)
class Health:
    """What the checks found."""

    found: list[Found]

    @property
    def lines(self) -> list[str]:
        """One line for each that is not well; one when all are."""
        return [one.line for one in self.found if not one.is_well] or ["all is well"]

    @property
    def values(self) -> list[dict[str, Any]]:
        """As JSON has it."""
        return [asdict(one) for one in self.found]

    def check(self) -> None:
        """Raises HealthError when something is not well."""
        names = dict.fromkeys(one.check for one in self.found if not one.is_well)
        if names:
            message = f"health: not well: {', '.join(names)}; the lines on standard output say what to do"
            raise HealthError(message)


def health(home: Path, file: Path | None, on: date | None) -> Health:
    """What the checks of a home find.

    Args:
        home: the home folder.
        file: the text file of Prometheus that is written too.
        on: the day to look at; today when it is None.

    Raises:
        WrongUseError: the home was not made yet, or the file cannot be written.
    """
    now = datetime.now(UTC)
    if on is not None:
        now = datetime.combine(on, now.timetz())
    found = checks.found(Home(home), load(home), now)
    if file is not None:
        textfile.write(file, found, now)
    return Health(found)

"""What is in the catalogue: a way to spoil a valid delivery, and what the one line about it must say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.deliveries import Delivery, Packaging, make_delivery

YEAR = 2023
Change = Callable[[Delivery], None]
Damage = Callable[[Path], None]


def unchanged(delivery: Delivery) -> None:
    """Leave the lines as they are."""


def undamaged(folder: Path) -> None:
    """Leave the files as they are."""


@dataclass(frozen=True)
class Case:
    """A delivery that differs from a valid one in its lines or in its files."""

    name: str
    why: str
    says: tuple[str, ...] = ()  # patterns that the message must hold
    year: int = YEAR
    packaging: Packaging = field(default_factory=Packaging)
    change: Change = unchanged
    damage: Damage = undamaged

    def delivery(self) -> Delivery:
        """The lines as they are delivered."""
        delivery = make_delivery(self.year)
        self.change(delivery)
        return delivery

    def write(self, source: Path) -> Path:
        """The files as they are delivered."""
        delivery = self.delivery()
        delivery.write(source, self.packaging)
        self.damage(delivery.folder(source))
        return source


@dataclass
class Catalogue:
    """Cases in the order in which they are written down; the function's docstring is the reason."""

    cases: list[Case] = field(default_factory=list)

    def lines(self, *says: str, year: int = YEAR, packaging: Packaging | None = None) -> Callable[[Change], Change]:
        """Add a case that changes lines."""

        def add(change: Change) -> Change:
            self.cases.append(
                Case(
                    name_of(change),
                    reason_of(change),
                    says,
                    year,
                    packaging or Packaging(),
                    change=change,
                )
            )
            return change

        return add

    def files(self, *says: str, year: int = YEAR, packaging: Packaging | None = None) -> Callable[[Damage], Damage]:
        """Add a case that changes written files."""

        def add(damage: Damage) -> Damage:
            self.cases.append(
                Case(
                    name_of(damage),
                    reason_of(damage),
                    says,
                    year,
                    packaging or Packaging(),
                    damage=damage,
                )
            )
            return damage

        return add


def name_of(function: Callable[..., None]) -> str:
    """A case is called what its function is called."""
    return function.__name__


def reason_of(function: Callable[..., None]) -> str:
    """A case must say why it is there."""
    assert function.__doc__, function.__name__
    return function.__doc__


def count(number: int) -> str:
    """A pattern for a count that stands by itself, so that 3 is not found in 2023."""
    return standing_alone(str(number))


def count_of_any() -> str:
    """A pattern for some count, where it is open what is best counted: keys, lines or repeats."""
    return standing_alone(r"[1-9]\d{0,2}")


def standing_alone(digits: str) -> str:
    """A pattern for digits that are no part of a name, path, time or larger number."""
    return rf"(?<![\w.,:/-]){digits}(?![\w:/-]|[.,]\d)"


def identities(*deliveries: Delivery) -> set[str]:
    """The numbers of people and names of employers that no output may hold."""
    return {
        str(row[column])
        for delivery in deliveries
        for row in every_row(delivery)
        for column in ("bsn", "naam")
        if row.get(column)
    }


def every_row(delivery: Delivery) -> Iterable[dict[str, object]]:
    """All lines of all tables."""
    return ({**row} for rows in delivery.tables.values() for row in rows)

"""What stewards are told of disclosure control: in the report by mart and year, and a list of the withheld figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.protection.rules import Measure, Rule
from transforms.protection.system import Status, name
from warehouse.settings import Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flows.protection import Result
    from transforms.protection.system import Cell, Key

Row = dict[str, Any]
#: Of base counts, what the stewards' list shows.
COUNTED = ("persons", "complement_persons", "employers", "largest", "second", "total")
#: More withheld than this share of a mart's figures is told of (section 8).
MUCH = 0.10
#: What the largest figure withheld is told in.
UNITS = {Measure.PERSONS: "personen", Measure.EMPLOYERS: "werkgevers"}


def summary(result: Result, settings: Mapping[int, Disclosure], years: Sequence[int]) -> dict[str, list[Row] | Row]:
    """The section *Geheimhouding* (disclosure.md, section 8): by_mart, audit, thresholds, warnings.

    Args:
        result: what disclosure control made.
        settings: `[disclosure]` of each year.
        years: the years that were built.
    """
    by_mart = _by_mart(result)
    return {
        "by_mart": by_mart,
        "audit": _audit(result),
        "thresholds": _thresholds(settings),
        "warnings": [*_legal(result), *_much(by_mart), *_changed(settings, years)],
    }


def withheld_cells(result: Result) -> pl.DataFrame:
    """The list of what is withheld, with what it rests on; a file for stewards, never a page."""
    rows = []
    for key, decision in result.protected.decisions.items():
        if decision.status.withheld:
            counts = result.system.by_key[key].counts
            numbers = [getattr(counts, column, None) for column in COUNTED]
            rows.append((*key, decision.status.value, decision.rule, *(_float(number) for number in numbers)))
    schema = dict.fromkeys(("year", "mart", "key", "column", "status", "rule"), pl.String)
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(COUNTED, pl.Float64), orient="row")


def _by_mart(result: Result) -> list[Row]:
    found: dict[tuple[int, str], Counter[str]] = {}
    for year, mart, status, rule in result.disclosure.select("year", "mart", "status", "rule").rows():
        counted = found.setdefault((year, mart), Counter())
        counted["figures"] += 1
        if Status(status).withheld:
            counted["withheld"] += 1
            counted["earlier" if status == Status.EARLIER else rule or Rule.SECONDARY] += 1
    lost = _lost(result)
    return [
        {"mart": mart, "year": year}
        | {column: counted[column] for column in ("figures", *Rule, "earlier", "withheld")}
        | {"share_pct": 100 * counted["withheld"] / counted["figures"], "widest_loss": lost.get((year, mart), "")}
        for (year, mart), counted in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _lost(result: Result) -> dict[tuple[int, str], str]:
    """About how many people or employers the largest figure withheld besides is of, by year and mart.

    In one digit: a page tells nobody, a steward either, what a withheld figure is.
    """
    largest: dict[tuple[int, str], Cell] = {}
    for key, decision in result.protected.decisions.items():
        cell, place = result.system.by_key[key], (int(key[0]), key[1])
        counted = decision.status is Status.SECONDARY and cell.measure in UNITS
        if counted and (place not in largest or cell.value > largest[place].value):
            largest[place] = cell
    return {
        place: f"circa {float(f'{float(cell.value):.0e}'):.0f} {UNITS[cell.measure]}" for place, cell in largest.items()
    }


def _audit(result: Result) -> Row:
    report = result.report
    about: Row = {"tried": report.tried, "solved": report.solved, "rounds": result.protected.report.rounds}
    found = report.narrowest
    if found is None:
        return about
    ends = {end: float(getattr(found, end)) for end in ("low", "high", "needed_low", "needed_high")}
    return about | {"narrowest": name(found.key)} | ends


def _thresholds(settings: Mapping[int, Disclosure]) -> list[Row]:
    return [
        {"year": year, "name": setting, "value": str(value), "source": Disclosure.source_of(setting)}
        for year, one in sorted(settings.items())
        for setting, value in one.model_dump(mode="json").items()
    ]


def _legal(result: Result) -> Iterable[Row]:
    followed = dict.fromkeys(result.protected.from_law, Rule.SECONDARY)
    for key, rule in sorted((dict(result.legal) | followed).items()):
        yield _warning("legal", key) | {"rule": rule.value}


def _much(by_mart: Sequence[Row]) -> Iterable[Row]:
    for row in by_mart:
        if row["withheld"] > MUCH * row["figures"]:
            empty = {"kind": "share", "key": "", "rule": ""}
            yield empty | {"year": row["year"], "mart": row["mart"], "pct": row["share_pct"]}


def _changed(settings: Mapping[int, Disclosure], years: Sequence[int]) -> Iterable[Row]:
    """Thresholds of the years that were built that differ from those of another year."""
    now = settings[max(years)]
    for year, one in sorted(settings.items()):
        for setting, value in one.model_dump(mode="json").items():
            if value != now.model_dump(mode="json")[setting]:
                yield {"kind": "changed", "year": year, "mart": "", "key": setting, "rule": "", "pct": None}


def _warning(kind: str, key: Key) -> Row:
    year, mart, place, column = key
    return {"kind": kind, "year": int(year), "mart": mart, "key": f"{place}/{column}", "pct": None}


def _float(number: Any) -> float | None:  # noqa: ANN401
    return None if number is None else float(number)

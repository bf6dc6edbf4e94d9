"""The reference lists: the package's own, each replaced by the home's `reference/<name>.csv` where there is one.

A list is data with its source beside it. What a home replaces is checked here, row by row, before anything uses it; a
wrong list is refused in one line that names file, row and rule. Source: docs/spec/measurement.md, "The law has dates".
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.law import BASELINE_YEAR, FORMS, IN_POLIS, NOT_COUNTED, PAYROLL, YES, Parameter
from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER = Path(__file__).parent
PACKAGE, HOME = "package", "home"
#: Written as a delivery is, to check the allocation key on: no list that anything is measured by.
NO_LIST = ("allocation_key_check",)
Row = dict[str, str]


def _nothing_more(_: tuple[Row, ...]) -> None:
    """For lists whose rows have nothing to keep together."""


def _grounds_have_dates(rows: tuple[Row, ...]) -> tuple[int, str] | None:
    """A ground that counts otherwise than in the package says from when: it would change every year else."""
    known = {row["code"]: row for row in _packaged("grondslag")}
    for number, row in enumerate(rows, start=2):
        before = known.get(row["code"], {"counts_for_agreement": "no", "counts_from": ""})
        counts, counted = (one["counts_for_agreement"] == YES for one in (row, before))
        if counts and not row["counts_from"] and (not counted or before["counts_from"]):
            return number, f"ground {row['code']} counts without a date: fill in counts_from"
        if counted and not counts:
            return number, f"ground {row['code']} stops counting: keep yes and fill in counts_to"
    return None


def _parameters_hold_always(rows: tuple[Row, ...]) -> tuple[int, str] | None:
    """Every parameter has a value in every year that can be measured, and one that can be read."""
    for number, row in enumerate(rows, start=2):
        right, words = PARAMETERS[row["name"]]
        if not right(row["value"]):
            return number, f"{row['name']} is not {words}"
    for name in Parameter:
        for year in YEARS:
            last = f"{year}-12-31"
            if not any(row["name"] == name and row["valid_from"] <= last <= (row["valid_to"] or last) for row in rows):
                return 1, f"{name} has no value in {year}"
    return None


def _threshold_is_there(rows: tuple[Row, ...]) -> tuple[int, str] | None:
    """The quota has a threshold."""
    there = any(row["variable"] == THRESHOLD for row in rows)
    return None if there else (1, f"it has no row of {THRESHOLD}")


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """What a list must hold.

    Attributes:
        name: of the file, without `.csv`.
        columns: the columns it must have; others are free.
        key: the columns that name what a row is about; dated rows of one key follow each other.
        dates: the columns of its first and last day, or none for a list without dates.
        checks: column -> what each of its values must be, and the words for it.
        also: what must hold of all its rows together; says what is wrong with which line, or nothing.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    dates: tuple[str, str] | None = None
    checks: tuple[tuple[str, Callable[[str], bool], str], ...] = ()
    also: Callable[[tuple[Row, ...]], tuple[int, str] | None] = _nothing_more


def _one_of(*values: str) -> tuple[Callable[[str], bool], str]:
    return lambda text: text in values, f"one of {', '.join(values)}"


def _day_of_year(text: str) -> bool:
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        return False
    return True


def _number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


WHOLE: tuple[Callable[[str], bool], str] = (lambda text: text.isascii() and text.isdigit(), "a whole number")
NUMBER: tuple[Callable[[str], bool], str] = (_number, "a number")
TEXT: tuple[Callable[[str], bool], str] = (bool, "a text")
#: What the value of each parameter must be.
PARAMETERS: dict[str, tuple[Callable[[str], bool], str]] = {
    Parameter.RULE_SET: TEXT,
    Parameter.HOURS_PER_JOB: (lambda text: _number(text) and Decimal(text) > 0, "a number above 0"),
    Parameter.CUT: (_day_of_year, "a month and a day as 05-01"),
    Parameter.SECTOR_FUND_SHARE: NUMBER,
    Parameter.WSW_HOURS: _one_of(IN_POLIS, "wsw_detacheringen"),
    Parameter.SECTORS_HAVE_TARGETS: _one_of("yes", "no"),
}
#: The variable of the quota that says which employers are exempt.
THRESHOLD = "threshold_hours"
#: Every year that can be measured.
YEARS = range(BASELINE_YEAR, 2101)
VALID = ("valid_from", "valid_to")
YES_OR_NO = _one_of("yes", "no")

#: The lists that the law and the code checks go by, with what must hold in them.
LISTS = {
    one.name: one
    for one in (
        ReferenceList("targets", ("sector", *VALID, "jobs"), ("sector",), VALID, checks=(("jobs", *WHOLE),)),
        ReferenceList(
            "grondslag",
            ("code", "priority", "counts_for_agreement", "counts_from", "counts_to", "restates_baseline"),
            ("code",),
            ("counts_from", "counts_to"),
            checks=(
                ("priority", *WHOLE),
                ("counts_for_agreement", *YES_OR_NO),
                ("restates_baseline", *YES_OR_NO),
            ),
            also=_grounds_have_dates,
        ),
        ReferenceList("code_soort_ikv", ("code", "employment"), ("code",), checks=(("employment", *YES_OR_NO),)),
        ReferenceList(
            "code_aard",
            ("code", *VALID, "form"),
            ("code",),
            VALID,
            checks=(("form", *_one_of(*FORMS, PAYROLL, NOT_COUNTED)),),
        ),
        ReferenceList(
            "parameters",
            ("name", *VALID, "value"),
            ("name",),
            VALID,
            checks=(("name", *_one_of(*Parameter)),),
            also=_parameters_hold_always,
        ),
        ReferenceList(
            "quota_versions",
            ("variable", "sector", *VALID, "value"),
            ("variable", "sector"),
            VALID,
            checks=(("value", *NUMBER),),
        ),
        ReferenceList(
            "quota_parameters",
            ("year", "sector", "variable", "value", "note"),
            ("year", "sector", "variable", "note"),
            checks=(("value", *NUMBER),),
            also=_threshold_is_there,
        ),
        ReferenceList("overheidssector", ("code", "title_nl", "title_en"), ("code",)),
        ReferenceList(
            "grootteklasse", ("code", "from_employees", "to_employees"), ("code",), checks=(("from_employees", *WHOLE),)
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference lists that hold in a home.

    Attributes:
        own: the home's own lists by name, each as its bytes.
    """

    own: Mapping[str, bytes] = field(default_factory=dict)

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a list; of a dated one an open row ends on the day before the next row of its key begins."""
        found = _parsed(name, self.own[name]) if name in self.own else _packaged(name)
        about = LISTS.get(name)
        return _ended(found, about) if about and about.dates else found

    def origin(self, name: str) -> str:
        """Whether a list is the home's own or the package's."""
        return HOME if name in self.own else PACKAGE

    def digest(self, name: str) -> str:
        """SHA-256 of the list's file; 64 hexadecimal digits."""
        return hashlib.sha256(self.own[name] if name in self.own else _bytes(name)).hexdigest()

    def changes(self, name: str) -> list[str]:
        """What the home's list changes of the package's: one line per row that only one of them has."""
        before, after = (_told(rows) for rows in (_packaged(name), self.rows_as_written(name)))
        return [f"- {row}" for row in before if row not in after] + [f"+ {row}" for row in after if row not in before]

    def rows_as_written(self, name: str) -> tuple[Row, ...]:
        """The rows of a list as its file has them."""
        return _parsed(name, self.own[name]) if name in self.own else _packaged(name)


#: The lists of the package alone: what documentation and synthetic data go by.
PACKAGED = Reference()


def names() -> tuple[str, ...]:
    """Every list of the package."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv") if path.stem not in NO_LIST))


def opened(folder: Path) -> Reference:
    """The lists of a home, with those of its `reference/` folder in place of the package's.

    Raises:
        WrongUseError: a file there is no list, cannot be read, or breaks a rule.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    unknown = [path.name for path in files if path.suffix != ".csv" or path.stem not in names()]
    if unknown:
        message = f"reference/{unknown[0]}: no such list; there are {', '.join(names())}"
        raise WrongUseError(message)
    found = Reference({path.stem: path.read_bytes() for path in files})
    for name in found.own:
        _check(found, name)
    return found


def _check(found: Reference, name: str) -> None:
    rows, about = found.rows_as_written(name), LISTS.get(name)
    needed = about.columns if about else tuple(_packaged(name)[0])
    missing = [column for column in needed if rows and column not in rows[0]]
    if not rows or missing:
        raise _wrong(name, 1, f"column {missing[0]} is missing" if missing else "it has no rows")
    if about is None:
        return
    for number, row in enumerate(rows, start=2):
        for column, right, words in about.checks:
            if not right(row[column]):
                raise _wrong(name, number, f"{column} is not {words}")
    _check_keys(rows, about)
    wrong = about.also(found.rows(name))
    if wrong:
        raise _wrong(name, *wrong)


def _check_keys(rows: tuple[Row, ...], about: ReferenceList) -> None:
    """Rows of one key follow each other: none begins before another that says when it ends has ended."""
    spans = [_span(row, about, number) for number, row in enumerate(rows, start=2)]
    for number, (row, (first, last)) in enumerate(zip(rows, spans, strict=True), start=2):
        if last < first:
            raise _wrong(about.name, number, "it ends before it begins")
        for other, (begins, ends) in list(zip(rows, spans, strict=True))[: number - 2]:
            if _key(row, about) != _key(other, about):
                continue
            open_before = begins < first and ends == date.max
            open_after = first < begins and last == date.max
            if first <= ends and begins <= last and not (open_before or open_after):
                raise _wrong(about.name, number, f"it overlaps another row of {', '.join(about.key)}")


def _span(row: Row, about: ReferenceList, number: int) -> tuple[date, date]:
    """The first and the last day of a row; always, for a list without dates."""
    if about.dates is None:
        return date.min, date.max - timedelta(days=1)
    try:
        first, last = (day(row[column]) for column in about.dates)
    except ValueError:
        raise _wrong(about.name, number, f"{' or '.join(about.dates)} is no date as 2026-01-01") from None
    return first or date.min, last or date.max


def day(text: str) -> date | None:
    """A day of a list; None for an empty cell."""
    return date.fromisoformat(text) if text else None


def _ended(rows: tuple[Row, ...], about: ReferenceList) -> tuple[Row, ...]:
    """The rows with an open one ended on the day before the next row of its key begins."""
    first, last = about.dates or ("", "")
    found = []
    for row in rows:
        later = [other[first] for other in rows if _key(other, about) == _key(row, about) and other[first] > row[first]]
        ends = (date.fromisoformat(min(later)) - timedelta(days=1)).isoformat() if later else ""
        found.append(row | {last: row[last] or ends})
    return tuple(found)


def _key(row: Row, about: ReferenceList) -> tuple[str, ...]:
    return tuple(row[column] for column in about.key)


def _told(rows: tuple[Row, ...]) -> list[str]:
    return [", ".join(f"{column}={value}" for column, value in row.items() if value) for row in rows]


def _parsed(name: str, content: bytes) -> tuple[Row, ...]:
    try:
        return tuple(_lines(content))
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise _wrong(name, 1, "it is no UTF-8 text with ',' and a header") from None


def _lines(content: bytes) -> Iterator[Row]:
    reader = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    for row in reader:
        if None in row or None in row.values():
            message = "a row has more or fewer cells than the header"
            raise ValueError(message)
        yield row


@cache
def _packaged(name: str) -> tuple[Row, ...]:
    return tuple(_lines(_bytes(name)))


@cache
def _bytes(name: str) -> bytes:
    return (FOLDER / f"{name}.csv").read_bytes()


def _wrong(name: str, row: int, why: str) -> WrongUseError:
    return WrongUseError(f"reference/{name}.csv, line {row}: {why}; mend the list and run the same command again")

"""What every published row must keep, whatever is withheld (disclosure.md, sections 4, 6 and 7); written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from tests.support.published_files import FREE, KEYS, REASONS, SECRET, WITHHOLDABLE, Name, Release, Row, observed

#: Mart, column -> the multiple it is rounded to; all others are as in the exact mart.
ROUNDED_TO: Mapping[tuple[str, str], int] = {
    ("realisation", "persons"): 5,
    ("government_sectors", "persons"): 5,
    ("target_group", "registered"): 5,
    ("target_group", "working"): 5,
    ("target_group", "level_jobs"): 5,
    ("participation_cohort", "persons"): 5,
    ("participation_cohort", "never_worked"): 5,
    ("participation_cohort", "under_12_months"): 5,
    ("quota", "shortage_jobs"): 1,
    ("liv_by_size", "amount_eur"): 1000,
    ("social_return", "obligation_eur"): 1000,
    ("social_return", "jobs"): 1,
}
#: Mart, percentage -> the two published figures that it is of.
PERCENTAGES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("government_sectors", "realisation_pct"): ("formal_jobs", "opgave_jobs"),
    ("ministries", "realisation_pct"): ("formal_jobs", "opgave_jobs"),
    ("target_group", "working_pct"): ("working", "registered"),
    ("participation_cohort", "never_worked_pct"): ("never_worked", "persons"),
    ("participation_cohort", "under_12_months_pct"): ("under_12_months", "persons"),
}
#: Figures of a row that say the same thing.
BUNDLES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "government_sectors": (("persons", "formal_jobs"),),
    "target_group": (("working", "level_jobs"),),
    "liv_by_size": (("employers", "amount_eur"),),
    "social_return": (("obligation_eur", "jobs"),),
}
#: Endings of columns that no reader gets.
INTERNAL = ("_exact",)
INTERNAL_NAMES = {"hours_december"}


def wrong_statuses(release: Release) -> Iterator[str]:
    """Every cell that is not written as it must be; names cells, no values."""
    for mart in sorted(release.exact):
        if mart not in release.public:
            yield f"mart not published: {mart}"
        elif mart in KEYS:
            yield from wrong_rows(release, mart)
            yield from internal_columns(release, mart)
    for mart, columns in WITHHOLDABLE.items():
        for place, row in release.shown.get(mart, {}).items():
            for column in columns:
                yield from wrong_cell(release, (place[0], mart, place[1], column), row)
            yield from torn_bundles(mart, place, row)
    yield from wrong_copies(release)
    yield from told_changes(release)


def wrong_rows(release: Release, mart: str) -> Iterator[str]:
    """Published and exact rows have the same keys."""
    shown, truth = release.shown.get(mart, {}), release.truth.get(mart, {})
    yield from (f"row missing: {year}/{mart}/{key}" for year, key in sorted(truth.keys() - shown.keys()))
    yield from (f"row too many: {year}/{mart}/{key}" for year, key in sorted(shown.keys() - truth.keys()))


def internal_columns(release: Release, mart: str) -> Iterator[str]:
    names = {name for row in release.public[mart][:1] for name in row}
    yield from (f"internal column: {mart}/{name}" for name in sorted(names) if name in INTERNAL_NAMES)
    yield from (f"internal column: {mart}/{name}" for name in sorted(names) if name.endswith(INTERNAL))


def wrong_cell(release: Release, name: Name, row: Row) -> Iterator[str]:
    """A cell has a status; a value stands exactly where it is free; and is the exact one, rounded."""
    year, mart, key, column = name
    status, value = row.get(f"{column}_status"), row.get(column)
    where = f"{year}/{mart}/{key}/{column}"
    exact = release.truth.get(mart, {}).get((year, key), {}).get(column)
    if status not in REASONS:
        yield f"no status: {where}"
    elif (value is None) == (status == FREE):
        yield f"{'value missing' if value is None else 'value that is not free'}: {where}"
    elif status not in {FREE, SECRET} and exact is not None and mart != "quality":
        yield f"not there for a reason that is not so: {where}"
    elif value is not None and not rightly_rounded(release, name, row):
        yield f"not the exact value, rounded: {where}"


def rightly_rounded(release: Release, name: Name, row: Row) -> bool:
    """Whether a free value is the exact one as section 4 rounds it; percentages are of published figures."""
    year, mart, key, column = name
    exact, value = release.truth[mart][year, key][column], row[column]
    if mart == "quality":
        return True
    if (mart, column) in PERCENTAGES:
        return is_percentage(value, *(row.get(one) for one in PERCENTAGES[mart, column]))
    base = ROUNDED_TO.get((mart, column))
    if base is None:
        return same(value, Decimal(str(exact)))
    if year in release.unrounded and base > 1:
        return same(value, Decimal(str(exact)))
    return same(value, to_multiple(Decimal(str(exact)), Decimal(base)))


def is_percentage(value: object, part: float | None, whole: float | None) -> bool:
    """Whether a percentage is that of two published figures, with one decimal."""
    if part is None or not whole:
        return False
    return same(value, to_multiple(Decimal(str(part)) * 100 / Decimal(str(whole)), Decimal("0.1")))


def to_multiple(value: Decimal, base: Decimal) -> Decimal:
    """The nearest multiple, half away from zero."""
    return (value / base).quantize(Decimal(1), ROUND_HALF_UP) * base


def same(value: object, wanted: Decimal) -> bool:
    return abs(Decimal(str(value)) - wanted) <= Decimal("1e-9") * max(Decimal(1), abs(wanted))


def torn_bundles(mart: str, place: tuple[int, str], row: Row) -> Iterator[str]:
    """Figures that say the same thing are withheld together; a percentage when one of its figures is."""
    for bundle in BUNDLES.get(mart, ()):
        secret = {column: row.get(f"{column}_status") == SECRET for column in bundle}
        there = {column for column in bundle if row.get(f"{column}_status") in {FREE, SECRET}}
        torn = {column for column in there if not secret[column]}
        if torn and any(secret[column] for column in there):
            yield f"withheld in part: {place[0]}/{mart}/{place[1]}/{sorted(torn)[0]}"
    for (of, column), parts in PERCENTAGES.items():
        told = row.get(f"{column}_status") == FREE and SECRET in {row.get(f"{part}_status") for part in parts}
        if of == mart and told:
            yield f"withheld in part: {place[0]}/{mart}/{place[1]}/{column}"


def wrong_copies(release: Release) -> Iterator[str]:
    """`observations` says of every figure what its mart says."""
    for row in release.public.get("observations", []):
        name = observed(row)
        if name[1] not in WITHHOLDABLE or name[3] not in WITHHOLDABLE[name[1]]:
            continue
        value = release.value(name)
        where = "/".join(map(str, name))
        if (row["value"] is None) != (value is None) or (
            value is not None and not same(row["value"], Decimal(str(value)))
        ):
            yield f"copied otherwise: {where}"
        if "value_status" in row and row["value_status"] != release.status(name):
            yield f"copied with another status: {where}"


def told_changes(release: Release) -> Iterator[str]:
    """`revisions` tells no change of a figure that is withheld."""
    for row in release.public.get("revisions", []):
        if row["mart"] in KEYS and any(row[column] is not None for column in ("old", "new", "difference")):
            places = [place for place in release.shown.get(row["mart"], {}) if written_alike(row, place)]
            for year, key in places:
                if release.status((year, row["mart"], key, row["mart_column"])) == SECRET:
                    yield f"told by revisions: {year}/{row['mart']}/{key}/{row['mart_column']}"


def written_alike(row: Row, place: tuple[int, str]) -> bool:
    """Whether a cell of `revisions` is of this row: the key as name=value with spaces between, the year among them."""
    year, others = KEYS[row["mart"]]
    parts = [part.replace("%3B", ";").replace("%3D", "=").replace("%25", "%") for part in place[1].split(";")]
    orders = ([f"{year}={place[0]}", *parts], [*parts[:1], f"{year}={place[0]}", *parts[1:]])
    return bool(others) and row["cell"] in {" ".join(order) for order in orders}


def shrunk(before: Release, now: Release) -> list[Name]:
    """Figures that an earlier release withheld and a later one publishes."""
    return sorted(
        (year, mart, key, column)
        for mart, columns in WITHHOLDABLE.items()
        for (year, key), row in before.shown.get(mart, {}).items()
        for column in columns
        if row.get(f"{column}_status") == SECRET and now.is_shown((year, mart, key, column))
    )

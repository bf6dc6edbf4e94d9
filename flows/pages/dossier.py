"""What a candidate shows on its pages: the manifest, the marts, and what changed since the current release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.pages.kit import statuses
from flows.pages.kit.imprint import Imprint
from transforms.law import FORMS, GOVERNMENT, MARKET, SECTORS, TOTAL
from warehouse.reference import codes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flows.pages.review.differences import Comparison
    from flows.pages.review.origin import Origin

#: The columns of table 1 of the letters.
COLUMNS = (MARKET, GOVERNMENT, TOTAL)
#: What the program itself writes as the reason of a change (`flows.plan.REASONS`); the kind of change says as much.
OWN_REASONS = frozenset(
    {
        "new delivery of a released year",
        "corrections to the delivery of a released year",
        "other rules or code over the same delivery",
    }
)
#: Where a list of the reference data comes from when the home folder has one of its own.
FROM_HOME = "home"

#: What a public page may know of the manifest: nothing of deliveries, corrections, settings or code digests.
PUBLIC = (
    "release",
    "year",
    "years",
    "synthetic",
    "code_version",
    "rule_set",
    "signatures",
    "trial",
    "built_on",
    "supersedes",
    "change_type",
    "reason",
)
#: What a change may not be told of when it is withheld.
OF_A_CHANGE = ("old", "new", "difference")
#: Of a published number what would give the measured one away.
OF_A_COMPARISON = ("measured", "difference", "agrees")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Secrecy:
    """What disclosure control did to a candidate, for the stewards.

    Attributes:
        by_mart: mart, year, figures, then how many are withheld: P1 to P5 (by the first rule that they break), S
            (besides), earlier (kept from earlier releases), withheld (all of them); share_pct (0-100) and widest_loss,
            a text on the widest interval that withholding leaves, or empty.
        audit: tried, solved, rounds (counts), narrowest (a text: which figure), its low and high, and what these may
            be at most and at least: needed_low, needed_high; empty when nothing was withheld.
        thresholds: year, name (a setting of [disclosure]), value, source.
        warnings: kind (`legal`: a figure that the law requires rests on few; `share`: much of a mart is withheld;
            `changed`: thresholds differ), year, mart, key, rule, pct; what does not apply is empty.
    """

    by_mart: Sequence[Row] = ()
    audit: Row = field(default_factory=dict)
    thresholds: Sequence[Row] = ()
    warnings: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything that the pages of one candidate show.

    Attributes:
        about: the manifest, without its list of files.
        marts: the public marts of the candidate, named as in `warehouse.registry.marts.MARTS`: rounded, and beside each
            figure that can be withheld or empty its status (`flows.pages.kit.statuses`).
        strata: response to the survey: year, stratum, population, units, respondents.
        changes: cells that differ from the current release: mart, cell, column, old, new, difference; old and new are
            both empty where one of them is withheld.
        earlier: (identifier, exact mart `quality`) of earlier releases, oldest first.
        corrections: what was corrected in the deliveries: table, column, reason, status, lines.
        targets: the list of targets that holds: sector, valid_from, valid_to (ISO dates, the last one may be empty).
        exact: the exact marts; only the stewards' report reads them, and of them only the checks (mart `quality`).
        secrecy: what disclosure control did.
        imprint: who publishes it, when and where.
        comparison: with the release that it is built on, for the stewards; None when there is none.
        origins: where the figures of the years that were built come from, for the stewards.
        statistics: the fact of that name: the size of the deliveries of all years; year, table, measure, value.
    """

    about: Mapping[str, Any]
    marts: Mapping[str, pl.DataFrame]
    strata: pl.DataFrame = field(default_factory=pl.DataFrame)
    changes: pl.DataFrame = field(default_factory=pl.DataFrame)
    earlier: Sequence[tuple[str, pl.DataFrame]] = ()
    corrections: Sequence[Mapping[str, Any]] = ()
    targets: Sequence[Mapping[str, str]] = field(default_factory=lambda: codes.rows("targets"))
    exact: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    secrecy: Secrecy = field(default_factory=Secrecy)
    imprint: Imprint = field(default_factory=Imprint)
    comparison: Comparison | None = None
    origins: Sequence[Origin] = ()
    statistics: pl.DataFrame = field(default_factory=pl.DataFrame)

    def public(self) -> ReportData:
        """What a public page may know: public marts, changes and thresholds; nothing of deliveries or exact figures."""
        return ReportData(
            about={name: self.about[name] for name in PUBLIC},
            marts=self.marts,
            changes=self.changes,
            targets=self.targets,
            secrecy=Secrecy(thresholds=self.secrecy.thresholds),
            imprint=self.imprint,
        )

    @property
    def year(self) -> int:
        """The year that was built."""
        return int(self.about["year"])

    @property
    def deliveries(self) -> list[Row]:
        """The delivered files with their counts of lines."""
        return list(self.about["deliveries"])

    @property
    def warnings(self) -> list[Row]:
        """The broken warnings."""
        return list(self.about["warnings"])

    @property
    def given_reason(self) -> str:
        """Why published figures change, as the person who built the candidate said; empty when nobody did."""
        reason = self.about["reason"] or ""
        return "" if reason in OWN_REASONS else reason

    @property
    def own_lists(self) -> list[Row]:
        """The lists of the reference data that the home folder has of its own: name, sha256, changes."""
        return [one for one in self.about["reference"] if one["origin"] == FROM_HOME]

    def rows(self, mart: str) -> list[Row]:
        """All rows of a mart, in its order; withheld figures have no value."""
        return statuses.rows(self.marts[mart])

    def of_year(self, mart: str) -> list[Row]:
        """The rows of a mart for the year that was built."""
        return [row for row in self.rows(mart) if row["year"] == self.year]

    def checks(self) -> list[Row]:
        """Every check of every year with its exact counts of lines; for the stewards' report only."""
        return self.exact["quality"].to_dicts() if "quality" in self.exact else []

    def checks_of_year(self) -> list[Row]:
        """The checks of the year that was built."""
        return [row for row in self.checks() if row["year"] == self.year]

    @property
    def last_year(self) -> int | None:
        """The measured year before this one, nearest to it; None when there is none."""
        return max((year for year in self.about["years"] if year < self.year), default=None)

    def size(self, year: int | None, table: str, measure: str) -> int | None:
        """A size of a delivery; None when it is not kept."""
        wanted = (year, table, measure)
        rows = self.statistics.rows() if self.statistics.width else ()
        return next((value for *name, value in rows if tuple(name) == wanted), None)

    def changed(self) -> list[Row]:
        """The changes that may be told, largest first; those of a withheld figure and of a status are left out."""
        told = [row for row in statuses.rows(self.changes) if not _is_withheld(row)]
        return sorted(told, key=lambda row: -abs(row["difference"] or 0.0))

    def revised(self) -> list[Row]:
        """The changes of what both releases have."""
        return [row for row in self.changed() if None not in (row["old"], row["new"])]

    def response(self) -> list[Row]:
        """The response to the survey of the year, by stratum."""
        return [row for row in self.strata.to_dicts() if row["year"] == self.year]

    def has_one_target(self, year: int) -> bool:
        """Whether market and government have one target together in a year, and none of their own."""
        found = dict(zip(COLUMNS, figures(self.marts["realisation"], year, TOTAL, "target_jobs"), strict=True))
        return found[TOTAL] is not None and all(found[sector] is None for sector in SECTORS)

    def one_target_is_sum(self, year: int) -> bool:
        """Whether the one target of a year is the sum of those of both sectors, as no decree has set it."""
        return self.has_one_target(year) and not any(
            row["sector"] == TOTAL and row["valid_from"] <= f"{year}-12-31" <= (row["valid_to"] or f"{year}-12-31")
            for row in self.targets
        )

    def series_breaks(self, years: Collection[int]) -> list[tuple[int, str]]:
        """The series breaks in some years: (year, note), the note in Dutch or empty."""
        rows = (row for row in self.rows("realisation") if row["year"] in years and row["series_break"])
        return sorted({(row["year"], row["series_break_note"] or "") for row in rows})


def table_1(realisation: pl.DataFrame, year: int) -> list[tuple[str, list[int | None]]]:
    """Table 1 of the letter: extra jobs by form and sector, and the targets.

    Rows are (label, [market, government, total]).
    """
    rows = [(form, figures(realisation, year, form, "extra_jobs")) for form in (*FORMS, TOTAL)]
    return [*rows, ("doelstelling", figures(realisation, year, TOTAL, "target_jobs"))]


def total(rows: Iterable[Row], name: str) -> int:
    """The sum of a column of counts."""
    return sum(row[name] for row in rows)


def figures(realisation: pl.DataFrame, year: int, form: str, column: str) -> list[int | None]:
    """One column of the mart `realisation` for a year and a form: market, government, total; None for a missing row."""
    found = {(row["sector"], row["form"]): row[column] for row in statuses.rows(realisation) if row["year"] == year}
    return [found.get((sector, form)) for sector in COLUMNS]


def agreement(row: Row) -> str:
    """Whether a published number is reproduced: agrees, differs, not_measured or withheld."""
    if statuses.is_secret(row, *OF_A_COMPARISON):
        return "withheld"
    return "not_measured" if row["agrees"] is None else "agrees" if row["agrees"] else "differs"


def _is_withheld(change: Row) -> bool:
    """Whether a change is that of a withheld figure, or of a status, which says which figures are."""
    nothing = change["old"] is None and change["new"] is None
    return nothing or statuses.is_secret(change, *OF_A_CHANGE) or statuses.is_status(change["column"])

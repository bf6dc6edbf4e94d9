"""The vocabulary of the registry: what a column, a row rule, an expectation and a table are.

Nothing about a column is written twice: the staging schema, the row rules, the expectations, the mart
schema, the Parquet metadata and the dictionary in `docs/` all come from the objects built with these classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The type of a column, as the specification names it."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    FLAG = "flag"
    FLOAT = "float"


class Severity(StrEnum):
    """What a broken expectation does: reject the delivery, ask a steward for a decision, or be shown only."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


#: Kind -> the type it has in the DuckDB staging file. DECIMAL(38, 18) keeps any share or amount exactly.
STAGING_TYPE = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DECIMAL(38, 18)",
    Kind.DATE: "DATE",
    Kind.FLAG: "BOOLEAN",
    Kind.FLOAT: "DOUBLE",
}


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule that a single line must keep; a line that breaks it is quarantined with the rule's name.

    `broken_when` is SQL over the typed columns of the line. `needs_all_lines` marks a rule that can only be
    decided when the whole table is loaded: its SQL is then a query for the `rowid`s that break it.
    """

    name: str
    column: str
    broken_when: str
    says: str
    needs_all_lines: bool = False

    @property
    def reason(self) -> str:
        """The reason that a quarantined line gets, `rule:column`."""
        return f"{self.name}:{self.column}"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that must be true of a table; a run checks it on all lines and counts those that break it.

    `broken_when` is SQL over a line of `batch` (a staging table or view; the table itself by default).
    `{year}` in it is the measurement year. `share_allowed` names the setting that allows some lines to break it.
    """

    name: str
    column: str
    broken_when: str
    says: str
    severity: Severity = Severity.CRITICAL
    batch: str = ""
    share_allowed: str = ""

    @property
    def label(self) -> str:
        """The name that the mart `quality` has for it: `name:column`, or the name alone when it is over whole lines."""
        return self.name if self.column == "line" else f"{self.name}:{self.column}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a delivery or a mart; `sql_rules` are (name, broken when, must be) triples."""

    name: str
    kind: Kind
    title_nl: str
    title_en: str
    unit: str = ""
    source: str = ""
    nullable: bool = False
    optional: bool = False
    codes: tuple[str, ...] = ()
    sql_rules: tuple[tuple[str, str, str], ...] = ()

    @property
    def duckdb_type(self) -> str:
        """The type in the DuckDB staging file."""
        return STAGING_TYPE[self.kind]

    def row_rules(self) -> tuple[RowRule, ...]:
        """The rules of one value: present, readable as its type, and what the column adds."""
        rules = [RowRule("type", self.name, f"raw_{self.name} IS NOT NULL AND {self.name} IS NULL", f"a {self.kind}")]
        if not self.nullable:
            rules.insert(0, RowRule("missing", self.name, f"raw_{self.name} IS NULL", "not empty"))
        rules += [RowRule(name, self.name, sql, says) for name, sql, says in self.sql_rules]
        return tuple(rules)


@dataclass(frozen=True, slots=True)
class DeliveryTable:
    """A table of the yearly delivery (`deliveries.md`).

    `measured` are expectations that no SQL over the staged lines decides: they come from the load or the measurement.
    `helpers` are (name, SQL) pairs computed once a line for its rules; `views` are (name, SQL) pairs that
    expectations look at.
    """

    name: str
    title_nl: str
    title_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    line_rules: tuple[RowRule, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    measured: tuple[Expectation, ...] = ()
    helpers: tuple[tuple[str, str], ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    last_year: int | None = None

    def rules(self) -> tuple[RowRule, ...]:
        """All row rules in order; a line gets the first one it breaks as its reason."""
        of_values = tuple(rule for column in self.columns for rule in column.row_rules())
        return of_values + self.line_rules

    def numbered_rules(self) -> list[tuple[int, RowRule]]:
        """The row rules with the number that a staged line's `_rule` holds for each."""
        return list(enumerate(self.rules(), start=1))

    def belongs_to(self, year: int) -> bool:
        """Whether a delivery over `year` has this table."""
        return self.last_year is None or year <= self.last_year

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True, slots=True)
class Mart:
    """A published table (`marts.md`).

    Attributes:
        made_by: `module.function` of `transforms`, whose parameters name what it is made from (`flows/marts.py`);
            empty for the tables that say how a release was made, which the flow fills.
        of_year: made from the rows of one year and kept in the release; the others are made from what is kept, for all
            years at once.
        years: how many years, from that of the row on, a row is made from.
        facts: one of the exact building blocks kept beside the marts.
        figures: a table of published figures; the others say how they were made.
    """

    name: str
    title_nl: str
    title_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    note: str = ""
    made_by: str = ""
    of_year: bool = False
    years: int = 1
    facts: bool = False
    figures: bool = False

    @property
    def year_column(self) -> str:
        """The column that says which year a row is of."""
        return "year" if "year" in self.names() else self.key[0]

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

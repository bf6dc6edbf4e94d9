"""The vocabulary of the registry: what a column, a row rule, an expectation and a table are.

Nothing about a column is written twice: the staging schema, the row rules, the expectations, the mart
schema, the Parquet metadata and the dictionary in `docs/` all come from the objects built with these classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from transforms.protection.declared import Protection

if TYPE_CHECKING:
    from transforms.law import Law
    from warehouse.registry.patterns import Helper, Pattern
    from warehouse.registry.terms import Terms


class Kind(StrEnum):
    """The type of a column, as the specification names it."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    FLAG = "flag"
    FLOAT = "float"
    #: In the warehouse only: no delivery and no published table has them.
    PSEUDONYM = "pseudonym"
    MOMENT = "moment"


class Severity(StrEnum):
    """What a broken expectation does: reject the delivery, ask a steward for a decision, or only inform."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


#: Kind -> its type in the DuckDB staging file and in the warehouse. DECIMAL(38, 18) keeps any share or amount exactly.
STAGING_TYPE = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DECIMAL(38, 18)",
    Kind.DATE: "DATE",
    Kind.FLAG: "BOOLEAN",
    Kind.FLOAT: "DOUBLE",
    Kind.PSEUDONYM: "UBIGINT",
    Kind.MOMENT: "TIMESTAMP",
}


#: How the name of an unrounded figure ends.
EXACT = "_exact"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a rule or an expectation that is broken, in Dutch and English.

    Attributes:
        nl, en: what is wrong with the line or the table, after its subject: "voldoet niet aan de elfproef".
        advice_nl, advice_en: of a warning what a steward asks or does, of a rejection what to deliver; whole sentences.
        subject_nl, subject_en: what the rule is about; empty where that is the title of its column.
    """

    nl: str
    en: str
    advice_nl: str
    advice_en: str
    subject_nl: str = ""
    subject_en: str = ""


#: The subject of a rule over whole lines.
WHOLE_LINE = ("Hele regel", "Whole line")
EMPTY = Words("is leeg", "is empty", "Lever de waarde in elke regel.", "Deliver the value in every line.")
#: Kind -> what is wrong with a value that cannot be read as that kind.
UNREADABLE = {
    kind: Words(f"is niet te lezen als {nl}", f"cannot be read as {en}", f"Lever {nl}.", f"Deliver {en}.")
    for kind, nl, en in (
        (Kind.TEXT, "tekst", "text"),
        (Kind.CODE, "code", "a code"),
        (Kind.INTEGER, "geheel getal", "a whole number"),
        (Kind.DECIMAL, "getal met een decimale komma", "a number with a decimal comma"),
        (Kind.DATE, "datum (jjjj-mm-dd)", "a date (yyyy-mm-dd)"),
        (Kind.FLAG, "J of N", "J or N"),
        (Kind.FLOAT, "getal", "a number"),
    )
}


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule that a single line must keep; a line that breaks it is quarantined with the rule's name.

    `broken_when` is SQL over the typed columns of the line, a template that `Terms.fill` fills for a year; `pattern` is
    the form that a text must have, where that is the rule (`matches`). `needs_all_lines` marks a rule that can only be
    decided when the whole table is loaded: its SQL is then a query for the `rowid`s that break it.
    """

    name: str
    column: str
    broken_when: str
    words: Words
    needs_all_lines: bool = False
    pattern: Pattern | None = None

    @property
    def reason(self) -> str:
        """The reason that a quarantined line gets, `rule:column`."""
        return f"{self.name}:{self.column}"

    def under(self, terms: Terms) -> RowRule:
        """The rule as it is under the law of a year."""
        return replace(self, broken_when=terms.fill(self.broken_when))


def matches(name: str, pattern: Pattern, words: Words) -> RowRule:
    """The rule that a text has a form."""
    return RowRule(name, pattern.column, f"NOT ({pattern.sql()})", words, pattern=pattern)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a table that is too big to be copied is staged: its lines counted, and the lines of some people.

    Attributes:
        by: the columns of few different values that expectations look at; lines with the same values are one row.
        person: the column with the number of the person.
        people: the delivered table whose accepted lines name the people of whom lines are kept, in a column of that
            name.
    """

    by: tuple[str, ...]
    person: str
    people: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that must be true of a table; a run checks it on all lines and counts those that break it.

    `broken_when` is SQL over a line of `batch` (a staging table or view; the table itself by default), a template that
    `Terms.fill` fills for a year; empty where no SQL over the staged lines decides it (`expectations/measured.py`).
    `share_allowed` names the setting that allows some lines to break it. `measure` is what a band is about, in the fact
    `statistics`, and `setting` the setting of section `quality` that says how wide it is.
    """

    name: str
    column: str
    broken_when: str
    words: Words
    severity: Severity = Severity.CRITICAL
    batch: str = ""
    share_allowed: str = ""
    measure: str = ""
    setting: str = ""

    @property
    def label(self) -> str:
        """The name that the mart `quality` has for it: `name:column`, or the name alone when it is over whole lines."""
        return self.name if self.column == "line" else f"{self.name}:{self.column}"

    def under(self, terms: Terms) -> Expectation:
        """The expectation as it is under the law of a year."""
        return replace(self, broken_when=terms.fill(self.broken_when))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a delivery or a mart.

    Attributes:
        code_list: the reference list that its values are codes of, where it is one.
        values: its values, where they are fixed and no reference list has them.
        length: how many characters a text has, where all of its column have as many.
        rules: what a value must keep besides being there and being of its kind.
        codes_of: the dimension whose codes its values are (`registry.codes`), where that has another name; empty for a
            text that is no code.
        decimals: of a published number with decimals how many it has, where that is fixed.
        marks_row: a number that names its row or says where it stands, and measures nothing.
    """

    name: str
    kind: Kind
    title_nl: str
    title_en: str
    unit: str = ""
    source: str = ""
    nullable: bool = False
    optional: bool = False
    code_list: str = ""
    values: tuple[str, ...] = ()
    length: int = 0
    rules: tuple[RowRule, ...] = ()
    codes_of: str | None = None
    decimals: int | None = None
    marks_row: bool = False

    @property
    def dimension(self) -> str:
        """The dimension in `codes` of a text key: its own name or the one of its list; empty for what is no code."""
        return (self.code_list or self.name) if self.codes_of is None else self.codes_of

    @property
    def is_figure(self) -> bool:
        """Whether it holds a number that measures; one that ends in `_exact` is an unrounded twin, and no figure."""
        return self.kind in {Kind.INTEGER, Kind.FLOAT} and not (self.marks_row or self.name.endswith(EXACT))

    @property
    def duckdb_type(self) -> str:
        """The type in the DuckDB staging file."""
        return STAGING_TYPE[self.kind]

    def row_rules(self) -> tuple[RowRule, ...]:
        """The rules of one value: present, readable as its type, and what the column adds."""
        unreadable = f"raw_{self.name} IS NOT NULL AND {self.name} IS NULL"
        rules = [RowRule("type", self.name, unreadable, UNREADABLE[self.kind]), *self.rules]
        if not self.nullable:
            rules.insert(0, RowRule("missing", self.name, f"raw_{self.name} IS NULL", EMPTY))
        return tuple(rules)

    def under(self, terms: Terms) -> Column:
        """The column with its rules as they are under the law of a year."""
        return replace(self, rules=tuple(rule.under(terms) for rule in self.rules))


@dataclass(frozen=True, slots=True)
class DeliveryTable:
    """A table of the yearly delivery (`deliveries.md`).

    `measured` are expectations that no SQL over the staged lines decides: they come from the load or the measurement.
    `helpers` are computed once a line for its rules; `views` are (name, SQL) pairs that expectations look at. SQL is a
    template of `Terms`: `under` gives the table as it is under the law of a year.

    With `versions` a line is one version of a return, and `key` identifies the version: of lines that are equal in
    every column the first stays and the others get the number of the rule over all lines; lines with one key and
    different content get `_conflict`. `received_column` names the date of receipt of a table whose lines have no effect
    when they are received after the cut (step 1); empty for a table without a cut. `period_end` names the last day of
    the period of a return. `until_in_polis` marks the table that is delivered as long as the law says that what it
    holds is not in the polis. `repeats_count_once` marks a table of which only the different lines count, those of the
    view `contents_of_<table>`. Of a table with a `summary` the staging table has rows that stand for `_lines` lines
    each, and the kept lines are those of the staging table `<table>_lines`. `may_stay_the_same` marks a table that can
    be the same year after year.
    """

    name: str
    title_nl: str
    title_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    line_rules: tuple[RowRule, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    measured: tuple[Expectation, ...] = ()
    helpers: tuple[Helper, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    versions: bool = False
    received_column: str = ""
    period_end: str = ""
    until_in_polis: bool = False
    repeats_count_once: bool = False
    may_stay_the_same: bool = False
    summary: Summary | None = None

    @property
    def lines_that_count(self) -> str:
        """The staging table or view whose accepted lines count."""
        if self.summary:
            return f"{self.name}_lines"
        return f"contents_of_{self.name}" if self.repeats_count_once else self.name

    @property
    def count(self) -> str:
        """SQL that counts the lines that rows of the staging table stand for; empty of no row."""
        return "sum(_lines)" if self.summary else "count(*)"

    def texts(self) -> list[Column]:
        """The columns that hold texts or codes, in order."""
        return [column for column in self.columns if column.kind in {Kind.TEXT, Kind.CODE}]

    def rules(self) -> tuple[RowRule, ...]:
        """All row rules in order; a line gets the first one it breaks as its reason."""
        of_values = tuple(rule for column in self.columns for rule in column.row_rules())
        return of_values + self.line_rules

    def numbered_rules(self) -> list[tuple[int, RowRule]]:
        """The row rules with the number that a staged line's `_rule` holds for each."""
        return list(enumerate(self.rules(), start=1))

    def belongs_to(self, law: Law) -> bool:
        """Whether a delivery for the year of `law` has this table."""
        return not (self.until_in_polis and law.wsw_in_polis)

    def under(self, terms: Terms) -> DeliveryTable:
        """The table with its SQL as it is under the law of a year."""
        return replace(
            self,
            columns=tuple(column.under(terms) for column in self.columns),
            line_rules=tuple(rule.under(terms) for rule in self.line_rules),
            expectations=tuple(one.under(terms) for one in self.expectations),
            views=tuple((name, terms.fill(sql)) for name, sql in self.views),
        )

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True, slots=True)
class Mart:
    """A published table (`marts.md`).

    Attributes:
        answers: what a reader finds in it, in one sentence: Dutch, English; empty for a table that no reader gets.
        of_year: made from the rows of one year and kept in the release; the others are made from what is kept, for all
            years at once.
        years: how many years, from that of the row on, a row is made from.
        facts: one of the exact building blocks kept beside the marts.
        figures: a table of published figures; the others say how they were made.
        protection: what disclosure control does with each column but the key; nothing for facts: no reader gets them.
        about: the column with the mart that a row is about, of a table about other marts: a row is made from the years
            that a row of that mart is made from.
    """

    name: str
    title_nl: str
    title_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    note: str = ""
    answers: tuple[str, str] = ("", "")
    of_year: bool = False
    years: int = 1
    facts: bool = False
    figures: bool = False
    about: str = ""
    protection: Protection = field(default_factory=lambda: Protection({}), hash=False)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The key but for the year."""
        return tuple(name for name in self.key if name != self.year_column)

    @property
    def year_column(self) -> str:
        """The column that says which year a row is of."""
        return "year" if "year" in self.names() else self.key[0]

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

"""The tables of `warehouse.duckdb`: what is kept of a delivery and the SQL that fills it, and the records of runs.

Rows of a year stand in a schema of that year (`y2023`). No number of a person or an employer is among the columns: only
its pseudonym.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from warehouse import sql
from warehouse.registry.deliveries import (
    EMPLOYERS_TABLE,
    LIV_TABLE,
    POLIS_TABLE,
    REGISTER_TABLE,
    SECONDMENT_TABLE,
    SHARES_TABLE,
    SOCIAL_RETURN_TABLE,
    SURVEY_TABLE,
)
from warehouse.registry.model import STAGING_TYPE, Column, Kind

if TYPE_CHECKING:
    from warehouse.registry.model import DeliveryTable

ACCEPTED = "_rule = 0"
OURS = "banenafspraak"


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """A number that is kept as its pseudonym only.

    Attributes:
        column: the column that holds the pseudonym; its name is also the domain of the pseudonyms.
        number: SQL for the number on a staged line.
        tables: staging tables whose accepted lines hold every number that may be kept; a line of another table with a
            number that is not among them is left out.
    """

    column: Column
    number: str
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the column, and the domain."""
        return self.column.name

    @property
    def mapping(self) -> str:
        """The temporary table with the columns `number` and the pseudonym."""
        return f"{self.name}_of"

    @property
    def numbers_sql(self) -> str:
        """SQL for the numbers that get a pseudonym: one column of distinct texts, sorted."""
        lines = " UNION ALL ".join(f"SELECT {self.number} AS number FROM {t} WHERE {ACCEPTED}" for t in self.tables)
        return f"SELECT DISTINCT number FROM ({lines}) ORDER BY number"

    @property
    def join(self) -> str:
        """SQL that joins the pseudonym to staged lines."""
        return f"JOIN {self.mapping} ON {self.mapping}.number = {self.number}"


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A column of a kept table and the SQL over a staged line that fills it."""

    column: Column
    sql: str

    @property
    def selected(self) -> str:
        """The column as a SELECT has it."""
        return f"{self.sql} AS {sql.name(self.column.name)}"


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A warehouse table -> the SQL that fills it from accepted staging lines; one schema per year.

    Attributes:
        name: its name in the schema of each year.
        title_nl: what it holds, in Dutch.
        title_en: what it holds, in English.
        source: the delivered table whose lines it keeps.
        pseudonyms: the pseudonyms among its columns.
        others: the other columns.
    """

    name: str
    title_nl: str
    title_en: str
    source: DeliveryTable
    pseudonyms: tuple[Pseudonym, ...]
    others: tuple[KeptColumn, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order, pseudonyms first."""
        return (*(one.column for one in self.pseudonyms), *(one.column for one in self.others))

    @property
    def sql(self) -> str:
        """SQL over the staging tables and the mappings of the pseudonyms."""
        selected = [*(one.name for one in self.pseudonyms), *(one.selected for one in self.others)]
        joins = "".join(f" {one.join}" for one in self.pseudonyms)
        return f"SELECT {', '.join(selected)} FROM {self.source.lines_that_count}{joins} WHERE {ACCEPTED}"


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of records over all years; a run adds to it."""

    name: str
    title_nl: str
    title_en: str
    columns: tuple[Column, ...]

    @property
    def sql(self) -> str:
        """SQL that makes the table when it is not there."""
        columns = ", ".join(f"{sql.name(column.name)} {STAGING_TYPE[column.kind]}" for column in self.columns)
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({columns})"


def _delivered(table: DeliveryTable, *names: str) -> tuple[KeptColumn, ...]:
    """Columns that are kept as they were delivered."""
    return tuple(KeptColumn(table.column(name), name) for name in names)


def _record(name: str, kind: Kind, title_nl: str, title_en: str) -> Column:
    return Column(name, kind, title_nl, title_en, source=OURS)


PERSON = Pseudonym(
    Column("person", Kind.PSEUDONYM, "Persoon (pseudoniem van het BSN)", "Person (pseudonym of the BSN)", source=OURS),
    "bsn",
    (REGISTER_TABLE.name,),
)
EMPLOYER = Pseudonym(
    Column(
        "employer",
        Kind.PSEUDONYM,
        "Werkgever (pseudoniem van het loonheffingennummer)",
        "Employer (pseudonym of the payroll tax number)",
        source=OURS,
    ),
    "lhnr",
    (EMPLOYERS_TABLE.name, LIV_TABLE.name, SECONDMENT_TABLE.name, POLIS_TABLE.lines_that_count),
)
#: The first nine digits of a payroll tax number, as the Belastingdienst builds it: one number for all its suffixes.
FISCAL = Pseudonym(
    Column(
        "fiscal",
        Kind.PSEUDONYM,
        "Fiscaal nummer (pseudoniem van de eerste negen cijfers van het loonheffingennummer)",
        "Fiscal number (pseudonym of the first nine digits of the payroll tax number)",
        source=OURS,
    ),
    "lhnr[1:9]",
    EMPLOYER.tables,
)
#: The two digits after the L; the lowest payroll tax number of a fiscal number is the one with the lowest suffix.
SUFFIX = KeptColumn(
    Column(
        "suffix",
        Kind.INTEGER,
        "Volgnummer van het loonheffingennummer binnen het fiscale nummer",
        "Suffix of the payroll tax number within the fiscal number",
        source=EMPLOYERS_TABLE.column("lhnr").source,
    ),
    "CAST(lhnr[11:12] AS BIGINT)",
)
#: An empty share of hours under a sector fund means none (deliveries.md).
SECTOR_FUND = KeptColumn(
    replace(EMPLOYERS_TABLE.column("aandeel_sectorfonds"), nullable=False), "coalesce(aandeel_sectorfonds, 0)"
)

PSEUDONYMS = (PERSON, EMPLOYER, FISCAL)

KEPT = {
    table.name: table
    for table in (
        KeptTable(
            "register",
            "Registraties in het doelgroepregister",
            "Registrations in the target-group register",
            REGISTER_TABLE,
            (PERSON,),
            _delivered(REGISTER_TABLE, "grondslag", "datum_registratie", "datum_einde", "arbeidsmarktregio"),
        ),
        KeptTable(
            "polis",
            "Polisregels van personen in het register",
            "Payroll lines of people in the register",
            POLIS_TABLE,
            (PERSON, EMPLOYER, FISCAL),
            _delivered(
                POLIS_TABLE,
                *("numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak", "srtiv", "cdaard", "aantverlu"),
                *("datum_ontvangst", "volgnummer", "status", "onbepaalde_tijd"),
            ),
        ),
        KeptTable(
            "employers",
            "Werkgevers",
            "Employers",
            EMPLOYERS_TABLE,
            (EMPLOYER, FISCAL),
            (
                SUFFIX,
                *_delivered(EMPLOYERS_TABLE, "sector", "overheidswerkgever"),
                SECTOR_FUND,
                *_delivered(EMPLOYERS_TABLE, "overheidssector", "ministerie", "aantal_werknemers", "verloonde_uren"),
            ),
        ),
        KeptTable(
            "survey",
            "Uitleners in het onderzoek verdeelsleutel",
            "Lenders in the allocation-key survey",
            SURVEY_TABLE,
            (),
            _delivered(SURVEY_TABLE, "stratum", "populatie", "respons", "uren_markt", "uren_overheid"),
        ),
        KeptTable(
            "secondments",
            "Wsw-detacheringen van personen in het register",
            "Wsw secondments of people in the register",
            SECONDMENT_TABLE,
            (PERSON, EMPLOYER),
            _delivered(SECONDMENT_TABLE, "uren_december"),
        ),
        KeptTable(
            "shares",
            "Opgaven van de overheidssectoren",
            "Shares of the government sub-sectors",
            SHARES_TABLE,
            (),
            _delivered(SHARES_TABLE, "overheidssector", "ministerie", "opgave_banen"),
        ),
        KeptTable(
            "liv",
            "Lage-inkomensvoordeel per werkgever",
            "Low-income benefit per employer",
            LIV_TABLE,
            (EMPLOYER, FISCAL),
            _delivered(LIV_TABLE, "bedrag"),
        ),
        KeptTable(
            "social_return",
            "Social return",
            "Social return",
            SOCIAL_RETURN_TABLE,
            (),
            _delivered(
                SOCIAL_RETURN_TABLE, "opdrachtgever", "verplichting_eur", "banen", "opdrachtnemers", "grootste_eur"
            ),
        ),
    )
}

RECORDS = {
    table.name: table
    for table in (
        RecordTable(
            "quarantine",
            "Regels in quarantaine: plaats en reden, nooit de inhoud",
            "Quarantined lines: place and reason, never the content",
            (
                _record("year", Kind.INTEGER, "Meetjaar", "Measurement year"),
                _record("table_name", Kind.TEXT, "Tabel", "Table"),
                _record("file_sha256", Kind.TEXT, "SHA-256 van het bestand", "SHA-256 of the file"),
                _record("line", Kind.INTEGER, "Regel in het bestand, vanaf 1", "Line in the file, from 1"),
                _record("reason", Kind.TEXT, "Reden", "Reason"),
            ),
        ),
        RecordTable(
            "runs",
            "Voltooide builds",
            "Finished builds",
            (
                _record("candidate", Kind.TEXT, "Kandidaat", "Candidate"),
                _record("year", Kind.INTEGER, "Meetjaar", "Measurement year"),
                _record("ended_at", Kind.MOMENT, "Voltooid op (UTC)", "Ended at (UTC)"),
                _record("status", Kind.TEXT, "Status", "Status"),
                _record("delivery_digest", Kind.TEXT, "Digest van de levering", "Digest of the delivery"),
                _record("settings_digest", Kind.TEXT, "Digest van de instellingen", "Digest of the settings"),
                _record("code_digest", Kind.TEXT, "Digest van de code", "Digest of the code"),
            ),
        ),
        RecordTable(
            "kept_from",
            "Waaruit de rijen van een jaar zijn gemaakt",
            "What the rows of a year were made from",
            (
                _record("year", Kind.INTEGER, "Meetjaar", "Measurement year"),
                _record("delivery_digest", Kind.TEXT, "Digest van de levering", "Digest of the delivery"),
                _record("corrections_digest", Kind.TEXT, "Digest van de correcties", "Digest of the corrections"),
                _record("key_fingerprint", Kind.TEXT, "Vingerafdruk van de sleutel", "Fingerprint of the key"),
            ),
        ),
    )
}

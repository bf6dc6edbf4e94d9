"""The tables of the yearly delivery: every column, rule and expectation, once (`deliveries.md`)."""

from __future__ import annotations

from warehouse.reference.codes import (
    employment_codes,
    government_sectors,
    grounds,
    income_codes,
    nature_codes,
    nature_not_valid_sql,
    sql_list,
)
from warehouse.registry.model import Column, DeliveryTable, Expectation, Kind, RowRule, Severity

POLIS = "polisadministratie (UWV)"
REGISTER = "doelgroepregister (UWV)"
EMPLOYERS = "werkgeversbestand (UWV, Belastingdienst)"
SURVEY = "onderzoek verdeelsleutel (SEO)"

#: The last year in which Wsw secondment was not in the polis (measurement.md, step 5).
LAST_YEAR_OF_WSW_DELIVERY = 2021
#: A period of a return is at most a leap year long (deliveries.md).
LONGEST_PERIOD_DAYS = 366
HOURS_A_DAY = 24
#: Month and day, in the year after the measured one, on which a return may last be received (Wfsv; step 1).
CUT = "05-01"
#: At least this share of the hours under a sector fund makes a government employer count as market (step 6).
SECTOR_FUND_SHARE = "0.5"
STATUSES = ("initieel", "correctie", "intrekking")
#: Sector numbers that the list of sectors does not have (deliveries.md).
SECTORS_NOT_IN_USE = (36, 37)

#: A number of nine digits that is written back the same is nine digits; only the others need the slower pattern.
_NINE_DIGITS = (
    "strlen(bsn) = 9 AND (bsn_number >= 100000000 AND CAST(bsn_number AS VARCHAR) = bsn "
    "OR regexp_full_match(bsn, '[0-9]{9}'))"
)
#: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i must be divisible by 11; + 10i leaves the same remainder as - i.
_ELEVEN_SUM = (
    " + ".join(f"{9 - i} * (bsn_number // {10 ** (8 - i)} % 10)" for i in range(8)) + " + 10 * (bsn_number % 10)"
)
BSN_RULES = (
    ("pattern", f"NOT ({_NINE_DIGITS})", "nine digits"),
    ("eleven_test", f"({_ELEVEN_SUM}) % 11 <> 0 OR bsn_number = 0", "a number that passes the 11-test"),
)
BSN_HELPER = ("bsn_number", "coalesce(TRY_CAST(bsn AS UINTEGER), 0)")
PERIOD_HELPER = ("period_days", "datum_einde_tijdvak - datum_aanvang_tijdvak + 1")
LHNR_RULES = (
    (
        "pattern",
        "NOT regexp_full_match(lhnr, '[0-9]{9}L[0-9]{2}') OR lhnr[11:12] = '00'",
        "nine digits, L and a suffix other than 00",
    ),
)


def cut(year: int) -> str:
    """The last day on which a return over `year` may be received, ISO."""
    return f"{year + 1}-{CUT}"


def _bsn(source: str) -> Column:
    return Column("bsn", Kind.TEXT, "Burgerservicenummer", "Citizen service number", source=source, sql_rules=BSN_RULES)


def _lhnr(source: str) -> Column:
    return Column("lhnr", Kind.TEXT, "Loonheffingennummer", "Payroll tax number", source=source, sql_rules=LHNR_RULES)


NO_UNKNOWN_COLUMNS = Expectation(
    "no_unknown_columns",
    "line",
    "",
    "no columns but those of deliveries.md; others are not read",
    severity=Severity.WARNING,
)
KNOWN_EMPLOYER = Expectation("known_employer", "lhnr", "", "the employer of every counted line is in werkgevers")

COHORT_YEARS = Expectation(
    "cohort_years",
    "line",
    "",
    "the released years that share a cohort with this one are in the warehouse as they were released; without them the "
    "cohort has no rows: build those years again",
    severity=Severity.WARNING,
)


def _band(measure: str) -> Expectation:
    """A figure of the table against the year before (setting `quality.max_change_*`)."""
    return Expectation(
        f"{measure}_within_band",
        "line",
        "",
        f"{measure} changed no more than quality.max_change_{measure} since the year before",
        severity=Severity.WARNING,
    )


def _at_least(name: str, lowest: int) -> tuple[tuple[str, str, str], ...]:
    return (("range", f"{name} < {lowest}", f"{lowest} or more"),)


def _known(column: str, codes: tuple[str, ...]) -> Expectation:
    return Expectation(
        f"known_{column}",
        column,
        f"{column} IS NOT NULL AND {column} NOT IN {sql_list(codes)}",
        "a known code",
    )


def _lines_of(table: str) -> tuple[Expectation, ...]:
    """Every table has lines, and not more of them in quarantine than the setting allows."""
    return (
        Expectation(
            "quarantine_limit",
            "line",
            "_rule <> 0",
            f"quarantined lines of {table} within quality.quarantine_limit",
            share_allowed="quarantine_limit",
        ),
    )


REGISTER_TABLE = DeliveryTable(
    "doelgroepregister",
    "Doelgroepregister",
    "Target-group register",
    (
        _bsn(REGISTER),
        Column("grondslag", Kind.CODE, "Grondslag", "Ground", source=REGISTER, codes=grounds()),
        Column("datum_registratie", Kind.DATE, "Datum registratie", "Registered from", source=REGISTER),
        Column(
            "datum_einde",
            Kind.DATE,
            "Datum einde",
            "Registered until",
            source=REGISTER,
            nullable=True,
            sql_rules=(("order", "datum_einde < datum_registratie", "on or after datum_registratie"),),
        ),
        Column(
            "arbeidsmarktregio",
            Kind.INTEGER,
            "Arbeidsmarktregio",
            "Labour-market region",
            source=REGISTER,
            nullable=True,
            sql_rules=(("range", "arbeidsmarktregio NOT BETWEEN 1 AND 35", "1 to 35"),),
        ),
    ),
    expectations=(*_lines_of("doelgroepregister"), _known("grondslag", grounds())),
    measured=(_band("lines"), _band("persons"), COHORT_YEARS),
    helpers=(BSN_HELPER,),
)

POLIS_TABLE = DeliveryTable(
    "polis",
    "Polisadministratie",
    "Payroll administration",
    (
        _bsn(POLIS),
        _lhnr(POLIS),
        Column(
            "numiv",
            Kind.INTEGER,
            "Nummer inkomstenverhouding",
            "Income relation number",
            source=POLIS,
            sql_rules=_at_least("numiv", 0),
        ),
        Column("datum_aanvang_tijdvak", Kind.DATE, "Aanvang tijdvak", "Start of period", source=POLIS),
        Column(
            "datum_einde_tijdvak",
            Kind.DATE,
            "Einde tijdvak",
            "End of period",
            source=POLIS,
            sql_rules=(
                ("order", "period_days < 1", "on or after datum_aanvang_tijdvak"),
                (
                    "length",
                    f"period_days > {LONGEST_PERIOD_DAYS}",
                    f"at most {LONGEST_PERIOD_DAYS} days after datum_aanvang_tijdvak",
                ),
            ),
        ),
        Column(
            "srtiv",
            Kind.CODE,
            "Soort inkomstenverhouding",
            "Kind of income relation",
            source=POLIS,
            codes=income_codes(),
        ),
        Column(
            "cdaard",
            Kind.CODE,
            "Aard arbeidsverhouding",
            "Nature of the employment",
            source=POLIS,
            nullable=True,
            codes=nature_codes(),
            sql_rules=(
                (
                    "missing",
                    f"cdaard IS NULL AND srtiv IN {sql_list(employment_codes())}",
                    "not empty when srtiv is employment",
                ),
            ),
        ),
        Column(
            "aantverlu",
            Kind.INTEGER,
            "Aantal verloonde uren",
            "Paid hours",
            unit="hours",
            source=POLIS,
            sql_rules=(
                *_at_least("aantverlu", 0),
                (
                    "range_of_period",
                    f"aantverlu > {HOURS_A_DAY} * period_days",
                    f"at most {HOURS_A_DAY} times the days of the period",
                ),
            ),
        ),
        Column(
            "datum_ontvangst",
            Kind.DATE,
            "Datum ontvangst",
            "Date of receipt",
            source=POLIS,
            sql_rules=(("order", "datum_ontvangst < datum_aanvang_tijdvak", "on or after datum_aanvang_tijdvak"),),
        ),
        Column(
            "volgnummer",
            Kind.INTEGER,
            "Volgnummer",
            "Sequence number",
            source=POLIS,
            sql_rules=_at_least("volgnummer", 1),
        ),
        Column("status", Kind.CODE, "Status", "Status", source=POLIS, codes=STATUSES),
        Column(
            "onbepaalde_tijd",
            Kind.FLAG,
            "Onbepaalde tijd",
            "Permanent contract",
            source=POLIS,
            nullable=True,
            optional=True,
        ),
    ),
    measured=(KNOWN_EMPLOYER, _band("lines"), _band("hours")),
    helpers=(BSN_HELPER, PERIOD_HELPER),
    key=(
        "lhnr",
        "bsn",
        "numiv",
        "datum_aanvang_tijdvak",
        "datum_einde_tijdvak",
        "datum_ontvangst",
        "volgnummer",
    ),
    versions=True,
    received_column="datum_ontvangst",
    line_rules=(RowRule("repeat", "line", "repeats", "no exact repeat of another line", needs_all_lines=True),),
    expectations=(
        *_lines_of("polis"),
        _known("srtiv", income_codes()),
        _known("cdaard", nature_codes()),
        Expectation(
            "valid_cdaard",
            "cdaard",
            nature_not_valid_sql(),
            "a code that is valid on the first day of the period",
        ),
        _known("status", STATUSES),
        Expectation(
            "no_conflicting_lines",
            "line",
            "_conflict",
            "no two lines with the same identification, datum_ontvangst and volgnummer but different content",
        ),
        Expectation(
            "period_in_december",
            "datum_einde_tijdvak",
            "NOT found",
            "at least one period in December {year}",
            batch="period_in_december",
        ),
        Expectation(
            "received_at_the_cut",
            "datum_ontvangst",
            "_rule = 0 AND datum_ontvangst > DATE '{cut}'",
            "received on or before {cut}; later lines are kept and change nothing",
            severity=Severity.WARNING,
        ),
    ),
    views=(
        (
            "period_in_december",
            "SELECT count(*) > 0 AS found, 0::UTINYINT AS _rule FROM polis WHERE _rule = 0 "
            "AND datum_aanvang_tijdvak <= DATE '{year}-12-31' AND datum_einde_tijdvak >= DATE '{year}-12-01'",
        ),
    ),
)

EMPLOYERS_TABLE = DeliveryTable(
    "werkgevers",
    "Werkgevers",
    "Employers",
    (
        _lhnr(EMPLOYERS),
        Column("naam", Kind.TEXT, "Naam", "Name", source=EMPLOYERS),
        Column(
            "sector",
            Kind.INTEGER,
            "Sector",
            "Sector",
            source=EMPLOYERS,
            sql_rules=(
                (
                    "range",
                    f"sector NOT BETWEEN 1 AND 69 OR sector IN {SECTORS_NOT_IN_USE}",
                    "1 to 69, not 36 or 37",
                ),
            ),
        ),
        Column("overheidswerkgever", Kind.FLAG, "Overheidswerkgever", "Government employer", source=EMPLOYERS),
        Column(
            "aandeel_sectorfonds",
            Kind.DECIMAL,
            "Aandeel sectorfonds",
            "Share of hours under a sector fund",
            unit="share 0-1",
            source=EMPLOYERS,
            nullable=True,
            sql_rules=(("range", "aandeel_sectorfonds NOT BETWEEN 0 AND 1", "0 to 1"),),
        ),
        Column(
            "overheidssector",
            Kind.CODE,
            "Overheidssector",
            "Government sub-sector",
            source=EMPLOYERS,
            nullable=True,
            codes=government_sectors(),
            sql_rules=(
                (
                    "empty",
                    "overheidssector IS NOT NULL AND NOT overheidswerkgever",
                    "empty for market employers",
                ),
            ),
        ),
        Column(
            "ministerie",
            Kind.TEXT,
            "Ministerie",
            "Ministry",
            source=EMPLOYERS,
            nullable=True,
            sql_rules=(
                (
                    "empty",
                    "ministerie IS NOT NULL AND overheidssector IS DISTINCT FROM 'rijk'",
                    "empty unless overheidssector is rijk",
                ),
            ),
        ),
        Column(
            "aantal_werknemers",
            Kind.INTEGER,
            "Aantal werknemers",
            "Employees",
            unit="persons",
            source=EMPLOYERS,
            sql_rules=_at_least("aantal_werknemers", 0),
        ),
        Column(
            "verloonde_uren",
            Kind.INTEGER,
            "Verloonde uren in het kalenderjaar",
            "Paid hours in the calendar year",
            unit="hours",
            source=EMPLOYERS,
            sql_rules=_at_least("verloonde_uren", 0),
        ),
    ),
    key=("lhnr",),
    expectations=(
        *_lines_of("werkgevers"),
        _known("overheidssector", government_sectors()),
        Expectation("unique_key", "lhnr", "lines > 1", "one line an employer", batch="keys_of_werkgevers"),
    ),
    measured=(_band("lines"),),
    views=(
        (
            "keys_of_werkgevers",
            "SELECT lhnr, count(*) AS lines, 0::UTINYINT AS _rule FROM werkgevers WHERE lhnr IS NOT NULL GROUP BY lhnr",
        ),
    ),
)

SURVEY_TABLE = DeliveryTable(
    "verdeelsleutel",
    "Onderzoek verdeelsleutel",
    "Allocation-key survey",
    (
        Column("eenheid", Kind.TEXT, "Eenheid", "Lender", source=SURVEY),
        Column("stratum", Kind.TEXT, "Stratum", "Stratum", source=SURVEY),
        Column(
            "populatie",
            Kind.INTEGER,
            "Populatie van het stratum",
            "Population of the stratum",
            unit="lenders",
            source=SURVEY,
            sql_rules=_at_least("populatie", 1),
        ),
        Column("respons", Kind.FLAG, "Respons", "Responded", source=SURVEY),
        *(
            Column(
                name,
                Kind.DECIMAL,
                title_nl,
                title_en,
                unit="hours",
                source=SURVEY,
                nullable=True,
                sql_rules=(
                    *_at_least(name, 0),
                    ("missing", f"respons AND {name} IS NULL", "not empty when respons is J"),
                    ("empty", f"NOT respons AND {name} IS NOT NULL", "empty when respons is N"),
                ),
            )
            for name, title_nl, title_en in (
                ("uren_markt", "Uren uitgeleend aan de markt", "Hours lent to the market"),
                ("uren_overheid", "Uren uitgeleend aan de overheid", "Hours lent to government"),
            )
        ),
    ),
    key=("eenheid",),
    line_rules=(
        RowRule(
            "range_of_stratum",
            "populatie",
            "SELECT rowid FROM verdeelsleutel WHERE _rule = 0 AND stratum IN (SELECT stratum FROM verdeelsleutel "
            "WHERE _rule = 0 GROUP BY stratum HAVING count(*) > max(populatie))",
            "at least the number of units in the stratum",
            needs_all_lines=True,
        ),
    ),
    expectations=(
        *_lines_of("verdeelsleutel"),
        Expectation("unique_key", "eenheid", "lines > 1", "one line a lender", batch="keys_of_verdeelsleutel"),
        Expectation("equal_population", "populatie", "NOT equal", "one population a stratum", batch="strata"),
        Expectation("has_respondents", "respons", "NOT found", "at least one respondent", batch="respondents"),
        Expectation(
            "no_singleton_strata",
            "stratum",
            "respondents = 1 AND population > 1",
            "two respondents or more, or the whole population",
            severity=Severity.WARNING,
            batch="strata",
        ),
        Expectation(
            "response_in_stratum",
            "stratum",
            "respondents = 0",
            "a respondent in every stratum; one without is left out of the key",
            severity=Severity.WARNING,
            batch="strata",
        ),
    ),
    views=(
        (
            "keys_of_verdeelsleutel",
            "SELECT eenheid, count(*) AS lines, 0::UTINYINT AS _rule FROM verdeelsleutel "
            "WHERE eenheid IS NOT NULL GROUP BY eenheid",
        ),
        (
            "strata",
            "SELECT stratum, count(DISTINCT populatie) = 1 AS equal, max(populatie) AS population, "
            "count(*) FILTER (respons) AS respondents, 0::UTINYINT AS _rule FROM verdeelsleutel "
            "WHERE _rule = 0 GROUP BY stratum",
        ),
        (
            "respondents",
            "SELECT count(*) > 0 AS found, 0::UTINYINT AS _rule FROM verdeelsleutel WHERE _rule = 0 AND respons",
        ),
    ),
)

SECONDMENT_TABLE = DeliveryTable(
    "wsw_detacheringen",
    "Wsw-detacheringen",
    "Wsw secondments",
    (
        _bsn(POLIS),
        _lhnr(POLIS),
        Column(
            "uren_december",
            Kind.INTEGER,
            "Uren in december",
            "Hours in December",
            unit="hours",
            source="Wsw-statistiek",
            sql_rules=_at_least("uren_december", 0),
        ),
    ),
    helpers=(BSN_HELPER,),
    key=("bsn", "lhnr"),
    line_rules=(
        RowRule(
            "repeat",
            "line",
            "SELECT rowid FROM wsw_detacheringen WHERE _rule = 0 AND (bsn, lhnr) IN (SELECT (bsn, lhnr) "
            "FROM wsw_detacheringen WHERE _rule = 0 GROUP BY bsn, lhnr HAVING count(*) > 1)",
            "one line a person and employer",
            needs_all_lines=True,
        ),
    ),
    expectations=_lines_of("wsw_detacheringen"),
    last_year=LAST_YEAR_OF_WSW_DELIVERY,
)

SHARES_TABLE = DeliveryTable(
    "opgaven",
    "Opgaven van de overheidssectoren",
    "Shares of the government sub-sectors",
    (
        Column(
            "overheidssector",
            Kind.CODE,
            "Overheidssector",
            "Government sub-sector",
            source="Ministerie van BZK",
            codes=government_sectors(),
        ),
        Column("ministerie", Kind.TEXT, "Ministerie", "Ministry", source="Ministerie van BZK", nullable=True),
        Column(
            "opgave_banen",
            Kind.INTEGER,
            "Opgave",
            "Share of the target",
            unit="jobs",
            source="Ministerie van BZK",
            sql_rules=_at_least("opgave_banen", 0),
        ),
    ),
    key=("overheidssector", "ministerie"),
    expectations=(
        *_lines_of("opgaven"),
        _known("overheidssector", government_sectors()),
        Expectation(
            "sub_sector_has_data",
            "overheidssector",
            "NOT has_data",
            "an employer that counts as government in every sub-sector that has a share",
            severity=Severity.WARNING,
            batch="sub_sectors",
        ),
    ),
    views=(
        (
            "sub_sectors",
            "SELECT o.overheidssector, count(w.lhnr) > 0 AS has_data, 0::UTINYINT AS _rule FROM opgaven o "
            "LEFT JOIN werkgevers w ON w.overheidssector = o.overheidssector AND w._rule = 0 AND w.overheidswerkgever "
            f"AND coalesce(w.aandeel_sectorfonds, 0) < {SECTOR_FUND_SHARE} GROUP BY o.overheidssector",
        ),
    ),
    optional=True,
)

LIV_TABLE = DeliveryTable(
    "liv",
    "Lage-inkomensvoordeel",
    "Low-income benefit",
    (
        _lhnr("UWV, Belastingdienst"),
        Column(
            "bedrag",
            Kind.DECIMAL,
            "Uitbetaald bedrag",
            "Amount paid",
            unit="euro",
            source="UWV, Belastingdienst",
            sql_rules=_at_least("bedrag", 0),
        ),
    ),
    expectations=_lines_of("liv"),
    optional=True,
)

SOCIAL_RETURN_TABLE = DeliveryTable(
    "social_return",
    "Social return",
    "Social return",
    (
        Column(
            "opdrachtgever",
            Kind.TEXT,
            "Opdrachtgever",
            "Commissioning body",
            source="Netwerkorganisatie Social Return",
        ),
        Column(
            "verplichting_eur",
            Kind.DECIMAL,
            "Verplichting",
            "Obligation",
            unit="euro",
            source="Netwerkorganisatie Social Return",
        ),
        Column("banen", Kind.DECIMAL, "Banen", "Jobs", unit="jobs", source="Netwerkorganisatie Social Return"),
    ),
    expectations=_lines_of("social_return"),
    optional=True,
)

DELIVERIES = {
    table.name: table
    for table in (
        REGISTER_TABLE,
        POLIS_TABLE,
        EMPLOYERS_TABLE,
        SURVEY_TABLE,
        SECONDMENT_TABLE,
        SHARES_TABLE,
        LIV_TABLE,
        SOCIAL_RETURN_TABLE,
    )
}

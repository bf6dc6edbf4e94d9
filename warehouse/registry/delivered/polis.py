"""The delivered returns of the payroll administration."""

from __future__ import annotations

from warehouse.registry.delivered.register import REGISTER_TABLE
from warehouse.registry.delivered.shared import (
    BSN_HELPER,
    PERIOD_HELPER,
    POLIS_SOURCE,
    at_least,
    band,
    bsn,
    known,
    lhnr,
    quarantine,
)
from warehouse.registry.model import (
    WHOLE_LINE,
    Column,
    DeliveryTable,
    Expectation,
    Kind,
    RowRule,
    Severity,
    Summary,
    Words,
)
from warehouse.sql import listed

#: A period of a return is at most a leap year long (deliveries.md).
LONGEST_PERIOD_DAYS = 366
HOURS_A_DAY = 24
STATUSES = ("initieel", "correctie", "intrekking")

_BEFORE_THE_PERIOD = ("ligt vóór de aanvang van het tijdvak", "is before datum_aanvang_tijdvak")

END_RULES = (
    RowRule(
        "order",
        "datum_einde_tijdvak",
        "period_days < 1",
        Words(
            *_BEFORE_THE_PERIOD,
            "Lever een einde op of na de aanvang.",
            "Deliver an end on or after the start.",
        ),
    ),
    RowRule(
        "length",
        "datum_einde_tijdvak",
        f"period_days > {LONGEST_PERIOD_DAYS}",
        Words(
            f"maakt het tijdvak langer dan {LONGEST_PERIOD_DAYS} dagen",
            f"makes the period longer than {LONGEST_PERIOD_DAYS} days",
            f"Lever een tijdvak van hoogstens {LONGEST_PERIOD_DAYS} dagen.",
            f"Deliver a period of at most {LONGEST_PERIOD_DAYS} days.",
        ),
    ),
)
NATURE_RULES = (
    RowRule(
        "missing",
        "cdaard",
        "cdaard IS NULL AND srtiv IN {employment_codes}",
        Words(
            "ontbreekt bij een dienstbetrekking",
            "is missing where there is employment",
            "Lever de aard van de arbeidsverhouding bij elke dienstbetrekking.",
            "Deliver the nature of the employment for every employment.",
        ),
    ),
)
HOURS_RULES = (
    *at_least("aantverlu", 0),
    RowRule(
        "range_of_period",
        "aantverlu",
        f"aantverlu > {HOURS_A_DAY} * period_days",
        Words(
            f"is meer dan {HOURS_A_DAY} uur per dag van het tijdvak",
            f"is more than {HOURS_A_DAY} hours for each day of the period",
            "Lever de verloonde uren van het tijdvak, in hele uren.",
            "Deliver the paid hours of the period, in whole hours.",
        ),
    ),
)
RECEIPT_RULES = (
    RowRule(
        "order",
        "datum_ontvangst",
        "datum_ontvangst < datum_aanvang_tijdvak",
        Words(
            *_BEFORE_THE_PERIOD,
            "Lever de dag waarop de aangifte is ontvangen.",
            "Deliver the day on which the return was received.",
        ),
    ),
)
COLUMNS = (
    bsn(POLIS_SOURCE),
    lhnr(POLIS_SOURCE),
    Column(
        "numiv",
        Kind.INTEGER,
        "Nummer inkomstenverhouding",
        "Income relation number",
        source=POLIS_SOURCE,
        rules=at_least("numiv", 0),
    ),
    Column("datum_aanvang_tijdvak", Kind.DATE, "Aanvang tijdvak", "Start of period", source=POLIS_SOURCE),
    Column("datum_einde_tijdvak", Kind.DATE, "Einde tijdvak", "End of period", source=POLIS_SOURCE, rules=END_RULES),
    Column(
        "srtiv",
        Kind.CODE,
        "Soort inkomstenverhouding",
        "Kind of income relation",
        source=POLIS_SOURCE,
        code_list="code_soort_ikv",
    ),
    Column(
        "cdaard",
        Kind.CODE,
        "Aard arbeidsverhouding",
        "Nature of the employment",
        source=POLIS_SOURCE,
        nullable=True,
        code_list="code_aard",
        rules=NATURE_RULES,
    ),
    Column(
        "aantverlu",
        Kind.INTEGER,
        "Aantal verloonde uren",
        "Paid hours",
        unit="hours",
        source=POLIS_SOURCE,
        rules=HOURS_RULES,
    ),
    Column(
        "datum_ontvangst",
        Kind.DATE,
        "Datum ontvangst",
        "Date of receipt",
        source=POLIS_SOURCE,
        rules=RECEIPT_RULES,
    ),
    Column(
        "volgnummer",
        Kind.INTEGER,
        "Volgnummer",
        "Sequence number",
        source=POLIS_SOURCE,
        rules=at_least("volgnummer", 1),
    ),
    Column("status", Kind.CODE, "Status", "Status", source=POLIS_SOURCE, values=STATUSES),
    Column(
        "onbepaalde_tijd",
        Kind.FLAG,
        "Onbepaalde tijd",
        "Permanent contract",
        source=POLIS_SOURCE,
        nullable=True,
        optional=True,
    ),
)

REPEAT = RowRule(
    "repeat",
    "line",
    "repeats",
    Words(
        "herhaalt een andere regel",
        "repeats another line",
        "Lever elke regel één keer.",
        "Deliver every line once.",
        *WHOLE_LINE,
    ),
    needs_all_lines=True,
)
VALID_NATURE = Expectation(
    "valid_cdaard",
    "cdaard",
    "{nature_not_valid}",
    Words(
        "geldt niet op de eerste dag van het tijdvak",
        "is not valid on the first day of the period",
        "Lever de code die op de eerste dag van het tijdvak geldt.",
        "Deliver the code that is valid on the first day of the period.",
    ),
)
INFERRED_NATURE = Expectation(
    "inferred_cdaard",
    "cdaard",
    "_rule = 0 AND ({nature_inferred})",
    Words(
        "valt buiten een datum in de codelijst die is afgeleid en niet gepubliceerd; de regel telt mee",
        "is outside a date of the code list that is inferred and not published; the line counts",
        "Vraag het UWV of deze code op die dag in gebruik was, en zet de datum in reference/code_aard.csv.",
        "Ask the UWV whether this code was in use on that day, and put the date in reference/code_aard.csv.",
    ),
    severity=Severity.WARNING,
)
KNOWN_STATUS = Expectation(
    "known_status",
    "status",
    f"status IS NOT NULL AND status NOT IN {listed(STATUSES)}",
    Words(
        "is geen bekende status",
        "is no known status",
        f"Lever {', '.join(STATUSES[:-1])} of {STATUSES[-1]}.",
        f"Deliver {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.",
    ),
)
NO_CONFLICT = Expectation(
    "no_conflicting_lines",
    "line",
    "_conflict",
    Words(
        "spreekt een andere regel met dezelfde sleutel, ontvangstdatum en volgnummer tegen",
        "contradicts another line with the same identification, datum_ontvangst and volgnummer",
        "Lever van elke aangifte één regel per ontvangstdatum en volgnummer.",
        "Deliver of each return one line for each datum_ontvangst and volgnummer.",
        *WHOLE_LINE,
    ),
)
PERIOD_IN_DECEMBER = Expectation(
    "period_in_december",
    "datum_einde_tijdvak",
    "NOT found",
    Words(
        "geen enkel tijdvak raakt december van het meetjaar",
        "no period touches December of the measured year",
        "Lever de aangiften van het meetjaar.",
        "Deliver the returns of the measured year.",
    ),
    batch="period_in_december",
)

KNOWN_EMPLOYER = Expectation(
    "known_employer",
    "lhnr",
    "",
    Words(
        "staat bij een getelde regel maar niet in werkgevers",
        "is on a counted line but not in werkgevers",
        "Lever in werkgevers elke werkgever van een getelde regel.",
        "Deliver in werkgevers the employer of every counted line.",
    ),
)
LATE_RETURNS = Expectation(
    "received_at_the_cut",
    "datum_ontvangst",
    "",
    Words(
        "ligt na de peildatum; de regel telt niet mee",
        "is after the cut; the line does not count",
        "Late aangiften tellen volgens de wet niet mee, en hun aandeel wijkt af van eerdere jaren. Vraag de "
        "leverancier naar de oorzaak: bij een veel hoger aandeel mist deze meting banen die er wel waren.",
        "By law late returns do not count, and their share differs from earlier years. Ask the supplier for the cause: "
        "with a much higher share this measurement misses jobs that were there.",
    ),
    severity=Severity.WARNING,
)
THIN_MONTH = Expectation(
    "thin_month",
    "datum_einde_tijdvak",
    "",
    Words(
        "een maand heeft veel minder regels dan de andere maanden",
        "a month has far fewer lines than the others",
        "Vraag de leverancier of de aangiften van die maand volledig zijn geleverd.",
        "Ask the supplier whether the returns of that month were delivered in full.",
    ),
    severity=Severity.WARNING,
)
SOMEBODY_COUNTED = Expectation(
    "somebody_counted",
    "line",
    "",
    Words(
        "niemand is geteld",
        "nobody was counted",
        "Kijk of register en polis van hetzelfde jaar zijn, en of de burgerservicenummers overeenkomen.",
        "See whether register and polis are of the same year, and whether the citizen service numbers agree.",
        "Getelde personen",
        "People counted",
    ),
    severity=Severity.WARNING,
)
SOMETHING_COUNTED = Expectation(
    "something_counted",
    "line",
    "",
    Words(
        "er is geen uur geteld",
        "no hour was counted",
        "Kijk of de polis verloonde uren in december heeft van mensen in het register.",
        "See whether the polis has paid hours in December of people in the register.",
        "Getelde uren",
        "Hours counted",
    ),
    severity=Severity.WARNING,
)

POLIS_TABLE = DeliveryTable(
    "polis",
    "Polisadministratie",
    "Payroll administration",
    COLUMNS,
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
    period_end="datum_einde_tijdvak",
    line_rules=(REPEAT,),
    expectations=(
        quarantine("polis"),
        known("srtiv", "income_codes", "code_soort_ikv"),
        known("cdaard", "nature_codes", "code_aard"),
        VALID_NATURE,
        INFERRED_NATURE,
        KNOWN_STATUS,
        NO_CONFLICT,
        PERIOD_IN_DECEMBER,
    ),
    measured=(
        KNOWN_EMPLOYER,
        LATE_RETURNS,
        THIN_MONTH,
        SOMEBODY_COUNTED,
        SOMETHING_COUNTED,
        band("lines"),
        band("hours"),
        band("persons_counted", "counted"),
        band("hours_counted", "counted"),
        band("hours_formeel", "counted"),
        band("hours_inleen", "counted"),
    ),
    helpers=(BSN_HELPER, PERIOD_HELPER),
    summary=Summary(
        by=("datum_aanvang_tijdvak", "datum_einde_tijdvak", "srtiv", "cdaard", "status"),
        person="bsn",
        people=REGISTER_TABLE.name,
    ),
    views=(
        (
            "period_in_december",
            "SELECT count(*) > 0 AS found, 0::UTINYINT AS _rule FROM polis WHERE _rule = 0 "
            "AND datum_aanvang_tijdvak <= DATE '{year}-12-31' AND datum_einde_tijdvak >= DATE '{year}-12-01'",
        ),
    ),
)

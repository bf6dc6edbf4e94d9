"""Expectations: what must be true of whole tables."""

from __future__ import annotations

from tests.spec.model import Case, Chapter
from tests.spec.rows_staged import broken_expectations

LINES = (
    "every line: bsn = 010000008, lhnr = 123456789L01, numiv = 1, datum_einde_tijdvak = 2023-12-31, "
    "aantverlu = 100, volgnummer = 1, onbepaalde_tijd =\n"
)
EMPLOYERS = "every line: naam = Bakery, sector = 1, aandeel_sectorfonds =, aantal_werknemers = 1, verloonde_uren = 1\n"

CHAPTER = Chapter(
    "Tables of a delivery: what rejects it, and what is a warning",
    """
Some rules are about a table as a whole, or about a value that no single line can be blamed for: a code that
nobody knows means that the delivery and the program do not speak the same language. A broken *critical*
expectation rejects the delivery; a broken *warning* is for the stewards to decide on. The tables below are
deliveries over 2023; the results name what is broken, and how many lines, keys or strata break it.
""",
    (
        Case(
            "Codes: unknown, or not valid on the first day of the period",
            {
                "polis": LINES
                + """
                datum_aanvang_tijdvak | srtiv | cdaard | datum_ontvangst | status
                2023-12-01            | 15    | 1      | 2024-01-10      | initieel
                2023-12-02            | 99    | 1      | 2024-01-10      | initieel
                2023-12-03            | 15    | 1A     | 2024-01-10      | initieel
                2023-12-04            | 15    | 80     | 2024-01-10      | initieel
                2023-12-05            | 15    | 1      | 2024-01-10      | definitief
                2023-12-06            | 33    |        | 2024-01-10      | initieel
                """
            },
            broken_expectations,
            """
            expectation                | severity | found:int
            polis: known_srtiv:srtiv   | critical | 1
            polis: known_cdaard:cdaard | critical | 1
            polis: valid_cdaard:cdaard | critical | 1
            polis: known_status:status | critical | 1
            """,
        ),
        Case(
            "Two lines with the same identification, receipt and sequence but different content",
            {
                "polis": LINES.replace("aantverlu = 100, ", "")
                + """
                datum_aanvang_tijdvak | srtiv | cdaard | datum_ontvangst | status   | aantverlu
                2023-12-01            | 15    | 1      | 2024-01-10      | initieel | 160
                2023-12-01            | 15    | 1      | 2024-01-10      | initieel | 120
                2023-12-02            | 15    | 1      | 2024-01-10      | initieel | 120
                """
            },
            broken_expectations,
            """
            expectation                 | severity | found:int
            polis: no_conflicting_lines | critical | 2
            """,
        ),
        Case(
            "A polis without any period in December, and one that was received late",
            {
                "polis": LINES.replace("2023-12-31", "2023-11-30")
                + """
                datum_aanvang_tijdvak | srtiv | cdaard | datum_ontvangst | status
                2023-11-01            | 15    | 1      | 2024-05-01      | initieel
                2023-11-02            | 15    | 1      | 2024-05-02      | initieel
                """
            },
            broken_expectations,
            """
            expectation                                   | severity | found:int
            polis: period_in_december:datum_einde_tijdvak | critical | 1
            polis: received_at_the_cut:datum_ontvangst    | warning  | 1
            """,
        ),
        Case(
            "A ground or a government sub-sector that is not in the code list",
            {
                "doelgroepregister": """
                every line: bsn = 010000008, datum_registratie = 2015-01-01
                every line: datum_einde =, arbeidsmarktregio =
                grondslag
                wajong
                WAJONG
                """,
                "werkgevers": EMPLOYERS
                + """
                lhnr         | overheidswerkgever | overheidssector | ministerie
                100000001L01 | J                  | gemeente        |
                """,
            },
            broken_expectations,
            """
            expectation                                       | severity | found:int
            doelgroepregister: known_grondslag:grondslag      | critical | 1
            werkgevers: known_overheidssector:overheidssector | critical | 1
            """,
        ),
        Case(
            "An employer that comes twice",
            {
                "werkgevers": EMPLOYERS
                + """
                lhnr         | overheidswerkgever | overheidssector | ministerie
                100000001L01 | N                  |                 |
                100000001L01 | N                  |                 |
                100000002L01 | N                  |                 |
                """
            },
            broken_expectations,
            """
            expectation                 | severity | found:int
            werkgevers: unique_key:lhnr | critical | 1
            """,
        ),
        Case(
            "A lender that comes twice, and populations that differ within a stratum",
            {
                "verdeelsleutel": """
                every line: respons = J, uren_markt = 1, uren_overheid = 1
                eenheid | stratum | populatie
                a       | small   | 900
                a       | small   | 900
                b       | large   | 40
                c       | large   | 41
                """
            },
            broken_expectations,
            """
            expectation                                | severity | found:int
            verdeelsleutel: unique_key:eenheid         | critical | 1
            verdeelsleutel: equal_population:populatie | critical | 1
            """,
        ),
        Case(
            "One respondent of more in a stratum, or none, is a warning; a certainty stratum is not",
            {
                "verdeelsleutel": """
                eenheid | stratum | populatie | respons | uren_markt | uren_overheid
                a       | lone    | 900       | J       | 1          | 1
                b       | silent  | 900       | N       |            |
                c       | large   | 1         | J       | 1          | 1
                """
            },
            broken_expectations,
            """
            expectation                                 | severity | found:int
            verdeelsleutel: no_singleton_strata:stratum | warning  | 1
            verdeelsleutel: response_in_stratum:stratum | warning  | 1
            """,
        ),
        Case(
            "A survey that nobody answered",
            {
                "verdeelsleutel": """
                every line: uren_markt =, uren_overheid =
                eenheid | stratum | populatie | respons
                a       | small   | 900       | N
                """
            },
            broken_expectations,
            """
            expectation                                 | severity | found:int
            verdeelsleutel: has_respondents:respons     | critical | 1
            verdeelsleutel: response_in_stratum:stratum | warning  | 1
            """,
        ),
        Case(
            "A sub-sector with an opgave and no employer has no data, which is not 0",
            {
                "opgaven": """
                every line: ministerie =
                overheidssector | opgave_banen
                gemeenten       | 100
                provincies      | 50
                """,
                "werkgevers": EMPLOYERS
                + """
                lhnr         | overheidswerkgever | overheidssector | ministerie
                100000001L01 | J                  | gemeenten       |
                """,
            },
            broken_expectations,
            """
            expectation                                  | severity | found:int
            opgaven: sub_sector_has_data:overheidssector | warning  | 1
            """,
        ),
    ),
)

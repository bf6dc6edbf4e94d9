"""Expectations: what must be true of whole tables."""

from __future__ import annotations

from tests.spec.model import Case, Chapter
from tests.spec.rows_staged import broken_expectations, broken_sizes

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
expectation rejects the delivery; a broken *warning* is for the stewards to decide on; what is usual every year is
*info*. The tables below are deliveries for 2023; the results name what is broken, and how many lines, keys, months or
strata break it. Some checks are about sizes, of this year and of years that were released before.
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
            "Codes: outside a date that the list calls inferred, the line counts with a warning; 10 ended by law",
            {
                "polis": LINES
                + """
                every line: srtiv = 15, datum_ontvangst = 2024-01-10, status = initieel
                datum_aanvang_tijdvak | cdaard
                2023-12-01            | 1
                2023-12-02            | 2
                2023-12-03            | 9
                2023-12-04            | 10
                """
            },
            broken_expectations,
            """
            expectation                   | severity | found:int
            polis: valid_cdaard:cdaard    | critical | 1
            polis: inferred_cdaard:cdaard | warning  | 2
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
            "A polis without any period in December",
            {
                "polis": LINES.replace("2023-12-31", "2023-11-30")
                + """
                datum_aanvang_tijdvak | srtiv | cdaard | datum_ontvangst | status
                2023-11-01            | 15    | 1      | 2024-01-10      | initieel
                """
            },
            broken_expectations,
            """
            expectation                                   | severity | found:int
            polis: period_in_december:datum_einde_tijdvak | critical | 1
            """,
        ),
        Case(
            "A ground or a government sub-sector that is not in the code list",
            {
                "doelgroepregister": """
                every line: bsn = 010000008, datum_registratie = 2023-10-01
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
        Case(
            "Registrations that begin before their ground was law are a warning; the Wajong has no such date",
            {
                "doelgroepregister": """
                every line: bsn = 010000008, datum_einde =, arbeidsmarktregio =
                grondslag       | datum_registratie
                wajong          | 2010-01-01
                participatiewet | 2015-01-01
                participatiewet | 2014-12-31
                vso_pro         | 2015-05-01
                vso_pro         | 2015-04-30
                wajong          | 2023-10-01
                """,
            },
            broken_expectations,
            """
            expectation                                  | severity | found:int
            doelgroepregister: ground_in_force:grondslag | warning  | 2
            """,
        ),
        Case(
            "A register without a registration in the last three months of the year, or later, may be an old one",
            {
                "doelgroepregister": """
                every line: bsn = 010000008, grondslag = wajong, datum_einde =, arbeidsmarktregio =
                datum_registratie
                2022-12-31
                2023-09-30
                """,
            },
            broken_expectations,
            """
            expectation                                           | severity | found:int
            doelgroepregister: register_current:datum_registratie | warning  | 1
            """,
        ),
        Case(
            "Opgaven: an exact repeat counts once, with a warning; two contents of one key contradict each other",
            {
                "opgaven": """
                overheidssector | ministerie | opgave_banen
                gemeenten       |            | 100
                gemeenten       |            | 100
                rijk            | BZK        | 5
                rijk            | SZW        | 5
                rijk            | SZW        | 6
                rijk            |            | 5
                """,
                "werkgevers": EMPLOYERS
                + """
                lhnr         | overheidswerkgever | overheidssector | ministerie
                100000001L01 | J                  | gemeenten       |
                100000002L01 | J                  | rijk            |
                """,
            },
            broken_expectations,
            """
            expectation                               | severity | found:int
            opgaven: one_line_per_key:overheidssector | critical | 1
            opgaven: repeated_lines                   | warning  | 1
            """,
        ),
        Case(
            "Low-income benefit: one line per payroll tax number",
            {
                "liv": """
                lhnr         | bedrag
                123456789L01 | 10,00
                123456789L01 | 10,0
                123456789L02 | 10,00
                123456789L03 | 1,00
                123456789L03 | 2,00
                """,
            },
            broken_expectations,
            """
            expectation                | severity | found:int
            liv: one_line_per_key:lhnr | critical | 1
            liv: repeated_lines        | warning  | 1
            """,
        ),
        Case(
            "Social return: one line per commissioning body",
            {
                "social_return": """
                opdrachtgever | verplichting_eur | banen
                Rijnstad      | 100              | 2
                Rijnstad      | 100              | 2
                Rijnstad      | 100              | 2
                Maasdorp      | 100              | 2
                Maasdorp      | 100              | 3
                """,
            },
            broken_expectations,
            """
            expectation                                   | severity | found:int
            social_return: one_line_per_key:opdrachtgever | critical | 1
            social_return: repeated_lines                 | warning  | 1
            """,
        ),
        Case(
            "Late lines are usual: without an earlier year they inform",
            {
                "sizes": """
                year:int | measure    | value:int
                2023     | late_lines | 9
                """
            },
            broken_sizes,
            """
            expectation                                | severity | found:int
            polis: received_at_the_cut:datum_ontvangst | info     | 9
            """,
        ),
        Case(
            "Late lines within half as much again as the highest share of earlier years inform",
            {
                "sizes": """
                year:int | measure    | value:int
                2021     | lines      | 1000
                2021     | late_lines | 4
                2022     | lines      | 1000
                2022     | late_lines | 6
                2023     | late_lines | 9
                """
            },
            broken_sizes,
            """
            expectation                                | severity | found:int
            polis: received_at_the_cut:datum_ontvangst | info     | 9
            """,
        ),
        Case(
            "Late lines beyond the band of earlier years are a warning; later years are not looked at",
            {
                "sizes": """
                year:int | measure    | value:int
                2021     | lines      | 1000
                2021     | late_lines | 4
                2022     | lines      | 1000
                2022     | late_lines | 6
                2024     | lines      | 1000
                2024     | late_lines | 10
                2023     | late_lines | 10
                """
            },
            broken_sizes,
            """
            expectation                                | severity | found:int
            polis: received_at_the_cut:datum_ontvangst | warning  | 10
            """,
        ),
        Case(
            "So are fewer late lines than half the lowest share, none among them",
            {
                "sizes": """
                year:int | measure    | value:int
                2022     | lines      | 1000
                2022     | late_lines | 6
                2023     | late_lines | 0
                """
            },
            broken_sizes,
            """
            expectation                                | severity | found:int
            polis: received_at_the_cut:datum_ontvangst | warning  | 0
            """,
        ),
        Case(
            "A month below half of the median, between the first and the last that were delivered, is thin",
            {
                "sizes": """
                every line: year:int = 2023
                measure        | value:int
                lines_month_03 | 100
                lines_month_04 | 100
                lines_month_05 | 49
                lines_month_07 | 50
                lines_month_08 | 100
                lines_month_09 | 100
                lines_month_10 | 100
                """
            },
            broken_sizes,
            """
            expectation                           | severity | found:int
            polis: thin_month:datum_einde_tijdvak | warning  | 2
            """,
        ),
        Case(
            "With fewer than six months there is nothing to hold a month against",
            {
                "sizes": """
                every line: year:int = 2023
                measure        | value:int
                lines_month_08 | 100
                lines_month_09 | 1
                lines_month_10 | 100
                lines_month_11 | 100
                lines_month_12 | 100
                """
            },
            broken_sizes,
            """
            expectation | severity | found:int
            """,
        ),
        Case(
            "Nobody and nothing counted",
            {
                "sizes": """
                every line: year:int = 2023
                measure         | value:int
                persons_counted | 0
                hours_counted   | 0
                """
            },
            broken_sizes,
            """
            expectation              | severity | found:int
            polis: somebody_counted  | warning  | 1
            polis: something_counted | warning  | 1
            """,
        ),
        Case(
            "What counts may change by a quarter of the year before; other years do not matter",
            {
                "sizes": """
                year:int | measure         | value:int
                2021     | hours_counted   | 1
                2022     | persons_counted | 100
                2022     | hours_counted   | 1000
                2022     | hours_formeel   | 600
                2022     | hours_inleen    | 400
                2023     | persons_counted | 126
                2023     | hours_counted   | 1250
                2023     | hours_formeel   | 951
                2023     | hours_inleen    | 299
                """
            },
            broken_sizes,
            """
            expectation                         | severity | found:int
            polis: persons_counted_within_band  | warning  | 1
            polis: hours_formeel_within_band    | warning  | 1
            polis: hours_inleen_within_band     | warning  | 1
            """,
        ),
    ),
)

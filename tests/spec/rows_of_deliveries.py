"""Row rules: which lines are quarantined, and why."""

from __future__ import annotations

from tests.spec.model import Case, Chapter
from tests.spec.rows_staged import reasons

REGISTER = "every line: bsn = 010000008, grondslag = wajong\n"
POLIS = (
    "every line: numiv = 1, srtiv = 15, cdaard = 1, datum_ontvangst = 2024-01-10, volgnummer = 1, "
    "status = initieel, onbepaalde_tijd = J\n"
)
NUMBERS = (
    "every line: datum_aanvang_tijdvak = 2023-12-01, datum_einde_tijdvak = 2023-12-31, srtiv = 15, "
    "cdaard = 1, aantverlu = 160, datum_ontvangst = 2024-01-10, status = initieel, onbepaalde_tijd =\n"
)
AMOUNTS = (
    "every line: bsn = 010000008, lhnr = 123456789L01, numiv = 1, volgnummer = 1, "
    "status = initieel, onbepaalde_tijd =\n"
)
EMPLOYERS = "every line: naam = Bakery, aantal_werknemers = 12, verloonde_uren = 18000\n"

CHAPTER = Chapter(
    "Lines of a delivery: what is quarantined",
    """
A line that breaks a row rule is quarantined: kept with its reason, out of the measurement, counted in the
report. It gets the first rule that it breaks, column by column, as `rule:column`. For every column, a value
that cannot be read as its type is `type:column`, and an empty one where a value is required is
`missing:column`. More quarantined lines than `quality.quarantine_limit` reject the delivery. The lines below
are read from CSV by the program; those without a reason are accepted. Every number in them is made up.
""",
    (
        Case(
            "Register: types, order of dates, regions",
            {
                "doelgroepregister": REGISTER
                + """
                datum_registratie | datum_einde | arbeidsmarktregio
                2015-01-01        |             |
                2015-01-01        | 2015-01-01  | 35
                2015-01-01        | 2014-12-31  | 1
                2015-01-01        |             | 0
                2015-01-01        |             | 36
                                  |             | 1
                01-02-2015        |             | 1
                2015-02-30        |             | 1
                2015-01-01        | 20160101    | 1
                2015-01-01        |             | 7.5
                """
            },
            reasons,
            """
            datum_registratie | datum_einde | arbeidsmarktregio | reason
            2015-01-01        |             |                   |
            2015-01-01        | 2015-01-01  | 35                |
            2015-01-01        | 2014-12-31  | 1                 | order:datum_einde
            2015-01-01        |             | 0                 | range:arbeidsmarktregio
            2015-01-01        |             | 36                | range:arbeidsmarktregio
                              |             | 1                 | missing:datum_registratie
            01-02-2015        |             | 1                 | type:datum_registratie
            2015-02-30        |             | 1                 | type:datum_registratie
            2015-01-01        | 20160101    | 1                 | type:datum_einde
            2015-01-01        |             | 7.5               | type:arbeidsmarktregio
            """,
        ),
        Case(
            "Register: a BSN has nine digits and passes the 11-test",
            {
                "doelgroepregister": """
                every line: grondslag = wajong, datum_registratie = 2015-01-01
                every line: datum_einde =, arbeidsmarktregio =
                bsn
                010000008
                10000008
                010000009
                000000000
                01000000A
                1000000e3
                """
            },
            reasons,
            """
            bsn       | reason
            010000008 |
            10000008  | pattern:bsn
            010000009 | eleven_test:bsn
            000000000 | eleven_test:bsn
            01000000A | pattern:bsn
            1000000e3 | pattern:bsn
            """,
        ),
        Case(
            "Polis: identification",
            {
                "polis": NUMBERS
                + """
                bsn       | lhnr         | numiv | volgnummer
                010000008 | 123456789L01 | 0     | 1
                10000008  | 123456789L01 | 1     | 1
                010000009 | 123456789L01 | 1     | 1
                010000021 | 123456789L00 | 1     | 1
                010000021 | 123456789B01 | 1     | 1
                010000021 | 23456789L01  | 1     | 1
                010000021 | 123456789L01 | -1    | 1
                010000021 | 123456789L01 | 1     | 0
                """
            },
            reasons,
            """
            bsn       | lhnr         | numiv | volgnummer | reason
            010000008 | 123456789L01 | 0     | 1          |
            10000008  | 123456789L01 | 1     | 1          | pattern:bsn
            010000009 | 123456789L01 | 1     | 1          | eleven_test:bsn
            010000021 | 123456789L00 | 1     | 1          | pattern:lhnr
            010000021 | 123456789B01 | 1     | 1          | pattern:lhnr
            010000021 | 23456789L01  | 1     | 1          | pattern:lhnr
            010000021 | 123456789L01 | -1    | 1          | range:numiv
            010000021 | 123456789L01 | 1     | 0          | range:volgnummer
            """,
        ),
        Case(
            "Polis: periods, hours and receipt; at most 366 days and 24 hours a day",
            {
                "polis": AMOUNTS
                + """
                datum_aanvang_tijdvak | datum_einde_tijdvak | srtiv | cdaard | aantverlu | datum_ontvangst
                2023-12-01            | 2023-12-31          | 15    | 1      | 744       | 2023-12-01
                2023-12-02            | 2023-12-02          | 15    | 1      | 25        | 2024-01-10
                2023-12-03            | 2023-12-31          | 15    | 1      | -1        | 2024-01-10
                2023-12-04            | 2023-12-03          | 15    | 1      | 0         | 2024-01-10
                2023-01-01            | 2024-01-01          | 15    | 1      | 0         | 2024-01-10
                2022-12-31            | 2024-01-01          | 15    | 1      | 0         | 2024-01-10
                2023-12-05            | 2023-12-31          | 15    | 1      | 100       | 2023-12-04
                2023-12-06            | 2023-12-31          | 15    |        | 100       | 2024-01-10
                2023-12-07            | 2023-12-31          | 33    |        | 0         | 2024-01-10
                2023-12-08            | 2023-12-31          | 15    | 1      | 7,5       | 2024-01-10
                """
            },
            reasons,
            """
            datum_aanvang_tijdvak | datum_einde_tijdvak | aantverlu | reason
            2023-12-01            | 2023-12-31          | 744       |
            2023-12-02            | 2023-12-02          | 25        | range_of_period:aantverlu
            2023-12-03            | 2023-12-31          | -1        | range:aantverlu
            2023-12-04            | 2023-12-03          | 0         | order:datum_einde_tijdvak
            2023-01-01            | 2024-01-01          | 0         |
            2022-12-31            | 2024-01-01          | 0         | length:datum_einde_tijdvak
            2023-12-05            | 2023-12-31          | 100       | order:datum_ontvangst
            2023-12-06            | 2023-12-31          | 100       | missing:cdaard
            2023-12-07            | 2023-12-31          | 0         |
            2023-12-08            | 2023-12-31          | 7,5       | type:aantverlu
            """,
        ),
        Case(
            "Polis: an exact repeat is quarantined, the first of them counts",
            {
                "polis": POLIS
                + """
                bsn       | lhnr         | datum_aanvang_tijdvak | datum_einde_tijdvak | aantverlu
                010000008 | 123456789L01 | 2023-12-01            | 2023-12-31          | 160
                010000008 | 123456789L02 | 2023-12-01            | 2023-12-31          | 160
                010000008 | 123456789L01 | 2023-12-01            | 2023-12-31          | 160
                010000008 | 123456789L01 | 2023-12-01            | 2023-12-31          | 160
                """
            },
            reasons,
            """
            bsn       | lhnr         | aantverlu | reason
            010000008 | 123456789L01 | 160       |
            010000008 | 123456789L02 | 160       |
            010000008 | 123456789L01 | 160       | repeat:line
            010000008 | 123456789L01 | 160       | repeat:line
            """,
        ),
        Case(
            "Employers: sectors and shares",
            {
                "werkgevers": EMPLOYERS
                + """
                every line: overheidssector =, ministerie =
                lhnr         | sector | overheidswerkgever | aandeel_sectorfonds
                100000001L01 | 1      | N                  |
                100000002L01 | 69     | J                  | 0,5
                100000003L01 | 36     | N                  |
                100000004L01 | 70     | N                  |
                100000005L01 | 1      | J                  | 1,01
                100000006L01 | 1      | J                  | 0.5
                100000009L01 | 1      | ja                 |
                100000010L00 | 1      | N                  |
                """
            },
            reasons,
            """
            lhnr         | sector | overheidswerkgever | aandeel_sectorfonds | reason
            100000001L01 | 1      | N                  |                     |
            100000002L01 | 69     | J                  | 0,5                 |
            100000003L01 | 36     | N                  |                     | range:sector
            100000004L01 | 70     | N                  |                     | range:sector
            100000005L01 | 1      | J                  | 1,01                | range:aandeel_sectorfonds
            100000006L01 | 1      | J                  | 0.5                 | type:aandeel_sectorfonds
            100000009L01 | 1      | ja                 |                     | type:overheidswerkgever
            100000010L00 | 1      | N                  |                     | pattern:lhnr
            """,
        ),
        Case(
            "Employers: only government has a sub-sector, and only central government a ministry",
            {
                "werkgevers": EMPLOYERS
                + """
                every line: sector = 1, aandeel_sectorfonds =
                lhnr         | overheidswerkgever | overheidssector | ministerie
                100000001L01 | N                  |                 |
                100000002L01 | J                  | rijk            | BZK
                100000003L01 | J                  | gemeenten       |
                100000004L01 | J                  |                 |
                100000005L01 | N                  | gemeenten       |
                100000006L01 | J                  | gemeenten       | BZK
                100000007L01 | J                  |                 | BZK
                """
            },
            reasons,
            """
            overheidswerkgever | overheidssector | ministerie | reason
            N                  |                 |            |
            J                  | rijk            | BZK        |
            J                  | gemeenten       |            |
            J                  |                 |            |
            N                  | gemeenten       |            | empty:overheidssector
            J                  | gemeenten       | BZK        | empty:ministerie
            J                  |                 | BZK        | empty:ministerie
            """,
        ),
        Case(
            "Employers: people and hours are not negative",
            {
                "werkgevers": """
                every line: naam = Bakery, sector = 1, overheidswerkgever = N
                every line: aandeel_sectorfonds =, overheidssector =, ministerie =
                lhnr         | aantal_werknemers | verloonde_uren
                100000001L01 | 0                 | 0
                100000002L01 | -1                | 0
                100000003L01 | 3                 | -5
                """
            },
            reasons,
            """
            lhnr         | aantal_werknemers | verloonde_uren | reason
            100000001L01 | 0                 | 0              |
            100000002L01 | -1                | 0              | range:aantal_werknemers
            100000003L01 | 3                 | -5             | range:verloonde_uren
            """,
        ),
        Case(
            "Survey: hours of respondents only, and of all of them",
            {
                "verdeelsleutel": """
                every line: stratum = small
                eenheid | populatie | respons | uren_markt | uren_overheid
                a       | 900       | J       | 0          | 12,25
                b       | 900       | N       |            |
                c       | 900       | J       |            | 1
                d       | 900       | J       | 1          |
                e       | 900       | N       | 1          |
                f       | 900       | N       |            | 0
                g       | 900       | J       | -1         | 1
                h       | 900       | J       | 1          | -0,5
                i       | 0         | N       |            |
                """
            },
            reasons,
            """
            eenheid | populatie | respons | uren_markt | uren_overheid | reason
            a       | 900       | J       | 0          | 12,25         |
            b       | 900       | N       |            |               |
            c       | 900       | J       |            | 1             | missing:uren_markt
            d       | 900       | J       | 1          |               | missing:uren_overheid
            e       | 900       | N       | 1          |               | empty:uren_markt
            f       | 900       | N       |            | 0             | empty:uren_overheid
            g       | 900       | J       | -1         | 1             | range:uren_markt
            h       | 900       | J       | 1          | -0,5          | range:uren_overheid
            i       | 0         | N       |            |               | range:populatie
            """,
        ),
        Case(
            "Survey: a stratum cannot hold more lenders than its population",
            {
                "verdeelsleutel": """
                every line: respons = N, uren_markt =, uren_overheid =
                eenheid | stratum | populatie
                a       | small   | 1
                b       | small   | 1
                c       | large   | 1
                """
            },
            reasons,
            """
            eenheid | stratum | populatie | reason
            a       | small   | 1         | range_of_stratum:populatie
            b       | small   | 1         | range_of_stratum:populatie
            c       | large   | 1         |
            """,
        ),
        Case(
            "Wsw secondments: one line per person and employer; of two, neither can be told to be right",
            {
                "wsw_detacheringen": """
                bsn       | lhnr         | uren_december
                010000008 | 123456789L01 | 96
                010000021 | 123456789L01 | -1
                10000008  | 123456789L01 | 96
                010000009 | 123456789L01 | 96
                010000033 | 123456789L   | 96
                010000033 | 123456789L01 | 80
                010000033 | 123456789L01 | 90
                """
            },
            reasons,
            """
            bsn       | lhnr         | uren_december | reason
            010000008 | 123456789L01 | 96            |
            010000021 | 123456789L01 | -1            | range:uren_december
            10000008  | 123456789L01 | 96            | pattern:bsn
            010000009 | 123456789L01 | 96            | eleven_test:bsn
            010000033 | 123456789L   | 96            | pattern:lhnr
            010000033 | 123456789L01 | 80            | repeat:line
            010000033 | 123456789L01 | 90            | repeat:line
            """,
        ),
        Case(
            "Opgaven are not negative",
            {
                "opgaven": """
                overheidssector | ministerie | opgave_banen
                gemeenten       |            | 0
                rijk            | BZK        | -1
                """
            },
            reasons,
            """
            overheidssector | opgave_banen | reason
            gemeenten       | 0            |
            rijk            | -1           | range:opgave_banen
            """,
        ),
        Case(
            "Amounts of the low-income benefit are not negative",
            {
                "liv": """
                lhnr         | bedrag
                123456789L01 | 1234,56
                123456789L02 | -0,01
                123456789X01 | 10
                """
            },
            reasons,
            """
            lhnr         | bedrag  | reason
            123456789L01 | 1234,56 |
            123456789L02 | -0,01   | range:bedrag
            123456789X01 | 10      | pattern:lhnr
            """,
        ),
        Case(
            "Social return: jobs and euros are numbers; what is said of contractors may be empty",
            {
                "social_return": """
                opdrachtgever | verplichting_eur | banen | opdrachtnemers | grootste_eur
                Rijnstad      | 100000,00        | 2,5   |                |
                Waterland     | 100000,00        | 2     | 12             | 100000,00
                Maasdorp      | 1e6              | 2     | 12             | 1
                Bergen        | 100000,00        | 2     | -1             | 1
                Dal           | 100000,00        | 2     | 1,5            | 1
                Duin          | 100000,00        | 2     | 12             | -0,01
                Heuvel        | 100000,00        | 2     | 12             | 100000,01
                """
            },
            reasons,
            """
            opdrachtgever | grootste_eur | reason
            Rijnstad      |              |
            Waterland     | 100000,00    |
            Maasdorp      | 1            | type:verplichting_eur
            Bergen        | 1            | range:opdrachtnemers
            Dal           | 1            | type:opdrachtnemers
            Duin          | -0,01        | range:grootste_eur
            Heuvel        | 100000,01    | at_most_the_obligation:grootste_eur
            """,
        ),
    ),
)

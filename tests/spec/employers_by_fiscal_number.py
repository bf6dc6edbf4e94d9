"""What an employer is."""

from __future__ import annotations

from tests.spec.model import Case, Chapter
from transforms.employers import by_fiscal_number

CHAPTER = Chapter(
    "Employers by fiscal number",
    """
An employer is the fiscal number: the first nine digits of its payroll tax numbers (*loonheffingennummers*), of
which it can have several (suffixes L01, L02, ...). The quota, the low-income benefit, size classes and every count
of employers go by it; sector and classification (step 6) go by payroll tax number *(law)*. An employer's sector is
that of its number with most `verloonde_uren`, of equal ones that of the lowest number; employees and hours are
added up *(choice)*.
""",
    (
        Case(
            "Employees and hours are added up; the sector is that of the number with most hours, not with most people",
            {
                "sectors": """
                fiscal     | suffix:int | sector   | aantal_werknemers:int | verloonde_uren:int
                university | 1          | markt    | 80                    | 60000
                university | 2          | overheid | 50                    | 70000
                university | 3          | markt    | 10                    | 9000
                bakery     | 1          | markt    | 4                     | 5000
                """
            },
            by_fiscal_number,
            """
            fiscal     | sector   | aantal_werknemers:int | verloonde_uren:int
            bakery     | markt    | 4                     | 5000
            university | overheid | 140                   | 139000
            """,
        ),
        Case(
            "It is one number's hours that decide, not those of a sector together: 50,000 against 30,000 and 30,000",
            {
                "sectors": """
                every line: fiscal = holding, aantal_werknemers:int = 30
                suffix:int | sector   | verloonde_uren:int
                1          | markt    | 30000
                2          | overheid | 50000
                3          | markt    | 30000
                """
            },
            by_fiscal_number,
            """
            fiscal  | sector   | verloonde_uren:int
            holding | overheid | 110000
            """,
        ),
        Case(
            "Of equal hours the lowest payroll tax number gives the sector, whatever the order of the lines",
            {
                "sectors": """
                every line: aantal_werknemers:int = 1, verloonde_uren:int = 1600
                fiscal | suffix:int | sector
                a      | 2          | markt
                a      | 1          | overheid
                a      | 10         | markt
                b      | 2          | overheid
                b      | 10         | markt
                c      | 3          | markt
                c      | 4          | overheid
                """
            },
            by_fiscal_number,
            """
            fiscal | sector   | aantal_werknemers:int | verloonde_uren:int
            a      | overheid | 3                     | 4800
            b      | overheid | 2                     | 3200
            c      | markt    | 2                     | 3200
            """,
        ),
        Case(
            "Without hours the lowest number decides too, and the employer is there",
            {
                "sectors": """
                every line: fiscal = dormant, aantal_werknemers:int = 0, verloonde_uren:int = 0
                suffix:int | sector
                2          | markt
                1          | overheid
                """
            },
            by_fiscal_number,
            """
            fiscal  | sector   | aantal_werknemers:int | verloonde_uren:int
            dormant | overheid | 0                     | 0
            """,
        ),
    ),
)

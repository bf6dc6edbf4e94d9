"""Steps 1 to 7 of the measurement once more, as plain SQL in DuckDB; it shares no code with the transforms.

The code lists are read from the CSV files by DuckDB itself. Hours are exact: `hour_days` whole numbers over
`period_days`, as in the transforms, because both are what measurement.md says and not how it is computed.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

REFERENCE = Path(__file__).parents[2] / "warehouse" / "reference"

NEVER = 9999

COUNTED = """
WITH at_the_cut AS (
    SELECT *, row_number() OVER (
        PARTITION BY employer, person, numiv, datum_aanvang_tijdvak, datum_einde_tijdvak
        ORDER BY datum_ontvangst DESC, volgnummer DESC
    ) AS place
    FROM polis
    WHERE datum_ontvangst <= make_date($year + 1, 5, 1)
),
employment AS (
    SELECT polis.*, date_diff('day', datum_aanvang_tijdvak, datum_einde_tijdvak) + 1 AS days
    FROM at_the_cut polis
    WHERE place = 1
      AND status <> 'intrekking'
      AND srtiv IN (SELECT code FROM code_soort_ikv WHERE employment = 'yes')
      AND EXISTS (
        SELECT 1 FROM generate_series(datum_aanvang_tijdvak, datum_einde_tijdvak, INTERVAL 1 DAY) AS days(day)
        WHERE year(day) = $year AND month(day) = 12
      )
),
in_december AS (
    SELECT *, CASE $four_weeks
        WHEN 'by_day' THEN (
            SELECT count(*)
            FROM generate_series(datum_aanvang_tijdvak, datum_einde_tijdvak, INTERVAL 1 DAY) AS days(day)
            WHERE year(day) = $year AND month(day) = 12
        )
        WHEN 'by_last_day' THEN CASE WHEN datum_einde_tijdvak <= make_date($year, 12, 31) THEN days ELSE 0 END
    END AS days_inside
    FROM employment
),
meaning AS (
    SELECT code, form,
        coalesce(valid_from::DATE, DATE '0001-01-01') AS first_day,
        coalesce(valid_to::DATE, DATE '9999-12-31') AS last_day,
        note ILIKE '%inferred%' IS TRUE AS end_inferred,
        -- the old row of 81 says that the day on which 82 came is inferred
        end_inferred OR (code = '82' AND valid_from::DATE = DATE '2020-01-01') AS begin_inferred
    FROM code_aard
),
formed AS (
    SELECT person, employer, days AS period_days, aantverlu * days_inside AS hour_days,
        CASE form WHEN 'payroll' THEN $payrolling ELSE form END AS form
    FROM (SELECT *, row_number() OVER () AS line FROM in_december) JOIN meaning ON cdaard = code
    WHERE datum_aanvang_tijdvak BETWEEN first_day AND last_day
       OR (end_inferred AND datum_aanvang_tijdvak > last_day)
       OR (begin_inferred AND datum_aanvang_tijdvak < first_day)
    QUALIFY row_number() OVER (
        PARTITION BY line
        ORDER BY greatest(0, datum_aanvang_tijdvak - last_day, first_day - datum_aanvang_tijdvak)
    ) = 1
    UNION ALL
    SELECT person, employer, 1, uren_december, 'inleen' FROM secondments WHERE $year < 2022
),
target_group AS (
    SELECT DISTINCT person FROM register
    WHERE grondslag IN (
        SELECT code FROM grondslag
        WHERE (counts_for_agreement = 'yes' OR (code = 'voorziening' AND $year >= $wet_from))
          AND make_date($year, 12, 31) BETWEEN coalesce(counts_from::DATE, DATE '0001-01-01')
                                           AND coalesce(counts_to::DATE, DATE '9999-12-31')
      )
      AND datum_registratie <= make_date($year, 12, 31)
      AND coalesce(datum_einde, DATE '9999-12-31') >= make_date($year, 12, 1)
)
SELECT person, form, period_days, hour_days,
    CASE WHEN overheidswerkgever AND NOT aandeel_sectorfonds >= 0.5 THEN 'overheid' ELSE 'markt' END AS sector
FROM formed JOIN target_group USING (person) JOIN employers USING (employer)
WHERE form IN ('formeel', 'inleen')
"""

HOURS = """
WITH cells(sector, form) AS (VALUES ('markt', 'formeel'), ('overheid', 'formeel'), ('totaal', 'inleen')),
lines AS (
    SELECT CASE form WHEN 'inleen' THEN 'totaal' ELSE sector END AS sector, form, period_days, hour_days FROM counted
    UNION ALL
    SELECT sector, form, 1, 0 FROM cells
)
SELECT $year::BIGINT AS year, sector, form, period_days::BIGINT AS period_days, sum(hour_days)::BIGINT AS hour_days
FROM lines GROUP BY ALL ORDER BY ALL
"""

PEOPLE = """
WITH working AS (SELECT DISTINCT person, sector, form FROM counted WHERE hour_days > 0)
SELECT 'markt' AS sector, 'formeel' AS form, count(DISTINCT person) AS persons FROM working
    WHERE sector = 'markt' AND form = 'formeel'
UNION ALL SELECT 'overheid', 'formeel', count(DISTINCT person) FROM working
    WHERE sector = 'overheid' AND form = 'formeel'
UNION ALL SELECT 'totaal', 'formeel', count(DISTINCT person) FROM working WHERE form = 'formeel'
UNION ALL SELECT 'totaal', 'inleen', count(DISTINCT person) FROM working WHERE form = 'inleen'
UNION ALL SELECT 'totaal', 'totaal', count(DISTINCT person) FROM working
ORDER BY ALL
"""

Tables = dict[str, pl.DataFrame]


class PlainSql:
    """One connection with the code lists, to measure many small years."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        for name in ("code_aard", "code_soort_ikv", "grondslag"):
            self.connection.execute(
                f"CREATE TABLE {name} AS FROM read_csv('{REFERENCE / name}.csv', all_varchar = true, nullstr = '')"
            )

    def measure(
        self, tables: Tables, year: int, payrolling: str, four_weeks: str, wet_from: int | None = None
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The exact December hours by sector and form, and the people, of one year.

        Args:
            tables: register, polis, employers, secondments.
            year: the measurement year.
            payrolling: the form that payrolling counts as.
            four_weeks: `by_day` or `by_last_day`.
            wet_from: the first year under the Wet banenafspraak, if any.
        """
        for name, frame in tables.items():
            self.connection.register(name, frame.to_arrow())
        choices = {"payrolling": payrolling, "four_weeks": four_weeks, "wet_from": wet_from or NEVER}
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {COUNTED}", {"year": year, **choices})
        hours = self.connection.execute(HOURS, {"year": year}).pl()
        return hours, self.connection.execute(PEOPLE).pl()

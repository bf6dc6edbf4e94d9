SELECT DISTINCT cdaard, datum_aanvang_tijdvak FROM {{ ref('polis') }} AS polis
WHERE cdaard IS NOT NULL AND datum_aanvang_tijdvak IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM {{ ref('natures') }} AS natures
    WHERE code = cdaard
      AND datum_aanvang_tijdvak BETWEEN coalesce(first_day, DATE '0001-01-01') AND coalesce(last_day, DATE '9999-12-31')
)

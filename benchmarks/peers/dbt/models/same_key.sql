-- Accepted lines that share their key with another one: repeats and contradictions.
WITH shared AS (
    SELECT {{ key() }} FROM {{ ref('polis') }} WHERE reason IS NULL GROUP BY ALL HAVING count(*) > 1
)
SELECT polis.*, row_number() OVER (PARTITION BY {{ columns() }} ORDER BY filename, file_row_number) AS copy
FROM {{ ref('polis') }} AS polis SEMI JOIN shared USING ({{ key() }})
WHERE reason IS NULL

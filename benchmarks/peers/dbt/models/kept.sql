-- Accepted lines of people in the register.
SELECT {{ columns() }}
FROM {{ ref('polis') }} AS polis
SEMI JOIN {{ ref('register') }} AS register USING (bsn)
WHERE reason IS NULL
  AND (filename, file_row_number) NOT IN (SELECT (filename, file_row_number) FROM {{ ref('same_key') }} WHERE copy > 1)

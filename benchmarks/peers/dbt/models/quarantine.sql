SELECT filename, file_row_number, reason FROM {{ ref('polis') }} WHERE reason IS NOT NULL
UNION ALL
SELECT filename, file_row_number, 'repeat:line' FROM {{ ref('same_key') }} WHERE copy > 1

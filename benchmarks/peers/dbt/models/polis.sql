-- Every delivered line, with the first row rule that it breaks.
SELECT *, {{ reason() }} AS reason
FROM (
    SELECT * REPLACE (srtiv::VARCHAR AS srtiv, cdaard::VARCHAR AS cdaard)
    FROM {{ delivered('polis') }}
)

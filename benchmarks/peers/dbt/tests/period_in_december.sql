SELECT * FROM (
    SELECT count(*) AS found FROM {{ ref('polis') }}
    WHERE reason IS NULL AND datum_aanvang_tijdvak <= DATE '2023-12-31' AND datum_einde_tijdvak >= DATE '2023-12-01'
)
WHERE found = 0

SELECT DISTINCT bsn FROM (SELECT bsn, CASE {{ bad_bsn() }} END AS reason FROM {{ delivered('doelgroepregister') }})
WHERE reason IS NULL

SELECT {{ key() }} FROM {{ ref('same_key') }} WHERE copy = 1 GROUP BY ALL HAVING count(*) > 1

SELECT * FROM (SELECT (SELECT count(*) FROM {{ ref('quarantine') }}) AS bad, (SELECT count(*) FROM {{ ref('polis') }}) AS lines)
WHERE bad > 0.001 * lines

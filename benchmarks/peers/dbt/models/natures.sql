-- An inferred date does not end a code: it is open.
SELECT
    code,
    CASE WHEN note ILIKE '%inferred%' OR (code = '82' AND valid_from = '2020-01-01') THEN NULL ELSE valid_from END::DATE AS first_day,
    CASE WHEN note ILIKE '%inferred%' THEN NULL ELSE valid_to END::DATE AS last_day
FROM {{ reference('code_aard') }}

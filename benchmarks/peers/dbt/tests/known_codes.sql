SELECT srtiv, cdaard, status FROM {{ ref('polis') }}
WHERE srtiv NOT IN (SELECT code FROM {{ ref('kinds_of_income') }})
   OR cdaard NOT IN (SELECT code FROM {{ ref('natures') }})
   OR status NOT IN ('initieel', 'correctie', 'intrekking')

SELECT code, employment = 'yes' AS employment FROM {{ reference('code_soort_ikv') }}

{# The row rules of docs/spec/deliveries.md in the order of the columns: the first that is broken is the reason. #}

{% macro eleven_sum(column) %}
{%- for weight in [9, 8, 7, 6, 5, 4, 3, 2] -%}
{{ weight }} * TRY_CAST({{ column }}[{{ loop.index }}] AS INTEGER) +{{ " " }}
{%- endfor -%}
10 * TRY_CAST({{ column }}[9] AS INTEGER)
{%- endmacro %}

{% macro bad_bsn() %}
WHEN bsn IS NULL THEN 'missing:bsn'
WHEN NOT regexp_full_match(bsn, '[0-9]{9}') THEN 'pattern:bsn'
WHEN ({{ eleven_sum('bsn') }}) % 11 <> 0 OR bsn = '000000000' THEN 'eleven_test:bsn'
{% endmacro %}

{% macro reason() %}
CASE
{{ bad_bsn() }}
WHEN lhnr IS NULL THEN 'missing:lhnr'
WHEN NOT regexp_full_match(lhnr, '[0-9]{9}L[0-9]{2}') OR lhnr[11:12] = '00' THEN 'pattern:lhnr'
WHEN numiv IS NULL THEN 'missing:numiv'
WHEN numiv < 0 THEN 'range:numiv'
WHEN datum_aanvang_tijdvak IS NULL THEN 'missing:datum_aanvang_tijdvak'
WHEN datum_einde_tijdvak IS NULL THEN 'missing:datum_einde_tijdvak'
WHEN datum_einde_tijdvak < datum_aanvang_tijdvak THEN 'order:datum_einde_tijdvak'
WHEN datum_einde_tijdvak - datum_aanvang_tijdvak + 1 > 366 THEN 'length:datum_einde_tijdvak'
WHEN srtiv IS NULL THEN 'missing:srtiv'
WHEN cdaard IS NULL AND srtiv IN (SELECT code FROM {{ ref('kinds_of_income') }} WHERE employment) THEN 'missing:cdaard'
WHEN aantverlu IS NULL THEN 'missing:aantverlu'
WHEN aantverlu < 0 THEN 'range:aantverlu'
WHEN aantverlu > 24 * (datum_einde_tijdvak - datum_aanvang_tijdvak + 1) THEN 'range_of_period:aantverlu'
WHEN datum_ontvangst IS NULL THEN 'missing:datum_ontvangst'
WHEN datum_ontvangst < datum_aanvang_tijdvak THEN 'order:datum_ontvangst'
WHEN volgnummer IS NULL THEN 'missing:volgnummer'
WHEN volgnummer < 1 THEN 'range:volgnummer'
WHEN status IS NULL THEN 'missing:status'
END
{% endmacro %}

{% macro columns() %}
bsn, lhnr, numiv, datum_aanvang_tijdvak, datum_einde_tijdvak, srtiv, cdaard, aantverlu, datum_ontvangst, volgnummer, status, onbepaalde_tijd
{% endmacro %}

{% macro key() %}
lhnr, bsn, numiv, datum_aanvang_tijdvak, datum_einde_tijdvak, datum_ontvangst, volgnummer
{% endmacro %}

{% macro delivered(table) %}
read_parquet('{{ env_var("PEER_DELIVERY") }}/{{ table }}*.parquet', filename = true, file_row_number = true, hive_partitioning = false)
{% endmacro %}

{% macro reference(name) %}
read_csv('{{ env_var("PEER_REFERENCE") }}/{{ name }}.csv', all_varchar = true, nullstr = '')
{% endmacro %}

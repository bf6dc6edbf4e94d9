-- Table 1 of a release in DuckDB: extra jobs by sector and form for its latest year, and their totals.
--
--     duckdb -readonly published/current/marts.duckdb < examples/table1.sql
--
-- Nothing is summed: totals are rows, and each row is rounded by itself.
SELECT r.year, sector.title_nl AS sector, form.title_nl AS form, r.extra_jobs
FROM realisation r
LEFT JOIN codes sector ON sector.dimension = 'sector' AND sector.code = r.sector
LEFT JOIN codes form ON form.dimension = 'form' AND form.code = r.form
WHERE r.year = (SELECT max(year) FROM realisation)
ORDER BY sector.sort, form.sort;

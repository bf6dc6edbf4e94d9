"""The only place that touches disk, DuckDB and releases."""

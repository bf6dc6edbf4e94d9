"""Run by the interpreter of another environment: prints the rows of a release as its version of DuckDB reads them.

Args: the folder of the release. Out: `{"version", "parquet": {table: rows}, "csv": ..., "database": ...}` as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb


def rows(connection, query):
    found = connection.execute(query)
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def main(folder):
    connection = duckdb.connect()
    said: dict[str, Any] = {"version": duckdb.__version__, "parquet": {}, "csv": {}, "database": {}}
    for path in sorted((folder / "parquet").glob("*.parquet")):
        said["parquet"][path.stem] = rows(connection, f"FROM read_parquet('{path}')")
    for path in sorted((folder / "csv").glob("*.csv")):
        said["csv"][path.stem] = rows(connection, f"FROM read_csv('{path}', header=true, all_varchar=true)")
    if (folder / "marts.duckdb").exists():
        database = duckdb.connect(str(folder / "marts.duckdb"), read_only=True)
        for name in said["parquet"]:
            said["database"][name] = rows(database, f'FROM "{name}"')
    json.dump(said, sys.stdout)


main(Path(sys.argv[1]))

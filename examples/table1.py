"""Table 1 of a release with polars: extra jobs by sector and form for its latest year, and their totals.

python examples/table1.py published/current
"""

import sys
from pathlib import Path

import polars as pl

COLUMNS = ("year", "sector", "form", "extra_jobs")


def labels(codes: pl.DataFrame, column: str) -> pl.DataFrame:
    """The codes of a column with their Dutch label and their place in the list."""
    return codes.filter(pl.col("dimension") == column).select(
        pl.col("code").alias(column),
        pl.col("title_nl").alias(f"{column}_label"),
        pl.col("sort").alias(f"{column}_sort"),
    )


def table_1(release: Path) -> pl.DataFrame:
    """Table 1 as it stands in the release: nothing is summed, for totals are rows and each row is rounded by itself."""
    rows = pl.read_parquet(release / "parquet" / "realisation.parquet")
    codes = pl.read_parquet(release / "parquet" / "codes.parquet")
    latest = rows.filter(pl.col("year") == pl.col("year").max())
    for column in ("sector", "form"):
        latest = latest.join(labels(codes, column), on=column, how="left")
    return latest.sort("sector_sort", "form_sort").select(
        "year", pl.col("sector_label").alias("sector"), pl.col("form_label").alias("form"), "extra_jobs"
    )


def main(release: Path) -> None:
    """Prints the table with tabs between its columns."""
    for row in (COLUMNS, *table_1(release).rows()):
        sys.stdout.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""How a reader opens the tables: by tool, with an example that runs in the folder of the release."""

from __future__ import annotations

#: The tools in the order of the page; what to do in each is the text `route_<name>`, its name `tool_<name>`.
ROUTES = ("excel", "power_bi", "duckdb", "python", "r")
EXAMPLES = {
    "duckdb": """ATTACH 'marts.duckdb' AS banen (READ_ONLY);
SELECT year, sum(extra_jobs) AS extra_jobs
FROM banen.fact_realisation GROUP BY year ORDER BY year;""",
    "python": """import pandas as pd

rows = pd.read_parquet("parquet/realisation.parquet")
totals = rows[(rows["form"] == "totaal") & (rows["sector"] == "totaal")]
print(totals[["year", "extra_jobs", "target_jobs"]])""",
    "r": """library(arrow)

rows <- read_parquet("parquet/realisation.parquet")
totals <- subset(rows, form == "totaal" & sector == "totaal")
totals[, c("year", "extra_jobs", "target_jobs")]""",
}


def code(route: str) -> str:
    """The example of a tool; empty for one that is only clicked in."""
    return EXAMPLES.get(route, "")

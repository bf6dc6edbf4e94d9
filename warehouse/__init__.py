"""The only place that touches disk, DuckDB and releases.

The environment is set here, before anything imports polars, which reads it once: short of memory, polars writes rows to
a folder of its own choice, where nobody destroys them. DuckDB spills into the home's private folder.
"""

from __future__ import annotations

import os

os.environ["POLARS_OOC_MEMORY_BUDGET_MB"] = "1000000000"

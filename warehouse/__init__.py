"""The only place that touches disk, DuckDB and releases.

The environment is set here, before anything imports polars, which reads it once. Short of memory, polars would write
rows to a folder of its own choice, where nobody destroys them: no frame is large enough for that. DuckDB spills into
the home's private folder.
"""

from __future__ import annotations

import os

os.environ["POLARS_OOC_SPILL_MIN_BYTES"] = str(10**18)

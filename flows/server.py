"""Prefect's server for `deploy/`, which schedules runs under SQLAlchemy 2.1 too (decision 0075).

Prefect 3.8.8 inserts scheduled runs with a value for `state`, which is computed. SQLAlchemy 2.0 passes over that; 2.1
asks for a rule, and without one the scheduler inserts nothing: no run begins on 2 May.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import uvicorn
from prefect.server.api.server import create_app
from prefect.server.database.orm_models import FlowRun

if TYPE_CHECKING:
    from collections.abc import MutableMapping

HOST = "127.0.0.1"
DEFAULT_PORT = "4200"


def pass_over(_: type, __: MutableMapping[str, Any], ___: object) -> None:
    """Nothing is inserted for a computed value; it stays among the values, for Prefect reads it there afterwards."""


def mend() -> None:
    """Gives SQLAlchemy the rule."""
    described: Any = FlowRun.__mapper__.all_orm_descriptors["state"]
    described.bulk_dml_setter = pass_over


def main() -> None:
    """Serves on loopback until stopped."""
    mend()
    port = int(os.environ.get("PREFECT_SERVER_API_PORT", DEFAULT_PORT))
    uvicorn.run(create_app(), host=HOST, port=port, log_level="error", lifespan="on")


if __name__ == "__main__":
    main()

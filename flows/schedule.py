"""The yearly deployments, served with Prefect (`prefect.yaml` says the same for a work pool)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from prefect import serve
from prefect.schedules import Cron

from flows.build import as_flow
from flows.prefect_setup import TIME_ZONE, YEARLY_CRON
from flows.publish import publish_flow

if TYPE_CHECKING:
    from pathlib import Path

    from prefect.deployments.runner import RunnerDeployment


def serve_yearly(home: Path, source: str) -> None:
    """Serves `build` on 2 May 06:00 Europe/Amsterdam and `publish` by hand, one run at a time, until stopped."""
    where = {"home": str(home)}
    yearly = as_flow().to_deployment(
        "yearly",
        schedule=Cron(YEARLY_CRON, timezone=TIME_ZONE),
        parameters=where | {"source": source},
        concurrency_limit=1,
    )
    by_hand = publish_flow.to_deployment("by-hand", parameters=where, concurrency_limit=1)
    serve(cast("RunnerDeployment", yearly), cast("RunnerDeployment", by_hand), limit=1)

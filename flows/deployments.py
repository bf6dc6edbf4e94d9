"""The Prefect flows `build` and `publish` and their yearly deployments: steps as tasks, retries, names, artifacts.

Only this module imports Prefect: a build without it does not wait for its import. Retries are only around the pull.
"""

from __future__ import annotations

import functools
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect import flow, serve, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.runtime import deployment, flow_run
from prefect.schedules import Cron

from flows import spread
from flows.build import Outcome, counts, last_year, pipeline, request_for
from flows.publish import Published, publish
from warehouse import mirrors, room
from warehouse.delivery.tasks import one_by_one
from warehouse.errors import BanenafspraakError, SourceUnavailableError, UnexpectedError, WrongUseError
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prefect.deployments.runner import RunnerDeployment

    from flows.spread import Cluster
    from warehouse.delivery.tasks import Each

DEFAULT_HOME = "var"
#: 2 May 06:00, the morning after the cut (issue "From the yearly deliveries to published marts").
YEARLY_CRON = "0 6 2 5 *"
TIME_ZONE = "Europe/Amsterdam"
PULL_RETRIES = 3
PULL_RETRY_SECONDS = 30


def build_name() -> str:
    """The name of a build run while its candidate is not known yet."""
    parameters = flow_run.get_parameters()
    return f"build {parameters.get('years') or parameters.get('year') or 'last year'}"


@flow(name="banenafspraak-build", flow_run_name=build_name, persist_result=False)
def build_flow(
    year: int | None = None,
    source: str = "",
    home: str = "",
    change_type: str = "",
    reason: str = "",
    years: list[int] | None = None,
) -> Outcome:
    """Builds a candidate under Prefect and leaves its counts and report as artifacts.

    Args:
        year: the measurement year; last year when neither it nor `years` is given, as in the yearly deployment.
        source: name of a source in `config.toml`, the setting `source.url` when it is empty; from the command line a
            folder or a URL without credentials as well.
        home: the home folder; BANENAFSPRAAK_HOME or ./var when it is empty.
        change_type: why released figures change, when they do (bijstelling, correctie, revisie).
        reason: the same in words.
        years: several measurement years for one candidate, in place of `year`.
    """
    wanted = years or [year or last_year()]
    if deployment.get_id():
        check_named(home_folder(home), source)
    request = request_for(home_folder(home), source, wanted)
    asked = replace(request, change_type=change_type, reason=reason)
    with spread.cluster(request.settings.machine) as found:
        outcome: Outcome = without_values(pipeline)(asked, as_task, on_workers(found) if found else one_by_one)
    leave_artifacts(outcome.candidate, outcome.status, outcome.report, counts(request.home.root, outcome.candidate))
    return outcome


@flow(name="banenafspraak-publish", flow_run_name="publish {candidate}", persist_result=False)
def publish_flow(candidate: str, home: str = "") -> Published:
    """Publishes an approved candidate under Prefect; fails with the reason when it may not be, or a mirror lags."""
    done = publish(home_folder(home), candidate)
    mirrors.check(done.behind)
    return done


def serve_yearly(home: Path, source: str) -> None:
    """Serves `build` on 2 May 06:00 Europe/Amsterdam and `publish` by hand, one run at a time, until stopped."""
    check_named(home, source)
    where = {"home": str(home)}
    yearly = build_flow.to_deployment(
        "yearly",
        schedule=Cron(YEARLY_CRON, timezone=TIME_ZONE),
        parameters=where | {"source": source},
        concurrency_limit=1,
    )
    by_hand = publish_flow.to_deployment("by-hand", parameters=where, concurrency_limit=1)
    serve(cast("RunnerDeployment", yearly), cast("RunnerDeployment", by_hand), limit=1)


def check_named(home: Path, source: str) -> None:
    """Refuses a source of a deployment that is no name: a name is all that Prefect's database may know of a source.

    Raises:
        WrongUseError: it is a folder or a URL.
    """
    if source and source not in load(home).source.named:
        message = (
            "source: a deployment takes a source's name only; write [source.named.NAME] in config.toml and name it"
        )
        raise WrongUseError(message)


def home_folder(home: str | None = None) -> Path:
    """The home folder: the one given, else BANENAFSPRAAK_HOME, else ./var."""
    return Path(home or os.environ.get("BANENAFSPRAAK_HOME") or DEFAULT_HOME).expanduser().resolve()


def as_task(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step as a Prefect task; only the pull is tried again, and nothing is persisted."""
    retries = PULL_RETRIES if step.__name__ == "pull" else 0
    as_prefect_task: Callable[..., Any] = task(
        name=step.__name__,
        persist_result=False,
        cache_policy=NO_CACHE,
        retries=retries,
        retry_delay_seconds=PULL_RETRY_SECONDS,
        retry_condition_fn=_source_may_recover,
    )(without_values(step))
    return as_prefect_task


def without_values(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step whose unexpected errors reach Prefect's database by name only, never with their message."""

    @functools.wraps(step)
    def quiet(*arguments: Any) -> Any:  # noqa: ANN401 - as the step
        try:
            return step(*arguments)
        except (BanenafspraakError, UnexpectedError):
            raise
        except Exception as error:
            room.check(error, step.__name__)
            hidden = UnexpectedError(type(error).__name__).with_traceback(error.__traceback__)
        raise hidden  # outside the except block, so that the error itself is not its context

    return quiet


def on_workers(cluster: Cluster) -> Each:
    """Does the tasks of reading as Prefect tasks on the workers of a Dask cluster, in a flow of their own."""
    from prefect_dask.task_runners import DaskTaskRunner

    runner: Any = DaskTaskRunner(address=cluster.address, client_kwargs=cluster.client())

    def each(work: Callable[..., None], items: Iterable[tuple[object, ...]]) -> None:
        on_worker: Any = task(name=work.__name__, persist_result=False, cache_policy=NO_CACHE)(without_values(work))

        @flow(name="banenafspraak-read", flow_run_name=work.__name__, task_runner=runner, persist_result=False)
        def read() -> None:
            for future in [on_worker.submit(*item) for item in items]:
                future.result()

        with spread.lost():
            read()

    return each


def leave_artifacts(candidate: str, status: str, report: str, counts: list[dict[str, Any]]) -> None:
    """A table of counts and a link to the report, on the run; the run's name gets the candidate and where it stands."""
    create_table_artifact(table=counts, key=f"counts-{candidate}", description=f"{candidate}: {status}")
    create_link_artifact(link=Path(report).as_uri(), link_text="validation report", key=f"report-{candidate}")
    run_id = flow_run.get_id()
    if run_id:
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(run_id), name=f"build {candidate}: {status}")


def _source_may_recover(_task: Any, _run: Any, state: Any) -> bool:  # noqa: ANN401 - Prefect's own types
    """Whether a failed pull may go better next time: a delivery that breaks a rule does not."""
    return isinstance(state.result(raise_on_failure=False), SourceUnavailableError)

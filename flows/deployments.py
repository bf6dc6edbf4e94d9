"""The Prefect flows `build`, `publish` and `health` and their deployments: steps as tasks, retries, names, artifacts.

Only this module and `flows/automations.py` import Prefect: a build without it does not wait for its import. Retries
are only around the pull.
"""

from __future__ import annotations

import functools
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from prefect import flow, get_run_logger, serve, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.exceptions import ObjectNotFound
from prefect.runtime import deployment, flow_run
from prefect.schedules import Cron
from prefect.server.api.server import SubprocessASGIServer

from flows import spread
from flows.build import Outcome, counts, last_year, pipeline, request_for
from flows.publish import STEPS, Published, publish
from warehouse import logs, mirrors, process, progress, room
from warehouse.delivery.tasks import one_by_one
from warehouse.errors import (
    BanenafspraakError,
    HomeBusyError,
    SourceUnavailableError,
    UnexpectedError,
    WrongUseError,
)
from warehouse.health import checks
from warehouse.home import Home
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prefect.deployments.runner import RunnerDeployment

    from flows.spread import Cluster
    from warehouse.delivery.tasks import Each
    from warehouse.health.checks import Found

Result = TypeVar("Result")
#: 2 May 06:00, the morning after the cut (issue "From the yearly deliveries to published marts").
YEARLY_CRON = "0 6 2 5 *"
#: Every morning, so that 3 May is one of them.
DAILY_CRON = "0 7 * * *"
TIME_ZONE = "Europe/Amsterdam"
PULL_RETRIES = 3
PULL_RETRY_SECONDS = 30
#: So long a run of a deployment waits for another one that holds the home, and looks so often.
WAIT_SECONDS, LOOK_SECONDS = 1800, 15
#: The name of each deployment, after that of its flow; `prefect.yaml` has the same.
BUILD, PUBLISH, HEALTH = "build", "publish", "health"
TAGS = ["banenafspraak"]
#: Artifacts keep their key, so that Prefect shows those of earlier years beside them.
COUNTS_KEY, REPORT_KEY = "banenafspraak-counts", "banenafspraak-report"


def build_name() -> str:
    """The name of a build run while its candidate is not known yet."""
    parameters = flow_run.get_parameters()
    years = parameters.get("years")
    return f"build {','.join(str(year) for year in years) if years else 'last year'}"


@flow(name="banenafspraak-build", flow_run_name=build_name, persist_result=False)
def build_flow(
    home: str,
    years: list[int] | None = None,
    source: str = "",
    change_type: str = "",
    reason: str = "",
) -> Outcome:
    """Builds a candidate, which two stewards then look at.

    Args:
        home: the home folder, by its whole path.
        years: the measurement years of the candidate; last year when none is given, as on 2 May.
        source: name of a source in `config.toml`, the setting `source.url` when it is empty.
        change_type: why released figures change, when they do (bijstelling, correctie, revisie).
        reason: the same in words.
    """
    wanted, place = years or [last_year()], home_folder(home)
    if deployment.get_id():
        check_named(place, source)
    with logs.run(Home(place), "build", [in_prefect()], year=max(wanted)):
        outcome: Outcome = without_values(built)(place, wanted, source, (change_type, reason))
        leave_artifacts(place, outcome)
    return outcome


def build_here(home: Path, years: list[int], source: str, why: tuple[str, str]) -> Outcome:
    """The flow `build` for the command line; Ctrl-C does not reach the temporary server, which is told of it."""
    server = SubprocessASGIServer()
    start = server._run_uvicorn_command
    server._run_uvicorn_command = lambda: process.deaf(start)  # type: ignore[method-assign]
    logging.raiseExceptions = False  # Prefect writes to standard error when a log does not reach its server
    kind, reason = why
    done: Outcome = build_flow(str(home), years=years, source=source, change_type=kind, reason=reason)
    return done


def built(home: Path, years: list[int], source: str, why: tuple[str, str]) -> Outcome:
    """Builds some years with the steps as tasks."""
    request = replace(request_for(home, source, years), change_type=why[0], reason=why[1])
    with spread.cluster(request.settings.machine) as found:
        each = on_workers(found) if found else one_by_one
        return waiting(lambda: pipeline(request, as_task, each))


@flow(name="banenafspraak-publish", flow_run_name="publish {candidate}", persist_result=False)
def publish_flow(home: str, candidate: str) -> Published:
    """Publishes an approved candidate; fails with the reason when it may not be, or when a mirror lags.

    Args:
        home: the home folder, by its whole path.
        candidate: the candidate, as `banenafspraak status` names it.
    """
    place = home_folder(home)
    with logs.run(Home(place), "publish", [in_prefect()], of=STEPS):
        done: Published = without_values(lambda: waiting(lambda: publish(place, candidate)))()
        mirrors.check(done.behind)
    return done


@flow(name="banenafspraak-health", flow_run_name="health", persist_result=False)
def health_flow(home: str) -> list[str]:
    """Looks whether all is well, as the command `health` does; what is not becomes an event, and so a notification.

    Args:
        home: the home folder, by its whole path.

    Returns:
        The names of the checks that found something.
    """
    place = home_folder(home)
    found: list[Found] = without_values(checks.found)(Home(place), load(place))
    wrong = [one for one in found if not one.is_well]
    for one in wrong:
        resource = {"prefect.resource.id": f"banenafspraak.health.{one.check}", "prefect.resource.name": one.check}
        emit_event(f"banenafspraak.health.{one.check}", resource=resource, payload={"line": one.line})
        get_run_logger().warning(one.line)
    rename("health: " + (", ".join(dict.fromkeys(one.check for one in wrong)) or "all is well"))
    return [one.check for one in wrong]


def described(home: Path, source: str) -> list[RunnerDeployment]:
    """The deployments of a home: `build` on 2 May, `health` every morning, `publish` when a person starts it."""
    where = {"home": str(home)}
    schedules = {BUILD: Cron(YEARLY_CRON, timezone=TIME_ZONE), HEALTH: Cron(DAILY_CRON, timezone=TIME_ZONE)}
    about = (
        (
            build_flow,
            BUILD,
            where | {"source": source},
            "Builds the candidate over last year, the morning after the cut.",
        ),
        (publish_flow, PUBLISH, where, "Publishes a candidate that two stewards approved."),
        (health_flow, HEALTH, where, "Looks every morning whether all is well."),
    )
    return [
        cast(
            "RunnerDeployment",
            one.to_deployment(
                name, schedule=schedules.get(name), parameters=given, description=said, tags=[*TAGS, name]
            ),
        )
        for one, name, given, said in about
    ]


def serve_yearly(home: Path, source: str, notify: str = "") -> None:
    """Serves the deployments of a home until stopped; with `notify` the automations go to that block.

    Raises:
        WrongUseError: the source is no name, the block is not there, or a work pool has the deployments.
    """
    from flows import automations

    check_named(home, source)
    ready = described(home, source)
    check_free([f"{one.flow_name}/{one.name}" for one in ready])
    if notify:
        automations.apply(notify)
    # No limit of Prefect: a dead run would hold it. The lock of the home is the kernel's, and runs wait for it.
    serve(*ready, limit=None, pause_on_shutdown=False)


def check_free(names: list[str]) -> None:
    """Raises WrongUseError when a work pool has one of the deployments: one of both places serves them, never two."""
    with get_client(sync_client=True) as client:
        for name in names:
            try:
                pool = client.read_deployment_by_name(name).work_pool_name
            except ObjectNotFound:
                continue
            if pool:
                message = f"schedule: deployment {name} is of work pool {pool} (prefect.yaml); delete it there first"
                raise WrongUseError(message)


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


def home_folder(home: str) -> Path:
    """The home folder that a run is told; raises WrongUseError when it is none, or not a whole path."""
    if not Path(home).is_absolute():
        message = "home: a run needs the home folder by its whole path; set the parameter `home` of the deployment"
        raise WrongUseError(message)
    return Path(home)


def in_prefect() -> progress.Lines:
    """Tells progress to the log of the run."""
    return progress.Lines(get_run_logger().info)


def waiting(work: Callable[[], Result]) -> Result:
    """Does some work on the home; a run of a deployment waits for the run that holds it.

    Raises:
        HomeBusyError: another run holds it, and goes on holding it.
    """
    until = time.monotonic() + (WAIT_SECONDS if deployment.get_id() else 0)
    while True:
        try:
            return work()
        except HomeBusyError:
            if time.monotonic() >= until:
                raise
        progress.note("waits for the run that holds the home")
        time.sleep(LOOK_SECONDS)


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
    """A step whose unexpected errors reach Prefect's database by name only, and others without what led to them.

    Prefect logs an error with its causes, and these may quote a delivered value.
    """

    @functools.wraps(step)
    def quiet(*arguments: Any) -> Any:  # noqa: ANN401 - as the step
        try:
            return step(*arguments)
        except (BanenafspraakError, UnexpectedError) as error:
            known: Exception = error
        except Exception as error:
            try:
                room.check(error, step.__name__)
            except BanenafspraakError as short:
                known = short
            else:
                known = UnexpectedError(type(error).__name__).with_traceback(error.__traceback__)
        known.__cause__ = known.__context__ = None  # outside the except block: the error itself is not its context
        raise known

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


def leave_artifacts(home: Path, outcome: Outcome) -> None:
    """A table of counts and the way to the report, under the same keys each year; the run's name gets the candidate."""
    about = f"{outcome.candidate}: {outcome.status}"
    create_table_artifact(table=counts(home, outcome.candidate), key=COUNTS_KEY, description=about)
    url = load(home).operation.report_of(outcome.candidate)
    if url:
        create_link_artifact(link=url, link_text=f"report of {outcome.candidate}", key=REPORT_KEY, description=about)
    else:
        where = f"{about}. `banenafspraak --home {home} status` says where its report is."
        create_markdown_artifact(markdown=where, key=REPORT_KEY, description=about)
    rename(f"build {about}")


def rename(name: str) -> None:
    """Gives this run a name that says what came of it."""
    run_id = flow_run.get_id()
    if run_id:
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(run_id), name=name)


def _source_may_recover(_task: Any, _run: Any, state: Any) -> bool:  # noqa: ANN401 - Prefect's own types
    """Whether a failed pull may go better next time: a delivery that breaks a rule does not."""
    return isinstance(state.result(raise_on_failure=False), SourceUnavailableError)

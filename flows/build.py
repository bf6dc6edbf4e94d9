"""The flow `build`: from a delivery to a candidate on disk. Publishing is another flow, after people decided.

The whole pipeline is on this page. `pipeline` calls its steps through `run`: directly, or as Prefect tasks when it
runs inside the Prefect flow `build_flow`. Retries are only around the pull.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import steps
from flows.plan import Request, plan
from warehouse import releases
from warehouse.home import Home
from warehouse.review import desk
from warehouse.settings import load

if TYPE_CHECKING:
    from warehouse.releases import Built

Step = Callable[..., Any]
#: Makes a step ready to be called: as it is, or as a task of Prefect.
Run = Callable[[Step], Step]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished build: the candidate, where it stands, and whether there was anything to do."""

    candidate: str
    status: str
    report: str
    factsheet: str
    folder: str
    skipped: bool


def as_it_is(step: Step) -> Step:
    """The step itself: how a build runs without Prefect."""
    return step


def pipeline(request: Request, run: Run = as_it_is) -> Outcome:
    """Pull, archive, stage, validate, minimise, transform, candidate: one year, one candidate."""
    with request.home.held():
        delivery = run(steps.pull)(request)
        planned = run(plan)(request, delivery)
        if planned.done and not planned.rows_missing:
            steps.record_builder(request, planned.done)
            return _outcome(request, planned.done, skipped=True)
        with request.home.staging() as folder:
            staged = run(steps.stage)(request, delivery, folder)
            checked = run(steps.validate)(request, staged, folder)
            run(steps.minimise)(request, planned, staged, folder)
            if planned.done:
                return _outcome(request, planned.done, skipped=True)
            measured = run(steps.transform)(request, planned, staged, folder)
            run(steps.candidate)(request, planned, staged, [*checked, *measured], folder)
        steps.record_builder(request, planned.candidate)
        return _outcome(request, planned.candidate, skipped=False)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a Prefect flow
    """`build_flow` is made when it is asked for: a build without Prefect does not wait for its import."""
    if name == "build_flow":
        return as_flow()
    message = f"module {__name__} has no attribute {name}"
    raise AttributeError(message)


def as_flow() -> Any:  # noqa: ANN401 - a Prefect flow
    """The pipeline as a Prefect flow, `build_flow`."""
    from prefect import flow

    from flows import prefect_setup

    def build_flow(
        year: int | None = None, source: str = "", home: str = "", change_type: str = "", reason: str = ""
    ) -> Outcome:
        """Builds a candidate under Prefect and leaves its counts and report as artifacts.

        Args:
            year: the measurement year; last year when it is not given, as in the yearly deployment.
            source: path or URL of the deliveries; the setting `source.url` when it is empty.
            home: the home folder; BANENAFSPRAAK_HOME or ./var when it is empty.
            change_type: why released figures change, when they do (bijstelling, correctie, revisie).
            reason: the same in words.
        """
        place = prefect_setup.home_folder(home)
        request = replace(request_for(place, source, year or last_year()), change_type=change_type, reason=reason)
        outcome: Outcome = prefect_setup.without_values(pipeline)(request, prefect_setup.as_task)
        prefect_setup.leave_artifacts(outcome.candidate, outcome.status, outcome.report, counts(Path(outcome.folder)))
        return outcome

    build_flow.__qualname__ = "build_flow"  # a deployment names its flow `flows/build.py:build_flow`
    named = flow(name="banenafspraak-build", flow_run_name=prefect_setup.build_name, persist_result=False)
    return named(build_flow)


def request_for(home: Path, source: str, year: int) -> Request:
    """The request to build a year in a home folder, under that home's settings."""
    settings = load(home)
    return Request(Home(home), source or settings.source.url, year, settings)


def last_year() -> int:
    """The year before this one: what is measured when nobody says which."""
    return datetime.now(UTC).year - 1


def counts(folder: Path) -> list[dict[str, Any]]:
    """Lines delivered, accepted and quarantined of each file of a candidate."""
    built = releases.read(folder)
    columns = ("name", "rows_delivered", "rows_accepted", "rows_quarantined")
    return [{column: file[column] for column in columns} for file in built.manifest["deliveries"]] if built else []


def _outcome(request: Request, identifier: str, *, skipped: bool) -> Outcome:
    built = _built(request.home, identifier)
    status = desk.state(request.home, request.settings, built).value
    report, factsheet = (str(built.folder / name / "index.html") for name in ("report", "factsheet"))
    return Outcome(identifier, status, report, factsheet, str(built.folder), skipped)


def _built(home: Home, identifier: str) -> Built:
    published = releases.read(home.releases / identifier)
    return published if published is not None else releases.candidate(home, identifier)

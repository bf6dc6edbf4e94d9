"""The pipeline `build`: from the deliveries of some years to a candidate on disk.

The whole of it is on this page. `pipeline` calls its steps through `run`: directly, or as Prefect tasks when it runs
inside the Prefect flow (`flows/deployments.py`). Publishing is another flow, after people decided.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows import ahead, ends
from flows.plan import check, plan
from flows.request import Action, Request, YearBuilt
from transforms.law import BASELINE_YEAR
from warehouse import mirrors, progress, releases
from warehouse.delivery.archive import Delivery
from warehouse.delivery.tasks import one_by_one
from warehouse.errors import WrongUseError
from warehouse.home import Home
from warehouse.reference import lists
from warehouse.review import desk, inbox
from warehouse.settings import load
from warehouse.sources import places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.request import Plan
    from warehouse.delivery.tasks import Each
    from warehouse.releases import Built

#: How many steps a build has once (`check`, `plan`, `protect`, `candidate`), of which two are of a release; and how
#: many for each year before its plan and after it, of which three make its rows.
OF_BUILD, OF_RELEASE, OF_PULL, OF_YEAR, OF_ROWS = 4, 2, 1, 4, 3

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
    skipped: bool


def as_it_is(step: Step) -> Step:
    """The step itself: how a build runs without Prefect."""
    return step


def told(run: Run) -> Run:
    """Makes each step report that it begins; `run` makes it ready to be called."""

    def ready(step: Step) -> Step:
        made = run(step)

        @functools.wraps(step)
        def telling(*arguments: Any) -> Any:  # noqa: ANN401 - as the step
            year = next((_year(one) for one in arguments if isinstance(one, int | Delivery)), 0)
            progress.step(step.__name__, year)
            return made(*arguments)

        return telling

    return ready


def _year(one: int | Delivery) -> int:
    return one.year if isinstance(one, Delivery) else one


def _not_needed(request: Request, planned: Plan) -> int:
    """How many of the steps of a build a plan leaves out."""
    if planned.action is Action.BUILD:
        return 0
    years = len(request.years)
    return OF_YEAR * years - OF_ROWS * len(planned.deliveries) + OF_RELEASE


def pipeline(request: Request, run: Run = as_it_is, each: Each = one_by_one) -> Outcome:
    """Check, pull, plan; then stage, validate, minimise and transform each year; protect, one candidate.

    Args:
        request: what is to be built.
        run: makes a step ready to be called.
        each: does the tasks of reading, here or on other machines.
    """
    home, settings, run = request.home, request.settings, told(run)
    progress.expect(OF_BUILD + OF_PULL * len(request.years) + OF_YEAR * len(request.years))
    with home.held(), mirrors.kept(home, settings), inbox.served(home, settings, whole=True):
        run(check)(request)
        deliveries = [run(ends.pull)(request, year) for year in request.years]
        planned = run(plan)(request, deliveries)
        progress.skip(_not_needed(request, planned))
        if planned.action is not Action.NOTHING:
            _carry_out(request, planned, run, each)
        ends.record_builder(request, planned.candidate)
        return _outcome(request, planned.candidate, skipped=planned.action is not Action.BUILD)


def _carry_out(request: Request, planned: Plan, run: Run, each: Each) -> None:
    """What a plan says there is to do."""
    from flows import steps  # most of the program, and of what it imports

    with request.home.staging() as folder:
        ahead.begin()
        folders = {delivery.year: folder / str(delivery.year) for delivery in planned.deliveries}
        kept = [_keep(request, delivery, folders[delivery.year], run, each) for delivery in planned.deliveries]
        if planned.action is Action.BUILD:
            built = [_measure(request, planned, year, folders[year.year], run) for year in kept]
            run(steps.protect)(request, planned, built, folders, folder)
            run(steps.candidate)(request, planned, built, folder)


def _keep(request: Request, delivery: Delivery, folder: Path, run: Run, each: Each) -> YearBuilt:
    """Stage, validate, minimise: the rows of one year in the warehouse."""
    from flows import steps

    staged = run(steps.stage)(request, delivery, folder, each)
    checked = run(steps.validate)(request, delivery, staged, folder)
    run(steps.minimise)(request, delivery, staged, folder)
    return YearBuilt(delivery, staged, tuple(checked))


def _measure(request: Request, planned: Plan, kept: YearBuilt, folder: Path, run: Run) -> YearBuilt:
    """Transform: the tables of one year, and the checks that need them."""
    from flows import steps

    measured = run(steps.transform)(request, planned, kept.delivery, kept.staged, folder)
    return replace(kept, results=(*kept.results, *measured))


def request_again(place: Path, years: Sequence[int]) -> Request:
    """The request to build some years again from what the archive has of them."""
    return Request(Home(place), None, tuple(sorted(years)), load(place), lists.opened(Home(place).reference))


def request_for(place: Path, source: str, years: Sequence[int]) -> Request:
    """The request to build some years in a home folder, under that home's settings and reference lists.

    Raises:
        WrongUseError: a year is before the *nulmeting*; `source` is missing or mistyped, or what it needs in
            `secrets/` is not there; nothing is pulled.
    """
    too_early = [year for year in years if year < BASELINE_YEAR]
    if too_early:
        message = f"build: {too_early[0]} is before the nulmeting, {BASELINE_YEAR}; build a later year"
        raise WrongUseError(message)
    home, settings = Home(place), load(place)
    found = places.place(home.secrets, settings.source, source)
    return Request(home, found, tuple(sorted(years)), settings, lists.opened(home.reference))


def last_year() -> int:
    """The year before this one: what is measured when nobody says which."""
    return datetime.now(UTC).year - 1


def counts(place: Path, identifier: str) -> list[dict[str, Any]]:
    """Lines delivered, accepted and quarantined of each file of a candidate or release, from its internal manifest."""
    columns = ("name", "rows_delivered", "rows_accepted", "rows_quarantined")
    deliveries = releases.release_or_candidate(Home(place), identifier).manifest["deliveries"]
    return [{column: file[column] for column in columns} for file in deliveries]


def _outcome(request: Request, identifier: str, *, skipped: bool) -> Outcome:
    built = releases.release_or_candidate(request.home, identifier)
    status = desk.state(request.home, request.settings, built).value
    report = built.internal / "report" / "index.html"
    factsheet = _public(request.home, built) / "factsheet" / "index.html"
    return Outcome(identifier, status, str(report), str(factsheet), skipped)


def _public(home: Home, built: Built) -> Path:
    """Where the public side of a candidate or release is: of a withdrawn release that of its candidate."""
    return built.public if built.public.is_dir() else home.candidates / built.id / releases.PUBLIC

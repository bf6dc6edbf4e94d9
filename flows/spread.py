"""Where the tasks of reading are done: in this process, or on the workers of a Dask cluster (setting `machine.runner`).

Workers read the archive and leave their files in the home's private folder, so both must be theirs under the same
paths. Nothing but paths and numbers goes to them, and nothing comes back. Connections are encrypted: whoever can reach
a scheduler can run anything on its workers.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.delivery.tasks import one_by_one
from warehouse.errors import WorkersLostError, WrongUseError
from warehouse.settings import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from warehouse.delivery.tasks import Each
    from warehouse.settings import Machine

#: What Dask says when a worker, or the way to it, is gone.
LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, and what encrypts the connections to it."""

    address: str
    security: Any


@contextmanager
def cluster(machine: Machine) -> Iterator[Cluster | None]:
    """The cluster that the settings say; None when the tasks are done in this process.

    Raises:
        WrongUseError: the extra `dask` is not installed, or the scheduler cannot be reached.
    """
    if machine.runner is Runner.LOCAL:
        yield None
        return
    dask = _dask()
    logging.getLogger("distributed").setLevel(logging.ERROR)  # it tells of every connection
    if machine.scheduler:
        yield Cluster(machine.scheduler, dask.Security(require_encryption=True))
        return
    security = dask.Security.temporary()
    with dask.LocalCluster(
        n_workers=machine.workers,
        threads_per_worker=1,
        security=security,
        protocol="tls://",
        dashboard_address=None,
        memory_limit=0,  # nothing of a delivery is ever spilled: tasks hold no results
        env={
            **os.environ,
            "POLARS_MAX_THREADS": str(max(1, machine.threads // machine.workers)),
            # A table that is unfit for the kernel is no error, and what is one is said in one line.
            "DASK_LOGGING__DISTRIBUTED": "critical",
        },
    ) as own:
        yield Cluster(own.scheduler_address, security)


def _dask() -> ModuleType:
    try:
        import distributed
    except ImportError:
        message = "setting machine.runner: dask is not installed; install banenafspraak[dask], or set it to local"
        raise WrongUseError(message) from None
    return distributed


@contextmanager
def directly(machine: Machine) -> Iterator[Each]:
    """Does the tasks as the settings say, without Prefect."""
    with cluster(machine) as found:
        if found is None:
            yield one_by_one
            return
        with lost():
            client = _dask().Client(found.address, security=found.security, set_as_default=False)

        def each(task: Callable[..., None], items: Iterable[tuple[object, ...]]) -> None:
            with lost():
                client.gather([client.submit(task, *item, pure=False) for item in items])

        with client:
            yield each


@contextmanager
def lost() -> Iterator[None]:
    """Says in one line that a worker was lost.

    Raises:
        WorkersLostError: in the place of Dask's error, which may quote what a task was given.
    """
    try:
        yield
    except Exception as error:
        if type(error).__name__ not in LOST:
            raise
        message = (
            f"machine.runner dask: the workers were lost ({type(error).__name__}); look at them and run the same "
            "command again"
        )
        raise WorkersLostError(message) from None

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

from warehouse import room
from warehouse.delivery.tasks import one_by_one
from warehouse.errors import WorkersLostError, WrongUseError
from warehouse.settings import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from warehouse.delivery.tasks import Each
    from warehouse.settings import Machine

#: What Dask says when a worker, or the way to it, is gone.
LOST = ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError", "OSError")
#: A scheduler that does not answer within this time is not there.
CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, and what encrypts the connections to it."""

    address: str
    security: Any

    def client(self) -> dict[str, Any]:
        """How a client of Dask reaches it."""
        return {"security": self.security, "set_as_default": False, "timeout": CONNECT_SECONDS}


@contextmanager
def cluster(machine: Machine) -> Iterator[Cluster | None]:
    """The cluster that the settings say; None when the tasks are done in this process.

    Raises:
        WrongUseError: the extra `dask` is not installed, or there are no certificates for another's scheduler.
    """
    if machine.runner is Runner.LOCAL:
        yield None
        return
    dask = _dask()
    logging.getLogger("distributed").setLevel(logging.ERROR)  # it tells of every connection
    if machine.scheduler:
        yield Cluster(machine.scheduler, _security(dask))
        return
    security = dask.Security.temporary()
    with dask.LocalCluster(
        n_workers=machine.workers,
        threads_per_worker=1,
        security=security,
        protocol="tls://",
        dashboard_address=None,
        memory_limit=0,  # nothing of a delivery is ever spilled: tasks hold no results
        silence_logs=logging.CRITICAL,  # a table that is unfit for the kernel is no error
        env={**os.environ, "POLARS_MAX_THREADS": str(max(1, machine.threads // machine.workers))},
    ) as own:
        yield Cluster(own.scheduler_address, security)


def _security(dask: ModuleType) -> Any:  # noqa: ANN401 - a class of a library without types
    """What encrypts the connections to a cluster of others, from Dask's own settings."""
    security = dask.Security(require_encryption=True)
    if security.get_connection_args("client")["ssl_context"] is None:
        message = (
            "setting machine.scheduler: Dask's own settings name no certificates; set distributed.comm.tls.ca-file and "
            "distributed.comm.tls.client.cert and .key (docs.dask.org, TLS/SSL)"
        )
        raise WrongUseError(message)
    return security


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
            client = _dask().Client(found.address, **found.client())

        def each(task: Callable[..., None], items: Iterable[tuple[object, ...]]) -> None:
            with lost():
                client.gather([client.submit(task, *item, pure=False) for item in items])

        with client:
            yield each


@contextmanager
def lost() -> Iterator[None]:
    """Says in one line that a worker, or the scheduler, was lost.

    Raises:
        StorageError: memory or disk is short.
        WorkersLostError: in the place of Dask's error, which may quote what a task was given.
    """
    try:
        yield
    except Exception as error:
        room.check(error, "machine.runner dask")
        if type(error).__name__ not in LOST:
            raise
        message = (
            f"machine.runner dask: the workers were lost ({type(error).__name__}); look at them and run the same "
            "command again"
        )
        raise WorkersLostError(message) from None

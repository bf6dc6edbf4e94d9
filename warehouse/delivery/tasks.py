"""How the tasks of reading are done: one after another in this process, or as a flow says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from warehouse import progress

#: Does a task, which leaves files, for every item; the order in which they are done does not matter.
Each = Callable[[Callable[..., None], Iterable[tuple[object, ...]]], None]


def one_by_one(task: Callable[..., None], items: Iterable[tuple[object, ...]]) -> None:
    """Does the tasks in this process, one after another; each uses all threads."""
    wanted = list(items)
    for number, item in enumerate(wanted, start=1):
        task(*item)
        progress.report(number, len(wanted), "parts")

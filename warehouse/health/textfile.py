"""What `health` found as a text file of Prometheus, for the textfile collector of node_exporter.

Ages and states alone: no counts of lines or people, no names of candidates or stewards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from warehouse.errors import WrongUseError
from warehouse.health.checks import CHECKS
from warehouse.home import write_durably

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from warehouse.health.checks import Found

PREFIX = "banenafspraak"
#: The collector reads files of this name, and under another account.
SUFFIX, MODE = ".prom", 0o644
#: Of each check with a number: the name of its gauge, what it says, and which of several is the worst.
GAUGES: dict[str, tuple[str, str, Callable[..., float]]] = {
    "review": ("review_age_seconds", "Since when the oldest candidate awaits review; 0 when none does.", max),
    "run": ("run_silent_seconds", "Since when the run that holds the home gave no sign; 0 without a run.", max),
    "disk": ("disk_free_bytes", "Free space on the volume of the home.", min),
    "keys": ("key_left_seconds", "Until the first key or certificate ends.", min),
}


def text(found: Sequence[Found], now: datetime) -> bytes:
    """The file: a state for each check, the worst number of those that have one, and when they were made."""
    registry = CollectorRegistry()
    well = Gauge(f"{PREFIX}_well", "Whether a check found that all is well.", ["check"], registry=registry)
    for name in CHECKS:
        well.labels(name).set(all(one.is_well for one in found if one.check == name))
    for name, (gauge, said, worst) in GAUGES.items():
        values = [one.value for one in found if one.check == name and one.value is not None]
        if values or worst is max:
            Gauge(f"{PREFIX}_{gauge}", said, registry=registry).set(worst(values, default=0))
    Gauge(f"{PREFIX}_checked_seconds", "When it was looked at, since 1970.", registry=registry).set(now.timestamp())
    return generate_latest(registry)


def write(path: Path, found: Sequence[Found], now: datetime) -> None:
    """Writes the file whole, in the place of the one before.

    Raises:
        WrongUseError: it is not called `….prom`, or cannot be written.
    """
    if path.suffix != SUFFIX:
        message = f"health: --textfile {path.name}: the collector reads files called *{SUFFIX}; name it so"
        raise WrongUseError(message)
    try:
        write_durably(path, text(found, now), mode=MODE)
    except OSError as error:
        message = f"health: --textfile {path}: cannot be written ({error.strerror}); name a folder that can"
        raise WrongUseError(message) from None

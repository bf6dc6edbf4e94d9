"""The first and the last step of a build: all that one does that finds its candidate there, so little is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import releases
from warehouse.delivery import archive, records
from warehouse.review import desk

if TYPE_CHECKING:
    from flows.request import Request
    from warehouse.delivery.archive import Delivery


def pull(request: Request, year: int) -> Delivery:
    """Fetches and archives the delivery for a year, with the corrections to it; without a source takes the last one."""
    security = request.settings.security
    if request.source is None:
        delivery = records.last(request.home, year, security)
    else:
        delivery = archive.pull(request.home, request.source, request.law(year), security)
    archive.keep_corrections(request.home, year)  # nothing of a delivery that may not be kept is
    return delivery


def record_builder(request: Request, identifier: str) -> None:
    """Records who built a candidate; also when a killed build had finished it but had not come to that."""
    built = releases.read_candidate(request.home, identifier)
    if built is not None:
        desk.record_build(request.home, built)

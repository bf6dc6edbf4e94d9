"""The flow `publish`: checks the decisions about a candidate and moves the pointer to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prefect import flow

from flows import prefect_setup
from warehouse.home import Home
from warehouse.review import desk
from warehouse.settings import load


@dataclass(frozen=True, slots=True)
class Published:
    """The release that readers see now."""

    release: str
    folder: str


@flow(name="banenafspraak-publish", flow_run_name="publish {candidate}", persist_result=False)
def publish_flow(candidate: str, home: str = "") -> Published:
    """Publishes an approved candidate under Prefect; fails with the reason when it may not be."""
    return publish(prefect_setup.home_folder(home), candidate)


def publish(home: Path, candidate: str) -> Published:
    """Publishes an approved candidate; raises DecisionRefusedError when it may not be."""
    place = Home(home)
    with place.held():
        release = desk.publish(place, load(home), candidate)
    return Published(release.id, str(release.folder))

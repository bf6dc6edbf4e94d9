"""What Prefect's server does when a run of the deployments fails, dies or is late, or when `health` finds something.

`banenafspraak schedule --notify TYPE/NAME` puts them in; each sends the notification block of that name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.exceptions import ObjectNotFound

from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from uuid import UUID

FLOWS = ("banenafspraak-build", "banenafspraak-publish", "banenafspraak-health")
RUN, ENDED = "prefect.flow-run", ("Completed", "Failed", "Cancelled", "Crashed")
#: A run says every 30 seconds that it lives; after three times nothing it is dead.
SILENT_SECONDS = 100
#: What became of a run, by the name of the automation.
STATES = {"failed": "Failed", "crashed": "Crashed", "late": "Late"}
#: The checks of `health` that have an automation of their own, by its name; the others share one.
CHECKS = {"no candidate by 3 May": "candidate", "awaiting review for a week": "review"}
OTHERS = ("run", "verify", "disk", "keys", "mirrors", "retention")
ABOUT_RUN = "{{ flow.name }}: run {{ flow_run.name }} is {{ flow_run.state.name }}. See docs/runbook.md."
ABOUT_HEALTH = "{{ event.payload.line }}. See docs/runbook.md."


def all_of(block: UUID) -> list[Automation]:
    """The automations, which send the notification block."""
    runs = [_told(f"{name} run", _about_runs({f"{RUN}.{state}"}), block, ABOUT_RUN) for name, state in STATES.items()]
    health = [_told(name, _about_health((check,)), block, ABOUT_HEALTH) for name, check in CHECKS.items()]
    return [_dead(), *runs, *health, _told("not well", _about_health(OTHERS), block, ABOUT_HEALTH)]


def _dead() -> Automation:
    """Makes a run `Crashed` that gives no sign of life any more; it holds nothing that another one needs."""
    trigger = EventTrigger(
        after={f"{RUN}.heartbeat", f"{RUN}.Running"},
        expect={f"{RUN}.heartbeat", *(f"{RUN}.{state}" for state in ENDED)},
        for_each={"prefect.resource.id"},
        match_related=_of_flows(),  # type: ignore[arg-type]
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=SILENT_SECONDS),
    )
    action = ChangeFlowRunState(state=StateType.CRASHED, message="its process gave no sign of life")
    return Automation(name=_named("dead run"), description="Crashed within minutes.", trigger=trigger, actions=[action])


def _told(name: str, trigger: EventTrigger, block: UUID, body: str) -> Automation:
    action = SendNotification(block_document_id=block, subject=_named(name), body=body)
    return Automation(name=_named(name), description=f"Notifies: {name}.", trigger=trigger, actions=[action])


def _about_runs(events: set[str]) -> EventTrigger:
    matched = {"prefect.resource.id": f"{RUN}.*"}
    return _at_once(expect=events, match=matched, match_related=_of_flows())


def _about_health(checks: tuple[str, ...]) -> EventTrigger:
    events = {f"banenafspraak.health.{check}" for check in checks}
    return _at_once(expect=events, match={"prefect.resource.id": "banenafspraak.health.*"})


def _at_once(**about: object) -> EventTrigger:
    each = {"prefect.resource.id"}
    return EventTrigger(posture=Posture.Reactive, for_each=each, threshold=1, within=timedelta(0), **about)  # type: ignore[arg-type]


def _of_flows() -> dict[str, object]:
    return {"prefect.resource.role": "flow", "prefect.resource.name": list(FLOWS)}


def _named(name: str) -> str:
    return f"banenafspraak: {name}"


def apply(block: str) -> list[str]:
    """Puts the automations into Prefect's server, in the place of those of before; returns their names.

    Args:
        block: the notification block, as TYPE/NAME.

    Raises:
        WrongUseError: there is no such block.
    """
    names = []
    for wanted in all_of(_block(block)):
        try:
            there = cast("Automation", Automation.read(name=wanted.name))
        except ValueError:
            wanted.create()
        else:
            wanted.id = there.id
            wanted.update()
        names.append(wanted.name)
    return names


def _block(name: str) -> UUID:
    kind, _, own = name.partition("/")
    with get_client(sync_client=True) as client:
        try:
            return client.read_block_document_by_name(name=own, block_type_slug=kind).id
        except ObjectNotFound:
            message = (
                f"schedule: --notify {name}: Prefect knows no such block; make it (docs/operator.md), as TYPE/NAME"
            )
            raise WrongUseError(message) from None

"""Pulls deliveries from a source as `build` does, with the settings of a home and files in its `secrets/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.delivery import archive
from warehouse.settings import Security, Source
from warehouse.sources.places import place

if TYPE_CHECKING:
    from transforms.law import Law
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home


def pulled_from(home: Home, source: str, law: Law, **settings: Any) -> Delivery:
    """Pulls the delivery of a year onto an encrypted volume; `settings` are those of `[source]`."""
    security = Security(volume_encrypted=True)
    return archive.pull(home, place(home.secrets, Source.model_validate(settings), source), law, security)


def secret(home: Home, name: str, content: str | bytes) -> str:
    """Writes a file into `secrets/` as it must be, and gives its name."""
    path = home.secrets / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(0o600)
    return name

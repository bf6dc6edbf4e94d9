"""A home whose stewards sign with SSH keys, with one candidate that awaits review."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import build, new_home
from tests.support.deliveries import make_delivery
from tests.unit.test_signatures import new_key

NAMES = ("An de Vries", "Bo Jansen")


def signing_home(folder: Path) -> Path:
    """The home, which has a warning to decide on; beside it the private keys of both stewards and of a stranger."""
    keys = {name: new_key(folder, f"key{number}")[0] for number, name in enumerate((*NAMES, "Onbekende"))}
    home = new_home(folder / "home", {name: keys[name].with_suffix(".pub") for name in NAMES})
    delivery = make_delivery(2012, 4)
    late = delivery["polis"][0] | {"datum_ontvangst": "2013-05-02", "volgnummer": 7}
    delivery["polis"].append(late)
    build(home, delivery, folder / "source")
    return home

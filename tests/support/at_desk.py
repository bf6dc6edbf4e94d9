"""Stewards at the desk: a home with passkeys, and what their browsers would send."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.desk.app import application
from flows.desk.place import Desk
from tests.support.asgi import Client
from tests.support.authenticator import ORIGIN, Authenticator
from tests.support.cli import succeed
from warehouse.home import Home
from warehouse.review import enrolment, signatures
from warehouse.review.desk import Hand
from warehouse.review.passkeys import Passkey
from warehouse.review.policies import Verb
from warehouse.settings import load

KEYGEN = "/usr/bin/ssh-keygen"
NOTE = "gezien en begrepen"


def say_of_passkey(home: Path, key: Path, verb: Verb, passkey: Passkey, steward: str) -> None:
    """What a steward says of a passkey, signed elsewhere with an SSH key."""
    place, settings = Home(home), load(home)
    text = enrolment.text_of(place, settings, verb, passkey, steward)
    signature = signatures.sign(text.encode(), key, KEYGEN)
    enrolment.add(place, settings, verb, passkey, Hand(steward, "", None, text, signature))


def enrolled(home: Path, keys: list[Path], names: tuple[str, ...], number: int, origin: str = ORIGIN) -> Authenticator:
    """A passkey of one of two stewards, registered by that one and confirmed by the other at the command line."""
    one, other = Authenticator(origin), 1 - number
    passkey = one.passkey(names[number], origin)
    say_of_passkey(home, keys[number], Verb.PASSKEY, passkey, names[number])
    words = ("--steward", names[other], "--key", str(keys[other]))
    succeed(home, "passkey", "confirm", passkey.code, *words)
    return one


@dataclass
class Browser:
    """A browser of a steward at a desk."""

    desk: Desk
    authenticator: Authenticator
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(application(self.desk), self.desk.origin, {"origin": self.desk.origin})

    def post(self, path: str, **said: Any) -> Any:
        return self.client.post(path, json=said)

    def sign_in(self) -> Any:
        options = self.post("/sign-in/ask").json()["options"]
        return self.post("/sign-in", credential=self.authenticator.get(options["challenge"]))

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def csrf(self, path: str = "/") -> str:
        return str(re.findall(r'name="csrf" value="([^"]+)"', self.page(path))[0])

    def form(self, candidate: str) -> dict[str, Any]:
        """What the form of a candidate holds when every item is ticked with a note."""
        page = self.page(f"/c/{candidate}")
        items = re.findall(r'data-tick="([^"]+)"', page)
        digest = re.findall(r'name="digest" value="([^"]+)"', page)[0]
        return {"csrf": self.csrf(), "digest": digest, "notes": dict.fromkeys(items, NOTE), "note": ""}

    def ask(self, candidate: str, verb: str = "approve", **other: Any) -> Any:
        return self.post(f"/c/{candidate}/ask", **(self.form(candidate) | {"verb": verb} | other))

    def sign(self, asked: Any, authenticator: Authenticator | None = None, **said: Any) -> Any:
        credential = (authenticator or self.authenticator).get(asked.json()["options"]["challenge"], **said)
        return self.post("/sign", credential=credential, csrf=self.csrf())

    def decide(self, candidate: str, verb: str = "approve", **other: Any) -> Any:
        asked = self.ask(candidate, verb, **other)
        assert asked.status_code == 200, asked.text
        return self.sign(asked)

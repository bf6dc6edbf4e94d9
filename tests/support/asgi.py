"""A client that asks an ASGI application in this process: paths go out as they are, nothing is followed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlencode

Bytes = str | bytes


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    fields: list[tuple[str, str]]
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.fields)

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)

    def all(self, name: str) -> list[str]:
        return [value for one, value in self.fields if one == name]


@dataclass
class Client:
    """Keeps cookies, and headers that go with every request."""

    app: Any
    origin: str
    headers: dict[str, str] = field(default_factory=dict)
    address: tuple[str, int] | None = ("127.0.0.1", 1)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, Bytes] | list[tuple[str, Bytes]] | None = None) -> Answer:
        return self.request("GET", path, headers or {})

    def post(
        self, path: str, *, json: Any = None, data: Any = None, headers: Any = None, content: Any = None
    ) -> Answer:
        if content is not None:
            return self.request("POST", path, headers or {}, content)
        kind = "application/x-www-form-urlencoded" if data is not None else "application/json"
        body = urlencode(data).encode() if data is not None else dumped(json)
        return self.request("POST", path, {"content-type": kind} | dict(headers or {}), body)

    def request(self, method: str, path: str, headers: Any, body: bytes = b"") -> Answer:
        given = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
        named = {name for name, _ in given}
        standard = {"host": self.origin.partition("://")[2]} | self.headers
        if self.cookies:
            standard["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = [(name, value) for name, value in standard.items() if name not in named] + given
        answer = asyncio.run(self._asked(method, path, [(raw(name), raw(value)) for name, value in sent], body))
        for line in answer.all("set-cookie"):
            for name, one in SimpleCookie(line).items():
                self.cookies[name] = one.value
        return answer

    async def _asked(self, method: str, target: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.origin.partition(":")[0],
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "client": self.address,
            "server": ("127.0.0.1", 8700),
        }
        told: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return waiting.pop(0) if waiting else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        fields = [(name.decode().lower(), value.decode("latin-1")) for name, value in told[0]["headers"]]
        return Answer(told[0]["status"], fields, b"".join(one.get("body", b"") for one in told[1:]))


def dumped(said: Any) -> bytes:
    return json.dumps(said).encode()


def raw(text: Bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()

"""Stands before every page: the host and the origin that the desk is for, and what each answer says to browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from flows.desk.place import Desk

#: What a page of the desk may do: its own style, script and frame, and nothing of anywhere else.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: What every answer says; a page of a candidate has a policy of its own. Without any referrer browsers would send forms
#: with the origin `null`.
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)",
}
WITH_TLS = {"Strict-Transport-Security": "max-age=31536000"}
METHODS = ("GET", "HEAD", "POST")
#: What a browser says of where a request comes from, when it changes something.
OWN = ("", "same-origin", "none")


class Guard:
    """Refuses what is not for this desk, and says to browsers how far they may go."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk
        self.host = desk.origin.partition("://")[2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # a web socket: the desk has none
            await send({"type": "websocket.close", "code": 1008})
            return
        sending = self._with_headers(send)
        refusal = self._refusal(Headers(scope=scope), scope["method"])
        answer = self.app if refusal is None else PlainTextResponse(refusal[1], refusal[0])
        await answer(scope, receive, sending)

    def _refusal(self, headers: Headers, method: str) -> tuple[int, str] | None:
        """The status and the text of a refusal; None when a page may answer."""
        if headers.getlist("host") != [self.host]:
            return 421, "this desk answers to another name"
        if method not in METHODS:
            return 405, "there is no such method here"
        if method != "POST":
            return None
        if headers.getlist("origin") != [self.desk.origin] or headers.get("sec-fetch-site", "") not in OWN:
            return 403, "this request does not come from a page of the desk"
        return None

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (ALWAYS | (WITH_TLS if self.desk.is_secure else {})).items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        return sending

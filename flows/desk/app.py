"""The web application: which page answers which request, and what every request must be like."""

from __future__ import annotations

import json
import secrets
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from flows.desk import deciding, entering, looking
from flows.desk.guard import Guard
from flows.desk.memory import Session
from flows.desk.visit import (
    BUSY,
    CONFLICT,
    FORBIDDEN,
    NOT_FOUND,
    UNAUTHORISED,
    WRONG,
    RefusedError,
    Visit,
    asset,
)
from warehouse import logs
from warehouse.errors import BanenafspraakError, DecisionRefusedError, HomeBusyError, WrongUseError
from warehouse.review import policies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from flows.desk.place import Desk

    Page = Callable[[Desk, Visit], Response]

#: The largest request, in bytes, and the most fields of a form.
LARGEST_BODY, MOST_FIELDS = 65_536, 50
IDENTIFIER = "{id}"
#: Pages that are there for who is not signed in yet.
OPEN: dict[tuple[str, str], Page] = {
    ("POST", "/sign-in/ask"): entering.ask_to_sign_in,
    ("POST", "/sign-in"): entering.sign_in,
    ("GET", "/register"): entering.register_page,
    ("POST", "/register/ask"): entering.ask_to_register,
    ("POST", "/register"): entering.registered,
    ("GET", "/confirm"): entering.confirm_page,
    ("POST", "/confirm"): entering.ask_to_confirm,
    ("GET", "/sign-elsewhere"): entering.elsewhere_page,
    ("GET", "/sign-elsewhere/text"): entering.elsewhere_text,
    ("POST", "/sign-elsewhere"): entering.hand_in,
    ("GET", "/static/desk.css"): lambda _desk, _visit: asset("desk.css.j2", "text/css"),
    ("GET", "/static/desk.js"): lambda _desk, _visit: asset("desk.js.j2", "text/javascript"),
}
#: And those that need a session.
CLOSED: dict[tuple[str, str], Page] = {
    ("GET", "/"): looking.home,
    ("GET", "/c/{id}"): looking.candidate,
    ("GET", "/c/{id}/trail"): looking.trail,
    ("GET", "/c/{id}/diff"): looking.differences,
    ("GET", "/c/{id}/figure/{mart}/{cell:path}"): looking.figure,
    ("GET", "/c/{id}/{side}/{name:path}"): looking.file,
    ("GET", "/stewards"): looking.stewards,
    ("POST", "/c/{id}/ask"): deciding.ask,
    ("POST", "/stewards/ask"): deciding.ask_on_passkey,
    ("POST", "/sign-elsewhere/ask"): deciding.ask_on_registration,
    ("POST", "/sign"): deciding.sign,
    ("POST", "/sign-out"): entering.sign_out,
}


def application(desk: Desk) -> Guard:
    """The desk as an ASGI application."""
    pages = [(key, page, True) for key, page in OPEN.items()] + [(key, page, False) for key, page in CLOSED.items()]
    routes = [_route(desk, method, path, page, is_open=is_open) for (method, path), page, is_open in pages]
    missing = partial(_answered, desk, _nothing, is_open=True)
    app = Starlette(routes=[*routes, Route("/{path:path}", missing, methods=["GET", "POST"])])
    app.router.redirect_slashes = False
    return Guard(app, desk)


def _route(desk: Desk, method: str, path: str, page: Page, *, is_open: bool) -> Route:
    return Route(path, partial(_answered, desk, page, is_open=is_open), methods=[method])


async def _answered(desk: Desk, page: Page, request: Request, *, is_open: bool) -> Response:
    try:
        said, is_json = await _said(request) if request.method == "POST" else ({}, False)
    except RefusedError as error:
        return Visit(request.url.path, {}, {}).refused(Visit("", {}, {}).words(error.why), error.status)
    return await run_in_threadpool(_visited, desk, page, request, said, is_json=is_json, is_open=is_open)


def _visited(
    desk: Desk, page: Page, request: Request, said: Mapping[str, Any], *, is_json: bool, is_open: bool
) -> Response:
    """The answer to a request; what goes wrong is said in words, and never in more than these."""
    visit = Visit(request.url.path, request.path_params, dict(request.query_params), said, is_json)
    words = visit.words
    try:
        return _let_in(desk, page, request, visit, is_open=is_open)
    except RefusedError as error:
        return visit.refused(words(error.why, **error.parts), error.status)
    except BanenafspraakError as error:
        return visit.refused(words.refusal(str(error)), _status(error), str(error))
    except Exception as error:
        logs.keep(desk.home, f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")
        return visit.refused(words("e_refused"), 500)


def _let_in(desk: Desk, page: Page, request: Request, visit: Visit, *, is_open: bool) -> Response:
    session, token, is_new = _who(desk, request)
    visit = Visit(visit.path, visit.parts, visit.query, visit.said, visit.is_json, session, token)
    if session is None and not is_open:
        if request.method == "POST":
            raise RefusedError("e_sign_in", UNAUTHORISED)
        return visit.page("sign_in", UNAUTHORISED)
    _check_form(request, visit, is_open=is_open)
    answer = page(desk, visit)
    return entering.with_cookie(desk, answer, token) if is_new else answer


def _check_form(request: Request, visit: Visit, *, is_open: bool) -> None:
    """A request that changes something within a session holds what its forms hold."""
    if request.method != "POST" or visit.session is None or is_open:
        return
    if not secrets.compare_digest(visit.text("csrf").encode(), visit.session.csrf.encode()):
        raise RefusedError("e_csrf", FORBIDDEN)


def _who(desk: Desk, request: Request) -> tuple[Session | None, str, bool]:
    """The session of a request with its token, and whether it began just now by the word of a proxy."""
    token = request.cookies.get(desk.cookie, "")
    session = desk.sessions.of(token)
    if session is not None and session.passkey and desk.valid(session.passkey) is None:
        desk.sessions.end(token)
        session = None
    vouched = _vouched(desk, request)
    if not vouched:
        return (session, token, False) if session is not None and session.passkey else (None, "", False)
    if session is not None and policies.person(session.steward) != policies.person(vouched):
        desk.sessions.end(token)
        raise RefusedError("e_identity", FORBIDDEN)
    if session is not None:
        return session, token, False
    session = Session(vouched, "")
    return session, desk.sessions.begin(session), True


def _vouched(desk: Desk, request: Request) -> str:
    """The steward whom a proxy names; empty when none does. Who looks is the proxy's word.

    Raises:
        RefusedError: it is not the proxy that says it, or names no steward.
    """
    settings = desk.reader.settings().desk
    said = request.headers.getlist(settings.identity_header) if settings.identity_header else []
    if not said:
        return ""
    host = "unix" if desk.is_unix else (request.client.host if request.client else "")
    names = {policies.person(name): name for name in desk.reader.trail().chain.stewards()}
    name = said[0].encode("latin-1", "replace").decode("utf-8", "replace")
    found = names.get(policies.person(name))
    if host != settings.identity_from or len(said) != 1 or found is None:
        raise RefusedError("e_identity", FORBIDDEN)
    return found


async def _said(request: Request) -> tuple[dict[str, Any], bool]:
    """The fields of a form or the object of JSON in a request; raises RefusedError when it holds neither."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise RefusedError("e_body", WRONG)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            found = json.loads(body)
            return ({str(name): one for name, one in found.items()}, True) if isinstance(found, dict) else _unreadable()
        if kind == "application/x-www-form-urlencoded":
            fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
            return {name: values[0] for name, values in fields.items()}, False
    except (ValueError, RecursionError):
        raise RefusedError("e_body", WRONG) from None
    return _unreadable()


def _unreadable() -> NoReturn:
    raise RefusedError("e_body", WRONG)


def _nothing(_: Desk, __: Visit) -> Response:
    raise RefusedError("e_not_found", NOT_FOUND)


def _status(error: BanenafspraakError) -> int:
    if isinstance(error, DecisionRefusedError):
        return CONFLICT
    return WRONG if isinstance(error, WrongUseError) else BUSY if isinstance(error, HomeBusyError) else CONFLICT

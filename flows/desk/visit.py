"""One request, as the pages of the desk take it, and how they answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from flows.desk.words import Words
from flows.pages.kit.language import LANGUAGES
from flows.pages.kit.templates import FOLDER, environment
from flows.pages.review import html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.desk.memory import Session

TEMPLATES = FOLDER / "desk"
SEE_OTHER, UNAUTHORISED, FORBIDDEN, NOT_FOUND, CONFLICT, WRONG, BUSY = 303, 401, 403, 404, 409, 400, 503


class RefusedError(Exception):
    """What was asked is not done: the name of the text that says why, and the status of the answer."""

    def __init__(self, why: str, status: int = CONFLICT, **parts: object) -> None:
        super().__init__(why)
        self.why, self.status, self.parts = why, status, parts


@dataclass(frozen=True)
class Visit:
    """What was asked.

    Attributes:
        path: the path of the request.
        parts: what the route took from the path.
        query: the query, each name once.
        said: the fields of a form, or the object of JSON.
        is_json: whether the answer is JSON.
        session: who is signed in; None when nobody is.
        token: of the session.
    """

    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    said: Mapping[str, Any] = field(default_factory=dict)
    is_json: bool = False
    session: Session | None = None
    token: str = ""

    @property
    def words(self) -> Words:
        """The words of the language that is asked for."""
        asked = self.query.get("lang", "")
        return Words(asked if asked in LANGUAGES else LANGUAGES[0])

    @property
    def who(self) -> Session:
        """Who is signed in, on a page that needs it."""
        if self.session is None:
            raise RefusedError("e_sign_in", UNAUTHORISED)
        return self.session

    def text(self, name: str) -> str:
        """A field as text; empty when it is none."""
        found = self.said.get(name, "")
        return found if isinstance(found, str) else ""

    def link(self, path: str, **query: str) -> str:
        """A path of the desk in the language of the visit."""
        asked = query | ({} if self.words.language == LANGUAGES[0] else {"lang": self.words.language})
        return f"{path}?{urlencode(asked)}" if asked else path

    def other_language(self) -> dict[str, str]:
        """The other language, and this page in it."""
        other = next(one for one in LANGUAGES if one != self.words.language)
        query = {name: one for name, one in self.query.items() if name != "lang"}
        asked = urlencode(query | ({} if other == LANGUAGES[0] else {"lang": other}))
        return {"language": other, "link": f"{self.path}?{asked}" if asked else self.path}

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page drawn from a template."""
        drawn = environment(TEMPLATES).get_template(f"{template}.html.j2")
        shown = {"t": self.words, "visit": self, "link": self.link, "session": self.session} | values
        return HTMLResponse(drawn.render(shown | {"other": self.other_language()}), status)

    def answer(self, **values: object) -> Response:
        """An object of JSON."""
        return JSONResponse(json.loads(json.dumps(values)))

    def to(self, path: str, **query: str) -> Response:
        """Sends the browser to another page of the desk."""
        return RedirectResponse(self.link(path, **query), SEE_OTHER)

    def refused(self, why: str, status: int, detail: str = "") -> Response:
        """Says why something is not done."""
        if self.is_json:
            return JSONResponse({"error": why, "detail": detail}, status)
        return self.page("refused", status, why=why, detail=detail)


def asset(name: str, kind: str) -> Response:
    """A style or a script of the desk."""
    return Response(environment(TEMPLATES).get_template(name).render(style=html.style()), media_type=kind)

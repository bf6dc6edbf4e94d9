"""`feed.atom`: an entry for each release and each withdrawal, as RFC 4287 has it.

The identifiers follow from those of the home and the release, so that an entry keeps its own when a release is
withdrawn or the address changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from warehouse.above.listed import FEED, PAGE, Release, Withdrawn
from warehouse.above.words import LANGUAGES, changed, in_short, marks, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.above.listed import Listed

ATOM = "http://www.w3.org/2005/Atom"


def text(found: Listed) -> str:
    """The feed, the newest first; a moment is the beginning of the day on which it happened, in UTC."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<feed xmlns="{ATOM}" xml:lang="nl">', *_about(found)]
    for one in reversed(found.releases):
        lines += ["<entry>", *_entry(found, one), "</entry>"]
    return "\n".join([*lines, "</feed>", ""])


def _about(found: Listed) -> Iterator[str]:
    yield f"<id>{_urn(found.home)}</id>"
    yield f"<title>{escape(say('nl', 'title'))}</title>"
    yield f"<updated>{_moment(max((one.date for one in found.releases), default='1970-01-01'))}</updated>"
    yield f"<author><name>{escape(found.publisher or 'Banenafspraak')}</name></author>"
    yield _link("self", "application/atom+xml", f"{found.base_url}{FEED}")
    yield _link("alternate", "text/html", f"{found.base_url}{PAGE}")


def _entry(found: Listed, one: Release | Withdrawn) -> Iterator[str]:
    yield f"<id>{_urn(found.home, one.id)}</id>"
    yield f"<title>{escape(_title(one))}</title>"
    yield f"<updated>{_moment(one.date)}</updated>"
    page = PAGE if isinstance(one, Withdrawn) else one.page
    yield _link("alternate", "text/html" if page.endswith(".html") else "application/json", f"{found.base_url}{page}")
    yield f"<summary>{escape(' / '.join(changed(language, one) for language in LANGUAGES))}</summary>"


def _title(one: Release | Withdrawn) -> str:
    if isinstance(one, Withdrawn):
        return say("nl", "withdrawn_title", release=one.id)
    return "; ".join([say("nl", "of_years", years=in_short(one.years)), *marks("nl", one, None)])


def _urn(*names: str) -> str:
    return uuid5(NAMESPACE_URL, ":".join(("banenafspraak", *names))).urn


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _link(relation: str, kind: str, to: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href={quoteattr(to)}/>'

"""`index.html` above the releases: all of them, the newest first, in Dutch and in English; it asks for nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from warehouse.above.listed import CURRENT, FEED, INDEX, Release, Withdrawn
from warehouse.above.words import LANGUAGES, changed, in_short, marks, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.above.listed import Listed

HEAD = """\
<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light">
<title>{title}</title>
<link rel="alternate" type="application/atom+xml" title="Atom" href="{feed}">
<style>
*, ::before, ::after {{ box-sizing: border-box; }}
html {{ font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: #1a1a1a; \
background: #fff; }}
body {{ margin: 0; border-top: .5rem solid #154273; }}
main {{ max-width: 64rem; margin: 0 auto; padding: 1rem; }}
section + section {{ margin-top: 2.5rem; padding-top: 1.5rem; border-top: 2px solid #154273; }}
h1, h2 {{ font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }}
p {{ max-width: 44rem; margin: 0 0 .75rem; }}
a {{ color: #154273; text-underline-offset: .15em; }}
:focus-visible {{ outline: 3px solid #154273; outline-offset: 2px; }}
.table {{ overflow-x: auto; margin: 0 0 .75rem; }}
table {{ border-collapse: collapse; font-size: .9375rem; line-height: 1.35; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid #c4c9cf; \
font-weight: 400; }}
thead th {{ font-weight: 600; border-bottom: 2px solid #1a1a1a; }}
td.date {{ white-space: nowrap; }}
.mark {{ display: block; color: #4d5560; }}
@media (min-width: 52rem) {{ tbody th {{ white-space: nowrap; }} }}
</style>
</head>
<body>
<main>"""


def text(found: Listed) -> str:
    """The page, with links to what lies below it alone; a withdrawn release is named, and leads nowhere."""
    lines = [HEAD.format(title=escape(say("nl", "title")), feed=FEED)]
    for heading, language in zip(("h1", "h2"), LANGUAGES, strict=True):
        lines += _section(found, language, heading)
    return "\n".join([*lines, "</main>", "</body>", "</html>", ""])


def _section(found: Listed, language: str, heading: str) -> Iterator[str]:
    yield f'<section lang="{language}" aria-labelledby="{language}">'
    yield f'<{heading} id="{language}">{escape(say(language, "title"))}</{heading}>'
    yield f"<p>{escape(say(language, 'intro'))}</p>"
    if found.current is None:
        yield f"<p>{escape(say(language, 'none'))}</p>"
    yield f'<div class="table" tabindex="0" role="region" aria-labelledby="{language}">'
    yield "<table>"
    columns = (say(language, name) for name in ("date", "release", "years", "changed"))
    headings = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    yield f"<thead><tr>{headings}</tr></thead>"
    yield "<tbody>"
    for one in reversed(found.releases):
        yield _row(found, language, one)
    yield from ("</tbody>", "</table>", "</div>")
    names = (INDEX, *((CURRENT,) if found.current else ()), FEED)
    yield f"<p>{escape(say(language, 'files'))}{', '.join(_link(name, name) for name in names)}</p>"
    yield "</section>"


def _row(found: Listed, language: str, one: Release | Withdrawn) -> str:
    named = _link(one.page, one.id) if isinstance(one, Release) else escape(one.id)
    beside = "".join(f'<span class="mark">{escape(mark)}</span>' for mark in marks(language, one, found.current))
    years = in_short(one.years) if isinstance(one, Release) else "–"
    more = _link(one.changes, say(language, "changes")) if isinstance(one, Release) and one.changes else ""
    happened = f"{escape(changed(language, one))} {more}".rstrip()
    return (
        f'<tr><td class="date">{one.date}</td><th scope="row">{named}{beside}</th>'
        f"<td>{years}</td><td>{happened}</td></tr>"
    )


def _link(to: str, shown: str) -> str:
    return f'<a href="{escape(to)}">{escape(shown)}</a>'

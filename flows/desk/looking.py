"""The pages that stewards look at: what there is, a candidate, its trail, its differences, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from flows import comparison, lineage
from flows.desk import checklist, files
from flows.desk.reading import builds
from flows.desk.visit import NOT_FOUND, RefusedError
from flows.pages.kit import titles
from flows.pages.review import html
from warehouse.errors import TamperedError, WrongUseError
from warehouse.review import desk as review
from warehouse.review import passkeys, policies
from warehouse.review.policies import DECISIONS, State, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.desk.place import Desk
    from flows.desk.reading import Trail
    from flows.desk.visit import Visit
    from flows.desk.words import Words
    from flows.pages.review.differences import Change, Comparison
    from warehouse.releases import Built
    from warehouse.review.entries import Entry
    from warehouse.review.policies import Decision
    from warehouse.settings import Settings

#: So many differences are shown of a table.
SHOWN = 200
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of candidates and releases."""

    id: str
    years: str
    synthetic: bool
    what: str
    built: str
    state: State
    approvals: str
    warnings: int
    changed: str
    next_step: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A decision or comment as somebody may read it."""

    moment: str
    who: str
    did: str
    note: str
    is_hidden: bool
    is_void: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at which candidate or release, where it stands, what was decided, and which approvals count."""

    id: str
    about: tuple[Decision, ...]
    state: State
    person: str
    valid: tuple[Decision, ...]


def home(desk: Desk, visit: Visit) -> Response:
    """Candidates and releases, the newest first."""
    visit.who  # noqa: B018 - asks for a session
    settings, known = desk.reader.settings(), desk.reader.trail()
    made = builds(known)
    rows = [_row(desk, visit.words, settings, known, one, made.get(one.id)) for one in desk.reader.all().values()]
    moments = {one: made[one].at for one in made}
    rows.sort(key=lambda row: (moments.get(row.id, ""), row.id), reverse=True)
    on = [row for row in rows if row.state in (State.PUBLISHED, State.WITHDRAWN)]
    return visit.page("home", candidates=[row for row in rows if row not in on], releases=on)


def candidate(desk: Desk, visit: Visit) -> Response:
    """A candidate or release: card, checklist, report, and what was decided."""
    words = visit.words
    built, settings, known = _built(desk, visit), desk.reader.settings(), desk.reader.trail()
    look = _look(desk, visit, built)
    row = _row(desk, words, settings, known, built, builds(known).get(built.id))
    try:
        card = desk.reader.card(built)
    except (TamperedError, WrongUseError) as error:
        return visit.page("broken", row=row, detail=str(error))
    return visit.page(
        "candidate",
        row=row,
        card=html.card(card, words.language),
        against=card.compared_with,
        items=checklist.items(built.manifest, card, words),
        digest=built.digest(),
        said=said(look, words),
        verbs=_verbs(look.state, row, known),
        why_not=_why_not(settings, look, built),
        pages=_pages(built, words),
    )


def trail(desk: Desk, visit: Visit) -> Response:
    """The entries about a candidate or release."""
    visit.who  # noqa: B018 - asks for a session
    built, known = _built(desk, visit), desk.reader.trail()
    shown = said(_look(desk, visit, built), visit.words, every=True)
    found = [one for one in known.chain.entries if one.says.release == built.id]
    rows = [(entry, _kind(entry), one) for entry, one in zip(found, shown, strict=True)]
    return visit.page("trail", id=built.id, rows=rows, head=known.chain.head)


def stewards(desk: Desk, visit: Visit) -> Response:
    """Who decides, with which keys; and what has to be confirmed."""
    steward, chain = visit.who.steward, desk.reader.trail().chain
    held = list(chain.passkeys().values())[::-1]
    own = policies.person(steward)
    return visit.page(
        "stewards",
        listed=chain.stewards(),
        held=held,
        may_confirm={one.passkey.id for one in held if one.is_pending and policies.person(one.passkey.steward) != own},
    )


def differences(desk: Desk, visit: Visit) -> Response:
    """What differs between a candidate and another release or candidate, side by side."""
    visit.who  # noqa: B018 - asks for a session
    built, words = _built(desk, visit), visit.words
    others = sorted(desk.reader.all().keys() - {built.id}, reverse=True)
    against = visit.query.get("against") or built.manifest["built_on"] or ""
    if against and against not in others:
        raise RefusedError("e_not_found", NOT_FOUND)
    wanted = visit.query.get("q", "").strip()[:WHOLE]
    found = comparison.compare(desk.home, against, built.id) if against else None
    groups = _groups(found, wanted, words) if found else []
    return visit.page("diff", id=built.id, others=others, against=against, wanted=wanted, groups=groups)


def figure(desk: Desk, visit: Visit) -> Response:
    """Where the figures of a row of a table come from: an internal page, never a public one."""
    visit.who  # noqa: B018 - asks for a session
    built = _built(desk, visit)
    found = lineage.lineage(desk.home, built.id, visit.parts["mart"], visit.parts["cell"])
    return visit.page("figure", id=built.id, shown=html.lineage(found, visit.words.language))


def file(desk: Desk, visit: Visit) -> Response:
    """A page or file of a candidate, as it was built."""
    visit.who  # noqa: B018 - asks for a session
    found = files.content(_built(desk, visit), visit.parts["side"], visit.parts["name"])
    if found is None:
        raise RefusedError("e_not_found", NOT_FOUND)
    data, kind = found
    headers = {"Content-Security-Policy": files.POLICY}
    if kind == files.AS_FILE:
        headers["Content-Disposition"] = "attachment"
    return Response(data, media_type=kind, headers=headers)


def said(look: Look, words: Words, *, every: bool = False) -> list[Said]:
    """What was decided and said of a candidate, oldest first; a note only to who may read it already.

    Nobody reads the notes of others before the own approval, so that each judges alone.
    """
    rows = [one for one in look.about if one.candidate == look.id and (every or one.verb in DECISIONS)]
    return [_said(one, look, words) for one in rows]


def _said(one: Decision, look: Look, words: Words) -> Said:
    own, of_moving = one.person == look.person, one.verb in (Verb.WITHDRAW, Verb.ROLLBACK)
    has_approved = any(other.person == look.person for other in look.valid)
    is_open = own or policies.note_is_open(one, look.about, look.state) or (has_approved and not of_moving)
    void = one.verb is Verb.APPROVE and one not in look.valid and look.state is not State.PUBLISHED
    note = one.note if is_open else ""
    return Said(words.moment(one.at), one.steward, words(f"did_{one.verb}"), note, bool(one.note) and not is_open, void)


def _look(desk: Desk, visit: Visit, built: Built) -> Look:
    settings, known = desk.reader.settings(), desk.reader.trail()
    about = known.about(built.id)
    valid = policies.standing(review.subject_of(settings, built), about)
    state, person = desk.reader.state(settings, built, known), policies.person(visit.who.steward)
    return Look(built.id, tuple(about), state, person, tuple(valid))


def _built(desk: Desk, visit: Visit) -> Built:
    built = desk.reader.one(visit.parts["id"])
    if built is None:
        raise RefusedError("e_not_found", NOT_FOUND)
    return built


def _row(desk: Desk, words: Words, settings: Settings, known: Trail, built: Built, made: Decision | None) -> Row:
    state = desk.reader.state(settings, built, known)
    valid = _counted(settings, known, built, state)
    card = desk.reader.card_if_known(built)
    return Row(
        id=built.id,
        years=", ".join(map(str, built.manifest["built_years"] or [built.year])),
        synthetic=built.manifest["synthetic"],
        what=words(card.what) if card else words("counting"),
        built=words("built_by", at=words.moment(made.at), who=made.steward) if made else words("not_recorded"),
        state=state,
        approvals=_approvals(words, settings, valid),
        warnings=len(built.manifest["warnings"]),
        changed=words.number(card.changed.figures) if card else words("counting"),
        next_step=_next(words, settings, state, valid),
        is_current=known.current == built.id,
    )


def _counted(settings: Settings, known: Trail, built: Built, state: State) -> list[str]:
    """Who approved: of a release those whose approvals it was published on."""
    if state in (State.PUBLISHED, State.WITHDRAWN):
        return [str(one["steward"]) for one in built.decided.get("approvals", ())]
    return [one.steward for one in policies.standing(review.subject_of(settings, built), known.about(built.id))]


def _approvals(words: Words, settings: Settings, valid: Sequence[str]) -> str:
    text = words("approvals_of", count=len(valid), needed=settings.review.required_approvals)
    return f"{text} ({', '.join(valid)})" if valid else text


def _next(words: Words, settings: Settings, state: State, valid: Sequence[str]) -> str:
    if state is State.AWAITING:
        return words.counted("next_approve", max(settings.review.required_approvals - len(valid), 1))
    return words({State.APPROVED: "next_publish", State.REJECTED: "next_build"}.get(state, "next_none"))


def _verbs(state: State, row: Row, known: Trail) -> list[Verb]:
    """What can be decided on a candidate or release."""
    if state in (State.AWAITING, State.APPROVED):
        return [Verb.APPROVE, Verb.REJECT, Verb.COMMENT]
    if state is State.PUBLISHED:
        back = [] if row.is_current or known.current is None else [Verb.ROLLBACK]
        return [Verb.COMMENT, *back, Verb.WITHDRAW]
    return [Verb.COMMENT]


def _why_not(settings: Settings, look: Look, built: Built) -> str:
    """The name of the text that says why a steward cannot approve; empty when nothing is known against it."""
    if any(one.person == look.person for one in look.valid):
        return "e_already"
    rules = review.rules_of(settings)
    built_it = policies.builders(review.subject_of(settings, built), look.about, rules)
    return "e_builder" if not rules.builder_may_approve and look.person in built_it else ""


def _pages(built: Built, words: Words) -> dict[str, str]:
    """The pages of a candidate that can be opened, by the name of their text."""
    inside = "" if words.language == "nl" else f"{words.language}/"
    places = {
        "open_report": ("internal", f"report/{inside}index.html"),
        "open_factsheet": ("public", f"factsheet/{inside}index.html"),
        "open_quality": ("public", f"quality/{inside}index.html"),
        "open_landing": ("public", f"{inside}index.html"),
    }
    found = {name: f"/c/{built.id}/{side}/{place}" for name, (side, place) in places.items()}
    roots = {"public": built.public, "internal": built.internal}
    return {name: found[name] for name, (side, place) in places.items() if (roots[side] / place).is_file()}


def _kind(entry: Entry) -> str:
    if not entry.signature:
        return "with_service"
    return "with_passkey" if passkeys.is_one(entry.signature) else "with_ssh"


def _groups(found: Comparison, wanted: str, words: Words) -> list[dict[str, object]]:
    """The differences by table; of those that are looked for, at most so many of each."""
    groups = []
    for group in found.groups:
        rows = [_change(words, one) for one in group.changes if _is_wanted(one, wanted.casefold(), words)]
        if rows:
            title = titles.title(words.language, group.mart)
            groups.append({"mart": group.mart, "title": title, "rows": rows[:SHOWN], "count": len(rows)})
    return groups


def _is_wanted(change: Change, wanted: str, words: Words) -> bool:
    said_of = f"{titles.title(words.language, change.mart)} {change.mart} {change.place} {change.column}"
    return not wanted or wanted in said_of.casefold()


def _change(words: Words, change: Change) -> dict[str, str]:
    """A difference as it is read."""
    places = titles.decimals(change.mart, change.column)
    key = titles.key_values(change.mart, change.place)
    title = partial(titles.column_title, words.language, change.mart)
    relative = change.relative
    is_finite = relative is not None and abs(relative) != float("inf")
    return {
        "table": titles.title(words.language, change.mart),
        "cell": ", ".join(f"{title(name)}: {words.term(value)}" for name, value in key),
        "figure": title(change.column),
        "origin": f"{change.mart}/{change.place}" if change.mart in lineage.EXPLAINED else "",
        "kind": words(f"kind_{change.kind}"),
        "old": _value(words, change.old, places),
        "new": _value(words, change.new, places),
        "difference": words.signed(change.difference, places or 0) if change.difference is not None else "",
        "relative": words.numbers.signed(WHOLE * relative, 1) + "%" if is_finite and relative is not None else "",
    }


def _value(words: Words, value: object, places: int | None) -> str:
    if value is None:
        return words.number(None)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return words.number(value, places if places is not None else 2)

"""Writes the generated pages of docs/: dictionary, settings and method. With `--check` it writes nothing.

`python docs/generate.py` writes them; `python docs/generate.py --check` exits 1 and names each stale page.
Everything on the pages comes from the code: the registry of tables, the settings, the specification's tests.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeGuard, get_args, get_origin

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))  # run as a script, the project's own folders are not on the path

from transforms.protection.declared import STATUS  # noqa: E402
from warehouse.errors import DecisionRefusedError  # noqa: E402
from warehouse.reference.lists import PACKAGED  # noqa: E402
from warehouse.registry.codes import codes  # noqa: E402
from warehouse.registry.deliveries import DELIVERIES, OF_EVERY_TABLE  # noqa: E402
from warehouse.registry.facts import FACTS  # noqa: E402
from warehouse.registry.marts import MARTS  # noqa: E402
from warehouse.registry.model import STAGING_TYPE, Kind  # noqa: E402
from warehouse.registry.published import ABOUT, PUBLISHED  # noqa: E402
from warehouse.review import policies  # noqa: E402
from warehouse.settings import FILE_ONLY, PREFIX, Settings  # noqa: E402

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from warehouse.registry.model import Column, DeliveryTable, Mart

MADE = "<!-- Made by docs/generate.py (`make docs`): change the code that it comes from, not this page. -->"
Rows = Iterable[Sequence[str]]


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or with `--check` names the stale ones; returns the exit code."""
    made = pages()
    stale = [name for name, text in made.items() if written(name) != text]
    if arguments == ["--check"]:
        if stale:
            sys.stderr.write(f"docs: stale: {', '.join(f'docs/{name}' for name in stale)}; run `make docs`\n")
        return 1 if stale else 0
    if arguments:
        sys.stderr.write("docs: usage: python docs/generate.py [--check]\n")
        return 2
    for name in stale:
        (DOCS / name).write_text(made[name], encoding="utf-8")
    sys.stdout.write(f"docs: {len(stale)} of {len(made)} pages written\n")
    return 0


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    from tests.spec.render import markdown

    made = {
        "dictionary.md": dictionary(),
        "settings.md": settings(),
        "method.md": markdown(),
        "review.md": review(),
    }
    return {name: f"{MADE}\n\n{text}" for name, text in made.items()}


def written(name: str) -> str | None:
    """The page as it is on disk; None when it is not there."""
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else None


# --- Markdown -----------------------------------------------------------------------------------------------


def table(header: Sequence[str], rows: Rows) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """A text that cannot end its cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def code(name: str) -> str:
    """A name of the code; nothing for nothing."""
    return f"`{name}`" if name else ""


def page(parts: Iterable[str]) -> str:
    """Parts with a blank line between them; parts without text are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"


# --- the dictionary -----------------------------------------------------------------------------------------


def dictionary() -> str:
    """The page of every delivered and published table."""
    return page(
        [
            "# Data dictionary",
            "Every table that is delivered and every table that is published, from the registry of tables "
            "(`warehouse/registry`). [The yearly deliveries](spec/deliveries.md) has the form of a delivery, "
            "[the marts](spec/marts.md) what each published table is for.",
            "## Delivered tables",
            general_rules(),
            *(part for each in DELIVERIES.values() for part in of_delivery(each)),
            "## Published tables (marts)",
            "Readers get the columns that say so. `<column>_status` beside a column says why a value is not there; "
            "`is_total`, behind the key of every table of figures, marks rows that others add up to. A column with "
            "codes has them in the table `codes`, under the dimension that is named here.",
            *(part for each in (*MARTS.values(), *ABOUT.values()) for part in of_mart(each)),
            "## Facts kept with a release",
            "What a release keeps of each year so that every mart can be computed again, exactly.",
            *(part for each in FACTS.values() for part in of_mart(each)),
        ]
    )


def general_rules() -> str:
    """What is said once for all columns of deliveries."""
    delivered = {column.kind for table in DELIVERIES.values() for column in table.columns}
    types = ", ".join(f"{kind} ({STAGING_TYPE[kind]})" for kind in Kind if kind in delivered)
    return (
        f"Types, with their type in the staging file: {types}. A line that breaks a row rule is quarantined with "
        "the reason that is given here. Two rules hold for every column: a value that cannot be read as its "
        "type is `type:<column>`, an empty value where one is required is `missing:<column>`. A broken critical "
        "expectation rejects the delivery; a broken warning is for the stewards to decide on."
    )


def of_delivery(delivered: DeliveryTable) -> Iterator[str]:
    """A delivered table: what it is, its columns, its row rules, its expectations."""
    yield f"### {code(delivered.name)}: {delivered.title_en} ({delivered.title_nl})"
    yield about_delivery(delivered)
    yield table(
        ("column", "type", "unit", "value", "Nederlands", "English", "codes", "source"),
        [delivered_column(column) for column in delivered.columns],
    )
    if rules := list(row_rules(delivered)):
        yield table(("reason of quarantine", "what is wrong with the line"), rules)
    yield table(("expectation", "severity", "what is wrong when it is broken"), expectations(delivered))


def row_rules(delivered: DeliveryTable) -> Rows:
    """The rules of a table's own; those that every column has are said once."""
    for rule in (*(rule for column in delivered.columns for rule in column.rules), *delivered.line_rules):
        yield code(rule.reason), rule.words.en


def about_delivery(delivered: DeliveryTable) -> str:
    """When a table is delivered, and its key."""
    when = "Optional." if delivered.optional else "Required."
    if delivered.until_in_polis:
        when = "Required as long as the law says that what it holds is not in the polis."
    key = ", ".join(code(name) for name in delivered.key)
    return f"{when} Key: {key}." if key else f"{when} No key."


def delivered_column(column: Column) -> tuple[str, ...]:
    """A row of the table of a delivery's columns."""
    value = "may be empty" if column.nullable else "required"
    return (
        code(column.name),
        column.kind,
        column.unit,
        f"{value}; the column may be left out" if column.optional else value,
        column.title_nl,
        column.title_en,
        ", ".join(code(each) for each in codes_of(column)),
        column.source,
    )


def codes_of(column: Column) -> tuple[str, ...]:
    """The codes of a column: of its reference list as the package has it, or its fixed values."""
    listed = PACKAGED.rows(column.code_list) if column.code_list else ()
    return tuple(dict.fromkeys(row["code"] for row in listed)) or column.values


def expectations(delivered: DeliveryTable) -> Rows:
    """The expectations of a table beside its row rules."""
    for each in (*delivered.expectations, *delivered.measured, *OF_EVERY_TABLE):
        yield code(each.label), each.severity, each.words.en


#: What columns of marts can have codes of.
DIMENSIONS = {one.dimension for one in codes()}


def of_mart(mart: Mart) -> Iterator[str]:
    """A published table: what it is and its columns."""
    yield f"### {code(mart.name)}: {mart.title_en} ({mart.title_nl})"
    yield " ".join(
        part for part in (mart.answers[1], mart.note, f"Key: {', '.join(code(name) for name in mart.key)}.") if part
    )
    yield table(
        ("column", "type", "unit", "decimals", "value", "for readers", "Nederlands", "English", "codes", "source"),
        [mart_column(mart, column) for column in mart.columns],
    )


def for_readers(mart: Mart, column: Column) -> str:
    """Whether readers get a column, and whether a status stands beside it."""
    if mart.facts:
        return "no"
    names = PUBLISHED[mart.name].names()
    return "no" if column.name not in names else "with a status" if column.name + STATUS in names else "yes"


def mart_column(mart: Mart, column: Column) -> tuple[str, ...]:
    """A row of the table of a mart's columns."""
    value = "may be empty" if column.nullable else "required"
    return (
        code(column.name),
        column.kind,
        column.unit,
        "" if column.decimals is None else str(column.decimals),
        value,
        for_readers(mart, column),
        column.title_nl,
        column.title_en,
        code(column.dimension) if column.dimension in DIMENSIONS else "",
        column.source,
    )


# --- settings -----------------------------------------------------------------------------------------------


def settings() -> str:
    """The page of every setting."""
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    parts = [part for name, section in sections.items() if is_section(section) for part in of_section(name, section)]
    return page(
        [
            "# Settings",
            "In `config.toml` in the home folder, under their section, or in the environment, which wins, but for "
            f"{', '.join(code(f'[{name}]') for name in FILE_ONLY)}, which the file alone holds. "
            "Unknown names are refused. Texts, numbers and dates come from the environment as they are, "
            "`[quota] variables` as one JSON object, the named sources as one of names and settings, the mirrors as "
            "one JSON list.",
            *parts,
        ]
    )


def is_section(annotation: Any) -> TypeGuard[type[BaseModel]]:  # noqa: ANN401 - an annotation can be anything
    """Whether a field of the settings is a section; all of them are."""
    return hasattr(annotation, "model_fields")


def of_section(name: str, section: type[BaseModel], heading: str = "`[{}]`") -> Iterator[str]:
    """A section: what it is about, and its settings; of one in a list each is a table of TOML."""
    yield f"## {heading.format(name)}"
    yield " ".join((section.__doc__ or "").split())
    yield table(
        ("setting", "type", "default", "meaning", "environment"),
        [of_setting(name, setting, field) for setting, field in section.model_fields.items()],
    )
    for setting, field in section.model_fields.items():
        for part in get_args(field.annotation):
            if is_section(part) and get_origin(field.annotation) is tuple:
                yield from of_section(f"{name}.{setting}", part, "`[[{}]]`")
            elif is_section(part):
                yield from of_section(f"{name}.{setting}.NAME", part)


def of_setting(section: str, name: str, field: FieldInfo) -> tuple[str, ...]:
    """A row of the table of a section; one with a name of its own is part of a setting."""
    variable = "" if section in FILE_ONLY or "." in section else f"{PREFIX}{section.upper()}__{name.upper()}"
    default = "" if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
    written = "none, needed" if field.is_required() else written_default(default)
    return code(name), words(field), written, field.description or "", code(variable)


def words(field: FieldInfo) -> str:
    """The type of a setting in words, with its bounds."""
    bounds = [bound for item in field.metadata for bound in bounds_of(item)]
    return ", ".join([type_in_words(field.annotation), *bounds])


#: What holds other settings, in words.
CONTAINERS: dict[Any, str] = {dict: "table", tuple: "list"}


def type_in_words(annotation: Any) -> str:  # noqa: ANN401 - an annotation can be anything
    """A type in words."""
    names = {
        int: "integer",
        str: "text",
        bool: "true or false",
        Decimal: "decimal",
        date: "date",
        NoneType: "nothing",
    }
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if annotation in names:
        return names[annotation]
    if values := choices(annotation):
        return " or ".join(code(value) for value in values)
    if is_section(annotation):
        return type_in_words(str) + f" or {', '.join(code(name) for name in annotation.model_fields)}"
    if (kind := CONTAINERS.get(get_origin(annotation))) is not None:
        parts = [type_in_words(each) for each in get_args(annotation) if each is not ...]
        return f"{kind} of {' to '.join(parts)}"
    in_words = " or ".join(type_in_words(each) for each in get_args(annotation))
    return in_words or ("section" if is_section(annotation) else str(annotation))


def choices(annotation: Any) -> list[str]:  # noqa: ANN401 - an annotation can be anything
    """The values of a type that has a few; none of another type."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)
    return [str(value) for value in get_args(annotation)] if get_origin(annotation) is Literal else []


def bounds_of(item: object) -> Iterator[str]:
    """What a constraint on a setting says."""
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    yield from (f"{sign} {getattr(item, name)}" for name, sign in signs.items() if hasattr(item, name))
    if pattern := getattr(item, "pattern", None):
        yield f"like {code(pattern.removeprefix('^').removesuffix('$'))}"


def written_default(value: object) -> str:
    """A default as `config.toml` would have it."""
    if isinstance(value, bool):
        return code(str(value).lower())
    if isinstance(value, int | Decimal | date):
        return code(str(value))
    return code(f'"{value}"') if isinstance(value, str) else "empty"


# --- the review ---------------------------------------------------------------------------------------------

SUBJECT = policies.Subject("candidate", "digest", warnings=0)
RULES = policies.Rules(required_approvals=Settings().review.required_approvals, builder_may_approve=True)


def review() -> str:
    """The states of a candidate and what moves it between them, found by trying every decision in every state."""
    arrows = sorted(set(moves([decision(policies.Verb.BUILD, "builder")])))
    diagram = "\n".join(f"    {names(before)} --> {names(after)}: {verb}" for before, verb, after in arrows)
    return (
        "# The review of a candidate\n\n"
        "Every arrow below was found by trying the decision with the rules of `warehouse/review/policies.py`, for "
        f"{RULES.required_approvals} required approvals. An approval counts once a steward, for exactly the digest "
        "that it was given for, and with a note when there are warnings or released figures change; a changed byte "
        "voids it, and so do other settings of `[review]`. A rejection is final: the same inputs stay rejected. A "
        f"release is withdrawn, and an earlier one is made current again, by {policies.WITHDRAWERS} stewards; the "
        "release that readers left then comes back only by new approvals.\n\n"
        f"```mermaid\nstateDiagram-v2\n    [*] --> {names(policies.State.AWAITING)}: build\n{diagram}\n```\n"
    )


def moves(trail: list[policies.Decision]) -> Iterator[tuple[policies.State, str, policies.State]]:
    """Every move from the state after a trail, and from those that follow."""
    before = policies.state(SUBJECT, trail, RULES, published=False)
    if len(trail) > RULES.required_approvals + 1:
        return
    if may(policies.check_may_publish, SUBJECT, trail, RULES):
        published = policies.state(SUBJECT, trail, RULES, published=True)
        yield before, "publish", published
        yield published, "withdraw", policies.state(SUBJECT, trail, RULES, published=False, withdrawn=True)
    steward = f"steward {len(trail)}"
    if may(policies.check_may_approve, SUBJECT, trail, RULES, steward, ""):
        for verb in (policies.Verb.APPROVE, policies.Verb.REJECT):
            longer = [*trail, decision(verb, steward)]
            yield before, verb, policies.state(SUBJECT, longer, RULES, published=False)
            yield from moves(longer)
        voided = [replace(one, digest="before the change") for one in trail]
        yield before, "a byte changes", policies.state(SUBJECT, voided, RULES, published=False)


def may(check: Callable[..., object], *arguments: object) -> bool:
    """Whether a rule of the review lets something happen."""
    try:
        check(*arguments)
    except DecisionRefusedError:
        return False
    return True


def decision(verb: policies.Verb, steward: str) -> policies.Decision:
    """A decision about the candidate as it is."""
    return policies.Decision(verb, SUBJECT.candidate, SUBJECT.digest, steward, at="")


def names(state: policies.State) -> str:
    """A state as Mermaid can name it."""
    return state.value.replace(" ", "_")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What every code of a published text key is called: the table `codes` of a release (dissemination.md).

Names come from the registry, the law and the reference lists. Where no public source gives a name, the code is its own
label and `source` says so: nothing from memory. The 35 labour-market regions are such codes: public lists number them
differently, and the agreement on the deliveries does not say which numbering it has (decision 0065).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from transforms.law import FORMAL, GOVERNMENT, LOAN, MARKET, TOTAL, UNKNOWN
from transforms.protection.declared import Empty
from warehouse.reference.codes import scenarios
from warehouse.reference.lists import PACKAGED
from warehouse.registry import wording
from warehouse.registry.calendar import DEFINITIVE, PROVISIONAL
from warehouse.registry.delivered.register import LAST_REGION
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.mart_columns import DISSEMINATION, INTEGER, TEXT
from warehouse.registry.marts import MARTS
from warehouse.registry.model import Column, Mart, Severity
from warehouse.registry.public import PUBLIC_MARTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from warehouse.reference.lists import Reference, Row

#: Where the unknown and totals stand: after every code of a list, also one that is added to it.
UNKNOWN_SORT, TOTAL_SORT = 9998, 9999
#: What `source` says of a code without a name.
OWN_LABEL = "geen openbare bron voor een naam gevonden: de code is haar eigen label"
REGISTRY = "warehouse/registry"
#: What stands for the year in the name and the titles of a scenario.
YEAR = "{year}"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one dimension.

    Attributes:
        dimension: the list that it is in: what `Column.dimension` names.
        code: as it stands in the marts.
        title_nl, title_en: what it is called.
        sort: where it stands in its dimension, from 1; the unknown and totals stand last.
        valid_from, valid_to: the first and last day, as 2026-01-01; empty for no bound.
        source: where its name comes from.
    """

    dimension: str
    code: str
    title_nl: str
    title_en: str
    sort: int
    valid_from: str
    valid_to: str
    source: str


#: The table of a release.
CODES = Mart(
    "codes",
    "Codelijsten: wat elke code betekent",
    "Code lists: what each code means",
    ("dimension", "code"),
    (
        Column("dimension", TEXT, "Dimensie", "Dimension", source=DISSEMINATION, codes_of=""),
        Column("code", TEXT, "Code", "Code", source=DISSEMINATION, codes_of=""),
        Column("title_nl", TEXT, "Nederlandse titel", "Dutch title", source=DISSEMINATION),
        Column("title_en", TEXT, "Engelse titel", "English title", source=DISSEMINATION),
        Column("sort", INTEGER, "Plaats in de lijst", "Place in the list", source=DISSEMINATION, marks_row=True),
        Column("valid_from", TEXT, "Geldig vanaf", "Valid from", source=DISSEMINATION, nullable=True),
        Column("valid_to", TEXT, "Geldig tot en met", "Valid to", source=DISSEMINATION, nullable=True),
        Column("source", TEXT, "Bron van de titel", "Source of the title", source=DISSEMINATION),
    ),
    answers=(
        "Wat elke code in de andere tabellen betekent en in welke volgorde codes staan.",
        "What each code in the other tables means, and in what order codes stand.",
    ),
    note="Every code of every text key of every table. A column has codes of the dimension of its own name; one that "
    "tells a status, of the dimension status. Days are written as 2026-01-31, an empty one is no bound. A code for "
    "which no public source gives a name is its own label.",
)

#: Code, Dutch title, English title, first day, last day, source.
Entry = tuple[str, str, str, str, str, str]


def codes(reference: Reference = PACKAGED, used: Mapping[str, Collection[str]] | None = None) -> tuple[Code, ...]:
    """Every code that has a place in a list, and those that are used besides, by dimension and in the order of people.

    Args:
        reference: the reference lists that hold.
        used: dimension -> the codes that marts have; one without a name is its own label.
    """
    known = {name: list(entries) for name, entries in _listed(reference).items()}
    for name, found in (used or {}).items():
        listed = known.setdefault(name, [])
        new = set(found) - {entry[0] for entry in listed}
        listed += [_of_scenario(name, code) or _without_name(code) for code in sorted(new, key=_natural)]
    return tuple(code for name in sorted(known) for code in _sorted(name, known[name]))


def titles(found: Iterable[Code], language: str) -> dict[tuple[str, str], str]:
    """(dimension, code) -> what it is called in a language (nl or en)."""
    return {(one.dimension, one.code): one.title_nl if language == "nl" else one.title_en for one in found}


def _sorted(dimension: str, entries: list[Entry]) -> list[Code]:
    """The codes of a dimension with where they stand: as listed, then the unknown, then totals."""
    numbers, last = count(1), {UNKNOWN: UNKNOWN_SORT, TOTAL: TOTAL_SORT}
    found = [
        Code(dimension, code, nl, en, last.get(code) or next(numbers), first, until, source)
        for code, nl, en, first, until, source in entries
    ]
    return sorted(found, key=lambda one: one.sort)


def _natural(code: str) -> tuple[bool, int, str]:
    """Numbers by size, then texts."""
    return (not code.isdecimal(), int(code) if code.isdecimal() else 0, code)


def _plain(source: str, *named: tuple[str, str, str]) -> list[Entry]:
    return [(code, nl, en, "", "", source) for code, nl, en in named]


def _listed(reference: Reference) -> dict[str, list[Entry]]:
    """Dimension -> its entries, in the order of people."""
    unknown = _plain(REGISTRY, (UNKNOWN, "Onbekend", "Unknown"))
    total = _plain(REGISTRY, (TOTAL, "Totaal", "Total"))
    sub_sectors = _titled(reference, "overheidssector")
    return {
        "sector": _sectors(sub_sectors),
        "form": _plain(
            "Wfsv",
            (FORMAL, "Formele dienstverbanden", "Formal employment"),
            (LOAN, "Inleenverbanden", "Loan"),
            (TOTAL, "Formeel en inleen", "Formal and loan"),
        ),
        "ground": [*_titled(reference, "grondslag"), *unknown, *total],
        "arbeidsmarktregio": [*map(_region, range(1, LAST_REGION + 1)), *unknown, *total],
        "overheidssector": [*sub_sectors, *unknown, *total],
        "ministerie": unknown,
        "size_class": [*map(_size_class, reference.rows("grootteklasse")), *unknown],
        "opdrachtgever": unknown,
        "scenario": [_scenario(entry, "") for entry in scenarios() if YEAR not in entry["name"]],
        "measure": [*_measures(), *_published_measures()],
        "mart": _plain(REGISTRY, *((mart.name, mart.title_nl, mart.title_en) for mart in MARTS.values())),
        "mart_column": _columns(),
        "delivery_table": _delivery_tables(),
        "expectation": _expectations(),
        "severity": _plain(REGISTRY, *_SEVERITIES),
        "status": _plain("docs/spec/disclosure.md", *_STATUSES),
        "year_status": _plain(
            REGISTRY, (PROVISIONAL, "Voorlopig", "Provisional"), (DEFINITIVE, "Definitief", "Definitive")
        ),
        "origin": _plain(
            REGISTRY, ("gemeten", "Gemeten", "Measured"), ("gepubliceerd", "Eerder gepubliceerd", "Published before")
        ),
    }


_SEVERITIES = (
    (Severity.CRITICAL.value, "Kritiek: de levering wordt afgewezen", "Critical: the delivery is rejected"),
    (Severity.WARNING.value, "Waarschuwing: een steward beslist", "Warning: a steward decides"),
    (Severity.INFO.value, "Ter informatie", "For information"),
)
_STATUSES = (
    (Empty.FREE.value, "Vrij: de waarde staat er", "Free: the value is there"),
    (Empty.WITHHELD.value, "Geheim", "Confidential"),
    (Empty.NOT_MEASURED.value, "Niet gemeten", "Not measured"),
    (Empty.NOT_APPLICABLE.value, "Niet van toepassing", "Not applicable"),
    (Empty.NOT_PUBLIC.value, "Niet openbaar", "Not public"),
)


def _sectors(sub_sectors: Iterable[Entry]) -> list[Entry]:
    """The sectors, and sub-sectors of government as publications on them are written: `overheid:rijk`."""
    return [
        *_plain("Wfsv", (MARKET, "Markt", "Market"), (GOVERNMENT, "Overheid", "Government")),
        *(
            (f"{GOVERNMENT}:{code}", f"Overheid: {nl}", f"Government: {en}", first, last, source)
            for code, nl, en, first, last, source in sub_sectors
        ),
        *_plain("Wfsv", (TOTAL, "Markt en overheid", "Market and government")),
    ]


def _titled(reference: Reference, name: str) -> list[Entry]:
    """The codes of a reference list with titles; a home's own list may have none."""
    return [_of_list(name, row) for row in reference.rows(name)]


def _of_list(name: str, row: Row) -> Entry:
    code = row["code"]
    titles_of = [row.get(f"title_{language}") or code for language in ("nl", "en")]
    first, last = row.get("counts_from", ""), row.get("counts_to", "")
    source = row.get("source") or f"{name}.csv"
    return (code, titles_of[0], titles_of[1], first, last, source)


def _region(number: int) -> Entry:
    return _without_name(f"{number:02}")


def _without_name(code: str) -> Entry:
    return (code, code, code, "", "", OWN_LABEL)


def _size_class(row: Row) -> Entry:
    """A size class by its bounds: 1 werknemer, 2 werknemers, 3 tot en met 4 werknemers, 2000 werknemers of meer."""
    low, high = row["from_employees"], row["to_employees"]
    if not high:
        nl, en = f"{low} werknemers of meer", f"{low} employees or more"
    elif low == high:
        nl, en = (f"{low} {one if low == '1' else more}" for one, more in _EMPLOYEES)
    else:
        nl, en = f"{low} tot en met {high} werknemers", f"{low} to {high} employees"
    return (row["code"], nl, en, "", "", "grootteklasse.csv")


_EMPLOYEES = (("werknemer", "werknemers"), ("employee", "employees"))


def _scenario(entry: Mapping[str, str], year: str) -> Entry:
    name, nl, en = (str(entry[field]).replace(YEAR, year) for field in ("name", "title_nl", "title_en"))
    return (name, nl, en, str(entry["valid_from"]), "", "scenarios.toml")


def scenario_entry(code: str) -> tuple[int, str] | None:
    """The number of the entry of a scenario, and its year if it has one; None for a name that no entry has."""
    for number, entry in enumerate(scenarios()):
        found = re.fullmatch(re.escape(entry["name"]).replace(re.escape(YEAR), r"(\d{4})"), code)
        if found:
            return number, "".join(found.groups())
    return None


def scenario_titles(code: str) -> tuple[str, str] | None:
    """The Dutch and English title of a scenario, with its year if it has one; None for a name that no entry has."""
    found = scenario_entry(code)
    if found is None:
        return None
    _, nl, en, *_ = _scenario(scenarios()[found[0]], found[1])
    return nl, en


def _of_scenario(dimension: str, code: str) -> Entry | None:
    """The scenario of a year, of an entry that stands for one per year; None for any other code."""
    found = scenario_entry(code) if dimension == "scenario" else None
    return _scenario(scenarios()[found[0]], found[1]) if found and found[1] else None


def _measures() -> Iterator[Entry]:
    """What `observations` has: every figure of every table of figures, `<mart>.<column>`."""
    for mart in PUBLIC_MARTS.values():
        for column in mart.columns if mart.figures else ():
            if column.name not in mart.key and column.is_figure:
                title_nl, title_en = f"{mart.title_nl}: {column.title_nl}", f"{mart.title_en}: {column.title_en}"
                yield (f"{mart.name}.{column.name}", title_nl, title_en, "", "", REGISTRY)


def _published_measures() -> list[Entry]:
    """What `reconciliation` has: columns of the marts that publications are held against, and how they were printed."""
    return _plain(
        REGISTRY,
        ("level_jobs", "Aantal banen", "Number of jobs"),
        ("formal_jobs", "Formele banen", "Formal jobs"),
        ("extra_jobs", "Extra banen", "Extra jobs"),
        ("growth_jobs", "Groei ten opzichte van het vorige jaar", "Growth since the year before"),
        ("opgave_jobs", "Opgave", "Opgave (jobs under the quota)"),
        ("realisation_pct", "Realisatiegraad", "Realisation"),
        ("realisation_pct_of_jobs", "Realisatiegraad volgens de afgedrukte banen", "Realisation by the printed jobs"),
        ("quota_pct", "Quotumpercentage", "Quota percentage"),
        ("quota_pct_indicative", "Indicatief quotumpercentage", "Indicative quota percentage"),
    )


def _columns() -> list[Entry]:
    """Every column of a mart for readers once; one with other titles in other marts has them all."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for column in (column for mart in PUBLIC_MARTS.values() for column in mart.columns):
        nl, en = found.setdefault(column.name, ({}, {}))
        nl[column.title_nl] = en[column.title_en] = None
    return _plain(REGISTRY, *((name, " / ".join(nl), " / ".join(en)) for name, (nl, en) in sorted(found.items())))


def _delivery_tables() -> list[Entry]:
    names = (*DELIVERIES, *wording.OTHER_TITLES)
    return _plain(
        "docs/spec/deliveries.md",
        *((name, wording.table_title("nl", name), wording.table_title("en", name)) for name in names),
    )


def _expectations() -> list[Entry]:
    """Every check once, by its label; one that several tables have is about the same in each, or says it of each."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for table, label in wording.all_checks():
        nl, en = found.setdefault(label, ({}, {}))
        nl[wording.rule("nl", table, label)] = en[wording.rule("en", table, label)] = None
    return _plain(
        "docs/spec/deliveries.md", *((name, " / ".join(nl), " / ".join(en)) for name, (nl, en) in sorted(found.items()))
    )

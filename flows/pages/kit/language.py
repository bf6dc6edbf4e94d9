"""The languages of the pages: how a text is found, filled in and counted, and the texts that every page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flows.pages.kit import statuses
from flows.pages.kit.numbers import NUMBERS, Numbers

LANGUAGES = ("nl", "en")
NO_BREAK = "\N{NO-BREAK SPACE}"

#: Name -> (Dutch, English).
Texts = Mapping[str, tuple[str, str]]

#: The months of a year in each language.
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}

#: What every page says in the same words.
COMMON: Texts = {
    "skip": ("Naar de inhoud", "Skip to the content"),
    "other_language": ("English", "Nederlands"),
    "synthetic": ("Synthetische gegevens", "Synthetic data"),
    "markt": ("Markt", "Market"),
    "overheid": ("Overheid", "Government"),
    "totaal": ("Totaal", "Total"),
    "form": ("Vorm", "Form"),
    "formeel": ("Formele dienstverbanden", "Formal employment"),
    "inleen": ("Inleenverbanden", "Loan"),
    "year": ("Jaar", "Year"),
    "target": ("Doelstelling", "Target"),
    "gap": ("Verschil met de doelstelling", "Difference from the target"),
    "no_target": (
        "De doelstelling voor {year} is in dit programma niet opgenomen.",
        "This program does not hold the target for {year}.",
    ),
    "one_target": (
        "Markt en overheid hebben in {year} samen één doelstelling.",
        "In {year} the market sector and government have one target together.",
    ),
    "one_target_is_sum": (
        "Zolang de ene doelstelling niet bij besluit is vastgesteld, is zij hier de som van beide.",
        "As long as no decree has set the one target, it is the sum of both here.",
    ),
    "series_break": ("Reeksbreuk: {note}", "Series break (note in Dutch): {note}"),
    "series_break_of_year": ("Reeksbreuk {year}: {note}", "Series break {year} (note in Dutch): {note}"),
    "series_break_unnamed": (
        "Reeksbreuk: de regels van de meting zijn in {year} anders dan in het jaar ervoor.",
        "Series break: the rules of the measurement of {year} differ from those of the year before.",
    ),
    "no_table_1": ("Er is niets gemeten over {year}.", "Nothing was measured for {year}."),
    "and": ("en", "and"),
    "contents": ("Op deze pagina", "On this page"),
    "table_1_extra": (
        "Tabel 1. Extra banen eind {year} ten opzichte van de nulmeting",
        "Table 1. Extra jobs at the end of {year} compared with the baseline",
    ),
    "table_1_levels": (
        "Tabel 1. Aantal banen in de nulmeting, eind {year}",
        "Table 1. Number of jobs in the baseline, end of {year}",
    ),
    "rounding_note": (
        "Elk cijfer is één keer afgerond, uit zijn eigen onafgeronde waarde. Daardoor tellen delen niet altijd precies "
        "op (afrondingsverschillen).",
        "Each figure is rounded once, from its own unrounded value. Parts therefore need not add up exactly "
        "(rounding differences).",
    ),
    "trial": ("Proefopstelling", "Trial"),
    "release": ("Publicatie", "Release"),
    "measured_years": ("Gemeten jaren", "Measured years"),
    "publisher": ("Uitgever", "Publisher"),
    "date": ("Datum", "Date"),
    "contact": ("Contact", "Contact"),
    "licence": ("Licentie", "Licence"),
    "to_release": ("Alle tabellen en gegevens", "All tables and data"),
    "cite": ("Zo verwijst u", "How to cite"),
    "cited": (
        "{publisher} ({issued}). Banenafspraak {year}. Publicatie {release}. {address}",
        "{publisher} ({issued}). Banenafspraak {year} (jobs agreement). Release {release}. {address}",
    ),
    "withheld_note": (
        "x: geheim (berust op te weinig personen of werkgevers, of beschermt zo’n cijfer).",
        "x: confidential (rests on too few people or employers, or protects such a figure).",
    ),
    "threshold": ("Drempel", "Threshold"),
    "threshold_value": ("Waarde", "Value"),
    "threshold_years": ("Meetjaren", "Measured years"),
    "threshold_source": ("Bron", "Source"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words and numbers of one language; call it with the name of a text and the parts to fill in."""

    #: Each page has its own.
    texts: ClassVar[Texts] = COMMON

    language: str

    def __call__(self, name: str, /, **parts: object) -> str:
        """The text called `name`, with its parts filled in; KeyError when there is none."""
        return self.texts[name][LANGUAGES.index(self.language)].format(**parts)

    def counted(self, name: str, number: int, /, **parts: object) -> str:
        """The text called `name_1` for one, `name_n` for any other number; `{count}` in it is the number."""
        return self(f"{name}_1" if number == 1 else f"{name}_n", count=self.number(number), **parts)

    def listed(self, items: Sequence[str]) -> str:
        """Items as a sentence has them: A, B en C."""
        if len(items) <= 1:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('and')} {items[-1]}"

    @property
    def numbers(self) -> Numbers:
        """How this language writes numbers."""
        return NUMBERS[self.language]

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number; a dash for none."""
        return self.numbers.number(value, decimals)

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """A difference with its sign; a dash for none."""
        return self.numbers.signed(value, decimals)

    def figure(self, row: statuses.Row, column: str, decimals: int = 0, *, signed: bool = False) -> str:
        """A figure of a mart as a cell shows it: `x` when it is withheld, a dash for none."""
        if statuses.is_secret(row, column):
            return statuses.SIGN
        return self.signed(row[column], decimals) if signed else self.number(row[column], decimals)

    def withheld(self, rows: Iterable[statuses.Row], *columns: str) -> list[str]:
        """The note of a table that shows these figures: what `x` means, when there is one."""
        return [self("withheld_note")] if statuses.has_secret(rows, *columns) else []

    def date(self, day: str) -> str:
        """A day, given as 2024-07-01, as it is read; never broken over two lines."""
        year, month, number = (int(part) for part in day.split("-"))
        return NO_BREAK.join([str(number), MONTHS[self.language][month - 1], str(year)])

    def term(self, value: str) -> str:
        """A category value as it is shown; itself when there is no word for it."""
        return self(value) if value in self.texts else value

    def series_breaks(self, found: Sequence[tuple[int, str]], *, one_year: bool) -> list[str]:
        """A sentence for each (year, note) of a series break; `one_year` when what it is about has one year only."""
        said = "series_break" if one_year else "series_break_of_year"
        return [
            self(said, year=year, note=note) if note else self("series_break_unnamed", year=year)
            for year, note in found
        ]

"""The section of the report with every other published table of the year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows.pages.report.sections.analyses import MOST_ROWS, analyses
from flows.pages.report.words import Words
from tests.support import report_data

if TYPE_CHECKING:
    from flows.pages.kit.layout import Folded, Part

YEAR = 2023


def section(language: str = "nl", **rows: list[dict[str, object]]) -> Part:
    """The section of a report with these rows in some marts; columns that a row leaves out are empty."""
    data = report_data.usual()
    marts = {name: report_data.of_mart(name, found) for name, found in rows.items()}
    (part,) = analyses(replace(data, marts={**data.marts, **marts}), Words(language)).parts
    return part


def only(part: Part) -> Folded:
    (folded,) = part.folded
    return folded


def test_figures_are_written_by_their_unit_and_codes_by_their_title() -> None:
    row: dict[str, object] = {"year": YEAR, "overheidssector": "po", "persons": 1234, "realisation_pct": 54.1}
    folded = only(section(government_sectors=[row | {"has_data": True}]))
    assert folded.summary == "Overheidssectoren: 1 rij"
    assert [column.title for column in folded.table.columns][-2] == "Realisatiegraad (%)"
    assert list(folded.table.rows[0]) == ["Primair onderwijs", "1.234", "–", "–", "54,1", "ja"]


@pytest.mark.parametrize(("language", "title"), [("nl", "Verdeelsleutel van 2021"), ("en", "Allocation key of 2021")])
def test_scenarios_have_their_titles(language: str, title: str) -> None:
    rows: list[dict[str, object]] = [{"scenario": "sleutel_2021", "year": YEAR, "sector": "markt", "extra_jobs": 5}]
    assert next(iter(only(section(language, scenarios=rows)).table.rows))[0] == title


def test_a_long_table_shows_its_totals_or_else_its_first_rows() -> None:
    cells = [("wajong", str(number)) for number in range(2 * MOST_ROWS)] + [("totaal", "totaal"), ("wajong", "totaal")]
    found = section(
        target_group=[
            {"year": YEAR, "ground": ground, "arbeidsmarktregio": region, "registered": 7} for ground, region in cells
        ]
    )
    assert [row[:2] for row in only(found).table.rows] == [["Wajong", "Totaal"], ["Totaal", "Totaal"]]
    assert only(found).table.totals == 1
    assert "(2 van 102 rijen)" in only(found).table.notes[0]
    assert "wie op 31 december in het register staat" in only(found).table.notes[1]
    bodies: list[dict[str, object]] = [
        {"year": YEAR, "opdrachtgever": f"gemeente {number:03}", "obligation_eur": 1.5, "jobs": 1.0}
        for number in range(2 * MOST_ROWS)
    ]
    table = only(section(social_return=bodies)).table
    assert len(table.rows) == MOST_ROWS + 1
    assert list(table.rows[-1]) == ["Totaal", "150", "100"]
    assert table.notes[0].startswith(f"Hier staan de eerste {MOST_ROWS} van {2 * MOST_ROWS} rijen")


def test_differences_have_a_sign() -> None:
    effects: dict[str, object] = {"change_jobs": -2721, "volume_effect_jobs": -2188, "key_effect_jobs": 533}
    folded = only(section(decomposition=[{"year": YEAR, "sector": "markt"} | effects]))
    assert list(folded.table.rows[0])[1:] == ["−2.721", "−2.188", "+533"]


def test_codes_stand_in_the_order_of_their_list_and_regions_by_number() -> None:
    regions = ("totaal", "2", "10", "1")
    cells = [("totaal", "totaal"), *(("wsw", region) for region in regions), ("participatiewet", "3")]
    rows: list[dict[str, object]] = [
        {"year": YEAR, "ground": ground, "arbeidsmarktregio": region} for ground, region in cells
    ]
    shown = [list(row[:2]) for row in only(section(target_group=rows)).table.rows]
    assert [region for _, region in shown] == ["3", "1", "2", "10", "Totaal", "Totaal"]
    assert shown[0][0] == "Participatiewet: indicatie banenafspraak"
    sectors: list[dict[str, object]] = [{"year": YEAR, "overheidssector": code} for code in ("po", "politie", "rijk")]
    found = only(section(government_sectors=sectors)).table
    assert [row[0] for row in found.rows] == ["Rijk", "Politie", "Primair onderwijs"]
    assert "De opgaven tellen daarom niet op tot de doelstelling." in found.notes[0]


def test_size_classes_have_labels_and_a_total() -> None:
    amounts = {"93": 2000.0, "10": 1000.0, "22": 4000.0}
    rows: list[dict[str, object]] = [
        {"year": YEAR, "size_class": code, "employers": 1, "amount_eur": amount} for code, amount in amounts.items()
    ]
    table = only(section(liv_by_size=rows)).table
    assert [row[0] for row in table.rows] == ["1 werknemer", "3–4", "2.000 of meer", "Totaal"]
    assert list(table.rows[-1]) == ["Totaal", "3", "7.000"]
    assert [column.title for column in table.columns] == ["Grootteklasse", "Werkgevers", "Uitbetaald bedrag (€)"]
    assert table.totals == 1
    total: dict[str, object] = {"year": YEAR, "size_class": "totaal", "employers": 3, "amount_eur": 7000.0}
    assert len(only(section(liv_by_size=[*rows, total])).table.rows) == 4, "one that is there is not made again"


@pytest.mark.parametrize(
    ("language", "known", "expected"),
    [
        (
            "nl",
            {},
            "Geen quotumpercentage voor markt en overheid: D, F en G zijn niet openbaar; vul ze in bij de "
            "instellingen (quota.variables).",
        ),
        ("nl", {"d": 1.0, "f": 1.0, "g": 1.0, "b": None}, "Geen quotumpercentage voor markt en overheid: B is niet"),
        ("nl", {"d": 0.0, "f": 1.0, "g": 1.0}, "Geen quotumpercentage voor markt en overheid: D of E is nul."),
        ("en", {"d": 1.0, "f": 1.0}, "No quota percentage for market and government: G is not public; fill it in"),
    ],
)
def test_why_there_is_no_quota_percentage_is_said_once(
    language: str, known: dict[str, float | None], expected: str
) -> None:
    variables = {"a": 1.0, "b": 1.0, "c": 1.0, "e": 1.0, **known}
    row: dict[str, object] = {"year": YEAR, "employers_liable": 1, "reason": "niet bekend"}
    row |= {f"variable_{letter}": value for letter, value in variables.items()}
    table = only(section(language, quota=[row | {"sector": sector} for sector in ("markt", "overheid")])).table
    assert [note.startswith(expected) for note in table.notes] == [True]
    assert "niet bekend" not in [cell for line in table.rows for cell in line]


def test_a_quota_percentage_that_is_there_needs_no_reason() -> None:
    table = only(section(quota=[{"year": YEAR, "sector": "markt", "employers_liable": 1}])).table
    assert table.notes == []


def test_a_cohort_is_shown_with_each_of_its_years() -> None:
    rows: list[dict[str, object]] = [
        {"cohort_start": start, "ground": "totaal", "persons": 1} for start in (2020, 2021, 2023, 2024)
    ]
    table = only(section(participation_cohort=[*rows, rows[2] | {"ground": "wsw"}])).table
    assert [row[0] for row in table.rows] == ["2021", "2023", "2023"]
    assert table.totals == 1, "the total of the first cohort does not stand at the end"


def test_tables_without_rows_are_named() -> None:
    part = section(quota=[], liv_by_size=[{"year": 2022, "size_class": "10", "employers": 1, "amount_eur": 1.0}])
    assert not part.folded
    assert part.texts == ["Zonder rijen over dit jaar: Quotum; Lage-inkomensvoordeel naar grootte van de werkgever."]

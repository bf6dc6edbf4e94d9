"""The generated pages of docs/ are what the code says now."""

from __future__ import annotations

import pytest

from docs import generate
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.settings import Settings


@pytest.mark.parametrize("name", generate.pages())
def test_no_page_is_stale(name: str) -> None:
    assert generate.written(name) == generate.pages()[name], f"docs/{name} is stale: run `make docs`"


def test_a_stale_page_is_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path_factory.mktemp("docs"))
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (generate.DOCS / "settings.md").write_text("old", encoding="utf-8")
    (generate.DOCS / "method.md").unlink()
    capsys.readouterr()
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs: stale: docs/settings.md, docs/method.md; run `make docs`\n"


def test_only_check_is_an_option() -> None:
    assert generate.main(["--chekc"]) == 2


def test_the_dictionary_holds_every_column_and_every_reason() -> None:
    text = generate.dictionary()
    for delivered in DELIVERIES.values():
        part = text.partition(f"### `{delivered.name}`")[2].partition("\n### ")[0]
        assert all(f"| `{column.name}` |" in part for column in delivered.columns)
        assert all(f"| `{rule.reason}` |" in part for rule in delivered.line_rules)
        assert all(f"| `{each.name}" in part for each in delivered.expectations)
    published = text.partition("## Published tables")[2]
    for mart in (*MARTS.values(), *FACTS.values()):
        part = published.partition(f"### `{mart.name}`")[2].partition("\n### ")[0]
        assert all(f"| `{column.name}` |" in part for column in mart.columns)


def test_the_settings_page_holds_every_setting() -> None:
    text = generate.settings()
    for section, field in Settings.model_fields.items():
        assert f"## `[{section}]`" in text
        assert field.annotation is not None
        assert all(f"| `{name}` |" in text for name in field.annotation.model_fields)


def test_types_of_settings_are_in_words() -> None:
    assert "annotation=" not in generate.settings()
    assert (
        "table of text to table of `markt` or `overheid` to table of `D` or `F` or `G` to decimal"
        in generate.settings()
    )


def test_every_setting_says_what_it_means() -> None:
    assert [line for line in generate.settings().splitlines() if line.startswith("| `") and "|  | `" in line] == []


def test_cells_cannot_end_early() -> None:
    assert generate.table(["a"], [["x | y"]]) == "| a |\n| --- |\n| x \\| y |"

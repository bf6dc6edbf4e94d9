"""Every rule and expectation has its words, and a reason of quarantine says what is wrong, not the rule."""

from __future__ import annotations

import re

import pytest

from warehouse.registry import wording
from warehouse.registry.deliveries import DELIVERIES, OF_EVERY_TABLE, TARGET_KNOWN, TARGETS
from warehouse.registry.model import Severity, Words

REASONS = [(table.name, rule.reason) for table in DELIVERIES.values() for rule in table.rules()]
EXPECTATIONS = [
    (table.name, expectation)
    for table in DELIVERIES.values()
    for expectation in (*table.expectations, *table.measured, *OF_EVERY_TABLE)
] + [(TARGETS, TARGET_KNOWN)]
LABELS = [*REASONS, *((table, one.label) for table, one in EXPECTATIONS)]
#: How a text begins that says what must be true, and not what is wrong.
THE_RULE = re.compile(
    r"(voldoet aan|is ingevuld$|is \d+ (of meer|tot)|ligt tussen|ligt op of na|heeft negen|herhaalt geen|één regel|"
    r"passes|is filled in$|is \d+ (or more|to)|is between|on or after|repeats no|one line|nine digits|not empty)"
)


def of(table: str, label: str) -> Words:
    found = wording.words(table, label)
    assert found is not None, f"{table} {label} has no words"
    return found


def test_there_are_rules_and_expectations() -> None:
    assert len(REASONS) > 60
    assert len(EXPECTATIONS) > 40


@pytest.mark.parametrize(("table", "label"), LABELS)
def test_every_check_has_all_its_texts(table: str, label: str) -> None:
    found = of(table, label)
    texts = (found.nl, found.en, found.subject_nl, found.subject_en, found.advice_nl, found.advice_en)
    assert all(texts)
    assert found.nl != found.en
    assert all(text.endswith(".") and text[0].isupper() for text in (found.advice_nl, found.advice_en))
    assert all(not text.endswith(".") and text[0].islower() for text in (found.nl, found.en))
    assert not any("{" in text or "\n" in text for text in texts)


@pytest.mark.parametrize(("table", "label"), REASONS)
def test_a_reason_says_what_is_wrong(table: str, label: str) -> None:
    found = of(table, label)
    assert not THE_RULE.match(found.nl), found.nl
    assert not THE_RULE.match(found.en), found.en


def test_the_words_for_a_rule_are_known_by_the_test() -> None:
    said = ["voldoet aan de elfproef", "is 0 of meer", "herhaalt geen andere regel", "is 1 tot en met 35", "0 or more"]
    assert [text for text in said if THE_RULE.match(text)] == said[:4]
    assert THE_RULE.match("passes the 11-test")


@pytest.mark.parametrize(
    ("table", "label", "dutch"),
    [
        ("polis", "eleven_test:bsn", "Burgerservicenummer: voldoet niet aan de elfproef"),
        ("polis", "range:aantverlu", "Aantal verloonde uren: is kleiner dan 0"),
        ("polis", "repeat:line", "Hele regel: herhaalt een andere regel"),
        ("doelgroepregister", "range:arbeidsmarktregio", "Arbeidsmarktregio: ligt niet tussen 1 en 35"),
        ("doelgroepregister", "type:datum_einde", "Datum einde: is niet te lezen als datum (jjjj-mm-dd)"),
    ],
)
def test_reasons_as_a_steward_reads_them(table: str, label: str, dutch: str) -> None:
    assert wording.rule("nl", table, label) == dutch


def test_english_has_its_own_subject_and_words() -> None:
    assert wording.rule("en", "polis", "eleven_test:bsn") == "Citizen service number: does not pass the 11-test"
    assert wording.advice("en", "polis", "eleven_test:bsn") == "Deliver the citizen service number as it is registered."


def test_what_the_registry_does_not_know_is_shown_by_its_name() -> None:
    assert wording.words("polis", "gone:bsn") is None
    assert wording.rule("nl", "polis", "gone:bsn") == "gone:bsn"
    assert wording.advice("nl", "polis", "gone:bsn") == ""
    assert wording.table_title("nl", "gone") == "gone"
    assert wording.column_title("nl", "gone", "bsn") == "bsn"
    assert wording.column_title("nl", "polis", "gone") == "gone"


def test_titles() -> None:
    assert [wording.table_title(language, TARGETS) for language in ("nl", "en")] == ["Doelstellingen", "Targets"]
    assert wording.column_title("en", "polis", "bsn") == "Citizen service number"


def test_advice_of_a_warning_is_for_the_steward_and_that_of_a_rejection_for_the_supplier() -> None:
    asks = re.compile(r"\b(vraag|kijk|zoek|bouw|zet)\b", re.IGNORECASE)
    warnings = [(table, one) for table, one in EXPECTATIONS if one.severity is Severity.WARNING]
    assert warnings
    assert [one.label for _, one in warnings if not asks.search(one.words.advice_nl)] == []
    delivers = re.compile(r"\b(lever|laat|vul|herstel)\b", re.IGNORECASE)
    rejections = [of(*label) for label in REASONS]
    rejections += [one.words for _, one in EXPECTATIONS if one.severity is Severity.CRITICAL]
    assert [words.advice_nl for words in rejections if not delivers.search(words.advice_nl)] == []

"""The entries of `scenarios.toml`: rule sets are data, and wrong data is said in one line."""

from __future__ import annotations

from typing import Any

import pytest

from flows import inputs
from transforms.analyses.scenarios import EACH_EARLIER_YEAR, OFFICIAL, expanded
from warehouse.errors import WrongUseError
from warehouse.reference import codes
from warehouse.reference.lists import PACKAGED

TEXTS = ("title_nl", "title_en", "valid_from", "differs_nl", "differs_en", "source")
ENTRY: dict[str, Any] = {"name": "nieuw", **dict.fromkeys(TEXTS, "x")}


def test_every_entry_is_a_rule_set_with_its_source() -> None:
    sets = inputs.rule_sets(PACKAGED)
    assert len({rules.name for rules in sets}) == len(sets) == len(codes.scenarios())
    assert [rules.name for rules in sets if rules.name == OFFICIAL] == [OFFICIAL]
    for rules in sets:
        assert all(getattr(rules, name) for name in TEXTS if name != "valid_from"), rules.name
        assert set(rules.further_grounds) <= set(codes.grounds())
        assert ("{year}" in rules.name) == (rules.key_of == EACH_EARLIER_YEAR)


def test_the_official_entry_changes_nothing() -> None:
    (official,) = [entry for entry in codes.scenarios() if entry["name"] == OFFICIAL]
    assert set(official) == {"name", *TEXTS}


def test_a_rule_set_of_each_earlier_year_names_the_year() -> None:
    found = {rules.name: rules for rules in expanded(inputs.rule_sets(PACKAGED), (2012, 2021))}
    assert found["sleutel_2021"].key_of == 2021
    assert found["sleutel_2021"].title_nl == "Verdeelsleutel van 2021"
    assert "sleutel_{year}" not in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"payrolling_counts_as": "soms"}, "nieuw: payrolling_counts_as = 'soms'"),
        ({"social_return_counts_as": "markt", "baseline": "official"}, "nieuw: social_return_counts_as = 'markt'"),
        ({"baseline": "mine"}, "nieuw: baseline = 'mine'"),
        ({"key_of": "2021", "baseline": "official"}, "nieuw: key_of = '2021'"),
        ({"key_of": 1999, "baseline": "official"}, "nieuw: key_of = 1999"),
        ({"key_of": 2021}, "nieuw: baseline = 'same_rules'"),
        ({"social_return_counts_as": "overheid"}, "nieuw: baseline = 'same_rules'"),
        ({"further_grounds": ("voorzieningen",)}, "nieuw: further_grounds = ('voorzieningen',)"),
        ({"name": "sleutel_{year}"}, "sleutel_{year}: name = 'sleutel_{year}'"),
        ({"name": OFFICIAL}, "no two have one name"),
        ({"one_target": "perhaps"}, "entry 2, one_target: Input should be a valid boolean"),
        ({"further_grounds": "voorziening"}, "entry 2, further_grounds: Input should be a valid tuple"),
        ({"key_of": True, "baseline": "official"}, "key_of"),
        ({"one_tarket": True}, "entry 2, one_tarket: Unexpected keyword argument"),
    ],
)
def test_a_wrong_entry_is_refused_in_one_line(
    change: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    official = ENTRY | {"name": OFFICIAL}
    monkeypatch.setattr(codes, "scenarios", lambda: (official, ENTRY | change))
    with pytest.raises(WrongUseError, match=r"scenarios\.toml") as refused:
        inputs.rule_sets(PACKAGED)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_entry_that_lacks_a_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "scenarios", lambda: ({"name": "nieuw"},))
    with pytest.raises(WrongUseError, match="title_nl"):
        inputs.rule_sets(PACKAGED)

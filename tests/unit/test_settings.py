from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from transforms.protection.rules import PublicBodies, Unknown, Zeros
from warehouse.errors import WrongUseError
from warehouse.settings import FILE_ONLY, Disclosure, Settings, load

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings.review.required_approvals == 2
    assert settings.review.signatures == "required"
    assert settings.quality.quarantine_limit == Decimal("0.001")
    assert settings.measurement.payrolling_counts_as == "formeel"


def test_environment_wins_over_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[quality]\nquarantine_limit = 0.5\nmax_change_lines = 0.1\n")
    settings = load(tmp_path, {"BANENAFSPRAAK_QUALITY__QUARANTINE_LIMIT": "0.25"})
    assert settings.quality.quarantine_limit == Decimal("0.25")
    assert settings.quality.max_change_lines == Decimal("0.1")


def test_thresholds_of_disclosure_control(tmp_path: Path) -> None:
    defaults = load(tmp_path, {}).disclosure
    assert (defaults.min_persons, defaults.min_employers, defaults.dominance_p) == (10, 3, Decimal(10))
    assert (defaults.zeros, defaults.unknown_contributors) == (Zeros.DISCLOSIVE, Unknown.WITHHOLD)
    assert defaults.public_bodies is PublicBodies.NO_OBJECTION
    rounded = (defaults.round_persons_to, defaults.round_detailed_jobs_to, defaults.round_euros_to)
    assert (*rounded, defaults.seconds) == (5, 5, 1000, 300)
    (tmp_path / "config.toml").write_text("[disclosure]\nmin_persons = 1\ndominance_p = 2.5\nzeros = 'harmless'\n")
    chosen = load(tmp_path, {}).disclosure
    assert (chosen.min_persons, chosen.dominance_p, chosen.zeros) == (1, Decimal("2.5"), Zeros.HARMLESS)


@pytest.mark.parametrize("section", FILE_ONLY)
def test_a_section_of_the_file_alone_is_a_section(section: str) -> None:
    assert section in Settings.model_fields


def test_who_publishes(tmp_path: Path) -> None:
    """A release of real people cannot do without four of them; a synthetic one has values that say what they are."""
    empty = load(tmp_path, {}).publication
    assert empty.missing() == ["publisher", "contact", "licence", "base_url"]
    synthetic = empty.for_synthetic()
    assert synthetic.missing() == []
    assert all("synthetisch" in getattr(synthetic, name).lower() for name in empty.missing())
    (tmp_path / "config.toml").write_text(
        '[publication]\npublisher = "Uitgever"\nbase_url = "https://a.invalid/b"\ndate = 2024-07-01\n'
    )
    chosen = load(tmp_path, {}).publication
    assert (chosen.base_url, chosen.date, chosen.missing()) == (
        "https://a.invalid/b/",
        date(2024, 7, 1),
        ["contact", "licence"],
    )
    assert chosen.for_synthetic().publisher == "Uitgever"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "ftp://a.invalid/"),
        ("base_url", "https://naam:geheim@a.invalid/"),
        ("licence", "https://a.invalid/> <x:y"),
        ("contact", "geen adres"),
        ("publisher", "twee\nregels"),
        ("agency", "1 naam"),
    ],
)
def test_what_cannot_stand_in_a_file_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongUseError, match=f"publication.{name}"):
        load(tmp_path, {f"BANENAFSPRAAK_PUBLICATION__{name.upper()}": value})


def test_who_publishes_is_recorded(tmp_path: Path) -> None:
    """Files say it, so it is among what a candidate is named after, and what `reproduce` takes."""
    before = load(tmp_path, {})
    after = load(tmp_path, {"BANENAFSPRAAK_PUBLICATION__PUBLISHER": "Uitgever"})
    assert before.digest() != after.digest()
    assert before.as_recorded(after.recorded()).publication == after.publication
    assert before.as_recorded({}).publication == before.publication


def test_mirrors_from_either(tmp_path: Path) -> None:
    """A text is the place alone; they change no release, so that none is named after them."""
    without = load(tmp_path, {})
    (tmp_path / "config.toml").write_text(
        '[publication]\nmirrors = ["/srv/a b", "file:///srv/a%20b", {url = "s3://b/c", credentials = "m.toml"}]\n'
    )
    settings = load(tmp_path, {})
    first, second, third = settings.publication.mirrors
    assert (first.folder, second.folder, third.address.host) == ("/srv/a b", "/srv/a b", "b")
    assert settings.digest() == without.digest()
    assert "mirrors" not in settings.recorded()["publication"]
    assert settings.as_recorded(settings.recorded()) == settings
    given = {"BANENAFSPRAAK_PUBLICATION__MIRRORS": '["/srv/x"]'}
    assert [one.url for one in load(tmp_path, given).publication.mirrors] == ["/srv/x"]


def test_variables_of_the_quota_from_either(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[quota.variables.2022.overheid]\nD = 900000\nF = 1.5\nG = 800\n")
    assert load(tmp_path, {}).quota.variables["2022"]["overheid"]["F"] == Decimal("1.5")
    given = {"BANENAFSPRAAK_QUOTA__VARIABLES": '{"2023": {"markt": {"D": "8000000"}}}'}
    assert load(tmp_path, given).quota.variables == {"2023": {"markt": {"D": Decimal(8000000)}}}


@pytest.mark.parametrize(
    ("config", "environment", "said"),
    [
        ("[review]\nrequired_aprovals = 1\n", {}, "review.required_aprovals: unknown setting"),
        ("[revue]\n", {}, "revue: unknown setting"),
        ("", {"BANENAFSPRAAK_QUALITY__NOPE": "1"}, "quality.nope: unknown setting"),
        ("", {"BANENAFSPRAAK_NOPE__X": "1"}, "nope: unknown setting"),
        ("", {"BANENAFSPRAAK_QUALITY": "1"}, "quality"),
        ("", {"BANENAFSPRAAK_REVIEW__STEWARDS": "{}"}, "[review] must stand in config.toml"),
        ("", {"BANENAFSPRAAK_REVIEW__SIGNATURES": "off"}, "[review] must stand in config.toml"),
        ("", {"BANENAFSPRAAK_review__required_approvals": "1"}, "[review] must stand in config.toml"),
        ("[review]\nssh_keygen = 'ssh-keygen'\n", {}, "review.ssh_keygen: value error, no absolute path"),
        ("[review]\nrequired_approvals = 0\n", {}, "review.required_approvals"),
        ("[quality]\nquarantine_limit = 2\n", {}, "quality.quarantine_limit"),
        ("[measurement]\npayrolling_counts_as = 'soms'\n", {}, "measurement.payrolling_counts_as"),
        ("[quota.variables.2022.overheid]\nA = 1\n", {}, "quota.variables.2022.overheid.A"),
        ("[quota.variables.soon.overheid]\nD = 1\n", {}, "quota.variables.soon"),
        ("", {"BANENAFSPRAAK_QUOTA__VARIABLES": "{"}, "quota.variables"),
        (
            "[machine]\nmemory_limit = '3 giga'\n",
            {},
            "machine.memory_limit: is no size; write a whole number with MB or GB, as 3GB",
        ),
        ("", {"BANENAFSPRAAK_SOURCE_URL": "x"}, "two underscores, as in BANENAFSPRAAK_SOURCE__URL"),
        ("", {"BANENAFSPRAAK_MACHINE_MEMORY_LIMIT": "3GB"}, "as in BANENAFSPRAAK_MACHINE__MEMORY_LIMIT"),
        ("", {"BANENAFSPRAAK_NOPE_X": "1"}, "nope_x: unknown setting"),
        ("[disclosure]\nmin_persons = 0\n", {}, "disclosure.min_persons: input should be greater than or equal to 1"),
        ("[disclosure]\nround_euros_to = 0\n", {}, "disclosure.round_euros_to"),
        ("[disclosure]\ndominance_p = 101\n", {}, "disclosure.dominance_p"),
        ("[disclosure]\nzeros = 'soms'\n", {}, "disclosure.zeros"),
        ("[disclosure]\nmin_person = 3\n", {}, "disclosure.min_person: unknown setting"),
        ("", {"BANENAFSPRAAK_DISCLOSURE__MIN_PERSONS": "1"}, "[disclosure] must stand in config.toml"),
        ("", {"BANENAFSPRAAK_disclosure__zeros": "harmless"}, "[disclosure] must stand in config.toml"),
        ("", {"BANENAFSPRAAK_DISCLOSURE_SECONDS": "1"}, "[disclosure] must stand in config.toml"),
        ("", {"BANENAFSPRAAK_DISCLOSURE": "{}"}, "[disclosure] must stand in config.toml"),
        ("[publication]\nmirrors = ['srv/x']\n", {}, "publication.mirrors.0: value error, a mirror is a folder by its"),
        (
            "[publication]\nmirrors = ['https://x.nl/a']\n",
            {},
            "publication.mirrors.0: value error, a mirror is a folder",
        ),
        (
            "[publication]\nmirrors = ['s3://k:geheim@b/c']\n",
            {},
            "publication.mirrors.0.url: value error, holds a user",
        ),
        ("[publication]\nmirrors = [{url = '/srv', ca = 'x'}]\n", {}, "a folder has a url alone"),
        ("[publication]\nmirrors = [{url = 's3://b', key = 'x'}]\n", {}, "publication.mirrors.0.key: unknown setting"),
        ("[publication]\nmirrors = 7\n", {}, "publication.mirrors"),
        ("", {"BANENAFSPRAAK_PUBLICATION__MIRRORS": "/srv/x"}, "publication.mirrors"),
        ("[review\n", {}, "config.toml: not valid TOML"),
        ("quality = 3\n", {"BANENAFSPRAAK_QUALITY__THIN_MONTH": "0"}, "quality"),
    ],
)
def test_wrong_settings_are_refused_in_one_line(
    tmp_path: Path, config: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "config.toml").write_text(config)
    with pytest.raises(WrongUseError) as refused:
        load(tmp_path, environment)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("written", ["3gb", "3GB", "3Gb"])
def test_a_size_may_be_written_small(tmp_path: Path, written: str) -> None:
    (tmp_path / "config.toml").write_text(f"[machine]\nmemory_limit = '{written}'\nmax_temp_size = '{written}'\n")
    machine = load(tmp_path, {}).machine
    assert (machine.memory_limit, machine.max_temp_size) == ("3GB", "3GB")


@pytest.mark.parametrize(
    ("stewards", "said"),
    [
        ({"An": "ssh-ed25519 AA a", "Bo": "ssh-ed25519 AA b"}, "same public key"),
        ({"An": "ssh-ed25519 AA", "\N{FULLWIDTH LATIN SMALL LETTER A}n": "ssh-ed25519 BB"}, "same name"),
        ({"An": "ssh-ed25519 AA", "A\u200bn ": "ssh-ed25519 BB"}, "same name"),
        ({" ": "ssh-ed25519 AA"}, "same name"),
        ({" An": "ssh-ed25519 AA"}, "with a space"),
        ({"An\nBo": "ssh-ed25519 AA"}, "other spaces"),
        ({"An": "-----BEGIN OPENSSH PRIVATE KEY-----"}, "key"),
        ({"An": "* ssh-ed25519 AA"}, "key"),
    ],
)
def test_a_key_and_a_name_belong_to_one_person(stewards: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings.model_validate({"review": {"stewards": stewards}})


def test_a_steward_is_a_key_or_a_key_with_days() -> None:
    stewards = {"An": "ssh-ed25519 AA an@x", "Bo": {"key": "ssh-ed25519 BB", "valid_to": "2026-12-31"}}
    assert Settings.model_validate({"review": {"stewards": stewards}}).review.listed() == {
        "An": {"key": "ssh-ed25519 AA", "valid_from": None, "valid_to": None},
        "Bo": {"key": "ssh-ed25519 BB", "valid_from": None, "valid_to": "2026-12-31"},
    }


def test_the_digest_follows_what_can_change_a_figure_only() -> None:
    plain = Settings().digest()
    assert Settings.model_validate({"machine": {"threads": 1}, "review": {"signatures": "off"}}).digest() == plain
    assert Settings.model_validate({"measurement": {"payrolling_counts_as": "inleen"}}).digest() != plain
    assert Settings.model_validate({"quality": {"quarantine_limit": "0.5"}}).digest() != plain
    assert Settings.model_validate({"quota": {"variables": {"2022": {"markt": {"D": 1}}}}}).digest() != plain


@pytest.mark.parametrize("name", sorted(Disclosure.model_fields))
def test_every_threshold_but_the_time_limit_is_in_the_digest(name: str) -> None:
    other = {"zeros": "harmless", "unknown_contributors": "publish", "public_bodies": "protected"}.get(name, 7)
    changed = Settings.model_validate({"disclosure": {name: other}}).digest()
    assert (changed == Settings().digest()) == (name == "seconds")


@pytest.mark.parametrize(
    ("review", "trial"),
    [({}, False), ({"signatures": "off"}, True), ({"required_approvals": 1}, True), ({"required_approvals": 3}, False)],
)
def test_a_trial_is_one_without_signatures_or_two_people(review: dict[str, object], trial: bool) -> None:
    found = Settings.model_validate({"review": review}).review
    assert found.trial is trial
    assert (found.digest() == Settings().review.digest()) is (review == {})


@pytest.mark.parametrize(("group", "found"), [("54400", "54400"), ('"54400"', "54400"), ('"stewards"', "stewards")])
def test_the_group_of_stewards_has_a_name_or_a_number(tmp_path: Path, group: str, found: str) -> None:
    (tmp_path / "config.toml").write_text(f"[security]\nsteward_group = {group}\n")
    assert load(tmp_path, {}).security.steward_group == found


@pytest.mark.parametrize("group", ["-1", "true", '"a b"', '"../x"'])
def test_what_is_no_group(tmp_path: Path, group: str) -> None:
    (tmp_path / "config.toml").write_text(f"[security]\nsteward_group = {group}\n")
    with pytest.raises(WrongUseError, match=r"security\.steward_group"):
        load(tmp_path, {})

"""What has to be said in two places says the same in both."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint

from flows import cli, deployments
from flows import plan as planning
from flows.pages import dossier
from flows.request import ChangeType
from transforms.allocation_key import KeyUndefinedError
from transforms.analyses import participation_cohort, quota
from transforms.law import BASELINE_YEAR, Choices
from warehouse import settings
from warehouse.errors import WrongUseError
from warehouse.formats import datapackage
from warehouse.mirrors import bucket
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED
from warehouse.registry import deliveries
from warehouse.registry.facts import FACTS
from warehouse.registry.marts import MARTS
from warehouse.synthetic import careers, levels

ROOT = Path(__file__).parent.parent.parent


def test_the_years_of_a_cohort() -> None:
    assert MARTS["participation_cohort"].years == participation_cohort.YEARS


def test_the_variables_of_the_quota_that_settings_give() -> None:
    every = {"2022": {"overheid": dict.fromkeys(quota.NOT_PUBLIC, 1)}}
    settings.Settings.model_validate({"quota": {"variables": every}})
    public = set(quota.LETTERS) - set(quota.NOT_PUBLIC)
    for letter in public:
        with pytest.raises(ValueError, match=letter):
            settings.Settings.model_validate({"quota": {"variables": {"2022": {"overheid": {letter: 1}}}}})


def test_the_reasons_that_the_program_writes_itself() -> None:
    assert set(planning.REASONS.values()) == dossier.OWN_REASONS


def test_the_choices_of_the_measurement_and_their_defaults() -> None:
    assert Choices() == Choices(**settings.Measurement().model_dump())


def test_what_synthetic_deliveries_know_of_the_law() -> None:
    """They know no other room, so that they can be wrong when a room is: what they say twice is compared here."""
    book = law_book(PACKAGED)
    assert not book.law(careers.WSW_FIRST_YEAR_IN_POLIS - 1).wsw_in_polis
    assert book.law(careers.WSW_FIRST_YEAR_IN_POLIS).wsw_in_polis
    assert book.law(2023).hours_per_job == levels.JOB_HOURS_DECEMBER
    assert levels.BASELINE_YEAR == BASELINE_YEAR


def test_kinds_of_change() -> None:
    assert set(cli.CHANGE_TYPES) == {"", *ChangeType}
    assert set(planning.REASONS) == set(ChangeType)


def test_the_deployments_of_a_work_pool_are_those_that_are_served() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    served = {one.name: one for one in deployments.described(Path("/home"), "")}
    assert {one["name"] for one in described} == served.keys() == {"build", "publish", "health"}
    for one in described:
        path, name = one["entrypoint"].split(":")
        flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
        same = served[one["name"]]
        assert (flow.name, one["description"], one["tags"]) == (same.flow_name, same.description, same.tags)
        assert one["parameters"] == {**dict.fromkeys(same.parameters, ""), "home": "{{ $BANENAFSPRAAK_HOME }}"}
        assert "concurrency_limit" not in one
        crons: list[Any] = [two.schedule for two in same.schedules or []]
        schedules = [(two.cron, two.timezone) for two in crons]
        assert [(two["cron"], two["timezone"]) for two in one.get("schedules", [])] == schedules
    assert described[0]["schedules"] == [{"cron": deployments.YEARLY_CRON, "timezone": deployments.TIME_ZONE}]


def test_a_run_needs_its_home_and_knows_a_source_by_name_only() -> None:
    for flow in (deployments.build_flow, deployments.publish_flow, deployments.health_flow):
        assert "home" in flow.parameters.required
    assert "path" not in str(deployments.build_flow.parameters.properties["source"])
    for home in ("", "var", "./var"):
        with pytest.raises(WrongUseError, match="whole path"):
            deployments.home_folder(home)


def test_deployments_find_their_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for flow in (deployments.build_flow, deployments.publish_flow, deployments.health_flow):
        deployment: Any = flow.to_deployment("trial", cron=deployments.YEARLY_CRON)
        assert load_flow_from_entrypoint(deployment.entrypoint).name == flow.name


def test_media_types_of_the_data_package_and_of_a_bucket() -> None:
    for ending, kind in datapackage.MEDIA_TYPES.items():
        assert bucket.media_type(f"releases/x/a.{ending}").partition(";")[0] == kind
    assert bucket.media_type("releases/x/odata/Catalogs") == datapackage.MEDIA_TYPES[datapackage.WITHOUT_ENDING]
    assert bucket.media_type("releases/x/SHA256SUMS") == "application/octet-stream"


def test_no_table_of_the_registry_has_a_name_twice() -> None:
    for mart in (MARTS | FACTS).values():
        assert len(set(mart.names())) == len(mart.columns)
        assert set(mart.key) <= set(mart.names())
    for table in deliveries.DELIVERIES.values():
        assert len({rule.reason for rule in table.rules()} - {""}) >= len(table.rules()) - 1
        assert len(table.rules()) < 256, "_rule is one byte"


def test_an_undefined_key_is_an_error_of_its_own() -> None:
    assert issubclass(KeyUndefinedError, ValueError)

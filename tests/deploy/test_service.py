"""The service on PostgreSQL, as `deploy/` sets it up: the yearly run, a killed run, alerts, what its database holds."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.cli import NOTE, STEWARDS, manifest, new_home, succeed
from tests.support.deliveries import Packaging, make_delivery
from tests.support.service import Service, running, until
from warehouse.home import Home

pytestmark = pytest.mark.servers
#: A number of a person that no generator makes, in the register of the delivery.
PLANTED = "999990020"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service, with its worker, over a home with a source of 2012."""
    folder = tmp_path_factory.mktemp("service")
    home = new_home(folder / "home")
    delivery = make_delivery(2012, 3)
    delivery["doelgroepregister"][0]["bsn"] = PLANTED
    delivery.write(folder / "source", Packaging())
    text = (home / "config.toml").read_text(encoding="utf-8")
    more = f'[source]\nurl = "uwv"\n[source.named.uwv]\nurl = "{(folder / "source").as_uri()}"\n'
    link = '[operation]\nreport_url = "https://desk.invalid/{candidate}/report"\n'
    (home / "config.toml").write_text(f"{link}{more}{text}", encoding="utf-8")
    with running(folder, home) as one:
        one.start("worker")
        until(lambda: _is_served(one))
        yield one


def _is_served(service: Service) -> bool:
    try:
        return bool(service.deployment("health"))
    except urllib.error.HTTPError:
        return False


def test_nobody_gets_in_without_the_password(service: Service) -> None:
    for password in ("", "operator:", "operator:wrong"):
        with pytest.raises(urllib.error.HTTPError, match="401"):
            service.ask("/flows/count", password=password)
    assert (service.folder / "etc" / "banenafspraak.env").stat().st_mode & 0o777 == 0o600


def test_the_deployments_have_their_home_and_their_schedule(service: Service) -> None:
    for name in ("build", "publish", "health"):
        one = service.deployment(name)
        assert one["parameters"]["home"] == str(service.home)
        assert one["tags"] == ["banenafspraak", name]
        assert one["description"]
        assert one["concurrency_limit"] is None
        assert "home" in one["parameter_openapi_schema"]["required"]
    of_build = {"deployment_id": {"any_": [service.deployment("build")["id"]]}}
    wanted = {"flow_runs": of_build | {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    planned = until(lambda: service.ask("/flow_runs/filter", wanted))
    begins = datetime.fromisoformat(planned[0]["expected_start_time"]).astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (begins.month, begins.day, begins.hour, begins.minute) == (5, 2, 6, 0)


def test_a_build_and_a_publication_by_the_worker(service: Service) -> None:
    run = service.begin("build", {"home": str(service.home), "years": [2012], "source": "uwv"})
    service.becomes(run, "Completed")
    (candidate,) = [one["candidate"] for one in succeed(service.home, "status")["candidates"]]
    assert service.ask(f"/flow_runs/{run}", method="GET")["name"] == f"build {candidate}: awaiting review"
    said = "\n".join(service.logs(run))
    assert "step 4 of 9: stage 2012" in said
    assert "step 9 of 9: candidate" in said
    report = service.ask("/artifacts/banenafspraak-report/latest", method="GET")
    assert f"https://desk.invalid/{candidate}/report" in report["data"]
    for steward in STEWARDS:
        succeed(service.home, "approve", candidate, "--steward", steward, "--note", NOTE)
    publication = service.begin("publish", {"home": str(service.home), "candidate": candidate})
    service.becomes(publication, "Completed")
    assert (service.home / "published" / "current").resolve().name == candidate
    again = service.begin("build", {"home": str(service.home), "years": [2012], "source": "uwv"})
    service.becomes(again, "Completed")
    keys = {"artifacts": {"key": {"any_": ["banenafspraak-report", "banenafspraak-counts"]}}}
    assert len(service.ask("/artifacts/filter", keys)) == 4, "artifacts keep their keys, so that they have a history"


def test_a_run_that_fails_is_told(service: Service) -> None:
    run = service.begin("publish", {"home": str(service.home), "candidate": "2012-000000000000"})
    service.becomes(run, "Failed")
    service.told("banenafspraak: failed run", "banenafspraak-publish")


def test_what_health_finds_is_told(service: Service) -> None:
    run = service.begin("health", {"home": str(service.home)})
    service.becomes(run, "Completed")
    service.told("no candidate by 3 May", "candidate: none over")
    assert "candidate" in service.ask(f"/flow_runs/{run}", method="GET")["name"]
    for check, words in (("review", "awaiting review for a week"), ("disk", "not well")):
        event = {
            "event": f"banenafspraak.health.{check}",
            "occurred": datetime.now(ZoneInfo("UTC")).isoformat(),
            "resource": {"prefect.resource.id": f"banenafspraak.health.{check}"},
            "payload": {"line": f"{check}: a line"},
            "id": f"00000000-0000-4000-8000-00000000000{len(check) % 10}",
        }
        service.ask("/events", [event])
        service.told(words, f"{check}: a line")


def test_a_killed_run_is_crashed_within_five_minutes_and_holds_nothing(service: Service) -> None:
    """Worker and run are killed while the run waits for the home; what comes next is late, and then begins."""
    with Home(service.home).held():
        run = service.begin("build", {"home": str(service.home), "years": [2012], "source": "uwv"})
        until(lambda: any("waits for the run" in line for line in service.logs(run)))
        worker = service.started[-1]
        service.stop(worker, signal.SIGKILL)
        _kill_runs()
    began = time.monotonic()
    late = service.begin("build", {"home": str(service.home), "years": [2012], "source": "uwv"})
    service.becomes(late, "Late")
    service.told("banenafspraak: late run")
    service.becomes(run, "Crashed", seconds=300)
    assert time.monotonic() - began < 300
    service.told("banenafspraak: crashed run")
    service.start("worker")
    service.becomes(late, "Completed")
    assert list((service.home / "work").iterdir()) == []


def _kill_runs() -> None:
    """Runs are in groups of their own: what is left of them is killed by its id."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            ours = b"PREFECT__FLOW_RUN_ID=" in (folder / "environ").read_bytes()
        except OSError:
            continue
        if ours and any(b"prefect" in word for word in words):
            os.kill(int(folder.name), signal.SIGKILL)


def test_the_database_holds_nothing_of_a_delivery_and_no_password(service: Service) -> None:
    text = service.dump()
    assert "banenafspraak-build" in text
    secrets = [path.read_text(encoding="utf-8").strip() for path in (service.home / "secrets").glob("*.key")]
    salts = [manifest(path)["salt"] for path in (service.home / "candidates").iterdir()]
    password = service.settings["PREFECT_API_AUTH_STRING"].partition(":")[2]
    assert len(secrets) > 2
    assert salts
    for hidden in (PLANTED, password, "token-that-nobody-may-see", str(service.folder / "source"), *secrets, *salts):
        assert hidden not in text
    for line in make_delivery(2012, 3)["doelgroepregister"]:
        assert str(line["bsn"]) not in text


def test_a_backup_comes_back_at_another_path(service: Service, tmp_path: Path) -> None:
    """The database too; and what a backup lacks of a later copy of `releases.json` is said."""
    deploy = str(Path(__file__).parents[2] / "deploy")
    said = service.do(f"{deploy}/backup", str(service.home), str(tmp_path / "backup"), str(service.pg_port))
    assert "entries of its trail" in said
    restored = tmp_path / "restored"
    anchor = tmp_path / "backup" / "releases.json"
    said = service.do(f"{deploy}/restore", str(tmp_path / "backup"), str(restored), str(anchor), str(service.pg_port))
    assert "all is as it was built" in said
    assert "banenafspraak-build" in service.dump()
    assert (restored / "secrets").stat().st_mode & 0o777 == 0o700


def test_setting_up_again_changes_nothing(service: Service) -> None:
    before = service.settings
    service.setup("up")
    assert service.settings == before
    refused = subprocess.run(
        [str(Path(__file__).parents[2] / "deploy" / "setup"), "up", "--home", str(service.folder / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (refused.returncode, "was not made yet" in refused.stderr) == (2, True)

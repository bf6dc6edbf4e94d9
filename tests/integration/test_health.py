"""`health`: each thing that goes wrong with a home is a line and exit 7, and a state in a file for Prometheus."""

from __future__ import annotations

import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from prometheus_client.parser import text_string_to_metric_families

from tests.support.cli import Run, build, new_home, publish, run
from tests.support.deliveries import make_delivery
from tests.support.mirrored import with_mirrors
from warehouse.health import held
from warehouse.home import Home

TODAY = datetime.now(UTC).date()
YEAR = TODAY.year - 1
#: Days on which a candidate over the year before is and is not due.
BEFORE, DUE = f"{YEAR + 1}-05-02", f"{YEAR + 1}-05-03"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of 2012 and a candidate of the year before last."""
    folder = tmp_path_factory.mktemp("health")
    home = new_home(folder / "home")
    publish(home, build(home, make_delivery(2012, 3, people=12, employers=6), folder / "2012"))
    build(home, make_delivery(YEAR - 1, 3, people=12, employers=6), folder / "later")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    return Path(shutil.copytree(made, tmp_path / "home", symlinks=True))


def health(home: Path, *more: str, on: str = BEFORE) -> Run:
    """`health` as on a day."""
    return run(home, "health", "--on", on, *more)


def wrong(done: Run) -> dict[str, str]:
    """The lines of what is not well, by check; the answer, the exit code and the error say the same."""
    checks: list[dict[str, Any]] = done.answer["checks"]
    found = {one["check"]: one["line"] for one in checks if not one["is_well"]}
    assert done.code == (7 if found else 0)
    assert len(done.err.splitlines()) == bool(found)
    assert all(line in done.out.splitlines() for line in found.values())
    assert all(name in done.err for name in found)
    return found


def setting(home: Path, text: str) -> None:
    """Puts some settings before those that are there."""
    config = home / "config.toml"
    config.write_text(f"{text}\n{config.read_text(encoding='utf-8')}", encoding="utf-8")


def test_all_is_well_on_the_day_before_and_no_candidate_on_3_may(home: Path) -> None:
    done = health(home)
    assert wrong(done) == {}
    assert done.out.splitlines()[0] == "all is well"
    assert {one["check"] for one in done.answer["checks"]} >= {"candidate", "review", "run", "verify", "disk", "keys"}
    assert wrong(health(home, on=DUE)) == {
        "candidate": f"candidate: none over {YEAR}, due on 3 May {YEAR + 1}; build --year {YEAR}",
    } | {name: line for name, line in wrong(health(home, on=DUE)).items() if name == "review"}


def test_a_rejected_candidate_is_none(home: Path) -> None:
    (candidate,) = [one["candidate"] for one in run(home, "status").answer["candidates"] if one["year"] != 2012]
    run(home, "reject", candidate, "--steward", "a", "--reason", "wrong")
    assert wrong(health(home))["candidate"].startswith(f"candidate: none over {YEAR - 1}")


def test_a_candidate_that_waits_for_a_week(home: Path) -> None:
    assert "review" not in wrong(health(home, on=str(TODAY + timedelta(days=6))))
    line = wrong(health(home, on=str(TODAY + timedelta(days=8))))["review"]
    assert re.fullmatch(rf"review: {YEAR - 1}-[0-9a-f]{{12}} awaits review since {TODAY}; tell the stewards", line)


def test_a_run_that_hangs(home: Path) -> None:
    with Home(home).held():
        assert held.by(Home(home).lock) is not None
        assert "run" not in wrong(health(home, on=str(TODAY)))
        line = wrong(health(home, on=str(TODAY + timedelta(days=1))))["run"]
    assert re.match(r"run: process \d+ holds the home, last sign \d+ minutes ago; look at logs/", line)
    assert held.by(Home(home).lock) is None


def test_health_takes_no_lock_that_a_run_wants(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("fcntl.flock", taken)
    assert held.by(Home(home).lock) is None


def test_what_does_not_verify(home: Path) -> None:
    release = next((home / "published" / "releases").iterdir())
    file = next(release.glob("csv/*.csv"))
    file.write_bytes(file.read_bytes() + b"1")
    assert re.match(
        r"verify: release 2012-\w+: public/csv/\w+\.csv is not as it was built", wrong(health(home))["verify"]
    )


def test_a_trail_that_was_cut_off_is_said_by_every_check_that_needs_it(home: Path) -> None:
    max((home / "trail").iterdir()).unlink()
    found = wrong(health(home))
    assert "restore the home folder" in found["verify"]


def test_little_disk(home: Path) -> None:
    setting(home, '[operation]\ndisk_free = "900000000GB"\n')
    assert re.fullmatch(
        r"disk: [\d.]+ GB free on .*, less than 900000000GB; free disk space", wrong(health(home))["disk"]
    )


def test_a_missing_key_and_a_steward_whose_key_ends(home: Path) -> None:
    (home / "secrets" / "names.key").rename(home / "names.key")
    assert "names.key" in wrong(health(home))["keys"]


def certificate(ends: datetime) -> bytes:
    """A certificate that ends at a moment, in PEM."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, ends - timedelta(days=900), ends)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize(("days", "is_well"), [(30, False), (400, True)])
def test_a_certificate_that_ends(home: Path, days: int, is_well: bool) -> None:
    ends = datetime.now(UTC) + timedelta(days=days)
    file = home / "secrets" / "ca.pem"
    file.write_bytes(certificate(ends))
    file.chmod(0o600)
    setting(home, '[source.named.uwv]\nurl = "https://uwv.invalid/"\nca = "ca.pem"\n')
    found = wrong(health(home, on=str(TODAY)))
    assert ("keys" in found) is not is_well
    file.write_bytes(b"no certificate")
    assert "cannot be read" in wrong(health(home, on=str(TODAY)))["keys"]


def test_a_mirror_that_lags(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    with_mirrors(Home(home), tmp_path / "mirror")
    run(home, "mirror")
    assert "mirrors" not in wrong(health(home))
    (tmp_path / "mirror" / "releases.json").unlink()
    assert "missing: releases.json (1 differ); give `banenafspraak mirror`" in wrong(health(home))["mirrors"]
    shutil.rmtree(tmp_path / "mirror")
    assert "mirror" in wrong(health(home))["mirrors"]


def test_what_is_due_for_destruction(home: Path) -> None:
    setting(home, "[retention]\nrows = 1\n")
    done = health(home)
    assert "retention" in wrong(done)
    assert "retention: rows of 2012 is due since 2014-01-01; `banenafspraak status` says what to do" in done.out


def test_the_file_for_prometheus(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "banenafspraak.prom"
    assert health(home, "--textfile", str(file), on=DUE).code == 7
    assert file.stat().st_mode & 0o777 == 0o644
    text = file.read_text(encoding="utf-8")
    found = {one.name: one for one in text_string_to_metric_families(text)}
    states = {one.labels["check"]: one.value for one in found["banenafspraak_well"].samples}
    assert (states["candidate"], states["verify"], states["disk"]) == (0, 1, 1)
    assert abs(found["banenafspraak_checked_seconds"].samples[0].value - time.time()) < 400 * 86400
    assert found.keys() == {f"banenafspraak_{name}" for name in ("well", "checked_seconds", "disk_free_bytes")} | {
        f"banenafspraak_{name}_seconds" for name in ("review_age", "run_silent")
    }
    assert not re.search(r"\d{4}-[0-9a-f]{12}|lines|persons|Steward", text)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(("name", "said"), [("x.txt", "name it so"), ("none/x.prom", "cannot be written")])
def test_a_file_that_the_collector_would_not_read(home: Path, tmp_path: Path, name: str, said: str) -> None:
    done = health(home, "--textfile", str(tmp_path / name))
    assert (done.code, said in done.err, len(done.err.splitlines())) == (2, True, 1)


def test_a_home_that_was_never_made(tmp_path: Path) -> None:
    assert health(tmp_path / "home").code == 2

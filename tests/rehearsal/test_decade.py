"""A rehearsal: a decade through the scheduled flows with two stewards, and everything that goes otherwise than planned.

`BANENAFSPRAAK_REHEARSAL=whole` (`make rehearsal`) runs it through the service of `deploy/`: PostgreSQL, Prefect's
server, a worker. Else the same flows run in this process, on Prefect's temporary server (`make rehearsal-quick`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import NOTE, Run, differences, mart_rows, new_home, run, succeed
from tests.support.deliveries import Delivery, Packaging, make_delivery
from tests.support.openssh_server import key_pair
from tests.support.oracle_marts import every_mart
from tests.support.pages import leave_out_the_factsheet
from tests.support.service import running, until
from warehouse import releases as releases_of
from warehouse.home import Home

pytestmark = pytest.mark.rehearsal
YEARS = (2012, *range(2015, 2025))
IS_WHOLE = os.environ.get("BANENAFSPRAAK_REHEARSAL") == "whole"
PEOPLE, EMPLOYERS = (200, 30) if IS_WHOLE else (12, 6)
STEWARDS = ("Anna", "Bert")
HEADER = "table;key;column;expected;new;reason;status"
POLIS_KEY = ("bsn", "lhnr", "datum_aanvang_tijdvak")
#: How a flow is run: its name and its parameters besides the home.
Flow = Callable[[str, dict[str, Any]], None]


class Decade:
    """A home, what was delivered, two stewards with their keys, and a way to run flows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.measured = folder, dict[int, Delivery]()
        self.keys = {name: key_pair(folder / name) for name in STEWARDS}
        public = {name: key.with_suffix(".pub") for name, key in self.keys.items()}
        self.home = new_home(folder / "home", public)
        config = self.home / "config.toml"
        source = f'[source]\nurl = "uwv"\n[source.named.uwv]\nurl = "{(folder / "source").as_uri()}"\n'
        config.write_text(f"{source}{config.read_text(encoding='utf-8')}", encoding="utf-8")
        self.flow: Flow = lambda *_: None

    def deliver(self, year: int, seed: int = 1) -> None:
        """A delivery of a year, which the source has from now on."""
        delivery = make_delivery(year, seed, people=PEOPLE, employers=EMPLOYERS)
        for old in sorted((self.folder / "source" / str(year)).glob("*")):
            old.unlink()
        delivery.write(self.folder / "source", Packaging())
        self.measured[year] = delivery

    def measure(self, year: int, reason: str = "") -> str:
        """A year by the flow `build`, two signed approvals, and the flow `publish`; figures are the oracle's."""
        self.flow("build", {"years": [year], "source": "uwv", "reason": reason})
        candidate = self.waiting()
        assert self.as_steward(0, "approve", candidate, "--note", NOTE).code == 0
        assert run(self.home, "publish", candidate).code == 4, "one pair of eyes is not enough"
        assert self.as_steward(1, "approve", candidate, "--note", NOTE).code == 0
        self.flow("publish", {"candidate": candidate})
        self.is_right()
        return candidate

    def waiting(self) -> str:
        """The candidate that awaits review."""
        found = succeed(self.home, "status")["candidates"]
        (one,) = [row["candidate"] for row in found if row["status"] == "awaiting review"]
        return str(one)

    def as_steward(self, number: int, *arguments: str) -> Run:
        """A decision, signed."""
        name = STEWARDS[number]
        return run(self.home, *arguments, "--steward", name, "--key", str(self.keys[name]))

    @property
    def current(self) -> Path:
        return self.home / "published" / "current"

    def is_right(self) -> None:
        """Every exact figure of the current release is the oracle's."""
        assert differences(self.current, every_mart(list(self.measured.values()))) == []

    def correct(self, year: int) -> None:
        """A reviewed correction of one line, late."""
        line = next(one for one in self.measured[year]["polis"] if of_december(one, year))
        key, hours = ",".join(f"{name}={line[name]}" for name in POLIS_KEY), int(str(line["aantverlu"]))
        text = f"polis;{key};aantverlu;{hours};{hours - 1};hours of another month;goedgekeurd"
        (self.home / "corrections").mkdir(exist_ok=True)
        (self.home / "corrections" / f"{year}.csv").write_text(f"{HEADER}\n{text}\n", encoding="utf-8")
        line["aantverlu"] = hours - 1


@contextmanager
def in_this_process(home: Path) -> Iterator[Flow]:
    """The flows as Prefect runs them, on its temporary server."""
    from prefect.testing.utilities import prefect_test_harness

    from flows import deployments

    flows: dict[str, Any] = {"build": deployments.build_flow, "publish": deployments.publish_flow}
    with prefect_test_harness(server_startup_timeout=180):
        yield lambda name, parameters: flows[name](str(home), **parameters)


@contextmanager
def by_the_service(folder: Path, home: Path) -> Iterator[Flow]:
    """The deployments of `schedule`, on the service that `deploy/setup` makes."""
    (folder / "service").mkdir()
    with running(folder / "service", home) as service:
        service.start("worker")
        until(lambda: service.ask("/deployments/count") == 3)

        def flow(name: str, parameters: dict[str, Any]) -> None:
            begun = service.begin(name, {"home": str(home)} | parameters)
            until(lambda: service.state(begun) in {"Completed", "Failed", "Crashed"}, 600)
            assert service.state(begun) == "Completed", service.logs(begun)

        yield flow


@pytest.fixture
def decade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Decade]:
    if not IS_WHOLE:
        leave_out_the_factsheet(monkeypatch)
    one = Decade(tmp_path)
    with by_the_service(tmp_path, one.home) if IS_WHOLE else in_this_process(one.home) as one.flow:
        yield one


def test_a_decade(decade: Decade) -> None:
    releases = {}
    for year in YEARS:
        if year == 2021:  # a new key; the years that share a cohort with this one are put under it
            assert succeed(decade.home, "key", "rotate")["years_apart"] == list(decade.measured)
            for near in (2019, 2020):
                succeed(decade.home, "rebuild", "--year", str(near))
        decade.deliver(year)
        releases[year] = decade.measure(year)
        if year == 2018:  # a line of the year before was wrong
            decade.correct(2017)
            decade.measure(2017, "hours of another month")
        if year == 2019:  # the supplier delivers a year again, three years later
            decade.deliver(2016, seed=2)
            decade.measure(2016, "delivered again")
        if year == 2020:  # back to the release before, and on with a delivery that is right
            roll_back(decade)
    destroyed = succeed(decade.home, "destroy", "--year", "2015")["destroyed"]
    assert (destroyed["year"], destroyed["remains"]) == (2015, {})
    decade.is_right()
    assert succeed(decade.home, "verify", "--all")["faults"] == []
    anchor = decade.home / "published" / "releases.json"
    assert succeed(decade.home, "verify", "--all", "--anchor", str(anchor))["faults"] == []
    assert {row["year"] for row in mart_rows(decade.current, "realisation")} >= set(YEARS)
    found = succeed(decade.home, "releases")["releases"]
    assert len(found) == len(YEARS) + 3
    assert {one["release"] for one in found} >= set(releases.values())
    assert all(one["approvals"] == list(STEWARDS) for one in found)
    health = run(decade.home, "health", "--on", "2025-05-03").answer["checks"]
    assert [one["line"] for one in health if not one["is_well"]] == []


def of_december(line: dict[str, Any], year: int) -> bool:
    """Whether a line is of the whole of December, and has hours to spare."""
    period = (str(line["datum_aanvang_tijdvak"]), str(line["datum_einde_tijdvak"]))
    return period == (f"{year}-12-01", f"{year}-12-31") and line["cdaard"] == "1" and int(str(line["aantverlu"])) > 20


def roll_back(decade: Decade) -> None:
    """Readers are led back by both stewards; the year is delivered and measured again on that."""
    place = Home(decade.home)
    *_, back, wrong = releases_of.chain(place, releases_of.current(place))
    for number in (0, 1):
        assert decade.as_steward(number, "rollback", back.id, "--reason", f"{wrong.year} is not right").code == 0
    assert decade.current.resolve().name == back.id
    decade.deliver(2020, seed=3)
    decade.measure(2020, "delivered again")

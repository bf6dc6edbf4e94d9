"""A warning comes when it must, alone, and is said in words; and it does not come just before that."""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.faults.quiet import quiet
from tests.faults.warned import ALONE, LATE, WARNED, YEAR, Warned
from tests.support.cli import build, build_arguments, differences, manifest, mart_rows, new_home, publish, run
from tests.support.deliveries import Delivery
from tests.support.oracle import marts
from warehouse.reference.lists import PACKAGED
from warehouse.registry import wording
from warehouse.registry.deliveries import TARGETS

BEFORE = (2012, 2022)
REPORT_OF_A_WARNING = "Wat er aan de hand is"


@pytest.fixture(scope="session")
def quiet_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two published years about which there is nothing to warn but what a first year has."""
    folder = tmp_path_factory.mktemp("quiet")
    home = new_home(folder / "home")
    for year in BEFORE:
        publish(home, build(home, quiet(year), folder / f"source-{year}"))
    return home


@pytest.fixture
def home(quiet_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(quiet_home, tmp_path / "home", symlinks=True)


def warnings(candidate: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The warnings of a candidate, as its manifest has them."""
    return {(one["table"], one["expectation"]): one for one in manifest(candidate)["warnings"]}


def results(candidate: Path, year: int) -> dict[tuple[str, str], dict[str, Any]]:
    """The checks of a year."""
    rows = [row for row in mart_rows(candidate, "quality") if row["year"] == year]
    return {(row["delivery_table"], row["expectation"]): row for row in rows}


@pytest.mark.parametrize("year", [YEAR, ALONE, 2018])
def test_a_quiet_delivery_has_no_warning_and_only_informs_of_late_lines(home: Path, tmp_path: Path, year: int) -> None:
    candidate = build(home, quiet(year), tmp_path / "source")
    assert warnings(candidate) == {}
    broken = {check: row["severity"] for check, row in results(candidate, year).items() if not row["passed"]}
    assert broken == {LATE: "info"}


@pytest.mark.parametrize("case", WARNED, ids=lambda case: case.name)
def test_a_warning_comes_alone_and_is_said(case: Warned, home: Path, tmp_path: Path) -> None:
    candidate = build(home, case.delivery(), tmp_path / "source")
    found = warnings(candidate)
    assert found.keys() == case.broken.keys()
    assert [check for check, says in case.broken.items() if says not in found[check]["says"]] == []
    page = html.unescape((candidate / "internal" / "report" / "index.html").read_text(encoding="utf-8"))
    assert page.count(REPORT_OF_A_WARNING) == len(case.broken)
    assert [check for check in case.broken if wording.wrong("nl", *check) not in page] == []
    assert [check for check in case.broken if wording.advice("nl", *check) not in page] == []


def test_every_new_warning_has_a_delivery_that_breaks_it_and_others_that_do_not() -> None:
    broken = {label.partition(":")[0] for case in WARNED for _, label in case.broken}
    assert broken >= {
        "ground_in_force",
        "register_current",
        "file_of_another_year",
        "thin_month",
        "received_at_the_cut",
        "inferred_cdaard",
        "persons_counted_within_band",
        "hours_counted_within_band",
        "hours_formeel_within_band",
        "hours_inleen_within_band",
        "somebody_counted",
        "something_counted",
        "repeated_lines",
    }
    assert len([case for case in WARNED if not case.broken]) >= 8
    assert len({case.name for case in WARNED}) == len(WARNED)


def own_list(home: Path, name: str, keep: list[dict[str, str]]) -> None:
    """Puts a list of its own into a home: these rows."""
    folder = home / "reference"
    folder.mkdir(exist_ok=True)
    lines = [list(keep[0]), *(list(row.values()) for row in keep)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    (folder / f"{name}.csv").write_text(f"{text}\n", encoding="utf-8")


@pytest.mark.parametrize(("before", "broken"), [("2023", True), ("2024", False)])
def test_a_year_without_a_target_is_a_warning(home: Path, tmp_path: Path, before: str, *, broken: bool) -> None:
    own_list(home, "targets", [row for row in PACKAGED.rows("targets") if row["valid_from"] < before])
    found = warnings(build(home, quiet(YEAR), tmp_path / "source"))
    assert found.keys() == ({(TARGETS, "target_known")} if broken else set())
    assert all("this program has no target" in one["says"] for one in found.values())


def benefit(delivery: Delivery, code: str) -> None:
    """Give somebody a benefit of some code, without a nature of employment."""
    delivery["polis"].append({**delivery["polis"][0], "numiv": 5, "srtiv": code, "cdaard": None, "aantverlu": 0})


def test_a_code_of_the_homes_own_list_is_known(home: Path, tmp_path: Path) -> None:
    delivery = quiet(YEAR)
    benefit(delivery, "64")
    source = delivery.write(tmp_path / "source")
    refused = run(home, *build_arguments(YEAR, source))
    assert refused.code == 3
    assert "polis.csv (1 lines): table polis, column srtiv: 1 of 285 lines break rule known_srtiv" in refused.err
    assert "put the new code in reference/code_soort_ikv.csv" in refused.err
    own_list(home, "code_soort_ikv", [*PACKAGED.rows("code_soort_ikv"), dict(NEW_BENEFIT)])
    accepted = run(home, *build_arguments(YEAR, source))
    assert accepted.code == 0, accepted.err
    assert warnings(home / "candidates" / accepted.answer["candidate"]) == {}


NEW_BENEFIT = {"code": "64", "meaning": "new benefit", "employment": "no", "note": ""}
BENEFITS = [row["code"] for row in PACKAGED.rows("code_soort_ikv") if "39" <= row["code"] <= "63"]


def test_every_benefit_code_from_39_to_63_is_accepted_and_is_no_employment(home: Path, tmp_path: Path) -> None:
    assert len(BENEFITS) >= 21
    delivery = quiet(YEAR)
    for number, code in enumerate(BENEFITS):
        benefit(delivery, code)
        delivery["polis"][-1] |= {"numiv": 10 + number, "aantverlu": 100}
    candidate = build(home, delivery, tmp_path / "source")
    assert results(candidate, YEAR)["polis", "known_srtiv:srtiv"]["failed_rows"] == 0
    assert differences(candidate, marts([*map(quiet, BEFORE), delivery])) == []
    assert differences(candidate, {"realisation": marts([*map(quiet, BEFORE), quiet(YEAR)])["realisation"]}) == []


@pytest.mark.parametrize(("year", "code"), [(2021, "83"), (2018, "82")])
def test_codes_of_2020_are_accepted(home: Path, tmp_path: Path, year: int, code: str) -> None:
    """83 was in the list of 2021; that 82 is not older than 2020 is inferred, so it counts, as payrolling."""
    delivery = quiet(year)
    changed = [row for row in delivery["polis"] if row["bsn"] == delivery["polis"][-10]["bsn"]]
    for row in changed:
        row["cdaard"] = code
    candidate = build(home, delivery, tmp_path / "source")
    assert differences(candidate, marts([quiet(2012), delivery, quiet(2022)])) == []
    assert warnings(candidate).keys() == ({("polis", "inferred_cdaard:cdaard")} if code == "82" else set())

"""Every faulty delivery is rejected with one line, and leaves no trace in what is published."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from tests.faults.bad_files import BAD_FILES
from tests.faults.bad_lines import BAD_LINES
from tests.faults.catalogue import Case, identities
from tests.support.cli import Run, build_arguments, new_home, run, tree
from tests.support.deliveries import make_delivery

REJECTED = 3
CASES = [*BAD_LINES.cases, *BAD_FILES.cases]
MAY_CHANGE = ("archive", "logs", "warehouse.duckdb", ".lock")  # delivered files, run records and their log


def state(home: Path) -> dict[str, str]:
    """All that a rejected delivery must leave as it is: releases, candidates, decisions, keys, settings."""
    return {path: digest for path, digest in tree(home).items() if not path.startswith(MAY_CHANGE)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_delivery_is_rejected(
    case: Case,
    published_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    source, before = case.write(tmp_path / "source"), state(published_home)
    done = run(published_home, *build_arguments(case.year, source))
    assert done.code == REJECTED, f"{case.why} Ended with {done.code}: {done.err or done.out}"
    assert_one_line_that_says(case.says, done)
    assert_no_identities(case, done)
    assert state(published_home) == before
    assert list(scratch.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def assert_one_line_that_says(patterns: tuple[str, ...], done: Run) -> None:
    """The message is one line and holds every pattern."""
    assert len(done.err.splitlines()) == 1, done.err
    assert "Traceback" not in done.err + done.out
    missing = [pattern for pattern in patterns if not re.search(pattern, done.err, re.IGNORECASE)]
    assert missing == [], done.err


def assert_no_identities(case: Case, done: Run) -> None:
    """No citizen service number, name or piece of a line is in the output."""
    secrets = identities(case.delivery(), make_delivery(case.year))
    assert len(secrets) > 40
    output = done.out + done.err
    assert [secret for secret in secrets if secret in output] == []
    assert not re.search(r"kwibus|drop table|<script|<b>", output, re.IGNORECASE), output


def test_catalogue_is_large_and_has_no_case_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 45
    assert len(set(names)) == len(names)


def test_every_case_names_what_its_message_must_say() -> None:
    assert [case.name for case in CASES if not case.says] == []


@pytest.mark.parametrize("year", [2021, 2023])
def test_unspoiled_delivery_passes(year: int, home_to_change: Path, tmp_path: Path) -> None:
    """Without the fault there is no rejection: it is the fault that each case is rejected for."""
    source = Case("unspoiled", "Nothing is wrong.", year=year).write(tmp_path / "source")
    assert run(home_to_change, *build_arguments(year, source)).code == 0


def test_year_without_a_published_baseline_is_rejected(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    done = run(home, *build_arguments(2023, make_delivery(2023).write(tmp_path / "source")))
    assert done.code == REJECTED
    assert_one_line_that_says(("2012|baseline|nulmeting",), done)
    assert not list((home / "candidates").glob("*"))
    assert not (home / "published" / "current").exists()


def test_built_baseline_is_not_a_published_one(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    baseline = make_delivery(2012).write(tmp_path / "source")
    assert run(home, *build_arguments(2012, baseline)).code == 0
    done = run(home, *build_arguments(2023, make_delivery(2023).write(tmp_path / "source")))
    assert done.code == REJECTED
    assert_one_line_that_says(("2012|baseline|nulmeting",), done)


def test_good_delivery_after_a_bad_one_passes(home_to_change: Path, tmp_path: Path) -> None:
    bad, good = BAD_LINES.cases[0].write(tmp_path / "bad"), make_delivery(2023).write(tmp_path / "good")
    assert run(home_to_change, *build_arguments(2023, bad)).code == REJECTED
    assert run(home_to_change, *build_arguments(2023, good)).code == 0

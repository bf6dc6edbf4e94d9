"""Releases as they are published, in the hands of an attacker (docs/spec/disclosure.md, section 9).

By number of what must hold: 2 an attacker finds nothing, in one release or a chain, also with rounding off; 3 one
secondary figure set free is found; 4 free figures are the exact ones, rounded, and 6 statuses only grow (both among the
attacker's findings); 5 the truth lies in every interval; 7 the same input gives the same public marts; 10 without
exposed figures all is free. That no value stands where the status is not `vrij` is tests/privacy/test_withheld.py.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import polars as pl
import pytest

from tests.support.cli import ENCRYPTED, build, build_arguments, new_home, publish, run, succeed
from tests.support.exposed import LONELY, exposed, nine_hours_more, plain
from tests.support.published_attacker import Attacker, Rules, attack, primaries
from tests.support.published_files import FREE, SECRET, WITHHOLDABLE, Name, Release, candidate_of, release_of
from tests.support.published_statuses import BUNDLES
from transforms.protection.rules import Rule

#: How many secondary figures are set free, one after another.
SAMPLE = 12


def publish_release(home: Path, candidate: Path) -> Release:
    """Publishes a candidate and gives it to the attacker."""
    return release_of(home, publish(home, candidate).resolve().name)


def with_thresholds(home: Path, **settings: object) -> Path:
    """Writes `[disclosure]` in the settings of a home."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    text = "\n".join([f'{ENCRYPTED}[review]\nsignatures = "off"\n\n[disclosure]', *lines])
    (home / "config.toml").write_text(text, encoding="utf-8")
    return home


def build_again(home: Path, year: int, **settings: object) -> Path:
    """Builds a delivered year again under other thresholds."""
    with_thresholds(home, **settings)
    answer = succeed(home, *build_arguments(year, home.parent / "source"))
    return home / "candidates" / str(answer["candidate"])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years: one without exposed figures, one with a lonely region, ministry and size class."""
    home = new_home(tmp_path_factory.mktemp("small") / "home")
    publish(home, build(home, plain(2012), home.parent / "source"))
    publish(home, build(home, exposed(2023), home.parent / "source"))
    return home


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's four years with a thousandth of its people: 35 regions and nearly every cell a small one."""
    folder = tmp_path_factory.mktemp("many")
    home = new_home(folder / "home")
    succeed(home, "synthesize", "--years", "2012,2021-2023", "--out", str(folder / "source"), "--scale", "0.001")
    years = ("--years", "2012,2021-2023", "--source", str(folder / "source"), "--no-prefect")
    publish(home, home / "candidates" / str(succeed(home, "build", *years)["candidate"]))
    return home


@pytest.fixture
def home(small: Path, tmp_path: Path) -> Path:
    """A copy of the home with two years, beside a copy of its source."""
    shutil.copytree(small.parent / "source", tmp_path / "source")
    shutil.copytree(small, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture(params=["small", "many"])
def release(request: pytest.FixtureRequest) -> Release:
    """The last release of either home."""
    return current(request.getfixturevalue(request.param))


def current(home: Path) -> Release:
    return release_of(home, (home / "published" / "current").resolve().name)


def withheld(release: Release) -> set[Name]:
    """The figures with status `geheim`."""
    return {
        (year, mart, key, column)
        for mart, columns in WITHHOLDABLE.items()
        for (year, key), row in release.shown.get(mart, {}).items()
        for column in columns
        if row[f"{column}_status"] == SECRET
    }


# --- 2: nothing is found ------------------------------------------------------------------------------------


def test_an_attacker_finds_nothing_in_a_release(release: Release) -> None:
    attacker = Attacker(release)
    assert attacker.findings() == []
    assert attacker.figures.broken == []
    assert attacker.primaries
    assert withheld(release)


def test_an_attacker_finds_nothing_with_rounding_off(home: Path) -> None:
    settings = {"round_persons_to": 1, "round_detailed_jobs_to": 1, "round_euros_to": 1}
    candidate = candidate_of(build_again(home, 2023, **settings))
    before = current(home)
    assert attack(replace(candidate, unrounded=frozenset({2023}))) == []
    assert withheld(candidate) == withheld(before)


def test_an_attacker_finds_nothing_in_three_vintages_of_a_year(home: Path) -> None:
    """Nine hours more each time: for two of the lonely region and for one beside them."""
    releases, delivery = [current(home)], exposed(2023)
    for person in (LONELY[1], LONELY[3], 7):
        delivery = nine_hours_more(delivery, person)
        shutil.rmtree(home.parent / "source" / "2023")
        releases.append(publish_release(home, build(home, delivery, home.parent / "source")))
    assert len({release.name for release in releases}) == len(releases)
    assert attack(*releases) == []
    for before, after in pairwise(releases):
        assert withheld(before) <= withheld(after)


def test_an_attacker_finds_nothing_in_the_chain_of_years(small: Path) -> None:
    folders = sorted((small / "published" / "releases").iterdir())
    assert len(folders) == 2
    assert attack(*[release_of(small, folder.name) for folder in folders]) == []


# --- 3: every secondary figure is needed --------------------------------------------------------------------


def secondaries(home: Path, release: Release) -> list[set[Name]]:
    """The figures that are withheld to keep others from being calculated, by row and bundle."""
    facts = pl.read_parquet(home / "internal" / "releases" / release.name / "facts" / "disclosure.parquet")
    found: dict[tuple[object, ...], set[Name]] = defaultdict(set)
    for row in facts.filter(pl.col("rule") == Rule.SECONDARY.value).iter_rows(named=True):
        name = (int(row["year"]), row["mart"], row["key"], row["column"])
        if name[3] in WITHHOLDABLE.get(name[1], ()) and not name[3].endswith("_pct"):
            found[*name[:3], bundle_of(name[1], name[3])].add(name)
    return [found[key] for key in sorted(found, key=str)]


def bundle_of(mart: str, column: str) -> int:
    """Which figures of a row say the same thing."""
    return next((n for n, bundle in enumerate(BUNDLES.get(mart, ())) if column in bundle), -1 - len(column))


@pytest.mark.parametrize("which", ["small", "many"])
def test_each_secondary_figure_set_free_is_found(which: str, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(which)
    release = current(place)
    every, anyhow = secondaries(place, release), Attacker(release).unavoidable
    assert every
    for names in islice(every, 0, None, max(1, len(every) // SAMPLE)):
        freed = Attacker(release.with_free(names))
        assert any(one not in anyhow for one in calculated(freed, names)), sorted(names)


def calculated(attacker: Attacker, names: set[Name]) -> Iterator[str]:
    """What an insider knows, or anybody calculates: first of the same year and mart, then of all."""
    yield from attacker.alone()
    yield from attacker.narrow({name[:2] for name in names})
    yield from attacker.narrow()


# --- 5: the truth lies in every interval --------------------------------------------------------------------


def test_the_truth_lies_in_every_interval(release: Release) -> None:
    attacker = Attacker(release)
    hidden = sorted(withheld(release) & attacker.figures.value.keys())
    for name in hidden[:: max(1, len(hidden) // 60)]:
        low, high = attacker.interval(name)
        assert low - 1e-6 <= attacker.figures.value[name] <= high + 1e-6, name


# --- 7 and 10: the same again, and nothing where nothing is exposed -----------------------------------------


def test_the_same_deliveries_give_the_same_public_marts(home: Path, tmp_path: Path) -> None:
    other = new_home(tmp_path / "other" / "home")
    for delivery in (plain(2012), exposed(2023)):
        publish(other, build(other, delivery, other.parent / "source"))
    assert current(home).public == current(other).public


def test_without_exposed_figures_all_is_free_and_as_in_the_exact_marts(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    release = publish_release(home, build(home, plain(2012), tmp_path / "source"))
    assert list(primaries(Attacker(release).figures, Rules())) == []
    assert {name for name in withheld(release) if name[1] != "quality"} == set()
    assert attack(release) == []
    for mart, columns in WITHHOLDABLE.items():
        for place, row in release.truth.get(mart, {}).items() if mart != "quality" else ():
            shown = release.shown[mart][place]
            free = {column: shown[f"{column}_status"] == FREE for column in columns}
            assert free == {column: row[column] is not None for column in columns}, (mart, place)


def test_the_year_beside_an_exposed_one_is_free(small: Path) -> None:
    names = {name for name in withheld(current(small)) if name[0] == 2012}
    assert {name for name in names if name[1] != "quality"} == set()


# --- settings and what is missing ---------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [{"min_persons": 4}, {"zeros": "harmless"}, {"dominance_p": 5}])
def test_another_threshold_gives_another_candidate(home: Path, settings: Mapping[str, object]) -> None:
    as_before = build_again(home, 2023).name
    assert as_before != build_again(home, 2023, **settings).name


def test_another_time_limit_gives_the_same_candidate(home: Path) -> None:
    assert build_again(home, 2023).name == build_again(home, 2023, seconds=200).name


def test_a_lower_threshold_keeps_what_was_withheld(home: Path) -> None:
    """Five people in a region are enough now, but an earlier release withheld them."""
    before = current(home)
    after = candidate_of(build_again(home, 2023, min_persons=3))
    assert withheld(before) <= withheld(after)


def test_a_year_without_base_counts_cannot_be_protected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release from before disclosure control, whose manifest knew no base counts: its year is named."""
    monkeypatch.setattr("warehouse.releases.verify", lambda _: None)
    for path in (home / "internal" / "releases").glob("*/facts/base_counts.parquet"):
        frame = pl.read_parquet(path).filter(pl.col("year") != 2012)
        path.chmod(0o600)
        frame.write_parquet(path)
    with_thresholds(home, min_persons=11)
    done = run(home, *build_arguments(2023, home.parent / "source"))
    assert done.code == 6
    assert "2012" in done.err
    assert len(done.err.strip().splitlines()) == 1

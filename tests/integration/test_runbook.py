"""Every command of the runbook, in its order, by situation: it ends as the runbook says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import Run, new_home, run, succeed
from tests.support.deliveries import Packaging, make_delivery
from tests.support.openssh_server import key_pair

ROOT = Path(__file__).parents[2]
RUNBOOK = ROOT / "docs" / "runbook.md"
BLOCK = re.compile(r"^## (?P<title>[^\n]+)\n(?P<text>.*?)^```sh\n(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d)$")
YEAR, STEWARDS = 2022, ("Anna", "Bert")


def blocks() -> dict[str, list[str]]:
    """The commands of each situation."""
    parts = re.split(r"^(?=## )", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = [BLOCK.match(part) for part in parts]
    return {one["title"]: one["commands"].splitlines() for one in found if one}


class Place:
    """A folder with homes, deliveries and the keys of two stewards."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"

    def names(self) -> dict[str, str]:
        """What the words of the runbook stand for, as it is now."""
        is_made = (self.home / "trail").is_dir()
        candidates = run(self.home, "status").answer["candidates"] if is_made else []
        waiting = [one["candidate"] for one in candidates if one["status"] in {"awaiting review", "approved"}]
        listed = succeed(self.home, "releases")["releases"] if is_made else []
        current, others = ([one["release"] for one in listed if one["current"] is so] for so in (True, False))
        folder = str(self.folder)
        return {
            "anna": f"{folder}/anna",
            "bert": f"{folder}/bert",
            "Anna=anna.pub": f"Anna={folder}/anna.pub",
            "Bert=bert.pub": f"Bert={folder}/bert.pub",
            "S": f"{folder}/source",
            "BAD": f"{folder}/bad",
            "LATER": f"{folder}/later",
            "Y": str(YEAR),
            "2012,Y": f"2012,{YEAR}",
            "DAY": f"{YEAR + 1}-05-03",
            "ID": waiting[-1] if waiting else "ID",
            "RELEASE": others[0] if others else "RELEASE",
            "CURRENT": current[0] if current else "CURRENT",
            "HOME": str(self.home),
            "FOLDER": f"{folder}/backup",
            "NEW": f"{folder}/new",
            "FOLDER/releases.json": f"{folder}/backup/releases.json",
            "VERSION": "v1",
        }

    def do(self, line: str) -> Run:
        """A command of the runbook."""
        names = self.names()
        program, *words = [names.get(word, word) for word in shlex.split(EXIT.sub("", line))]
        if program == "banenafspraak":
            more = ["--no-prefect"] if words[0] == "build" else []
            return run(self.home, *words, *more)
        command, given = [program, *words], self.environment()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=given)
        return Run(done.returncode, done.stdout, done.stderr)

    def environment(self) -> dict[str, str]:
        """`git` and `make` of an upgrade change nothing of this repository."""
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        for name in ("git", "make"):
            (tools / name).write_text("#!/bin/sh\necho v1\n", encoding="utf-8")
            (tools / name).chmod(0o755)
        settings = self.folder / "service.env"
        settings.write_text(f"BANENAFSPRAAK_HOME={self.home}\nPREFECT_HOME={self.folder}/prefect\n", encoding="utf-8")
        own = {"PATH": f"{tools}:{os.environ['PATH']}", "BANENAFSPRAAK_ENV": str(settings), "PYTHONPATH": str(ROOT)}
        return os.environ | own | {"BANENAFSPRAAK_BIN": str(Path(sys.executable).parent)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with deliveries, keys, a home that was made, one with 2012, and one with both years published."""
    place = Place(tmp_path_factory.mktemp("runbook"))
    for name in ("anna", "bert"):
        key_pair(place.folder / name)
    for year in (2012, YEAR):
        make_delivery(year, 3, people=12, employers=6).write(place.folder / "source", Packaging())
    make_delivery(YEAR, 4, people=12, employers=6).write(place.folder / "later", Packaging())
    bad = make_delivery(YEAR, 3, people=12, employers=6)
    bad["polis"][0]["srtiv"] = "99"
    bad.write(place.folder / "bad", Packaging())
    keys = {name: place.folder / f"{name.lower()}.pub" for name in STEWARDS}
    new_home(place.home, keys)
    for year in (2012, YEAR):
        assert place.do(f"banenafspraak build --year {year} --source S").code == 0
        for name in STEWARDS:
            assert place.do(f"banenafspraak approve ID --steward {name} --key {name.lower()} --note seen").code == 0
        assert place.do("banenafspraak publish ID").code == 0
        shutil.copytree(place.home, place.folder / f"with-{year}", symlinks=True)
    return place.folder


def config(place: Place, text: str) -> None:
    """Puts settings before those of the home."""
    file = place.home / "config.toml"
    file.write_text(f"{text}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


def without_home(place: Place) -> None:
    shutil.rmtree(place.home)


def corrected(place: Place) -> None:
    """A correction that is not decided yet: it is shown, and changes no line."""
    (place.home / "corrections").mkdir(exist_ok=True)
    line = make_delivery(YEAR, 3, people=12, employers=6)["polis"][0]
    key = ",".join(f"{name}={line[name]}" for name in ("bsn", "lhnr", "datum_aanvang_tijdvak"))
    text = f"table;key;column;expected;new;reason;status\npolis;{key};aantverlu;{line['aantverlu']};1;x;voorgesteld\n"
    (place.home / "corrections" / f"{YEAR}.csv").write_text(text, encoding="utf-8")


def redefined(place: Place) -> None:
    """Another choice of the measurement."""
    config(place, '[measurement]\npayrolling_counts_as = "inleen"\n')


def lost_key(place: Place) -> None:
    (place.home / "secrets" / "pseudonym.key").unlink()


def little_disk(place: Place) -> None:
    config(place, '[operation]\ndisk_free = "900000000GB"\n')


def killed(place: Place) -> None:
    """What a killed run leaves."""
    (place.home / "work" / "staging-left").mkdir()
    (place.home / "work" / "staging-left" / "polis").write_text("personal", encoding="utf-8")


def new_law(place: Place) -> None:
    """The home's own list of targets."""
    (place.home / "reference").mkdir()
    shutil.copy(ROOT / "warehouse" / "reference" / "targets.csv", place.home / "reference")


#: Of each situation the home that it begins with, and what happened to it.
SITUATIONS: dict[str, tuple[int, Callable[[Place], None] | None]] = {
    "First set-up": (2012, without_home),
    "A normal year": (2012, None),
    "A rejected delivery": (2012, None),
    "A wrong line": (YEAR, corrected),
    "A late redelivery": (YEAR, None),
    "A restatement": (YEAR, redefined),
    "A new law": (YEAR, new_law),
    "Wrong after all": (YEAR, None),
    "Something got out": (YEAR, None),
    "A lost key": (2012, lost_key),
    "A full disk": (2012, little_disk),
    "A killed run": (2012, killed),
    "A restored backup": (YEAR, None),
    "An upgrade": (YEAR, None),
    "An audit": (YEAR, None),
    "The end of a year": (YEAR, None),
}


def test_every_situation_is_played_and_every_alert_leads_to_one() -> None:
    assert set(blocks()) == set(SITUATIONS)
    text = RUNBOOK.read_text(encoding="utf-8")
    for name in (
        "failed run",
        "crashed run",
        "late run",
        "no candidate by 3 May",
        "awaiting review for a week",
        "not well",
    ):
        assert f"| {name}" in text


@pytest.mark.parametrize("title", SITUATIONS)
def test_a_situation(title: str, made: Path, tmp_path: Path) -> None:
    year, happens = SITUATIONS[title]
    place = Place(tmp_path)
    for path in made.iterdir():
        if not path.name.startswith(("with-", "home")):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, tmp_path / path.name)
    shutil.copytree(made / f"with-{year}", place.home, symlinks=True)
    if happens:
        happens(place)
    for line in blocks()[title]:
        if title == "First set-up" and " build " in line:
            config(place, "[security]\nvolume_encrypted = true\n" + _publication(made))
        wanted = EXIT.search(line)
        done = place.do(line)
        assert done.code == (int(wanted[1]) if wanted else 0), (line, done.err, done.out[-500:])
    assert not list((place.home / "work").iterdir())


def _publication(made: Path) -> str:
    """Who publishes, as the other homes say."""
    text = (made / "with-2012" / "config.toml").read_text(encoding="utf-8")
    return text[text.index("[publication]") : text.index("\n\n", text.index("[publication]"))]

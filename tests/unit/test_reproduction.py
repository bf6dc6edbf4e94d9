"""What is compared when a release is built again, and what its manifest must say for that."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from warehouse import provenance, reproduction
from warehouse.delivery import archive
from warehouse.errors import TamperedError
from warehouse.home import Home
from warehouse.releases import Built
from warehouse.review import anchors, inbox
from warehouse.settings import Settings

ID = "2023-0123456789ab"
ABOUT: dict[str, Any] = {
    "release": ID,
    "built_years": [2023],
    "measured": {"2023": {"delivery_digest": "0" * 64, "corrections_digest": "none", "synthetic": True}},
    "deliveries": [],
    "source": "bron",
    "files_not_read": [],
    "settings": Settings().recorded(),
    "settings_digest": Settings().digest(),
    "signatures": "required",
    "trial": False,
    "reference": [],
    "asked": {"change_type": "", "reason": ""},
    "companions": {"2023": [2022, 2021]},
    "built_on": None,
    "follows": [],
    "code_version": provenance.code_version(),
    "code_digest": provenance.code_digest(),
    "lock_digest": provenance.lock_digest(),
    "engines": provenance.engines(),
}


def built(folder: Path, **changes: Any) -> Built:
    """A candidate with a file on each side."""
    for side in ("public", "internal"):
        (folder / side / "csv").mkdir(parents=True)
        (folder / side / "manifest.json").write_text("{}")
        (folder / side / "csv" / "a.csv").write_text(side)
    return Built(folder / "public", folder / "internal", ABOUT | changes)


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "nothing": (lambda _: None, []),
    "a byte": (lambda folder: (folder / "public/csv/a.csv").write_text("Public"), ["public/csv/a.csv"]),
    "one more": (lambda folder: (folder / "internal/csv/b.csv").touch(), ["internal/csv/b.csv"]),
    "one less": (lambda folder: (folder / "internal/csv/a.csv").unlink(), ["internal/csv/a.csv"]),
    "a link": (lambda folder: (folder / "public/b").symlink_to("csv/a.csv"), ["public/b"]),
    "an addition that no candidate has": (lambda folder: (folder / "public/SHA256SUMS").touch(), ["public/SHA256SUMS"]),
    "manifests last": (
        lambda folder: (
            [(folder / side / "manifest.json").write_text("") for side in ("internal", "public")]
            + [(folder / "public/csv/a.csv").write_text("")]
        ),
        ["public/csv/a.csv", "internal/manifest.json", "public/manifest.json"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_byte_of_both_sides_is_compared(tmp_path: Path, change: str) -> None:
    made, there = built(tmp_path / "made"), built(tmp_path / "there")
    make, expected = CHANGES[change]
    make(tmp_path / "there")
    assert reproduction.differences(made, there) == expected
    assert sorted(reproduction.differences(there, made)) == sorted(expected)


def test_the_public_side_of_a_withdrawn_release_is_bound_by_the_internal_one(tmp_path: Path) -> None:
    made, there = built(tmp_path / "made"), built(tmp_path / "there")
    shutil.rmtree(there.public)
    assert reproduction.differences(made, there) == []


@pytest.mark.parametrize("name", reproduction.Recorded.model_fields)
def test_all_that_is_needed_is_recorded(tmp_path: Path, name: str) -> None:
    """A manifest that lacks one of it, or has something else there, is refused in one line."""
    reproduction.recorded(built(tmp_path / "whole"))
    for number, wrong in enumerate((7.5, [[]], {"../x": 1})):
        with pytest.raises(TamperedError, match="cannot be reproduced") as refused:
            reproduction.recorded(built(tmp_path / str(number), **{name: wrong}))
        assert "\n" not in str(refused.value)
    about = {key: value for key, value in ABOUT.items() if key != name}
    with pytest.raises(TamperedError, match=rf"\({name}\); an earlier version"):
        reproduction.recorded(Built(tmp_path, tmp_path, about) if name != "release" else named(about))


def named(about: dict[str, Any]) -> Built:
    """A manifest whose name is none."""
    return Built(Path(), Path(), about | {"release": None})


def test_which_program_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = reproduction.recorded(built(tmp_path))
    assert wanted.made_here
    assert wanted.others == [2021, 2022]
    for name in ("code_version", "code_digest", "lock_digest"):
        with monkeypatch.context() as changed:
            changed.setattr(provenance, name, lambda: "another")
            assert not wanted.made_here


@pytest.mark.parametrize(("signatures", "trial"), [("required", False), ("required", True), ("off", True)])
def test_settings_are_those_of_then(tmp_path: Path, signatures: str, trial: bool) -> None:
    today = Settings.model_validate(
        {"quality": {"thin_month": 0.1}, "disclosure": {"seconds": 7}, "machine": {"threads": 1}}
    )
    wanted = reproduction.recorded(built(tmp_path, signatures=signatures, trial=trial))
    found = reproduction.settings_of(today, wanted)
    assert found.digest() == Settings().digest() != today.digest()
    assert (found.disclosure.seconds, found.machine.threads) == (7, 1), "what changes no figure is today's"
    assert (found.review.signatures, found.review.trial) == (signatures, trial)


def test_a_home_of_stewards_is_built_again_where_there_are_none(tmp_path: Path) -> None:
    """The group and the stewards of today are not those of the trail that the home of its own has."""
    stewards = {"An": "ssh-ed25519 AA", "Bo": "ssh-ed25519 BB"}
    today = Settings.model_validate(
        {"review": {"stewards": stewards}, "security": {"steward_group": str(os.getegid()), "volume_encrypted": True}}
    )
    candidate, place = built(tmp_path / "built"), Home(tmp_path / "place")
    wanted = reproduction.recorded(candidate)
    found = reproduction.settings_of(today, wanted)
    reproduction.home_of(Home(tmp_path / "home"), place, candidate, wanted)
    with inbox.served(place, found, whole=True):
        anchors.opened(place, found)
    assert not place.decidable.exists()
    assert found.security.volume_encrypted, "what is said of the machine is today's"


@pytest.mark.parametrize("settings", [{}, {"quality": {"thin_month": 7}}, {"quality": {"thin_month": "0.4"}}])
def test_settings_that_are_not_those_that_are_named(tmp_path: Path, settings: dict[str, Any]) -> None:
    digest = "0" * 64 if not settings else Settings().digest()
    wanted = reproduction.recorded(built(tmp_path, settings=settings, settings_digest=digest))
    with pytest.raises(TamperedError, match=r"settings in manifest\.json are not those that it names"):
        reproduction.settings_of(Settings(), wanted)


def test_a_delivery_is_that_of_then_whatever_its_files_are_called(tmp_path: Path) -> None:
    names = ("polis-#########.csv.gz", "polis-#########.csv.gz (2)", "liv.parquet", "opgaven.csv")
    home, place = (Home(tmp_path / name) for name in ("home", "place"))
    place.create()
    files: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        table = name.partition("-")[0].partition(".")[0]
        content = f"{number}".encode()
        files.append({"year": 2023, "table": table, "name": name, "sha256": digest_of(content), "bytes": 1})
        path = archive.address(home, digest_of(content))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    order = [names[2], names[3], names[0], names[1]]
    by_name = {file["name"]: file for file in files}
    parts = tuple(archive.ArchivedFile(name, "", "", by_name[name]["sha256"], 1, "") for name in order)
    digest = archive.Delivery(2023, "", parts, (), {}, synthetic=True).digest()
    measured = {"2023": ABOUT["measured"]["2023"] | {"delivery_digest": digest}}
    wanted = reproduction.recorded(built(tmp_path / "built", deliveries=files, measured=measured))
    found = reproduction.delivery(home, place, wanted, 2023, wanted)
    assert [file.name for file in found.files] == order
    assert [file.format for file in found.files] == ["parquet", "csv", "csv.gz", "csv.gz"]
    assert [file.path(place).read_bytes() for file in found.files] == [b"2", b"3", b"0", b"1"]


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""A home in which somebody changed a file: one line that says which, and never a bug (docs/spec/review.md)."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.cli import tree
from tests.unit.test_releases import ABOUT, ID, LATER, PUBLIC, filled, home
from warehouse import above, former, manifests, releases
from warehouse.destruction import destroy
from warehouse.errors import TamperedError, WrongUseError
from warehouse.home import Home, point
from warehouse.review import desk, entries, founding, inbox, letters, seals, trail, verification
from warehouse.review.desk import Hand
from warehouse.review.entries import Statement
from warehouse.review.policies import Verb
from warehouse.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.releases import Built

__all__ = ["home"]

NEXT = "2025-0123456789ab"
NOT_AS_WRITTEN = "published/{}: is not as it was written; give the last `publish`, `rollback` or `withdraw` again"
WHOLE = {"number": 1, "before": "", "moment": "", "text": Statement("a", "b").text(), "signature": "", "note": ""}
WHOLE |= {"nonce": "", "seal": ""}


def as_file(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def test_an_entry_is_read_as_it_was_written() -> None:
    found = entries.read(as_file(WHOLE))
    assert found is not None
    assert found.content() == as_file(WHOLE)


@pytest.mark.parametrize("value", [True, None, ["x"], {}, 7.0])
@pytest.mark.parametrize("field", [*WHOLE, "account"])
def test_an_entry_with_a_field_of_another_type_is_none(field: str, value: object) -> None:
    assert entries.read(as_file(WHOLE | {field: value})) is None


@pytest.mark.parametrize("field", [name for name in (*WHOLE, "account") if name != "number"])
def test_an_entry_with_a_number_for_a_text_is_none(field: str) -> None:
    assert entries.read(as_file(WHOLE | {field: 7})) is None


def test_an_entry_with_half_a_character_is_none() -> None:
    assert entries.read(json.dumps(WHOLE | {"note": "\ud800"}).encode()) is None


@pytest.mark.parametrize("public", [7, None, ["x"], "zz", "ab", ""])
def test_what_is_no_key_holds_no_seal(public: Any) -> None:
    assert not seals.holds(public, b"x", "00" * 64)
    assert not seals.holds("00" * 32, b"x", public)


@pytest.mark.parametrize("length", [31, 33, 64])
def test_a_service_key_of_another_length_is_said(home: Home, length: int) -> None:
    (home.secrets / seals.SERVICE).write_text("ab" * length)
    with pytest.raises(WrongUseError, match="hexadecimal digits") as refused:
        trail.opened(home)
    assert "\n" not in str(refused.value)


def test_a_head_with_half_a_character_is_another(home: Home) -> None:
    home.trail_head.write_text(json.dumps({"number": 1, "head": "\ud800", "seal": "\ud800"}))
    with pytest.raises(TamperedError, match="older, shorter or another"):
        trail.opened(home)


@pytest.mark.parametrize(
    "wrong", [{"years": 7}, {"years": None}, {"years": {}}, {"years": ["2023"]}, {"years": [True]}, {"synthetic": "x"}]
)
def test_a_former_release_has_the_shape_of_one(tmp_path: Path, wrong: dict[str, Any]) -> None:
    folder = tmp_path / ID
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"release": ID, "years": [2023]}))
    assert former.read(folder) == former.Former(ID, (2023,), synthetic=False)
    (folder / "manifest.json").write_text(json.dumps({"release": ID, "years": [2023]} | wrong))
    assert former.read(folder) is None


def test_a_manifest_has_what_it_may_leave_out(tmp_path: Path) -> None:
    about = ABOUT | {"public_manifest_sha256": "ab" * 32, "files": [], "more": [1]}
    (tmp_path / "manifest.json").write_text(json.dumps(about))
    found = manifests.read(tmp_path / "manifest.json")
    left_out: dict[str, Any] = {"built_years": [], "measured": {}, "deliveries": []}
    left_out |= {"supersedes": None, "change_type": None, "changed_figures": {}}
    assert found == about | left_out
    for name in ("release", "files", "year", "warnings", "public_manifest_sha256", "salt"):
        (tmp_path / "manifest.json").write_text(json.dumps({key: about[key] for key in about if key != name}))
        assert manifests.read(tmp_path / "manifest.json") == {}, name


def approved(place: Home, identifier: str = ID, before: str | None = None) -> None:
    """A candidate that two stewards approved."""

    def fill(public: Path, internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        shown, exact = filled(public, internal)
        about = {"release": identifier, "trial": True}
        return shown | about, exact | about | {"built_on": before}

    desk.record_build(place, releases.write(place.candidates / identifier, fill))
    for steward in "ab":
        desk.approve(place, load(place.root), identifier, Hand(steward, "seen"))


def published(place: Home, identifier: str = ID, before: str | None = None) -> Built:
    approved(place, identifier, before)
    return desk.publish(place, load(place.root), identifier)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with one release, and one with two releases and an approved candidate."""
    one, two = (Home(tmp_path_factory.mktemp("made") / name) for name in ("one", "two"))
    for place in (one, two):
        founding.make(place, trial=True)
        published(place)
    published(two, LATER, ID)
    approved(two, NEXT, LATER)
    return one.root, two.root


@pytest.fixture
def one(made: tuple[Path, Path], tmp_path: Path) -> Home:
    """A home with one release."""
    return Home(Path(shutil.copytree(made[0], tmp_path / "one", symlinks=True)))


@pytest.fixture
def two(made: tuple[Path, Path], tmp_path: Path) -> Home:
    """A home with two releases and an approved candidate."""
    return Home(Path(shutil.copytree(made[1], tmp_path / "two", symlinks=True)))


def faults(place: Home, wanted: str = "") -> list[str]:
    return verification.faults(place, load(place.root), wanted)


def rewritten(path: Path, text: str) -> None:
    path.chmod(0o644)
    path.write_text(text)


@pytest.mark.parametrize("text", ["{}", "[]", "", '{"release": "', json.dumps(PUBLIC | {"release": LATER})])
def test_a_public_manifest_that_is_none_is_named_and_hides_nothing(one: Home, text: str) -> None:
    release = releases.release(one, ID)
    assert faults(one) == []
    rewritten(release.public / "manifest.json", text)
    (one.published / "strange").touch()
    with pytest.raises(TamperedError, match=f"release {ID}: public/manifest.json"):
        above.entries(one, trail.opened(one))
    found = faults(one)
    assert f"release {ID}: public/manifest.json is not as it was built (digest changed)" in found
    assert any("published/strange" in fault for fault in found)
    assert faults(one, ID)


@pytest.mark.parametrize("name", ["withdrawn.json", "release.json", "manifest.json"])
def test_a_record_that_is_none_is_a_fault_and_hides_nothing(one: Home, name: str) -> None:
    (one.exact / ID / name).touch()
    rewritten(one.exact / ID / name, "{}")
    (one.published / "strange").touch()
    found = faults(one)
    assert any(ID in fault and name in fault for fault in found)
    assert any("published/strange" in fault for fault in found)
    assert faults(one, ID)


def test_a_former_release_that_was_not_taken_over_is_a_fault(home: Home) -> None:
    for place in (home.exact, home.releases):
        (place / LATER).mkdir()
        (place / LATER / "manifest.json").write_text(json.dumps({"release": LATER, "years": [2024]}))
    said = [
        f"{place}/releases/{LATER}: the trail does not say that it was published" for place in ("internal", "published")
    ]
    assert [one.partition(";")[0] for one in faults(home)] == said


def listed(place: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.index.read_text())
    return found


LISTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "more": lambda found: found | {"note": "x"},
    "another": lambda found: found | {"releases": [{"id": LATER}]},
    "number": lambda found: json.loads(json.dumps(found).replace('"trial": true', '"trial": 1')),
    "no trail": lambda found: {"releases": found["releases"]},
    "more of the trail": lambda found: found | {"trail": found["trail"] | {"note": "x"}},
    "true": lambda found: found | {"trail": found["trail"] | {"number": True}},
    "other head": lambda found: found | {"trail": found["trail"] | {"head": "0" * 64}},
    "trail is none": lambda found: found | {"trail": None},
    "list": lambda found: [found],
}


@pytest.mark.parametrize("change", LISTS)
def test_the_list_of_releases_is_compared_whole(one: Home, change: str) -> None:
    assert faults(one) == []
    rewritten(one.index, json.dumps(LISTS[change](listed(one))))
    assert any("published/releases.json: is not as it was written" in fault for fault in faults(one))


def test_a_list_before_there_is_a_release_is_a_fault(home: Home) -> None:
    assert faults(home) == []
    head = trail.opened(home).head
    home.index.write_text(json.dumps({"trail": {"number": 1, "head": head.sha256}, "releases": [{"id": ID}]}))
    assert faults(home) == [
        "published/releases.json: is not as it was written; give the last `publish`, `rollback` or `withdraw` again"
    ]


def test_a_list_that_is_missing_is_a_fault(one: Home) -> None:
    one.index.unlink()
    assert faults(one) == [
        "published/releases.json: is not as it was written; give the last `publish`, `rollback` or `withdraw` again"
    ]


def broken(place: Home, link: str, fault: str) -> Path:
    """A pointer that leads out of the home, is a folder, or is gone."""
    path: Path = {"current": place.current, "base": place.base}[link]
    path.unlink(missing_ok=True)
    if fault == "folder":
        path.mkdir()
    elif fault == "outside":
        path.symlink_to("/etc")
    return path


MOVES: dict[str, Callable[[Home], object]] = {
    "publish": lambda place: desk.publish(place, load(place.root), NEXT),
    "rollback": lambda place: desk.rollback(place, load(place.root), ID, Hand("a", "reason")),
    "withdraw": lambda place: desk.withdraw(place, load(place.root), LATER, Hand("a", "reason")),
    "withdraw another": lambda place: desk.withdraw(place, load(place.root), ID, Hand("a", "reason")),
}


#: Each pointer with the commands that move it, or rest on it.
MOVED = [*((move, "current") for move in MOVES), ("publish", "base"), ("rollback", "base")]


@pytest.mark.parametrize("fault", ["outside", "folder"])
@pytest.mark.parametrize(("move", "link"), MOVED)
def test_nothing_is_written_when_a_pointer_is_broken(two: Home, move: str, link: str, fault: str) -> None:
    broken(two, link, fault)
    before = {name: tree(getattr(two, name)) for name in ("trail", "published", "internal")}
    with pytest.raises(TamperedError, match=r"restore the home folder from its backup") as refused:
        MOVES[move](two)
    assert "\n" not in str(refused.value)
    assert {name: tree(getattr(two, name)) for name in before} == before


@pytest.mark.parametrize("move", ["publish", "rollback"])
def test_nothing_is_written_when_the_list_could_not_be(two: Home, move: str) -> None:
    rewritten(two.releases / LATER / "manifest.json", "{}")
    before = {name: tree(getattr(two, name)) for name in ("trail", "published", "internal")}
    with pytest.raises(TamperedError, match=LATER):
        MOVES[move](two)
    assert {name: tree(getattr(two, name)) for name in before} == before
    for steward in "ab":
        desk.withdraw(two, load(two.root), LATER, Hand(steward, "reason"))
    assert releases.pointed(two.current) == ID


def test_a_pointer_that_is_a_folder_is_left(home: Home) -> None:
    home.current.mkdir()
    (home.current / "file").touch()
    with pytest.raises(TamperedError, match="is a folder"):
        point(home.current, f"releases/{ID}")
    assert (home.current / "file").exists()
    assert not list(home.published.glob(".new-*"))


def test_a_withdrawal_that_was_killed_before_the_pointer_is_finished(two: Home) -> None:
    for steward in "ab":
        desk.withdraw(two, load(two.root), LATER, Hand(steward, "reason"))
    two.current.unlink()
    two.current.symlink_to(f"releases/{LATER}")
    desk.withdraw(two, load(two.root), LATER, Hand("a", "reason"))
    assert releases.pointed(two.current) == ID


@pytest.mark.parametrize("behind", ["current", "both"])
def test_a_publication_that_was_killed_before_the_pointers_is_finished(two: Home, behind: str) -> None:
    for link in (two.current, two.base)[: 1 if behind == "current" else 2]:
        point(link, f"releases/{ID}")
    desk.publish(two, load(two.root), LATER)
    assert releases.pointed(two.current) == releases.pointed(two.base) == LATER
    assert faults(two) == []


@pytest.mark.parametrize("fault", ["outside", "folder"])
def test_a_letter_waits_until_the_pointer_is_mended(one: Home, fault: str) -> None:
    """It is not the letter's fault, so it is not refused."""
    release = releases.release(one, ID)
    settings = load(one.root)
    settings = settings.model_copy(
        update={"security": settings.security.model_copy(update={"steward_group": str(os.getegid())})}
    )
    inbox.attend(one, settings, whole=True)
    said = Statement("", Verb.WITHDRAW, release.id, release.digest(), release.manifest["public_manifest_sha256"])
    said = replace(said, by="a", review_sha256=settings.review.digest())
    statement, nonce = trail.stated(trail.opened(one), said, "reason")
    letters.write(one, letters.Letter(statement.text(), "", "reason", nonce))
    broken(one, "current", fault)
    done = inbox.attend(one, settings, whole=True)
    assert (len(done.waiting), done.refused, done.taken) == (1, [], [])
    (one.current.rmdir if fault == "folder" else one.current.unlink)()
    point(one.current, f"releases/{release.id}")
    assert len(inbox.attend(one, settings, whole=True).taken) == 1


def test_a_candidate_without_deliveries_is_named_and_no_bug(home: Home) -> None:
    """`verify` names it, and what destruction looks at is there."""
    approved(home)
    path = home.candidates / ID / "internal" / "manifest.json"
    content = json.loads(path.read_text())
    rewritten(path, json.dumps({name: content[name] for name in content if name != "deliveries"}))
    assert releases.candidate(home, ID).manifest["deliveries"] == []
    assert faults(home) == [f"candidate {ID}: no build of this home recorded it as it is; build again"]
    assert destroy._built_from(home, 2024) == set()

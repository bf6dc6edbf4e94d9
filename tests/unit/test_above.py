"""What stands above the releases: one list in four files."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.unit.test_releases import ID, LATER, home, published, record, withdraw
from warehouse import above, publication, releases
from warehouse.above import feed, page, words
from warehouse.above.listed import Listed, Release, Withdrawn, listed
from warehouse.home import write_durably
from warehouse.review import trail
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.home import Home

__all__ = ["home"]

ATOM = "{http://www.w3.org/2005/Atom}"
NEWEST = Release(
    id=LATER,
    years=[2012, 2023, 2024],
    synthetic=True,
    trial=False,
    date="2025-05-01",
    new_years=[2024],
    changed_years=[2023],
    change_type="correctie",
    supersedes=ID,
    page=f"releases/{LATER}/index.html",
    changes=f"releases/{LATER}/csv/revisions.csv",
)
LISTED = Listed("a" * 32, LATER, [Withdrawn(ID, "2024-08-09"), NEWEST], 'A & "B" <C>', "https://x.invalid/b/?a=1&c=")


class Links(HTMLParser):
    """Every address in a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"} or tag == "base"]

    def handle_data(self, data: str) -> None:
        self.said += data


def test_the_page_names_all_newest_first_in_both_languages() -> None:
    text = page.text(LISTED)
    found = Links(text)
    for language in words.LANGUAGES:
        section = text.partition(f'<section lang="{language}"')[2].partition("</section>")[0]
        assert section.index(LATER) < section.index(ID)
        assert words.say(language, "withdrawn", date="2024-08-09") in section
        assert words.changed(language, NEWEST) in section
    assert "Nieuw: 2024. Opnieuw berekend: 2023 (correctie). In plaats van 2023-0123456789ab." in found.said
    assert "New: 2024. Computed again: 2023 (correction)." in found.said


def test_the_page_leads_nowhere_but_below_itself_and_to_nothing_that_was_withdrawn() -> None:
    found = Links(page.text(LISTED)).links
    assert set(found) == {"feed.atom", "releases.json", "current.txt", NEWEST.page, NEWEST.changes}
    alone = Links(page.text(replace(LISTED, current=None, releases=LISTED.releases[:1])))
    assert set(alone.links) == {"feed.atom", "releases.json"}
    assert words.say("nl", "none") in alone.said


def test_the_feed_is_what_rfc_4287_asks() -> None:
    root = ElementTree.fromstring(feed.text(LISTED))  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == LISTED.publisher
    entries = root.findall(f"{ATOM}entry")
    for one in (root, *entries):
        assert [one.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "updated")].count("") == 0
        assert [link.get("rel") for link in one.findall(f"{ATOM}link")].count("alternate") == 1
    identifiers = [one.findtext(f"{ATOM}id", "") for one in (root, *entries)]
    assert len(set(identifiers)) == 3
    assert all(one.startswith("urn:uuid:") for one in identifiers)
    assert [one.findtext(f"{ATOM}updated") for one in entries] == ["2025-05-01T00:00:00Z", "2024-08-09T00:00:00Z"]
    assert root.findtext(f"{ATOM}updated") == "2025-05-01T00:00:00Z"
    links = [one.find(f"{ATOM}link") for one in entries]
    assert [link.get("href") for link in links if link is not None] == [
        f"{LISTED.base_url}{NEWEST.page}",
        f"{LISTED.base_url}index.html",
    ]


def test_a_withdrawal_is_the_same_entry_with_another_date() -> None:
    before = replace(LISTED, releases=[replace(NEWEST, id=ID)])
    first, second = (
        ElementTree.fromstring(feed.text(one)).findtext(f".//{ATOM}entry/{ATOM}id")  # noqa: S314 - our own
        for one in (before, replace(LISTED, releases=LISTED.releases[:1], base_url="https://other.invalid/"))
    )
    assert first == second


@pytest.mark.parametrize(
    ("years", "said"),
    [([], ""), ([2023], "2023"), ([2012, 2021, 2022, 2023], "2012, 2021–2023"), ([2021, 2023], "2021, 2023")],
)
def test_years_in_short(years: list[int], said: str) -> None:
    assert words.in_short(years) == said


def test_every_text_is_in_both_languages() -> None:
    for name, both in words.TEXTS.items():
        assert len(both) == len(words.LANGUAGES), name
        assert both[0].count("{") == both[1].count("{"), name


def test_the_list_is_in_the_order_of_publication_and_says_which_is_current(home: Home) -> None:
    """The order of the identifiers is another one."""
    published(home, LATER)
    published(home, ID, before=LATER)
    said = json.loads(home.index.read_text())
    assert [one["id"] for one in said["releases"]] == [LATER, ID]
    assert said["current"] == ID == (home.published / "current.txt").read_text().strip()
    assert [one["new_years"] for one in said["releases"]] == [[2012, 2023], []]
    assert said["releases"][0]["date"] == "2023-12-31", "the last day of the last year, where a release says none"
    assert said["releases"][0]["page"] == f"releases/{LATER}/manifest.json"


def test_what_a_release_says_of_itself_is_in_the_list(home: Home) -> None:
    package = {
        "created": "2024-07-01T00:00:00Z",
        "homepage": "https://x.invalid/",
        "contributors": [{"title": "De uitgever"}],
    }
    found = published(home)
    (found.public / "datapackage.json").write_text(json.dumps(package))
    said = listed(home, trail.opened(home))
    assert (said.publisher, said.base_url) == ("De uitgever", "https://x.invalid/")
    assert [one.date for one in said.releases] == ["2024-07-01"]
    assert said.home == trail.opened(home).home


@pytest.mark.parametrize("text", ["[]", "{", '{"created": 7}', '{"created": "gisteren"}', '{"contributors": [1]}'])
def test_a_package_that_is_none_is_no_bug(home: Home, text: str) -> None:
    """`verify` names it by its digest."""
    (published(home).public / "datapackage.json").write_text(text)
    assert listed(home, trail.opened(home)).publisher == ""


@pytest.mark.parametrize("name", above.FILES)
@pytest.mark.parametrize("change", ["byte", "missing", "link", "folder"])
def test_each_file_is_compared(home: Home, name: str, change: str) -> None:
    published(home)
    path = home.published / name
    assert list(above.faults(home, trail.opened(home))) == []
    content = path.read_bytes()
    if change == "byte":
        path.write_bytes(content.replace(b"2", b"3"))
    else:
        path.unlink()
    if change == "link":
        write_durably(home.root / "copy", content)
        path.symlink_to(home.root / "copy")
    elif change == "folder":
        path.mkdir()
    assert [one.partition(":")[0] for one in above.faults(home, trail.opened(home))] == [f"published/{name}"]


@pytest.mark.parametrize("name", above.FILES)
def test_a_file_before_there_is_a_release_is_a_fault(home: Home, name: str) -> None:
    assert list(above.faults(home, trail.opened(home))) == []
    (home.published / name).write_text("")
    assert f"published/{name}: is not as it was written" in "".join(above.faults(home, trail.opened(home)))


def test_they_follow_a_withdrawal(home: Home) -> None:
    first, second = published(home), published(home, LATER, before=ID)
    withdraw(home, second, "2024-05-03")
    assert (home.published / "current.txt").read_text() == f"{ID}\n"
    withdraw(home, first, "2024-05-04")
    assert sorted(path.name for path in home.published.iterdir()) == [
        "feed.atom",
        "index.html",
        "releases",
        "releases.json",
    ]
    assert json.loads(home.index.read_text())["current"] is None
    text = (home.published / "index.html").read_text()
    assert text.count("2024-05-04") == text.count("2024-05-03") == 4
    assert f'href="releases/{ID}' not in text + (home.published / "feed.atom").read_text()
    assert list(above.faults(home, trail.opened(home))) == []


def test_they_follow_a_rollback(home: Home) -> None:
    first = published(home)
    published(home, LATER, before=ID)
    record(home, Verb.ROLLED_BACK, first)
    publication.point_to(home, ID)
    assert [one.split(":")[0] for one in above.faults(home, trail.opened(home))] == [
        "published/index.html",
        "published/current.txt",
        "published/releases.json",
    ]
    above.write(home)
    assert json.loads(home.index.read_text())["current"] == ID


def test_releases_json_comes_last_and_each_is_replaced_whole(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    published(home)
    published(home, LATER, before=ID)
    withdraw(home, releases.release(home, LATER), "2024-05-03")
    order: list[str] = []

    def writing(path: Path, data: bytes, mode: int) -> None:
        order.append(path.name)
        write_durably(path, data, mode=mode)

    monkeypatch.setattr(above, "write_durably", writing)
    above.write(home)
    assert order == list(above.FILES)
    assert order[-1] == "releases.json"


def test_the_same_list_gives_the_same_bytes(home: Home) -> None:
    published(home)
    before = {name: (home.published / name).read_bytes() for name in above.FILES}
    above.write(home)
    assert before == {name: (home.published / name).read_bytes() for name in above.FILES}

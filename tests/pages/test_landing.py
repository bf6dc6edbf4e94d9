"""The index page of a release: every table linked, every link there, nothing asked of outside, a dataset inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import unquote

import duckdb
import polars as pl
import pytest

from flows.pages import factsheet, landing, quality
from flows.pages.kit.language import COMMON
from flows.pages.landing.files import ABOUT_ALL, ADDED, FORMS
from flows.pages.landing.page import PAGES, TEMPLATES, page
from flows.pages.landing.routes import EXAMPLES, ROUTES
from flows.pages.landing.words import WORDS
from tests.pages.test_quality import Reader
from tests.support import landing_data
from tests.support.public_marts import PLANTED
from warehouse import database
from warehouse.formats import File
from warehouse.manifests import sha256
from warehouse.registry.published import PUBLISHED

LANGUAGES = ("nl", "en")
every = pytest.mark.parametrize("name", landing_data.EVERY)
both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole release of 2023: files, factsheet, quality report, index page, manifest and database."""
    folder = tmp_path_factory.mktemp("landing") / "release"
    folder.mkdir()
    files, data = landing_data.release(folder), landing_data.usual()
    factsheet.write(folder / "factsheet", factsheet.begin(data))
    quality.write(folder / "quality", data)
    landing.write(folder, data, files)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    database.write(folder)
    return folder


@cache
def small_files() -> list[File]:
    """Files of two tables and one about all, without a folder."""
    return [
        File("banenafspraak.xlsx", "", "banenafspraak.xlsx", "application/xlsx", 1234, "a" * 64),
        File("csv/realisation.csv", "realisation", "csv", "text/csv", 10, "b" * 64),
        File("parquet/quota.parquet", "quota", "parquet", "application/parquet", 11, "c" * 64),
    ]


@cache
def read(name: str, language: str = "nl") -> Reader:
    return Reader(without_script(html_of(name, language)))


@cache
def html_of(name: str, language: str = "nl") -> str:
    return page(landing_data.EVERY[name](), small_files(), language)


def without_script(html: str) -> str:
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def dataset(html: str) -> dict[str, Any]:
    """What a search engine finds in a page: one element of data, which is JSON."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    made: dict[str, Any] = json.loads(found)
    return made


def downloads(of: dict[str, Any]) -> list[dict[str, Any]]:
    return [*of["distribution"], *(one for part in of["hasPart"] for one in part["distribution"])]


# --- what it leads to --------------------------------------------------------------------------------------------


@both
def test_every_table_is_there_with_what_it_answers_and_its_files(release: Path, language: str) -> None:
    html = (release / PAGES[language]).read_text(encoding="utf-8")
    found, number = Reader(without_script(html)), LANGUAGES.index(language)
    linked = {(release / PAGES[language]).parent.joinpath(unquote(link)).resolve() for link in found.named("href")}
    for name, mart in PUBLISHED.items():
        assert mart.answers[number] in found.texts
        assert name in found.named("id"), "the catalogue names this place"
        for form in ("parquet", "csv", "csv_nl", "sav"):
            assert (release / form / f"{name}.{form.removesuffix('_nl')}").resolve() in linked
        assert (release / "odata/BANENAFSPRAAK" / f"BA_{name}" / "index.json").resolve() in linked


@both
def test_every_link_leads_to_a_file_of_the_release(release: Path, language: str) -> None:
    place = release / PAGES[language]
    found = Reader(without_script(place.read_text(encoding="utf-8")))
    links = [link for link in found.named("href") if not link.startswith(("#", "mailto:", "https:"))]
    assert len(links) > 5 * len(PUBLISHED)
    paths = [place.parent.joinpath(unquote(link)).resolve() for link in links]
    assert [path for path in paths if not path.is_file() or not path.is_relative_to(release.resolve())] == []
    wanted = {"factsheet": "nl", "quality": "nl"} if language == "nl" else {"factsheet/en": "en", "quality/en": "en"}
    assert {release.resolve() / folder / "index.html" for folder in wanted} <= set(paths)


def test_links_lead_outside_only_to_the_licence_and_the_contact() -> None:
    outside = [link for link in read("real").named("href") if ":" in link]
    assert outside == ["mailto:cijfers@example.org", "https://creativecommons.org/licenses/by/4.0/"]


def test_each_file_about_all_tables_says_what_it_is(release: Path) -> None:
    html = without_script((release / "index.html").read_text(encoding="utf-8"))
    for name, said in ABOUT_ALL.items():
        assert f'<a href="{name}"><code>{name}</code></a>: {WORDS[said][0]}' in html


def test_a_file_that_is_not_there_is_not_linked() -> None:
    links = set(read("usual").named("href"))
    assert "csv/realisation.csv" in links
    assert not {"csv/quota.csv", "catalog.ttl", "parquet/realisation.parquet"} & links
    assert set(ADDED) <= links, "what is added after the page is made"


def test_table_1_is_that_of_the_letter() -> None:
    assert read("usual").cells["t-1"] == [
        ["Vorm", "Markt", "Overheid", "Totaal"],
        ["Formele dienstverbanden", "76.027", "10.788", "86.815"],
        ["Inleenverbanden", "−1.996", "846", "−1.150"],
        ["Totaal", "74.031", "11.634", "85.665"],
        ["Doelstelling", "80.000", "25.000", "105.000"],
        ["Verschil met de doelstelling", "−5.969", "−13.366", "−19.335"],
    ]
    assert read("usual", "en").cells["t-1"][3] == ["Total", "74,031", "11,634", "85,665"]


def test_the_baseline_has_levels_and_a_year_without_figures_a_sentence() -> None:
    assert [row[0] for row in read("first year").cells["t-1"][1:]] == [
        "Formele dienstverbanden",
        "Inleenverbanden",
        "Totaal",
    ]
    assert WORDS["table_1_levels"][0].format(year=2012) in read("first year").texts
    assert "Er is niets gemeten over 2023." in read("empty").texts
    assert any("samen één doelstelling" in text for text in read("one target").texts)


def test_it_says_who_publishes_under_which_licence_and_how_to_cite() -> None:
    found = read("real", "en").texts
    for said in (
        "Uitgever van de cijfers",
        "1\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2023",
        "Uitgever van de cijfers (2023). Banenafspraak 2022 (jobs agreement). Release 2022-0123456789ab. "
        "https://example.org/banenafspraak/releases/2022-0123456789ab/",
    ):
        assert said in found


# --- how to read it ----------------------------------------------------------------------------------------------


def test_every_tool_is_there_and_the_examples_run(release: Path) -> None:
    assert {"excel", "power_bi", "duckdb", "python", "r"} == set(ROUTES)
    done = subprocess.run([sys.executable, "-c", EXAMPLES["python"]], cwd=release, check=True, capture_output=True)
    assert b"extra_jobs" in done.stdout
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{release}'")
        sql = EXAMPLES["duckdb"].replace("marts.duckdb", str(release / "marts.duckdb"))
        assert [name for name, *_ in connection.execute(sql).description or []] == ["year", "extra_jobs"]


def test_the_example_in_r_names_what_is_there(release: Path) -> None:
    (path,) = re.findall(r'read_parquet\("(.*)"\)', EXAMPLES["r"])
    columns = set(re.findall(r'"(\w+)"', EXAMPLES["r"].splitlines()[-1])) | {"form", "sector"}
    assert columns <= set(pl.read_parquet_schema(release / path))


@both
def test_examples_stand_in_the_page_as_they_are(language: str) -> None:
    shown = unescape(html_of("usual", language))
    assert all(example in shown for example in EXAMPLES.values())


# --- the dataset -------------------------------------------------------------------------------------------------


@both
def test_the_dataset_names_every_file_with_its_size_and_digest(release: Path, language: str) -> None:
    said = dataset((release / PAGES[language]).read_text(encoding="utf-8"))
    base = landing_data.usual().imprint.address
    named = {unquote(one["contentUrl"]).removeprefix(base): one for one in downloads(said)}
    assert len(named) == len(downloads(said))
    apart = {"html", "pdf", ""}
    there = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    whole = {name for name, path in there.items() if path.suffix.removeprefix(".") not in apart} - {"manifest.json"}
    assert named.keys() == whole | {"odata/Datasets", "odata/Catalogs"}
    for name, one in named.items():
        if name != database.DATABASE:
            assert one["contentSize"] == f"{there[name].stat().st_size} B"
            assert one["sha256"] == sha256(there[name])
    assert (said["@context"], said["@type"]) == ("https://schema.org/", "Dataset")
    assert [part["@id"] for part in said["hasPart"]] == [f"{base}#{name}" for name in PUBLISHED]


@both
def test_the_dataset_says_what_search_engines_ask_for(language: str) -> None:
    said = dataset(html_of("real", language))
    assert said["publisher"] == {
        "@type": "Organization",
        "name": "Uitgever van de cijfers",
        "email": "cijfers@example.org",
    }
    assert (said["temporalCoverage"], said["datePublished"]) == ("2012/2022", "2023-07-01")
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert all(50 <= len(one["description"]) <= 5000 for one in (said, *said["hasPart"]))


@both
def test_synthetic_data_are_labelled_for_readers_and_search_engines_and_real_data_are_not(language: str) -> None:
    label = COMMON["synthetic"][LANGUAGES.index(language)]
    html, said = html_of("usual", language), dataset(html_of("usual", language))
    assert f"({label.lower()})</title>" in html
    assert without_script(html).count(f"{label}.") == 2, "in its description and at the top"
    for one in (said, *said["hasPart"]):
        assert one["name"].endswith(f"({label.lower()})")
        assert one["description"].startswith(f"{label}.")
    assert "ynthet" not in html_of("real", language)


def test_a_trial_says_so() -> None:
    assert any("Proefopstelling" in text for text in read("usual").texts)
    assert not any("Proefopstelling" in text for text in read("real").texts)


# --- the page ----------------------------------------------------------------------------------------------------


@every
@both
def test_pages_are_well_formed(name: str, language: str) -> None:
    found = read(name, language)
    ids = found.named("id")
    assert found.open == []
    assert len(ids) == len(set(ids))
    assert set(" ".join(found.named("aria-labelledby")).split()) <= set(ids)
    assert {link[1:] for link in found.named("href") if link.startswith("#")} <= set(ids)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(values.get("scope") in {"col", "row"} for tag, values in found.tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in found.tags) == sum(tag == "table" for tag, _ in found.tags)
    assert ("html", {"lang": language}) in found.tags


@every
@both
def test_pages_ask_for_nothing_and_run_nothing(name: str, language: str) -> None:
    html, found = html_of(name, language), read(name, language)
    assert {tag for tag, _ in found.tags} & {"script", "img", "iframe", "object", "embed", "svg"} == set()
    assert [link for link, values in found.tags if link == "link" and values["rel"] != "alternate"] == []
    assert not [
        each for _, values in found.tags for each in values if each.startswith("on") or each in {"src", "style"}
    ]
    assert not re.search(r"url\(|@import|@font-face", html)
    assert html.count("<script") == html.count("</script>") == 1


@both
def test_texts_from_outside_are_text(language: str) -> None:
    html = html_of("hostile", language)
    assert landing_data.hostile().imprint.publisher == dataset(html)["publisher"]["name"]
    assert "&lt;/script&gt;" in html
    assert "<script>" not in html


@every
def test_no_withheld_value_is_shown(name: str) -> None:
    assert str(PLANTED) not in html_of(name).replace(".", "")


@every
def test_the_same_data_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        landing.write(tmp_path / folder, landing_data.EVERY[name](), small_files())
    made = [path.relative_to(tmp_path / "a").as_posix() for path in sorted((tmp_path / "a").rglob("*.html"))]
    assert made == ["en/index.html", "index.html"]
    assert all((tmp_path / "a" / one).read_bytes() == (tmp_path / "b" / one).read_bytes() for one in made)
    with pytest.raises(FileExistsError):
        landing.write(tmp_path / "a", landing_data.EVERY[name](), small_files())


# --- words -------------------------------------------------------------------------------------------------------


def test_every_word_is_there_in_both_languages_with_the_same_parts() -> None:
    for name, texts in WORDS.items():
        assert all(texts), name
        parts = [{part for _, part, _, _ in Formatter().parse(text) if part} for text in texts]
        assert parts[0] == parts[1], name


def test_every_word_is_used() -> None:
    sources = [*Path(landing.__file__).parent.rglob("*.py"), *TEMPLATES.glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "words.py")
    used = set(re.findall(r"""["'](\w+)["']""", code)) | set(COMMON) | set(FORMS.values())
    used |= {f"{kind}_{name}" for kind in ("tool", "route") for name in ROUTES}
    used |= {f"s_{name}" for name in ("result", "further", "tables", "routes", "files", "about")}
    assert [name for name in WORDS if name not in used] == []

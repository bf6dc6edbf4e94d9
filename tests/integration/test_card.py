"""A redelivery of a released year with three changed employers: the card, the note, the differences, the lineage.

Every number is taken from the deliveries by the oracle, or from the public tables with plain polars.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests.integration.conftest import YEARS
from tests.support import oracle, oracle_analyses
from tests.support.cli import NOTE, build, manifest, run, succeed
from tests.support.deliveries import Delivery, make_delivery
from tests.support.oracle_law import FORMAL, LOAN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YEAR = 2022
#: The tables of figures whose cells are compared; others repeat them or say how they were made.
COMPARED = {
    "realisation": ("year", "sector", "form"),
    "allocation_key": ("year", "sector"),
    "decomposition": ("year", "sector"),
    "uncertainty": ("year", "sector", "form"),
    "government_sectors": ("year", "overheidssector"),
    "ministries": ("year", "ministerie"),
    "target_group": ("year", "ground", "arbeidsmarktregio"),
    "participation_cohort": ("cohort_start", "ground"),
    "quota": ("year", "sector"),
    "social_return": ("year", "opdrachtgever"),
    "liv_by_size": ("year", "size_class"),
    "scenarios": ("scenario", "year", "sector"),
}
#: Columns of these tables with words, which are no figures.
WORDS = {"rule_set", "series_break_note", "origin", "source", "percentage_source", "reason"}
Cells = dict[tuple[str, str, str], Any]


@dataclass(frozen=True)
class Redelivered:
    """A home with a redelivery of a released year: the candidate, the release, and every delivery."""

    home: Path
    candidate: Path
    base: Path
    deliveries: Mapping[int, Delivery]


def redelivery() -> Delivery:
    """The delivery of the year once more: the lines of the three largest employers have more hours."""
    delivery = make_delivery(YEAR, 5)
    largest = {number for number, _ in Counter(line["lhnr"] for line in delivery["polis"]).most_common(3)}
    assert len(largest) == 3
    for line in delivery["polis"]:
        if line["lhnr"] in largest:
            line["aantverlu"] = int(str(line["aantverlu"])) + 40
    return delivery


@pytest.fixture(scope="module")
def made(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Redelivered:
    home = tmp_path_factory.mktemp("redelivered") / "home"
    shutil.copytree(released, home, symlinks=True)
    delivery = redelivery()
    candidate = build(home, delivery, home.parent / "later")
    deliveries = {year: make_delivery(year, 5) for year in YEARS} | {YEAR: delivery}
    return Redelivered(home, candidate, (home / "published" / "current").resolve(), deliveries)


def public_cells(side: Path) -> Cells:
    """Every cell of the compared tables that a reader sees, read with polars alone."""
    found: Cells = {}
    for mart, key in COMPARED.items():
        for row in pl.read_parquet(side / "parquet" / f"{mart}.parquet").to_dicts():
            cell = " ".join(f"{name}={row[name]}" for name in key)
            names = [name for name in row if name not in {*key, "is_total"} and not name.endswith("_status")]
            found |= {(mart, cell, name): row[name] for name in names if row.get(f"{name}_status", "vrij") == "vrij"}
    return {place: value for place, value in found.items() if value is not None}


def changed_cells(made: Redelivered) -> set[tuple[str, str, str]]:
    old, new = public_cells(made.base), public_cells(made.candidate / "public")
    return {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def released_figures(made: Redelivered) -> set[tuple[str, str, str]]:
    """The released figures that are not in the candidate as they were."""
    old = public_cells(made.base)
    return {place for place in changed_cells(made) if place in old and place[2] not in WORDS}


class Texts(HTMLParser):
    """The texts of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))


def report(made: Redelivered, name: str = "index.html") -> str:
    return (made.candidate / "internal" / "report" / name).read_text(encoding="utf-8")


def test_the_card_names_the_change_and_what_of_table_1_changes(made: Redelivered) -> None:
    figures = released_figures(made)
    of_table_1 = {place for place in figures if place[0] == "realisation"}
    assert of_table_1, "the redelivery changes table 1"
    text = " ".join(Texts(report(made)).found)
    assert f"Nieuwe levering van {YEAR}" in text
    assert f"{len(figures)} gepubliceerde cijfers wijzigen, waarvan {len(of_table_1)} in tabel 1." in text
    assert text.index("Beslissingskaart") < text.index("Op deze pagina")
    assert "Een akkoord heeft een toelichting nodig" in text
    assert manifest(made.candidate)["changed_figures"] == {"figures": len(figures), "table_1": len(of_table_1)}


def test_an_approval_without_a_note_is_refused(made: Redelivered) -> None:
    for command in ("approve", "decision"):
        refused = run(made.home, command, made.candidate.name, "--steward", "a")
        assert refused.code == 4, refused.err
        assert f"changes {len(released_figures(made))} released figures" in refused.err
        assert "needs a --note" in refused.err
    told = succeed(made.home, "decision", made.candidate.name, "--steward", "a", "--note", NOTE)
    assert "note_sha256" in told["text"]


def test_the_differences_are_those_of_the_public_tables_once_table_1_first(made: Redelivered) -> None:
    found = succeed(made.home, "diff", made.candidate.name)
    assert (found["older"], found["newer"]) == (made.base.name, made.candidate.name)
    places = [(row["mart"], row["cell"], row["column"]) for row in found["changes"]]
    assert len(places) == len(set(places)), "each figure once"
    assert set(places) == changed_cells(made)
    marts = list(dict.fromkeys(row["mart"] for row in found["changes"]))
    assert marts[0] == "realisation"
    assert marts == [name for name in COMPARED if name in marts], "by table"
    for mart in marts:
        sizes = [abs(row["relative_pct"]) for row in found["changes"] if row["mart"] == mart and row["relative_pct"]]
        assert sizes == sorted(sizes, reverse=True), "largest relative change first"
    old, new = public_cells(made.base), public_cells(made.candidate / "public")
    row, place = found["changes"][0], places[0]
    assert (row["old"], row["new"]) == (old[place], new[place]), "from what is released to the candidate"


def test_the_differences_are_told_in_twenty_lines_and_a_file(made: Redelivered) -> None:
    done = run(made.home, "diff", made.candidate.name, made.base.name)
    lines = done.out.splitlines()[:-1]
    assert lines[0].startswith(f"{made.base.name} -> {made.candidate.name}: "), "in the right order, as it is given"
    assert sum(line.startswith("  ") for line in lines) == 20
    kept = pl.read_csv(done.answer["file"], infer_schema=False)
    assert kept.height == len(done.answer["changes"]) > 20
    assert done.answer["file"] in lines[-1]


def test_a_candidate_is_named_by_its_beginning(made: Redelivered) -> None:
    short = made.candidate.name[:7]
    assert succeed(made.home, "diff", short)["newer"] == made.candidate.name
    refused = run(made.home, "diff", "20")
    assert refused.code == 2
    assert "give more of the one that you mean" in refused.err
    refused = run(made.home, "publish", str(YEAR))
    assert refused.code == 4, "of a year the candidate that awaits a decision"
    assert made.candidate.name in refused.err


def test_status_says_what_a_candidate_is_and_what_to_do(made: Redelivered) -> None:
    done = run(made.home, "status")
    row = next(one for one in done.answer["candidates"] if one["candidate"] == made.candidate.name)
    assert (row["status"], row["approvals"], row["required"]) == ("awaiting review", [], 2)
    assert row["changed"] == len(released_figures(made))
    assert f"approvals: {len(row['approvals'])} of 2" in done.out
    assert f"built {row['built_at'][:10]}" in done.out
    assert row["built_by"]
    assert f"changes {row['changed']} released figures" in done.out
    assert f"next: banenafspraak approve {made.candidate.name} --steward NAME --note" in done.out


def test_who_built_it_and_when_is_not_on_the_report(made: Redelivered) -> None:
    row = next(one for one in succeed(made.home, "status")["candidates"] if one["candidate"] == made.candidate.name)
    pages = "".join(report(made, name) for name in ("index.html", "figures.html", "en/index.html", "en/figures.html"))
    pages = re.sub(r"<style>.*?</style>", "", pages, flags=re.DOTALL)
    assert row["built_at"][:10] not in pages
    assert not re.search(rf"\b{re.escape(row['built_by'])}\b", pages)


def number(text: str) -> Fraction:
    """A number as a Dutch page has it."""
    return Fraction(text.replace("\N{MINUS SIGN}", "-").replace(".", "").replace(",", "."))


def rounded(value: Fraction | float, decimals: int = 2) -> Fraction:
    """A number with as many decimals as the page has."""
    return Fraction(oracle.half_away_from_zero(Fraction(value) * 10**decimals), 10**decimals)


class Origins(HTMLParser):
    """The rows of the tables of each figure on the page of origins: anchor -> (caption, what) -> number."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, dict[tuple[str, str], str]] = {}
        self.anchor = self.caption = self.inside = ""
        self.cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in {"caption", "th", "td"} or (tag == "span" and self.inside == "caption") else ""
        if tag == "details":
            self.anchor = str(dict(attrs)["id"])
        if tag == "caption":
            self.caption = ""
        if tag == "tr":
            self.cells = []
        if tag in {"th", "td"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if tag == "tr" and self.anchor and len(self.cells) == 3:
            self.found.setdefault(self.anchor, {})[self.caption, self.cells[0]] = self.cells[1]
        if tag == "details":
            self.anchor = ""

    def handle_data(self, data: str) -> None:
        if self.inside in {"th", "td"}:
            self.cells[-1] += data
        if self.inside == "span":
            self.caption += data.strip()


def shown(made: Redelivered) -> dict[str, dict[tuple[str, str], str]]:
    return Origins(report(made, "figures.html")).found


PER_JOB = "Formele dienstverbanden: uren gedeeld door uren per baan"


def test_table_1_is_recomputed_from_the_deliveries(made: Redelivered) -> None:
    """Of each cell: hours, pool, key, jobs, nulmeting and extra jobs, as the oracle has them."""
    years = oracle.years_of(made.deliveries.values())
    now, before, pages = years.level(YEAR), years.nulmeting(YEAR), shown(made)
    for sector in oracle.SECTORS:
        for form in oracle.FORMS:
            page = pages[f"realisation-{YEAR}-{sector}-{form}"]
            figures = f"Cijfers {YEAR}: één keer afgerond"
            level, baseline = now.jobs(sector, form), before.jobs(sector, form)
            extra = level - baseline
            expected = {
                (figures, "Aantal banen, onafgerond"): rounded(level),
                (figures, "Aantal banen"): rounded(level, 0),
                (figures, "Nulmeting, onafgerond"): rounded(baseline),
                (figures, "Nulmeting"): rounded(baseline, 0),
                (figures, "Extra banen, onafgerond: aantal banen min nulmeting"): rounded(extra),
                (figures, "Extra banen"): rounded(extra, 0),
            }
            for year, measured in ((YEAR, now), (2012, before)):
                expected |= hours_of(year, measured, sector, form)
            assert {what: number(page[what]) for what in expected} == expected, (sector, form)


def hours_of(year: int, measured: oracle.Measurement, sector: str, form: str) -> dict[tuple[str, str], Fraction]:
    """What the page must say of the hours behind a level, and of what is made of them."""
    expected: dict[tuple[str, str], Fraction] = {}
    jobs = f"Aantal banen {year}"
    if form != LOAN:
        hours = measured.hours(sector, FORMAL)
        caption = f"Verloonde uren in december {year}, formele dienstverbanden"
        expected[caption, "Uren die meetellen"] = rounded(hours)
        expected[jobs, PER_JOB] = rounded(hours / oracle.HOURS_PER_JOB)
    if form != FORMAL:
        pool = f"Van uren naar pool, en de verdeelsleutel {year}"
        national = f"Verloonde uren in december {year}, inleenverbanden (heel Nederland)"
        expected[national, "Uren die meetellen"] = rounded(measured.loan_hours)
        expected[pool, "Pool: uren gedeeld door uren per baan"] = rounded(measured.loan_hours / oracle.HOURS_PER_JOB)
        for one, called in ((oracle.MARKET, "Markt"), (oracle.GOVERNMENT, "Overheid")):
            expected[pool, f"Verdeelsleutel: sector: {called}"] = 100 * measured.key.applied(one)
            if sector in (one, oracle.WHOLE):
                what = f"Inleenverbanden: pool maal verdeelsleutel: sector: {called}"
                expected[jobs, what] = rounded(measured.jobs(one, LOAN))
    return expected


def test_sub_sectors_and_the_key_are_recomputed_from_the_deliveries(made: Redelivered) -> None:
    pages, figures = shown(made), f"Cijfers {YEAR}: één keer afgerond"
    rows = oracle_analyses.government_sectors_rows(made.deliveries[YEAR])
    with_data = [row for row in rows if row["has_data"]]
    assert with_data
    assert len(rows) + 9 + 2 >= 20, "so many cells are recomputed"
    for row in rows:
        page = pages.get(f"government_sectors-{YEAR}-{row['overheidssector']}", {})
        jobs = page.get((figures, PER_JOB))
        assert (jobs is None) is (not row["has_data"]), row
        if jobs is not None:
            exact = row["formal_jobs_exact"]
            assert isinstance(exact, float)
            assert number(jobs) == rounded(exact)
            assert number(page[figures, "Aantal banen"]) == row["formal_jobs"]
            caption = f"Verloonde uren in december {YEAR}, formele dienstverbanden"
            assert number(page[caption, "Geteld"]) == row["persons"]
            assert abs(number(page[caption, "Uren die meetellen"]) / oracle.HOURS_PER_JOB - Fraction(exact)) < 1e-3
    lenders = oracle.responding_lenders(made.deliveries[YEAR]["verdeelsleutel"])
    weighted = {
        "Overheid": sum(one.government * Fraction(one.population, len(of)) for of in lenders.values() for one in of),
        "Markt": sum(
            (one.total - one.government) * Fraction(one.population, len(of)) for of in lenders.values() for one in of
        ),
    }
    for sector, called in (("overheid", "Overheid"), ("markt", "Markt")):
        page, caption = pages[f"allocation_key-{YEAR}-{sector}"], f"Van gewogen uren naar verdeelsleutel {YEAR}"
        share = 100 * Fraction(weighted[called]) / sum(weighted.values())
        assert number(page[caption, "Aandeel, onafgerond"]) == rounded(share, 4)
        assert number(page[caption, "Verdeelsleutel"]) == rounded(share, 1)
        for one, hours in weighted.items():
            assert number(page[caption, f"Gewogen uren van de respondenten: sector: {one}"]) == rounded(hours)


def test_every_file_behind_the_figures_is_named_with_its_digest(made: Redelivered) -> None:
    """Those of the year and of the nulmeting, which another release measured; on no public page."""
    text = report(made, "figures.html")
    behind = {"polis", "doelgroepregister", "werkgevers", "verdeelsleutel", "wsw_detacheringen", "opgaven"}
    first = next(one for one in (made.home / "internal" / "releases").iterdir() if one.name.startswith("2012-"))
    baseline = manifest(made.home / "published" / "releases" / first.name)
    delivered = [*manifest(made.candidate)["deliveries"], *baseline["deliveries"]]
    files = [one for one in delivered if one["table"] in behind]
    assert {one["year"] for one in files} == {YEAR, 2012}
    missing = [one["name"] for one in files if one["sha256"] not in text]
    assert set(missing) <= {one["name"] for one in files if one["table"] == "opgaven"}
    public = [path for path in (made.candidate / "public").rglob("*") if path.is_file()]
    assert public
    assert not [path for path in public if path.name == "figures.html"]
    assert not [path for path in public if files[0]["sha256"].encode() in path.read_bytes()]


def test_the_lineage_of_a_figure_is_asked_by_its_cell(made: Redelivered) -> None:
    from flows.lineage import EXPLAINED, lineage
    from warehouse.errors import WrongUseError
    from warehouse.home import Home

    home, name = Home(made.home), made.candidate.name
    found = lineage(home, name, "realisation", f"year={YEAR} sector=markt form=inleen")
    assert found == lineage(home, name, "realisation", {"form": "inleen", "year": str(YEAR), "sector": "markt"})
    assert [step.year for step in found.steps if step.name == "pool"] == [YEAR, 2012]
    published = lineage(home, name, "realisation", "year=2016 sector=totaal form=totaal")
    assert [step.name for step in published.steps] == ["published"]
    assert set(EXPLAINED) == {"realisation", "government_sectors", "allocation_key"}
    for mart, cell in (("quality", ""), ("realisation", "year=1999 sector=markt form=inleen"), ("realisation", "x")):
        with pytest.raises(WrongUseError):
            lineage(home, name, mart, cell)


def test_two_candidates_of_one_year_are_compared(made: Redelivered) -> None:
    """With an earlier candidate of the same year, also after a byte of it changed: then it is refused."""
    from flows import comparison
    from warehouse import releases
    from warehouse.home import Home

    home = Home(made.home)
    others = comparison.of_same_year(home, releases.candidate(home, made.candidate.name))
    assert len(others) == 1
    found = succeed(made.home, "diff", others[0], made.candidate.name)
    assert (found["older"], found["newer"]) == (others[0], made.candidate.name)


def test_a_changed_candidate_is_not_awaiting_review(made: Redelivered, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(made.home, home, symlinks=True)
    mart = home / "candidates" / made.candidate.name / "public" / "parquet" / "realisation.parquet"
    mart.chmod(0o600)
    mart.write_bytes(mart.read_bytes() + b"x")
    done = run(home, "status")
    row = next(one for one in done.answer["candidates"] if one["candidate"] == made.candidate.name)
    assert row["fault"] == "public/parquet/realisation.parquet"
    assert f"{made.candidate.name}  changed since it was built" in done.out
    for command in (("diff", made.candidate.name), ("approve", made.candidate.name, "--steward", "a", "--note", "b")):
        assert run(home, *command).code == 4


def test_releases_say_when_and_by_whom(made: Redelivered) -> None:
    done = run(made.home, "releases")
    row = next(one for one in done.answer["releases"] if one["current"])
    assert f"* {made.base.name}  years 2012, 2021–2023" in done.out
    assert f"published {row['published_at'][:10]}" in done.out
    assert "approved by Steward Een, Steward Twee" in done.out

"""The step protect on releases of a few rows: kept years, earlier releases, refusals, and what stewards are told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from flows.protection import Asked, Earlier, Result, protect_release, public_differences, public_revisions
from flows.secrecy import COUNTED, summary, withheld_cells
from tests.support.small_marts import Row
from tests.support.small_releases import (
    Rows,
    as_earlier,
    asked,
    government,
    liv,
    of_regions,
    size_class,
    statuses,
    target_group,
)
from transforms.protection.declared import Figure, Moved, Ratio
from transforms.protection.rules import Rule
from transforms.protection.system import Status
from warehouse import tables
from warehouse.errors import ProtectionError
from warehouse.registry.facts import STATUSES
from warehouse.registry.marts import MARTS
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.settings import Disclosure

DEFAULT = Disclosure()
OPEN = Disclosure(min_persons=1, min_employers=1, dominance_p=Decimal(0))


def told(result: Result, settings: dict[int, Disclosure] | None = None) -> Any:
    """What stewards are told of a release of which 2023 was built."""
    return summary(result, settings or {2023: DEFAULT}, [2023])


def two(of_2022: tuple[list[Row], list[Row]], of_2023: tuple[list[Row], list[Row]]) -> tuple[Rows, list[Row]]:
    return {"target_group": [*of_2022[0], *of_2023[0]]}, [*of_2022[1], *of_2023[1]]


# --- one release --------------------------------------------------------------------------------------------


def test_without_small_figures_all_is_free_and_equal_but_for_rounding() -> None:
    rows, of = target_group(a=(300, 100), b=(200, 62))
    result = protect_release(asked({"target_group": rows}, of))
    assert set(result.disclosure["status"]) == {"vrij"}
    assert set(result.disclosure["rule"]) == {None}
    assert of_regions(result, "working") == [100, 60, 160]
    assert of_regions(result, "working_pct") == [33.3, 30.0, 32.0]
    assert result.report.passed


def test_small_figures_are_withheld_with_their_rule_and_others_besides() -> None:
    rows, of = target_group(a=(300, 4), b=(200, 62), c=(900, 400))
    result = protect_release(asked({"target_group": rows}, of))
    expected = [("primair", "P1"), ("secundair", "S"), ("vrij", None), ("vrij", None)]
    assert statuses(result, "target_group", "working") == expected
    assert statuses(result, "target_group", "working_pct") == expected
    assert [status for status, _ in statuses(result, "target_group", "level_jobs")] == [one for one, _ in expected]
    assert statuses(result, "target_group", "registered") == [("vrij", None)] * 4
    assert of_regions(result, "working") == [None, None, 400, 465]


def test_every_figure_has_a_status_in_the_fact_and_marts_are_as_the_registry_says() -> None:
    rows, of = target_group(a=(300, 100), b=(200, 62))
    result = protect_release(asked({"target_group": rows}, of))
    columns = [
        name
        for name, one in MARTS["target_group"].protection.columns.items()
        if isinstance(one, Figure | Moved | Ratio)
    ]
    assert result.disclosure.height == len(rows) * len(columns)
    assert set(result.disclosure["column"]) == set(columns)
    assert result.disclosure.schema == tables.empty(STATUSES).schema
    for name, frame in result.marts.items():
        assert frame.schema == tables.empty(PUBLIC_MARTS[name]).schema


def test_an_empty_release_is_protected() -> None:
    result = protect_release(asked({}, []))
    assert result.disclosure.is_empty()
    assert result.report.tried == 0


# --- kept years ---------------------------------------------------------------------------------------------


def kept_and_built(settings: dict[int, Disclosure]) -> tuple[Result, Result]:
    """2022 by itself, and 2023 built on it with figures of its own that are small."""
    of_2022 = target_group(2022, a=(300, 4), b=(200, 62), c=(900, 400))
    of_2023 = target_group(2023, a=(310, 70), b=(200, 3), c=(900, 410))
    first_asked = asked({"target_group": of_2022[0]}, of_2022[1], [2022], settings={2022: settings[2022]})
    first = protect_release(first_asked)
    rows, of = two(of_2022, of_2023)
    return first, protect_release(asked(rows, of, [2023], settings=settings, kept=first.disclosure))


@pytest.mark.parametrize("now", [DEFAULT, Disclosure(min_persons=80), OPEN])
def test_a_kept_year_keeps_its_statuses_and_rules(now: Disclosure) -> None:
    """Also next to the year that is built: a cohort reaches two years back, other marts do not."""
    first, second = kept_and_built({2022: DEFAULT, 2023: now})
    assert second.disclosure.filter(pl.col("year") == 2022).equals(first.disclosure)
    decisions = {key: one.status for key, one in second.protected.decisions.items() if key[0] == "2022"}
    assert decisions == first.protected.statuses
    before = first.marts["target_group"]
    assert second.marts["target_group"].filter(pl.col("year") == 2022).equals(before)


def test_statuses_of_a_kept_year_are_not_decided_again() -> None:
    """Other figures of 2022 were withheld than would be chosen now; they stay, in the fact and for readers."""
    first, _ = kept_and_built({2022: DEFAULT, 2023: DEFAULT})
    swapped = pl.col("key").str.replace("=b$", "=_").str.replace("=c$", "=b").str.replace("=_$", "=c")
    kept = first.disclosure.with_columns(key=swapped).sort("year", "mart", "key", "column")
    rows, of = two(target_group(2022, a=(300, 4), b=(200, 62), c=(900, 400)), target_group(2023, a=(310, 70)))
    done = protect_release(asked(rows, of, [2023], settings={2022: DEFAULT, 2023: DEFAULT}, kept=kept))
    assert done.disclosure.filter(pl.col("year") == 2022).equals(kept)
    assert of_regions(done, "working") == [None, 60, None, 465, 70, 70]


def test_a_kept_year_is_rounded_under_its_own_settings() -> None:
    _, second = kept_and_built({2022: Disclosure(round_persons_to=1), 2023: Disclosure(round_persons_to=20)})
    mart = second.marts["target_group"].filter(arbeidsmarktregio="c", ground="totaal")
    assert mart.select("year", "working").rows() == [(2022, 400), (2023, 420)]


# --- earlier releases ---------------------------------------------------------------------------------------


def test_what_an_earlier_release_withheld_stays_withheld() -> None:
    rows, of = target_group(a=(300, 4), b=(200, 62), c=(900, 400))
    before = asked({"target_group": rows}, of)
    first = protect_release(before)
    rows, of = target_group(a=(300, 54), b=(200, 62), c=(900, 400))
    again = protect_release(asked({"target_group": rows}, of, earlier=[as_earlier("r1", before, first)]))
    assert statuses(again, "target_group", "working") == [("eerder", None)] * 2 + [("vrij", None)] * 2
    assert of_regions(again, "working") == [None, None, 400, 515]


def test_what_was_published_as_it_is_counts_as_known() -> None:
    """Withholding it is too late; it is withheld all the same, and nothing else for its sake."""
    rows, of = liv(size_class("a", 2), size_class("b", 40), size_class("c", 50))
    before = asked(rows, of, settings={2023: OPEN})
    first = protect_release(before)
    assert set(first.disclosure["status"]) == {"vrij"}
    again = protect_release(asked(rows, of, earlier=[as_earlier("r1", before, first)]))
    assert statuses(again, "liv_by_size", "employers") == [("primair", "P3"), ("vrij", None), ("vrij", None)]
    assert set(again.protected.known.values()) == {"r1"}
    assert {key[2] for key in again.protected.known} == {"size_class=a"}


# --- refusals -----------------------------------------------------------------------------------------------


def refusal(of: Asked) -> str:
    with pytest.raises(ProtectionError) as refused:
        protect_release(of)
    said = str(refused.value)
    assert refused.value.exit_code == 6
    assert "\n" not in said
    return said


def published_too_much(values: Sequence[int]) -> Asked:
    """A class becomes small; the other was published before and is what it was, and all together are known."""
    small, large, much = values
    rows, of = liv(size_class("a", much), size_class("b", large))
    before = asked(rows, of)
    first = protect_release(before)
    rows, of = liv(size_class("a", small), size_class("b", large))
    return asked(rows, of, earlier=[as_earlier("R-2024-01", before, first)])


def test_a_release_that_an_earlier_one_gives_away_is_refused() -> None:
    said = refusal(published_too_much((2, 47, 59)))
    assert said.startswith("disclosure control: 2 figures of liv_by_size 2023 cannot be protected")
    assert "for release R-2024-01 published what they follow from" in said
    assert "publish less detail" in said
    assert not any(value in said for value in ("47", "59", "47000", "59000", "2000"))


def test_years_without_base_counts_are_named() -> None:
    rows, of = two(target_group(2022, a=(317, 118)), target_group(2023, a=(317, 118)))
    of_2023 = [row for row in of if row["year"] == 2023]
    said = refusal(asked(rows, of_2023))
    assert "--years 2022" in said
    assert "2023" not in said
    assert "--years 2022,2023" in refusal(asked(rows, []))
    assert not any(value in said for value in ("317", "118"))


def test_a_row_without_its_base_counts_is_not_published_as_if_it_broke_no_rule() -> None:
    rows, of = target_group(a=(300, 4), b=(200, 62))
    assert "--years 2023" in refusal(asked({"target_group": rows}, of[1:]))


def test_out_of_time_is_said() -> None:
    rows, of = target_group(a=(300, 4), b=(200, 62), c=(900, 400))
    hasty = DEFAULT.model_copy(update={"seconds": 0})
    said = refusal(asked({"target_group": rows}, of, settings={2023: hasty}))
    assert said == "disclosure control: not done within 0 s; raise seconds in [disclosure]"


# --- the law comes first ------------------------------------------------------------------------------------


def test_a_sub_sector_that_is_the_legal_total_is_withheld_and_told_of() -> None:
    rows, of = government(3, 2, rijk=(3, 2))
    result = protect_release(asked(rows, of))
    assert statuses(result, "government_sectors", "formal_jobs") == [("primair", "P1")]
    assert result.marts["government_sectors"]["formal_jobs"].to_list() == [None]
    assert result.marts["realisation"]["level_jobs"].to_list() == [2]
    assert result.report.passed
    followed = [key for key in result.protected.from_law if key[1] == "government_sectors"]
    assert followed != []
    warnings = told(result)["warnings"]
    assert {(one["kind"], one["mart"]) for one in warnings} >= {
        ("legal", "government_sectors"),
        ("legal", "realisation"),
    }
    assert result.legal["2023", "realisation", "sector=overheid;form=formeel", "level_jobs"] is Rule.PEOPLE


def test_sub_sectors_that_hide_each_other_follow_from_no_law() -> None:
    rows, of = government(150, 102, rijk=(4, 2), gemeenten=(146, 100))
    result = protect_release(asked(rows, of))
    assert result.protected.from_law == ()
    assert statuses(result, "government_sectors", "formal_jobs") == [("secundair", "S"), ("primair", "P1")]
    assert [one for one in told(result)["warnings"] if one["kind"] == "legal"] == []


# --- copies: revisions and differences ------------------------------------------------------------------------


def rebuilt(before: tuple[int, int], after: tuple[int, int]) -> tuple[Result, Result]:
    rows, of = target_group(2022, a=(300, 4), b=(200, 62), c=(900, 400))
    year = asked({"target_group": rows}, of, [2022])
    kept = protect_release(year)
    releases: list[tuple[Result, Earlier]] = []
    for working in (before, after):
        two_years = two((rows, of), target_group(2023, a=(300, working[0]), b=(200, working[1]), c=(900, 400)))
        earlier: list[Earlier] = [releases[0][1]] if releases else []
        this = asked(*two_years, [2023], settings={2022: DEFAULT, 2023: DEFAULT}, kept=kept.disclosure, earlier=earlier)
        done = protect_release(this)
        releases.append((done, as_earlier("r1", this, done)))
    return releases[0][0], releases[1][0]


def with_copies(result: Result) -> dict[str, pl.DataFrame]:
    """The public marts of a release without what copies them."""
    return {name: tables.empty(mart) for name, mart in PUBLIC_MARTS.items()} | result.marts


def test_revisions_tell_withheld_figures_of_the_year_built_again_whether_changed_or_not() -> None:
    about = {"release": "r2", "supersedes": "r1", "change_type": "revision"}
    first, changed = rebuilt((4, 62), (5, 62))
    same = rebuilt((4, 62), (4, 62))[1]
    rows = [public_revisions(one.marts, with_copies(first), [2023], about) for one in (changed, same)]
    secret = [frame.filter(pl.col("old_status") == "geheim") for frame in rows]
    assert secret[0].equals(secret[1])
    assert set(secret[0]["cell"]) == {
        f"year=2023 ground={ground} arbeidsmarktregio={name}" for name in "ab" for ground in ("totaal", "wajong")
    }
    assert [one for one in secret[0]["cell"] if "2022" in one] == []
    assert set(secret[0].select("old", "new", "difference").row(0)) == {None}


def test_without_an_earlier_release_nothing_is_revised() -> None:
    first, _ = rebuilt((4, 62), (4, 62))
    about = {"release": "r1", "supersedes": None, "change_type": None}
    assert public_revisions(first.marts, None, [2023], about).is_empty()
    assert public_revisions(first.marts, with_copies(first), [2023], about).is_empty()
    assert public_differences(first.marts, None, [2023]).is_empty()


def test_differences_hold_no_value_of_what_is_withheld() -> None:
    first, changed = rebuilt((4, 62), (5, 62))
    found = public_differences(with_copies(changed), with_copies(first), [2023])
    secret = found.filter(pl.col("cell").str.ends_with("=a"), pl.col("column") == "working")
    assert secret.select("old", "new", "difference").rows() == [(None, None, None)] * 2


def test_that_a_new_row_is_a_total_is_no_change_of_a_figure() -> None:
    first, _ = rebuilt((4, 62), (4, 62))
    before = {name: frame.clear() for name, frame in with_copies(first).items()}
    found = public_differences(with_copies(first), before, [2023])
    assert "registered" in set(found["column"])
    assert "is_total" not in set(found["column"])


# --- what stewards are told -----------------------------------------------------------------------------------


def some_withheld() -> Result:
    rows, of = target_group(a=(300, 4), b=(200, 62), c=(900, 400), d=(300, 80))
    more, also = liv(size_class("a", 2), size_class("b", 40), size_class("c", 50))
    return protect_release(asked({"target_group": rows} | dict(more), [*of, *also]))


def test_figures_by_rule_add_up() -> None:
    by_mart = told(some_withheld())["by_mart"]
    assert {row["mart"] for row in by_mart} == {"target_group", "liv_by_size"}
    for row in by_mart:
        assert sum(row[rule] for rule in (*Rule, "earlier")) == row["withheld"]
        assert row["share_pct"] == pytest.approx(100 * row["withheld"] / row["figures"])
    of_group = next(row for row in by_mart if row["mart"] == "target_group")
    assert (of_group["figures"], of_group["P1"], of_group["S"], of_group["withheld"]) == (40, 6, 6, 12)
    assert of_group["widest_loss"] == "circa 60 personen"


def test_what_was_withheld_before_is_counted_by_itself() -> None:
    rows, of = target_group(a=(300, 4), b=(200, 62), c=(900, 400))
    before = asked({"target_group": rows}, of)
    rows, of = target_group(a=(300, 54), b=(200, 62), c=(900, 400))
    earlier = [as_earlier("r1", before, protect_release(before))]
    result = protect_release(asked({"target_group": rows}, of, earlier=earlier))
    (row,) = told(result)["by_mart"]
    assert (row["earlier"], row["withheld"], row["widest_loss"]) == (12, 12, "")


def kinds(result: Result, settings: dict[int, Disclosure]) -> list[tuple[Any, ...]]:
    found = told(result, settings)["warnings"]
    return [(one["kind"], one["year"], one["mart"], one["key"]) for one in found]


def test_much_withheld_is_told() -> None:
    result = some_withheld()
    share = [one for one in told(result)["warnings"] if one["kind"] == "share"]
    assert {one["mart"]: round(one["pct"]) for one in share} == {"target_group": 30, "liv_by_size": 67}


@pytest.mark.parametrize(("withheld", "told"), [(0, False), (1, False), (2, True)])
def test_much_is_more_than_a_tenth(withheld: int, told: bool) -> None:
    rows, of = target_group(a=(300, 100), b=(200, 62))
    result = protect_release(asked({"target_group": rows}, of))
    keys = [(2023, "quality", f"k={n}", "failed_rows") for n in range(10)]
    facts = [
        (*key, "primair" if n < withheld else "vrij", "P1" if n < withheld else None) for n, key in enumerate(keys)
    ]
    other = replace(result, disclosure=pl.DataFrame(facts, schema=result.disclosure.schema, orient="row"))
    assert (("share", 2023, "quality", "") in kinds(other, {2023: DEFAULT})) is told


def test_thresholds_that_differ_between_years_are_told() -> None:
    rows, of = target_group(a=(300, 100), b=(200, 62))
    result = protect_release(asked({"target_group": rows}, of))
    settings = {2021: DEFAULT, 2022: Disclosure(min_persons=5, round_euros_to=1), 2023: DEFAULT}
    assert kinds(result, settings) == [("changed", 2022, "", "min_persons"), ("changed", 2022, "", "round_euros_to")]
    assert kinds(result, dict.fromkeys(settings, DEFAULT)) == []
    listed = told(result, settings)["thresholds"]
    assert len(listed) == 3 * len(Disclosure.model_fields)
    assert {"year": 2022, "name": "min_persons", "value": "5", "source": "ACRO, `safe_threshold`"} in listed


def test_the_audit_is_told() -> None:
    audit = told(some_withheld())["audit"]
    assert isinstance(audit, dict)
    assert audit["tried"] > 0
    assert audit["low"] <= audit["needed_low"] <= audit["needed_high"] <= audit["high"]
    rows, of = target_group(a=(300, 100), b=(200, 62))
    nothing = protect_release(asked({"target_group": rows}, of))
    assert told(nothing)["audit"] == {"tried": 0, "solved": 0, "rounds": 1}


def test_the_summary_is_written_as_it_is() -> None:
    found = told(some_withheld(), {2022: OPEN, 2023: DEFAULT})
    assert json.loads(json.dumps(found)) == found


def test_the_list_of_withheld_figures_says_what_they_rest_on() -> None:
    found = withheld_cells(some_withheld())
    assert found.columns == ["year", "mart", "key", "column", "status", "rule", *COUNTED]
    working = found.filter(column="working").filter(pl.col("key").str.starts_with("ground=totaal")).sort("key")
    assert working.select("status", "rule", "persons", "complement_persons").rows() == [
        ("primair", "P1", 4.0, 296.0),
        ("secundair", "S", 62.0, 138.0),
    ]
    euro = found.filter(pl.col("column") == "amount_eur").sort("key").row(0, named=True)
    assert (euro["employers"], euro["largest"], euro["total"]) == (2.0, 1000.0, 2000.0)
    assert Status.FREE.value not in set(found["status"])
    empty = withheld_cells(protect_release(asked({}, [])))
    assert (empty.height, empty.schema) == (0, found.schema)

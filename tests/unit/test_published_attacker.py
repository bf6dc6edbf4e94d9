"""The attacker on published files finds what can be found on paper, and nothing where all is well protected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.published_attacker import Attacker, Rules, attack
from tests.support.published_by_hand import (
    PEOPLE,
    REGISTER,
    SQUARE,
    ByHand,
    names,
    place,
    register_release,
)
from tests.support.published_files import Release, Row

SMALL = ("target_group", place("pw", "1"), PEOPLE)
AT = "2023/target_group/ground=pw;arbeidsmarktregio=1"


def test_a_small_cell_that_is_published_is_found(tmp_path: Path) -> None:
    found = attack(register_release().write(tmp_path))
    assert f"P1 published: {AT}/registered" in found
    assert f"P1 published: {AT}/working" in found
    assert f"P1 published: {AT}/level_jobs" in found
    assert not [one for one in found if AT not in one]


def test_a_small_cell_that_is_withheld_alone_follows_from_its_totals(tmp_path: Path) -> None:
    release = register_release().hide(SMALL).write(tmp_path)
    found = attack(release)
    assert {f"P1 narrow: {AT}/{column}" for column in ("registered", "working", "level_jobs")} <= set(found)
    assert f"P2 narrow: {AT}/not:working" in found
    assert Attacker(release).interval((2023, "target_group", place("pw", "1"), "working")) == pytest.approx((2, 2))


def test_a_square_of_withheld_cells_is_well_protected(tmp_path: Path) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    assert attack(release) == []
    by_hand = Attacker(release).interval((2023, "target_group", place("pw", "1"), "registered"))
    assert by_hand == pytest.approx((1, 34))  # its row shows somebody, and so does that of wajong in a region of 35
    assert Attacker(release).figures.broken == []


@pytest.mark.parametrize("free", [("pw", "2"), ("wajong", "1"), ("wajong", "2")])
@pytest.mark.parametrize("columns", [PEOPLE, ("registered",), ("working",), ("level_jobs",)])
def test_one_cell_set_free_is_found(tmp_path: Path, free: tuple[str, str], columns: tuple[str, ...]) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    found = attack(release.with_free(names(2023, ("target_group", place(*free), columns))))
    assert [one for one in found if "narrow" in one and AT in one]


def test_cells_that_are_withheld_together_but_hold_too_few_are_found(tmp_path: Path) -> None:
    """In pw two regions of three and two people: an insider of one knows the other."""
    register = {**REGISTER, ("pw", "2"): (4, 2), ("pw", "3"): (40, 20), ("wajong", "3"): (60, 30)}
    cells = [("target_group", place(*one), PEOPLE) for one in register if one[1] != "3"]
    found = attack(register_release(register).hide(*cells).write(tmp_path))
    assert f"too few together: {AT}/registered" in found


def test_nobody_at_work_is_found_and_harmless_zeros_are_not(tmp_path: Path) -> None:
    register = {**REGISTER, ("pw", "1"): (30, 0)}
    release = register_release(register).write(tmp_path)
    assert f"P2 published: {AT}/working" in attack(release)
    assert attack(release, rules=Rules(zeros_disclose=False)) == []


def test_few_who_do_not_work_are_found(tmp_path: Path) -> None:
    release = register_release({**REGISTER, ("pw", "1"): (30, 28)}).write(tmp_path)
    assert [one for one in attack(release) if "P2 published" in one and f"{AT}/working" in one]


def test_a_percentage_tells_the_figure_beside_it(tmp_path: Path) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    freed = release.with_free(names(2023, *[("target_group", place(*one), ("working_pct",)) for one in REGISTER]))
    assert [one for one in attack(freed) if "narrow" in one]


def test_a_copy_tells_the_figure(tmp_path: Path) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    rows = [
        {**row, "value": 5.0} if row["measure"].endswith("registered") and "=pw;" in row["dimensions"] else row
        for row in release.public["observations"]
    ]
    found = attack(replace(release, public={**release.public, "observations": rows}))
    assert f"P1 published: {AT}/registered" in found
    assert f"copied otherwise: {AT}/registered" in found


# --- employers ----------------------------------------------------------------------------------------------


def benefits(employers: dict[str, int], dominated: str = "") -> ByHand:
    """The mart `liv_by_size`: 1,000,000 euro for each employer; one class with nearly all at one employer."""
    rows: list[Row] = []
    counts = []
    for size, many in employers.items():
        total = 1_000_000.0 * many
        rows.append({"year": 2023, "size_class": size, "employers": many, "amount_eur": total})
        largest, second = (0.98 * total, 0.01 * total) if size == dominated else (1e6, 1e6 if many > 1 else 0.0)
        given = {"employers": many, "public_employers": 0, "largest": largest, "second": second, "total": total}
        counts.append(("liv_by_size", f"size_class={size}", "euro", given))
    return ByHand({"liv_by_size": rows}, tuple(counts))


BOTH = ("employers", "amount_eur")


def size(name: str) -> tuple[str, str, tuple[str, ...]]:
    return ("liv_by_size", f"size_class={name}", BOTH)


def test_one_employer_is_found_and_needs_another_class_beside_it(tmp_path: Path) -> None:
    country = benefits({"klein": 1, "midden": 12, "groot": 20})
    assert "P3 published: 2023/liv_by_size/size_class=klein/amount_eur" in attack(country.write(tmp_path / "a"))
    alone = attack(country.hide(size("klein")).write(tmp_path / "b"))
    assert "P3 narrow: 2023/liv_by_size/size_class=klein/amount_eur" in alone
    assert "too few employers together: 2023/liv_by_size/size_class=klein/employers" in alone
    assert attack(country.hide(size("klein"), size("midden")).write(tmp_path / "c")) == []


def test_a_dominated_amount_needs_room_both_ways(tmp_path: Path) -> None:
    """U is 10% of 98% less 1%: 8.8% of 12 million; one employer's million beside it is too little downwards."""
    country = benefits({"klein": 3, "midden": 12, "groot": 20}, dominated="midden")
    found = attack(country.hide(size("midden")).write(tmp_path / "a"))
    assert "P4 narrow: 2023/liv_by_size/size_class=midden/amount_eur" in found
    assert attack(country.hide(size("midden"), size("groot")).write(tmp_path / "b")) == []
    little = replace(country, marts={"liv_by_size": [small(row) for row in country.marts["liv_by_size"]]})
    beside = attack(little.hide(size("midden"), size("klein")).write(tmp_path / "c"))
    assert "P4 narrow: 2023/liv_by_size/size_class=midden/amount_eur" in beside


def small(row: Row) -> Row:
    return {**row, "amount_eur": 300_000.0} if row["size_class"] == "klein" else row


def test_employers_of_the_government_have_no_objection_unless_protected(tmp_path: Path) -> None:
    rows: list[Row] = [{"year": 2023, "sector": "overheid", "employers_liable": 2, "shortage_jobs": 40.0}]
    given = {"employers": 2, "public_employers": 2, "largest": 30.0, "second": 10.0, "total": 40.0}
    counts = tuple(("quota", "sector=overheid", measure, given) for measure in ("liable", "shortages"))
    release = ByHand({"quota": rows}, counts).write(tmp_path)
    assert attack(release) == []
    assert len(attack(release, rules=Rules(protect_public_bodies=True))) == 3


# --- government ---------------------------------------------------------------------------------------------


def government(few: int = 2) -> ByHand:
    """Two sub-sectors, and three ministries of which one rests on few people."""
    ministries = {"SZW": (30.0, 40), "BZK": (25.0, 40), "FIN": (float(few), few)}
    rijk = sum(jobs for jobs, _ in ministries.values())
    sectors = {"rijk": (rijk, 82), "gemeenten": (200.0, 300)}
    marts: dict[str, list[Row]] = {
        "ministries": [of("ministerie", name, jobs) for name, (jobs, _) in ministries.items()],
        "government_sectors": [
            {**of("overheidssector", name, jobs), "persons": many} for name, (jobs, many) in sectors.items()
        ],
        "realisation": [
            {"year": 2023, "sector": "overheid", "form": "formeel", "persons": 380, **exactly(rijk + 200.0)},
        ],
    }
    counts = [("ministries", f"ministerie={name}", "hours", public(*one)) for name, one in ministries.items()]
    counts += [
        ("government_sectors", f"overheidssector={name}", "hours", public(*one)) for name, one in sectors.items()
    ]
    return ByHand(marts, tuple(counts))


def of(column: str, name: str, jobs: float) -> Row:
    return {"year": 2023, column: name, **exactly(jobs), "opgave_jobs": 50, "realisation_pct": round(jobs * 2, 1)}


def exactly(jobs: float) -> Row:
    return {"formal_jobs_exact": jobs, "formal_jobs": round(jobs)}


def public(jobs: float, people: int) -> dict[str, float]:
    hours = jobs * 110.92
    return {"persons": people, "employers": 1, "public_employers": 1, "largest": hours, "second": 0.0, "total": hours}


def test_a_ministry_of_two_people_is_found_and_needs_another_beside_it(tmp_path: Path) -> None:
    fin, bzk = (("ministries", f"ministerie={name}", ("formal_jobs", "realisation_pct")) for name in ("FIN", "BZK"))
    place_of = "2023/ministries/ministerie=FIN/formal_jobs"
    assert attack(government().write(tmp_path / "a")) == [f"P1 published: {place_of}"]
    alone = attack(government().hide(fin).write(tmp_path / "b"))
    assert alone == [f"P1 narrow: {place_of}", f"too few together: {place_of}"]
    assert attack(government().hide(fin, bzk).write(tmp_path / "c")) == []
    torn = government().hide((*fin[:2], ("formal_jobs",)), bzk).write(tmp_path / "d")
    assert f"P1 published: {place_of}" in attack(torn)


# --- the cohort ---------------------------------------------------------------------------------------------


def cohort() -> ByHand:
    grounds = {"pw": (50, 4, 20), "wajong": (60, 20, 20), "wsw": (70, 25, 20), "totaal": (180, 49, 60)}
    rows: list[Row] = [
        {
            "cohort_start": 2023,
            "ground": ground,
            "persons": persons,
            "never_worked": never,
            "never_worked_pct": round(never * 100 / persons, 1),
            "under_12_months": under,
            "under_12_months_pct": round(under * 100 / persons, 1),
        }
        for ground, (persons, never, under) in grounds.items()
    ]
    return ByHand({"participation_cohort": rows})


def test_few_who_never_worked_are_found(tmp_path: Path) -> None:
    never = ("never_worked", "never_worked_pct")
    pw, wsw = (("participation_cohort", f"ground={name}", never) for name in ("pw", "wsw"))
    assert attack(cohort().write(tmp_path / "a")) == ["P1 published: 2023/participation_cohort/ground=pw/never_worked"]
    assert "P1 narrow: 2023/participation_cohort/ground=pw/never_worked" in attack(
        cohort().hide(pw).write(tmp_path / "b")
    )
    assert attack(cohort().hide(pw, wsw).write(tmp_path / "c")) == []


# --- scenarios and social return ----------------------------------------------------------------------------

FIGURES = ("level_jobs", "extra_jobs", "gap_jobs", "difference_to_official")


def scenario(name: str, levels: dict[str, float], official: dict[str, float]) -> list[Row]:
    """The rows of a scenario; its nulmeting and the official one are 100 jobs for each sector, and in all."""
    baseline: list[Row] = [
        {
            "year": 2012,
            "scenario": name,
            "sector": sector,
            "level_jobs": 100 if sector != "totaal" else 200,
            "extra_jobs": 0,
            "target_jobs": None,
            "gap_jobs": None,
            "difference_to_official": 0,
        }
        for sector in levels
    ]
    return baseline + [
        {
            "year": 2023,
            "scenario": name,
            "sector": sector,
            "level_jobs": round(level),
            "extra_jobs": round(level) - (100 if sector != "totaal" else 200),
            "target_jobs": 150,
            "gap_jobs": round(level) - (250 if sector != "totaal" else 350),
            "difference_to_official": round(level - official[sector]),
        }
        for sector, level in levels.items()
    ]


def scenarios(moved: float = 4.0, people: int = 3) -> ByHand:
    official = {"markt": 300.0, "overheid": 200.0, "totaal": 500.0}
    wider = {"markt": 300.0 + moved, "overheid": 200.0, "totaal": 500.0 + moved}
    suppliers = {"markt": 280.0, "overheid": 220.0, "totaal": 500.0}
    marts: dict[str, list[Row]] = {
        "scenarios": [
            *scenario("huidige_wet", official, official),
            *scenario("bredere_doelgroep", wider, official),
            *scenario("social_return_bij_overheid", suppliers, official),
        ],
        "allocation_key": [{"year": 2023, "sector": one, "share_pct": 50.0} for one in ("markt", "overheid")],
        "social_return": [
            {"year": 2023, "opdrachtgever": "Gemeente A", "obligation_eur": 250_000.0, "jobs": 15.0},
            {"year": 2023, "opdrachtgever": "Gemeente B", "obligation_eur": 250_000.0, "jobs": 5.0},
        ],
    }
    hours = moved * 110.92
    group = {"persons": people, "employers": 9, "largest": hours / 9, "second": hours / 9, "total": hours}
    known = {"known": True, "employers": 9, "largest": 30_000.0, "second": 30_000.0, "total": 250_000.0}
    counts = [("social_return", f"opdrachtgever=Gemeente {name}", "euro", known) for name in "AB"]
    of_lines = "scenario=bredere_doelgroep;sector=markt;from=telt_niet;to=formeel"
    moved_ones = [("scenarios", key, "moved", group) for key in ("scenario=bredere_doelgroep", of_lines)]
    return ByHand(marts, (*moved_ones, *counts))


def test_a_group_of_few_that_a_scenario_adds_is_found(tmp_path: Path) -> None:
    found = attack(scenarios().write(tmp_path / "a"))
    at = "2023/scenarios/scenario=bredere_doelgroep;sector"
    assert f"P1 published: {at}=totaal/difference_to_official" in found
    everything = [
        ("scenarios", f"scenario=bredere_doelgroep;sector={one}", FIGURES) for one in ("markt", "overheid", "totaal")
    ]
    assert attack(scenarios().hide(*everything).write(tmp_path / "b")) == []
    freed = scenarios().hide(*everything).write(tmp_path / "c")
    free = names(2023, ("scenarios", "scenario=bredere_doelgroep;sector=totaal", ("gap_jobs",)))
    assert "P1 narrow: 2023/scenarios/scenario=bredere_doelgroep/moved" in attack(freed.with_free(free))
    assert attack(scenarios(60.0, 40).write(tmp_path / "d")) == []


def test_payrolling_is_found_in_what_it_moves(tmp_path: Path) -> None:
    """Ten jobs of the market and thirty of government go to a pool that is halved: each sector gets twenty."""
    official = {"markt": 300.0, "overheid": 200.0, "totaal": 500.0}
    moved = {"markt": 310.0, "overheid": 190.0, "totaal": 500.0}
    shares: list[Row] = [{"year": 2023, "sector": one, "share_pct": 50.0} for one in ("markt", "overheid")]
    rows = [*scenario("huidige_wet", official, official), *scenario("payroll_als_inleen", moved, official)]
    key = "scenario=payroll_als_inleen"
    groups = {
        f";sector={sector};from=formeel;to=inleen": jobs for sector, jobs in (("markt", 10.0), ("overheid", 30.0))
    }
    counts = [
        ("scenarios", key + part, "moved", {"persons": 50, "employers": 9, "total": jobs * 110.92, "largest": 99.0})
        for part, jobs in {**groups, "": 40.0}.items()
    ]
    few = {"persons": 50, "employers": 1, "public_employers": 0, "largest": 1109.2, "total": 1109.2}
    counts[0] = (*counts[0][:3], few)
    country = ByHand({"scenarios": rows, "allocation_key": shares}, tuple(counts))
    release = country.write(tmp_path / "a")
    assert Attacker(release).figures.broken == []
    assert [one for one in attack(release) if one.startswith("P3 published")]
    everything = [("scenarios", f"{key};sector={one}", FIGURES) for one in official]
    assert attack(country.hide(*everything).write(tmp_path / "b")) == []


def test_unknown_contributors_are_found_and_one_of_two_bodies_follows(tmp_path: Path) -> None:
    country = scenarios(60.0, 40)
    unknown = tuple((*one[:3], {"known": False}) if "Gemeente A" in one[1] else one for one in country.counts)
    country = replace(country, counts=unknown)
    first, second = (("social_return", f"opdrachtgever=Gemeente {name}", ("obligation_eur", "jobs")) for name in "AB")
    at = "2023/social_return/opdrachtgever=Gemeente A/jobs"
    assert f"P5 published: {at}" in attack(country.write(tmp_path / "a"))
    assert attack(country.write(tmp_path / "b"), rules=Rules(withhold_unknown=False)) == []
    assert attack(country.hide(first).write(tmp_path / "c")) == [f"P5 narrow: {at}"]
    assert attack(country.hide(first, second).write(tmp_path / "d")) == []


# --- quality ------------------------------------------------------------------------------------------------


def test_few_lines_that_fail_are_found_but_not_few_months(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"year": 2023, "delivery_table": "polis", "expectation": name, "severity": "warning", "checked_rows": checked}
        for name, checked in (("repeated_lines", 3000), ("thin_month", 12))
    ]
    marts: dict[str, list[Row]] = {"quality": [{**row, "failed_rows": 4, "failed_pct": 1.0} for row in rows]}
    found = attack(ByHand(marts).write(tmp_path))
    assert found == ["P1 published: 2023/quality/delivery_table=polis;expectation=repeated_lines/failed_rows"]


# --- how it is written --------------------------------------------------------------------------------------


def tampered(release: Release, column: str, value: object) -> Release:
    rows = [dict(row) for row in release.public["target_group"]]
    rows[-1][column] = value
    return replace(release, public={**release.public, "target_group": rows})


@pytest.mark.parametrize(
    ("column", "value", "finding"),
    [
        ("registered", 77, "not the exact value, rounded"),
        ("working_pct", 99.9, "not the exact value, rounded"),
        ("registered", None, "value missing"),
        ("registered_status", "geheim", "value that is not free"),
        ("registered_status", None, "no status"),
        ("level_jobs_exact", 12.5, "internal column"),
    ],
)
def test_what_is_written_wrongly_is_found(tmp_path: Path, column: str, value: object, finding: str) -> None:
    register = {one: (many + 20, working + 10) for one, (many, working) in REGISTER.items()}
    release = register_release(register).write(tmp_path)
    assert attack(release) == []
    rows = tampered(release, column, value)
    if column == "level_jobs_exact":
        every = [{**row, column: value} for row in release.public["target_group"]]
        rows = replace(release, public={**release.public, "target_group": every})
    assert [one for one in attack(rows) if one.startswith(finding)]


def test_a_row_that_is_missing_and_a_bundle_that_is_torn_are_found(tmp_path: Path) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    without = {**release.public, "target_group": release.public["target_group"][1:]}
    assert [one for one in attack(replace(release, public=without)) if one.startswith("row missing")]
    torn = register_release().hide(*SQUARE, ("target_group", place("totaal", "1"), ("working",))).write(tmp_path / "b")
    assert [one for one in attack(torn) if one.startswith("withheld in part")]


def test_a_change_of_a_withheld_figure_is_found(tmp_path: Path) -> None:
    release = register_release().hide(*SQUARE).write(tmp_path)
    told: Row = {"mart": "target_group", "mart_column": "registered", "old": "4", "new": "5", "difference": 1.0}
    rows = [
        {**told, "cell": "year=2023 ground=pw arbeidsmarktregio=1"},
        {**told, "cell": "year=2023 ground=pw arbeidsmarktregio=11"},
    ]
    found = attack(replace(release, public={**release.public, "revisions": rows}))
    assert found == [f"told by revisions: {AT}/registered"]


# --- vintages -----------------------------------------------------------------------------------------------


def test_what_was_published_before_and_is_the_same_helps_the_attacker(tmp_path: Path) -> None:
    """Of a small cell that came in a second release, all that hides it was published in the first."""
    before = {**REGISTER, ("pw", "1"): (25, 12)}
    first = register_release(before).write(tmp_path, "r1")
    second = register_release().hide(*SQUARE).write(tmp_path, "r2")
    assert attack(first) == attack(second) == []
    together = attack(first, second)
    assert f"r2: P1 narrow: {AT}/registered" in together


def test_what_was_published_as_it_is_counts_as_known(tmp_path: Path) -> None:
    """Withholding now what an earlier release published is too late: it is not found again."""
    release = register_release().write(tmp_path, "r1")
    assert not [one for one in attack(release, replace(release, name="r2")) if one.startswith("r2")]


def test_a_status_that_shrinks_is_found(tmp_path: Path) -> None:
    first = register_release().hide(*SQUARE).write(tmp_path, "r1")
    grown = {**REGISTER, ("pw", "1"): (25, 12)}
    second = register_release(grown).write(tmp_path, "r2")
    found = attack(first, second)
    assert f"r2: shrunk: {AT}/registered" in found
    assert len(found) == 16


def test_what_follows_from_a_national_total_is_told_apart(tmp_path: Path) -> None:
    """Ten registered people in two regions: each row shows somebody, so that neither can hold all ten."""
    country = register_release({("pw", "1"): (5, 0), ("pw", "2"): (5, 0)})
    everything = [("target_group", place("pw", region), PEOPLE) for region in ("1", "2", "totaal")]
    everything += [("target_group", place("totaal", region), PEOPLE) for region in ("1", "2")]
    working = ("target_group", place("totaal", "totaal"), ("working", "working_pct", "level_jobs"))
    attacker = Attacker(country.hide(*everything, working).write(tmp_path))
    assert f"P1 narrow: {AT}/registered" in attacker.unavoidable
    assert attacker.findings() == []

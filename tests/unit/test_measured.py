"""The checks that need the measurement, on plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from expectations import measured, verdict
from expectations.measured import MONTHS, Measured, checks
from transforms.law import law
from warehouse.delivery.staging import Staged, StagedFile
from warehouse.errors import DeliveryRejectedError
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED, Reference
from warehouse.registry.deliveries import DELIVERIES, TARGETS
from warehouse.registry.model import Severity
from warehouse.settings import Quality

YEAR = 2023
BOOK = law_book(PACKAGED)
SIZES = {
    ("doelgroepregister", "lines"): 100,
    ("doelgroepregister", "persons"): 90,
    ("werkgevers", "lines"): 10,
    ("polis", "lines"): 1000,
    ("polis", "hours"): 5000,
    ("polis", "late_lines"): 0,
    ("polis", "persons_counted"): 80,
    ("polis", "hours_counted"): 400,
    ("polis", "hours_formeel"): 300,
    ("polis", "hours_inleen"): 100,
    **{("polis", month): 0 for month in MONTHS},
}


def sizes(year: int, changes: Mapping[tuple[str, str], int] | None = None) -> pl.DataFrame:
    rows = [(year, table, name, value) for (table, name), value in (SIZES | dict(changes or {})).items()]
    return pl.DataFrame(rows, schema=["year", "table", "measure", "value"], orient="row")


def file(table: str, name: str = "", sha256: str = "", unknown: tuple[str, ...] = ()) -> StagedFile:
    return StagedFile(
        table=table,
        name=name or f"{table}.csv",
        sha256=sha256 or f"digest of {table} {name}",
        size=1,
        rows_delivered=1,
        rows_accepted=1,
        quarantined={},
        rows_after_cut=0,
        unknown_columns=unknown,
    )


FACTS = Measured(
    law=law(BOOK, YEAR),
    staged=Staged((file("doelgroepregister"), file("polis"), file("werkgevers")), (), (0,) * 12),
    counted_lines=50,
    unknown_employer_lines=0,
    statistics=sizes(YEAR),
    earlier=sizes(YEAR - 1),
    companions=(),
    missing_companions=(),
    digests_of_other_years={},
)


def broken(facts: Measured, quality: Quality | None = None) -> dict[str, tuple[int, int]]:
    found = checks(facts, quality or Quality())
    return {f"{one.table} {one.expectation}": (one.failed_rows, one.checked_rows) for one in found if not one.passed}


def changed(**changes: Any) -> Measured:
    return replace(FACTS, **changes)


def test_nothing_is_broken_when_nothing_is_remarkable() -> None:
    found = checks(FACTS, Quality())
    assert [one for one in found if not one.passed] == []
    assert len({(one.table, one.expectation) for one in found}) == len(found)
    assert all(one.says and one.advice for one in found)


def test_every_measured_check_of_the_registry_is_made() -> None:
    year = dict.fromkeys(MONTHS, 10)
    size = sizes(YEAR, {("polis", name): n for name, n in year.items()})
    facts = changed(companions=(2022,), withdrawn_years=(2022,), statistics=size)
    made = {(one.table, one.expectation) for one in checks(facts, Quality())}
    wanted = {(table.name, one.label) for table in DELIVERIES.values() for one in table.measured}
    assert wanted
    assert wanted - made == set()


def test_an_unknown_employer_rejects_and_the_message_names_the_file() -> None:
    facts = changed(unknown_employer_lines=2)
    assert broken(facts) == {"polis known_employer:lhnr": (2, 50)}
    with pytest.raises(
        DeliveryRejectedError, match=r"delivery 2023: polis\.csv \(2 lines\): table polis, column lhnr: "
    ) as refused:
        verdict.reject_if_critical(YEAR, checks(facts, Quality()))
    assert str(refused.value).endswith(
        "2 of 50 lines break rule known_employer:lhnr (is on a counted line but not in werkgevers); deliver in "
        "werkgevers the employer of every counted line"
    )


def test_unknown_columns_are_counted_once_a_name() -> None:
    parts = (file("polis", "polis-1.csv", unknown=("a", "b")), file("polis", "polis-2.csv", unknown=("b", "c")))
    assert broken(changed(staged=Staged(parts, (), (0,) * 12))) == {"polis no_unknown_columns": (3, 1)}


def test_a_part_that_is_a_file_of_another_year_is_named() -> None:
    parts = (file("polis", "polis-1.csv", "same"), file("polis", "polis-2.csv", "other"))
    facts = changed(staged=Staged(parts, (), (0,) * 12), digests_of_other_years={2022: {"polis": {"same"}}})
    assert broken(facts) == {"polis file_of_another_year": (1, 1)}
    (result,) = [one for one in checks(facts, Quality()) if one.expectation == "file_of_another_year"]
    assert result.files == (("polis-1.csv", 0),)


def test_the_same_digest_in_another_table_is_not_a_file_of_another_year() -> None:
    facts = changed(digests_of_other_years={2022: {"werkgevers": {"digest of polis "}}})
    assert broken(facts) == {}


def test_cohort_years() -> None:
    assert broken(changed(companions=(2021,), missing_companions=(2022, 2020))) == {
        "doelgroepregister cohort_years": (2, 3)
    }


def test_years_of_a_withdrawn_release() -> None:
    assert broken(changed(withdrawn_years=(2021, 2022))) == {"doelgroepregister withdrawn_years": (2, 2)}


NO_TARGETS = Reference({"targets": b"sector,valid_from,valid_to,jobs,source\nmarkt,2024-01-01,,1,test\n"})


@pytest.mark.parametrize(("year", "missing"), [(2014, False), (2015, True), (2023, True), (2024, True)])
def test_a_target_is_missed_from_2015_on(year: int, *, missing: bool) -> None:
    """A target of one sector alone is none for both together."""
    facts = changed(law=law(law_book(NO_TARGETS), year))
    assert bool([one for one in measured.target_known(facts) if not one.passed]) is missing


@pytest.mark.parametrize("year", [2015, 2023, 2026, 2030])
def test_the_package_has_a_target_for_each_year(year: int) -> None:
    (result,) = measured.target_known(changed(law=law(BOOK, year)))
    assert (result.table, result.passed) == (TARGETS, True)


def test_what_only_informs_needs_no_note() -> None:
    facts = changed(statistics=sizes(YEAR, {("polis", "late_lines"): 5}), earlier=sizes(YEAR - 3).clear())
    (late,) = [one for one in checks(facts, Quality()) if not one.passed]
    assert (late.severity, late.failed_rows, late.checked_rows) == (Severity.INFO, 5, 1000)
    assert verdict.warnings([late]) == []
    verdict.reject_if_critical(YEAR, [late])


@pytest.mark.parametrize(("late", "severity"), [(2, "warning"), (3, "info"), (9, "info"), (10, "warning")])
def test_the_band_of_late_lines_includes_its_ends(late: int, severity: str) -> None:
    earlier = sizes(YEAR - 1, {("polis", "late_lines"): 6})
    result = measured.late_returns(
        changed(statistics=sizes(YEAR, {("polis", "late_lines"): late}), earlier=earlier), Quality()
    )
    assert (result.severity.value, result.passed) == (severity, False)


def test_the_width_of_the_band_is_a_setting() -> None:
    facts = changed(
        statistics=sizes(YEAR, {("polis", "late_lines"): 10}), earlier=sizes(YEAR - 1, {("polis", "late_lines"): 6})
    )
    assert measured.late_returns(facts, Quality(max_change_late=Decimal(1))).severity is Severity.INFO


def test_bands_need_the_year_before_and_its_measure() -> None:
    doubled = {key: 2 * value for key, value in SIZES.items()}
    names = [one for one in broken(changed(statistics=sizes(YEAR, doubled))) if one.endswith("_within_band")]
    assert sorted(names) == sorted(f"{table} {name}_within_band" for table, name in BANDS)
    assert broken(changed(statistics=sizes(YEAR, doubled), earlier=sizes(YEAR - 2))) == {}
    old = sizes(YEAR - 1).filter(pl.col("measure") == "lines")
    assert set(broken(changed(statistics=sizes(YEAR, doubled), earlier=old))) == {
        f"{table} lines_within_band" for table in ("doelgroepregister", "polis", "werkgevers")
    }


BANDS = [key for key in SIZES if key[1] not in ("late_lines", *MONTHS)]


@pytest.mark.parametrize(("table", "name"), [key for key in BANDS if key[1].startswith(("hours_", "persons_"))])
def test_what_counts_has_one_setting(table: str, name: str) -> None:
    more = SIZES[table, name] + SIZES[table, name] // 4 + 1
    facts = changed(statistics=sizes(YEAR, {(table, name): more}))
    assert broken(facts) == {f"{table} {name}_within_band": (1, 1)}
    assert broken(facts, Quality(max_change_counted=Decimal("0.3"))) == {}


def test_a_thin_month_is_a_share_of_the_median() -> None:
    lines = [0, 0, 100, 100, 40, 100, 100, 100, 0, 100, 0, 0]
    facts = changed(statistics=sizes(YEAR, {("polis", name): n for name, n in zip(MONTHS, lines, strict=True)}))
    assert broken(facts) == {"polis thin_month:datum_einde_tijdvak": (2, 8)}
    assert broken(facts, Quality(thin_month=Decimal("0.4"))) == {"polis thin_month:datum_einde_tijdvak": (1, 8)}


def test_a_size_that_was_not_measured_is_an_error() -> None:
    with pytest.raises(KeyError):
        checks(changed(statistics=sizes(YEAR).filter(pl.col("measure") != "persons_counted")), Quality())

"""The chapters of the specification, in reading order."""

from __future__ import annotations

from tests.spec import (
    decomposition_of_loan_jobs,
    rows_of_deliveries,
    step_01_returns_at_the_cut,
    step_02_employment_only,
    step_03_december_hours,
    step_04_target_group,
    step_05_form,
    step_06_sector,
    step_07_hours_summed,
    step_08_allocation_key,
    step_09_levels,
    step_10_extra_jobs,
    step_11_rounding,
    tables_of_deliveries,
)

CHAPTERS = tuple(
    module.CHAPTER
    for module in (
        step_01_returns_at_the_cut,
        step_02_employment_only,
        step_03_december_hours,
        step_04_target_group,
        step_05_form,
        step_06_sector,
        step_07_hours_summed,
        step_08_allocation_key,
        step_09_levels,
        step_10_extra_jobs,
        step_11_rounding,
        decomposition_of_loan_jobs,
        rows_of_deliveries,
        tables_of_deliveries,
    )
)
